"""Replay: a whole year of a county's cases through every rule, against reading the same file."""

import json
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.measure import Result, compare
from config.management.commands.replay import shipped
from deadlines import calendar as calendars
from monitoring import replay

CASES, FULL_CASES = 5_000, 58_584  # the published year of one district
START = date(2026, 1, 5)
ITEM = {
    "id": "item",
    "at": "2025-01-01T08:00:00+08:00",
    "type": "item.defined",
    "item": "X",
    "name": "食品经营许可",
    "organisation": "scjg",
    "kind": "promised",
    "promised_days": 7,
    "statutory_days": 20,
    "steps": [{"code": "review", "days": 4}, {"code": "approve", "days": 3}],
    "documents": ["D1"],
}
COURSE = [  # days since the receipt, hour, kind, what else
    (0, 9, "received", {"item": "X", "documents": ["D1"], "organisation": "scjg"}),
    (0, 10, "accepted", {}),
    (0, 11, "step_started", {"step": "review"}),
    (2, 15, "step_finished", {"step": "review"}),
    (2, 16, "step_started", {"step": "approve"}),
    (4, 10, "step_finished", {"step": "approve"}),
    (4, 11, "decided", {"result": "granted"}),
    (6, 10, "delivered", {}),
]
LATE = 20  # every so many-th case takes three weeks


def events(cases: int) -> Iterator[dict]:
    """Cases of one kind, spread over the year; some of them late."""
    rng = Random(7)  # noqa: S311 - the same file each time
    yield ITEM
    for number in range(cases):
        day, slow = START + timedelta(days=rng.randint(0, 300)), 5 if number % LATE == 0 else 1
        for place, (days, hour, kind, detail) in enumerate(COURSE):
            at = f"{day + timedelta(days=days * slow)}T{hour:02}:00:00+08:00"
            about = {"id": f"{number}.{place}", "at": at, "type": f"case.{kind}", "case": f"HC-{number}"}
            yield about | {"actor": f"clerk{number % 119}"} | detail


def write(path: Path, cases: int):
    with path.open("w", encoding="utf-8") as file:
        for event in events(cases):
            file.write(json.dumps(event, ensure_ascii=False) + "\n")


def replayed(path: Path, calendar, rules) -> int:
    """The whole file through the rules; returns the number of its events."""
    until = date(2026, 12, 31)
    replay.run(replay.History(path).traces(calendar, until), rules, calendar, until)
    return events_in(path)


def events_in(path: Path) -> int:
    """The cheapest thing to do with the file: decode every line."""
    with path.open("rb") as lines:
        return sum(1 for line in lines if json.loads(line))


def run(pairs: int, full: bool) -> list[Result]:
    cases = FULL_CASES if full else CASES
    calendar, rules = calendars.file_calendar(), shipped()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.jsonl"
        write(path, cases)
        result = compare(
            f"replay {cases:,} cases",
            lambda: replayed(path, calendar, rules),
            lambda: events_in(path),
            pairs=pairs,
            slower_is=True,
        )
    return [result]
