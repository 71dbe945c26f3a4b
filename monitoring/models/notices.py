"""Supervision notices (督办通知书), the replies to them, and leaders' instructions (批示) that become notices."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from monitoring.models.cards import Card
from monitoring.models.findings import Finding
from records.models import AboutQuerySet, AboutSubject
from records.subjects import Subject

TERM = 10  # working days for the reply, where nothing else is demanded (B7; Jinan and Hangzhou do the same)
LONGEST_TERM = 60  # working days
UNIT_ROLES = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD)


class Colour(models.TextChoices):
    """The chain of a notice: a blue one not complied with is followed by a yellow, that by a red one (Huating)."""

    BLUE = "blue", _("blue: reminder")
    YELLOW = "yellow", _("yellow: rectify by a date")
    RED = "red", _("red: rectify and come for a talk")


NEXT_COLOUR = {Colour.BLUE: Colour.YELLOW, Colour.YELLOW: Colour.RED}


def somebody(*, null=False):
    """A person who did a deed of supervision."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+")


class WatchedQuerySet(AboutQuerySet):
    def watched_by(self, actor):
        """Everything below what an inspector or leader watches; nothing for anybody else."""
        if not actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.none()
        return self.filter(organisation__path__startswith=actor.watched_path)


class Instruction(AboutSubject):
    """What a leader has written on a unit, a case, a finding or a card. Never changed; a notice carries it out."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="instructions", verbose_name=_("unit")
    )
    text = models.TextField(_("instruction"), max_length=1000)
    days = models.PositiveSmallIntegerField(_("working days for the reply"), default=TERM)
    written_by = somebody()
    written_at = models.DateTimeField(_("written at"))

    objects = WatchedQuerySet.as_manager()

    subject_related = ("organisation",)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="instruction_says_something")]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="instruction_about")]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = f"{reverse('monitoring:instructions')}#i{self.pk}"
        return Subject(_("Leader's instruction"), self.number, self.organisation.name, address)


class NoticeQuerySet(WatchedQuerySet):
    def visible_to(self, actor):
        """Whoever watches sees everything; a unit sees what was issued to it, never a draft."""
        if actor.holds(*UNIT_ROLES):
            return self.filter(organisation__in=actor.units).exclude(number="")
        return self.watched_by(actor)

    def open(self):
        """Issued and not yet settled."""
        return self.filter(state__in=Notice.OPEN)


class Notice(FSMModelMixin, AboutSubject):
    """One notice: drafted by one person, issued by a second; the unit replies, supervision verifies and closes."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("waits for the second signature")
        DROPPED = "dropped", _("not issued")
        ISSUED = "issued", _("waits for the reply")
        ANSWERED = "answered", _("reply to be verified")
        RETURNED = "returned", _("sent back, new term")
        RAISED = "raised", _("raised to the next colour")
        WITHDRAWN = "withdrawn", _("notice withdrawn")
        CLOSED = "closed", _("settled")

    class Source(models.TextChoices):
        CARD = "card", _("a card")
        FINDING = "finding", _("a finding")
        INSTRUCTION = "instruction", _("a leader's instruction")
        CHAIN = "chain", _("an earlier notice")
        OWN = "own", _("supervision itself")

    OPEN = [State.ISSUED, State.ANSWERED, State.RETURNED]
    OWED = [State.ISSUED, State.RETURNED]  # the unit owes a reply

    number = models.CharField(_("number"), max_length=60, blank=True)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour, default=Colour.BLUE)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFTED, protected=True)
    source = models.CharField(_("comes from"), max_length=20, choices=Source)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="notices", verbose_name=_("unit")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="notices",
        verbose_name=_("person responsible"),
    )
    card = models.ForeignKey(Card, null=True, on_delete=models.PROTECT, related_name="notices")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="notices")
    instruction = models.OneToOneField(Instruction, null=True, on_delete=models.PROTECT, related_name="notice")
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    matter = models.CharField(_("matter"), max_length=100)
    facts = models.TextField(_("facts"), max_length=2000)
    basis = models.CharField(_("basis"), max_length=300)
    demand = models.TextField(_("demand"), max_length=2000)
    days = models.PositiveSmallIntegerField(_("working days for the reply"), default=TERM)
    drafted_by = somebody(null=True)  # None: the robot
    drafted_at = models.DateTimeField(_("drafted at"))
    issued_by = somebody(null=True)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    ended_by = somebody(null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)  # why it was not issued, or withdrawn
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = NoticeQuerySet.as_manager()

    subject_related = ("organisation",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="notice_number_once"),
            models.UniqueConstraint(
                fields=["previous"], condition=~Q(state="dropped"), name="notice_has_one_successor"
            ),
            models.CheckConstraint(
                condition=Q(issued_by=None) | ~Q(issued_by=F("drafted_by")),
                name="notice_issued_by_another",
                violation_error_message=_("A notice is issued by somebody other than who drafted it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "dropped"]) | Q(drafted_by__isnull=False),
                name="notice_issued_was_written_by_somebody",
                violation_error_message=_("The robot drafted this notice: one person goes through it, another signs."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST_TERM), name="notice_term_of_one_to_sixty_days"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "withdrawn"]) | ~Q(reason=""), name="notice_ended_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "dropped"]) | ~Q(number=""), name="notice_issued_with_number"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="notice_of_organisation"),
            models.Index(fields=["subject_type", "subject_id"], name="notice_about"),
        ]

    def __str__(self):
        return self.number or self.matter

    def as_subject(self) -> Subject:
        address = reverse("monitoring:notice", args=[self.pk])
        return Subject(_("Supervision notice"), str(self), self.matter if self.number else "", address)

    @transition(state, source=State.DRAFTED, target=State.DRAFTED)
    def amend(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.ISSUED)
    def issue(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=[State.ISSUED, State.RETURNED], target=State.ANSWERED)
    def reply(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.RETURNED)
    def send_back(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.CLOSED)
    def close(self):
        pass

    @transition(state, source=[State.ISSUED, State.RETURNED], target=State.RAISED)
    def raise_colour(self):
        pass

    @transition(state, source=[State.ISSUED, State.ANSWERED, State.RETURNED], target=State.WITHDRAWN)
    def withdraw(self):
        pass


class NoticeReply(models.Model):
    """What the unit says to a notice; its files hang on it. Replies are added, never edited."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="replies")
    cause = models.TextField(_("cause"), max_length=2000)
    measure = models.TextField(_("what was done"), max_length=2000)
    replied_by = somebody()
    replied_at = models.DateTimeField(_("replied at"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.notice} {self.replied_at:%Y-%m-%d}"


class NoticeVerdict(models.Model):
    """What the verification of one reply came to: accepted, or sent back with the reason and a new term."""

    reply = models.OneToOneField(NoticeReply, on_delete=models.PROTECT, related_name="verdict")
    accepted = models.BooleanField(_("accepted"))
    reason = models.TextField(_("what the verification found"), max_length=2000)
    days = models.PositiveSmallIntegerField(_("new term in working days"), null=True)
    verified_by = somebody()
    verified_at = models.DateTimeField(_("verified at"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=True, days=None) | Q(accepted=False, days__gte=1, days__lte=LONGEST_TERM),
                name="reply_sent_back_with_term",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="verdict_says_why"),
        ]

    def __str__(self):
        return f"{self.reply} {self.accepted}"
