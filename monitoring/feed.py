"""What the live board is told: cards after a cursor, and the figures of the day. Rendered once for all who watch."""

import json
from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils import timezone

from deadlines.words import with_weekday
from monitoring.counted import counted
from monitoring.figures import IN_HAND_STATES, ON_TIME, Period, open_overdue, percent
from monitoring.models import Card, Finding, Heartbeat, Level, PlatformFinding
from records.subjects import described

OVERLAP = 200  # ids may commit out of order; going back this far loses none, and the page drops what it has
STREAM = 20  # cards shown at a time
SHOWN = ["organisation", "responsible", "rule", "card", "deadline"]  # what a row of a register reads
ON_BOARD = [*SHOWN, "card__acknowledgement__by", "card__superseded_by"]
LATE_SWEEP = timedelta(minutes=5)  # a watch that has not run for so long is a fault of the platform


def stream(scope: str, after: int | None = None, without=()) -> list[dict]:
    """Cards newest first: the last ones, or those after a cursor (with the overlap) but for those told already."""
    found = Finding.objects.cards().filter(organisation__path__startswith=scope)
    if after is not None:
        known = [number for number in without if number > after - OVERLAP]
        found = found.filter(pk__gt=after - OVERLAP).exclude(pk__in=known)
    return on_board(found.order_by("-pk")[:STREAM])


def on_board(found) -> list[dict]:
    """The rows of the stream: a finding with its card, its subject, and who took note of it."""
    rows = with_subjects(list(found.select_related(*ON_BOARD)))
    return [row | {"noted": getattr(row["card"], "acknowledgement", None)} for row in rows]


def with_subjects(findings: list[Finding]) -> list[dict]:
    """Each finding with its card and what it is about; one query for each kind of thing."""
    pairs = zip(findings, described(findings), strict=True)
    return [{"finding": f, "subject": subject, "card": getattr(f, "card", None)} for f, subject in pairs]


def kpis(scope: str, now) -> dict[str, str]:
    """The figures on top of the board, as text; the keys are the ids of the places that show them."""
    today = timezone.localdate(now)
    day, month = Period(today, today), Period(today.replace(day=1), today)
    counts = case_counts(scope, day, month) | finding_counts(scope, day, month)
    counts["unanswered"] = unanswered(scope).count()
    rate = percent(counts.pop("in_time"), counts.pop("finished") + counts["overdue"])
    texts = {name: f"{count:,}" for name, count in counts.items()}
    return texts | {"on_time": "—" if rate is None else f"{rate}", "date": with_weekday(today)} | watch(now)


def case_counts(scope: str, day: Period, month: Period) -> Counter:
    """Today's and this month's cases, those of other systems included."""
    counts = Counter()
    for cases in counted(scope):
        decided = cases.filter(month.within("decided_at"))
        counts["accepted"] += cases.filter(day.within("accepted_at")).count()
        counts["decided"] += cases.filter(day.within("decided_at")).count()
        counts["in_hand"] += cases.filter(state__in=IN_HAND_STATES).count()
        counts["overdue"] += cases.filter(open_overdue(day.last)).count()
        counts["finished"] += decided.count()
        counts["in_time"] += decided.filter(ON_TIME).count()
    return counts


def finding_counts(scope: str, day: Period, month: Period) -> dict[str, int]:
    """Pre-warnings and cards of today and of this month, in one query."""
    found = Finding.objects.filter(month.within("issued_at"), organisation__path__startswith=scope).order_by()
    in_month, in_day = Count("pk"), Count("pk", filter=day.within("issued_at"))
    rows = found.values_list("level").annotate(in_month=in_month, in_day=in_day)
    by_level = {level: (of_month, of_day) for level, of_month, of_day in rows}
    counts = {}
    for level in (Level.WARNING, Level.YELLOW, Level.RED):
        counts[f"{level}_month"], counts[level.value] = by_level.get(level, (0, 0))
    return counts


def unanswered(scope: str):
    """The cards that still wait for the unit's word."""
    waiting = Card.objects.filter(state=Card.State.ISSUED, superseded_by=None)
    return waiting.filter(finding__organisation__path__startswith=scope).order_by()


def watch(now) -> dict[str, str]:
    """How the platform itself does: when the last sweep ended, whether that is late, and how many faults are open."""
    beat = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    return {
        "swept": f"{timezone.localtime(beat):%H:%M:%S}" if beat else "—",
        "late": "" if beat and now - beat <= LATE_SWEEP else "1",
        "faults": str(PlatformFinding.objects.filter(resolved_at=None).count()),
    }


def frame(scope: str, after: int, now) -> str:
    """What one socket asks for: the cards after its cursor, ready to be placed, and the figures."""
    items = placed(stream(scope, after))
    return encoded(items, after, kpis(scope, now))


def news(scope: str, after: int, told) -> tuple[str, list[int]]:
    """What every socket of a scope gets when it missed a hint: the cards not told yet, and their numbers."""
    items = placed(stream(scope, after, told))
    return encoded(items, after, {}), [item["id"] for item in items]


def figures(now, scope: str) -> str:
    """The figures alone: counting them takes longer, so they follow the cards in a frame of their own."""
    return encoded([], 0, kpis(scope, now))


def placed(rows) -> list[dict]:
    """The rows as the page places them, oldest card first; `path` says whose boards show them."""
    return [
        {
            "id": row["finding"].pk,
            "path": row["finding"].organisation.path,
            "html": render_to_string("monitoring/board_card.html", {"row": row}),
        }
        for row in reversed(rows)
    ]


def packed(findings) -> str:
    """These cards as a hint carries them."""
    rows = Finding.objects.cards().filter(pk__in=[finding.pk for finding in findings]).order_by("-pk")
    items = placed(on_board(rows)) if findings else []
    return json.dumps(items, ensure_ascii=False)


def encoded(items, after: int, numbers: dict[str, str]) -> str:
    """One frame; encoded once for all sockets that get it."""
    cursor = max([after, *(item["id"] for item in items)])
    rows = [{"id": item["id"], "html": item["html"]} for item in items]
    return json.dumps({"cursor": cursor, "items": rows, "figures": numbers}, ensure_ascii=False)
