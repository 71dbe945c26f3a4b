"""Rules with versions: what counts as a finding, since when, on what basis, made and signed by whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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
