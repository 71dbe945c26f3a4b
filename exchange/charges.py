"""Do the fees that were taken for cases reach the books of non-tax revenue? Neither app knows the other; this does.

A charge is found again by its receipt, whose number is the ticket, or else by unit, day and amount, each fee once.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models import Charge
from funds.models import Collection

MISSING, ALTERED = "missing", "altered"
WORDS = {MISSING: _("not among the fees collected"), ALTERED: _("entered with another amount")}


@dataclass(frozen=True)
class Difference:
    """A charge that does not agree; amounts in fen, `found` is None where nothing was found."""

    kind: str
    charge: Charge
    expected: int
    found: int | None = None

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])


def fen(charge: Charge) -> int:
    return int(charge.amount * 100)


def day_of(charge: Charge) -> date:
    return timezone.localdate(charge.charged_at)


def differences(path: str, first: date, last: date) -> list[Difference]:
    """The charges of the units below this path, from the first to the last day, that the books do not show."""
    charges = Charge.objects.filter(case__organisation__path__startswith=path)
    charges = charges.filter(charged_at__date__gte=first, charged_at__date__lte=last)
    charges = list(charges.select_related("case__organisation", "receipt").order_by("pk"))
    numbers = [charge.receipt.number for charge in charges if charge.receipt]
    asked = Q(ticket__in=numbers) | Q(
        organisation__path__startswith=path, collected_on__gte=first, collected_on__lte=last
    )
    fees = list(Collection.objects.filter(asked).order_by("pk"))
    by_ticket = {fee.ticket: fee for fee in fees}
    loose = defaultdict(list)
    for fee in fees:
        if fee.ticket not in numbers:
            loose[fee.organisation_id, fee.collected_on, fee.amount].append(fee)
    compared = (compare(charge, by_ticket, loose) for charge in charges)
    return [difference for difference in compared if difference is not None]


def compare(charge: Charge, by_ticket: dict[str, Collection], loose: dict) -> Difference | None:
    ticketed = by_ticket.get(charge.receipt.number) if charge.receipt else None
    if ticketed is not None:
        if ticketed.amount == fen(charge):
            return None
        return Difference(ALTERED, charge, fen(charge), ticketed.amount)
    same = loose[charge.case.organisation_id, day_of(charge), fen(charge)]
    if same:
        same.pop(0)
        return None
    return Difference(MISSING, charge, fen(charge))
