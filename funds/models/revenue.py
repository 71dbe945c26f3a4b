"""Non-tax revenue (非税收入): what may be charged, who collects it, what came in, and what the bank says of it.

Fees belong into the single treasury account: directly from the payer, or handed over by the unit that took cash with
hand tickets (427号令 第四条; 预算法 第五十六条).
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person, unit
from records.subjects import Subject


class FeeKind(models.Model):
    """A kind of non-tax revenue (收费种类) with its basis."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    basis = models.CharField(_("basis"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("kinds of fees")
        ordering = ["code"]

    def __str__(self):
        return self.name


class FeeMatter(models.Model):
    """One thing that a unit charges for (收费事项), with its standard."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.ForeignKey(FeeKind, on_delete=models.PROTECT, related_name="matters", verbose_name=_("kind"))
    name = models.CharField(_("name"), max_length=200)
    organisation = unit(_("unit"), null=False, blank=False)
    standard_words = models.CharField(_("standard in words"), max_length=200, blank=True)
    least = fen(_("least in fen"), null=True, blank=True)  # of one piece; empty where it is measured in each case
    most = fen(_("most in fen"), null=True, blank=True)
    is_open = models.BooleanField(_("charged"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("matters of fees")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(least__lte=F("most")),
                name="fee_standard_in_order",
                violation_error_message=_("The least lies above the most."),
            )
        ]

    def __str__(self):
        return self.name


class BankAccount(models.Model):
    """Where fees may come in: the treasury's accounts, or wrongly a unit's own."""

    class Sort(models.TextChoices):
        TREASURY = "treasury", _("single treasury account")  # 国库单一账户
        SPECIAL = "special", _("special fiscal account")  # 财政专户
        OWN = "own", _("account of the unit")

    sort = models.CharField(_("kind"), max_length=10, choices=Sort)
    number = models.CharField(_("bank account"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    bank = models.CharField(_("bank"), max_length=100)
    organisation = unit(_("unit"))

    class Meta:
        verbose_name = verbose_name_plural = _("accounts of revenue")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sort="own") | Q(organisation__isnull=False), name="own_account_has_an_owner"
            )
        ]

    def __str__(self):
        return f"{self.name} {self.number}"

    @property
    def is_single(self) -> bool:
        """Does what comes in here belong to the treasury at once?"""
        return self.sort != self.Sort.OWN


class Collector(models.Model):
    """How a unit collects: a window of its own, tickets by hand, or through a general window (S3-07)."""

    class Way(models.TextChoices):
        WINDOW = "window", _("own window")
        HAND = "hand", _("tickets by hand")
        GENERAL = "general", _("general window")

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="collector", verbose_name=_("unit")
    )
    way = models.CharField(_("way of collecting"), max_length=10, choices=Way)
    window = models.CharField(_("window"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("collecting units")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.organisation.short_name} {self.get_way_display()}"


class PurseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from funds.permissions.revenue import visible_purses

        return visible_purses(self, actor)


class Purse(FSMModelMixin, models.Model):
    """What a unit took in cash since its last hand-over; a clock runs until it is handed over to the treasury."""

    class State(models.TextChoices):
        OPEN = "open", _("to be handed over")
        HANDED = "handed", _("handed to the treasury")

    organisation = unit(_("unit"), null=False, blank=False)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    opened_at = models.DateTimeField(_("first receipt"))
    amount = fen(_("amount"), default=0)
    handed_on = models.DateField(_("handed over on"), null=True)
    paper = models.CharField(_("number of the payment slip"), max_length=40, blank=True)
    handed_by = person()

    objects = PurseQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("cash to be handed over")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="open"), name="one_open_purse"),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(handed_on__isnull=False) & ~Q(paper="")), name="handed_over_on_paper"
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {self.opened_at:%Y-%m-%d}"

    def as_subject(self) -> Subject:
        return Subject(_("Cash to be handed over"), "", str(self), reverse("funds:purse", args=[self.pk]))

    @property
    def tone(self) -> str:
        return "warn" if self.state == self.State.OPEN else "ok"

    @transition(state, source=State.OPEN, target=State.HANDED)
    def hand_over(self):
        pass


class CollectionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from funds.permissions.revenue import visible_collections

        return visible_collections(self, actor)


class Collection(FSMModelMixin, models.Model):
    """One fee that was paid (收缴): its ticket, who paid what for what, and where the money went."""

    class State(models.TextChoices):
        CASH = "cash", _("cash with the unit")
        OWN = "own", _("on an account of the unit")
        TREASURY = "treasury", _("with the treasury")
        CONFIRMED = "confirmed", _("confirmed by the bank")

    TONES = {State.CASH: "warn", State.OWN: "over", State.TREASURY: "info", State.CONFIRMED: "ok"}

    ticket = models.CharField(_("ticket number"), max_length=40, unique=True)
    matter = models.ForeignKey(FeeMatter, on_delete=models.PROTECT, related_name="collections", verbose_name=_("fee"))
    organisation = unit(_("unit"), null=False, blank=False)
    way = models.CharField(_("way of collecting"), max_length=10, choices=Collector.Way)
    payer = models.CharField(_("payer"), max_length=100)
    amount = fen(_("amount"))
    pieces = models.PositiveIntegerField(_("pieces"), default=1)
    collected_on = models.DateField(_("day"))
    account = models.ForeignKey(BankAccount, null=True, on_delete=models.PROTECT, related_name="collections")
    purse = models.ForeignKey(Purse, null=True, on_delete=models.PROTECT, related_name="collections")
    state = FSMField(_("state"), choices=State.choices, default=State.CASH, protected=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person()

    objects = CollectionQuerySet.as_manager()
    subject_related = ("matter", "organisation")

    class Meta:
        verbose_name = verbose_name_plural = _("fees collected")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="collection_of_something"),
            models.CheckConstraint(condition=Q(pieces__gt=0), name="collection_of_some_pieces"),
        ]
        indexes = [models.Index(fields=["organisation", "-collected_on"], name="collection_of_unit")]

    def __str__(self):
        return self.ticket

    def as_subject(self) -> Subject:
        return Subject(_("Fee collected"), self.ticket, str(self.matter), reverse("funds:collections"))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.CASH, target=State.OWN)
    def keep_on_own_account(self):
        pass

    @transition(state, source=[State.CASH, State.OWN], target=State.TREASURY)
    def reach_treasury(self):
        pass

    @transition(state, source=State.TREASURY, target=State.CONFIRMED)
    def confirm(self):
        pass


class BankDay(models.Model):
    """A daily list of the bank about the treasury's account, as it was read in. Never changed."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="days")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("lines"))
    amount = fen(_("amount"))
    digest = models.CharField(max_length=64, unique=True)  # of the file: the same file counts once
    loaded_at = models.DateTimeField(_("read in at"))
    loaded_by = person()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="one_list_a_day")]

    def __str__(self):
        return f"{self.account} {self.day}"


class BankEntry(models.Model):
    """One line of a bank about an account: what came in or went out. Never changed."""

    class Way(models.TextChoices):
        IN = "in", _("receipt")
        OUT = "out", _("expense")

    class Result(models.TextChoices):
        MATCHED = "matched", _("agrees with ours")
        ALTERED = "altered", _("other amount")
        UNKNOWN = "unknown", _("no such ticket")
        EXPENSE = "expense", _("expense")
        OWN = "own", _("receipt of the unit")

    bank_day = models.ForeignKey(BankDay, on_delete=models.PROTECT, related_name="entries")
    way = models.CharField(_("receipt or expense"), max_length=5, choices=Way)
    ticket = models.CharField(_("ticket number"), max_length=40, blank=True)
    payer = models.CharField(_("payer"), max_length=100, blank=True)
    amount = fen(_("amount"))
    words = models.CharField(_("purpose"), max_length=200, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    collection = models.ForeignKey(Collection, null=True, on_delete=models.PROTECT, related_name="bank_entries")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.ticket or self.words} {self.amount}"
