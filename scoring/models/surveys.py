"""Surveys (测评): who is asked, about whom, in which meetings. The votes themselves lie in scoring.models.ballots."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.models import Document
from records.subjects import Subject
from scoring.models.fields import person as somebody
from scoring.models.fields import unit
from scoring.permissions.surveys import reads_all_surveys

OPTIONS = ["satisfied", "basically", "unsatisfied"]


class Option(models.TextChoices):
    """What somebody may answer (S2-19)."""

    SATISFIED = "satisfied", _("satisfied")
    BASICALLY = "basically", _("basically satisfied")
    UNSATISFIED = "unsatisfied", _("not satisfied")


def usual_values() -> dict:
    """What the options are worth; the seeds give no numbers, so every survey says its own."""
    return {"satisfied": "1.0", "basically": "0.8", "unsatisfied": "0.0"}


def usual_terms() -> dict:
    """Working days to answer an opinion, by the way in which it is dealt with (S2-03)."""
    return {"at_once": 5, "study": 20, "rectify": 30}


class EvaluatorCategory(models.Model):
    """A kind of evaluators (参评人员类别); draws are made within it."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("category"), max_length=60, unique=True)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("categories of evaluators")
        ordering = ["sort", "pk"]

    def __str__(self):
        return self.name


class EvaluatorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)


class Evaluator(models.Model):
    """One person of the pool (参评人员资料库). Draws name the number alone; name and telephone are sealed."""

    number = models.CharField(_("number of the evaluator"), max_length=12, unique=True)
    category = models.ForeignKey(
        EvaluatorCategory, on_delete=models.PROTECT, related_name="evaluators", verbose_name=_("category")
    )
    key = models.CharField(max_length=20)  # which key seals
    sealed = models.BinaryField()
    mark = models.CharField(max_length=64)  # keyed digest of the telephone: nobody stands in the pool twice
    added_at = models.DateTimeField(_("added at"))
    added_by = somebody()
    ended_at = models.DateTimeField(_("taken out at"), null=True)
    ended_by = somebody()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EvaluatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("evaluators")
        ordering = ["category", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["mark"],
                condition=Q(ended_at=None),
                name="evaluator_once",
                violation_error_message=_("This telephone number stands in the pool already."),
            )
        ]

    def __str__(self):
        return self.number


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The office, inspectors and leaders; a unit what is asked about it, but never about persons."""
        if reads_all_surveys(actor):
            return self
        if not actor.is_staff_member:
            return self.none()
        return self.filter(kind=Survey.Kind.UNITS, objects_asked__organisation__in=actor.units).distinct()


class Survey(FSMModelMixin, models.Model):
    """One survey of a half-year: aspects, options with their values, whom it is about."""

    class Kind(models.TextChoices):
        UNITS = "units", _("of units")
        PERSONS = "persons", _("democratic appraisal of persons")

    class State(models.TextChoices):
        OPEN = "open", _("under way")
        CONCLUDED = "concluded", _("survey concluded")

    TONES = {State.OPEN: "info", State.CONCLUDED: "ok"}

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    organisation = unit(_("who asks"))
    aspects = ArrayField(models.CharField(max_length=60), verbose_name=_("aspects"))
    values = models.JSONField(_("values of the options"), default=usual_values)
    terms = models.JSONField(_("terms of answers"), default=usual_terms)
    least = models.PositiveSmallIntegerField(_("least number of slips"), default=5)
    floor = models.PositiveSmallIntegerField(_("satisfaction asked of persons"), default=60)  # percent (S3-18)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    opened_at = models.DateTimeField(_("begun at"))
    opened_by = somebody()
    concluded_at = models.DateTimeField(_("concluded at"), null=True)
    concluded_by = somebody()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("surveys")
        ordering = ["-last", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], name="survey_name_once", violation_error_message=_("There is a survey of this name.")
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="survey_ends_after_it_begins",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
            models.CheckConstraint(condition=Q(least__gte=2), name="survey_hides_single_votes"),
            models.CheckConstraint(condition=Q(floor__lte=100), name="survey_floor_is_a_share"),
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("Survey"), "", self.name, reverse("scoring:survey", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def is_public(self) -> bool:
        """Results about persons are told to the office and those above it alone."""
        return self.kind == self.Kind.UNITS

    @transition(state, source=State.OPEN, target=State.CONCLUDED)
    def conclude(self):
        pass


class SurveyObject(models.Model):
    """Whom a survey asks about: a unit, or a person of it."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="objects_asked")
    number = models.PositiveSmallIntegerField(_("number"))
    organisation = unit(_("unit"), related_name="asked_about")
    person = somebody(_("person"))
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("whom a survey asks about")
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_object_number_once"),
            models.UniqueConstraint(
                fields=["survey", "organisation", "person"], nulls_distinct=False, name="survey_object_once"
            ),
        ]

    def __str__(self):
        return self.name


class SurveyMeeting(FSMModelMixin, models.Model):
    """One meeting (问卷测评会): slips are handed out, votes fall into the box, it is opened, the result is told."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        VOTING = "voting", _("votes are taken")
        COUNTING = "counting", _("box closed, being counted")
        PUBLISHED = "published", _("result told")

    TONES = {State.PLANNED: "info", State.VOTING: "warn", State.COUNTING: "warn", State.PUBLISHED: "ok"}
    CLOSED = [State.COUNTING, State.PUBLISHED]

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("date of the meeting"))
    place = models.CharField(_("place"), max_length=100)
    host = models.CharField(_("chaired by"), max_length=60)
    invited = models.PositiveSmallIntegerField(_("evaluators to be drawn"))
    course = models.TextField(_("course of the meeting"), max_length=2000, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.PLANNED, protected=True)
    planned_at = models.DateTimeField(_("planned at"))
    planned_by = somebody()
    opened_at = models.DateTimeField(_("box opened for votes at"), null=True)
    opened_by = somebody()
    closed_at = models.DateTimeField(_("box closed at"), null=True)
    closed_by = somebody()
    published_at = models.DateTimeField(_("result told at"), null=True)
    published_by = somebody()
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")

    subject_related = ["survey"]

    class Meta:
        verbose_name = verbose_name_plural = _("meetings of surveys")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(document__isnull=False), name="told_result_has_minutes"
            )
        ]

    def __str__(self):
        return f"{self.survey} {self.held_on}"

    def as_subject(self) -> Subject:
        title = f"{self.survey} {self.place}"
        return Subject(_("Meeting of a survey"), f"{self.held_on}", title, reverse("scoring:meeting", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.PLANNED, target=State.VOTING)
    def open(self):
        pass

    @transition(state, source=State.VOTING, target=State.COUNTING)
    def close(self):
        pass

    @transition(state, source=State.COUNTING, target=State.PUBLISHED)
    def publish(self):
        pass


class EvaluatorDraw(models.Model):
    """The draw of a meeting: the seed and the whole log (scoring.drawing). One a meeting, never changed."""

    meeting = models.OneToOneField(SurveyMeeting, on_delete=models.PROTECT, related_name="draw")
    seed = models.CharField(_("seed"), max_length=64)
    log = models.JSONField()
    drawn_at = models.DateTimeField(_("drawn at"))
    drawn_by = somebody()

    class Meta:
        verbose_name = verbose_name_plural = _("draws of evaluators")
        ordering = ["-pk"]

    def __str__(self):
        return str(self.meeting)


class Invitation(models.Model):
    """One evaluator who was drawn. Whoever cannot come makes room for the next of the same order."""

    class Answer(models.TextChoices):
        COMING = "coming", _("comes")
        EXCUSED = "excused", _("cannot come")

    meeting = models.ForeignKey(SurveyMeeting, on_delete=models.PROTECT, related_name="invitations")
    evaluator = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="invitations")
    place = models.PositiveSmallIntegerField(_("place in the draw"))  # within the category
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = somebody()

    class Meta:
        verbose_name = verbose_name_plural = _("invited evaluators")
        ordering = ["evaluator__category", "place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "evaluator"], name="invited_once"),
            models.CheckConstraint(condition=~Q(answer="excused") | ~Q(reason=""), name="excused_for_a_reason"),
        ]

    def __str__(self):
        return f"{self.evaluator}"
