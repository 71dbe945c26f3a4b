"""Questions of firms (询问) and prequalification (资格预审): what firms ask and hand in before there are bids."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from procurement.models.disputes import within
from procurement.models.fields import firm
from procurement.models.notices import Notice
from procurement.models.tenders import Tender
from records.columns import person
from records.subjects import Subject


class Inquiry(models.Model):
    """A question of a firm about the tender; whose it is stays hidden until the opening (政府采购法 第五十一条)."""

    subject_related = ("tender",)

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="inquiries")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    party = firm(_("firm that asks"), related_name="inquiries", null=False, blank=False)
    text = models.TextField(_("question"), max_length=3000)
    asked_at = models.DateTimeField(_("time of the question"))
    asked_by = person()
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="inquiry_asks_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="inquiry_answered_in_words",
                violation_error_message=_("Write the answer."),
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.pk}"

    def as_subject(self) -> Subject:
        return within(self.tender, _("question of a firm"))


class Prequalification(FSMModelMixin, models.Model):
    """资格预审 of one round, before its notice: who is able to do the work is settled before anybody bids.

    Documents are available from a day until a day, applications are taken until `due_at` (条例 第十五条至第十九条).
    """

    subject_related = ("tender",)

    class State(models.TextChoices):
        OPEN = "open", _("under way")
        PASSED = "passed", _("passed by enough firms")
        FAILED = "failed", _("passed by fewer than three")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="prequalifications")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="prequalification")
    conditions = models.TextField(_("what a firm must be able to do"), max_length=5000)
    documents_from = models.DateField(_("documents from"))
    documents_until = models.DateField(_("documents until"))
    due_at = models.DateTimeField(_("deadline of applications"))
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    concluded_at = models.DateTimeField(_("ended at"), null=True)
    concluded_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "round"],
                condition=~Q(state="failed"),
                name="one_prequalification_a_round",
                violation_error_message=_("There is a prequalification already."),
            ),
            models.CheckConstraint(
                condition=Q(documents_until__gte=F("documents_from")), name="prequalification_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="open", concluded_at=None) | (~Q(state="open") & Q(concluded_at__isnull=False)),
                name="prequalification_concluded_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.due_at:%Y-%m-%d}"

    def as_subject(self) -> Subject:
        return within(self.tender, _("prequalification"))

    @transition(state, source=State.OPEN, target=State.PASSED)
    def passes(self):
        pass

    @transition(state, source=State.OPEN, target=State.FAILED)
    def fails(self):
        pass


class Applicant(models.Model):
    """A firm that applied to be prequalified, and what the examination said of it. Its files are attachments."""

    subject_related = ("prequalification__tender",)

    prequalification = models.ForeignKey(Prequalification, on_delete=models.PROTECT, related_name="applicants")
    party = firm(_("firm that applies"), related_name="prequalifications", null=False, blank=False)
    statement = models.TextField(_("statement of the firm"), max_length=5000)
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = person()
    is_able = models.BooleanField(_("qualified"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    examined_at = models.DateTimeField(_("examined at"), null=True)
    examined_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["prequalification", "party"],
                name="applies_once",
                violation_error_message=_("This firm has applied already."),
            ),
            models.CheckConstraint(
                condition=~Q(is_able=False) | ~Q(reason=""),
                name="applicant_refused_with_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return f"{self.party} {self.prequalification}"

    @property
    def tender(self) -> Tender:
        return self.prequalification.tender

    def as_subject(self) -> Subject:
        return within(self.tender, _("application for prequalification"))
