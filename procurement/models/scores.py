"""How bids are scored: criteria of the tender, one locked sheet per seat, the report of the committee."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.draws import Seat
from procurement.models.fields import firm
from procurement.models.tenders import Tender
from records.columns import person


class Criterion(models.Model):
    """One line of the evaluation method. Settled with the documents, fixed by the notice."""

    class Kind(models.TextChoices):
        JUDGED = "judged", _("judged by the committee")
        LOWEST = "lowest", _("price: lowest price by own price")
        MEAN = "mean", _("price: distance from the mean of the prices")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("criterion"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.JUDGED)
    points = models.DecimalField(_("most points"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["tender", "number"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="criterion_number_once"),
            models.CheckConstraint(condition=Q(points__gt=0, points__lte=100), name="criterion_has_points"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_judged(self) -> bool:
        return self.kind == self.Kind.JUDGED


class Sheet(models.Model):
    """The scores of one seat, handed in and locked: nothing of it ever changes (招标投标法 第四十四条).

    `rejected`: party id → why its bid is rejected (招标投标法实施条例 第五十一条); `digest` is over all of it.
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="sheet")
    rejected = models.JSONField(default=dict)
    note = models.TextField(_("opinion"), max_length=2000, blank=True)
    digest = models.CharField(max_length=64)
    locked_at = models.DateTimeField(_("locked at"))

    class Meta:
        ordering = ["seat"]

    def __str__(self):
        return str(self.seat)


class Score(models.Model):
    """Points of one seat for one bidder in one criterion. Never changed."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    party = firm(_("bidder"), null=False, blank=False)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion", "party"], name="scored_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_not_negative"),
        ]

    def __str__(self):
        return f"{self.criterion} {self.party} {self.points}"


class Report(models.Model):
    """评标报告: the ranking as it follows from the locked sheets, with the digest of all of it. Never changed.

    `ranking` is [{party, name, price, judged, price_points, total}, …], `rejected` [{party, name, ground}, …].
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="reports")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    ranking = models.JSONField(default=list)
    rejected = models.JSONField(default=list)
    deviations = models.JSONField(default=list)  # [{seat, party, points, mean, percent}, …] beyond the threshold
    text = models.TextField(_("report"), max_length=5000)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made at"))
    made_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tender", "round"], name="one_report_a_round")]

    def __str__(self):
        return f"{self.tender} {self.round}"
