"""What integrity tells on the page of a power, the ledger of its exercise; on that of a risk point, what to do."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integrity.permissions import can_read_ledger, is_discipline
from records.beside import Line

LEDGER = gettext_lazy("Ledger of the power")


def of_power(actor, power) -> Iterable[Line]:
    """The way to the ledger, for those who may read it."""
    if can_read_ledger(actor, power.list.organisation):
        yield Line(
            LEDGER, _("Every entry of the record about its exercise"), reverse("integrity:ledger", args=[power.pk])
        )


def of_point(actor, point) -> Iterable[Line]:
    """The way to enter what came in about this risk, for the discipline office."""
    if is_discipline(actor):
        yield Line(LEDGER, _("Enter risk information"), f"{reverse('integrity:enter')}?point={point.pk}")
