"""What people are told, and by which ways it went out. The inbox is the fact; e-mail and SMS only point at it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition


class Tone(models.TextChoices):
    """How a message looks in a list: the tones of {% lamp %}."""

    INFO = "info", _("message to know")
    OK = "ok", _("good news")
    WARNING = "warn", _("message to act on")
    YELLOW = "yellow", _("yellow card")
    RED = "red", _("red card")


class Channel(models.TextChoices):
    """Ways out of the house; which of them are open says settings.MESSAGE_BACKENDS."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")


class MessageQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at=None)

    @classmethod
    def counted(cls):
        """An expression for a query of people: how many messages each has not read."""
        theirs = Message.objects.of(OuterRef("pk")).unread()
        unread = theirs.order_by().values("recipient").annotate(count=Count("pk"))
        return Coalesce(Subquery(unread.values("count")), 0)


class Message(models.Model):
    """One thing told to one person. Applicants without an account have only a telephone and no inbox.

    `thread` groups what was told to several people about one matter; `source` is what caused it: the same source
    tells the same person once. `escalate_at` is when the matter goes further up if nobody has read it by then.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="inbox", db_index=False
    )
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    tone = models.CharField(_("urgency"), max_length=10, choices=Tone, default=Tone.INFO)
    title = models.CharField(_("title of the message"), max_length=120)
    text = models.TextField(_("text of the message"), max_length=2000, blank=True)
    address = models.CharField(max_length=200, blank=True)  # the page it is about, inside the portal
    thread = models.CharField(max_length=60)
    source = models.CharField(max_length=80)
    made_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    escalate_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "recipient"], name="told_once"),
            models.UniqueConstraint(
                fields=["source", "telephone"], condition=Q(recipient=None), name="told_once_by_telephone"
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | ~Q(telephone=""), name="message_reaches_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="inbox_unread"),
            models.Index(fields=["escalate_at"], condition=Q(escalate_at__isnull=False), name="message_to_escalate"),
            models.Index(fields=["thread"], name="message_thread"),
        ]

    def __str__(self):
        return self.title


class DeliveryQuerySet(models.QuerySet):
    def due(self, now):
        return self.filter(next_at__lte=now)

    def failed(self):
        return self.filter(state=Delivery.State.FAILED)


class Delivery(FSMModelMixin, models.Model):
    """One message on one way out: the row is the fact, whatever becomes of tasks and brokers.

    `next_at` is when it is tried next; empty when nothing is left to do.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to go out")
        SENT = "sent", _("handed over")
        FAILED = "failed", _("not delivered")

    TONES = {State.WAITING: "pause", State.SENT: "ok", State.FAILED: "over"}

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    to = models.CharField(_("sent to"), max_length=254)  # number or address as it was when the message was written
    words = models.CharField(_("words sent"), max_length=300)
    state = FSMField(_("state"), choices=State.choices, default=State.WAITING, protected=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True)
    made_at = models.DateTimeField(_("queued at"))
    sent_at = models.DateTimeField(_("handed over at"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="one_delivery_each_way")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="delivery_due"),
            models.Index(fields=["-id"], condition=Q(state="failed"), name="delivery_failed"),
        ]

    def __str__(self):
        return f"{self.channel} {self.pk}"

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def masked(self) -> str:
        """Where it goes, without the middle: a register is no telephone book."""
        name, at, host = self.to.partition("@")
        return f"{name[:1]}***@{host}" if at else f"{name[:3]}****{name[-4:]}"

    @transition(state, source=State.WAITING, target=State.SENT)
    def hand_over(self):
        pass

    @transition(state, source=State.WAITING, target=State.FAILED)
    def give_up(self):
        pass

    @transition(state, source=State.FAILED, target=State.WAITING)
    def try_again(self):
        pass


class Attempt(models.Model):
    """One try to hand a message over and what the other side said. Added, never changed."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tries")
    tried_at = models.DateTimeField(_("tried at"))
    worked = models.BooleanField(_("worked"))
    answer = models.CharField(_("answer of the other side"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.delivery} {self.tried_at:%Y-%m-%d %H:%M}"


class Preference(models.Model):
    """By which ways a person wants to be told besides the inbox. Without a row: by all that are open."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preference")
    by_email = models.BooleanField(_("by e-mail"), default=True)
    by_sms = models.BooleanField(_("by SMS"), default=True)

    def __str__(self):
        return f"{self.user}"
