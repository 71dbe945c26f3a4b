"""Reminders and written criticism of orders that are not answered in their term."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from monitoring.models.notices import UNIT_ROLES, WatchedQuerySet
from records.models import AboutSubject
from records.subjects import Subject


class UrgeQuerySet(WatchedQuerySet):
    def visible_to(self, actor):
        """Those who watch the unit, the hotline office of its county, and the unit itself."""
        if actor.holds(Role.INSPECTOR, Role.LEADER, Role.DISPATCHER, Role.OPERATOR):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.filter(organisation__in=actor.units) if actor.holds(*UNIT_ROLES) else self.none()


class Urge(AboutSubject):
    """One paper to a unit about one late clock of an order: first a reminder, then criticism. Never changed."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        CRITICISM = "criticism", _("written criticism")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    deadline = models.ForeignKey("deadlines.Deadline", on_delete=models.PROTECT, related_name="urges")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="urges", verbose_name=_("unit")
    )
    responsible = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible person")
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    due_on = models.DateField(_("answer was due on"))
    effective_on = models.DateField(_("late since"))
    made_at = models.DateTimeField(_("time"))

    objects = UrgeQuerySet.as_manager()

    subject_related = ("organisation",)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="urge_about"),
            models.Index(fields=["organisation", "-made_at"], name="urge_of_unit"),
        ]
        constraints = [models.UniqueConstraint(fields=["deadline", "kind"], name="one_urge_of_a_kind")]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        return Subject(self.get_kind_display(), self.number, self.organisation.name, reverse("monitoring:urges"))
