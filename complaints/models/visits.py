"""Visits to firms (走访客商, seed S2-07): each firm once a quarter; its difficulties become orders."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from complaints.models.orders import UNIT_ROLES, Order, unit
from records.columns import person
from records.subjects import Subject


class FirmVisitQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A unit's own list; everything for those who watch or lead."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.filter(organisation=actor.organisation) if actor.holds(*UNIT_ROLES) else self.none()

    def of_quarter(self, year: int, quarter: int):
        return self.filter(year=year, quarter=quarter)

    def visited(self):
        return self.exclude(visited_on=None)

    def overdue(self, today):
        """Not visited although the quarter is over."""
        return self.filter(visited_on=None, until_on__lt=today)


class FirmVisit(models.Model):
    """One line of a quarter's plan: the firm, the unit that visits it, and what the visit brought."""

    class Mood(models.IntegerChoices):
        GOOD = 3, _("satisfied")
        FAIR = 2, _("basically satisfied")
        BAD = 1, _("dissatisfied")

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    until_on = models.DateField(_("visited by"))  # the last day of the quarter
    organisation = unit(_("visiting unit"), null=False, blank=False, db_index=True)
    firm_name = models.CharField(_("firm"), max_length=100)
    firm_code = models.CharField(_("credit code of the firm"), max_length=18)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone of the firm"), max_length=30, blank=True)
    visitor = models.CharField(_("who visits"), max_length=50, blank=True)
    planned_at = models.DateTimeField(_("planned at"))
    planned_by = person()
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visited_on = models.DateField(_("visited on"), null=True)
    spoken_with = models.CharField(_("spoken with"), max_length=50, blank=True)
    mood = models.PositiveSmallIntegerField(_("the firm is"), choices=Mood, null=True)
    opinion = models.TextField(_("opinion of the firm"), max_length=2000, blank=True)
    noted_at = models.DateTimeField(_("noted at"), null=True)
    noted_by = person()

    objects = FirmVisitQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "firm_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "quarter", "firm_code"],
                name="firm_visited_once_a_quarter",
                violation_error_message=_("This firm stands in the plan of this quarter already."),
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="visit_in_one_of_four_quarters"),
            models.CheckConstraint(
                condition=Q(visited_on=None) | ~Q(opinion=""),
                name="visit_brings_an_opinion",
                violation_error_message=_("Write down what the firm said."),
            ),
        ]

    def __str__(self):
        return self.firm_name

    def as_subject(self) -> Subject:
        term = f"{self.year}-{self.quarter}"
        return Subject(_("Visit to a firm"), term, self.firm_name, reverse("complaints:visit", args=[self.pk]))


class FirmProblem(models.Model):
    """A difficulty that the firm named; it runs as an order."""

    visit = models.ForeignKey(FirmVisit, on_delete=models.PROTECT, related_name="problems")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="firm_problem")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.order)


def last_day(year: int, quarter: int) -> date:
    """The last day of a quarter (1 to 4)."""
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return following - timedelta(days=1)


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3
