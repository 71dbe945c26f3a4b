"""Slips, the box and what comes out of it. Nothing here joins a slip to a vote (docs/decisions/0036).

A slip knows that it was used, not when nor for what. While votes are taken all of them lie in one sealed heap, sorted
by what they say; when the box is opened they are written at one moment, in the order of their content, under random
keys. No column tells a time, a serial number, an address or a person.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.fields import person
from scoring.models.surveys import Option, SurveyMeeting, SurveyObject


class SlipQuerySet(models.QuerySet):
    def used_ones(self):
        return self.filter(used=True)

    def free(self):
        return self.filter(used=False, void=False)


class Slip(models.Model):
    """One slip (选票): the SHA-256 of its token, which was shown once. `run` is the printing it came from."""

    digest = models.CharField(max_length=64, primary_key=True)
    meeting = models.ForeignKey(SurveyMeeting, on_delete=models.PROTECT, related_name="slips")
    run = models.PositiveSmallIntegerField()
    used = models.BooleanField(_("used"), default=False)
    void = models.BooleanField(_("void"), default=False)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("voting slips")
        ordering = ["digest"]
        constraints = [models.CheckConstraint(condition=~Q(used=True, void=True), name="void_slip_is_not_used")]

    def __str__(self):
        return self.digest[:8]


class Box(models.Model):
    """The votes of a meeting that is under way, sealed with a key outside the database (scoring.boxes)."""

    meeting = models.OneToOneField(SurveyMeeting, on_delete=models.PROTECT, primary_key=True, related_name="box")
    key = models.CharField(max_length=20)
    sealed = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = _("boxes")

    def __str__(self):
        return str(self.meeting)


class Ballot(models.Model):
    """One vote out of the box: {number of the object: [an option or "" for each aspect]}."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(SurveyMeeting, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    answers = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = _("ballots")
        ordering = ["key"]

    def __str__(self):
        return str(self.key)


class PaperCount(models.Model):
    """What one person counted on the paper slips. Two count, each alone; both must find the same."""

    meeting = models.ForeignKey(SurveyMeeting, on_delete=models.PROTECT, related_name="paper_counts")
    valid = models.PositiveSmallIntegerField(_("valid paper slips"))
    invalid = models.PositiveSmallIntegerField(_("invalid paper slips"))
    counts = models.JSONField()  # {number of the object: [[satisfied, basically, unsatisfied] for each aspect]}
    counted_at = models.DateTimeField(_("counted at"))
    counted_by = person()

    class Meta:
        verbose_name = verbose_name_plural = _("counts of paper slips")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "counted_by"],
                nulls_distinct=False,
                name="each_counts_once",
                violation_error_message=_("You have entered a count already: correct it instead."),
            )
        ]

    def __str__(self):
        return f"{self.meeting} {self.counted_by}"


class Tally(models.Model):
    """How often an option was chosen for an aspect of somebody: what was told in the meeting."""

    meeting = models.ForeignKey(SurveyMeeting, on_delete=models.PROTECT, related_name="tallies")
    object = models.ForeignKey(SurveyObject, on_delete=models.PROTECT, related_name="tallies")
    aspect = models.PositiveSmallIntegerField()
    option = models.CharField(max_length=12, choices=Option)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("results of meetings")
        ordering = ["meeting", "object", "aspect", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "object", "aspect", "option"], name="tally_once"),
            models.CheckConstraint(condition=Q(option__in=Option.values), name="tally_of_an_option"),
        ]

    def __str__(self):
        return f"{self.object} {self.option} {self.count}"
