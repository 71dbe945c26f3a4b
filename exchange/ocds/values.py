"""Values out of a release that may hold anything: the right type or nothing, never an error."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

MOST = Decimal(10) ** 15  # yuan: what a bigint of fen holds with room to add up


def part(thing, *path: str) -> dict:
    """The object at this path, or an empty one."""
    for name in path:
        thing = thing.get(name) if isinstance(thing, dict) else None
    return thing if isinstance(thing, dict) else {}


def parts(thing, name: str) -> list[dict]:
    """The objects of the list of this name; whatever else stands in it is left out."""
    found = thing.get(name) if isinstance(thing, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def text(thing, name: str, most: int = 500) -> str:
    """The text of this name without signs a database cannot hold, cut to `most`; empty for anything else."""
    found = thing.get(name) if isinstance(thing, dict) else None
    return found.replace("\x00", "").strip()[:most] if isinstance(found, str) else ""


def identity(thing) -> str:
    """The id of an organisation, item or award; numbers count as their digits."""
    found = thing.get("id") if isinstance(thing, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found.replace("\x00", "").strip() if isinstance(found, str) else ""


def number(value) -> Decimal | None:
    """A finite number, also one written as text ("1234.50"); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < MOST else None


def fen(value) -> int | None:
    """An amount of yuan in whole fen, rounded to the nearest; negative amounts are none."""
    found = number(value)
    if found is None or found < 0:
        return None
    return int((found * 100).to_integral_value(rounding="ROUND_HALF_UP"))


def moment(value) -> datetime | None:
    """A moment with its offset; a day counts from its beginning here."""
    if not isinstance(value, str):
        return None
    try:
        found = parse_datetime(value.strip())
        if found is None and (only := parse_date(value.strip()[:10])) is not None:
            found = datetime.combine(only, datetime.min.time())
        if found is None:
            return None
        return found if timezone.is_aware(found) else timezone.make_aware(found)
    except (ValueError, OverflowError):
        return None


def day(value) -> date | None:
    """The local day of a moment; None for what lies outside of what calendars hold."""
    found = moment(value)
    try:
        local = timezone.localdate(found) if found else None
    except (ValueError, OverflowError):
        return None
    return local if local and 1900 <= local.year <= 2100 else None


def whole(value) -> int | None:
    """A whole number of days or people, not negative."""
    found = number(value)
    return int(found) if found is not None and found == found.to_integral_value() and 0 <= found < 10**6 else None
