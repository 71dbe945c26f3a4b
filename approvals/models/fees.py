"""What was charged for a case, and what was given back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.models.cases import Case
from approvals.models.items import ItemFee
from records.subjects import Subject

YUAN = {"max_digits": 12, "decimal_places": 2}


class Charge(models.Model):
    """Money taken for a case. `listed` is what the table valid on that day allows; more is a violation (V06).

    Our own desk refuses to take more; imported charges are kept as they were found. Never changed, never deleted.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="charges", verbose_name=_("case"))
    fee = models.ForeignKey(ItemFee, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("fee"))
    name = models.CharField(_("name"), max_length=200)
    quantity = models.DecimalField(_("quantity"), default=1, **YUAN)
    amount = models.DecimalField(_("amount (yuan)"), **YUAN)
    listed = models.DecimalField(_("amount allowed (yuan)"), **YUAN)
    charged_at = models.DateTimeField(_("charged at"))
    charged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("charged by")
    )
    receipt = models.ForeignKey("records.Document", null=True, on_delete=models.PROTECT, related_name="+")

    subject_related = ("case__item",)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_is_positive"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="charge_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(receipt=None) | Q(amount__lte=F("listed")), name="charge_at_our_desk_is_listed"
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.amount}"

    def as_subject(self) -> Subject:
        return self.case.as_subject()

    @property
    def excess(self):
        """What was taken beyond the table, in yuan."""
        return max(self.amount - self.listed, 0)


class Refund(models.Model):
    """Money given back, with the reason."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(_("amount (yuan)"), **YUAN)
    reason = models.CharField(_("reason"), max_length=300)
    refunded_at = models.DateTimeField(_("refunded at"))
    refunded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="refund_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.amount}"
