"""Public funds: what the money is for, who answers for it, and by when it has to move."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.fields import person, unit
from funds.money import pieces, yuan


class Kind(models.TextChoices):
    """The four public funds and what finance manages beside them (S1-35, S0-10)."""

    SOCIAL = "social", _("Social insurance fund")  # 社保基金
    HOUSING = "housing", _("Housing provident fund")  # 住房公积金
    POVERTY = "poverty", _("Poverty relief fund")  # 扶贫资金
    DISASTER = "disaster", _("Disaster relief fund")  # 抗震救灾资金
    SPECIAL = "special", _("Special fiscal fund")  # 财政专项资金
    LIVELIHOOD = "livelihood", _("People's livelihood fund")  # 民生资金
    DEPARTMENT = "department", _("Department fund")  # 部门管理的重要资金


class FundQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Finance and whoever watches see the funds of their county; other units those that concern them."""
        from funds.permissions import visible_funds

        return visible_funds(self, actor)

    def public(self):
        return self.filter(is_public=True)


class Fund(models.Model):
    """One fund of one year with its basis. `finance` keeps its ledger, `manager` proposes who gets what."""

    class Measure(models.TextChoices):
        MONEY = "money", _("money")
        GOODS = "goods", _("goods in kind")  # 救灾物资 and the like: counted in pieces (S0-10)

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(_("measure"), max_length=10, choices=Measure, default=Measure.MONEY)
    unit_name = models.CharField(_("counted in"), max_length=10, default="元")
    finance = unit(_("finance bureau"), null=False, blank=False)
    manager = unit(_("managing department"), null=False, blank=False)
    basis = models.CharField(_("basis"), max_length=300)  # number and title of the document
    purpose = models.TextField(_("purpose"), max_length=1000)
    classes = ArrayField(  # 挤占: anything else is crowding out
        models.CharField(max_length=10), verbose_name=_("economic classes allowed"), default=list, blank=True
    )
    pass_on_days = models.PositiveSmallIntegerField(_("to be passed on within (days)"), default=30)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_public = models.BooleanField(_("shown to the public"), default=True)
    created_at = models.DateTimeField(_("entered at"))
    created_by = person()

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("funds")
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="fund_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_goods(self) -> bool:
        return self.measure == self.Measure.GOODS

    def shown(self, amount: int | None) -> str:
        """An amount in a column of yuan: goods bring their own unit, so that nobody takes pieces for money."""
        return pieces(amount, self.unit_name) if self.is_goods else yuan(amount)

    def in_words(self, amount: int) -> str:
        """An amount that stands alone, with its unit."""
        return pieces(amount, self.unit_name) if self.is_goods else f"{yuan(amount)} {self.unit_name}"


class Closing(models.Model):
    """A period whose accounts are closed: nothing is booked into it any more. Never changed."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="closings")
    until = models.DateField(_("closed until"))
    closed_at = models.DateTimeField(_("accounts closed at"))
    closed_by = person()

    class Meta:
        ordering = ["-until"]
        constraints = [models.UniqueConstraint(fields=["fund", "until"], name="period_closed_once")]

    def __str__(self):
        return f"{self.fund} {self.until}"


class PayeeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self if actor.is_staff_member else self.none()

    def with_received(self):
        """Adds `received`: what lies in the accounts of the payee (fen)."""
        return self.annotate(received=models.Sum("accounts__lots__rest", default=0))


class Payee(models.Model):
    """The last one on the way of a yuan: a firm, an office or a person with a bank account.

    `identity` is the credit code of a firm; persons stand here by the digest of their number, never by the number.
    """

    class Sort(models.TextChoices):
        FIRM = "firm", _("firm")
        OFFICE = "office", _("office")
        PERSON = "person", _("person")

    sort = models.CharField(_("kind"), max_length=10, choices=Sort)
    name = models.CharField(_("name"), max_length=100)
    identity = models.CharField(_("code"), max_length=64)
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    account_number = models.CharField(_("bank account"), max_length=40)
    organisation = unit(_("unit"))  # where the payee is an office of the county itself
    entered_at = models.DateTimeField(_("entered at"))

    objects = PayeeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("payees")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "account_number"],
                name="payee_once",
                violation_error_message=_("This payee with this bank account is in the list already."),
            )
        ]

    def __str__(self):
        return self.name
