"""The sweep: its cost follows the number of due clocks, not of open ones."""

import itertools
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from bench.cases.world import LATE, founded, open_clocks
from bench.measure import Result, compare, summary, timed
from deadlines.models import Deadline
from monitoring.models import Card, Finding, RuleVersion
from monitoring.sweep import sweep

DUE = 1000
SMALL, LARGE, LARGE_FULL = 20_000, 100_000, 1_000_000

BARE = """
WITH due AS (
    UPDATE deadlines_deadline SET rung = 2, next_alarm_at = grave_on WHERE next_alarm_at <= %(now)s RETURNING *
), found AS (
    INSERT INTO monitoring_finding (rule_id, code, level, occurrence, subject_type_id, subject_id, organisation_id,
        deadline_id, effective_on, issued_at, used_days, limit_days, evidence)
    SELECT %(rule)s, 'Y1', 'yellow', 'promised:1', subject_type_id, subject_id, organisation_id, id, overdue_on,
        %(now)s, 8, 7, jsonb_build_object('started_on', started_on, 'due_on', due_on, 'promised', promised,
        'statutory', statutory, 'extended_days', 0, 'pauses', '[]'::jsonb, 'met_on', met_on, 'calendar_version', 1,
        'policy_version', 1, 'provisional', false)
    FROM due RETURNING *
), carded AS (
    INSERT INTO monitoring_card (number, finding_id, colour, issued_at, state)
    SELECT 'bare' || id, id, 'yellow', issued_at, 'issued' FROM found
)
INSERT INTO records_entry (subject_type_id, subject_id, verb, happened_at, body)
SELECT %(kind)s, id, 'monitoring.finding.issued', issued_at, jsonb_build_object('rule', code, 'version', 1, 'level',
    level, 'effective_on', effective_on, 'organisation', organisation_id) FROM found
"""


def due_ones(first_subjects: Iterator[int]) -> int:
    """A thousand fresh clocks whose promise has passed, and nothing else due; returns the first subject."""
    Deadline.objects.filter(next_alarm_at__lte=LATE).update(next_alarm_at=None)
    first = next(first_subjects)
    open_clocks(DUE, first)
    Deadline.objects.filter(subject_id__gt=first, subject_id__lte=first + DUE).update(next_alarm_at=LATE)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE deadlines_deadline, monitoring_finding, monitoring_card")
    return first


def bare_insert() -> int:
    """The cheapest correct way: one statement that claims, finds, cards and records, with the same triggers."""
    rule = RuleVersion.objects.get(code="Y1").pk
    kind = ContentType.objects.get_for_model(Finding).pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE, {"now": LATE, "rule": rule, "kind": kind})
        return cursor.rowcount


def check():
    """A sweep over a thousand due clocks makes a thousand yellow cards, and a second one none."""
    made, again = sweep(LATE), sweep(LATE)
    if made["yellow"] != DUE or again or Card.objects.count() != DUE:
        raise SystemExit(f"sweep: {made} {again}, {Card.objects.count()} cards")


def idle() -> int:
    """Ten sweeps with nothing due."""
    for _n in range(10):
        sweep(LATE)
    return 10


def run(pairs: int, full: bool) -> list[Result]:
    founded()
    subjects = itertools.count(20_000_000, DUE)
    open_clocks(SMALL, 10_000_000)
    due_ones(subjects)
    check()
    cards = compare(
        "sweep.card",
        lambda: sum(sweep(LATE).values()),
        bare_insert,
        pairs=pairs,
        slower_is=True,
        before=lambda: due_ones(subjects),
    )
    return [cards, *growth(pairs, full)]


def growth(pairs: int, full: bool) -> list[Result]:
    """The same sweep with nothing due, over a large and a small number of open clocks.

    The two sizes cannot stand in one table by turns, so here one side is measured after the other.
    """
    large = LARGE_FULL if full else LARGE
    Deadline.objects.filter(next_alarm_at__lte=LATE).update(next_alarm_at=None)
    few = [timed(idle) for _n in range(pairs)]
    open_clocks(large - SMALL, 100_000_000)
    many = [timed(idle) for _n in range(pairs)]
    return [summary(f"sweep.idle {large:,}/{SMALL:,}", list(zip(many, few, strict=True)), slower_is=True)]
