"""A unit asks for its published score to be looked at again (复核); the office decides with two persons."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.subjects import Subject
from scoring.models.fields import person, points_field
from scoring.models.rounds import Mark, Publication, Sheet


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(sheet__in=Sheet.objects.visible_to(actor))

    def open(self):
        return self.exclude(state__in=[Review.State.REFUSED, Review.State.CHANGED])


class Review(FSMModelMixin, models.Model):
    """One request about one line, or about something that is missing. Accepted: the line is worth `points` instead."""

    class State(models.TextChoices):
        ASKED = "asked", _("to be examined")
        PROPOSED = "proposed", _("answer proposed")
        REFUSED = "refused", _("the score stands")
        GRANTED = "granted", _("accepted, to be changed")
        CHANGED = "changed", _("changed and published anew")

    class Outcome(models.TextChoices):
        GRANT = "grant", _("accept: the score is changed")
        REFUSE = "refuse", _("refuse: the score stands")

    TONES = {"asked": "warn", "proposed": "warn", "refused": "done", "granted": "over", "changed": "ok"}

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="reviews")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    mark = models.ForeignKey(Mark, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    grounds = models.CharField(_("grounds"), max_length=1000)
    state = FSMField(_("state"), choices=State.choices, default=State.ASKED, protected=True)
    asked_at = models.DateTimeField(_("review asked at"))
    asked_by = person()
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    points = points_field(_("points instead"), null=True, blank=True)
    opinion = models.CharField(_("reason of the decision"), max_length=1000, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    proposed_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    changed_at = models.DateTimeField(_("changed at"), null=True)

    objects = ReviewQuerySet.as_manager()
    subject_related = ["sheet__round__scheme"]

    class Meta:
        verbose_name = verbose_name_plural = _("reviews of scores")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="review_decided_by_two",
                violation_error_message=_("A review is decided by somebody other than who proposed the answer."),
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | (~Q(outcome="") & ~Q(opinion="")), name="review_is_answered_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="grant") | Q(points__isnull=False), name="accepted_review_says_points"
            ),
            models.UniqueConstraint(
                fields=["sheet", "mark"],
                condition=~Q(state__in=["refused", "changed"]),
                nulls_distinct=False,
                name="one_open_review_of_a_line",
                violation_error_message=_("A review of this line is under way already."),
            ),
        ]

    def __str__(self):
        return f"{self.sheet} {self.get_state_display()}"

    def as_subject(self) -> Subject:
        about = f"{self.sheet.name} {self.sheet.round}"
        return Subject(_("Review of a score"), about, self.grounds, reverse("scoring:review", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.ASKED, target=State.PROPOSED)
    def propose(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.ASKED)
    def send_back(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.GRANTED)
    def grant(self):
        pass

    @transition(state, source=State.GRANTED, target=State.CHANGED)
    def change(self):
        pass
