"""Powers that the office exercises itself: penalties and levies, each on a fixed course with four eyes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.models.cases import OfUnitQuerySet
from approvals.models.fees import YUAN
from records.columns import person
from records.subjects import Subject


class Penalty(FSMModelMixin, models.Model):
    """A penalty case: filed, investigated by two, told, reviewed, decided by the post its amount asks for, served.

    Below 50,000 yuan the deputy head decides after a review meeting, from 50,000 yuan on the head (seed S1-13).
    """

    class State(models.TextChoices):
        FILED = "filed", _("filed, under investigation")
        PROPOSED = "proposed", _("penalty proposed")
        TOLD = "told", _("party told beforehand")
        REVIEWED = "reviewed", _("waiting for decision")
        DECIDED = "decided", _("decided")
        SERVED = "served", _("served on the party")
        CLOSED = "closed", _("carried out and closed")
        DROPPED = "dropped", _("no penalty")

    OPEN = [State.FILED, State.PROPOSED, State.TOLD, State.REVIEWED]

    class Hearing(models.TextChoices):
        NOT_ASKED = "", _("no hearing asked for")
        WAIVED = "waived", _("right to a hearing given up")
        DEMANDED = "demanded", _("hearing demanded")
        HELD = "held", _("hearing held")

    number = models.CharField(_("penalty case number"), max_length=60, unique=True)
    state = FSMField(_("state"), choices=State.choices, default=State.FILED, protected=True)
    item = models.ForeignKey(
        "approvals.Item", on_delete=models.PROTECT, related_name="penalties", verbose_name=_("item")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="penalties", verbose_name=_("organisation")
    )
    slip = models.ForeignKey(
        "approvals.Slip", null=True, on_delete=models.PROTECT, related_name="penalties", verbose_name=_("inspection")
    )
    party_name = models.CharField(_("party"), max_length=100)
    party_id = models.CharField(_("identity number or credit code"), max_length=20)
    party_address = models.CharField(_("address"), max_length=200, blank=True)
    first_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("first officer")
    )
    second_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("second officer")
    )
    facts = models.TextField(_("facts and evidence"), max_length=4000)
    basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    amount = models.DecimalField(_("fine (yuan)"), null=True, **YUAN)
    other_measures = models.CharField(_("other measures"), max_length=500, blank=True)
    filed_at = models.DateTimeField(_("filed at"))
    told_at = models.DateTimeField(_("party told at"), null=True)
    statement = models.TextField(_("statement of the party"), max_length=4000, blank=True)
    hearing = models.CharField(_("hearing"), max_length=10, choices=Hearing, blank=True)
    hearing_on = models.DateField(_("hearing on"), null=True)
    hearing_record = models.TextField(_("record of the hearing"), max_length=4000, blank=True)
    review = models.TextField(_("legal review"), max_length=4000, blank=True)
    reviewed_by = person()
    meeting_on = models.DateField(_("review meeting on"), null=True)
    attendees = models.CharField(_("present at the review meeting"), max_length=300, blank=True)
    meeting = models.TextField(_("minutes of the review meeting"), max_length=4000, blank=True)
    earlier = models.TextField(_("earlier rounds"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    served_at = models.DateTimeField(_("served at"), null=True)
    paid_at = models.DateTimeField(_("carried out at"), null=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = OfUnitQuerySet.as_manager()

    subject_related = ("item",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_officer=F("second_officer")),
                name="penalty_by_two_officers",
                violation_error_message=_("A penalty case is investigated by at least two officers."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (~Q(decided_by=F("first_officer")) & ~Q(decided_by=F("second_officer"))),
                name="penalty_decided_by_another",
                violation_error_message=_("Who investigated must not decide."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(reviewed_by=None) | ~Q(decided_by=F("reviewed_by")),
                name="penalty_reviewer_is_not_decider",
                violation_error_message=_("Who reviewed must not decide."),
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="penalty_not_negative"),
        ]
        indexes = [models.Index(fields=["organisation", "-filed_at"], name="penalty_of_organisation")]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("approvals:penalty", args=[self.pk])
        return Subject(_("Penalty case"), self.number, self.item.name, address)

    @transition(state, source=State.FILED, target=State.PROPOSED)
    def propose(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.TOLD)
    def tell(self):
        pass

    @transition(state, source=State.TOLD, target=State.TOLD)
    def hear_party(self):
        """The party has made its statement, or given it up (行政处罚法 第四十五条)."""

    @transition(state, source=State.TOLD, target=State.TOLD)
    def hold_hearing(self):
        pass

    @transition(state, source=State.TOLD, target=State.REVIEWED)
    def give_review(self):
        pass

    @transition(state, source=State.REVIEWED, target=State.REVIEWED)
    def hold_meeting(self):
        """The deputy head, the branch, legal and related sections discuss the case (seed S1-13)."""

    @transition(state, source=State.REVIEWED, target=State.FILED)
    def send_back(self):
        pass

    @transition(state, source=State.REVIEWED, target=State.DECIDED)
    def decide(self):
        pass

    @transition(state, source=OPEN, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=State.DECIDED, target=State.SERVED)
    def serve(self):
        pass

    @transition(state, source=State.SERVED, target=State.CLOSED)
    def close(self):
        pass


class Levy(FSMModelMixin, models.Model):
    """A levy: assessed by one person from the table of the item, approved by another, told, paid."""

    class State(models.TextChoices):
        ASSESSED = "assessed", _("assessed, waiting for approval")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("approved, to be paid")
        PAID = "paid", _("paid")

    number = models.CharField(_("levy number"), max_length=60, unique=True)
    state = FSMField(_("state"), choices=State.choices, default=State.ASSESSED, protected=True)
    item = models.ForeignKey("approvals.Item", on_delete=models.PROTECT, related_name="levies", verbose_name=_("item"))
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="levies", verbose_name=_("organisation")
    )
    fee = models.ForeignKey("approvals.ItemFee", on_delete=models.PROTECT, related_name="+", verbose_name=_("rate"))
    payer_name = models.CharField(_("payer"), max_length=100)
    payer_id = models.CharField(_("identity number or credit code"), max_length=20)
    period = models.CharField(_("period or occasion"), max_length=100)
    quantity = models.DecimalField(_("quantity"), **YUAN)
    amount = models.DecimalField(_("amount (yuan)"), **YUAN)
    assessed_at = models.DateTimeField(_("assessed at"))
    assessed_by = person()
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = person()
    note = models.TextField(_("note"), max_length=1000, blank=True)
    pay_by = models.DateField(_("to be paid by"), null=True)
    paid_at = models.DateTimeField(_("paid at"), null=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = OfUnitQuerySet.as_manager()

    subject_related = ("item",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("assessed_by")),
                name="levy_approved_by_another",
                violation_error_message=_("A levy is approved by somebody other than its assessor."),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, quantity__gt=0), name="levy_is_positive"),
        ]
        indexes = [models.Index(fields=["organisation", "-assessed_at"], name="levy_of_organisation")]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("approvals:levy", args=[self.pk])
        return Subject(_("Levy"), self.number, self.item.name, address)

    @transition(state, source=State.ASSESSED, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.ASSESSED, target=State.RETURNED)
    def send_back(self):
        pass

    @transition(state, source=State.RETURNED, target=State.ASSESSED)
    def assess_again(self):
        pass

    @transition(state, source=State.APPROVED, target=State.PAID)
    def pay(self):
        pass
