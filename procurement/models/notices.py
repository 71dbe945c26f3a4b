"""What is made public about a tender, and what is made clear about its documents."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.fields import unit
from procurement.models.tenders import Tender
from records.columns import person


class NoticeQuerySet(models.QuerySet):
    def public(self, now):
        """What anybody may read at this moment."""
        return self.filter(published_at__lte=now)


class Notice(models.Model):
    """One publication. `until` is the last day of a publicity (公示), empty where there is none. Never changed."""

    class Kind(models.TextChoices):
        TENDER = "tender", _("tender notice")
        PREQUALIFICATION = "prequalification", _("notice of prequalification")
        CORRECTION = "correction", _("notice of correction")
        SINGLE = "single", _("publicity of single source")
        CANDIDATES = "candidates", _("publicity of candidates")
        RESULT = "result", _("notice of the result")
        FAILED = "failed", _("notice of failure")
        TERMINATED = "terminated", _("notice of termination")
        SUSPENDED = "suspended", _("notice of suspension")
        CONTRACT = "contract", _("notice of the contract")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="notices")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("notice title"), max_length=200)
    text = models.TextField(_("text"), max_length=10000)
    facts = models.JSONField(default=list)  # [[label, value], …] as they are shown
    media = models.JSONField(_("media"), default=list)
    published_at = models.DateTimeField(_("published at"))
    published_by = person()
    organisation = unit(_("organisation"))
    until = models.DateField(_("publicity until"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "-published_at"], name="notice_by_kind")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="notice_says_something")]

    def __str__(self):
        return self.title


class Clarification(models.Model):
    """答疑、澄清和修改: a question about the documents and its answer, or a change of the documents. Never changed.

    `changes_bids`: it may change what bids say, and is owed 15 days before the deadline (招标投标法 第二十三条).
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="clarifications")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    question = models.TextField(_("question"), max_length=3000, blank=True)
    text = models.TextField(_("clarification"), max_length=5000)
    changes_bids = models.BooleanField(_("may change what bids say"), default=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = person()
    deadline_was = models.DateTimeField(_("deadline before"), null=True)
    deadline_is = models.DateTimeField(_("deadline after"), null=True)
    notice = models.OneToOneField(Notice, null=True, on_delete=models.PROTECT, related_name="clarification")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="clarification_says_something")]

    def __str__(self):
        return self.text[:30]
