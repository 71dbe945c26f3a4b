"""What is established about answers and matters: faults of an answer, and whether what was complained of is proven."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.course import Reply
from complaints.models.orders import Order, unit
from records.columns import person


class ReplyCheck(models.Model):
    """The faults that an answer was sent with, as they were found at that moment. Never changed."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="check_found")
    faults = models.JSONField()  # of complaints.quality: [{"code", "detail"}]
    is_serious = models.BooleanField(_("answers nothing"), default=False)
    anyway = models.CharField(_("why it is sent all the same"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.reply} {len(self.faults)}"


class Proof(models.Model):
    """What the handling of a complaint established: proven or not, on which facts; where a camera saw it.

    A later one takes the place of an earlier one; none is changed. Supervision makes cards of what is proven.
    """

    class Verdict(models.TextChoices):
        PROVEN = "proven", _("proven")
        PARTLY = "partly", _("partly proven")
        UNPROVEN = "unproven", _("not proven")

    HOLDS = [Verdict.PROVEN, Verdict.PARTLY]

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="proofs")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    facts = models.TextField(_("facts established"), max_length=2000)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    accused = unit(_("unit that is to blame"))
    camera_place = models.CharField(_("camera"), max_length=100, blank=True)
    camera_at = models.DateTimeField(_("time of the picture"), null=True, blank=True)
    camera_clip = models.CharField(_("number of the clip"), max_length=100, blank=True)
    established_at = models.DateTimeField(_("established at"))
    established_by = person()
    organisation = unit(_("organisation"), null=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["accused", "-established_at"], name="proof_against_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="unproven") | ~Q(basis=""),
                name="proof_names_what_was_broken",
                violation_error_message=_("Give the article or the document that was broken."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="unproven") | Q(accused__isnull=False),
                name="proof_names_the_unit",
                violation_error_message=_("Name the unit that is to blame."),
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.get_verdict_display()}"

    @property
    def holds(self) -> bool:
        return self.verdict in self.HOLDS
