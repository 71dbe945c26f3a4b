"""By when: the calendar's years and days, the policy of warnings, and the clocks themselves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from deadlines.plan import Limits, Margins, Unit
from records.models import AboutQuerySet, AboutSubject


class Year(models.Model):
    """One year of the official calendar. `version` moves with every import, so that cached calendars notice."""

    class Status(models.TextChoices):
        OFFICIAL = "official", _("official")
        PROVISIONAL = "provisional", _("provisional")

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    status = models.CharField(_("status"), max_length=20, choices=Status)
    source = models.CharField(_("source"), max_length=300)
    version = models.PositiveIntegerField(_("version"))

    class Meta:
        verbose_name = verbose_name_plural = _("calendar years")
        ordering = ["year"]

    def __str__(self):
        return f"{self.year}"


class Day(models.Model):
    """A date that a notice names: a holiday or a make-up working day (调休上班)."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("date"), unique=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = _("holidays and make-up days")
        ordering = ["date"]

    def __str__(self):
        return f"{self.date} {self.name}"


class YearDraft(FSMModelMixin, models.Model):
    """A State Council notice as it was uploaded; a second person switches it on after seeing which clocks move."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for a second person")
        SWITCHED_ON = "switched_on", _("switched on")
        DROPPED = "dropped", _("given up")

    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=300)
    status = models.CharField(_("status"), max_length=20, choices=Year.Status)
    days = models.JSONField(_("days"))  # [["2027-01-01", false, "元旦"], …]
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    moved = models.PositiveIntegerField(_("clocks moved"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state="proposed"),
                name="one_draft_of_a_year",
                violation_error_message=_("A notice of this year waits for a second person already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="switched_on") | ~Q(decided_by=F("proposed_by")),
                name="year_switched_on_by_another",
                violation_error_message=_("A calendar is switched on by somebody other than who uploaded it."),
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.source}"

    @transition(state, source=State.PROPOSED, target=State.SWITCHED_ON)
    def switch_on(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DROPPED)
    def drop(self):
        pass


class Policy(models.Model):
    """When clocks warn and when being late turns grave. A clock keeps the version it started under."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    name = models.CharField(_("name"), max_length=50)
    warn_percent = models.PositiveSmallIntegerField(_("warning share of the promise (percent)"), default=10)
    warn_at_least = models.PositiveSmallIntegerField(_("warning at least (days)"), default=1)
    grave_after = models.PositiveSmallIntegerField(_("gravely overdue after (days past the promise)"), default=5)
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = verbose_name_plural = _("policies of warning")
        ordering = ["version"]

    def __str__(self):
        return f"{self.name} v{self.version}"

    @property
    def margins(self) -> Margins:
        return Margins(self.warn_percent, self.warn_at_least, self.grave_after)


class Stage(models.IntegerChoices):
    """How far a clock has rung."""

    QUIET = 0, _("quiet")
    WARNING = 1, _("warning")
    OVERDUE = 2, _("overdue")
    GRAVE = 3, _("gravely overdue")


class DeadlineQuerySet(AboutQuerySet):
    def running(self):
        """Not met and not cancelled; a paused clock still runs in this sense: somebody owes something."""
        return self.filter(met_on=None, cancelled_on=None)


class Deadline(AboutSubject):
    """A promise about a subject: by when, of whom, and which alarms still have to ring."""

    name = models.CharField(_("clock"), max_length=40)  # promised, step:review, delivery, answer …
    round = models.PositiveSmallIntegerField(default=1)  # the same clock may be started again after it ended
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="deadlines")
    responsible = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="deadlines")
    unit = models.CharField(max_length=10, choices=[(u.value, u.value) for u in Unit], default=Unit.WORKING)
    promised = models.PositiveSmallIntegerField(_("promised"))
    statutory = models.PositiveSmallIntegerField(_("statutory"), null=True)
    graded = models.BooleanField(default=True)
    warned = models.BooleanField(default=True)
    warn_days = models.PositiveSmallIntegerField(null=True)  # before the end; None: as the policy says
    started_at = models.DateTimeField(_("started at"))
    started_on = models.DateField(_("started on"))
    due_on = models.DateField(_("due on"))
    statutory_on = models.DateField(_("statutory limit ends"), null=True)
    due_at = models.DateTimeField(null=True)  # only for limits in hours
    warn_on = models.DateField(null=True)
    overdue_on = models.DateField()
    grave_on = models.DateField(null=True)
    next_alarm_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(choices=Stage, default=Stage.QUIET)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", db_index=False)
    calendar_version = models.PositiveIntegerField()
    provisional = models.BooleanField(_("provisional"))
    paused_on = models.DateField(_("paused on"), null=True)
    was_paused = models.BooleanField(default=False)
    extended_days = models.PositiveSmallIntegerField(default=0)
    met_on = models.DateField(_("met on"), null=True)
    used_days = models.PositiveIntegerField(_("used days"), null=True)
    cancelled_on = models.DateField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_alarm_at"], name="deadline_next_alarm", condition=Q(next_alarm_at__isnull=False)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "name", "round"], name="one_clock_per_round"
            ),
            models.CheckConstraint(
                condition=Q(statutory=None) | Q(promised__lte=F("statutory")),
                name="promise_within_statute",
                violation_error_message=_("The promised limit must not exceed the statutory limit."),
            ),
            models.CheckConstraint(condition=Q(due_on__lte=F("overdue_on")), name="due_before_overdue"),
        ]

    def __str__(self):
        return f"{self.name} {self.due_on}"

    @property
    def limits(self) -> Limits:
        return Limits(self.promised, self.statutory, Unit(self.unit), self.graded, self.warned, self.warn_days)

    @property
    def is_running(self) -> bool:
        return self.met_on is None and self.cancelled_on is None

    def stage_dates(self) -> list[tuple[Stage, object]]:
        """The stages of this clock that exist, mildest first."""
        dates = [(Stage.WARNING, self.warn_on), (Stage.OVERDUE, self.overdue_on), (Stage.GRAVE, self.grave_on)]
        return [(stage, on) for stage, on in dates if on]


class Pause(models.Model):
    """A time that does not count (行政许可法 第四十五条). The end may be set once; nothing else changes."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="pauses")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True)
    kind = models.CharField(_("kind"), max_length=20)
    ground = models.TextField(_("ground"))
    told_days = models.PositiveSmallIntegerField(_("days told to the applicant"))

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="pause_ends_after_start",
                violation_error_message=_("A pause cannot end before it began."),
            ),
            models.UniqueConstraint(
                fields=["deadline", "kind"], condition=Q(until_on=None), name="one_open_pause_a_kind"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.from_on}"


class Extension(models.Model):
    """The one extension of a clock (行政许可法 第四十二条), approved by the head, its reason told."""

    deadline = models.OneToOneField(
        Deadline,
        on_delete=models.PROTECT,
        related_name="extension",
        error_messages={"unique": _("A limit can be extended only once.")},
    )
    days = models.PositiveSmallIntegerField(_("days"))
    approver = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    approved_on = models.DateField(_("approved on"))

    def __str__(self):
        return f"+{self.days}"


class HoldQuerySet(AboutQuerySet):
    def in_force(self, today):
        """The holds that stop their subject on this day."""
        return self.filter(Q(until=None) | Q(until__gte=today), released_at=None)


class Hold(AboutSubject):
    """A subject that may not move: until a day, or until somebody releases it with a reason."""

    ground = models.CharField(_("ground of the lock"), max_length=300)
    reference = models.CharField(_("rests on"), max_length=60, blank=True)  # the number of a card, of a decision
    until = models.DateField(_("until"), null=True)
    held_at = models.DateTimeField(_("locked at"))
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("unlocked at"), null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    release_reason = models.CharField(_("reason for unlocking"), max_length=500, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], condition=Q(released_at=None), name="hold_in_force"),
            models.Index(fields=["reference"], name="hold_by_reference"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="hold_has_a_ground"),
            models.CheckConstraint(
                condition=Q(released_at=None) | ~Q(release_reason=""),
                name="release_has_a_reason",
                violation_error_message=_("Give the reason for unlocking."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.ground}"
