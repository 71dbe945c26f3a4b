"""What was said in surveys: opinions that are given to a unit, answered and shown."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.subjects import Subject
from scoring.models.fields import person, unit
from scoring.models.surveys import Survey, SurveyObject
from scoring.permissions.surveys import reads_all_surveys


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The office and those above read all; a unit what was given to it."""
        if reads_all_surveys(actor):
            return self
        if not actor.is_staff_member:
            return self.none()
        return self.filter(organisation__in=actor.units).exclude(state=Opinion.State.NOTED)

    def shown(self):
        """What everybody may read: answered, and the answer accepted."""
        return self.filter(state=Opinion.State.SHOWN, survey__kind=Survey.Kind.UNITS)


class Opinion(FSMModelMixin, models.Model):
    """One opinion about a unit (S2-03): solved at once, studied, or rectified; each one is answered."""

    class Way(models.TextChoices):
        AT_ONCE = "at_once", _("solve at once")
        STUDY = "study", _("study and propose")
        RECTIFY = "rectify", _("rectify")

    class State(models.TextChoices):
        NOTED = "noted", _("to be given to a unit")
        GIVEN = "given", _("with the unit")
        ANSWERED = "answered", _("answered, to be accepted")
        SHOWN = "shown", _("answered and shown")
        DROPPED = "dropped", _("not pursued")

    TONES = {
        State.NOTED: "warn",
        State.GIVEN: "info",
        State.ANSWERED: "warn",
        State.SHOWN: "ok",
        State.DROPPED: "quiet",
    }

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="opinions")
    about = models.ForeignKey(SurveyObject, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("about"))
    words = models.CharField(_("as it was said"), max_length=500)  # never shown outside the office: it may tell who
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = person()
    wording = models.CharField(_("problem"), max_length=500, blank=True)  # in the words of the office
    way = models.CharField(_("how to deal with it"), max_length=10, choices=Way, blank=True)
    organisation = unit(_("unit that answers"), null=True, blank=True, related_name="opinions_to_answer")
    given_at = models.DateTimeField(_("given to the unit at"), null=True)
    given_by = person()
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.NOTED, protected=True)

    objects = OpinionQuerySet.as_manager()
    subject_related = ["survey", "about"]

    class Meta:
        verbose_name = verbose_name_plural = _("opinions from surveys")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["noted", "dropped"])
                | (~Q(wording="") & ~Q(way="") & Q(organisation__isnull=False)),
                name="given_opinion_says_what_and_who",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "shown"]) | ~Q(answer=""), name="answered_opinion_has_an_answer"
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""),
                name="dropped_opinion_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return self.wording or self.words

    def as_subject(self) -> Subject:
        return Subject(_("Opinion"), f"{self.about}", str(self), reverse("scoring:opinion", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.NOTED, target=State.GIVEN)
    def give(self):
        pass

    @transition(state, source=State.NOTED, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=State.GIVEN, target=State.ANSWERED)
    def answer_it(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.GIVEN)
    def send_back(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.SHOWN)
    def show(self):
        pass
