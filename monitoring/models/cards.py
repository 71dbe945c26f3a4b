"""Yellow and red cards on findings: from the proposal of a person or the sweep to the closing, and who said what."""

from functools import partial

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from monitoring.models.findings import Finding, SupervisedQuerySet
from monitoring.models.rules import CARD_LEVELS, Level
from records import columns
from records.subjects import Subject

COLOURS = [(Level.YELLOW, _("yellow card")), (Level.RED, _("red card"))]


person = partial(columns.person, null=False, db_index=True)


class CardQuerySet(SupervisedQuerySet):
    unit = "finding__organisation"
    pending = "state"

    def counting(self):
        """The cards that count: issued, not withdrawn, not lowered to a pre-warning, not outranked (DR-1)."""
        return self.filter(superseded_by=None, counts_as__in=CARD_LEVELS)

    def scored(self):
        """One highest card of each matter: of several of the same level the first (DR-1). For score sheets."""
        matter = {name: OuterRef(name) for name in ("finding__subject_type", "finding__subject_id")}
        higher = Q(counts_as__lt=OuterRef("counts_as"))  # "red" comes before "yellow"
        earlier = Q(counts_as=OuterRef("counts_as"), pk__lt=OuterRef("pk"))
        return self.counting().filter(~Exists(Card.objects.counting().filter(higher | earlier, **matter)))

    def under_appeal(self):
        return self.filter(appeals__state=Appeal.State.OPEN)


class Card(FSMModelMixin, models.Model):
    """A yellow or red card on a finding. Its facts never change; its state and what it counts as do.

    `counts_as` is the level that scores read: that of the colour, lower after an appeal, empty before the card is
    issued and after it is withdrawn. `superseded_by` is the higher card on the same matter.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waits for a second person")
        ISSUED = "issued", _("issued")
        ANSWERED = "answered", _("answered")
        SUPERVISED = "supervised", _("under supervision")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("card withdrawn")

    OPEN = [State.ISSUED, State.ANSWERED, State.SUPERVISED]
    TONES = {
        State.PENDING: "pause",
        State.ISSUED: "over",
        State.ANSWERED: "info",
        State.SUPERVISED: "warn",
        State.CLOSED: "done",
        State.WITHDRAWN: "done",
    }

    number = models.CharField(_("number"), max_length=60, unique=True)
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="card")
    colour = models.CharField(_("colour"), max_length=10, choices=COLOURS)
    issued_at = models.DateTimeField(_("issued at"))
    state = FSMField(_("state"), choices=State.choices, default=State.ISSUED, protected=True)
    counts_as = models.CharField(_("counts as"), max_length=10, choices=Level, blank=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supersedes")
    appeal_until = models.DateField(_("appeal until"), null=True)
    proposed_by = person(null=True)  # of a card made by hand
    confirmed_by = person(null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    objects = CardQuerySet.as_manager()

    subject_related = ("finding__rule",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(proposed_by=F("confirmed_by")),
                name="card_confirmed_by_another",
                violation_error_message=_("A card made by hand is confirmed by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["pending", "withdrawn"]) | Q(counts_as=""), name="card_that_does_not_count"
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("monitoring:finding", args=[self.finding_id])
        return Subject(_("Card"), self.number, self.finding.rule.name, address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def is_lowered(self) -> bool:
        """Does it count as less than its colour after an appeal?"""
        return bool(self.counts_as) and self.counts_as != self.colour

    @transition(state, source=State.PENDING, target=State.ISSUED)
    def confirm(self):
        pass

    @transition(state, source=State.PENDING, target=State.WITHDRAWN)
    def refuse(self):
        pass

    @transition(state, source=[State.ISSUED, State.ANSWERED], target=State.ANSWERED)
    def answer(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.ISSUED)
    def send_back(self):
        pass

    @transition(state, source=[State.ISSUED, State.ANSWERED, State.SUPERVISED], target=State.SUPERVISED)
    def supervise(self):
        pass

    @transition(state, source=[State.ANSWERED, State.SUPERVISED], target=State.CLOSED)
    def close(self):
        pass

    @transition(state, source=[State.ISSUED, State.ANSWERED, State.SUPERVISED, State.CLOSED], target=State.CLOSED)
    def settle(self):
        """An appeal made a pre-warning of it: nothing is owed any more."""

    @transition(state, source=[State.ISSUED, State.ANSWERED, State.SUPERVISED, State.CLOSED], target=State.WITHDRAWN)
    def withdraw(self):
        pass


class Answer(models.Model):
    """What the unit says to a card: the cause and what was done about it. Answers are added, never edited."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="answers")
    cause = models.TextField(_("cause"), max_length=2000)
    measure = models.TextField(_("what was done"), max_length=2000)
    answered_by = person()
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.card} {self.answered_at:%Y-%m-%d}"


class Remark(models.Model):
    """What supervision did with a card and why. Remarks are added, never edited."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed and issued")
        REFUSED = "refused", _("not issued")
        SENT_BACK = "sent_back", _("answer sent back")
        SUPERVISED = "supervised", _("put under supervision")
        CLOSED = "closed", _("closed")
        UPHELD = "upheld", _("upheld after appeal")
        LOWERED = "lowered", _("lowered after appeal")
        WITHDRAWN = "withdrawn", _("card withdrawn")

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.TextField(_("reason"), max_length=2000, blank=True)
    made_by = person(null=True)
    made_at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.card} {self.kind}"


class AppealQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever watches the unit of the card, and the unit itself."""
        if not actor.is_staff_member:
            return self.none()
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(card__finding__organisation__path__startswith=actor.watched_path)
        return self.filter(card__finding__organisation__in=actor.units)


class Appeal(FSMModelMixin, models.Model):
    """The unit's appeal (申诉) against a card, or a review opened by supervision itself. Another person decides."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for the decision")
        UPHELD = "upheld", _("the card stands")
        LOWERED = "lowered", _("the card is lowered")
        WITHDRAWN = "withdrawn", _("the card is withdrawn")

    TONES = {State.OPEN: "warn", State.UPHELD: "done", State.LOWERED: "info", State.WITHDRAWN: "info"}

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="appeals")
    ex_officio = models.BooleanField(_("opened by supervision"), default=False)
    grounds = models.TextField(_("grounds"), max_length=2000)
    filed_by = person()
    filed_at = models.DateTimeField(_("appealed at"))
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    clock = models.ForeignKey("deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    decided_by = person(null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = AppealQuerySet.as_manager()

    subject_related = ("card__finding__rule",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(state="open"),
                name="one_open_appeal",
                violation_error_message=_("An appeal against this card is open already."),
            ),
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(ex_officio=False),
                name="one_appeal_of_the_unit",
                violation_error_message=_("The unit has appealed against this card before."),
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(reason=""),
                name="appeal_decided_with_a_reason",
                violation_error_message=_("Give the reasons of the decision."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("filed_by")),
                name="appeal_decided_by_another",
                violation_error_message=_("An appeal is decided by somebody other than who filed it."),
            ),
        ]

    def __str__(self):
        return f"{self.card} {self.filed_at:%Y-%m-%d}"

    def as_subject(self) -> Subject:
        address = reverse("monitoring:finding", args=[self.card.finding_id])
        return Subject(_("Appeal"), self.card.number, self.card.finding.rule.name, address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.OPEN, target=State.UPHELD)
    def uphold(self):
        pass

    @transition(state, source=State.OPEN, target=State.LOWERED)
    def lower(self):
        pass

    @transition(state, source=State.OPEN, target=State.WITHDRAWN)
    def withdraw(self):
        pass
