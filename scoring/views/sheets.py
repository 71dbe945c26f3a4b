"""A score sheet: every number opens its evidence; points are entered, confirmed, taken back; the sheet on A4."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import Deed, detail, take
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from records.subjects import Subject, described
from scoring.actions import marks
from scoring.forms import desk as forms
from scoring.models import Mark, Round, Sheet
from scoring.models.fields import shown
from scoring.paper import paper
from scoring.permissions import can_ask_review, can_confirm, can_score, reads_all_sheets
from scoring.views.common import address, deed_of, staff_only

S = Round.State


def may_enter(actor, row: Sheet) -> bool:
    return row.round.state == S.OPEN and can_score(actor, row.round)


def entering(form, label, icon="plus", grave=False) -> Deed:
    done = gettext_lazy("Entered.")
    return Deed(form, marks.enter, may_enter, label, done, icon, grave, of_row=True)


DEEDS = {
    "item": entering(forms.ItemForm, gettext_lazy("Points of an item"), "edit"),
    "bonus": entering(forms.BonusForm, gettext_lazy("Give a bonus")),
    "deduction": entering(forms.DeductionForm, gettext_lazy("Take points off"), "down"),
    "zero": entering(forms.ZeroForm, gettext_lazy("A category scores nothing"), "stop", grave=True),
}


def seen(actor, pk) -> Sheet:
    rows = Sheet.objects.visible_to(actor).select_related("round__scheme", "round__organisation", "organisation")
    return get_object_or_404(rows, pk=pk)


def version_of(request, row: Sheet):
    """The publication asked for; None while the round collects points."""
    return forms.VersionForm(request.GET).of(row.round)


def sheet_page(request, row: Sheet, refused=None):
    publication = version_of(request, row)
    about = {
        "title": f"{row.name}",
        "template": "scoring/desk/sheet.html",
        "paper": paper(row, publication),
        "result": publication and publication.results.get(sheet=row),
        "publication": publication,
        "versions": row.round.publications.all(),
        "grade_name": row.round.scheme.grade_name,
        "waiting": row.marks.waiting().select_related("item__category", "category") if not publication else [],
        "gone": row.marks.exclude(withdrawn_at=None).select_related("withdrawn_by"),
        "back": back_of(request.actor, row),
        "may_ask": row.round.state == S.PUBLISHED and can_ask_review(request.actor, row),
        "deed_address": "scoring:sheet_deed",
        "deed_key": row.pk,
        "lamp": (row.round.tone, row.round.get_state_display()),
        "nav_at": back_of(request.actor, row)[0] if not reads_all_sheets(request.actor) else reverse("scoring:rounds"),
    }
    return detail(request, row, DEEDS, about, refused)


def back_of(actor, row: Sheet) -> tuple:
    if reads_all_sheets(actor):
        return reverse("scoring:round", args=[row.round_id]), str(row.round)
    return reverse("scoring:mine"), _("Scores of my unit")


@require_safe
@staff_only
def sheet(request, pk):
    return sheet_page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@staff_only
def sheet_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, sheet_page, address("sheet"))


@require_safe
@staff_only
def sheet_paper(request, pk):
    """The sheet on A4."""
    row = seen(request.actor, pk)
    publication = version_of(request, row)
    page = {"row": row, "paper": paper(row, publication), "publication": publication}
    if publication:
        page["result"] = publication.results.get(sheet=row)
        page["grade"] = row.round.scheme.grade_name(page["result"].grade)
    return render(request, "scoring/sheet_paper.html", page)


MARK_DEEDS = {
    "confirm": Deed(
        PlainForm,
        marks.confirm,
        lambda actor, row: (
            row.needs_second
            and not row.confirmed_at
            and not row.withdrawn_at
            and row.sheet.round.state == S.OPEN
            and can_confirm(actor, row.sheet.round)
        ),
        gettext_lazy("Let these points count"),
        gettext_lazy("Confirmed; they count now."),
        "seal",
    ),
    "take-back": Deed(
        ReasonForm,
        marks.take_back,
        lambda actor, row: not row.withdrawn_at and may_enter(actor, row.sheet),
        gettext_lazy("Take the points back"),
        gettext_lazy("Taken back; the reason stays readable."),
        "stop",
        grave=True,
    ),
}
MARK_RELATED = [
    *("sheet__round__scheme", "sheet__round__organisation", "item__category", "category"),
    *("made_by", "confirmed_by", "withdrawn_by"),
]


def seen_mark(actor, pk) -> Mark:
    return get_object_or_404(Mark.objects.visible_to(actor).select_related(*MARK_RELATED), pk=pk)


def mark_page(request, row: Mark, refused=None):
    [evidence] = described([row]) if row.subject_id else [Subject()]
    tone, words = row.state
    about = {
        "title": f"{row.get_kind_display()} {shown(row.points)}",
        "lamp": (tone, words),
        "facts": facts(row, evidence),
        "files": Attachment.objects.about(row),
        "links": [(evidence.address, _("Open the evidence"))] if evidence.address else [],
        "back": (reverse("scoring:sheet", args=[row.sheet_id]), row.sheet.name),
        "deed_address": "scoring:mark_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:rounds"),
    }
    return detail(request, row, MARK_DEEDS, about, refused)


def facts(row: Mark, evidence: Subject) -> list[tuple]:
    return [
        (_("Round"), str(row.sheet.round)),
        (_("Score sheet"), row.sheet.name),
        (_("Score item"), str(row.item) if row.item else str(row.category or "")),
        (_("Points"), shown(row.points)),
        (_("Reason"), row.words),
        (_("Evidence"), " ".join(filter(None, [str(evidence.kind), evidence.number, evidence.title]))),
        (_("Entered by"), deed_of(row.made_by, row.made_at)),
        (_("Confirmed by"), deed_of(row.confirmed_by, row.confirmed_at)),
        (_("Taken back by"), deed_of(row.withdrawn_by, row.withdrawn_at)),
        (_("Why it was taken back"), row.withdrawn_reason),
    ]


@require_safe
@staff_only
def mark(request, pk):
    return mark_page(request, seen_mark(request.actor, pk))


@require_http_methods(["GET", "POST"])
@staff_only
def mark_deed(request, pk, deed):
    after = lambda row: reverse("scoring:sheet", args=[row.sheet_id])  # noqa: E731
    return take(request, seen_mark(request.actor, pk), deed, MARK_DEEDS, mark_page, after)
