"""The live board."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from approvals.models import Case
from deadlines import calendar as calendars
from monitoring import feed
from monitoring.figures import IN_HAND_STATES, Period, compared, daily, in_hand
from monitoring.models import Card, Level
from monitoring.permissions import can_watch

RANKED = 10  # units shown in the board's ranking
HEAT_ROWS = 10  # units shown in the table of open cases
TREND_DAYS = 30  # working days


@require_safe
def board(request):
    """Everything one inspector watches; `?panels` gives the slower panels alone, for the page's own refresh."""
    if not can_watch(request.actor):
        raise PermissionDenied
    now = timezone.now()
    scope = request.actor.watched_path
    context = panels(scope, now)
    if "panels" in request.GET:
        return render(request, "monitoring/board_panels.html", context)
    context |= {
        "figures": feed.kpis(scope, now),
        "stream": feed.stream(scope),
        "unanswered": Card.objects.visible_to(request.actor).filter(state=Card.State.ISSUED).count(),
        "now": now,
    }
    context["cursor"] = max((row["finding"].pk for row in context["stream"]), default=0)
    return render(request, "monitoring/board.html", context)


def panels(scope: str, now) -> dict:
    """Ranking, trend, heat and the loop of answers: what changes within a minute, not within a second."""
    today = timezone.localdate(now)
    month = Period(today.replace(day=1), today)
    units = compared(scope, month, today)
    shown = [unit for unit in units if unit.owed]
    return {
        "units": shown[: RANKED - 3] + shown[RANKED - 3 :][-3:],
        "heat": heat(scope),
        "states": [Case.State(state).label for state in IN_HAND_STATES],
        "funnel": funnel(scope, month),
    } | trend(scope, today)


def trend(scope: str, today) -> dict:
    """The last thirty working days, and the same as curves and columns of a chart."""
    calendar = calendars.calendar()
    last = calendar.count(today)
    days = [calendar.numbered(number) for number in range(last - TREND_DAYS + 1, last + 1)]
    series = daily(scope, days)
    return {
        "daily": series | {"labels": [f"{day.month}/{day.day}" for day in days]},
        "curves": [
            {"name": _("cases accepted"), "colour": "c1", "values": series["accepted"], "area": True},
            {"name": _("cases decided"), "colour": "c2", "values": series["decided"], "area": False},
        ],
        "columns": [
            {"name": _("Red card"), "colour": "c-red", "values": series[Level.RED]},
            {"name": _("Yellow card"), "colour": "c-yel", "values": series[Level.YELLOW]},
        ],
    }


def heat(scope: str) -> list[dict]:
    """The units with most open cases under a card, then with most open cases; one cell per state."""
    table = in_hand(scope)
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


def funnel(scope: str, month: Period) -> dict[str, int]:
    """The month's cards: issued, answered, closed."""
    cards = Card.objects.filter(month.within("issued_at"), finding__organisation__path__startswith=scope)
    states = list(cards.order_by().values_list("state", flat=True))
    closed = states.count(Card.State.CLOSED)
    return {
        "issued": len(states),
        "superseded": cards.exclude(superseded_by=None).count(),
        "answered": closed + states.count(Card.State.ANSWERED),
        "closed": closed,
    }
