"""Citizens' events (社会评议, seed S2-03): what people said there, and the order that each opinion became."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from complaints.models.orders import HOTLINE_ROLES, UNIT_ROLES, Order, unit
from records.columns import person


class EventQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody who works on orders may read what people said about the offices."""
        return self if actor.holds(*UNIT_ROLES, *HOTLINE_ROLES, Role.INSPECTOR, Role.LEADER) else self.none()


class Event(FSMModelMixin, models.Model):
    """One event: where, how many came, how many leaflets were handed out, which units were rated."""

    class State(models.TextChoices):
        OPEN = "open", _("opinions are followed up")
        CLOSED = "closed", _("every opinion answered")

    name = models.CharField(_("name"), max_length=100, unique=True)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200)
    host = unit(_("host"), null=False, blank=False)
    participants = models.PositiveIntegerField(_("people taking part"), default=0)
    leaflets = models.PositiveIntegerField(_("leaflets handed out"), default=0)
    about = models.CharField(_("about the event"), max_length=500, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    made_at = models.DateTimeField(_("written down at"))
    made_by = person()
    closed_at = models.DateTimeField(_("closed at"), null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return self.name

    @transition(state, source=State.OPEN, target=State.CLOSED)
    def close(self):
        pass


class EventRating(models.Model):
    """What people said of one unit, counted on the spot."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="ratings")
    organisation = unit(_("organisation"), null=False, blank=False)
    satisfied = models.PositiveIntegerField(_("satisfied"), default=0)
    basically = models.PositiveIntegerField(_("basically satisfied"), default=0)
    dissatisfied = models.PositiveIntegerField(_("dissatisfied"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="unit_rated_once_an_event",
                violation_error_message=_("This unit has its figures already."),
            )
        ]

    def __str__(self):
        return f"{self.event} {self.organisation}"


class OpinionQuerySet(models.QuerySet):
    def answered(self):
        """The order behind it has been answered."""
        return self.filter(order__replied_at__isnull=False)

    def unanswered(self):
        return self.filter(Q(order=None) | Q(order__replied_at=None))


class Opinion(models.Model):
    """One opinion. How it is treated makes it an order: solved at once, studied, or put right; each is answered."""

    class Treatment(models.TextChoices):
        AT_ONCE = "at_once", _("solve at once")
        STUDY = "study", _("study")
        RECTIFY = "rectify", _("put right within a term")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("opinion"), max_length=1000)
    organisation = unit(_("unit concerned"))
    treatment = models.CharField(_("treatment"), max_length=20, choices=Treatment, blank=True)
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="opinion")
    typed_at = models.DateTimeField(_("typed at"))
    typed_by = person()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="opinion_numbered_once"),
            models.CheckConstraint(
                condition=Q(treatment="", order=None) | (~Q(treatment="") & Q(order__isnull=False)),
                name="treated_opinion_is_an_order",
            ),
        ]

    def __str__(self):
        return self.text[:30]
