"""A draft of a rule over the past: what it would have found, per matter, against what was found. Saves only that.

Clocks are told again from their beginning under the draft's numbers; deeds and what adds up are counted anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from deadlines import calendar as calendars
from deadlines.models import Deadline, Stage
from monitoring.models import BackTest, BackTestRow, Finding, Level, RuleVersion
from monitoring.readback import business_clocks, timers
from monitoring.replay import ACCUMULATED, margins_of
from monitoring.rules import ANOMALY, BY_CODE, versions_in_force
from monitoring.rules.base import REFUSED_DEEDS, YELLOWS_OF_HANDLER, Alarm, Rule, Tally, Violation
from monitoring.rules.r5 import quarter
from monitoring.timers import rings
from records.models import Anomaly

STEP = 500  # clocks between two reports of progress


@dataclass(frozen=True)
class Hit:
    """One finding, of the draft or as it was issued. The same `key` on both sides is the same matter."""

    key: tuple
    subject_type_id: int
    subject_id: int
    organisation_id: int
    responsible_id: int | None
    effective_on: date
    level: str
    used: int | None = None
    limit: int | None = None
    finding_id: int | None = None


def prepare(test: BackTest) -> int:
    """How many clocks the run will look at."""
    return clocks_of(test).count()


def compute(test: BackTest, progress: Callable[[int], None]) -> list[BackTestRow]:
    """The rows of a back-test, not saved. `progress` hears how many clocks have been looked at."""
    drafted = {hit.key: hit for hit in [*by_clocks(test, progress), *by_deeds(test), *by_tallies(test)]}
    issued = {hit.key: hit for hit in as_issued(test)}
    return [row(test, drafted.get(key), issued.get(key)) for key in sorted(drafted.keys() | issued.keys(), key=str)]


def row(test: BackTest, drafted: Hit | None, issued: Hit | None) -> BackTestRow:
    one = drafted or issued
    return BackTestRow(
        test=test,
        subject_type_id=one.subject_type_id,
        subject_id=one.subject_id,
        organisation_id=one.organisation_id,
        responsible_id=one.responsible_id,
        effective_on=one.effective_on,
        used_days=one.used,
        limit_days=one.limit,
        drafted=drafted.level if drafted else "",
        issued=issued.level if issued else "",
        finding_id=issued.finding_id if issued else None,
    )


def in_unit(rows, test: BackTest, path="organisation"):
    """Only what concerns the unit that was chosen, and those below it."""
    return rows.filter(**{f"{path}__path__startswith": test.organisation.path}) if test.organisation else rows


def watches(rule: Rule, name: str) -> bool:
    return any(rule.finds(Alarm(name, stage), {}) for stage in Stage)


def clocks_of(test: BackTest):
    """The clocks that this rule watches and that were running in the period."""
    rule = BY_CODE[test.rule.code]
    names = Deadline.objects.order_by().values_list("name", flat=True).distinct()
    running = business_clocks().filter(started_on__lte=test.last, name__in=[n for n in names if watches(rule, n)])
    return in_unit(running.exclude(met_on__lt=test.first).exclude(cancelled_on__lt=test.first), test)


def by_clocks(test: BackTest, progress) -> Iterator[Hit]:
    """The alarms of the clocks, under the numbers of the draft in place of those of the policy of today."""
    draft, calendar = test.rule, calendars.calendar()
    margins = margins_of(versions_in_force(test.last) | {draft.code: draft})
    rule = BY_CODE[draft.code]
    for place, (clock, timer) in enumerate(timers(clocks_of(test)), 1):
        for ring in rings(timer, calendar, margins, test.last):
            if test.first <= ring.effective_on and rule.finds(Alarm(clock.name, ring.stage), draft.parameters):
                yield Hit(
                    ("clock", clock.pk),
                    *about(clock),
                    clock.responsible_id,
                    ring.effective_on,
                    draft.level,
                    ring.used,
                    ring.limit,
                )
        if place % STEP == 0:
            progress(place)


def about(thing) -> tuple[int, int, int]:
    return thing.subject_type_id, thing.subject_id, thing.organisation_id


def deeds_until(test: BackTest):
    rows = Anomaly.objects.filter(organisation__isnull=False, happened_at__date__lte=test.last)
    return in_unit(rows, test).order_by("happened_at", "pk")


def by_deeds(test: BackTest) -> Iterator[Hit]:
    """Refused and established deeds of the period that fall under the rule."""
    draft, rule = test.rule, BY_CODE[test.rule.code]
    for deed in deeds_until(test).filter(happened_at__date__gte=test.first):
        if rule.finds(Violation(deed.code, deed.carried_out), draft.parameters):
            on = timezone.localdate(deed.happened_at)
            yield Hit(("deed", deed.pk), *about(deed), deed.actor_id, on, draft.level)


def by_tallies(test: BackTest) -> Iterator[Hit]:
    """What adds up: refused deeds on one matter, yellow cards of one handler in a quarter."""
    if test.rule.code == ANOMALY:
        refused = [
            deed for deed in deeds_until(test) if BY_CODE[ANOMALY].finds(Violation(deed.code, deed.carried_out), {})
        ]
        days = [(timezone.localdate(deed.happened_at), deed, deed.actor_id) for deed in refused]
        yield from tallied(test, days, REFUSED_DEEDS, lambda deed: ("refused", *about(deed)[:2]), Level.WARNING)
    elif test.rule.code == ACCUMULATED:
        yellow = in_unit(Finding.objects.counting().filter(counted=Level.YELLOW), test)
        rows = yellow.filter(effective_on__lte=test.last, responsible__isnull=False).order_by("effective_on", "pk")
        days = [(found.effective_on, found, found.responsible_id) for found in rows]
        yield from tallied(test, days, YELLOWS_OF_HANDLER, of_handler, test.rule.level)


def of_handler(found: Finding) -> tuple:
    return "handler", found.responsible_id, quarter(found.effective_on)


def tallied(test: BackTest, days, kind: str, group: Callable, level: str) -> Iterator[Hit]:
    """The first time that a group is full, if that was in the period."""
    rule, counts, full = BY_CODE[test.rule.code], {}, set()
    for on, thing, person in days:
        key = group(thing)
        counts[key] = counts.get(key, 0) + 1
        if key in full or not rule.finds(Tally(kind, counts[key]), test.rule.parameters):
            continue
        full.add(key)
        if on >= test.first:
            yield Hit(key, *about(thing), person, on, level)


def as_issued(test: BackTest) -> Iterator[Hit]:
    """What the rule as it was has found in the period."""
    rows = Finding.objects.filter(code=test.rule.code, effective_on__range=(test.first, test.last))
    for found in in_unit(rows, test).order_by("pk"):
        used, limit = found.used_days, found.limit_days
        yield Hit(
            key_of(found), *about(found), found.responsible_id, found.effective_on, found.level, used, limit, found.pk
        )


def key_of(found: Finding) -> tuple:
    """What the finding rests on, in the words of `Hit.key`."""
    if found.deadline_id:
        return "clock", found.deadline_id
    if found.anomaly_id:
        return "deed", found.anomaly_id
    if found.code == ANOMALY:
        return "refused", found.subject_type_id, found.subject_id
    return "handler", found.responsible_id, quarter(found.effective_on)


def latest_done(draft: RuleVersion) -> BackTest | None:
    """The newest back-test of a draft that came to its end."""
    return draft.back_tests.filter(state=BackTest.State.DONE).first()
