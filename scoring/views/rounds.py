"""Rounds at the desk: the list, opening one, what is missing, ties, signing, publishing; points from a list."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Role
from records.desk import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, new, pattern, posted, read_in, take
from records.fields import FileForm, PlainForm, ReasonForm
from scoring.actions import gathering, marks, rounds
from scoring.forms import desk as forms
from scoring.forms.rows import KINDS, MarkRowForm, wish_of
from scoring.models import Mark, Round, Scheme
from scoring.models.fields import shown
from scoring.paper import missing
from scoring.permissions import appraises, can_open_round, can_score, can_sign_grades, reads_all_sheets
from scoring.queues import rectifying, waiting
from scoring.standings import places
from scoring.views.common import address, deed_of, office_only, staff_only

S = Round.State
ROUNDS = Table(
    title=gettext_lazy("Rounds of scoring"),
    columns=[
        (gettext_lazy("Round"), lambda row: row.name),
        (gettext_lazy("Scheme"), lambda row: row.scheme.name),
        (gettext_lazy("First day"), lambda row: row.first.isoformat()),
        (gettext_lazy("Last day"), lambda row: row.last.isoformat()),
        (gettext_lazy("Who scores"), lambda row: row.organisation.short_name),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("round"),
    nothing=gettext_lazy("No round was opened yet."),
)
RELATED = ["scheme", "organisation", "opened_by", "proposed_by", "signed_by"]


@require_safe
@staff_only
def desk(request):
    """What waits in the office, or the scores of one's own unit."""
    if not appraises(request.actor) and not request.actor.holds(Role.LEADER):
        return redirect("scoring:rounds" if reads_all_sheets(request.actor) else "scoring:mine")
    newest = Round.objects.select_related("scheme")[:6]
    page = {"heaps": waiting(request.actor), "rounds": newest, "may_open": can_open_round(request.actor)}
    return render(request, "scoring/desk/desk.html", page | {"rectifying": rectifying(request.actor)})


@require_safe
@office_only
def round_list(request):
    rows = Round.objects.select_related(*RELATED)
    add = [(reverse("scoring:new_round"), _("Open a round"))] if can_open_round(request.actor) else []
    return listing(request, ROUNDS, rows, forms.RoundsFilter(request.GET), add=add)


WAITING = Table(
    title=gettext_lazy("Points that wait for a second person"),
    columns=[
        (gettext_lazy("Reason"), lambda row: row.words),
        (gettext_lazy("Score sheet"), lambda row: row.sheet.name),
        (gettext_lazy("Round"), lambda row: str(row.sheet.round)),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("Points"), lambda row: shown(row.points)),
        (gettext_lazy("Entered by"), lambda row: deed_of(row.made_by, row.made_at)),
    ],
    lamp=lambda row: row.state,
    link=address("mark"),
    nothing=gettext_lazy("Nothing waits for a second person."),
)


@require_safe
@office_only
def waiting_marks(request):
    rows = Mark.objects.waiting().select_related("sheet__round__scheme", "made_by")
    return listing(request, WAITING, rows, forms.ListFilter(request.GET))


@require_http_methods(["GET", "POST"])
@office_only
def new_round(request):
    """First the scheme, then its period and who takes part."""
    if not can_open_round(request.actor):
        return denied(request, NOT_YOUR_DUTY)
    today = timezone.localdate()
    choose = forms.SchemeForm(request.GET or None, today=today)
    if not (choose.is_bound and choose.is_valid()):
        back = reverse("scoring:rounds")
        page = {"form": choose, "back": back, "nav_at": back, "above": _("Rounds of scoring")}
        return render(request, "scoring/desk/choose.html", page | {"title": _("Open a round")})
    scheme = choose.cleaned_data["scheme"]
    return new(
        request,
        forms.RoundForm(scheme, *posted(request)),
        rounds.open_round,
        scheme,
        title=_("Open a round of “%(scheme)s”") % {"scheme": scheme.name},
        back=reverse("scoring:rounds"),
        saved=_("The round is open: points are collected now."),
        after=address("round"),
        nav_at=reverse("scoring:rounds"),
    )


def is_tied(row: Round) -> bool:
    asked = row.state in (S.PROPOSED, S.PUBLISHED) and row.scheme.grading == Scheme.Grading.QUOTA
    return asked and bool(forms.equals(row))


DEEDS = {
    "count": Deed(
        PlainForm,
        gathering.count,
        lambda actor, row: row.state == S.OPEN and can_score(actor, row),
        gettext_lazy("Count the evidence"),
        gettext_lazy("What the system knows stands on the sheets now."),
        "down",
    ),
    "propose": Deed(
        PlainForm,
        rounds.propose,
        lambda actor, row: row.state == S.OPEN and can_score(actor, row),
        gettext_lazy("Propose the grades"),
        gettext_lazy("Proposed; whoever decides has them now."),
        "exit",
    ),
    "decide": Deed(
        forms.TieForm,
        rounds.decide,
        lambda actor, row: is_tied(row) and can_sign_grades(actor, row),
        gettext_lazy("Order the equals"),
        gettext_lazy("The equals are ordered."),
        "edit",
        of_row=True,
    ),
    "sign": Deed(
        PlainForm,
        rounds.sign,
        lambda actor, row: row.state == S.PROPOSED and can_sign_grades(actor, row),
        gettext_lazy("Sign the grades"),
        gettext_lazy("Signed; the office may publish."),
        "seal",
    ),
    "reopen": Deed(
        ReasonForm,
        rounds.reopen,
        lambda actor, row: row.state == S.PROPOSED and can_sign_grades(actor, row),
        gettext_lazy("Send back"),
        gettext_lazy("Points may be entered again."),
        "stop",
        grave=True,
    ),
    "publish": Deed(
        PlainForm,
        rounds.publish,
        lambda actor, row: row.state == S.SIGNED and can_score(actor, row),
        gettext_lazy("Publish"),
        gettext_lazy("Published; every unit sees its sheet."),
        "eye",
    ),
}


def seen(actor, pk) -> Round:
    return get_object_or_404(Round.objects.visible_to(actor).select_related(*RELATED), pk=pk)


def round_page(request, row: Round, refused=None):
    about = {
        "title": str(row),
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "warnings": warnings(row),
        "tables": [sheets_table(row), versions_table(row)],
        "links": links(request.actor, row),
        "back": (reverse("scoring:rounds"), ROUNDS.title),
        "deed_address": "scoring:round_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:rounds"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Round) -> list[tuple]:
    return [
        (_("Scheme"), str(row.scheme)),
        (_("Period"), f"{row.first} — {row.last}"),
        (_("Who scores"), row.organisation.name),
        (_("Opened by"), deed_of(row.opened_by, row.opened_at)),
        (_("Proposed by"), deed_of(row.proposed_by, row.proposed_at)),
        (_("Signed by"), deed_of(row.signed_by, row.signed_at)),
    ]


def warnings(row: Round) -> list[str]:
    """What is missing or waits before the next step."""
    told = []
    if row.state == S.OPEN:
        for item, left in missing(row):
            told.append(_("%(item)s: %(count)s sheets have no points yet.") % {"item": item, "count": left})
        if count := Mark.objects.waiting().filter(sheet__round=row).count():
            told.append(_("%(count)s entries still wait for a second person.") % {"count": count})
    if is_tied(row):
        told.append(_("Units are equal at the border of two grades: decide that first."))
    return told


def sheets_table(row: Round) -> tuple:
    """The sheets with their totals as they stand now, or as they were published last."""
    columns = [
        *((_("Unit or person"), False), (_("Place"), True), (_("Total"), True), (_("Bonus"), True)),
        *((_("Deductions"), True), (_("Grade"), False)),
    ]
    graded = row.state != S.OPEN
    rows = [
        [
            (reverse("scoring:sheet", args=[place.sheet.pk]), place.sheet.name),
            place.row.place,
            place.row.total,
            shown(place.row.bonus),
            shown(place.row.deduction),
            (place.grade or _("to be decided by people")) if graded else "—",
        ]
        for place in places(row, row.newest)
    ]
    return _("Sheets"), columns, rows


def versions_table(row: Round) -> tuple:
    columns = [(_("Version"), False), (_("Published"), False), (_("Reason"), False), (_("digest"), False)]
    at = reverse("scoring:report", args=[row.pk])
    rows = [
        [
            (f"{at}?version={one.number}", f"v{one.number}"),
            deed_of(one.published_by, one.published_at),
            one.reason or _("first publication"),
            one.digest[:12],
        ]
        for one in row.publications.select_related("published_by")
    ]
    return _("Versions"), columns, rows


def links(actor, row: Round) -> list[tuple]:
    found = [(reverse("scoring:report", args=[row.pk]), _("Ranked report"))]
    if row.state == S.OPEN and can_score(actor, row):
        found.append((reverse("scoring:import_marks", args=[row.pk]), _("Read in points")))
    if row.state == S.PUBLISHED:
        found.append((f"{reverse('scoring:consequences')}?round={row.pk}", _("Consequences")))
    return found


@require_safe
@office_only
def round(request, pk):
    return round_page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@office_only
def round_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, round_page, address("round"))


@require_http_methods(["GET", "POST"])
@office_only
def import_marks(request, pk):
    """All rows of the file, or none; each fault with its row and column."""
    row = seen(request.actor, pk)
    if not can_score(request.actor, row):
        return denied(request, NOT_YOUR_DUTY)

    def take_in(rows, **about) -> int | None:
        return marks.take_in(row, [(number, given["sheet"], wish_of(given)) for number, given in rows], **about)

    page = {"title": _("Read in points"), "saved": _("%(count)s rows stand on the sheets."), "row": row, "above": row}
    page |= {"back": reverse("scoring:round", args=[row.pk]), "nav_at": reverse("scoring:rounds")}
    page |= {"pattern": reverse("scoring:marks_pattern", args=[row.pk]), "template": "scoring/desk/import.html"}
    return read_in(request, FileForm(*posted(request)), partial(MarkRowForm, row), take_in, **page)


@require_safe
@office_only
def marks_pattern(request, pk):
    """An empty list with the headers, and one line for each sheet."""
    row = seen(request.actor, pk)
    lines = [{"sheet": sheet.name, "kind": KINDS["part"]} for sheet in row.sheets.all()]
    return pattern(_("Points"), MarkRowForm, *lines)
