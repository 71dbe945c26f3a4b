"""What happens to an order on its way: assignments, longer terms, notes, answers, and what people said of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from complaints.models.orders import Order, unit
from records.columns import person


class Assignment(models.Model):
    """An order was given to a unit: when, by whom and why; and how the unit sent it back, if it did."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="assignments")
    organisation = unit(_("organisation"), null=False, db_index=True)
    why = models.CharField(_("why it was sent here"), max_length=500)
    is_designated = models.BooleanField(_("designated"), default=False)
    assigned_at = models.DateTimeField(_("assigned at"))
    assigned_by = person()  # nobody: the robot, by a route
    returned_at = models.DateTimeField(_("returned at"), null=True)
    returned_by = person()
    return_reason = models.CharField(_("reason for the return"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_at=None) | ~Q(return_reason=""),
                name="return_has_a_reason",
                violation_error_message=_("Say why this is not a matter of your unit."),
            ),
            models.CheckConstraint(
                condition=Q(is_designated=False) | Q(returned_at=None),
                name="no_return_after_designation",
                violation_error_message=_("This order was designated to your unit; it cannot be returned again."),
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.organisation}"


class LongerTerm(FSMModelMixin, models.Model):
    """A request for a longer term of an order; the head of the unit decides, never who asked."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for the head")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="longer_terms")
    days = models.PositiveSmallIntegerField(_("days"))
    reason = models.CharField(_("reason"), max_length=500)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["open", "approved"]),
                name="order_one_longer_term",
                violation_error_message=_("A limit can be extended only once."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="longer_term_decided_by_another",
                violation_error_message=_("A longer term is decided by somebody other than who asked for it."),
            ),
        ]

    def __str__(self):
        return f"{self.order} +{self.days}"

    @transition(state, source=State.OPEN, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.OPEN, target=State.REFUSED)
    def refuse(self):
        pass


class Note(models.Model):
    """A word on the way: for the complainant to read (how far it is), or between the offices. Never changed."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("text"), max_length=1000)
    is_open = models.BooleanField(_("the complainant may read it"), default=False)
    written_at = models.DateTimeField(_("written at"))
    written_by = person()
    organisation = unit(_("organisation"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:20]


class Reply(FSMModelMixin, models.Model):
    """An answer to an order. The first is sent by its author; that of the second handling needs a signature."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for the signature")
        SENT = "sent", _("answer sent")
        DROPPED = "dropped", _("sent back to its author")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField(_("handling number"))
    needs_signature = models.BooleanField(default=False)  # that of a second handling
    text = models.TextField(_("answer"), max_length=5000)
    is_solved = models.BooleanField(_("the matter is solved"), default=True)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    organisation = unit(_("organisation"), null=False, db_index=True)
    author = person()
    written_at = models.DateTimeField(_("written at"))
    signed_by = person()
    sent_at = models.DateTimeField(_("sent at"), null=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)  # why it was sent back

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "round"], condition=Q(state__in=["proposed", "sent"]), name="one_reply_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="reply_sent_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("author")),
                name="reply_signed_by_another",
                violation_error_message=_("An answer is signed by somebody other than its author."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(needs_signature=False) | Q(signed_by__isnull=False),
                name="second_reply_is_signed",
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.round}"

    @transition(state, source=State.PROPOSED, target=State.SENT)
    def send(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DROPPED)
    def drop(self):
        pass


class Visit(models.Model):
    """What the complainant says of an answer: on the web, by code, or asked by telephone (回访). Never changed.

    `stars` is empty where nobody could be reached. A default rating (silence) is never counted as active.
    """

    class Stars(models.IntegerChoices):
        """The five grades of GB/T 39735; the last two are dissatisfied."""

        VERY_GOOD = 5, _("very satisfied")
        GOOD = 4, _("satisfied")
        FAIR = 3, _("basically satisfied")
        BAD = 2, _("dissatisfied")
        VERY_BAD = 1, _("very dissatisfied")

    class Way(models.TextChoices):
        WEB = "web", _("web")
        CODE = "code", _("query code")
        TELEPHONE = "telephone", _("by telephone")
        SMS = "sms", _("text message")
        DEFAULT = "default", _("by default")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="visits")
    round = models.PositiveSmallIntegerField(_("handling number"))
    way = models.CharField(_("way"), max_length=10, choices=Way)
    stars = models.PositiveSmallIntegerField(_("satisfaction"), choices=Stars, null=True)
    is_solved = models.BooleanField(_("the matter is solved"), null=True)
    text = models.CharField(_("what was said"), max_length=1000, blank=True)
    visited_at = models.DateTimeField(_("time"))
    visited_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "round"],
                condition=Q(stars__isnull=False),
                name="one_rating_a_round",
                violation_error_message=_("This answer has been rated already."),
            ),
            models.CheckConstraint(condition=Q(stars=None) | Q(stars__range=(1, 5)), name="visit_one_to_five_stars"),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=3) | ~Q(text=""),
                name="dissatisfied_says_why",
                violation_error_message=_("Please say what you are dissatisfied with."),
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.stars}"

    @property
    def is_bad(self) -> bool:
        return self.stars is not None and self.stars <= self.Stars.BAD

    @property
    def is_default(self) -> bool:
        return self.way == self.Way.DEFAULT
