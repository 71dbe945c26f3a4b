"""The watch on the watcher: what the platform itself did, and when."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a regular task last finished; `/healthz` and the board read it."""

    name = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, name, now):
        cls.objects.update_or_create(name=name, defaults={"at": now})


class SweepLog(models.Model):
    """One round of the sweep that found something, or failed: how long it took and what it made."""

    started_at = models.DateTimeField(_("began at"))
    seconds = models.FloatField(_("seconds"))
    batches = models.JSONField(_("alarms per batch"), default=list)
    counts = models.JSONField(_("findings per level"), default=dict)
    fault = models.CharField(_("fault"), max_length=300, blank=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["-started_at"], name="sweep_by_time")]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M:%S}"


class PlatformFinding(models.Model):
    """A fault of the platform itself: found by its own watch, open until it is gone or a person has dealt with it."""

    class Code(models.TextChoices):
        LATE_SWEEP = "late_sweep", _("the sweep is late")
        CLOCK_JUMP = "clock_jump", _("the clock jumped")
        STALE_SEAL = "stale_seal", _("the records are not sealed in time")
        IMPORT_GAP = "import_gap", _("a source system is silent")
        UNDELIVERED = "undelivered", _("messages could not be delivered")
        REPLAY = "replay", _("the replay differs from the cards issued")

    code = models.CharField(_("fault"), max_length=20, choices=Code)
    about = models.CharField(_("about"), max_length=200)  # what is faulty: a source system, a day; told apart by it
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    found_at = models.DateTimeField(_("found at"))
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "about"], condition=Q(resolved_at=None), name="one_open_fault_of_a_kind"
            )
        ]

    def __str__(self):
        return f"{self.get_code_display()} {self.about}"

    @property
    def is_clock(self) -> bool:
        """Until an inspector has confirmed the clock, no card is issued."""
        return self.code == self.Code.CLOCK_JUMP
