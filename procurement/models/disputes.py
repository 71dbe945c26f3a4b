"""Objections (异议／质疑) to the tenderer, and complaints of bidders (投诉) to the supervising department."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from procurement.models.fields import firm, unit
from procurement.models.tenders import Tender
from records.columns import person
from records.subjects import Subject


class Against(models.TextChoices):
    """What is objected to; each has a time of its own (招标投标法实施条例 第二十二、四十四、五十四条)."""

    PREQUALIFICATION = "prequalification", _("prequalification documents")
    DOCUMENTS = "documents", _("tender documents")
    OPENING = "opening", _("opening")
    RESULT = "result", _("result of the evaluation")
    OTHER = "other", _("another matter")


def within(tender: Tender, words) -> Subject:
    """How lists of other apps name what belongs to a tender; whose it is stays out."""
    about = tender.as_subject()
    return Subject(about.kind, about.number, f"{about.title}（{words}）", about.address)


class Objection(FSMModelMixin, models.Model):
    """One objection; whose it is stays hidden until the bids are open. While it is open the tender stands still."""

    subject_related = ("tender",)

    class State(models.TextChoices):
        OPEN = "open", _("waiting for the answer")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="objections")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    against = models.CharField(_("objection to"), max_length=20, choices=Against)
    party = firm(_("objector"), related_name="objections", null=False, blank=False)
    text = models.TextField(_("objection"), max_length=5000)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    lodged_at = models.DateTimeField(_("lodged at"))
    lodged_by = person()
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    is_upheld = models.BooleanField(_("the objection holds"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered")
                | (~Q(answer="") & Q(answered_at__isnull=False, is_upheld__isnull=False)),
                name="objection_answered_in_full",
                violation_error_message=_("Write the answer, and say whether the objection holds."),
            )
        ]

    def __str__(self):
        return f"{self.tender} {self.get_against_display()}"

    def as_subject(self) -> Subject:
        return within(self.tender, self.get_against_display())

    @transition(state, source=State.OPEN, target=State.ANSWERED)
    def reply(self):
        pass

    @transition(state, source=State.OPEN, target=State.WITHDRAWN)
    def withdraw(self):
        pass


class BidComplaint(FSMModelMixin, models.Model):
    """A complaint of a bidder to the supervising department, from filing to the decision (条例 第六十、六十一条)."""

    subject_related = ("tender",)

    class State(models.TextChoices):
        FILED = "filed", _("waiting for acceptance")
        ACCEPTED = "accepted", _("being examined")
        REFUSED = "refused", _("not accepted")
        DECIDED = "decided", _("decided")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = [State.FILED, State.ACCEPTED]

    class Outcome(models.TextChoices):
        DISMISSED = "dismissed", _("dismissed")
        CORRECT = "correct", _("to be corrected")
        VOID = "void", _("the award is void")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="complaints")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    against = models.CharField(_("complaint about"), max_length=20, choices=Against)
    party = firm(_("complainant"), related_name="bid_complaints", null=False, blank=False)
    objection = models.ForeignKey(Objection, null=True, on_delete=models.PROTECT, related_name="complaints")
    knew_on = models.DateField(_("knew of it on"))
    text = models.TextField(_("complaint"), max_length=5000)
    state = FSMField(_("state"), choices=State.choices, default=State.FILED, protected=True)
    filed_at = models.DateTimeField(_("complaint filed at"))
    filed_by = person()
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    accepted_by = person()
    tests_since = models.DateField(_("tests since"), null=True)
    tests_reason = models.CharField(_("what is tested"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    decision = models.TextField(_("decision"), max_length=5000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    organisation = unit(_("organisation"), null=False, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "refused"]) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="bid_complaint_decided_with_words",
                violation_error_message=_("Write the decision and its ground."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(decided_by=None) | ~Q(accepted_by=F("decided_by")),
                name="bid_complaint_decided_by_another",
                violation_error_message=_("A complaint is decided by somebody other than who accepted it."),
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.get_against_display()}"

    def as_subject(self) -> Subject:
        return within(self.tender, self.get_against_display())

    @transition(state, source=State.FILED, target=State.ACCEPTED)
    def accept(self):
        pass

    @transition(state, source=State.FILED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.ACCEPTED, target=State.DECIDED)
    def decide(self):
        pass

    @transition(state, source=OPEN, target=State.WITHDRAWN)
    def withdraw(self):
        pass
