"""Cases of other systems as their events tell them. Everything here is computed again from the events at any time."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from approvals.models import Case, Result
from exchange.models.events import Event
from exchange.models.sources import SourceSystem
from records.subjects import Subject

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]


class ForeignItem(models.Model):
    """An item as a source system defined it at a moment; a later definition holds for the cases received after it."""

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(_("code"), max_length=300)
    name = models.CharField(_("name"), max_length=300)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    defined_at = models.DateTimeField(_("defined at"))

    class Meta:
        ordering = ["code", "defined_at"]
        indexes = [models.Index(fields=["source", "code", "defined_at"], name="foreign_item_in_force")]

    def __str__(self):
        return self.name

    @property
    def facts(self) -> dict:
        """What the definition says: limits, steps, fees, documents."""
        return self.event.body


class ForeignCaseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those who watch or lead see all of it, a unit its own cases; the system administrator sees no business."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.filter(organisation__in=actor.units) if actor.holds(*UNIT_ROLES) else self.none()


class ForeignCase(models.Model):
    """A case that another system handles. The columns carry the names of `approvals.Case`, so that figures count both.

    `doubts` are the contradictions its events still contain, in words; they go away when the missing event arrives.
    """

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(_("case number"), max_length=300)
    item_code = models.CharField(_("item"), max_length=300)
    item_name = models.CharField(_("item"), max_length=300)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=20, choices=Case.State)
    received_at = models.DateTimeField(_("received at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    actor_name = models.CharField(_("person"), max_length=300, blank=True)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    doubts = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    look_at = models.DateTimeField(null=True)  # when time alone changes the case: deemed accepted, a doubt told

    objects = ForeignCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="foreign_case_once"),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=1, stars__lte=5), name="foreign_case_has_one_to_five_stars"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-received_at"], name="foreign_case_of_unit"),
            models.Index(fields=["source", "-id"], name="foreign_case_of_source"),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="foreign_case_look_at"),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        return Subject(_("Case of another system"), self.number, self.item_name, self.address)

    @property
    def address(self) -> str:
        return reverse("exchange:case", args=[self.pk])


class Violation(models.Model):
    """Which event showed which violation: told to supervision once, however often the case is computed again."""

    case = models.ForeignKey(ForeignCase, on_delete=models.PROTECT, related_name="violations")
    code = models.CharField(_("code"), max_length=10)
    event_id = models.CharField(max_length=300)
    anomaly = models.OneToOneField("records.Anomaly", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code", "event_id"], name="foreign_violation_once"),
        ]

    def __str__(self):
        return f"{self.code} {self.case}"


class Overtaken(models.Model):
    """A finding whose ground a late event took away. Nothing is deleted: an inspector decides what becomes of it."""

    finding = models.OneToOneField("monitoring.Finding", on_delete=models.PROTECT, related_name="overtaken")
    found_at = models.DateTimeField(_("found at"))
    words = models.CharField(_("what changed"), max_length=300)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.finding} {self.words}"
