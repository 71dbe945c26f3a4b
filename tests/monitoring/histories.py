"""Histories for tests: events of one item, told in a few words, and what a replay finds in them."""

import json
from datetime import date

from config.management.commands.replay import shipped
from deadlines import calendar as calendars
from monitoring.replay import History, run

CALENDAR = calendars.file_calendar()
ITEM = {
    "type": "item.defined",
    "item": "XK-1",
    "name": "食品经营许可（新办）",
    "organisation": "scjg",
    "kind": "promised",
    "promised_days": 7,
    "statutory_days": 20,
    "steps": [],
    "fees": [{"code": "F1", "amount": 80}],
    "documents": ["D1"],
    "joint": False,
}


def moment(text: str) -> str:
    """ "2026-03-02" is ten to nine of that day: known to the sweep of the same morning."""
    day, _blank, time = text.partition(" ")
    return f"{day}T{time or '08:50'}:00+08:00"


def event(at: str, name: str, case: str = "HC-1", **more) -> dict:
    name = name if "." in name else f"case.{name}"
    return {"at": moment(at), "type": name, "case": case, "actor": "wang"} | more


def received(at: str, case: str = "HC-1", **more) -> dict:
    return event(at, "received", case, **({"item": "XK-1", "documents": ["D1"]} | more))


def accepted(at: str, case: str = "HC-1", **more) -> list[dict]:
    """Received and accepted on one morning."""
    return [received(at, case), event(at, "accepted", case, **more)]


class Replay:
    """Writes a history to a file and runs it through the default rules."""

    def __init__(self, path):
        self.path = path

    def __call__(self, *events, until: str, rules=None, raw=(), **item) -> list[dict]:
        rows = [ITEM | {"at": "2020-01-01T08:00:00+08:00"} | item]
        for one in events:
            rows += one if isinstance(one, list) else [one]
        numbered = [{"id": str(number)} | row for number, row in enumerate(rows)]
        lines = [json.dumps(row, ensure_ascii=False) for row in numbered]
        self.path.write_text("\n".join([*lines, *raw]) + "\n", "utf-8")
        day = date.fromisoformat(until)
        found = run(History(self.path).traces(CALENDAR, day), rules or shipped(), CALENDAR, day)
        return [one.line(CALENDAR) for one in found]


def brief(found: list[dict]) -> list[tuple[str, str, str]]:
    """Rule, day from which it held, day of issue."""
    return [(one["rule"], one["effective_on"], one["issued_on"]) for one in found]
