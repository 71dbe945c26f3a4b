"""The pages of the desk for the sheets of openness checks and their points."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import periods, permissions
from disclosure.actions import sheets as actions
from disclosure.forms import keeping as forms
from disclosure.models import CheckPoint, CheckSheet, OpennessCheck
from disclosure.models.sheets import WHOLE
from disclosure.views.common import only, only_staff, today
from disclosure.views.deeds import address, deed
from records.desk import Deed, Table, detail, listing, new, posted, take, who
from records.fields import PlainForm, ReasonForm

S = CheckSheet.State


def lamp(row) -> tuple:
    """A released sheet says whether checks are made by it now."""
    if row.state == S.RELEASED and row == CheckSheet.objects.of_quarter(quarter()):
        return "ok", _("sheet in use now")
    return ("info" if row.state == S.RELEASED else row.tone), row.get_state_display()


def quarter():
    return periods.begin_of(periods.Cycle.QUARTER, today())


SHEETS = Table(
    title=gettext_lazy("Sheets of the checks"),
    columns=[
        (gettext_lazy("Sheet of the check"), str),
        (
            gettext_lazy("in use from the quarter on"),
            lambda row: row.quarter_words if row.number > 1 else _("from the start"),
        ),
        (gettext_lazy("number of points"), lambda row: row.in_use().count()),
        (gettext_lazy("in all"), lambda row: row.total),
        (gettext_lazy("Why it is changed"), lambda row: row.why),
    ],
    lamp=lamp,
    link=lambda row: row.address,
    numeric=(gettext_lazy("number of points"), gettext_lazy("in all")),
)


@require_safe
@only_staff
def sheets(request):
    """All sheets, the newest first; the office draws up the next one."""
    is_idle = not CheckSheet.objects.filter(state=S.DRAFT).exists()
    may_draw = permissions.is_office(request.actor) and is_idle
    add = [(reverse("disclosure:new_sheet"), _("Change the points for later checks"))] if may_draw else []
    ways, rows = [(reverse("disclosure:checks"), _("Openness checks"))], CheckSheet.objects.visible_to(request.actor)
    form = forms.SheetsFilter(request.GET)
    return listing(request, SHEETS, rows, form, add=add, ways=ways, nav_at=reverse("disclosure:checks"))


def may_keep(actor, row) -> bool:
    return permissions.is_office(actor)


SHEET_DEEDS = {
    "release": deed(
        PlainForm,
        actions.release,
        permissions.can_release_drawn,
        [S.DRAFT],
        gettext_lazy("Release the sheet"),
        gettext_lazy("Released; later checks are made by it."),
        "seal",
    ),
    "add": deed(
        forms.PointForm,
        actions.add_point,
        may_keep,
        [S.DRAFT],
        gettext_lazy("Add a point"),
        gettext_lazy("The point is added."),
        "plus",
    ),
    "move": deed(
        forms.MoveForm,
        actions.move,
        may_keep,
        [S.DRAFT],
        gettext_lazy("Another quarter or reason"),
        gettext_lazy("Saved; somebody else releases it."),
        "edit",
        of_row=True,
    ),
    "drop": deed(
        ReasonForm,
        actions.drop,
        may_keep,
        [S.DRAFT],
        gettext_lazy("Give the sheet up"),
        gettext_lazy("Given up; the sheet before it goes on."),
        "down",
        grave=True,
    ),
}


def sheet_of(actor, pk) -> CheckSheet:
    rows = CheckSheet.objects.visible_to(actor).select_related("drafted_by", "released_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_staff
def sheet(request, pk):
    return sheet_page(request, sheet_of(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def sheet_deed(request, pk, deed):
    return take(request, sheet_of(request.actor, pk), deed, SHEET_DEEDS, sheet_page, address)


def sheet_page(request, row, refused=None):
    total, is_draft = row.total, row.state == S.DRAFT
    words = _("The points add up to %(total)s; change them until they make 100.") % {"total": total}
    about = {
        "title": str(row),
        "lamp": lamp(row),
        "warnings": [words] if is_draft and total != WHOLE else [],
        "facts": [
            (_("in use from the quarter on"), row.quarter_words if row.number > 1 else _("from the start")),
            (_("Why it is changed"), row.why),
            (_("in all"), _("%(total)s points") % {"total": total}),
            (_("written by"), who(row.drafted_by, row.drafted_at)),
            (_("released by"), who(row.released_by, row.released_at)),
            (_("given up because"), row.reason),
        ],
        "tables": [(_("Points of the check"), HEADS, points_of(row))],
        "back": (reverse("disclosure:sheets"), _("Sheets of the checks")),
        "nav_at": reverse("disclosure:checks"),
    }
    if is_draft:
        about["deed_address"] = "disclosure:sheet_deed"
    return detail(request, row, SHEET_DEEDS, about, refused)


HEADS = [
    (gettext_lazy("Point of the check"), False),
    (gettext_lazy("standard"), False),
    (gettext_lazy("most points"), True),
    (gettext_lazy("State"), False),
]


def points_of(sheet) -> list[list]:
    """The points of a sheet with what is new in it; on a draft they lead to where they are changed."""
    before, is_draft = sheet.before, sheet.state == S.DRAFT
    old = {point.code: point for point in before.in_use()} if before else None
    return [
        [
            (point.address, point.name) if is_draft else point.name,
            point.standard,
            point.points,
            ("lamp", *standing(point, old)),
        ]
        for point in sheet.points.all()
    ]


def standing(point, old: dict | None) -> tuple[str, str]:
    """Tone and words: is it looked at, is it another than on the sheet before (`old`; None for the first sheet)?"""
    if not point.is_active:
        return "done", _("not looked at any more")
    was = point if old is None else old.get(point.code)
    if was is None:
        return "info", _("new point")
    if was.points != point.points:
        return "info", _("changed, before: %(points)s points") % {"points": was.points}
    same = (was.name, was.standard) == (point.name, point.standard)
    return ("ok", _("in use")) if same else ("info", _("changed words"))


@require_http_methods(["GET", "POST"])
@only(permissions.is_office)
def new_sheet(request):
    """From the first quarter on in which no check has begun."""
    form = forms.SheetForm(*posted(request), initial={"quarter": next_quarter()})
    about = {"title": _("Change the points for later checks"), "back": reverse("disclosure:sheets"), "after": address}
    about |= {
        "nav_at": reverse("disclosure:checks"),
        "lead": gettext_lazy("Checks that have begun keep their points."),
    }
    saved = _("A draft with the points of today; change it, then somebody else releases it.")
    return new(request, form, actions.draw_up, None, saved=saved, **about)


def next_quarter():
    last = OpennessCheck.objects.order_by("-quarter").values_list("quarter", flat=True).first()
    return periods.following(periods.Cycle.QUARTER, max(last, periods.last_quarter(today()))) if last else quarter()


# points

POINT_DEEDS = {
    "change": Deed(
        forms.ChangePointForm,
        actions.change_point,
        lambda actor, row: row.sheet.state == S.DRAFT and permissions.is_office(actor),
        gettext_lazy("Change the point"),
        gettext_lazy("Saved; somebody else releases the sheet."),
        "edit",
        of_row=True,
    ),
    "take-out": Deed(
        PlainForm,
        actions.take_out,
        lambda actor, row: row.sheet.state == S.DRAFT and row.is_active and permissions.is_office(actor),
        gettext_lazy("Take the point out"),
        gettext_lazy("Taken out of this sheet; checks before it keep the point."),
        "down",
        grave=True,
    ),
    "put-back": Deed(
        PlainForm,
        actions.put_back,
        lambda actor, row: row.sheet.state == S.DRAFT and not row.is_active and permissions.is_office(actor),
        gettext_lazy("Put the point back"),
        gettext_lazy("The point stays on the sheet."),
        "check",
    ),
}


def point_of(actor, pk) -> CheckPoint:
    rows = CheckPoint.objects.filter(sheet__in=CheckSheet.objects.visible_to(actor)).select_related("sheet")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_staff
def point(request, pk):
    return point_page(request, point_of(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def point_deed(request, pk, deed):
    row = point_of(request.actor, pk)
    return take(request, row, deed, POINT_DEEDS, point_page, lambda row: row.sheet.address)


def point_page(request, row, refused=None):
    about = {
        "title": row.name,
        "lamp": ("ok", _("in use")) if row.is_active else ("done", _("not looked at any more")),
        "facts": [
            (_("Sheet of the check"), f"{row.sheet}（{row.sheet.get_state_display()}）"),
            (_("standard"), row.standard),
            (_("most points"), row.points),
        ],
        "deed_address": "disclosure:point_deed",
        "back": (row.sheet.address, str(row.sheet)),
        "nav_at": reverse("disclosure:checks"),
    }
    return detail(request, row, POINT_DEEDS, about, refused)
