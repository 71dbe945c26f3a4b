"""What a unit sees: its published sheets, what it has to rectify, and its reviews; the office answers them here."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, local, new, posted, take
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from scoring.actions import reviews
from scoring.forms import desk as forms
from scoring.models import Consequence, Result, Review, Sheet
from scoring.models.fields import shown
from scoring.permissions import can_ask_review, can_confirm, can_score
from scoring.queues import rectifying
from scoring.views.common import address, deed_of, staff_only, term_in_words
from scoring.views.sheets import seen as seen_sheet

S = Review.State
MOST = 30  # sheets on the page of a unit


@require_safe
@staff_only
def mine(request):
    """The published scores of the unit, the newest first, with the term for a review."""
    own = Sheet.objects.visible_to(request.actor).filter(organisation__in=request.actor.units)
    out = own.filter(round__state="published").select_related("round__scheme").order_by("-round__last", "-pk")[:MOST]
    asked = Review.objects.visible_to(request.actor).filter(sheet__in=own).select_related("sheet__round__scheme")
    page = {
        "sheets": [about(sheet, request.actor) for sheet in out],
        "rectifying": [(row, term_in_words(row)) for row in rectifying(request.actor)],
        "consequences": Consequence.objects.visible_to(request.actor)
        .filter(sheet__in=own)
        .standing()
        .select_related("sheet", "publication__round__scheme")[:MOST],
        "reviews": asked[:MOST],
    }
    return render(request, "scoring/desk/mine.html", page)


def about(sheet: Sheet, actor) -> dict:
    """A line of the page: the newest result, and until when a review may be asked."""
    newest = sheet.round.newest
    result = Result.objects.get(publication=newest, sheet=sheet)
    until = reviews.last_day(newest)
    return {
        "sheet": sheet,
        "result": result,
        "grade": sheet.round.scheme.grade_name(result.grade),
        "version": newest.number,
        "until": until,
        "may_ask": timezone.localdate() <= until and can_ask_review(actor, sheet),
    }


@require_http_methods(["GET", "POST"])
@staff_only
def ask(request, pk):
    """The unit asks for a review of its published sheet."""
    sheet = seen_sheet(request.actor, pk)
    if not can_ask_review(request.actor, sheet):
        return denied(request, NOT_YOUR_DUTY)
    return new(
        request,
        forms.ReviewForm(sheet, *posted(request)),
        reviews.ask,
        sheet,
        title=_("Ask for a review"),
        lead=_("%(sheet)s, %(round)s") % {"sheet": sheet.name, "round": sheet.round},
        back=reverse("scoring:sheet", args=[sheet.pk]),
        saved=_("Asked; the office answers within its term."),
        after=lambda made: made.as_subject().address,
        nav_at=reverse("scoring:mine"),
    )


REVIEWS = Table(
    title=gettext_lazy("Reviews of scores"),
    columns=[
        (gettext_lazy("Unit or person"), lambda row: row.sheet.name),
        (gettext_lazy("Round"), lambda row: str(row.sheet.round)),
        (gettext_lazy("Grounds"), lambda row: row.grounds[:60]),
        (gettext_lazy("Review asked at"), lambda row: local(row.asked_at)),
        (gettext_lazy("Term"), term_in_words),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("review"),
    nothing=gettext_lazy("Nobody has asked for a review."),
)


@require_safe
@staff_only
def review_list(request):
    rows = Review.objects.visible_to(request.actor).select_related("sheet__round__scheme")
    return listing(request, REVIEWS, rows, forms.ReviewsFilter(request.GET))


def of_office(state, question):
    """Offered to the office while the review stands there."""
    return lambda actor, row: row.state == state and question(actor, row.sheet.round)


DEEDS = {
    "propose": Deed(
        forms.AnswerForm,
        reviews.propose,
        of_office(S.ASKED, can_score),
        gettext_lazy("Propose an answer"),
        gettext_lazy("Proposed; a second person signs it."),
        "edit",
    ),
    "decide": Deed(
        PlainForm,
        reviews.decide,
        of_office(S.PROPOSED, can_confirm),
        gettext_lazy("Sign the answer"),
        gettext_lazy("Decided; the unit reads it now."),
        "seal",
    ),
    "send-back": Deed(
        ReasonForm,
        reviews.send_back,
        of_office(S.PROPOSED, can_confirm),
        gettext_lazy("Send back"),
        gettext_lazy("Sent back: the answer is written again."),
        "stop",
        grave=True,
    ),
    "change": Deed(
        PlainForm,
        reviews.change,
        of_office(S.GRANTED, can_score),
        gettext_lazy("Change the score and publish anew"),
        gettext_lazy("The next version is published."),
        "eye",
    ),
}
RELATED = ["sheet__round__scheme", "publication", "mark", "asked_by", "proposed_by", "decided_by"]


def seen(actor, pk) -> Review:
    return get_object_or_404(Review.objects.visible_to(actor).select_related(*RELATED), pk=pk)


def review_page(request, row: Review, refused=None):
    term = term_in_words(row)
    at = {
        "title": f"{_('Review of a score')} {row.sheet.name}",
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "clocks": [term] if term else [],
        "files": Attachment.objects.about(row),
        "links": [(reverse("scoring:sheet", args=[row.sheet_id]), _("The sheet"))],
        "back": (reverse("scoring:reviews"), REVIEWS.title),
        "deed_address": "scoring:review_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:reviews"),
    }
    return detail(request, row, DEEDS, at, refused)


def facts(row: Review) -> list[tuple]:
    told = row.state not in (S.ASKED, S.PROPOSED)
    line = f"{row.mark.get_kind_display()} {shown(row.mark.points)} {row.mark.words}" if row.mark else _("no line")
    return [
        (_("Round"), str(row.sheet.round)),
        (_("Version"), f"v{row.publication.number}"),
        (_("Line"), line),
        (_("Grounds"), row.grounds),
        (_("Asked by"), deed_of(row.asked_by, row.asked_at)),
        (_("Answer proposed"), deed_of(row.proposed_by, row.proposed_at)),
        (_("Outcome"), row.get_outcome_display() if told or row.outcome else ""),
        (_("Points instead"), "" if row.points is None else shown(row.points)),
        (_("Reason"), row.opinion),
        (_("Decided by"), deed_of(row.decided_by, row.decided_at)),
        (_("Changed"), local(row.changed_at)),
    ]


@require_safe
@staff_only
def review(request, pk):
    return review_page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@staff_only
def review_deed(request, pk, deed):
    after = lambda row: reverse("scoring:review", args=[pk])  # noqa: E731
    return take(request, seen(request.actor, pk), deed, DEEDS, review_page, after)
