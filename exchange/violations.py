"""Deeds against the rules that the events of a case show: told to supervision once each, under the unit that did them.

An event out of order is told only after a day: the one that is missing may still be on its way.
"""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from exchange.models import ForeignCase, Overtaken, Violation
from monitoring.models import Finding
from monitoring.trace import REFUSED_CODES, Trace
from records.actions import EntryDraft, record_many
from records.bulk import keys
from records.models import Anomaly


def report(desk, pairs: list[tuple[ForeignCase, Trace]], patience: timedelta):
    """Leave an anomaly for every violation that is not known yet, and mark the findings of those that are gone."""
    busy = [(case, trace) for case, trace in pairs if trace.violations]
    known = stored([case for case, _trace in pairs])
    numbered, fresh = keys(Anomaly), []
    for case, trace in busy:
        waiting = still_waiting(case, desk.now, patience)
        for one in trace.violations:
            key = (case.pk, one.code, one.event)
            if key not in known and one.event not in waiting:
                known[key] = None
                fresh.append((case, one, anomaly_of(desk, case, trace, one, next(numbered))))
    save(desk, fresh)
    told = {(case.pk, one.code, one.event) for case, trace in busy for one in trace.violations}
    mark_gone([pk for key, pk in known.items() if pk and key not in told], desk.now)


def stored(cases: list[ForeignCase]) -> dict:
    """(case, code, event) → anomaly of every violation told before."""
    rows = Violation.objects.filter(case__in=[case.pk for case in cases])
    return {
        (case, code, event): pk for case, code, event, pk in rows.values_list("case", "code", "event_id", "anomaly")
    }


def still_waiting(case: ForeignCase, now: datetime, patience: timedelta) -> set[str]:
    """The events that do not fit and whose missing counterpart may still come."""
    return {doubt["event"] for doubt in case.doubts if datetime.fromisoformat(doubt["since"]) + patience > now}


def anomaly_of(desk, case: ForeignCase, trace: Trace, one, pk: int) -> Anomaly:
    unit = desk.unit(one.organisation, case.organisation_id)
    return Anomaly(
        pk=pk,
        subject_type=ContentType.objects.get_for_model(ForeignCase),
        subject_id=case.pk,
        code=one.code,
        deed=one.deed,
        message=one.words,
        organisation_id=unit,
        actor_id=desk.person(one.actor, unit),
        happened_at=one.at,
        carried_out=one.code not in REFUSED_CODES,
    )


def save(desk, fresh):
    if not fresh:
        return
    Anomaly.objects.bulk_create([anomaly for _case, _one, anomaly in fresh], batch_size=1000)
    Violation.objects.bulk_create(
        Violation(case=case, code=one.code, event_id=one.event, anomaly=anomaly) for case, one, anomaly in fresh
    )
    record_many(
        EntryDraft("records.violation", case, ROBOT, desk.now, detail(anomaly, one)) for case, one, anomaly in fresh
    )


def detail(anomaly: Anomaly, one) -> dict:
    return {"anomaly": anomaly.pk, "code": one.code, "deed": one.deed, "organisation": anomaly.organisation_id}


def mark_gone(anomalies: list[int], now: datetime):
    """A late event has explained what looked like a violation: the finding stays, an inspector looks at it."""
    if not anomalies:
        return
    words = _("A late event explains what looked like a deed against the rules.")
    Overtaken.objects.bulk_create(
        Overtaken(finding=finding, found_at=now, words=words)
        for finding in Finding.objects.filter(anomaly__in=anomalies, overtaken=None)
    )
