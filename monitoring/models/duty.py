"""The duty log of the room: who watches, from when to when, what happened, and what was handed over."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role


class DutyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody who watches the county reads the log of its room."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.none()

    def open(self):
        return self.filter(ended_at=None)


class Duty(models.Model):
    """One turn of duty in the room. It ends when somebody takes over, or when the room closes for the day."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    handover = models.TextField(_("words of the handover"), max_length=2000, blank=True)
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None),
                name="one_on_duty",
                violation_error_message=_("Somebody is on duty already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="duty_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(handover=""), name="duty_ends_with_a_handover"),
        ]

    def __str__(self):
        return f"{self.user} {self.began_at:%Y-%m-%d %H:%M}"


class DutyNote(models.Model):
    """A line of the duty log. Never changed; a mistake is corrected by another line."""

    class Kind(models.TextChoices):
        CALL = "call", _("supervision by telephone")
        LOOK = "look", _("look through a camera")
        CARD = "card", _("card or notice")
        FAULT = "fault", _("fault of the platform")
        OTHER = "other", _("other matter")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.CharField(_("what happened"), max_length=500)
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.noted_at:%H:%M}"
