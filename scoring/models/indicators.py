"""Goals of a year (S0-03, S4-12): a document, the tree of its indicators, who answers for which of them.

What others may read: `Task.objects.measured()` (each with `done`, exact at this moment), `.behind(today)`,
`scoring.ranking.units(…)`. Progress is entered in scoring.models.progress.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.subjects import Subject
from scoring.models.fields import person, unit

DIGITS = {"max_digits": 18, "decimal_places": 4}
TOLERANCE, EXPLAIN = 10, 10  # percentage points behind the time; working days (Jinan, Hangzhou: reference B6)


class Direction(models.TextChoices):
    """How what was done is held against the target; the arithmetic is scoring.indicators.share."""

    RISE = "rise", _("the more the better")
    FALL = "fall", _("not more than")
    DONE = "done", _("done or not")


class GoalQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Drafts are seen by the office that writes them."""
        from scoring.permissions import appraises

        return self if appraises(actor) else self.exclude(state__in=GoalDocument.UNSAID)

    def in_force(self):
        return self.filter(state=GoalDocument.State.IN_FORCE)


class GoalDocument(FSMModelMixin, models.Model):
    """The paper the goals come from, e.g. 经济发展主要工作目标. Signed by a second person it stands."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        CLOSED = "closed", _("closed for the year")
        DROPPED = "dropped", _("draft given up")

    TONES = {State.DRAFT: "warn", State.IN_FORCE: "ok", State.CLOSED: "quiet", State.DROPPED: "quiet"}
    UNSAID = [State.DRAFT, State.DROPPED]

    title = models.CharField(_("title of the paper"), max_length=100)
    number = models.CharField(_("number of the paper"), max_length=50)
    year = models.PositiveSmallIntegerField(_("year"))
    issued_on = models.DateField(_("issued on"))
    organisation = unit(_("office"))
    tolerance = models.PositiveSmallIntegerField(_("tolerance (percentage points)"), default=TOLERANCE)
    explain_days = models.PositiveSmallIntegerField(_("term of an explanation (working days)"), default=EXPLAIN)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person()
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = person()

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("documents of goals")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=~Q(state="dropped"),
                name="goal_document_once",
                violation_error_message=_("There is a document with this number in this year already."),
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
                name="goals_by_two",
                violation_error_message=_("A document is put in force by somebody other than who drafted it."),
            ),
            models.CheckConstraint(condition=Q(tolerance__lte=100), name="goal_tolerance"),
            models.CheckConstraint(condition=Q(explain_days__gte=1, explain_days__lte=60), name="goal_explain_days"),
        ]

    def __str__(self):
        return f"{self.title}（{self.number}）"

    def as_subject(self) -> Subject:
        return Subject(_("Document of goals"), self.number, self.title, reverse("scoring:goal", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def begins_on(self) -> date:
        """Time runs from the first of January of its year."""
        return date(self.year, 1, 1)

    @transition(state, source=State.DRAFT, target=State.IN_FORCE)
    def sign(self):
        pass

    @transition(state, source=State.DRAFT, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=State.IN_FORCE, target=State.CLOSED)
    def close(self):
        pass


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(document__in=GoalDocument.objects.visible_to(actor))


class Indicator(models.Model):
    """A node of the tree. Those with children are groups: only the last ones have a target and tasks."""

    document = models.ForeignKey(GoalDocument, on_delete=models.PROTECT, related_name="indicators")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("indicator above"),
    )
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("indicator"), max_length=200)
    standard = models.CharField(_("standard to be met"), max_length=500, blank=True)
    measure = models.CharField(_("unit of measure"), max_length=20, blank=True)  # 亿元, %, 个
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.RISE)
    target = models.DecimalField(_("target"), null=True, blank=True, **DIGITS)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=4)
    due_on = models.DateField(_("due on"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()
    subject_related = ["document"]

    class Meta:
        verbose_name = verbose_name_plural = _("indicators")
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "code"],
                name="indicator_once",
                violation_error_message=_("There is an indicator with this code already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="indicator_weight",
                violation_error_message=_("A weight lies above 0 and is 100 at most."),
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gt=0) | Q(direction="fall", target__gte=0),
                name="indicator_target",
                violation_error_message=_("The target must be greater than zero."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def as_subject(self) -> Subject:
        address = f"{reverse('scoring:goal', args=[self.document_id])}?node={self.pk}"
        return Subject(_("Indicator"), self.code, self.name, address)


class TaskQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from scoring.permissions.indicators import visible_tasks

        return visible_tasks(self, actor)

    def running(self):
        return self.filter(document__state=GoalDocument.State.IN_FORCE)

    def measured(self):
        """Each with `done`, the sum of its progress: rollup and what is not folded yet, read in one statement."""
        from scoring.models.progress import done_expression

        return self.annotate(done=done_expression())

    def behind(self, today: date):
        """Those whose done share is less than that of the time, by more than the document tolerates."""
        from scoring.models.progress import behind_keys

        return self.running().filter(state=Task.State.OPEN, pk__in=behind_keys(today))


class Task(FSMModelMixin, models.Model):
    """What one unit owes of one indicator, and who there answers for it. Its weight is fixed with the signature."""

    class State(models.TextChoices):
        OPEN = "open", _("under way")
        SELF_RATED = "self_rated", _("rated by the unit")
        REVIEWED = "reviewed", _("reviewed, to be signed off")
        SIGNED = "signed", _("signed off")

    TONES = {State.OPEN: "info", State.SELF_RATED: "warn", State.REVIEWED: "warn", State.SIGNED: "done"}

    document = models.ForeignKey(GoalDocument, on_delete=models.PROTECT, related_name="tasks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="tasks")
    organisation = unit(_("unit"), related_name="tasks")
    responsible = person(_("person responsible"))
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)  # as the indicator's
    target = models.DecimalField(_("target"), **DIGITS)
    weight = models.DecimalField(_("weight"), max_digits=10, decimal_places=6, null=True)  # within the document
    begins_on = models.DateField(_("begins on"))
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True)  # the day on which progress reached the target
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    self_points = models.DecimalField(_("points by the unit"), max_digits=5, decimal_places=2, null=True)
    self_words = models.CharField(_("words of the unit"), max_length=500, blank=True)
    self_at = models.DateTimeField(_("rated at"), null=True)
    self_by = person()
    points = models.DecimalField(_("points of the review"), max_digits=5, decimal_places=2, null=True)
    words = models.CharField(_("words of the review"), max_length=500, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = person()
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it was sent back

    objects = TaskQuerySet.as_manager()
    subject_related = ["indicator", "organisation"]

    class Meta:
        verbose_name = verbose_name_plural = _("tasks of indicators")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["organisation", "due_on"], name="task_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "organisation"],
                name="task_once",
                violation_error_message=_("This unit has this indicator already."),
            ),
            models.CheckConstraint(
                condition=Q(target__gt=0) | Q(direction="fall", target__gte=0),
                name="task_target",
                violation_error_message=_("The target must be greater than zero."),
            ),
            models.CheckConstraint(condition=Q(weight=None) | Q(weight__gt=0), name="task_weight"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("begins_on")),
                name="task_days",
                violation_error_message=_("The day lies before the goals begin."),
            ),
            models.CheckConstraint(
                condition=(Q(self_points=None) | Q(self_points__gte=0, self_points__lte=100))
                & (Q(points=None) | Q(points__gte=0, points__lte=100)),
                name="task_points",
                violation_error_message=_("Points lie between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("self_by")),
                name="task_reviewed_by_another",
                violation_error_message=_("A task is reviewed by somebody other than who rated it."),
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("reviewed_by")),
                name="task_signed_by_another",
                violation_error_message=_("A review is signed by somebody other than who made it."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code} {self.indicator.name}"

    def as_subject(self) -> Subject:
        return Subject(_("Task of an indicator"), self.indicator.code, self.indicator.name, self.address)

    @property
    def address(self) -> str:
        return reverse("scoring:task", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.OPEN, target=State.SELF_RATED)
    def rate(self):
        pass

    @transition(state, source=State.SELF_RATED, target=State.OPEN)
    def give_back(self):
        pass

    @transition(state, source=State.SELF_RATED, target=State.REVIEWED)
    def review(self):
        pass

    @transition(state, source=State.REVIEWED, target=State.SELF_RATED)
    def reopen(self):
        pass

    @transition(state, source=State.REVIEWED, target=State.SIGNED)
    def sign_off(self):
        pass
