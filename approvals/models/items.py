"""The catalogue of items (事项): what can be applied for, with which documents, by when and for how much."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deadlines.plan import Limits


class ItemQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class Item(models.Model):
    """One matter that an organisation decides on application. Its limits are copied into every case's clock."""

    class Kind(models.TextChoices):
        PERMIT = "permit", _("administrative permit")
        CONFIRMATION = "confirmation", _("administrative confirmation")
        REWARD = "reward", _("reward or payment")
        SERVICE = "service", _("public service")

    class Handling(models.TextChoices):
        PROMISED = "promised", _("promised item")
        IMMEDIATE = "immediate", _("immediate item")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="items", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    handling = models.CharField(_("handling"), max_length=20, choices=Handling)
    promised_days = models.PositiveSmallIntegerField(_("promised limit (working days)"))
    statutory_days = models.PositiveSmallIntegerField(_("statutory limit (working days)"))
    legal_basis = models.JSONField(_("legal basis"), default=list)
    conditions = models.JSONField(_("conditions"), default=list)
    audience = models.CharField(_("for whom"), max_length=50, blank=True)
    theme = models.CharField(_("theme"), max_length=30, blank=True)
    certificate = models.CharField(_("resulting document"), max_length=100, blank=True)
    validity = models.CharField(_("validity"), max_length=100, blank=True)
    windows = models.ManyToManyField("accounts.Window", blank=True, related_name="items", verbose_name=_("windows"))
    is_online = models.BooleanField(_("can be applied for online"), default=True)
    is_published = models.BooleanField(_("published"), default=True)
    popularity = models.PositiveSmallIntegerField(default=1)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("catalogue of items")
        ordering = ["organisation__sort", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_days__lte=F("statutory_days")),
                name="item_promise_within_statute",
                violation_error_message=_("The promised limit must not exceed the statutory limit."),
            ),
            models.CheckConstraint(
                condition=Q(handling="promised", promised_days__gt=0) | Q(handling="immediate", promised_days=0),
                name="item_immediate_means_no_days",
                violation_error_message=_("An immediate item has a promise of 0 days, a promised item at least 1."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_immediate(self) -> bool:
        return self.handling == self.Handling.IMMEDIATE

    def step_days(self, code: str) -> int | None:
        """The limit of one step in working days, or None where the item sets none."""
        return next((step.days for step in self.steps.all() if step.code == code), None)

    @property
    def limits(self) -> Limits:
        """Promised and statutory limit for the clock of a case; an immediate item is never warned of."""
        return Limits(self.promised_days, self.statutory_days, warned=not self.is_immediate)


class ItemPart(models.Model):
    """Something that belongs to an item and is known inside it by its code."""

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["item", "sort", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="%(class)s_code_once")]

    def __str__(self):
        return self.name


class ItemDocument(ItemPart):
    """A document that the applicant hands in."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="documents")
    is_required = models.BooleanField(_("required"), default=True)
    source = models.CharField(_("where it comes from"), max_length=100, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(ItemPart.Meta):
        verbose_name = verbose_name_plural = _("documents to hand in")


class ItemStep(ItemPart):
    """A step inside the authority (审核 review, 审批 approve) with its own limit in working days."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="steps")
    days = models.PositiveSmallIntegerField(_("limit (working days)"))

    class Meta(ItemPart.Meta):
        verbose_name = verbose_name_plural = _("steps and their limits")


class ItemFee(ItemPart):
    """What may be charged; nothing else may."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="fees")
    amount = models.DecimalField(_("amount (yuan)"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    class Meta(ItemPart.Meta):
        verbose_name = verbose_name_plural = _("fees")
