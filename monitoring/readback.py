"""Histories read back from the database, and the question whether a replay of them gives the cards that were issued.

A clock's row, its pauses and its extension are the history; where only the day of a change is known, an alarm of that
very day counts as possible. Clocks of supervision itself and clocks in hours are left to the log of the sweep.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from deadlines import calendar as calendars
from deadlines.models import Deadline, Extension
from deadlines.plan import Unit
from monitoring import watcher
from monitoring.models import Finding, PlatformFinding
from monitoring.rules import rule_for, rule_of_anomaly, versions_in_force
from monitoring.timers import CANCEL, EXTEND, MEET, PAUSE, RESUME, Change, Ring, Timer, rings
from records.models import Anomaly

BUSINESS = ["approvals", "procurement", "funds", "complaints", "projects", "scoring"]  # the apps that are watched
CHUNK = 1000
MOST_TOLD = 50  # differences that the fault names
Code = PlatformFinding.Code


def watched() -> list[int]:
    """The kinds of things whose clocks are the history of the business."""
    return list(ContentType.objects.filter(app_label__in=BUSINESS).values_list("pk", flat=True))


def business_clocks():
    return Deadline.objects.filter(subject_type_id__in=watched()).exclude(unit=Unit.HOURS)


def timers(clocks) -> Iterator[tuple[Deadline, Timer]]:
    """Each clock of a QuerySet with its history, a few thousand rows in memory at a time."""
    ordered, last = clocks.order_by("pk").prefetch_related("pauses"), 0
    while rows := list(ordered.filter(pk__gt=last)[:CHUNK]):
        last = rows[-1].pk
        longer = Extension.objects.filter(deadline__in=[row.pk for row in rows if row.extended_days])
        approved = dict(longer.values_list("deadline_id", "approved_on"))
        for row in rows:
            yield row, timer_of(row, approved.get(row.pk))


def timer_of(row: Deadline, extended_on: date | None = None) -> Timer:
    """The clock as its row and its children tell it."""
    timer = Timer(
        row.name, row.round, row.limits, row.organisation_id, row.responsible_id, row.started_on, row.started_on
    )
    for pause in row.pauses.all():
        kind = f"{pause.kind}:{pause.pk}"
        timer.changes.append(Change(pause.from_on, pause.from_on, PAUSE, kind))
        if pause.until_on:
            timer.changes.append(Change(pause.until_on, pause.until_on, RESUME, kind))
    if extended_on:
        timer.changes.append(Change(extended_on, extended_on, EXTEND, row.extended_days, unsure=True))
    if row.met_on:
        timer.changes.append(Change(row.met_on, row.met_on, MEET, unsure=True))
    if row.cancelled_on:
        timer.changes.append(Change(row.cancelled_on, row.cancelled_on, CANCEL, unsure=True))
    timer.changes.sort(key=lambda change: change.on)  # stable: of one day the order above
    return timer


def heard(row: Deadline, timer: Timer, last: date) -> list[Ring]:
    """What the sweeps up to and including this day hear of a clock, by the policy that it started under."""
    return rings(timer, calendars.calendar(), calendars.policy_of(row).margins, last)


@dataclass(frozen=True)
class Difference:
    """A finding that the replay gives and nobody issued (`missing`), or one that was issued without ground."""

    rule: str
    effective_on: date
    subject_type_id: int
    subject_id: int
    missing: bool

    def __str__(self):
        return (
            f"{'-' if self.missing else '+'}{self.rule} {self.effective_on} {self.subject_type_id}:{self.subject_id}"
        )


def differences(first: date, last: date) -> list[Difference]:
    """Where replay and live differ over what came in the days [first, last]. Empty is as it should be."""
    return [*of_clocks(first, last), *of_deeds(first, last)]


def of_clocks(first: date, last: date) -> Iterator[Difference]:
    """Every clock with an alarm or a finding in these days, told again from its beginning."""
    days = (first, last)
    issued = Finding.objects.filter(issued_at__date__range=days, deadline__isnull=False)
    rang = Q(warn_on__range=days) | Q(overdue_on__range=days) | Q(grave_on__range=days)
    clocks = business_clocks().filter(rang | Q(pk__in=issued.values("deadline")))
    in_force = cache(versions_in_force)
    batch: list[tuple[Deadline, Timer]] = []
    for pair in timers(clocks):
        batch.append(pair)
        if len(batch) == CHUNK:
            yield from compared(batch, first, last, in_force)
            batch = []
    yield from compared(batch, first, last, in_force)


def compared(batch: list[tuple[Deadline, Timer]], first: date, last: date, in_force) -> Iterator[Difference]:
    rows = {row.pk: row for row, _timer in batch}
    sure, possible = expected(batch, first, last, in_force)
    live = set(issued_on_clocks(rows.keys()))
    for pk, code, on in sorted(sure - live):
        yield Difference(code, on, rows[pk].subject_type_id, rows[pk].subject_id, missing=True)
    recent = set(issued_on_clocks(rows.keys(), first, last))
    for pk, code, on in sorted(recent - sure - possible):
        yield Difference(code, on, rows[pk].subject_type_id, rows[pk].subject_id, missing=False)


def expected(batch, first: date, last: date, in_force) -> tuple[set, set]:
    """What the replay finds on these clocks: what must be there since `first`, and what may be there at all."""
    sure, possible = set(), set()
    for row, timer in batch:
        for ring in heard(row, timer, last):
            code = rule_for(row.name, ring.stage)
            if code is None or code not in in_force(ring.issued_on):
                continue
            key = (row.pk, code, ring.effective_on)
            must = not ring.unsure and first <= ring.issued_on
            (sure if must else possible).add(key)
    return sure, possible


def issued_on_clocks(keys: Iterable[int], first: date = date.min, last: date = date(9999, 1, 1)):
    """Clock, rule and day of the findings that were issued in these days."""
    rows = Finding.objects.filter(deadline_id__in=keys, issued_at__date__range=(first, last))
    return rows.order_by().values_list("deadline_id", "code", "effective_on")


def of_deeds(first: date, last: date) -> Iterator[Difference]:
    """Refused deeds and established violations of these days that nobody made a finding of."""
    rows = Anomaly.objects.filter(happened_at__date__range=(first, last), organisation__isnull=False, finding=None)
    in_force = versions_in_force(last)
    for row in rows.order_by("pk"):
        code = rule_of_anomaly(row.code, row.carried_out)
        if code in in_force:
            yield Difference(code, row.happened_at.date(), row.subject_type_id, row.subject_id, missing=True)


def check_day(day: date, now) -> list[Difference]:
    """Compare one day; a difference is a fault of the platform, and it is closed when there is none any more."""
    made, about = differences(day, day), day.isoformat()
    if made:
        watcher.found(Code.REPLAY, about, now=now, count=len(made), differences=[str(one) for one in made[:MOST_TOLD]])
    else:
        watcher.gone(Code.REPLAY, about, now=now)
    return made
