"""Who wins, the contract that follows, and what is added to it later. Money in fen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from procurement.models.fields import firm, money, not_negative
from procurement.models.tenders import Tender
from records.columns import person
from records.subjects import Subject


class Candidate(models.Model):
    """A candidate of the evaluation (中标候选人), at most three in order. Never changed."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="candidates")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    rank = models.PositiveSmallIntegerField(_("rank"))
    party = firm(_("candidate"), null=False, blank=False, related_name="candidacies")
    price = money(_("price"), null=False, blank=False)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    manager = models.CharField(_("project manager"), max_length=50, blank=True)

    class Meta:
        ordering = ["tender", "round", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "round", "rank"], name="candidate_rank_once"),
            models.UniqueConstraint(
                fields=["tender", "round", "party"],
                name="candidate_firm_once",
                violation_error_message=_("The same firm stands twice among the candidates."),
            ),
            models.CheckConstraint(
                condition=Q(rank__range=(1, 3)),
                name="candidates_at_most_three",
                violation_error_message=_("There are at most three candidates, in order."),
            ),
            not_negative("candidate_no_negative_price", "price"),
        ]

    def __str__(self):
        return f"{self.rank} {self.party}"


class Award(models.Model):
    """The decision on the winner (定标) and the award notice, at once or two days later. One a round."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="awards")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    winner = firm(_("winner"), null=False, blank=False, related_name="awards")
    price = money(_("price"), null=False, blank=False)
    reason = models.CharField(_("why not the first candidate"), max_length=500, blank=True)
    determined_on = models.DateField(_("winner determined on"))
    noticed_at = models.DateTimeField(_("award notice sent at"), null=True)
    noticed_by = person()
    reported_at = models.DateTimeField(_("report handed in at"), null=True)
    losers_refunded_at = models.DateTimeField(_("guarantees of the others returned at"), null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "round"], name="one_award_a_round"),
            not_negative("award_no_negative_price", "price"),
        ]

    def __str__(self):
        return f"{self.tender} {self.winner}"


class Contract(models.Model):
    """The contract of an award."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="contract")
    number = models.CharField(_("contract number"), max_length=60)
    amount = money(_("amount"), null=False, blank=False)
    duration_days = models.PositiveSmallIntegerField(_("time of performance (days)"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"))
    performance_guarantee = money(_("performance guarantee"), null=False, default=0)
    published_at = models.DateTimeField(_("published at"), null=True)
    filed_at = models.DateTimeField(_("contract filed at"), null=True)
    winner_refunded_at = models.DateTimeField(_("guarantee of the winner returned at"), null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [not_negative("contract_no_negative_money", "amount", "performance_guarantee")]

    def __str__(self):
        return self.number


class Supplement(models.Model):
    """A supplementary contract; together at most a tenth of the contract (政府采购法 第四十九条). Never changed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="supplements")
    amount = money(_("amount"), null=False, blank=False)
    reason = models.CharField(_("reason"), max_length=500)
    signed_on = models.DateField(_("signed on"))
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="supplement_adds_something")]

    def __str__(self):
        return f"{self.contract} +{self.amount}"


class Delivery(models.Model):
    """What was delivered under a contract and accepted: its price is owed from that day on (国办发〔2015〕7号)."""

    subject_related = ("contract__award__tender",)

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="deliveries")
    what = models.CharField(_("what was delivered"), max_length=200)
    amount = money(_("amount"), null=False, blank=False)
    accepted_on = models.DateField(_("accepted on"))
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()
    paid_on = models.DateField(_("paid on"), null=True)
    reference = models.CharField(_("number of the transfer"), max_length=60, blank=True)
    paid_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_has_amount"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | (Q(paid_on__gte=F("accepted_on")) & ~Q(reference="")),
                name="delivery_paid_after_acceptance",
                violation_error_message=_("It is paid after the acceptance, with the number of the transfer."),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def tender(self) -> Tender:
        return self.contract.award.tender

    def as_subject(self) -> Subject:
        about = self.tender.as_subject()
        return Subject(about.kind, about.number, f"{about.title}（{self.what}）", about.address)
