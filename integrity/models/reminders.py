"""Rounds of reminders (定期提醒) to those who hold powers of level A: promise, education, talk, letter of inquiry."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from integrity import permissions
from records.columns import person as somebody
from records.columns import unit
from records.subjects import Subject


class ReminderKind(models.TextChoices):
    """The ways of 《岗位廉政风险三级预警实施办法》 (seed S3-09)."""

    PROMISE = "promise", _("integrity promise")
    EDUCATION = "education", _("integrity education at the post")
    TALK = "talk", _("talk on integrity")
    INQUIRY = "inquiry", _("letter of inquiry")


class RoundQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible_to_discipline(self, actor, "office__parent__path")


class Round(models.Model):
    """One round: the same words to every holder of a power of level A, or to one person."""

    office = unit(_("discipline office"), null=False, blank=False)
    kind = models.CharField(_("kind of reminder"), max_length=10, choices=ReminderKind)
    title = models.CharField(_("title of the reminder"), max_length=100)
    text = models.TextField(_("words of the reminder"), max_length=2000)
    basis = models.CharField(_("basis"), max_length=300)
    due_on = models.DateField(_("answer due on"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = somebody(null=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("rounds of reminders")
        ordering = ["-pk"]

    def __str__(self):
        return self.title


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The discipline office, and whoever is reminded; nobody else."""
        return permissions.visible_reminders(self, actor)

    def open(self):
        """Nobody has answered."""
        return self.filter(state=Reminder.State.OPEN)

    def unanswered(self, today):
        """Not answered although the day is over."""
        return self.open().filter(due_on__lt=today)

    def waiting(self):
        """Answers that the discipline office has not judged."""
        return self.filter(state=Reminder.State.ANSWERED)


class Reminder(FSMModelMixin, models.Model):
    """One reminder to one person. Letters of inquiry are judged; everything else is settled with the answer."""

    class State(models.TextChoices):
        OPEN = "open", _("reminder to be answered")
        ANSWERED = "answered", _("answer to be judged")
        SETTLED = "settled", _("reminder settled")

    TONES = {State.OPEN: "warn", State.ANSWERED: "info", State.SETTLED: "done"}
    JUDGED = [ReminderKind.TALK, ReminderKind.INQUIRY]

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    organisation = unit(_("unit"), null=False, blank=False)
    person = somebody(null=False, db_index=True, related_name="reminders", verbose_name=_("person"))
    post = models.CharField(_("post"), max_length=100)
    powers = models.CharField(_("powers of level A"), max_length=500)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    due_on = models.DateField(_("answer due on"))
    again_at = models.DateTimeField(_("reminded again at"), null=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    judged_at = models.DateTimeField(_("judged at"), null=True)
    judged_by = somebody(related_name="+")
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)
    document = models.ForeignKey(
        "records.Document", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = ReminderQuerySet.as_manager()
    subject_related = ("round",)

    class Meta:
        verbose_name = verbose_name_plural = _("reminders")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="reminder_open")]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="reminded_once_in_a_round"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(answer=""), name="reminder_answered_in_words"),
            models.CheckConstraint(
                condition=Q(judged_by=None) | ~Q(judged_by=F("person")),
                name="reminder_judged_by_another",
                violation_error_message=_("Nobody judges the own answer."),
            ),
        ]

    def __str__(self):
        return f"{self.round}·{self.person}"

    def as_subject(self) -> Subject:
        """Without the name: a finding about it is read by more people than the reminder."""
        return Subject(_("Reminder"), f"{self.pk}", self.round.title, reverse("integrity:reminder", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.OPEN, target=State.ANSWERED)
    def respond(self):
        pass

    @transition(state, source=State.OPEN, target=State.SETTLED)
    def give(self):
        """An answer that needs no judgement: a promise, education taken part in."""

    @transition(state, source=State.ANSWERED, target=State.SETTLED)
    def settle(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.OPEN)
    def send_back(self):
        pass
