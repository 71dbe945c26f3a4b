"""The ratings of the unit: rates, the list, and the follow-up of the bad ones."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from approvals.actions import ratings as actions
from approvals.forms.ratings import ContactForm, RatingFilterForm, RectifyForm, VisitForm
from approvals.models import Rating
from approvals.permissions import can_follow_up, can_look, can_work
from approvals.ratings import ASPECTS, rates
from approvals.views.desk import only
from deadlines import calendar as calendars
from records import keyset, paging
from records.desk import denied
from records.refusal import Refused

State = Rating.State
HEADER = [_("Rated"), _("Unit"), _("Case number"), _("Item"), _("Rating"), _("In their words"), _("State")]
STEPS = {  # state → form, action, what the button says, what was done
    State.OPEN: (ContactForm, actions.contact, _("Note the contact"), _("The contact is on record.")),
    State.CONTACTED: (
        RectifyForm,
        actions.rectify,
        _("Note what was put right"),
        _("The rectification is on record."),
    ),
    State.RECTIFIED: (VisitForm, actions.visit_back, _("Note the visit back"), _("The visit back is on record.")),
}
BAD = Q(stars__lte=Rating.Stars.BAD)
SHOW = {
    "open": Q(state__in=Rating.FOLLOWED),
    "bad": BAD,
    "all": Q(),
    "default": Q(is_default=True),
}
TILES = [
    (State.OPEN, "over", _("to be contacted (1 working day)")),
    (State.CONTACTED, "warn", _("to be rectified (15 working days)")),
    (State.RECTIFIED, "warn", _("to be visited back (5 working days)")),
]


@require_safe
@only(can_look)
def ratings(request):
    """Rates of a period, the queue of the follow-up, and every rating."""
    form = RatingFilterForm(request.GET)
    days, _unit = form.asked()
    asked, today = form.cleaned_data, timezone.localdate()
    ours = Rating.objects.visible_to(request.actor)
    lately = ours.filter(rated_at__gte=timezone.now() - timedelta(days=days))
    shown = lately.filter(SHOW.get(asked.get("show"), Q(is_default=False)))
    if asked.get("stars"):
        shown = shown.filter(stars=asked["stars"])
    if asked.get("export"):
        return export(shown, today)
    rows, after, before = page_of(shown, asked)
    waiting = ours.filter(BAD, visited_at=None)
    counts = dict(waiting.order_by().values_list("state").annotate(Count("pk")))
    oldest = waiting.select_related("case__item", "organisation", "clock").order_by("rated_at", "pk")
    queue = oldest[: paging.PAGE_SIZE]
    more = {
        "form": form,
        "rates": rates(lately),
        "tiles": [(tone, words, counts.get(state, 0)) for state, tone, words in TILES],
        "queue": [(rating, *term(rating, today)) for rating in queue],
        "rows": rows,
        "pages": {"after": after, "before": before, "words": ""},
        "narrowed": any(asked.get(name) for name in ("show", "stars")),
        "whole_county": not can_work(request.actor),
    }
    return render(request, "approvals/desk/ratings.html", more)


def export(shown, today):
    """Every rating of the filtered list as a spreadsheet."""
    rows = shown.select_related("case__item", "organisation").order_by("-rated_at", "-pk")
    lines = (
        [
            f"{timezone.localtime(rating.rated_at):%Y-%m-%d %H:%M}",
            rating.organisation.name,
            rating.case.number,
            rating.case.item.name,
            rating.get_stars_display(),
            rating.comment,
            rating.get_state_display(),
        ]
        for rating in rows.iterator(chunk_size=2000)
    )
    return xlsx_response(f"{_('Ratings')}-{today.isoformat()}", HEADER, lines)


def page_of(shown, asked):
    """Ratings of one page and the cursors of its neighbours."""
    cursors = {"after": asked.get("after"), "before": asked.get("before")}
    found = keyset.page(shown.values("pk", "rated_at"), "rated_at", size=paging.PAGE_SIZE, descending=True, **cursors)
    keys = [row["pk"] for row in found.rows]
    by_key = Rating.objects.select_related("case__item", "organisation").in_bulk(keys)
    return [by_key[key] for key in keys], found.after, found.before


def term(rating: Rating, today) -> tuple[str, str]:
    """Tone and words of the time left for the next deed of the follow-up."""
    if rating.clock is None:
        return "done", ""
    left = calendars.calendar().between(today, rating.clock.due_on)
    if today > rating.clock.due_on and left <= 0:
        late = calendars.calendar().between(rating.clock.due_on, today)
        return ("over", _("%(count)s working days late") % {"count": late}) if late else ("warn", _("due today"))
    return ("warn", _("due today")) if left == 0 else ("ok", _("%(count)s working days left") % {"count": left})


@require_http_methods(["GET", "POST"])
@only(can_look)
def rating(request, pk):
    """One rating with everything that was said and done, and the next deed."""
    rows = Rating.objects.visible_to(request.actor)
    related = ["case__item", "case__clerk", "organisation", "clock", "contacted_by", "handler", "visitor"]
    found = get_object_or_404(rows.select_related(*related), pk=pk)
    step = STEPS.get(found.state) if can_follow_up(request.actor, found) else None
    if request.method == "POST":
        return follow_up(request, found, step)
    return show(request, found, step, step[0]() if step else None)


def follow_up(request, found, step):
    """Do the next deed; an error comes back with what was typed."""
    if step is None:
        return denied(request, _("Nothing is to be done here by your post now."))
    form_class, action, _button, done = step
    form = form_class(request.POST)
    if form.is_valid():
        try:
            key = request.POST.get("key", "")
            action(found, by=request.actor, now=timezone.now(), key=key, **form.cleaned_data)
            messages.success(request, done)
            return redirect("approvals:desk_rating", found.pk)
        except PermissionDenied as refused:
            return denied(request, str(refused))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return show(request, found, step, form, status=422)


def show(request, found, step, form, status=200):
    words = dict(ASPECTS[found.case.channel])
    aspects = [(words[code], Rating.Stars(stars).label) for code, stars in found.aspects.items() if code in words]
    more = {
        "rating": found,
        "aspects": aspects,
        "term": term(found, timezone.localdate()),
        "form": form,
        "button": step[2] if step else "",
        "took_part": request.actor.user.pk in (found.contacted_by_id, found.handler_id),
    }
    return render(request, "approvals/desk/rating.html", more, status=status)
