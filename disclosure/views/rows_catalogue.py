"""The pages of the desk for the publication catalogue: its lines, their changes, who owes them."""

from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import permissions
from disclosure.actions import cataloguing, publishing
from disclosure.citations import cited
from disclosure.forms import keeping as forms
from disclosure.models import CatalogueChange, CatalogueEntry
from disclosure.views.common import only, only_staff
from disclosure.views.deeds import address, deed
from records.desk import Deed, Table, detail, listing, new, posted, take, who
from records.fields import PlainForm, ReasonForm

LINES = Table(
    title=gettext_lazy("Publication catalogue"),
    columns=[
        (gettext_lazy("Line of the catalogue"), lambda row: row.name),
        (gettext_lazy("Category"), lambda row: row.category),
        (gettext_lazy("cycle of publication"), lambda row: row.get_cycle_display()),
        (gettext_lazy("Term of publication"), lambda row: row.term),
        (gettext_lazy("Units that owe it"), lambda row: row.owing),
    ],
    numeric=(gettext_lazy("Units that owe it"),),
    lamp=lambda row: lamp(row, *row.waiting),
    link=lambda row: row.address,
    nothing=gettext_lazy("The catalogue is empty."),
)


def lamp(row, change=None) -> tuple:
    """The state of the line; of a line that is being changed, the state of the change."""
    return (change.tone, change.get_state_display()) if change else (row.tone, row.get_state_display())


@require_safe
@only_staff
def lines(request):
    """All lines; the office adds one."""
    is_office = permissions.is_office(request.actor)
    add = [(reverse("disclosure:new_line"), _("Add a line of the catalogue"))] if is_office else []
    ways = [(reverse("disclosure:duties"), _("Publication duties"))]
    ways += [(reverse("disclosure:catalogue"), _("As everybody reads it"))]
    rows, form = CatalogueEntry.objects.visible_to(request.actor), forms.LinesFilter(request.GET)
    form.is_valid()
    rows = rows.changing() if form.cleaned_data.get("which") else rows
    rows = rows.annotate(owing=Count("duties", filter=Q(duties__ended_on=None))).order_by("sort", "code")
    rows = rows.prefetch_related(
        Prefetch("changes", CatalogueChange.objects.filter(state__in=CatalogueChange.OPEN), to_attr="waiting")
    )
    return listing(request, LINES, rows, form, add=add, ways=ways, nav_at=reverse("disclosure:duties"))


E, CH = CatalogueEntry.State, CatalogueChange.State


def may_keep(actor, row) -> bool:
    return permissions.is_office(actor)


def may_change(actor, row) -> bool:
    return row.state == E.IN_FORCE and permissions.is_office(actor) and row.open_change is None


def may_release_change(actor, row) -> bool:
    change = row.open_change
    return change is not None and change.state == CH.DRAFT and permissions.can_release_drawn(actor, change)


def may_drop_change(actor, row) -> bool:
    return permissions.is_office(actor) and row.open_change is not None


def owe(entry, *, by, now, organisation, begun_on, key=None):
    """A unit owes this line."""
    return publishing.impose(organisation, by=by, now=now, entry=entry, begun_on=begun_on, key=key)


LINE_DEEDS = {
    "release": deed(
        PlainForm,
        cataloguing.release,
        permissions.can_release_line,
        [E.DRAFT],
        gettext_lazy("Release the line"),
        gettext_lazy("Released; units can owe it now."),
        "seal",
    ),
    "amend": deed(
        forms.AmendLineForm,
        cataloguing.amend,
        may_keep,
        [E.DRAFT],
        gettext_lazy("Write the line anew"),
        gettext_lazy("Saved; somebody else releases it."),
        "edit",
        of_row=True,
    ),
    "release-change": Deed(
        PlainForm,
        cataloguing.release_change,
        may_release_change,
        gettext_lazy("Release the change"),
        gettext_lazy("Released; it is in force from its day on."),
        "seal",
    ),
    "owe": deed(
        forms.OweForm,
        owe,
        may_keep,
        [E.IN_FORCE],
        gettext_lazy("A unit owes this line"),
        gettext_lazy("Entered; the unit sees what it owes."),
        "plus",
    ),
    "change": Deed(
        forms.ChangeLineForm,
        cataloguing.propose,
        may_change,
        gettext_lazy("Change the words from a day on"),
        gettext_lazy("Saved; somebody else of the office releases the change."),
        "edit",
        of_row=True,
    ),
    "drop-change": Deed(
        ReasonForm,
        cataloguing.drop_change,
        may_drop_change,
        gettext_lazy("Give the change up"),
        gettext_lazy("Given up; the words in force stay."),
        "down",
        grave=True,
    ),
    "end": deed(
        ReasonForm,
        cataloguing.end,
        may_keep,
        [E.IN_FORCE],
        gettext_lazy("End this line"),
        gettext_lazy("The line has ended; what is owed of the past stays owed."),
        "down",
        grave=True,
    ),
}


def line_of(actor, code) -> CatalogueEntry:
    rows = CatalogueEntry.objects.visible_to(actor).select_related("entered_by", "released_by", "ended_by")
    return get_object_or_404(rows, code=code)


@require_safe
@only_staff
def line(request, code):
    return line_page(request, line_of(request.actor, code))


@require_http_methods(["GET", "POST"])
@only_staff
def line_deed(request, code, deed):
    return take(request, line_of(request.actor, code), deed, LINE_DEEDS, line_page, address)


def line_page(request, row, refused=None):
    about = {
        "title": row.name,
        "lamp": lamp(row, row.open_change),
        "clocks": coming(row.open_change),
        "facts": [
            (_("code"), row.code),
            (_("Category"), row.category),
            (_("what is published"), row.content),
            (_("basis"), row.basis),
            (_("cycle of publication"), row.get_cycle_display()),
            (_("Days after the end of the period"), row.term),
            (_("page of the portal"), row.page),
            (_("written by"), who(row.entered_by, row.entered_at)),
            (_("released by"), who(row.released_by, row.released_at)),
            (_("line ended on"), row.ended_on),
            (_("Reason"), row.reason),
        ],
        "tables": [*changes(row), owing(request.actor, row)],
        "links": [(one.address, f"《{one.title}》") for one in cited(row.basis)],
        "deed_key": row.code,
        "deed_address": "disclosure:line_deed",
        "back": (reverse("disclosure:lines"), _("Publication catalogue")),
        "nav_at": reverse("disclosure:duties"),
    }
    if row.state != E.DRAFT:
        about["links"] += [(reverse("disclosure:entry", args=[row.code]), _("As everybody reads it"))]
    return detail(request, row, LINE_DEEDS, about, refused)


def coming(change) -> list[str]:
    """That the words change, from which day on."""
    if change is None:
        return []
    told = {"day": change.valid_from, "state": change.get_state_display()}
    return [_("New words from %(day)s: %(state)s.") % told]


FIELDS = {
    "name": gettext_lazy("Name of the line"),
    "category": gettext_lazy("Category"),
    "content": gettext_lazy("What is published"),
    "basis": gettext_lazy("basis"),
    "days": gettext_lazy("Days after the end of the period"),
    "in_calendar_days": gettext_lazy("counted in calendar days"),
    "page": gettext_lazy("page of the portal"),
}
HEADS = [(gettext_lazy("What is changed"), False), (gettext_lazy("Before"), False), (gettext_lazy("After"), False)]


def changes(row) -> list[tuple]:
    """Each change of the line as a table of what it changes, the newest first."""
    found = row.changes.select_related("drafted_by", "released_by", "entry")
    return [
        (heading(change), HEADS, [cells(*one) for one in change.differences()] + reasons(change)) for change in found
    ]


def heading(change) -> str:
    return _("Change from %(day)s on (%(state)s)") % {
        "day": change.valid_from,
        "state": change.get_state_display(),
    }


def cells(name, before, after) -> list:
    if isinstance(before, bool):
        before, after = (_("yes") if value else _("no") for value in (before, after))
    return [str(FIELDS[name]), before if before != "" else "—", after if after != "" else "—"]


def reasons(change) -> list[list]:
    """Why, and by whom."""
    lines = [[_("Why it is changed"), "—", change.why]]
    lines += [[_("written by"), "—", who(change.drafted_by, change.drafted_at)]]
    lines += [[_("released by"), "—", who(change.released_by, change.released_at)]] if change.released_by else []
    return lines + ([[_("given up because"), "—", change.reason]] if change.reason else [])


def owing(actor, row) -> tuple:
    """The units that owe this line, as far as this person sees them."""
    heads = [(_("Unit"), False), (_("owed since"), False), (_("last published"), False), (_("State"), False)]
    rows = row.duties.visible_to(actor).select_related("organisation").order_by("ended_on", "organisation__sort", "pk")
    states = {True: ("lamp", "ok", _("owed")), False: ("lamp", "done", _("not owed any more"))}
    found = [
        [
            (one.address, one.organisation.short_name),
            one.begun_on.isoformat(),
            one.last_on.isoformat() if one.last_on else "",
            states[one.ended_on is None],
        ]
        for one in rows
    ]
    return _("Units that owe this line"), heads, found


@require_http_methods(["GET", "POST"])
@only(permissions.is_office)
def new_line(request):
    form = forms.LineForm(*posted(request))
    about = {"title": _("Add a line of the catalogue"), "back": reverse("disclosure:lines"), "after": address}
    about |= {"nav_at": reverse("disclosure:duties")}
    saved = _("Entered; somebody else of the office releases it.")
    return new(request, form, cataloguing.enter, None, saved=saved, **about)
