"""The clean-up of the catalogue (清理): what was kept, merged or cancelled, why, and what it saves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.models.items import Item
from records.subjects import Subject


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
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
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
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="clean_up_decided_by_another",
                violation_error_message=_("A clean-up is decided by somebody other than the one who proposed it."),
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_decision_display()}"


class CleanUpProposal(FSMModelMixin, models.Model):
    """What the system administrator proposes for an item in force; the head of its unit decides (分权, seed S3-11)."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for the head of the unit")
        CARRIED_OUT = "carried_out", _("decided as proposed")
        DROPPED = "dropped", _("not carried out")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("item"))
    decision = models.CharField(_("decision"), max_length=10, choices=CleanUp.Decision)
    into = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("merged into")
    )
    round = models.CharField(_("round of clean-up"), max_length=50)
    reason = models.CharField(_("reason"), max_length=300)
    basis = models.CharField(_("document it rests on"), max_length=200)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    subject_related = ("item",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state="open"),
                name="proposal_open_once",
                violation_error_message=_("There is a proposal for this item already."),
            ),
            models.CheckConstraint(
                condition=Q(decision="merged", into__isnull=False) | (~Q(decision="merged") & Q(into=None)),
                name="proposal_merges_into_an_item",
                violation_error_message=_("Choose the item into which this one is merged, and only then."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")) | Q(state="dropped"),
                name="proposal_decided_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_decision_display()}"

    def as_subject(self) -> Subject:
        return self.item.as_subject()

    @transition(state, source=State.OPEN, target=State.CARRIED_OUT)
    def carry_out(self):
        pass

    @transition(state, source=State.OPEN, target=State.DROPPED)
    def drop(self):
        pass
