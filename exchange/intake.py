"""Taking events in: read, compared with what is known, stored once, and the cases they concern computed again.

One source at a time: its row is locked, so two deliveries of one system never work on the same case. Everything a
delivery causes is one transaction.
"""

import hashlib
import json
import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from exchange import cases, orders
from exchange.limits import MOST_LINE
from exchange.models import Event, ForeignItem, Problem, SourceSystem
from exchange.names import Names
from exchange.problems import Bad, note, solved_by
from exchange.reading import Line
from monitoring import events as vocabulary
from records.actions import ENCODE, record
from records.bulk import keys

AHEAD = timedelta(minutes=5)  # how far the clock of a source may be ahead of ours


@dataclass
class Good:
    """A line that can be read: its number, its text decoded, its event."""

    line: int
    text: str
    body: dict
    event: vocabulary.Event


class Row(NamedTuple):
    """An event on its way into the table."""

    pk: int
    event_id: str
    at: datetime
    type: str
    about: str
    body: dict


INSERT = """
INSERT INTO exchange_event (source_id, received_at, id, event_id, at, type, about, body)
SELECT %s, %s, * FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::text[], %s::text[], %s::jsonb[])
"""


@dataclass
class Outcome:
    """What became of a delivery. `is_refused`: nothing was stored because of the faults."""

    created: int = 0
    known: int = 0
    faults: list[Bad] = field(default_factory=list)
    is_refused: bool = False


def take(
    source: SourceSystem,
    lines: list[Line],
    now: datetime,
    *,
    skip_bad=False,
    key="",
    create_units=False,
    kept=False,
    patience=cases.PATIENCE,
) -> Outcome:
    """Store the events of these lines. With a fault nothing is stored, unless `skip_bad`: then the good ones are.

    `key` is the Idempotency-Key, if one was sent. `kept`: the lines stand in the error queue already.
    `patience` is how long an event that does not fit may wait for a missing one before supervision is told.
    """
    good, bad = read(lines, now, key)
    with transaction.atomic():
        source = locked(source)
        names = Names(source, (one.event for one in good), create_units)
        fresh, known, wrong = compared(source, good, names)
        untouched = transaction.savepoint()
        fresh, unfit = orders.entered(source, fresh, names)
        bad = sorted([*bad, *wrong, *unfit], key=lambda one: one.line)
        refused = bool(bad) and not skip_bad
        if refused:
            transaction.savepoint_rollback(untouched)
        else:
            store(source, fresh, names, now, patience)
            solved_by(source, fresh, now)
        if not kept:
            note(source, bad, now)
        if not refused and (fresh or known):
            SourceSystem.objects.filter(pk=source.pk).update(last_event_at=now, stored=F("stored") + len(fresh))
    return Outcome(0 if refused else len(fresh), known, bad, refused or bool(bad) and not fresh and not known)


def locked(source: SourceSystem) -> SourceSystem:
    rows = SourceSystem.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return rows.get(pk=source.pk)


def read(lines: list[Line], now: datetime, key="") -> tuple[list[Good], list[Bad]]:
    """The lines that are events and those that are not."""
    good, bad = [], []
    for number, text in lines:
        body = None
        try:
            body = decoded(text)
            event = vocabulary.read_event(body)
            check(event, now, key)
            if orders.is_about_order(body):
                body = orders.without_people(body)
                text = ENCODE(body)
            good.append(Good(number, text, body, event))
        except vocabulary.EventError as fault:
            text = ENCODE(orders.without_people(body)) if orders.is_about_order(body) else text
            bad.append(Bad(number, fault.field, fault.error, text=text, event_id=id_of(body)))
    return good, bad


def id_of(body) -> str:
    """The number of an event that is wrong otherwise, where it can be told."""
    given = body.get("id") if isinstance(body, dict) else None
    return given[:300] if isinstance(given, str) and given.isprintable() else ""


def decoded(text: str):
    """The JSON of one line, with nothing in it that the database cannot keep. Raises EventError."""
    if len(text) > MOST_LINE:
        raise vocabulary.EventError("", _("The line is too long."))
    try:
        body = json.loads(text, parse_constant=never, parse_float=finite)
        if "\\u" in text or "\ufffd" in text:
            check_signs(body)
    except (ValueError, RecursionError) as error:
        raise vocabulary.EventError("", _("This is not a JSON object.")) from error
    return body


def never(name: str):
    raise ValueError(name)


def finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def check_signs(body):
    """NUL and halves of signs cannot be kept; � tells that the line was no UTF-8. Raises ValueError."""
    plain = json.dumps(body, ensure_ascii=False)
    plain.encode()
    if "\\u0000" in plain or "\ufffd" in plain:
        raise ValueError(plain)


def check(event: vocabulary.Event, now: datetime, key: str):
    if event.at > now + AHEAD:
        raise vocabulary.EventError("at", _("This moment lies in the future."))
    if key and key != event.id:
        raise vocabulary.EventError("Idempotency-Key", _("The key is not the id of the event."))


def compared(source, good: list[Good], names: Names) -> tuple[list[Good], int, list[Bad]]:
    """What is new, how many are known already, and what contradicts what is known or names something unknown."""
    seen = stored(source, [one.event.id for one in good])
    fresh, known, wrong = [], 0, []
    for one in good:
        before = seen.get(one.event.id)
        if before is not None and before == one.body:
            known += 1
        elif fault := contradiction(one, before, names):
            wrong.append(fault)
        else:
            seen[one.event.id] = one.body
            fresh.append(one)
    return fresh, known, wrong


def stored(source: SourceSystem, ids: list[str]) -> dict[str, dict]:
    """id → what was told under it; one array instead of thousands of parameters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, body FROM exchange_event WHERE source_id = %s AND event_id = ANY(%s)", [source.pk, ids]
        )
        return {event: json.loads(body) for event, body in cursor.fetchall()}


def contradiction(one: Good, before: dict | None, names: Names) -> Bad | None:
    about = {"text": one.text, "event_id": one.event.id}
    if before is not None:
        return Bad(one.line, "id", _("This id was used before for another event."), **about)
    if unknown := names.unknown(one.event):
        where, name = unknown
        words = _("The item “%(name)s” is not known.") if where == "item" else _("The unit “%(name)s” is not known.")
        return Bad(one.line, where, words % {"name": name}, value=name, **about)
    return None


def store(source: SourceSystem, fresh: list[Good], names: Names, now: datetime, patience):
    """Keep the events, note their digest in the record, compute the cases they concern."""
    if not fresh:
        return
    told = cases.told_before(source, {one.event.about for one in fresh})
    numbered = keys(Event)
    rows = [
        Row(next(numbered), one.event.id, one.event.at, one.event.type, one.event.about, one.body) for one in fresh
    ]
    keep(source, rows, now)
    about = {"count": len(rows), "first": rows[0].pk, "last": rows[-1].pk, "digest": digest(rows)}
    record("exchange.events.received", source, actor=ROBOT, now=now, **about)
    defined = [(one, row) for one, row in zip(fresh, rows, strict=True) if one.event.type == "item.defined"]
    define(source, defined, names)
    told_now = [(row.pk, one.event) for one, row in zip(fresh, rows, strict=True)]
    cases.compute(source, told, told_now, names, now, patience)
    retry_waiting(source, "item", {one.event.about for one, _row in defined}, now)
    retry_waiting(
        source, orders.MISSING, {one.event.about for one in fresh if one.event.type == "order.received"}, now
    )


def keep(source: SourceSystem, rows: list[Row], now: datetime):
    """One plain statement: a model instance for each event would take longer than all the rest of its way."""
    columns = list(zip(*rows, strict=True))
    columns[-1] = [ENCODE(body) for body in columns[-1]]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [source.pk, now, *map(list, columns)])


def digest(rows: list[Row]) -> str:
    """SHA-256 over the events of a delivery in hex; stands in the sealed record, so a changed event shows."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update(json.dumps(row.body, sort_keys=True, ensure_ascii=False).encode())
    return whole.hexdigest()


def define(source, defined, names: Names):
    """Enter the items that the source defines."""
    ForeignItem.objects.bulk_create(
        ForeignItem(
            source=source,
            code=one.event.about,
            name=one.event.detail["name"],
            organisation=names.units[one.event.organisation],
            event_id=row.pk,
            defined_at=one.event.at,
        )
        for one, row in defined
    )


def retry_waiting(source: SourceSystem, field: str, names: set[str], now: datetime):
    """What came before its item was defined, or before its order was received, is taken in now."""
    waiting = Problem.objects.waiting().filter(source=source, field=field, value__in=names) if names else []
    if waiting:
        take_again(source, list(waiting.select_for_update().order_by("pk")), now)


def take_again(source: SourceSystem, problems: list[Problem], now: datetime, by=None) -> list[str]:
    """Try the lines of open problems once more; returns what is still wrong, in the order of the problems."""
    for problem in problems:
        problem.solve()
    outcome = take(source, [(n, p.line) for n, p in enumerate(problems)], now, skip_bad=True, kept=True)
    wrong = {bad.line: bad for bad in outcome.faults}
    for number, problem in enumerate(problems):
        if bad := wrong.get(number):
            about = {"field": bad.field, "value": bad.value, "error": bad.error}
            Problem.objects.filter(pk=problem.pk).update(**about)
            continue
        problem.decided_by, problem.decided_at = by, now
        problem.save(update_fields=["state", "decided_by", "decided_at"])
    return [bad.error for bad in outcome.faults]
