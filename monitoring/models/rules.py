"""Rules with versions: what counts as a finding, since when, on what basis, made and signed by whom."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.subjects import Subject


class Level(models.TextChoices):
    """Anomalies and pre-warnings are findings only; yellow and red are cards."""

    ANOMALY = "anomaly", _("anomaly")
    WARNING = "warning", _("pre-warning")
    YELLOW = "yellow", _("yellow card")
    RED = "red", _("red card")


CARD_LEVELS = [Level.YELLOW, Level.RED]
TONES = {Level.ANOMALY: "info", Level.WARNING: "warn", Level.YELLOW: "warn", Level.RED: "over"}  # of the lamp


class RuleVersionQuerySet(models.QuerySet):
    def signed(self):
        """What was ever switched on; drafts and what became of them are not rules."""
        return self.filter(state__in=[RuleVersion.State.ACTIVE, RuleVersion.State.ENDED])

    def in_force(self, on: date):
        """The signed versions that are valid on this day."""
        return self.signed().filter(valid_from__lte=on).exclude(valid_to__lt=on)

    def drafts(self):
        return self.filter(state=RuleVersion.State.DRAFT)


class RuleVersion(FSMModelMixin, models.Model):
    """A rule as it stands between two dates: its level, its basis, who made it and who signed it.

    A change is a new draft with the next version; a second person switches it on, and from then on the database
    refuses to change anything but its end. `author` and `signed_by` are names as they were; the users stand beside
    them, but for the versions that came with the platform.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("switched on")
        ENDED = "ended", _("replaced or ended")
        DISCARDED = "discarded", _("discarded")

    code = models.CharField(_("rule"), max_length=10)
    version = models.PositiveIntegerField(_("version"))
    state = FSMField(_("state"), choices=State.choices, default=State.ACTIVE, protected=True)
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parameters = models.JSONField(_("parameters"), default=dict)
    law = models.CharField(_("basis"), max_length=300)
    reason = models.CharField(_("reason for its making"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True)
    author = models.CharField(_("author"), max_length=100)
    signed_by = models.CharField(_("signed by"), max_length=100, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("drafted at"), null=True)
    activated_at = models.DateTimeField(_("switched on at"), null=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_version_once"),
            models.CheckConstraint(
                condition=Q(drafted_by__isnull=False) | ~Q(author=F("signed_by")),
                name="rule_signed_by_another",
                violation_error_message=_("A rule is signed by somebody other than its author."),
            ),
            models.CheckConstraint(
                condition=Q(activated_by=None) | ~Q(drafted_by=F("activated_by")),
                name="rule_switched_on_by_another",
                violation_error_message=_("A rule is signed by somebody other than its author."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"]) | ~Q(signed_by=""), name="rule_in_force_is_signed"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state="draft"),
                name="one_draft_of_a_rule",
                violation_error_message=_("There is a draft of this rule already."),
            ),
        ]

    def __str__(self):
        return f"{self.code} v{self.version}"

    def as_subject(self) -> Subject:
        return Subject(_("Rule"), str(self), self.name, reverse("monitoring:rule", args=[self.pk]))

    @property
    def tone(self) -> str:
        return TONES[self.level]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def gives_card(self) -> bool:
        return self.level in CARD_LEVELS

    @transition(state, source=State.DRAFT, target=State.ACTIVE)
    def activate(self):
        pass

    @transition(state, source=State.ACTIVE, target=State.ENDED)
    def end(self):
        pass

    @transition(state, source=State.DRAFT, target=State.DISCARDED)
    def discard(self):
        pass
