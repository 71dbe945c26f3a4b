"""The ledger: vouchers of postings that nobody changes, and how much of each posting still lies where it brought it.

Money is never mixed: every posting but an arrival takes from exactly one posting before it (`parent`) and belongs to
the arrival it stems from (`source`). What still lies where a posting brought it is its `Lot`; the database keeps it
(`funds_post` in the migration) and lets nobody else touch it. The balance of an account is the sum of its lots, the
way of a yuan is the chain of parents, and all lots of a source add up to what arrived, whoever looks and whenever.
"""

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from funds.models.fields import fen, person, unit
from funds.models.funds import Fund, Payee
from funds.money import yuan


class Stage(models.TextChoices):
    """Where money lies (来源 → 分拨 → 分配 → 拨付 → 使用; S0-07, S1-36)."""

    OUTSIDE = "outside", _("source")  # whoever gives the money; the only account that owes
    HELD = "held", _("held, to be shared out")
    ALLOCATED = "allocated", _("allocated")
    DISBURSED = "disbursed", _("disbursed, not used")
    USED = "used", _("used")


class AccountQuerySet(models.QuerySet):
    def with_balance(self):
        """Adds `balance`: what lies there now."""
        return self.annotate(balance=Sum("lots__rest", default=0))


class Account(models.Model):
    """A place where money of a fund lies: with an office, or with the payee who got it."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="accounts")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    organisation = unit(_("unit"), related_name="fund_accounts")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    project = models.CharField(_("project"), max_length=100, blank=True)  # what an allocation is for
    name = models.CharField(_("name"), max_length=200)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "stage", "organisation", "payee", "project", "name"],
                name="account_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(stage="used") | Q(payee__isnull=False), name="used_by_somebody"),
            models.CheckConstraint(
                condition=~Q(stage__in=["held", "allocated", "disbursed"]) | Q(organisation__isnull=False),
                name="held_by_a_unit",
            ),
        ]

    def __str__(self):
        return self.name


class Voucher(models.Model):
    """One booking (凭证) of one or more postings. `digest` is over its postings, and the database checks it."""

    class Kind(models.TextChoices):
        ARRIVE = "arrive", _("arrival")  # 来源
        SHARE = "share", _("sharing out")  # 分拨
        ALLOCATE = "allocate", _("allocation")  # 分配
        DISBURSE = "disburse", _("disbursement")  # 拨付
        USE = "use", _("use")  # 使用
        RETURN = "return", _("return")  # 退回、冲正

    number = models.CharField(_("number"), max_length=40, unique=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="vouchers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    happened_on = models.DateField(_("day"))
    amount = fen(_("amount"))
    lines = models.PositiveIntegerField(_("postings"))
    digest = models.CharField(max_length=64)
    words = models.CharField(_("purpose"), max_length=300)
    economic_class = models.CharField(_("economic class"), max_length=10, blank=True)
    paper = models.CharField(_("document"), max_length=100, blank=True)  # number of the paper voucher
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="returns")
    organisation = unit(_("unit"), null=False, blank=False)  # that acted
    booked_at = models.DateTimeField(_("posted at"))
    booked_by = person()
    key = models.UUIDField(null=True, unique=True)  # the same key is booked once
    txid = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["fund", "-id"], name="voucher_of_fund"),
            models.Index(fields=["organisation", "-happened_on"], name="voucher_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="voucher_of_something"),
            models.CheckConstraint(
                condition=~Q(kind="return") | Q(reverses__isnull=False), name="return_says_of_what"
            ),
        ]

    def __str__(self):
        return self.number


class Posting(models.Model):
    """So much went out of one account into another. Never changed, never deleted."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="postings")
    source = models.ForeignKey("self", on_delete=models.PROTECT, related_name="descendants", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    out_of = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    into = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    amount = fen(_("amount"))

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source", "id"], name="posting_of_source")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_of_something"),
            models.CheckConstraint(condition=~Q(out_of=F("into")), name="posting_moves"),
        ]

    def __str__(self):
        return f"{self.out_of} → {self.into} {yuan(self.amount)}"


class LotQuerySet(models.QuerySet):
    def of(self, account):
        """What lies in an account, oldest money first."""
        return self.filter(account=account, rest__gt=0).order_by("posting")


class Lot(models.Model):
    """What is left of a posting where it brought it. Only the database writes here."""

    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, primary_key=True, related_name="lot")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lots", db_index=False)
    source = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+", db_index=False)
    rest = fen(_("left"))
    since = models.DateField(_("since"))

    objects = LotQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "posting"], name="lot_of_account", condition=Q(rest__gt=0)),
            models.Index(fields=["source"], name="lot_of_source", condition=Q(rest__gt=0)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rest__gte=0),
                name="lot_not_negative",
                violation_error_message=_("There is not so much left."),
            )
        ]

    def __str__(self):
        return f"{self.rest}"
