"""Integrity talks (廉政谈话): kept by the discipline office, read by it and by the person alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from complaints.models.orders import Order, unit
from records.columns import person as somebody
from records.subjects import Subject


class TalkQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The discipline office that held the talk, and whoever it was held with; nobody else, leaders included."""
        if actor.user is None:
            return self.none()
        mine = Q(person=actor.user)
        if actor.holds(Role.INSPECTOR):
            mine |= Q(office=actor.organisation)
        return self.filter(mine)


class IntegrityTalk(models.Model):
    """One talk: who, with whom, on what occasion, what was said and promised; when it is looked at again."""

    number = models.CharField(_("talk number"), max_length=30, unique=True)
    office = unit(_("discipline office"), null=False, blank=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="integrity_talks",
        verbose_name=_("talk with"),
    )
    organisation = unit(_("organisation"), null=False, blank=False, db_index=True)  # where that person works
    talkers = models.CharField(_("held by"), max_length=100)
    occasion = models.CharField(_("occasion"), max_length=200)
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    talked_on = models.DateField(_("day of the talk"))
    place = models.CharField(_("place"), max_length=100)
    content = models.TextField(_("content"), max_length=4000)
    commitments = models.TextField(_("what the person commits to"), max_length=2000, blank=True)
    follow_up_on = models.DateField(_("looked at again on"), null=True, blank=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    written_at = models.DateTimeField(_("written down at"))
    written_by = somebody()

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["-talked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=models.F("written_by")),
                name="nobody_records_a_talk_with_oneself",
                violation_error_message=_("Nobody records a talk with himself or herself."),
            )
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        """Without the name: a finding about the talk is read by more people than the talk."""
        return Subject(_("Integrity talk"), self.number, "", reverse("complaints:talk", args=[self.number]))


class TalkNote(models.Model):
    """What was added afterwards: a correction, the person's own words, the look after the term. Never changed."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        STATEMENT = "statement", _("statement of the person")
        FOLLOW_UP = "follow_up", _("looked at again")

    talk = models.ForeignKey(IntegrityTalk, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.TextField(_("text"), max_length=2000)
    written_at = models.DateTimeField(_("written down at"))
    written_by = somebody()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:20]
