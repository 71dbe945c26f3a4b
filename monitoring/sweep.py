"""The watch: turns due alarms and refused deeds into findings and cards, each exactly once.

Safe to run late, twice, or by any number of sweepers at a time: a batch is claimed with SKIP LOCKED and everything it
causes is written in the same transaction, so a crash leaves the alarms due and nothing half done.
"""

import logging
from collections import Counter
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from deadlines.plan import Unit, used_days
from monitoring import answers, board, tallies
from monitoring.issue import end_warnings, issue
from monitoring.models import Card, Finding, Level, WarningEnd
from monitoring.rules import ANOMALY, rule_for, rule_of_anomaly, versions_in_force
from records.models import Anomaly

logger = logging.getLogger(__name__)
BATCH = 1000


def sweep(now, batches: list[int] | None = None) -> Counter:
    """Ring every alarm that is due at `now`. Returns how many findings of each level were made.

    `batches`, if given, is told how much each batch held.
    """
    counts = Counter()
    versions = versions_in_force(timezone.localdate(now))
    for step in (sweep_alarms, sweep_anomalies):
        while made := step(versions, now):
            counts.update(finding.level for finding in made if finding)
            if batches is not None:
                batches.append(len(made))
    return counts


@transaction.atomic
def sweep_alarms(versions, now) -> list[Finding | None]:
    """One batch of due alarms. Returns one entry per alarm, so that an empty list means nothing is left."""
    claimed = deadlines.claim(now, BATCH)
    if not claimed:
        return []
    findings = []
    for deadline, stages in claimed:
        findings += [finding_of_alarm(deadline, stage, on, versions, now) for stage, on in stages]
    made, cards = write([finding for finding in findings if finding], now)
    ended = {deadline.pk for deadline, stages in claimed if not stages and not deadline.is_running}
    end_warnings(ended, WarningEnd.Outcome.RESOLVED, now)
    if made:
        board.tell(to_be_shown(cards))
    return made or [None] * len(claimed)


def write(findings: list[Finding], now) -> tuple[list[Finding], list[Card]]:
    """Issue what alarms found; then, what is still owed on cards after that. Returns all findings and cards made."""
    on_cards = [finding for finding in findings if finding.subject_type_id == card_kind()]
    direct = [finding for finding in findings if finding.subject_type_id != card_kind()]
    cards = issue(direct, now)
    missed = answers.missed(on_cards)
    cards += issue(missed, now)
    tallied = [card.finding for card in cards if card.finding.code == tallies.RULE]
    return direct + missed + tallied, cards


def to_be_shown(cards: list[Card]) -> list[Finding]:
    """What boards are told: not the cards that a person has to confirm first."""
    return [card.finding for card in cards if card.state == Card.State.ISSUED]


def card_kind() -> int:
    return ContentType.objects.get_for_model(Card).pk


def finding_of_alarm(deadline: Deadline, stage, effective_on: date, versions, now) -> Finding | None:
    """What the rule in force says about this alarm; None where no rule watches it."""
    version = versions.get(rule_for(deadline.name, stage))
    if version is None:
        return None
    last = min(filter(None, [timezone.localdate(now), deadline.met_on]))
    pauses = deadlines.spans(deadline)
    used = used_by(deadline, last, pauses, now)
    return Finding(
        rule=version,
        code=version.code,
        level=version.level,
        occurrence=f"{deadline.name}:{deadline.round}",
        subject_type_id=deadline.subject_type_id,
        subject_id=deadline.subject_id,
        organisation_id=deadline.organisation_id,
        responsible_id=deadline.responsible_id,
        deadline=deadline,
        effective_on=effective_on,
        issued_at=now,
        used_days=used,
        limit_days=limit_passed(deadline, used),
        evidence=evidence(deadline, pauses),
    )


def used_by(deadline: Deadline, last: date, pauses, now) -> int:
    """What the clock has used, in its own unit: days up to `last`, or whole hours."""
    if deadline.unit == Unit.HOURS:
        return int((now - deadline.started_at).total_seconds() // 3600)
    return used_days(calendars.calendar(), deadline.started_on, last, pauses, Unit(deadline.unit))


def limit_passed(deadline: Deadline, used: int) -> int:
    """The limit that the finding is about: the statutory one once it is passed, else the promise."""
    statutory = deadline.statutory + deadline.extended_days if deadline.statutory is not None else None
    if statutory is not None and used > statutory:
        return statutory
    return deadlines.current_promise(deadline)


def evidence(deadline: Deadline, pauses) -> dict:
    """What the clock stood on when it rang: enough to recompute the date by hand."""
    return {
        "unit": deadline.unit,
        "started_on": deadline.started_on,
        "due_on": deadline.due_on,
        "promised": deadline.promised,
        "statutory": deadline.statutory,
        "extended_days": deadline.extended_days,
        "pauses": [[span.from_on, span.until_on] for span in pauses],
        "met_on": deadline.met_on,
        "calendar_version": deadline.calendar_version,
        "policy_version": deadline.policy_id,
        "provisional": deadline.provisional,
    }


@transaction.atomic
def sweep_anomalies(versions, now) -> list[Finding | None]:
    """One batch of refused deeds (A1) and found violations that supervision has not seen yet."""
    unseen = Anomaly.objects.filter(noticed_at=None, happened_at__lte=now, organisation__isnull=False)
    rows = list(unseen.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
    if not rows:
        return []
    judged = [(row, versions.get(rule_of_anomaly(row.code, row.carried_out))) for row in rows]
    findings = [finding_of_anomaly(row, version, now) for row, version in judged if version]
    cards = issue(findings, now)
    if versions.get(ANOMALY):
        issue(accumulated(findings, versions[ANOMALY]), now)
    Anomaly.objects.filter(pk__in=[row.pk for row in rows]).update(noticed_at=now)
    if findings:
        board.tell(to_be_shown(cards))
    return findings or [None] * len(rows)


def finding_of_anomaly(anomaly: Anomaly, version, now) -> Finding:
    return Finding(
        rule=version,
        code=version.code,
        level=version.level,
        occurrence=f"anomaly:{anomaly.pk}",
        subject_type_id=anomaly.subject_type_id,
        subject_id=anomaly.subject_id,
        organisation_id=anomaly.organisation_id,
        responsible_id=anomaly.actor_id,
        anomaly=anomaly,
        effective_on=timezone.localdate(anomaly.happened_at),
        issued_at=now,
        evidence={"code": anomaly.code, "deed": anomaly.deed, "message": anomaly.message},
    )


def accumulated(findings: list[Finding], version) -> list[Finding]:
    """So many refused deeds on one subject are a pre-warning (DR-1 A1: three)."""
    subjects = {(f.subject_type_id, f.subject_id): f for f in findings}
    counts = (
        Finding.objects.filter(code=ANOMALY, level=Level.ANOMALY, subject_id__in={pk for _kind, pk in subjects})
        .values_list("subject_type_id", "subject_id")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [
        warning_after(subjects[kind, pk], count)
        for kind, pk, count in counts
        if (kind, pk) in subjects and count >= version.parameters["warn_at"]
    ]


def warning_after(last: Finding, count: int) -> Finding:
    """The pre-warning for several refused deeds, dated like the last of them."""
    return Finding(
        rule=last.rule,
        code=last.code,
        level=Level.WARNING,
        occurrence="accumulated",
        subject_type_id=last.subject_type_id,
        subject_id=last.subject_id,
        organisation_id=last.organisation_id,
        responsible_id=last.responsible_id,
        effective_on=last.effective_on,
        issued_at=last.issued_at,
        evidence={"count": count},
    )
