"""Market parties (主体): firms with their credit code, and the people who may act for them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from procurement.models.fields import unit
from records.columns import person


class Business(models.TextChoices):
    """What a firm does in trading; one firm may do several."""

    BIDDER = "bidder", _("bidder")
    AGENT = "agent", _("tender agent")
    TENDERER = "tenderer", _("tenderer")


class PartyQuerySet(models.QuerySet):
    def doing(self, business: str):
        """The firms registered for this business."""
        return self.filter(businesses__contains=[business])

    def of_user(self, user, today):
        """The firms that this person may act for on this day."""
        mine = Representative.objects.in_force(today).filter(user=user)
        return self.filter(pk__in=mine.values("party"))


class Party(models.Model):
    """A firm or another body outside of the county's offices. `businesses` lists values of `Business`."""

    code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    legal_representative = models.CharField(_("legal representative"), max_length=50)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    founded_on = models.DateField(_("founded on"))
    businesses = models.JSONField(_("businesses"), default=list)
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = person()

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("market parties")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="party_code_has_18_signs",
                violation_error_message=_(
                    "A credit code has 18 digits and capital letters without I, O, S, V and Z. Please check it."
                ),
            )
        ]

    def __str__(self):
        return self.name


class RepresentativeQuerySet(models.QuerySet):
    def in_force(self, today):
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today)


class Representative(models.Model):
    """A person may act for a firm in trading, from a day and until a day. Outsiders have no role: this row decides."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="represents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="representatives")
    title = models.CharField(_("title"), max_length=50, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("representatives of firms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party"],
                condition=Q(until=None),
                name="represents_a_firm_once",
                violation_error_message=_("This person represents this firm already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="representation_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.party}"


class Centre(models.Model):
    """An office that is a trading centre (公共资源交易中心): it acts in trading and supervises nothing."""

    organisation = models.OneToOneField(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="trading_centre",
        verbose_name=_("organisation"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("trading centres")
        ordering = ["pk"]

    def __str__(self):
        return self.organisation.name


class Regulator(models.Model):
    """Which department supervises which trade in the centre (seed S1-30)."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="regulators", verbose_name=_("centre"))
    trade = models.CharField(_("trade"), max_length=20)
    organisation = unit(_("supervising department"), null=False, blank=False, related_name="regulates")

    class Meta:
        verbose_name = verbose_name_plural = _("supervising departments of trades")
        ordering = ["trade", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "trade", "organisation"], name="regulator_once_a_trade")
        ]

    def __str__(self):
        return f"{self.trade} {self.organisation}"
