"""Cases of other systems: the list, the page of one with its events, and findings that late events overtook."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.flow import clock_in_words
from deadlines import actions as deadlines
from deadlines.models import Deadline
from exchange import actions
from exchange.forms import Button, ForeignCaseFilter
from exchange.models import Event, ForeignCase, Overtaken
from exchange.permissions import can_see_cases
from exchange.views.pages import check, do, page_of
from exchange.words import in_words
from monitoring.feed import with_subjects
from monitoring.models import Finding

TONES = {"delivered": "done", "refused": "done", "withdrawn": "done", "decided": "ok"}


@require_safe
def cases(request):
    """Cases that other systems handle, newest first."""
    check(can_see_cases(request.actor))
    today = timezone.localdate()
    seen = ForeignCase.objects.visible_to(request.actor).select_related("organisation", "source", "clock")
    narrowed = ForeignCaseFilter(request.GET, queryset=seen, actor=request.actor, today=today)
    found = narrowed.qs if narrowed.is_valid() else ForeignCase.objects.none()
    page = page_of(request, found)
    page["rows"] = [(case, *lamp_of(case, today)) for case in page["rows"]]
    return render(request, "exchange/cases.html", page | {"filter": narrowed})


def lamp_of(case: ForeignCase, today) -> tuple[str, str]:
    """Tone and words of where the case stands against its promise."""
    clock = case.clock
    if clock is None or not clock.is_running:
        return TONES.get(case.state, "info"), case.get_state_display()
    if clock.paused_on:
        return "pause", _("the clock stands still")
    left = deadlines.current_promise(clock) - deadlines.used(clock, today)
    if left < 0:
        return "over", _("%(days)s working days over") % {"days": -left}
    tone = "warn" if clock.warn_on and clock.warn_on <= today else "ok"
    return tone, _("%(days)s working days left") % {"days": left}


@require_safe
def case(request, pk):
    """One case: where it stands, what its events say, its clocks, and what was found."""
    check(can_see_cases(request.actor))
    seen = ForeignCase.objects.visible_to(request.actor).select_related("organisation", "source", "clock")
    found = get_object_or_404(seen, pk=pk)
    today = timezone.localdate()
    events = Event.objects.filter(source=found.source, about=found.number).order_by("at", "pk")
    clocks = Deadline.objects.about(found).filter(cancelled_on=None).order_by("started_at", "pk")
    findings = Finding.objects.about(found).select_related("rule", "card").order_by("pk")
    context = {
        "case": found,
        "lamp": lamp_of(found, today),
        "events": [(event, in_words(event)) for event in events],
        "clocks": [(clock, clock_in_words(clock.name), deadlines.used(clock, today)) for clock in clocks],
        "findings": findings,
        "nav_at": reverse("exchange:cases"),
    }
    return render(request, "exchange/case.html", context)


@require_safe
def overtaken(request):
    """Findings whose ground a late event took away: an inspector looks at each and decides about its card."""
    check(request.actor.holds("inspector", "leader"))
    kind = ContentType.objects.get_for_model(ForeignCase)
    found = Overtaken.objects.filter(
        finding__subject_type=kind, finding__organisation__path__startswith=request.actor.watched_path
    ).select_related("finding__rule", "finding__organisation", "finding__card", "seen_by")
    page = page_of(request, found)
    about = with_subjects([row.finding for row in page["rows"]])
    page["rows"] = list(zip(page["rows"], about, strict=True))
    return render(request, "exchange/overtaken.html", page | {"may_decide": request.actor.holds("inspector")})


@require_POST
def seen(request, pk):
    check(request.actor.holds("inspector"))
    found = get_object_or_404(
        Overtaken.objects.filter(finding__organisation__path__startswith=request.actor.watched_path), pk=pk
    )
    back = reverse("exchange:overtaken")
    return do(request, actions.see_overtaken, found, Button(request.POST), done=_("Noted."), to=back)
