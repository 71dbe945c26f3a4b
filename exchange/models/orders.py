"""Orders that another system has told us of: which number there is which order here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Order
from exchange.models.sources import SourceSystem


class ForeignOrder(models.Model):
    """The number of an order at its source. `told_at` is the time of the last step that was entered."""

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(_("number at the source"), max_length=300)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="foreign")
    told_at = models.DateTimeField(_("last event"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="foreign_order_once")]

    def __str__(self):
        return self.number
