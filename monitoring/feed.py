"""What the live board is told: cards after a cursor, and the figures of the day. Rendered once for all who watch."""

import json

from django.template.loader import render_to_string
from django.utils import timezone

from approvals.models import Case
from monitoring.figures import IN_HAND_STATES, ON_TIME, Period, open_overdue, percent
from monitoring.models import Finding, Level
from records.subjects import described

OVERLAP = 200  # ids may commit out of order; going back this far loses none, and the page drops what it has
STREAM = 20  # cards shown at a time
SHOWN = ["organisation", "responsible", "rule", "card", "deadline"]  # what a row of a register reads


def stream(scope: str, after: int | None = None, without=()) -> list[dict]:
    """Cards newest first: the last ones, or those after a cursor (with the overlap) but for those told already."""
    found = Finding.objects.cards().filter(organisation__path__startswith=scope)
    if after is not None:
        known = [number for number in without if number > after - OVERLAP]
        found = found.filter(pk__gt=after - OVERLAP).exclude(pk__in=known)
    rows = found.select_related(*SHOWN).order_by("-pk")[:STREAM]
    return with_subjects(list(rows))


def with_subjects(findings: list[Finding]) -> list[dict]:
    """Each finding with its card and what it is about; one query for each kind of thing."""
    pairs = zip(findings, described(findings), strict=True)
    return [{"finding": f, "subject": subject, "card": getattr(f, "card", None)} for f, subject in pairs]


def kpis(scope: str, now) -> dict[str, str]:
    """The figures on top of the board, as text; the keys are the ids of the places that show them."""
    today = timezone.localdate(now)
    day, month = Period(today, today), Period(today.replace(day=1), today)
    cases = Case.objects.filter(organisation__path__startswith=scope).order_by()
    found = Finding.objects.filter(organisation__path__startswith=scope).order_by()
    decided = cases.filter(month.within("decided_at"))
    late = cases.filter(open_overdue(today)).count()
    counts = {
        "accepted": cases.filter(day.within("accepted_at")).count(),
        "decided": cases.filter(day.within("decided_at")).count(),
        "in_hand": cases.filter(state__in=IN_HAND_STATES).count(),
    }
    for level in (Level.WARNING, Level.YELLOW, Level.RED):
        counts[level] = found.filter(day.within("issued_at"), level=level).count()
        counts[f"{level}_month"] = found.filter(month.within("issued_at"), level=level).count()
    rate = percent(decided.filter(ON_TIME).count(), decided.count() + late)
    return {name: f"{count:,}" for name, count in counts.items()} | {"on_time": "—" if rate is None else f"{rate}"}


def frame(scope: str, after: int, now) -> str:
    """What one socket asks for: the cards after its cursor, ready to be placed, and the figures."""
    rows = stream(scope, after)
    return encoded(rows, max((row["finding"].pk for row in rows), default=after), kpis(scope, now))


def news(scope: str, after: int, told) -> tuple[str, list[int]]:
    """What every socket of a scope gets on a hint: the cards that were not told yet, and their numbers."""
    rows = stream(scope, after, told)
    numbers = [row["finding"].pk for row in rows]
    return encoded(rows, max([after, *numbers]), {}), numbers


def figures(now, scope: str) -> str:
    """The figures alone: counting them takes longer, so they follow the cards in a frame of their own."""
    return encoded([], 0, kpis(scope, now))


def encoded(rows, cursor: int, numbers: dict[str, str]) -> str:
    """One frame, oldest card first; encoded once for all sockets that get it."""
    items = [
        {"id": row["finding"].pk, "html": render_to_string("monitoring/board_card.html", {"row": row})}
        for row in reversed(rows)
    ]
    return json.dumps({"cursor": cursor, "items": items, "figures": numbers}, ensure_ascii=False)
