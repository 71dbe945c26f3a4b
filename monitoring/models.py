"""What supervision finds and what it hands out: rules with versions, findings, cards and their answers."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from deadlines.plan import Unit
from deadlines.words import UNITS
from records.models import AboutQuerySet, AboutSubject
from records.subjects import Subject


class Level(models.TextChoices):
    """Anomalies and pre-warnings are findings only; yellow and red are cards."""

    ANOMALY = "anomaly", _("anomaly")
    WARNING = "warning", _("pre-warning")
    YELLOW = "yellow", _("yellow card")
    RED = "red", _("red card")


CARD_LEVELS = [Level.YELLOW, Level.RED]
TONES = {Level.ANOMALY: "info", Level.WARNING: "warn", Level.YELLOW: "warn", Level.RED: "over"}  # of the lamp


class RuleVersion(models.Model):
    """A rule as it stands between two dates: its level, its basis, who made it and who signed it."""

    code = models.CharField(_("rule"), max_length=10)
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parameters = models.JSONField(_("parameters"), default=dict)
    law = models.CharField(_("basis"), max_length=300)
    reason = models.CharField(_("reason for its making"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True)
    author = models.CharField(_("author"), max_length=100)
    signed_by = models.CharField(_("signed by"), max_length=100)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_version_once"),
            models.CheckConstraint(
                condition=~Q(author=F("signed_by")),
                name="rule_signed_by_another",
                violation_error_message=_("A rule is signed by somebody other than its author."),
            ),
        ]

    def __str__(self):
        return f"{self.code} v{self.version}"

    @property
    def tone(self) -> str:
        return TONES[self.level]


class SupervisedQuerySet(models.QuerySet):
    """Whoever watches a unit sees what was found there; a unit sees what was found in it."""

    path = "organisation__path"

    def visible_to(self, actor):
        if not actor.is_staff_member:
            return self.none()
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(**{f"{self.path}__startswith": actor.watched_path})
        if actor.holds(Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD):
            return self.filter(**{self.path: actor.organisation.path})
        return self.none()


class FindingQuerySet(SupervisedQuerySet, AboutQuerySet):
    def cards(self):
        return self.filter(level__in=CARD_LEVELS)


class Finding(AboutSubject):
    """A fact that a rule found, with everything needed to check it by hand. Never changed, never deleted."""

    rule = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="findings", verbose_name=_("rule"))
    code = models.CharField(max_length=10)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    occurrence = models.CharField(max_length=60)  # tells two findings of one rule on one subject apart
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="findings", verbose_name=_("organisation")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="findings"
    )
    deadline = models.ForeignKey("deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="findings")
    anomaly = models.OneToOneField("records.Anomaly", null=True, on_delete=models.PROTECT, related_name="finding")
    effective_on = models.DateField(_("effective on"))
    issued_at = models.DateTimeField(_("issued at"))
    used_days = models.PositiveIntegerField(_("used days"), null=True)
    limit_days = models.PositiveIntegerField(_("limit"), null=True)
    evidence = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "code", "occurrence"], name="found_only_once"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "issued_at"], name="finding_of_organisation"),
            models.Index(fields=["level", "-id"], name="finding_by_level"),
            models.Index(fields=["issued_at"], name="finding_by_time"),
        ]

    def __str__(self):
        return f"{self.code} {self.effective_on}"

    @property
    def counted_in(self):
        """What the used and the allowed number count: working days, calendar days or hours, in words."""
        return UNITS[self.deadline.unit if self.deadline else Unit.WORKING]

    @property
    def tone(self) -> str:
        return TONES[self.level]


class CardQuerySet(SupervisedQuerySet):
    path = "finding__organisation__path"

    def counting(self):
        """The cards that count: one highest card per case (DR-1)."""
        return self.filter(superseded_by=None)


class Card(FSMModelMixin, models.Model):
    """A yellow or red card on a finding. Its facts never change; its state follows the answer."""

    class State(models.TextChoices):
        ISSUED = "issued", _("issued")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    number = models.CharField(_("number"), max_length=60, unique=True)
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="card")
    colour = models.CharField(
        _("colour"), max_length=10, choices=[(Level.YELLOW, _("yellow card")), (Level.RED, _("red card"))]
    )
    issued_at = models.DateTimeField(_("issued at"))
    state = FSMField(_("state"), choices=State.choices, default=State.ISSUED, protected=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supersedes")

    objects = CardQuerySet.as_manager()

    subject_related = ("finding__rule",)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("monitoring:finding", args=[self.finding_id])
        return Subject(_("Card"), self.number, self.finding.rule.name, address)

    @property
    def tone(self) -> str:
        return {self.State.ISSUED: "over", self.State.ANSWERED: "info", self.State.CLOSED: "done"}[self.state]

    @transition(state, source=[State.ISSUED, State.ANSWERED], target=State.ANSWERED)
    def answer(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.CLOSED)
    def close(self):
        pass


class Answer(models.Model):
    """What the unit says to a card: the cause and what was done about it. Answers are added, never edited."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="answers")
    cause = models.TextField(_("cause"), max_length=2000)
    measure = models.TextField(_("what was done"), max_length=2000)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.card} {self.answered_at:%Y-%m-%d}"


class Heartbeat(models.Model):
    """When a regular task last finished; `/healthz` and the board read it."""

    name = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, name, now):
        cls.objects.update_or_create(name=name, defaults={"at": now})
