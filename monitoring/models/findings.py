"""What the rules found. Facts only; never changed, never deleted."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from deadlines.plan import Unit
from deadlines.words import UNITS
from monitoring.models.rules import CARD_LEVELS, TONES, Level, RuleVersion
from records.models import AboutQuerySet, AboutSubject


class SupervisedQuerySet(models.QuerySet):
    """Whoever watches a unit sees what was found there; a unit sees what was found in it, or in one it stands for."""

    unit = "organisation"
    pending = "card__state"  # a card that no second person has confirmed yet: nothing of it is told to the unit

    def visible_to(self, actor):
        if not actor.is_staff_member:
            return self.none()
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(**{f"{self.unit}__path__startswith": actor.watched_path})
        if actor.holds(Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD):
            return self.filter(**{f"{self.unit}__in": actor.units}).exclude(**{self.pending: "pending"})
        return self.none()


class FindingQuerySet(SupervisedQuerySet, AboutQuerySet):
    def cards(self):
        """Findings with a card that was issued; it may be withdrawn since."""
        return self.filter(level__in=CARD_LEVELS).exclude(card__state="pending")

    def counting(self):
        """Each with `counted`, the level it counts as today; without what was superseded, withdrawn or not issued."""
        level = Coalesce("card__counts_as", "level")
        return self.filter(card__superseded_by=None).annotate(counted=level).exclude(counted="")

    def counting_cards(self):
        """Those that count as a yellow or red card today; `counted` says which."""
        return self.counting().filter(counted__in=CARD_LEVELS)


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


class WarningEnd(models.Model):
    """A pre-warning is over: the matter was finished in time, or a card took its place. One line, never changed."""

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", _("resolved: finished in time")
        OVERTAKEN = "overtaken", _("a card followed")

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="end")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    ended_at = models.DateTimeField(_("ended at"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.finding} {self.outcome}"

    @property
    def tone(self) -> str:
        return "done" if self.outcome == self.Outcome.RESOLVED else "over"
