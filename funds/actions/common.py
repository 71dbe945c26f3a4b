"""What every deed on public funds has in common."""

from django.utils.translation import gettext as _

from records.refusal import Refused


def positive(amount: int, field="amount") -> int:
    if amount is None or amount <= 0:
        raise Refused(None, _("The amount must be greater than zero."), field=field)
    return amount
