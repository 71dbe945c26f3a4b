"""Quarterly checks of openness (政务公开督查, seed S2-02): a sheet of points, findings, a term to put things right."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from disclosure.models.sheets import WHOLE, CheckPoint
from disclosure.periods import Cycle, period_in_words
from records.columns import person, unit
from records.subjects import Subject


class CheckQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The office and those who watch see all; a unit its own, once it is confirmed."""
        rows = permissions.visible(self, actor)
        return rows if permissions.sees_county(actor) else rows.exclude(state=OpennessCheck.State.DRAFTED)

    def confirmed(self):
        return self.exclude(state=OpennessCheck.State.DRAFTED)

    def owed(self):
        """Something has to be put right."""
        return self.filter(state=OpennessCheck.State.RECTIFYING)


class OpennessCheck(FSMModelMixin, models.Model):
    """One unit in one quarter, looked at by the openness office; its total goes into the score of the unit."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("waits for a second person")
        RECTIFYING = "rectifying", _("to be put right")
        REPORTED = "reported", _("said to be put right")
        CLOSED = "closed", _("check closed")

    TONES = {State.DRAFTED: "warn", State.RECTIFYING: "over", State.REPORTED: "info", State.CLOSED: "done"}

    organisation = unit(_("unit that was checked"), null=False, blank=False)
    quarter = models.DateField(_("quarter"))  # its first day
    total = models.DecimalField(_("points reached"), max_digits=5, decimal_places=1)
    words = models.TextField(_("found as a whole"), max_length=1000, blank=True)
    rectify_by = models.DateField(_("to be put right by"), null=True, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFTED, protected=True)
    drafted_at = models.DateTimeField(_("time of writing"))
    drafted_by = person(null=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = person()
    report = models.TextField(_("how it was put right"), max_length=1000, blank=True)
    reported_at = models.DateTimeField(_("said done at"), null=True)
    reported_by = person()
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it is not put right yet

    objects = CheckQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("openness checks")
        ordering = ["-quarter", "organisation__sort", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "quarter"],
                name="one_check_a_quarter",
                violation_error_message=_("This unit was checked in this quarter already."),
            ),
            models.CheckConstraint(condition=Q(quarter__day=1), name="check_of_a_whole_quarter"),
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=WHOLE), name="check_total"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("drafted_by")),
                name="check_confirmed_by_another",
                violation_error_message=_("A check is confirmed by somebody other than who wrote it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported"]) | ~Q(report=""), name="check_put_right_somehow"
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {period_in_words(Cycle.QUARTER, self.quarter)}"

    def as_subject(self) -> Subject:
        return Subject(_("Openness check"), "", str(self), self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:check", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    def has_faults(self) -> bool:
        return self.rectify_by is not None

    @transition(state, source=State.DRAFTED, target=State.RECTIFYING, conditions=[has_faults])
    def demand(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.CLOSED)
    def confirm(self):
        pass

    @transition(state, source=State.RECTIFYING, target=State.REPORTED)
    def tell_done(self):
        pass

    @transition(state, source=State.REPORTED, target=State.CLOSED)
    def close(self):
        pass

    @transition(state, source=State.REPORTED, target=State.RECTIFYING)
    def reopen(self):
        pass


class CheckLine(models.Model):
    """The points of one line of the sheet and what was found there."""

    check_of = models.ForeignKey(OpennessCheck, on_delete=models.PROTECT, related_name="lines")
    point = models.ForeignKey(CheckPoint, on_delete=models.PROTECT, related_name="+")
    most = models.PositiveSmallIntegerField(_("most points"))
    points = models.DecimalField(_("points reached"), max_digits=4, decimal_places=1)
    finding = models.CharField(_("finding"), max_length=300, blank=True)

    class Meta:
        ordering = ["point__sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "point"], name="check_line_once"),
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=F("most")), name="check_line_points"),
            models.CheckConstraint(
                condition=Q(points=F("most")) | ~Q(finding=""),
                name="lost_points_have_a_finding",
                violation_error_message=_("Say what was found where points are lost."),
            ),
        ]

    def __str__(self):
        return f"{self.point} {self.points}"
