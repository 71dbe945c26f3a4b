"""The vocabulary of histories: reading one event, whoever sent it. Pure: no database, no clock.

Every fault names the field and what is wrong with it; nothing is guessed. Keys that are not known are left alone, so
that the vocabulary can grow.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1990, 2999
TEXT, LONG, MOST_DAYS, MOST_CODES = 300, 5000, 3650, 500
PAUSES = ["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"]
ORDERS = ["consultation", "suggestion", "complaint", "report", "hotline"]


class EventError(ValueError):
    """An event that cannot be read: which field, and why, in words for the person who sent it."""

    def __init__(self, field: str, error: str):
        super().__init__(f"{field}: {error}")
        self.field, self.error = field, error


@dataclass(slots=True)
class Event:
    """One event. `about` is the number of the case or order, or the code of the item that is defined."""

    id: str
    at: datetime  # local time
    type: str
    about: str
    organisation: str
    actor: str
    item: str
    detail: dict


def text(value, field: str) -> str:
    """A line of readable text, without blanks around it."""
    if not isinstance(value, str) or not (value := value.strip()):
        raise EventError(field, _("A text is missing here."))
    if len(value) > TEXT or not value.isprintable():
        raise EventError(field, _("The text is too long or has signs that cannot be read."))
    return value


def words(value, field: str) -> str:
    """A text that may be left out or empty: whether it had to be there is supervision's question."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    return text(value, field)


def long_words(value, field: str) -> str:
    """A text of several lines that may be left out."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if not isinstance(value, str) or len(value) > LONG or not value.replace("\n", " ").isprintable():
        raise EventError(field, _("The text is too long or has signs that cannot be read."))
    return value.strip()


def days(value, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise EventError(field, _("A whole number of days from 0 to %(most)s is expected.") % {"most": MOST_DAYS})
    return value


def some_days(value, field: str) -> int:
    if days(value, field) == 0:
        raise EventError(field, _("At least one day is expected."))
    return value


def days_or_none(value, field: str) -> int | None:
    return None if value is None else days(value, field)


def stars(value, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
        raise EventError(field, _("One to five stars are expected."))
    return value


def money(value, field: str) -> Decimal:
    """Yuan with at most two decimals, as a number or as text; never negative."""
    try:
        amount = Decimal(str(value)) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or not 0 <= amount < 10**12 or amount.as_tuple().exponent < -2:
        raise EventError(field, _("An amount in yuan with at most two decimals is expected."))
    return amount


def truth(value, field: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise EventError(field, _("true or false is expected."))
    return value


def several(value, field: str) -> list:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST_CODES:
        raise EventError(field, _("A list is expected."))
    return value


def codes(value, field: str) -> list[str]:
    return [text(one, field) for one in several(value, field)]


def rows(name: str, read: Callable) -> Callable:
    """Reads a list of {code, <name>} as a table; a code that stands there twice is a contradiction."""

    def table(value, field: str) -> dict:
        made = {}
        for row in several(value, field):
            if not isinstance(row, dict):
                raise EventError(field, _("An object with a code is expected."))
            code = text(row.get("code"), f"{field}.code")
            if code in made:
                raise EventError(field, _("“%(code)s” stands there twice.") % {"code": code})
            made[code] = read(row.get(name), f"{field}.{name}")
        return made

    return table


def one_of(choices: list[str]) -> Callable:
    def read(value, field: str) -> str:
        if value not in choices:
            raise EventError(field, _("One of these is expected: %(choices)s.") % {"choices": ", ".join(choices)})
        return value

    return read


ORDER_KEYS = {"kind": lambda value, field: None if value is None else one_of(ORDERS)(value, field), "reason": words}
NEW_ORDER_KEYS = ORDER_KEYS | {"title": words, "text": long_words, "category": words, "place": words}
REPLY_KEYS = ORDER_KEYS | {"text": long_words}
PAUSE_KEYS = {"kind": one_of(PAUSES), "limit_days": some_days, "document": words}
RESUME_KEYS = {"kind": lambda value, field: None if value is None else one_of(PAUSES)(value, field)}
ITEM_KEYS = {
    "name": text,
    "organisation": text,
    "kind": one_of(["promised", "immediate"]),
    "promised_days": days_or_none,
    "statutory_days": days_or_none,
    "steps": rows("days", days),
    "fees": rows("amount", money),
    "documents": codes,
    "joint": truth,
}

# Kind of event → its own keys and how each is read.
KINDS: dict[str, dict[str, Callable]] = {
    "item.defined": ITEM_KEYS,
    "case.received": {"item": text, "documents": codes},
    "case.correction_requested": {"missing": codes},
    "case.corrected": {"documents": codes},
    "case.accepted": {},
    "case.refused": {"reason": words},
    "case.step_started": {"step": text},
    "case.step_finished": {"step": text},
    "case.paused": PAUSE_KEYS,
    "case.resumed": RESUME_KEYS,
    "case.extended": {"days": some_days, "approver": text, "reason": words},
    "branch.opened": {"branch": text, "organisation": text, "limit_days": some_days},
    "branch.closed": {"branch": text, "opinion": one_of(["agree", "disagree"]), "reason": words},
    "case.decided": {"result": one_of(["granted", "denied"]), "reason": words},
    "fee.charged": {"fee": text, "amount": money},
    "case.delivered": {},
    "case.withdrawn": {},
    "case.rated": {"stars": stars},
    "order.received": NEW_ORDER_KEYS,
    "order.assigned": ORDER_KEYS,
    "order.accepted": ORDER_KEYS,
    "order.returned": ORDER_KEYS,
    "order.extended": {"days": days_or_none, **ORDER_KEYS},
    "order.replied": REPLY_KEYS,
    "order.closed": ORDER_KEYS,
}
ABOUT = {"item": "item", "order": "order"}  # what an event of this family is about; all others are about a case


def moment(value) -> datetime:
    """A local moment. Raises EventError without an offset: nobody can know then when it was."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise EventError("at", _("A moment like 2026-03-12T09:00:00+08:00 is expected."))
    return at.astimezone(SHANGHAI)


def read_event(data) -> Event:
    """One event from a decoded JSON object. Raises EventError."""
    if not isinstance(data, dict):
        raise EventError("", _("A JSON object is expected."))
    kind = data.get("type")
    keys = KINDS.get(kind) if isinstance(kind, str) else None
    if keys is None:
        raise EventError("type", _("This kind of event is not known."))
    key = ABOUT.get(kind.partition(".")[0], "case")
    event = Event(
        id=text(data.get("id"), "id"),
        at=moment(data.get("at")),
        type=kind,
        about=text(data.get(key), key),
        organisation=words(data.get("organisation"), "organisation"),
        actor=words(data.get("actor"), "actor"),
        item=words(data.get("item"), "item"),
        detail={name: read(data.get(name), name) for name, read in keys.items()},
    )
    if kind == "item.defined":
        check_item(event.detail)
    return event


def check_item(detail: dict):
    """The limits of an item must not contradict each other."""
    promised, statutory = detail["promised_days"], detail["statutory_days"]
    if detail["kind"] == "promised" and not promised:
        raise EventError("promised_days", _("A promised item promises at least one day."))
    if promised and statutory is not None and promised > statutory:
        raise EventError("promised_days", _("The promised limit must not exceed the statutory limit."))


def read_line(line: str | bytes) -> Event:
    """One line of a history. Raises EventError."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise EventError("", _("This is not a JSON object.")) from error
    return read_event(data)
