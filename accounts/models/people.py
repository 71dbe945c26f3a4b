"""Who: organisations on four levels, the people in them, the posts they act from."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice


class OrganisationQuerySet(models.QuerySet):
    def within(self, organisation):
        """The organisation itself and everything below it."""
        return self.filter(path__startswith=organisation.path)

    def departments(self):
        return self.filter(level=Organisation.Level.DEPARTMENT)

    def existing(self):
        """Units that no reorganisation has ended."""
        return self.filter(ended_on=None)

    def answering_for(self, *units: int):
        """These units, and those that carry on the open matters of one of them."""
        return self.filter(Q(pk__in=units) | Q(stands_for__overlap=list(units)))


class Organisation(models.Model):
    """A unit of the county: the government itself, a department, a town or street, a village or community.

    `stands_for`: the ended units whose open matters it carries on, as the main successor of their reorganisations.
    """

    class Level(models.TextChoices):
        COUNTY = "county", _("County")
        DEPARTMENT = "department", _("Department")
        TOWN = "town", _("Town or street")
        VILLAGE = "village", _("Village or community")
        STATION = "station", _("Station or service unit")

    class Business(models.TextChoices):
        """What the people of a unit open first in the morning."""

        SERVICES = "services", _("Approvals and services")
        ORDERS = "orders", _("Orders of the people")
        TRADING = "trading", _("Trading of public resources")
        FUNDS = "funds", _("Public funds")
        AUDIT = "audit", _("Audit")
        PROJECTS = "projects", _("Follow-up of projects")
        APPRAISAL = "appraisal", _("Appraisal")
        POWERS = "powers", _("Powers and structure")
        OPENNESS = "openness", _("Openness of government")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(_("short name"), max_length=30)
    level = models.CharField(_("administrative level"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("parent")
    )
    path = models.CharField(max_length=200, editable=False, db_index=True)  # "county/town/village/"
    vertical = models.BooleanField(_("vertically managed"), default=False)  # 条管
    business = models.CharField(_("main business"), max_length=20, choices=Business, default=Business.SERVICES)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    sort = models.PositiveSmallIntegerField(_("sort order"), default=0)
    renamed_on = models.DateField(_("renamed on"), null=True, blank=True, editable=False)  # the last time
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)  # merged or split from this day
    stands_for = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("organisation")
        ordering = ["sort", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)

    @property
    def units(self) -> list[int]:
        """The unit itself and those it stands for."""
        return [self.pk, *self.stands_for]

    def name_on(self, day: date) -> str:
        """What the unit was called on this day: papers of the past keep the name of their time."""
        if self.renamed_on is None or day >= self.renamed_on:
            return self.name
        return self.past_names.filter(until_on__gt=day).order_by("until_on").first().name


class PastName(models.Model):
    """A name that a unit bore until the day before `until_on`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="past_names")
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=30)
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = verbose_name_plural = _("past names of units")
        ordering = ["-until_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "until_on"], name="one_name_a_day"),
        ]

    def __str__(self):
        return self.name


class Window(models.Model):
    """A counter in a service hall."""

    number = models.CharField(_("number"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=100)
    hall = models.CharField(_("hall"), max_length=100)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="windows", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("window")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.name}"


class User(AbstractUser):
    """A person. Citizens sign in with their telephone number, staff with a user name; staff hold posts."""

    first_name = last_name = None
    name = models.CharField(_("name"), max_length=100)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True)
    is_citizen = models.BooleanField(_("citizen"), default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = _("person")

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class CodeDevice(TOTPDevice):
    """A telephone that makes one-time codes, under a name that our administrators can read."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("one-time code devices")


class Role(models.TextChoices):
    """What a post is for; permissions ask for the role, never for the person."""

    CLERK = "clerk", _("Window clerk")
    REVIEWER = "reviewer", _("Reviewer")
    APPROVER = "approver", _("Approver")
    HEAD = "head", _("Head of unit")
    OPERATOR = "operator", _("Operator of the hotline")
    DISPATCHER = "dispatcher", _("Dispatcher of the hotline")
    INSPECTOR = "inspector", _("Inspector")
    LEADER = "leader", _("County leader")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


ADMIN_ROLES = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]  # 三员


OF_ADMINISTRATOR = Case(
    When(role__in=["system_admin", "security_admin", "audit_admin"], then=Value(1)),
    default=Value(0),
    output_field=models.IntegerField(),
)


class PostQuerySet(models.QuerySet):
    def active(self):
        """Posts that give rights: neither ended nor suspended."""
        return self.filter(ended_on=None, suspended_on=None)

    def standing(self):
        """Posts that have not ended; those that are suspended too."""
        return self.filter(ended_on=None)

    def answering_for(self, *units: int):
        """Posts of these units, and of those that carry on the open matters of one of them."""
        return self.filter(Q(organisation__in=units) | Q(organisation__stands_for__overlap=list(units)))

    def of_administrators(self):
        return self.filter(role__in=ADMIN_ROLES)

    def open_to(self, user, today):
        """The posts a person may act from: their own, and those they deputise for while the holder is away."""
        return self.active().filter(Q(user=user) | Q(deputy=user, away_until__gte=today))


class Post(models.Model):
    """One person's position in one organisation. Another person may stand in while its holder is away (A/B 岗)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    title = models.CharField(_("title"), max_length=50, blank=True)
    window = models.ForeignKey(
        Window, null=True, blank=True, on_delete=models.PROTECT, related_name="posts", verbose_name=_("window")
    )
    deputy = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="deputises", verbose_name=_("deputy (B)")
    )
    away_until = models.DateField(_("away until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    suspended_on = models.DateField(_("suspended on"), null=True, blank=True)  # no rights until restored
    is_contact = models.BooleanField(
        _("supervision contact"),
        default=False,
        help_text=_("Is told of every yellow and red card of the unit."),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("post")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_on=None),
                name="one_post_per_role",
                violation_error_message=_("This person already holds this role in this organisation."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_on=None, role__in=["system_admin", "security_admin", "audit_admin"]),
                name="three_administrators_exclusive",
                violation_error_message=_("System, security and audit administrator must be three different people."),
            ),
            models.CheckConstraint(
                condition=~Q(user=models.F("deputy")),
                name="deputy_is_someone_else",
                violation_error_message=_("The deputy must be another person."),
            ),
            ExclusionConstraint(
                name="administrators_do_no_business",
                expressions=[(F("user"), "="), (OF_ADMINISTRATOR, "<>")],
                condition=Q(ended_on=None),
                violation_error_message=_("An administrator holds no other post, and whoever works on cases is none."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["system_admin", "security_admin", "audit_admin"]) | Q(deputy=None),
                name="nobody_deputises_for_an_administrator",
                violation_error_message=_("Nobody stands in for an administrator: grant a second one instead."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {self.title or self.get_role_display()}"
