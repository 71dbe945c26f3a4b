"""Fees that should be with the treasury while no list of the bank shows them: how long, and what is to be done.

The bank's list of a day is there on the next working day; what it does not show then has to be asked about.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from funds.actions.collecting import unconfirmed
from funds.models import BankDay, BankEntry, Collection
from funds.money import yuan

BANK_DAYS = 1  # working days until the list of a day is there
LONG_DAYS = 5  # working days from which it is grave


def due_before(today: date) -> date:
    """What came to the treasury before this day should be confirmed by now."""
    calendar = calendars.calendar()
    return calendar.numbered(calendar.count(today) - BANK_DAYS)


def waiting(collections, today: date):
    """The fees nobody confirmed, oldest first, each with `came_on`, `is_listed` and what the bank `said` (in fen)."""
    altered = BankEntry.objects.filter(result=BankEntry.Result.ALTERED).order_by("-pk")
    altered = altered.filter(Q(collection=OuterRef("pk")) | Q(collection__purse=OuterRef("purse")))
    later = BankDay.objects.filter(account=OuterRef("account"), day__gte=OuterRef("came_on"))
    rows = unconfirmed(collections, due_before(today)).annotate(came_on=Coalesce("purse__handed_on", "collected_on"))
    rows = rows.annotate(is_listed=Exists(later), said=Subquery(altered.values("amount")[:1]))
    return rows.select_related("organisation", "matter", "account", "purse").order_by(F("came_on"), "pk")


def days_waiting(fee: Collection, today: date) -> int:
    """Working days since it came to the treasury."""
    return calendars.calendar().between(fee.came_on, today)


def tone(fee: Collection, today: date) -> str:
    return "over" if days_waiting(fee, today) >= LONG_DAYS else "warn"


def number_of(fee: Collection) -> str:
    """Under which the bank knows it: the payment slip of the hand-over, or its own ticket."""
    return fee.purse.paper if fee.purse else fee.ticket


def cure(fee: Collection) -> str:
    """What finance does about it."""
    if fee.said is not None:
        words = _("The bank's list says %(said)s yuan: clear the amount with the unit and the bank.")
        return words % {"said": yuan(fee.said)}
    if fee.is_listed:
        words = _("The lists since %(day)s do not show %(number)s: ask the bank, check the number with the unit.")
        return words % {"day": fee.came_on, "number": number_of(fee)}
    return _("Read in the bank's list of %(day)s.") % {"day": fee.came_on}
