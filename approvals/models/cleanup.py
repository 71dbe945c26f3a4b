"""The clean-up of the catalogue (清理): what was kept, merged or cancelled, why, and what it saves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.items import Item


class CleanUp(models.Model):
    """One decision about one item. The figures of before and after are frozen when it is made."""

    class Decision(models.TextChoices):
        KEPT = "kept", _("kept")
        MERGED = "merged", _("merged")
        CANCELLED = "cancelled", _("cancelled")

    round = models.CharField(_("round of clean-up"), max_length=50)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="clean_ups", verbose_name=_("item before"))
    after = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("item after")
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.CharField(_("reason"), max_length=300)
    basis = models.CharField(_("document it rests on"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    links_before = models.PositiveSmallIntegerField(_("links before"))
    links_after = models.PositiveSmallIntegerField(_("links after"))
    documents_before = models.PositiveSmallIntegerField(_("documents before"))
    documents_after = models.PositiveSmallIntegerField(_("documents after"))
    days_before = models.PositiveSmallIntegerField(_("working days before"))
    days_after = models.PositiveSmallIntegerField(_("working days after"))

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="clean_up_has_a_reason",
                violation_error_message=_("Every decision of the clean-up gives its reason."),
            ),
            models.CheckConstraint(
                condition=Q(decision="cancelled") | Q(after__isnull=False), name="clean_up_leads_somewhere"
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_decision_display()}"
