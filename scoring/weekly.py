"""Weekly reports, pure: weeks and months, what a month adds up to."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

DAYS = 7


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def sunday(week: date) -> date:
    return week + timedelta(days=DAYS - 1)


def month_of(week: date) -> date:
    """The month a week belongs to, by its first day: where its Sunday lies."""
    return sunday(week).replace(day=1)


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def weeks_of(month: date) -> list[date]:
    """The Mondays of the weeks that belong to this month."""
    found, week = [], monday(month)
    while sunday(week) < next_month(month):
        found.append(week)
        week += timedelta(days=DAYS)
    return found


def added(rows: Iterable[dict], codes: Iterable[str]) -> dict[str, str]:
    """Numbers by the codes of their fields, added up; as texts, so that JSON keeps every digit."""
    rows = list(rows)
    return {code: str(sum((Decimal(row.get(code) or 0) for row in rows), Decimal(0))) for code in codes}
