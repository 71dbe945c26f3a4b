"""The pages of the desk for duties and for openness checks."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import clocks, periods, permissions
from disclosure.actions import checking, publishing
from disclosure.forms import desk as forms
from disclosure.models import (
    OpennessCheck,
    PublicationDuty,
)
from disclosure.periods import Cycle, period_in_words
from disclosure.views.common import only, only_staff, today
from disclosure.views.deeds import address, clock_words, deed, writes
from records.desk import Deed, detail, local, new, posted, take, who
from records.fields import PlainForm, ReasonForm

# duties


def has_events(actor, row) -> bool:
    return row.ended_on is None and row.entry.cycle == Cycle.EVENT and writes(actor, row)


def may_end(actor, row) -> bool:
    return row.ended_on is None and permissions.watches(actor, row.organisation)


DUTY_DEEDS = {
    "event": Deed(
        forms.EventForm,
        publishing.note_event,
        has_events,
        gettext_lazy("Tell an event"),
        gettext_lazy("Noted; the publication is owed now."),
        "flag",
    ),
    "end": Deed(
        ReasonForm,
        publishing.release_from,
        may_end,
        gettext_lazy("End this duty"),
        gettext_lazy("The duty has ended; what is owed of the past stays owed."),
        "down",
        grave=True,
    ),
}


def duty_of(actor, pk) -> PublicationDuty:
    rows = PublicationDuty.objects.visible_to(actor).select_related("entry", "organisation__parent")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_staff
def duty(request, pk):
    return duty_page(request, duty_of(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def duty_deed(request, pk, deed):
    return take(request, duty_of(request.actor, pk), deed, DUTY_DEEDS, duty_page, address)


def duty_page(request, row, refused=None):
    day = today()
    lines = [
        [(one.address, one.period_words), one.due_on.isoformat(), local(one.published_at), one.title, lamp(one, day)]
        for one in row.publications.select_related("duty__entry")[:40]
    ]
    heads = [_("period"), _("to be published by"), _("published at"), _("Headline"), _("State")]
    is_owed = row.ended_on is None
    about = {
        "title": str(row),
        "lamp": ("ok", _("owed")) if is_owed else ("done", _("not owed any more")),
        "facts": [
            (_("Unit"), row.organisation.name),
            (_("Line of the catalogue"), row.entry.name),
            (_("what is published"), row.entry.content),
            (_("basis"), row.entry.basis),
            (_("cycle of publication"), row.entry.get_cycle_display()),
            (_("owed since"), row.begun_on),
            (_("owed until"), row.ended_on),
            (_("last published"), row.last_on),
        ],
        "tables": [(_("Publications by duty"), [(head, False) for head in heads], lines)],
        "deed_address": "disclosure:duty_deed",
        "back": (reverse("disclosure:duties"), _("Publication duties")),
        "nav_at": reverse("disclosure:duties"),
    }
    return detail(request, row, DUTY_DEEDS, about, refused)


def lamp(row, day) -> tuple:
    return ("lamp", *row.lamp(day))


@require_http_methods(["GET", "POST"])
@only(permissions.is_office)
def new_duty(request):
    form = forms.DutyForm(*posted(request))
    unit = form.cleaned_data["organisation"] if form.is_bound and form.is_valid() else None
    about = {"title": _("Enter a duty"), "back": reverse("disclosure:duties"), "after": address}
    return new(request, form, publishing.impose, unit, saved=_("Entered; the unit sees what it owes."), **about)


# checks

C = OpennessCheck.State
CHECK_DEEDS = {
    "confirm": deed(
        PlainForm,
        checking.confirm,
        permissions.can_confirm,
        [C.DRAFTED],
        gettext_lazy("Confirm the openness check"),
        gettext_lazy("Confirmed; the unit sees it now."),
        "seal",
    ),
    "put-right": deed(
        forms.ReportForm,
        checking.put_right,
        permissions.can_put_right,
        [C.RECTIFYING],
        gettext_lazy("Tell how it was put right"),
        gettext_lazy("Told; the office looks at it."),
        "edit",
    ),
    "close": deed(
        PlainForm,
        checking.close,
        permissions.can_close,
        [C.REPORTED],
        gettext_lazy("Close the check"),
        gettext_lazy("The check is closed."),
        "check",
    ),
    "reopen": deed(
        forms.AgainForm,
        checking.reopen,
        permissions.can_close,
        [C.REPORTED],
        gettext_lazy("It is not right yet"),
        gettext_lazy("Sent back with a new term."),
        "down",
        grave=True,
    ),
}


def check_of(actor, pk) -> OpennessCheck:
    rows = OpennessCheck.objects.visible_to(actor).select_related("organisation__parent", "drafted_by", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_staff
def check(request, pk):
    return check_page(request, check_of(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def check_deed(request, pk, deed):
    return take(request, check_of(request.actor, pk), deed, CHECK_DEEDS, check_page, address)


def check_page(request, row, refused=None):
    lines = [
        [line.point.name, line.point.standard, line.most, line.points, line.finding]
        for line in row.lines.select_related("point")
    ]
    heads = [(_("Point of the check"), False), (_("standard"), False), (_("most points"), True)]
    heads += [(_("points reached"), True), (_("finding"), False)]
    about = {
        "title": str(row),
        "lamp": (row.tone, row.get_state_display()),
        "clocks": clock_words(row, clocks.RECTIFY),
        "facts": [
            (_("Unit"), row.organisation.name),
            (_("quarter"), period_in_words(Cycle.QUARTER, row.quarter)),
            (_("points reached"), row.total),
            (_("found as a whole"), row.words),
            (_("to be put right by"), row.rectify_by),
            (_("written by"), f"{row.drafted_by} {local(row.drafted_at)}"),
            (_("confirmed by"), who(row.confirmed_by, row.confirmed_at)),
            (_("how it was put right"), row.report),
            (_("Reason"), row.reason),
        ],
        "tables": [(_("Sheet of the check"), heads, lines)],
        "deed_address": "disclosure:check_deed",
        "back": (reverse("disclosure:checks"), _("Openness checks")),
        "nav_at": reverse("disclosure:checks"),
    }
    return detail(request, row, CHECK_DEEDS, about, refused)


@require_http_methods(["GET", "POST"])
@only(permissions.is_office)
def new_check(request):
    form = forms.CheckForm(*posted(request), quarter=periods.last_quarter(today()))
    unit = form.cleaned_data["organisation"] if form.is_bound and form.is_valid() else None
    about = {"title": _("Write a check"), "back": reverse("disclosure:checks"), "after": address}
    return new(
        request, form, checking.write, unit, saved=_("Saved; somebody else of the office confirms it."), **about
    )
