"""Yellow and red cards on findings, and what the unit says to them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from monitoring.models.findings import Finding, SupervisedQuerySet
from monitoring.models.rules import Level
from records.subjects import Subject


class CardQuerySet(SupervisedQuerySet):
    path = "finding__organisation__path"

    def counting(self):
        """The cards that count: one highest card per case (DR-1)."""
        return self.filter(superseded_by=None)


class Card(FSMModelMixin, models.Model):
    """A yellow or red card on a finding. Its facts never change; its state follows the answer."""

    class State(models.TextChoices):
        ISSUED = "issued", _("issued")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    number = models.CharField(_("number"), max_length=60, unique=True)
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="card")
    colour = models.CharField(
        _("colour"), max_length=10, choices=[(Level.YELLOW, _("yellow card")), (Level.RED, _("red card"))]
    )
    issued_at = models.DateTimeField(_("issued at"))
    state = FSMField(_("state"), choices=State.choices, default=State.ISSUED, protected=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supersedes")

    objects = CardQuerySet.as_manager()

    subject_related = ("finding__rule",)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("monitoring:finding", args=[self.finding_id])
        return Subject(_("Card"), self.number, self.finding.rule.name, address)

    @property
    def tone(self) -> str:
        return {self.State.ISSUED: "over", self.State.ANSWERED: "info", self.State.CLOSED: "done"}[self.state]

    @transition(state, source=[State.ISSUED, State.ANSWERED], target=State.ANSWERED)
    def answer(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.CLOSED)
    def close(self):
        pass


class Answer(models.Model):
    """What the unit says to a card: the cause and what was done about it. Answers are added, never edited."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="answers")
    cause = models.TextField(_("cause"), max_length=2000)
    measure = models.TextField(_("what was done"), max_length=2000)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.card} {self.answered_at:%Y-%m-%d}"
