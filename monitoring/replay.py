"""A history run through a rule set, without saving anything: what supervision would have found, and when.

The same rules decide as in the live sweep (`monitoring.rules`); the histories come from events (`monitoring.course`)
or are read back from the database (`monitoring.readback`). Pure: the calendar and the rule set come in by the door.
"""

import mmap
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from deadlines.plan import Margins, explain
from deadlines.workdays import Calendar
from monitoring.course import tell
from monitoring.events import Event, EventError, read_line
from monitoring.models.rules import Level
from monitoring.rules import ANOMALY, BY_CODE, rule_for, rule_of_anomaly
from monitoring.rules.base import REFUSED_DEEDS, YELLOWS_OF_HANDLER, Tally
from monitoring.rules.r5 import quarter
from monitoring.timers import Ring, heard_on, rings
from monitoring.trace import ItemFacts, Trace, Violation, item_of

ACCUMULATED = "R5"


class Version(Protocol):
    """What the engine needs to know of a version of a rule: a row of the table, or a line of a file."""

    code: str
    version: int
    level: str
    parameters: dict
    law: str


RuleSet = Mapping[str, Version]


@dataclass(slots=True)
class Found:
    """One finding of a replay. `ring` or `violation` is its ground; neither for what adds up."""

    rule: str
    level: str
    case: str
    organisation: object
    actor: object
    effective_on: date
    issued_on: date
    version: Version
    step: str | None = None
    branch: str | None = None
    used: int | None = None
    limit: int | None = None
    ring: Ring | None = None
    violation: Violation | None = None
    words: str = ""

    @property
    def order(self):
        return self.issued_on, self.case, self.rule, self.effective_on, self.step or "", self.branch or ""

    @property
    def unsure(self) -> bool:
        return self.ring is not None and self.ring.unsure

    def line(self, calendar: Calendar) -> dict:
        """The finding as it is printed (the contract of `manage.py replay`)."""
        return {
            "rule": self.rule,
            "level": str(self.level),
            "case": self.case,
            "step": self.step,
            "branch": self.branch,
            "organisation": self.organisation,
            "actor": self.actor or None,
            "effective_on": self.effective_on.isoformat(),
            "issued_on": self.issued_on.isoformat(),
            "used_days": self.used,
            "limit_days": self.limit,
            "law": self.version.law,
            "rule_version": self.version.version,
            "explanation": self.explanation(calendar),
        }

    def explanation(self, calendar: Calendar) -> list[dict]:
        """Day by day for a clock, in words for a deed."""
        if self.ring is None:
            return [{"date": self.effective_on.isoformat(), "words": self.words}]
        timer = self.ring.timer
        lines = explain(calendar, timer.started_on, self.ring.last, self.ring.pauses, timer.limits.unit)
        return [
            {"date": line.day.isoformat(), "counts": line.counts, "why": line.why, "used": line.used} for line in lines
        ]


def margins_of(rules: RuleSet) -> Margins:
    """When clocks warn and turn grave under this rule set; the usual numbers where it does not say."""
    usual = Margins()
    warning = rules["W1"].parameters if "W1" in rules else {}
    grave = rules["R1"].parameters if "R1" in rules else {}
    return Margins(
        warning.get("percent", usual.warn_percent),
        warning.get("at_least", usual.warn_at_least),
        grave.get("past_promise", usual.grave_after),
    )


def found_in(trace: Trace, rules: RuleSet, calendar: Calendar, until: date) -> list[Found]:
    """What the rules find in one case by the sweep of the day `until`, but for what adds up over several cases."""
    margins = margins_of(rules)
    made = [
        found
        for timer in trace.clocks
        for ring in rings(timer, calendar, margins, until)
        if (found := found_by_ring(trace.case, ring, rules))
    ]
    made += [found for violation in trace.violations if (found := found_by_deed(trace.case, violation, rules))]
    return once(made + refused_too_often(made, rules))


def found_by_ring(case: str, ring: Ring, rules: RuleSet) -> Found | None:
    """What the rules say of an alarm; None where none watches it."""
    timer, version = ring.timer, rules.get(rule_for(ring.timer.name, ring.stage))
    if version is None:
        return None
    return Found(
        rule=version.code,
        level=version.level,
        case=case,
        organisation=timer.organisation,
        actor=timer.actor,
        effective_on=ring.effective_on,
        issued_on=ring.issued_on,
        version=version,
        step=timer.step,
        branch=timer.branch,
        used=ring.used,
        limit=ring.limit,
        ring=ring,
    )


def found_by_deed(case: str, violation: Violation, rules: RuleSet) -> Found | None:
    version = rules.get(rule_of_anomaly(violation.code, violation.carried_out))
    if version is None:
        return None
    return Found(
        rule=version.code,
        level=version.level,
        case=case,
        organisation=violation.organisation,
        actor=violation.actor,
        effective_on=violation.at.date(),
        issued_on=heard_on(violation.at),
        version=version,
        violation=violation,
        words=violation.words,
    )


def once(made: list[Found]) -> list[Found]:
    """One finding for each case, rule and step (DR-1); deeds are told apart by their events."""
    known, kept = set(), []
    for found in sorted(made, key=lambda one: one.order):
        deed = found.violation.event if found.violation else None
        key = (found.rule, found.level, found.step, found.branch, found.ring and found.ring.timer.name, deed)
        if found.ring and found.step is None and found.branch is None:
            key += (found.ring.timer.round,)  # a second answer or procedure has a clock of its own
        if key not in known:
            known.add(key)
            kept.append(found)
    return kept


def refused_too_often(made: list[Found], rules: RuleSet) -> list[Found]:
    """So many refused deeds in one case are a pre-warning, dated like the last that the sweep then knew."""
    version = rules.get(ANOMALY)
    attempts = sorted((one for one in made if one.rule == ANOMALY), key=lambda one: one.order)
    for number, attempt in enumerate(attempts, 1):
        if BY_CODE[ANOMALY].finds(Tally(REFUSED_DEEDS, number), version.parameters):
            known = [one for one in attempts if one.issued_on <= attempt.issued_on]
            return [accumulated(known[-1], version, Level.WARNING, len(known))]
    return []


def accumulated(last: Found, version: Version, level: str, count: int) -> Found:
    """What adds up is dated like the last of those that are counted."""
    return Found(
        rule=version.code,
        level=level,
        case=last.case,
        organisation=last.organisation,
        actor=last.actor,
        effective_on=last.effective_on,
        issued_on=last.issued_on,
        version=version,
        words=f"累计{count}次",
    )


def too_many_yellows(made: Iterable[Found], rules: RuleSet) -> list[Found]:
    """The red card for several yellow ones of one handler in a quarter; a superseded one no longer counts (DR-1)."""
    version = rules.get(ACCUMULATED)
    cards = sorted((one for one in made if one.level in (Level.YELLOW, Level.RED)), key=lambda one: one.order)
    if version is None:
        return []
    reds: dict[str, date] = {}
    for card in cards:
        if card.level == Level.RED:
            reds.setdefault(card.case, card.issued_on)
    counted, result = defaultdict(list), {}
    for card in cards:
        window = (card.organisation, card.actor, quarter(card.effective_on))
        if card.level != Level.YELLOW or not card.actor or window in result:
            continue
        counted[window].append(card)
        active = [one for one in counted[window] if reds.get(one.case, date.max) > card.issued_on]
        if card in active and BY_CODE[ACCUMULATED].finds(Tally(YELLOWS_OF_HANDLER, len(active)), version.parameters):
            result[window] = accumulated(card, version, version.level, len(active))
    return list(result.values())


class HistoryError(ValueError):
    """A line of a history that cannot be read: its number, the field, what is wrong."""

    def __init__(self, line: int, field: str, error: str):
        where = f"{line}: {field}: " if field else f"{line}: "
        super().__init__(where + error)
        self.line, self.field, self.error = line, field, error


@dataclass
class Index:
    """Where the events of each case lie in the file, so that only one case at a time is held in memory."""

    cases: dict[str, array] = field(default_factory=lambda: defaultdict(lambda: array("Q")))
    items: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    first: date | None = None
    last: date | None = None

    def add(self, event: Event, line: int, offset: int):
        on = event.at.date()
        self.first, self.last = min(self.first or on, on), max(self.last or on, on)
        if event.type == "item.defined":
            self.items[event.about].append(event)
        elif not event.type.startswith("order."):
            self.cases[event.about].extend((line, offset))


class History:
    """A file of events. Its lines are read twice: once to find each case's own, then case by case."""

    def __init__(self, path: Path):
        """Raises OSError, and HistoryError at the first line that cannot be read."""
        self.path = path
        self.index = Index()
        with path.open("rb") as lines:
            offset = 0
            for number, line in enumerate(lines, 1):
                if line.strip():
                    self.index.add(read(line, number), number, offset)
                offset += len(line)
        for code, defined in self.index.items.items():
            self.index.items[code] = sorted(defined, key=lambda event: event.at)
        self.facts = {code: [(one.at, item_of(one)) for one in defined] for code, defined in self.index.items.items()}

    def traces(self, calendar: Calendar, until: date) -> Iterator[Trace]:
        """Every case, one after the other. Raises HistoryError for what contradicts itself."""
        if not self.index.cases:
            return
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for case, places in self.index.cases.items():
                events = self.events(content, places)
                yield tell(case, self.item(events), [event for _line, event in events], calendar, until)

    def events(self, content: mmap.mmap, places: array) -> list[tuple[int, Event]]:
        """The events of one case in the order of time, each id once."""
        known: dict[str, Event] = {}
        made = []
        for line, offset in zip(places[::2], places[1::2], strict=True):
            end = content.find(b"\n", offset)
            event = read(content[offset : end if end >= 0 else None], line)
            if event.id not in known:
                known[event.id] = event
                made.append((line, event))
            elif known[event.id] != event:
                raise HistoryError(line, "id", f"“{event.id}” was told before with other facts")
        return sorted(made, key=lambda pair: pair[1].at)

    def item(self, events: list[tuple[int, Event]]) -> ItemFacts:
        """The item of a case as it was defined when the case began, or as it was first defined."""
        line, first = next(((line, event) for line, event in events if item_code(event)), events[0])
        versions = self.facts.get(item_code(first))
        if not versions:
            words = "unknown item" if item_code(first) else "no event says which item this case is about"
            raise HistoryError(line, "item", words)
        return next((facts for at, facts in reversed(versions) if at <= first.at), versions[0][1])


def item_code(event: Event) -> str:
    return event.detail.get("item") or event.item


def read(line: bytes, number: int) -> Event:
    try:
        return read_line(line)
    except EventError as fault:
        raise HistoryError(number, fault.field, fault.error) from fault


def run(traces: Iterable[Trace], rules: RuleSet, calendar: Calendar, until: date) -> list[Found]:
    """All findings of many cases, in the order in which they would have been issued."""
    made = [found for trace in traces for found in found_in(trace, rules, calendar, until)]
    made += too_many_yellows(made, rules)
    return sorted(made, key=lambda found: found.order)
