"""The room: the live board, its windows, the cases behind a cell, taking note of a red card."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organisation
from approvals.models import Case
from deadlines import calendar as calendars
from monitoring import actions, cases_behind, feed, room, watcher
from monitoring.figures import IN_HAND_STATES, Period, compared, daily, in_hand
from monitoring.forms_board import CellForm, PlaceForm
from monitoring.models import Card, Duty, Level, PlatformFinding
from monitoring.permissions import board_at, can_watch
from monitoring.views.cameras import plays_cameras

RANKED = 10  # units shown in the board's ranking
HEAT_ROWS = 10  # units shown in the table of open cases
TREND_DAYS = 30  # working days
SPARK_DAYS = 12
CELL_ROWS = 100  # cases shown behind a cell
Tier = Organisation.Level


def place_of(request, form) -> Organisation:
    """The unit a board is narrowed to; 403 for those who watch nothing, 404 for a unit beyond what they watch."""
    if not can_watch(request.actor):
        raise PermissionDenied
    place = board_at(request.actor, form.cleaned_data["at"]) if form.is_valid() else None
    if place is None:
        raise Http404
    return place


@require_safe
@plays_cameras
def board(request):
    """Everything one inspector watches; `?panels` gives the slower panels alone, for the page's own refresh."""
    place = place_of(request, PlaceForm(request.GET))
    now = timezone.now()
    context = panels(place, request.actor.watched_path, now)
    if "panels" in request.GET:
        return render(request, "monitoring/board_panels.html", context)
    context |= {
        "figures": feed.kpis(place.path, now),
        "stream": feed.stream(place.path),
        "whole": place.path == request.actor.watched_path,
        "places": room.places(request.actor.watched_path),
        "now": now,
    }
    context["cursor"] = max((row["finding"].pk for row in context["stream"]), default=0)
    return render(request, "monitoring/board.html", context)


def panels(place: Organisation, root: str, now) -> dict:
    """Ranking, trend, heat and the loop of answers: what changes within a minute, not within a second."""
    today, scope = timezone.localdate(now), place.path
    month, table = Period(today.replace(day=1), today), in_hand(scope)
    return {
        "place": place,
        "month_start": month.first,
        "heat": heat(table),
        "states": [Case.State(state).label for state in IN_HAND_STATES],
        "funnel": room.closing(scope, month),
        "halls": room.halls(scope, today, now),
        "faults": faults(now),
        "watch": feed.watch(now),
        "duty": Duty.objects.open().filter(organisation__path__startswith=root).select_related("user").first(),
        "ranking": ranking(place, root, month, today) if place.level not in room.BELOW else None,
        "below": room.below(place, month) if place.level in room.BELOW else None,
    } | trend(scope, today, table)


def ranking(place: Organisation, root: str, month: Period, today) -> list:
    """The best and the last three; the board of a department shows it among all the others."""
    alone = place.level == Tier.DEPARTMENT
    units = [unit for unit in compared(root if alone else place.path, month, today) if unit.owed]
    shown = units[: RANKED - 3] + units[RANKED - 3 :][-3:]
    own = [unit for unit in units if alone and unit.organisation == place and unit not in shown]
    return sorted(shown[: RANKED - len(own)] + own, key=lambda unit: unit.rank)


def faults(now) -> list[str]:
    """What is wrong with the platform itself, also when the robot that would write it down is dead."""
    opened = Counter(PlatformFinding.objects.filter(resolved_at=None).values_list("code", flat=True))
    counts = dict.fromkeys(watcher.standing(now), 1) | opened
    labels = {code: PlatformFinding.Code(code).label for code in sorted(counts)}
    return [f"{labels[code]} ×{counts[code]}" if counts[code] > 1 else f"{labels[code]}" for code in labels]


def trend(scope: str, today, table) -> dict:
    """The last thirty working days as curves and columns of a chart, and the small curves beside the figures."""
    calendar = calendars.calendar()
    last = calendar.count(today)
    days = [calendar.numbered(number) for number in range(last - TREND_DAYS + 1, last + 1)]
    series, lately = daily(scope, days), days[-SPARK_DAYS:]
    open_now = sum(cell["cases"] for states in table.values() for cell in states.values())
    sparks = {name: values[-SPARK_DAYS:] for name, values in series.items()}
    sparks["warning"] = room.warnings_daily(scope, lately)
    sparks["in_hand"] = room.in_hand_daily(scope, lately, open_now)
    return {
        "sparks": sparks,
        "labels": [f"{day.month}/{day.day}" for day in days],
        "curves": [
            {"name": _("cases accepted"), "colour": "c1", "values": series["accepted"], "area": True},
            {"name": _("cases decided"), "colour": "c2", "values": series["decided"], "area": False},
        ],
        "columns": [
            {"name": _("Red card"), "colour": "c-red", "values": series[Level.RED]},
            {"name": _("Yellow card"), "colour": "c-yel", "values": series[Level.YELLOW]},
        ],
    }


def heat(table) -> list[dict]:
    """The units with most open cases under a card, then with most open cases; one cell per state."""
    units = Organisation.objects.in_bulk(table)
    rows = [heat_row(units[pk], states) for pk, states in table.items() if pk in units]
    rows.sort(key=lambda row: (-row["red"], -row["yellow"], -row["total"], row["unit"].sort))
    return rows[:HEAT_ROWS]


def heat_row(unit, states) -> dict:
    cells = [states[state] for state in IN_HAND_STATES]
    return {
        "unit": unit,
        "cells": [
            {
                "count": cell["cases"],
                "tone": "r" if cell[Level.RED] else "y" if cell[Level.YELLOW] else "g" if cell["cases"] else "z",
                "depth": min(4, 1 + cell["cases"] // 5),
                "state": state,
            }
            for state, cell in zip(IN_HAND_STATES, cells, strict=True)
        ],
        "total": sum(cell["cases"] for cell in cells),
        "red": sum(cell[Level.RED] for cell in cells),
        "yellow": sum(cell[Level.YELLOW] for cell in cells),
    }


@require_safe
@plays_cameras
def windows(request):
    """Every window with who sits there today and the camera that looks at it."""
    place, now = place_of(request, PlaceForm(request.GET)), timezone.now()
    context = {"place": place, "halls": room.halls(place.path, timezone.localdate(now), now), "now": now}
    template = "monitoring/board_halls.html" if "panels" in request.GET else "monitoring/board_windows.html"
    return render(request, template, context)


@require_safe
def cell(request):
    """The open cases behind a cell of the table: worst cards first, then least time left."""
    form = CellForm(request.GET)
    place = place_of(request, form)
    rows = cases_behind.rows(place.path, form.cleaned_data, timezone.now())
    context = {"place": place, "asked": form.cleaned_data, "rows": rows[:CELL_ROWS], "count": len(rows)}
    state = form.cleaned_data["state"]
    context |= {"limit": CELL_ROWS, "state": Case.State(state).label if state else ""}
    return render(request, "monitoring/board_cell.html", context)


@require_POST
def acknowledge(request, pk):
    """Take note of a red card; the board's own script gets nothing but the word that it is done."""
    if not can_watch(request.actor):
        raise PermissionDenied
    card = get_object_or_404(Card.objects.visible_to(request.actor), pk=pk)
    actions.acknowledge(card, by=request.actor, now=timezone.now())
    return HttpResponse(status=204) if request.headers.get("X-Board") else redirect("monitoring:board")
