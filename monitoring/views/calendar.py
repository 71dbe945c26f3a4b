"""The official calendar: its years, a notice that was uploaded, and every clock that it would move."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation
from deadlines import actions_years as actions
from deadlines.models import Year, YearDraft
from deadlines.permissions import can_propose_year, can_see_years, can_switch_on
from deadlines.years import Move, changes, moves, parse_notice
from monitoring import clocks
from monitoring.forms_room import NoticeFileForm, ReasonForm
from records.refusal import Refused
from records.subjects import described

LISTED = 200  # clocks on the page; the workbook has all
CHUNK = 1000  # clocks described at a time
FORMER = 20
BINS = [(-8, "≤−8"), (-4, "−7…−4"), (-1, "−3…−1"), (0, "0"), (3, "+1…+3"), (7, "+4…+7"), (10**6, "≥+8")]


@require_safe
def years(request):
    """The years in force, what waits to be switched on, and the form to upload a notice."""
    if not can_see_years(request.actor):
        raise PermissionDenied
    return show_years(request)


def show_years(request, form=None, *, status=200):
    drafts = YearDraft.objects.select_related("proposed_by", "decided_by")
    may = can_propose_year(request.actor)
    context = {
        "years": [year_line(year) for year in Year.objects.prefetch_related("days").order_by("-year")],
        "waiting": drafts.filter(state=YearDraft.State.PROPOSED),
        "former": drafts.exclude(state=YearDraft.State.PROPOSED)[:FORMER],
        "form": (form or NoticeFileForm()) if may else None,
    }
    return render(request, "monitoring/calendar.html", context, status=status)


def year_line(year: Year) -> dict:
    days = list(year.days.all())
    return {
        "year": year,
        "rest": sum(not day.working for day in days),
        "working": sum(day.working for day in days),
        "tone": "ok" if year.status == Year.Status.OFFICIAL else "warn",
    }


@require_POST
def upload(request):
    """Keep a notice; it changes nothing before a second person has switched it on."""
    if not can_propose_year(request.actor):
        raise PermissionDenied
    form = NoticeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_years(request, form, status=422)
    try:
        notice = parse_notice(form.cleaned_data["file"].read(), form.cleaned_data["file"].name)
        draft = actions.propose_year(notice, by=request.actor, now=timezone.now(), key=request.POST.get("key"))
    except ValidationError as error:
        form.add_error("file", error)
        return show_years(request, form, status=422)
    except Refused as refusal:
        form.add_error("file", str(refusal.message))
        return show_years(request, form, status=422)
    return redirect("monitoring:year_draft", draft.pk) if draft else redirect("monitoring:calendar")


def get_draft(request, pk) -> YearDraft:
    if not can_see_years(request.actor):
        raise PermissionDenied
    return get_object_or_404(YearDraft.objects.select_related("proposed_by", "decided_by"), pk=pk)


@require_safe
def draft(request, pk):
    """One notice: the days it changes and every running clock that it moves, from when to when."""
    found = get_draft(request, pk)
    if "xlsx" in request.GET and found.state == YearDraft.State.PROPOSED:
        return export(found)
    return show(request, found)


@dataclass
class Preview:
    """What switching on would do."""

    count: int
    first: list[dict]
    units: list[tuple[str, int]]
    columns: list[dict]
    overdue: int


def preview(found: YearDraft, today: date) -> Preview:
    """Runs through every clock once; keeps the first ones to show."""
    units, shifts, overdue, first = Counter(), Counter(), 0, []
    for move in moves(actions.notice_of(found)):
        units[move.deadline.organisation_id] += 1
        shifts[next(place for place, (top, _label) in enumerate(BINS) if shift(move) <= top)] += 1
        overdue += is_late(move, today)
        if len(first) < LISTED:
            first.append(move)
    names = Organisation.objects.in_bulk(units)
    return Preview(
        count=units.total(),
        first=list(lines(first, today)),
        units=[(names[pk].short_name, count) for pk, count in units.most_common()],
        columns=[
            {"label": label, "value": shifts[place], "marked": top < 0}
            for place, (top, label) in enumerate(BINS)
            if top
        ],
        overdue=overdue,
    )


def bin_column(place: int, count: int) -> dict:
    """One column of the chart; what becomes due earlier is marked."""
    top, label = BINS[place]
    return {"label": label, "value": count, "marked": top < 0}


def shift(move: Move) -> int:
    """By how many days the due date moves; negative is earlier."""
    return (move.after - move.before).days


def is_late(move: Move, today: date) -> bool:
    """Would the clock be overdue today that is not overdue now?"""
    return move.deadline.overdue_on <= today and move.before >= today


def lines(chosen, today):
    """Clocks as the table and the workbook show them; subjects are described in groups."""
    chosen = iter(chosen)
    while group := list(islice(chosen, CHUNK)):
        units = Organisation.objects.in_bulk({move.deadline.organisation_id for move in group})
        subjects = described([move.deadline for move in group])
        for move, subject in zip(group, subjects, strict=True):
            yield {
                "subject": subject,
                "clock": clocks.in_words(move.deadline.name) or _("other limit"),
                "unit": units[move.deadline.organisation_id].short_name,
                "before": move.before,
                "after": move.after,
                "shift": f"{shift(move):+d}",
                "late": is_late(move, today),
            }


def show(request, found: YearDraft, reason=None, *, status=200):
    waits, today = found.state == YearDraft.State.PROPOSED, timezone.localdate()
    may_switch = waits and can_switch_on(request.actor, found)
    may_drop = waits and (may_switch or can_propose_year(request.actor))
    context = {
        "draft": found,
        "tone": {"proposed": "warn", "switched_on": "ok", "dropped": "done"}[found.state],
        "changes": changes(actions.notice_of(found)) if waits else [],
        "preview": preview(found, today) if waits else None,
        "listed": LISTED,
        "may_switch": may_switch,
        "reason": (reason or ReasonForm()) if may_drop else None,
        "nav_at": reverse("monitoring:calendar"),
    }
    return render(request, "monitoring/calendar_draft.html", context, status=status)


@require_POST
def switch_on(request, pk):
    found = get_draft(request, pk)
    try:
        made = actions.switch_on_year(found, by=request.actor, now=timezone.now(), key=request.POST.get("key"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        done = _("The calendar of %(year)s is switched on; %(count)s clocks moved.")
        messages.success(request, done % {"year": made.year, "count": made.moved})
    return redirect("monitoring:year_draft", pk)


@require_POST
def drop(request, pk):
    found = get_draft(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        if not (can_propose_year(request.actor) or can_switch_on(request.actor, found)):
            raise PermissionDenied
        return show(request, found, form, status=422)
    about = {"by": request.actor, "now": timezone.now(), "key": request.POST.get("key")}
    try:
        actions.drop_year(found, **about, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The notice is given up; nothing has changed."))
    return redirect("monitoring:calendar")


def export(found: YearDraft):
    """Every clock that moves."""
    header = [_("Kind of matter"), _("Number of the matter"), _("Title"), _("Limit"), _("Unit")]
    header += [_("Due before"), _("Due after"), _("Days")]
    today = timezone.localdate()
    rows = (
        [
            str(line["subject"].kind),
            line["subject"].number,
            line["subject"].title,
            line["clock"],
            line["unit"],
            line["before"],
            line["after"],
            line["shift"],
        ]
        for line in lines(moves(actions.notice_of(found)), today)
    )
    return xlsx_response(f"{found.year}-{_('clocks that move')}", header, rows)
