"""Power lists (权力清单): versions of what a unit or a village may do, with the five open facts and the steps."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Organisation
from powers import permissions
from records.columns import person, unit
from records.subjects import Subject


class PowerKind(models.TextChoices):
    """What a unit does by law (权力清单编制规范: ten kinds), what it manages inside, and the services it owes."""

    PERMIT = "permit", _("administrative permit")
    PENALTY = "penalty", _("administrative penalty")
    COERCION = "coercion", _("administrative coercion")
    LEVY = "levy", _("administrative levy")
    PAYMENT = "payment", _("administrative payment")
    INSPECTION = "inspection", _("administrative inspection")
    CONFIRMATION = "confirmation", _("administrative confirmation")
    REWARD = "award", _("administrative reward")
    RULING = "ruling", _("administrative ruling")
    OTHER = "other", _("other administrative power")
    SERVICE = "service", _("public service")
    INTERNAL = "internal", _("internal management")


class VillageKind(models.TextChoices):
    """What a village decides (村级小微权力清单, seed S3-14)."""

    ASSETS = "assets", _("collective assets")
    WORKS = "works", _("works of the village")
    SUBSIDIES = "subsidies", _("money for farmers")
    RELIEF = "relief", _("relief and support")
    HOMESTEADS = "homesteads", _("homesteads")
    ACCOUNTS = "accounts", _("accounts of the village")
    SEAL = "seal", _("use of the village seal")
    AFFAIRS = "affairs", _("other village affairs")


class Stage(models.TextChoices):
    """Where in the course of a power a step stands; risks concentrate in 审核, 审批 and 审签 (seed S3-02)."""

    RECEIVE = "receive", _("step: accept")
    LOOK = "look", _("step: on the spot")
    REVIEW = "review", _("step: review")
    DECIDE = "decide", _("step: decide")
    SIGN = "sign", _("step: sign")
    CARRY_OUT = "carry_out", _("step: carry out")
    PUBLISH = "publish", _("step: publish")
    OTHER = "other", _("step: other")


class PowerListQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible(self, actor)

    def published(self):
        """The list in force of every unit and village."""
        return self.filter(state=PowerList.State.PUBLISHED)

    def open(self):
        """On its way to be published."""
        return self.filter(state__in=PowerList.OPEN)


class PowerList(FSMModelMixin, models.Model):
    """One version of the powers of a unit or a village: declared (清权), checked (审核), published (晒权).

    Three people: the head of the unit declares, somebody of the office of powers checks, another one publishes.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("power list of the unit")
        VILLAGE = "village", _("power list of the village")

    class State(models.TextChoices):
        DRAFT = "draft", _("power list being written")
        DECLARED = "declared", _("declared, to be checked")
        CHECKED = "checked", _("checked, to be published")
        PUBLISHED = "published", _("power list in force")
        REPLACED = "replaced", _("replaced by a newer version")

    OPEN = [State.DRAFT, State.DECLARED, State.CHECKED]
    TONES = {
        State.DRAFT: "info",
        State.DECLARED: "warn",
        State.CHECKED: "warn",
        State.PUBLISHED: "ok",
        State.REPLACED: "done",
    }

    organisation = unit(_("unit"), null=False, blank=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.UNIT)
    version = models.PositiveSmallIntegerField(_("version"))
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    begun_at = models.DateTimeField(_("draft begun at"))
    begun_by = person(null=False)
    words = models.CharField(_("what was cleared up"), max_length=500, blank=True)
    declared_at = models.DateTimeField(_("declared at"), null=True)
    declared_by = person()
    checked_at = models.DateTimeField(_("list checked at"), null=True)
    checked_by = person()
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = person()
    replaced_at = models.DateTimeField(_("replaced at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it was sent back

    objects = PowerListQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("power lists")
        ordering = ["organisation__sort", "organisation", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "version"], name="power_list_version_once"),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(state="published"),
                name="power_list_published_once",
                violation_error_message=_("Only one version of a power list is in force."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(state__in=["draft", "declared", "checked"]),
                name="power_list_drafted_once",
                violation_error_message=_("Another version of this list is being written."),
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("declared_by")),
                name="power_list_checked_by_another",
                violation_error_message=_("A list is checked by somebody other than who declared it."),
            ),
            models.CheckConstraint(
                condition=Q(published_by=None)
                | (~Q(published_by=F("declared_by")) & ~Q(published_by=F("checked_by"))),
                name="power_list_published_by_a_third",
                violation_error_message=_("A list is published by a third person."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "replaced"])
                | Q(declared_by__isnull=False, checked_by__isnull=False, published_by__isnull=False),
                name="power_list_in_force_is_signed",
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name}{self.get_kind_display()} v{self.version}"

    def as_subject(self) -> Subject:
        return Subject(_("power lists"), f"{self.organisation.code} v{self.version}", str(self), self.address)

    @property
    def address(self) -> str:
        return reverse("powers:list", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_village(self) -> bool:
        return self.kind == self.Kind.VILLAGE

    @transition(state, source=State.DRAFT, target=State.DECLARED)
    def declare(self):
        pass

    @transition(state, source=State.DECLARED, target=State.CHECKED)
    def check_off(self):
        pass

    @transition(state, source=[State.DECLARED, State.CHECKED], target=State.DRAFT)
    def send_back(self):
        pass

    @transition(state, source=State.CHECKED, target=State.PUBLISHED)
    def publish(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.REPLACED)
    def replace(self):
        pass


class PowerQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(list__in=PowerList.objects.visible_to(actor))

    def in_force(self):
        """The powers of the published lists: one row a code."""
        return self.filter(list__state=PowerList.State.PUBLISHED)

    def with_code(self, code: str):
        """All versions of a power, the newest first."""
        return self.filter(code=code).order_by("-list__begun_at", "-pk")


class Power(models.Model):
    """One power in one version of a list: the five open facts (依据、对象、程序、时限、结果) and its discretion.

    `code` stays the same over all versions; items and rules point at it.
    """

    KINDS = [*PowerKind.choices, *VillageKind.choices]
    FACTS = ["basis", "object", "procedure", "limit", "result"]

    list = models.ForeignKey(PowerList, on_delete=models.PROTECT, related_name="powers")
    number = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=40, db_index=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    basis = models.TextField(_("basis"), max_length=1000)
    object = models.CharField(_("object of the power"), max_length=300)
    procedure = models.TextField(_("procedure"), max_length=1000)
    limit = models.CharField(_("limit"), max_length=200)
    result = models.CharField(_("result of the power"), max_length=300)
    discretion = models.CharField(_("discretion"), max_length=500, blank=True)

    objects = PowerQuerySet.as_manager()
    subject_related = ("list__organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("powers")
        ordering = ["list", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "code"],
                name="power_code_once",
                violation_error_message=_("This code stands in the list already."),
            )
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("Power"), self.code, self.name, self.address)

    @property
    def address(self) -> str:
        return reverse("powers:power", args=[self.pk])

    @property
    def organisation(self):
        return self.list.organisation


class PowerStepQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(power__list__state=PowerList.State.PUBLISHED)


class PowerStep(models.Model):
    """A step in the course of a power: the post that does it, who holds the post and who stands in (AB岗).

    Names of people change while the list stands; everything else follows its version.
    """

    power = models.ForeignKey(Power, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("order"))
    stage = models.CharField(_("stage of the step"), max_length=10, choices=Stage, default=Stage.OTHER)
    name = models.CharField(_("step"), max_length=30)
    post = models.CharField(_("responsible post"), max_length=50)
    limit = models.CharField(_("limit of the step"), max_length=50, blank=True)
    hint = models.CharField(_("risk hint"), max_length=300, blank=True)  # for the unit only
    holder = person(verbose_name=_("holder (A)"), blank=True)
    deputy = person(verbose_name=_("deputy (B)"), blank=True)

    objects = PowerStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("steps of powers")
        ordering = ["power", "number"]
        indexes = [models.Index(fields=["holder"], condition=Q(holder__isnull=False), name="power_step_holder")]
        constraints = [
            models.UniqueConstraint(fields=["power", "number"], name="power_step_number_once"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("holder")),
                name="power_step_deputy_is_another",
                violation_error_message=_("The deputy must be another person."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_both(self) -> bool:
        return self.holder_id is not None and self.deputy_id is not None


def is_unlisted(organisation_id: int, code: str) -> bool:
    """Does the unit have a published list in which this power does not stand (清权, seed S3-01)? One statement.

    Until it publishes its next list, what the lists of the ended units hold that it stands for counts as its own.
    """
    carrying = Q(pk=organisation_id, stands_for__contains=[OuterRef("list__organisation")])
    own = Q(list__organisation=organisation_id) | Exists(Organisation.objects.filter(carrying))
    listed = Power.objects.in_force().filter(own, code=code)
    lists = PowerList.objects.published().filter(organisation=organisation_id, kind=PowerList.Kind.UNIT)
    return lists.filter(~Exists(listed)).exists()
