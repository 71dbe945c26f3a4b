"""What the pages of one row have in common: deeds offered in states, who writes, the clock in words."""

from django.utils.translation import gettext as _

from disclosure import clocks, permissions
from records.desk import Deed


def deed(form, action, may, states, label, done, icon="check", **more) -> Deed:
    """A deed of these people, offered in these states."""
    return Deed(form, action, lambda actor, row: row.state in states and may(actor, row), label, done, icon, **more)


def writes(actor, row) -> bool:
    return permissions.writes_for(actor, row.organisation)


def address(row):
    return row.address


def clock_words(row, name: str) -> list[str]:
    """When what is owed is due, or since when it stands still."""
    clock = clocks.running(row, name)
    if clock is None:
        return []
    if clock.paused_on:
        return [_("The clock stands still since %(day)s.") % {"day": clock.paused_on}]
    return [_("Owed by %(day)s.") % {"day": clock.due_on}]
