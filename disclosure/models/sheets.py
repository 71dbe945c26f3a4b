"""What openness checks look at: sheets of points, each in use from a quarter on."""

from datetime import date

from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from disclosure.periods import Cycle, period_in_words
from records.columns import person
from records.subjects import Subject

WHOLE = 100  # points of a sheet


class SheetQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody of the desks reads by what is checked."""
        return self if permissions.can_look(actor) else self.none()

    def hold(self):
        """Checks are begun and sheets released one after the other: locks the sheets, in their order."""
        list(self.select_for_update().order_by("pk").values_list("pk", flat=True))

    def of_quarter(self, quarter: date):
        """The sheet by which this quarter is checked: the last decision that reaches it. None where none does."""
        rows = self.filter(state=CheckSheet.State.RELEASED, from_quarter__lte=quarter)
        return rows.order_by("-number").first()


class CheckSheet(FSMModelMixin, models.Model):
    """The points of the checks from a quarter on. Drawn up by one, released by another; then it stands."""

    class State(models.TextChoices):
        DRAFT = "draft", _("sheet waits to be released")
        RELEASED = "released", _("sheet released")
        DROPPED = "dropped", _("sheet was given up")

    TONES = {State.DRAFT: "warn", State.RELEASED: "ok", State.DROPPED: "done"}

    number = models.PositiveSmallIntegerField(_("number of the sheet"), unique=True)
    from_quarter = models.DateField(_("in use from the quarter on"))  # its first day
    why = models.CharField(_("why it is changed"), max_length=300, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("time of writing"), null=True)  # none: came with the portal
    drafted_by = person()
    released_at = models.DateTimeField(_("released at"), null=True)
    released_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it was given up

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("sheets of openness checks")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_quarter__day=1, from_quarter__month__in=[1, 4, 7, 10]), name="sheet_from_a_quarter"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="draft"),
                name="one_draft_of_the_sheet",
                violation_error_message=_("A sheet is being drawn up already."),
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("drafted_by")),
                name="sheet_released_by_another",
                violation_error_message=_("A sheet is released by somebody other than who drew it up."),
            ),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(reason=""), name="sheet_dropped_for_a_reason"),
        ]

    def __str__(self):
        return str(_("Check sheet No. %(number)s") % {"number": self.number})

    def as_subject(self) -> Subject:
        return Subject(_("Sheet of the check"), "", str(self), self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:sheet", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def quarter_words(self) -> str:
        return period_in_words(Cycle.QUARTER, self.from_quarter)

    @property
    def before(self):
        """The sheet that this one was drawn up from; None for the first one."""
        rows = CheckSheet.objects.filter(number__lt=self.number)
        return rows.of_quarter(self.from_quarter)

    def in_use(self):
        return self.points.filter(is_active=True)

    @property
    def total(self) -> int:
        return self.in_use().aggregate(total=Sum("points"))["total"] or 0

    @transition(state, source=State.DRAFT, target=State.RELEASED)
    def release(self):
        pass

    @transition(state, source=State.DRAFT, target=State.DROPPED)
    def drop(self):
        pass


class CheckPoint(models.Model):
    """What is looked at, and the most points for it. Those in use add up to 100; one taken out stays visible."""

    sheet = models.ForeignKey(CheckSheet, on_delete=models.PROTECT, related_name="points")
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    standard = models.CharField(_("standard"), max_length=300)
    points = models.PositiveSmallIntegerField(_("most points"))
    sort = models.PositiveSmallIntegerField(_("sort order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    subject_related = ("sheet",)

    class Meta:
        verbose_name = verbose_name_plural = _("points of openness checks")
        ordering = ["sort", "code"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "code"], name="check_point_once_a_sheet"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=WHOLE), name="check_point_worth"),
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("Point of the check"), "", self.name, self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:point", args=[self.pk])
