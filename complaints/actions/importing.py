"""Orders out of a workbook, one transaction: every row through the one intake, or none."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from complaints.actions.receiving import Filing, receive
from complaints.models import Order
from complaints.permissions import can_dispatch
from records.actions import deed, record


@deed
def take_over(rows: list[tuple[Filing, object]], *, by, now) -> list[Order]:
    """Take in (filing, received at or None) in their order. Returns the orders."""
    if not can_dispatch(by):
        raise PermissionDenied(_("Workbooks of orders are read in by the hotline office."))
    made = [receive(filing, by=by, now=moment or now) for filing, moment in rows]
    record("complaints.orders.imported", by.organisation, actor=by, now=now, count=len(made))
    return made
