"""Paging by row comparison: every page costs the same, and nothing is counted.

A cursor is the sort value and the key of a row as text: "2026-03-11~42".
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext_lazy as _

BIGGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """The rows of one page and the cursors of its neighbours ("" where there is none)."""

    rows: list[dict]
    before: str
    after: str


def parse_cursor(text: str, kind: type):
    """(sort value of this kind: date or datetime, key). Raises ValidationError for what no page offered."""
    value, _sep, key = text.rpartition("~")
    try:
        moment = kind.fromisoformat(value)
        number = int(key)
    except ValueError:
        raise ValidationError(_("This page does not exist; please start again from the first.")) from None
    if not 0 <= number <= BIGGEST_KEY or (isinstance(moment, datetime) and moment.tzinfo is None):
        raise ValidationError(_("This page does not exist; please start again from the first."))
    return moment, number


def cursor_of(row: dict, name: str) -> str:
    return f"{row[name].isoformat()}~{row['pk']}"


def page(rows, name: str, *, size: int, descending=False, after=None, before=None) -> Page:
    """One page of a values() QuerySet sorted by (`name`, pk); `after` and `before` are parsed cursors."""
    cursor, backwards = after or before, before is not None and after is None
    falling = descending != backwards
    if cursor:
        beyond = TupleLessThan if falling else TupleGreaterThan
        rows = rows.filter(beyond(Tuple(F(name), F("pk")), cursor))
    signs = [f"-{name}", "-pk"] if falling else [name, "pk"]
    found = list(rows.order_by(*signs)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first, last = (cursor_of(found[0], name), cursor_of(found[-1], name)) if found else ("", "")
    has_before = more if backwards else cursor is not None
    has_after = cursor is not None if backwards else more
    return Page(found, first if has_before else "", last if has_after else "")
