"""The catalogue of items (事项): what can be applied for, with which documents, by when and for how much."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from deadlines.plan import Limits
from records.subjects import Subject


def keeper(words):
    """Who wrote or released a version; the form never asks for it."""
    about = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+", "editable": False}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=words, **about)


class ItemQuerySet(models.QuerySet):
    def published(self):
        """The version in force of every item."""
        return self.filter(state=Item.State.PUBLISHED)

    def applicable(self):
        """What people can apply for; the other powers are exercised by the office itself."""
        return self.published().filter(kind__in=Item.APPLIED_FOR)

    def open_to_all(self):
        """What the public guide shows: every power in force but the abolished kind."""
        return self.published().exclude(kind=Item.Kind.NON_PERMIT)

    def kept_by(self, actor):
        """What a post sees of the catalogue: its own unit's items, or everything for those who keep or watch it."""
        if actor.holds(Role.SYSTEM_ADMIN, Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        if actor.holds(Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD):
            return self.filter(organisation=actor.organisation)
        return self.none()

    visible_to = kept_by


class Item(FSMModelMixin, models.Model):
    """One version of one matter (事项). A published version never changes and every case keeps its own.

    A change is a new draft with the same code and the next version; publishing it retires the one before. Drafts are
    written by the system administrator and published by the head of the unit (分权, seed S3-11).
    """

    class Kind(models.TextChoices):
        PERMIT = "permit", _("administrative permit")
        CONFIRMATION = "confirmation", _("administrative confirmation")
        REWARD = "reward", _("reward or payment")
        SERVICE = "service", _("public service")
        PENALTY = "penalty", _("administrative penalty")
        LEVY = "levy", _("administrative levy")
        INSPECTION = "inspection", _("administrative inspection")
        COERCION = "coercion", _("administrative coercion")
        NON_PERMIT = "non_permit", _("non-permit approval (abolished)")

    APPLIED_FOR = [Kind.PERMIT, Kind.CONFIRMATION, Kind.REWARD, Kind.SERVICE]

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("replaced by a newer version")
        CANCELLED = "cancelled", _("cancelled")

    class Level(models.TextChoices):
        COUNTY = "county", _("county level")
        TOWN = "town", _("town level")
        VILLAGE = "village", _("village level")

    class FirstReview(models.TextChoices):
        NONE = "", _("no first review")
        TOWN = "town", _("handed in and first reviewed in the town")
        VILLAGE = "village", _("handed in in the village, first reviewed in the town")

    class Handling(models.TextChoices):
        PROMISED = "promised", _("promised item")
        IMMEDIATE = "immediate", _("immediate item")

    code = models.CharField(_("code"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    drafted_by = keeper(_("drafted by"))
    published_by = keeper(_("published by"))
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="items", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Of the power list (powers.Power.code, the same over all versions of a list): what the item is an exercise of.
    power_code = models.CharField(_("code of the power"), max_length=40, blank=True)
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
    at_window = models.BooleanField(_("can be applied for at the window"), default=True)
    telephone = models.CharField(_("telephone for questions"), max_length=20, blank=True)
    level = models.CharField(_("administrative level"), max_length=10, choices=Level, default=Level.COUNTY)
    first_review = models.CharField(_("first review"), max_length=10, choices=FirstReview, blank=True)
    is_joint = models.BooleanField(_("handled jointly by several units"), default=False)
    renews = models.CharField(_("renews licences of the item with this code"), max_length=30, blank=True)
    validity_years = models.PositiveSmallIntegerField(_("licence valid for (years)"), null=True, blank=True)
    needs_site_check = models.BooleanField(_("needs a site check by two people"), default=False)
    in_hall = models.BooleanField(_("handled in the service hall"), default=True)
    outside_reason = models.CharField(_("why not in the hall"), max_length=200, blank=True)
    entering_on = models.DateField(_("planned to enter the hall on"), null=True, blank=True)
    popularity = models.PositiveSmallIntegerField(_("weight among the most used"), default=1)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("catalogue of items")
        ordering = ["organisation__sort", "code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="item_version_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state="published"),
                name="item_published_once",
                violation_error_message=_("Only one version of an item is in force."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state="draft"),
                name="item_drafted_once",
                violation_error_message=_("There is a draft of this item already."),
            ),
            models.CheckConstraint(
                condition=Q(in_hall=True) | ~Q(outside_reason=""),
                name="item_outside_hall_has_reason",
                violation_error_message=_("Say why the item is not handled in the hall."),
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(drafted_by=None) | ~Q(published_by=F("drafted_by")),
                name="item_published_by_another",
                violation_error_message=_("A draft is published by somebody other than its author."),
            ),
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

    def as_subject(self) -> Subject:
        return Subject(_("Item"), self.code, self.name, reverse("approvals:catalogue_item", args=[self.code]))

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @transition(state, source=State.DRAFT, target=State.PUBLISHED)
    def publish(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.RETIRED)
    def retire(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.CANCELLED)
    def cancel(self):
        pass

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
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

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
    sample = models.ForeignKey(
        "records.Attachment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("filled-in sample"),
    )
    blank_form = models.ForeignKey(
        "records.Attachment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("blank form"),
    )

    class Meta(ItemPart.Meta):
        verbose_name = verbose_name_plural = _("documents to hand in")


class ItemStep(ItemPart):
    """A step inside the authority (审核 review, 审批 approve) with its own limit in working days."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="steps")
    days = models.PositiveSmallIntegerField(_("limit (working days)"))

    class Meta(ItemPart.Meta):
        verbose_name = verbose_name_plural = _("steps and their limits")


class ItemBranch(ItemPart):
    """A unit that gives its opinion in a joint item (并联审批), with its own limit in working days."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="branches")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    days = models.PositiveSmallIntegerField(_("limit (working days)"))

    class Meta(ItemPart.Meta):
        verbose_name = verbose_name_plural = _("branches of a joint item")


class ItemFee(ItemPart):
    """What may be charged between two dates; nothing else may (行政许可法 第五十八条、第五十九条)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="fees")
    amount = models.DecimalField(_("amount (yuan)"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta(ItemPart.Meta):
        verbose_name = verbose_name_plural = _("fees")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "code", "valid_from"], name="itemfee_code_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="itemfee_ends_after_start",
                violation_error_message=_("A fee cannot end before it begins."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="itemfee_not_negative"),
        ]
