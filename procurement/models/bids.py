"""Sealed bids, their keys, the opening and what was read out at it. Money in fen.

Before the opening a row of `SealedBid` tells nothing: every bid of a box is equally long, covers stand among the real
ones, and neither person, firm, address nor session is kept beside it.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.disputes import within
from procurement.models.fields import firm, money, not_negative, unit
from procurement.models.tenders import Tender
from records.columns import person
from records.subjects import Subject


class Box(models.Model):
    """投标箱: where the sealed bids of one round lie. All are `size` bytes of content; keys are taken for `window`
    minutes from the deadline on."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="boxes")
    round = models.PositiveSmallIntegerField(_("round"))
    size = models.PositiveIntegerField(_("size (bytes)"))
    window = models.PositiveSmallIntegerField(_("time for the keys (minutes)"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "round"], name="one_box_a_round"),
            models.CheckConstraint(condition=Q(size__gt=0) & Q(window__gt=0), name="box_has_a_size"),
        ]

    def __str__(self):
        return f"{self.tender} {self.round}"


class SealedBid(models.Model):
    """What somebody put into the box. Real or a cover: only the key can tell."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="sealed_bids")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of `sealed`, in hex
    sealed = models.BinaryField()
    received_at = models.DateTimeField(_("time of arrival"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.digest[:16]


class Reveal(models.Model):
    """A bidder came to the opening: which bid is theirs, and its key, kept sealed until the window closes."""

    sealed_bid = models.OneToOneField(SealedBid, on_delete=models.PROTECT, related_name="reveal")
    party = firm(_("bidder"), null=False, blank=False, related_name="reveals")
    salt = models.CharField(max_length=64)
    veiled_key = models.BinaryField()  # procurement.veil
    veil = models.CharField(max_length=20)  # the name of the veil's key
    revealed_at = models.DateTimeField(_("key received at"))
    revealed_by = person(null=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.party} {self.sealed_bid}"


class OnSite(models.Model):
    """驻场监督: who watched this opening for the supervising department. Without one it does not end (seed S2-21)."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="watches")
    round = models.PositiveSmallIntegerField(_("round"))
    user = person(null=False)
    name = models.CharField(_("name"), max_length=50)
    organisation = unit(_("unit"), null=False, blank=False)
    signed_at = models.DateTimeField(_("signed in at"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "round", "user"],
                name="signed_in_once_an_opening",
                violation_error_message=_("You have signed in to this opening already."),
            )
        ]

    def __str__(self):
        return f"{self.name} {self.tender}"


class Opening(models.Model):
    """开标记录: `record` is what was read out, frozen; `bidders` counts the firms that came with their key."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="openings")
    round = models.PositiveSmallIntegerField(_("round"))
    bidders = models.PositiveSmallIntegerField(_("bidders"))
    record = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    opened_at = models.DateTimeField(_("time of the opening"))
    opened_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tender", "round"], name="one_opening_a_round")]

    def __str__(self):
        return f"{self.tender} {self.round}"


class BidQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(state=Bid.State.VALID)


class Bid(models.Model):
    """An opened bid. `void`: it cannot be read, or the law leaves no choice; everything else the committee decides.

    `marks` is what red flags compare: kind → values. `notes` are things to look at, for the committee.
    """

    class State(models.TextChoices):
        VALID = "valid", _("opened and read")
        VOID = "void", _("void")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="bids")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    party = firm(_("bidder"), null=False, blank=False, related_name="bids")
    sealed_bid = models.OneToOneField(SealedBid, null=True, on_delete=models.PROTECT, related_name="bid")
    price = money(_("price"))
    duration_days = models.PositiveIntegerField(_("time of performance (days)"), null=True)
    manager = models.CharField(_("project manager"), max_length=50, blank=True)
    author = models.CharField(_("author of the bid"), max_length=50, blank=True)
    handler = models.CharField(_("handler of the bid"), max_length=50, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    guarantee_number = models.CharField(_("guarantee number"), max_length=60, blank=True)
    payer = models.CharField(_("paid by"), max_length=100, blank=True)
    account = models.CharField(_("account of the payer"), max_length=60, blank=True)
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    marks = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("time of arrival"))
    opened_at = models.DateTimeField(_("time of the opening"))

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["price", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="valid", price__gt=0) | Q(state="void"), name="valid_bid_has_price"
            ),
            models.CheckConstraint(condition=~Q(state="void") | ~Q(reason=""), name="void_bid_has_a_reason"),
            models.UniqueConstraint(
                fields=["tender", "round", "party"], condition=Q(state="valid"), name="one_valid_bid_a_firm"
            ),
            not_negative("bid_no_negative_price", "price"),
        ]

    def __str__(self):
        return f"{self.tender} {self.party}"


class BankLine(models.Model):
    """A payment that arrived for a guarantee number. The bank hands its list over after the deadline, never before:
    a list of payers would be a list of bidders."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="bank_lines")
    round = models.PositiveSmallIntegerField(_("round"))
    number = models.CharField(_("guarantee number"), max_length=60)
    payer = models.CharField(_("paid by"), max_length=100)
    account = models.CharField(_("account of the payer"), max_length=60)
    amount = money(_("amount"), null=False, blank=False)
    paid_on = models.DateField(_("paid on"))
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "round", "number"],
                name="guarantee_number_once",
                violation_error_message=_("This guarantee number stands in the list already."),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_line_has_amount"),
        ]

    def __str__(self):
        return self.number


class Guarantee(models.Model):
    """投标保证金 of an opened bid, and its way back (with interest, 招标投标法实施条例 第五十七条)."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        RETURNED = "returned", _("paid back")
        KEPT = "kept", _("not returned")

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="guarantee")
    line = models.OneToOneField(BankLine, null=True, on_delete=models.PROTECT, related_name="guarantee")
    amount = money(_("amount"), null=False, blank=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    interest = money(_("interest"))
    reference = models.CharField(_("number of the transfer"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", settled_at=None) | Q(~Q(state="held"), settled_at__isnull=False),
                name="settled_guarantee_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | ~Q(reason=""),
                name="kept_guarantee_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
            not_negative("guarantee_no_negative_money", "amount", "interest"),
        ]

    def __str__(self):
        return f"{self.bid} {self.amount}"


class WithdrawnGuarantee(models.Model):
    """Whoever took a bid back asks for its guarantee by its number; nothing says who that is (条例 第三十五条)."""

    subject_related = ("sealed_bid__box__tender",)

    sealed_bid = models.OneToOneField(SealedBid, on_delete=models.PROTECT, related_name="refund")
    number = models.CharField(_("guarantee number"), max_length=60)
    asked_at = models.DateTimeField(_("time of the request"))
    returned_at = models.DateTimeField(_("time of the return"), null=True)
    returned_by = person()
    reference = models.CharField(_("number of the transfer"), max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="withdrawn_guarantee_has_number"),
            models.CheckConstraint(
                condition=Q(returned_at=None, reference="") | (Q(returned_at__isnull=False) & ~Q(reference="")),
                name="withdrawn_guarantee_returned_by_transfer",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def tender(self) -> Tender:
        return self.sealed_bid.box.tender

    def as_subject(self) -> Subject:
        return within(self.tender, _("guarantee of a withdrawn bid"))
