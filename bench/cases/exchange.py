"""Events of other systems through all rules, against the cheapest way to keep the lines: one INSERT for each batch.

The ratio says what reading, checking, computing the cases and writing their clocks cost beyond storing text.
"""

import itertools
import json
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.cases.world import founded
from bench.measure import Result, compare
from exchange.intake import take
from exchange.models import Event, ForeignCase, SourceSystem

CASES = 1000  # of one delivery; five events each
NOW = timezone.make_aware(datetime(2026, 3, 20, 12))  # noqa: DTZ001 -- made aware here
STEPS = ["case.received", "case.accepted", "case.paused", "case.resumed", "case.decided"]
MORE = {
    "case.received": {"item": "B-1", "documents": ["A"]},
    "case.paused": {"kind": "testing", "limit_days": 5},
    "case.decided": {"result": "granted"},
}
ITEM = {"id": "item", "at": "2026-01-05T09:00:00+08:00", "type": "item.defined", "item": "B-1", "name": "事项"}
ITEM |= {"organisation": "bench-bureau", "kind": "promised", "promised_days": 7, "statutory_days": 20}
KEEP = """
INSERT INTO exchange_event (source_id, event_id, at, type, about, body, received_at)
SELECT %s, body->>'id', (body->>'at')::timestamptz, body->>'type', body->>'case', body, %s
FROM unnest(%s::jsonb[]) body
"""


def history(first: int) -> list[str]:
    """The lines of so many cases, from a number on."""
    start = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    return [
        json.dumps(
            {
                "id": f"e{number}-{step}",
                "at": (start + timedelta(days=2 * place)).isoformat(),
                "type": step,
                "case": f"C{number}",
                "actor": "王",
                **MORE.get(step, {}),
            }
        )
        for number in range(first, first + CASES)
        for place, step in enumerate(STEPS)
    ]


def run(pairs: int, full: bool) -> list[Result]:
    bureau, _item = founded()
    facts = {"name": "bench", "organisation": bureau, "contact": "-", "telephone": "-", "registered_at": NOW}
    source, _new = SourceSystem.objects.get_or_create(code="bench", defaults=facts)
    take(source, [(1, json.dumps(ITEM))], NOW)
    numbers = itertools.count(1, CASES)

    def ours() -> int:
        lines = list(enumerate(history(next(numbers)), 1))
        done = take(source, lines, NOW)
        if done.created != len(lines):
            raise SystemExit(f"exchange: {done.created} of {len(lines)} taken in: {done.faults[:1]}")
        return done.created

    def limit() -> int:
        lines = history(next(numbers))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(KEEP, [source.pk, NOW, lines])
        return len(lines)

    ours()
    check(source)
    return [compare("exchange.event", ours, limit, pairs=pairs)]


def check(source: SourceSystem):
    """Every case stands where its events left it."""
    decided = ForeignCase.objects.filter(source=source, state="decided", clock__due_on="2026-03-13").count()
    if decided != CASES or Event.objects.filter(source=source).count() != CASES * len(STEPS) + 1:
        raise SystemExit(f"exchange: {decided} of {CASES} cases as expected")
