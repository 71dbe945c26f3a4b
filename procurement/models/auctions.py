"""Listing and ascending auction of land and property (挂牌、拍卖、网络竞价). Money in fen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from procurement.models.fields import firm, money
from procurement.models.tenders import Tender
from records.columns import person


class Auction(FSMModelMixin, models.Model):
    """One lot under the hammer. An offer in the last `extension` seconds moves the end to that long after it.

    The reserve price is sealed (procurement.veil) until the end: nobody bids against it.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("offers are taken")
        SOLD = "sold", _("sold")
        UNSOLD = "unsold", _("not sold")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="auctions")
    round = models.PositiveSmallIntegerField(_("round"))
    start_price = money(_("starting price"), null=False, blank=False)
    increment = money(_("smallest step"), null=False, blank=False)
    veiled_reserve = models.BinaryField(null=True)
    veil = models.CharField(max_length=20, blank=True)  # the name of the veil's key
    reserve = money(_("reserve price"))  # after the end
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    extension = models.PositiveSmallIntegerField(_("extension (seconds)"))
    state = FSMField(_("state"), choices=State.choices, default=State.RUNNING, protected=True)
    winner = firm(_("winner"))
    price = money(_("price"))
    closed_at = models.DateTimeField(_("time of the end"), null=True)
    listed_by = person()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ends_at"], condition=Q(state="running"), name="auction_to_close")]
        constraints = [
            models.UniqueConstraint(fields=["tender", "round"], name="one_auction_a_round"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="auction_ends_after_start"),
            models.CheckConstraint(
                condition=Q(increment__gt=0, start_price__gt=0),
                name="auction_rises",
                violation_error_message=_("The starting price and the step are more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(state="running", closed_at=None)
                | Q(state="unsold", closed_at__isnull=False, winner=None)
                | Q(state="sold", closed_at__isnull=False, winner__isnull=False, price__isnull=False),
                name="sold_auction_has_a_winner",
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.round}"

    @transition(state, source=State.RUNNING, target=State.SOLD)
    def sell(self):
        pass

    @transition(state, source=State.RUNNING, target=State.UNSOLD)
    def pass_over(self):
        """流拍: nobody offered, or not enough."""


class Paddle(models.Model):
    """A firm that was admitted. Its number stands for it in public until the end."""

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="paddles")
    number = models.PositiveSmallIntegerField(_("bidder number"))
    party = firm(_("bidder"), null=False, blank=False, related_name="paddles")
    admitted_at = models.DateTimeField(_("admitted at"))
    admitted_by = person()

    class Meta:
        ordering = ["auction", "number"]
        constraints = [
            models.UniqueConstraint(fields=["auction", "number"], name="paddle_number_once"),
            models.UniqueConstraint(
                fields=["auction", "party"],
                name="paddle_once_a_firm",
                violation_error_message=_("This firm has been admitted already."),
            ),
        ]

    def __str__(self):
        return f"{self.number}"


class Offer(models.Model):
    """One offer; the database stamps it, and each is higher than all before it. Never changed."""

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="offers")
    paddle = models.ForeignKey(Paddle, on_delete=models.PROTECT, related_name="offers")
    amount = money(_("amount"), null=False, blank=False)
    offered_at = models.DateTimeField(_("time of the offer"))
    offered_by = person()
    ends_at = models.DateTimeField(_("end after this offer"))

    class Meta:
        ordering = ["-amount"]
        constraints = [models.UniqueConstraint(fields=["auction", "amount"], name="offer_amount_once")]

    def __str__(self):
        return f"{self.auction} {self.amount}"
