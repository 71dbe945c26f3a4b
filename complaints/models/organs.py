"""Discipline organs of the levels, with the people who are registered there by name, and transfers between them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from complaints.models.orders import Order, unit
from records.columns import person


class OrganQuerySet(models.QuerySet):
    def in_use(self):
        """Those that a second person has confirmed."""
        return self.filter(state=Organ.State.CONFIRMED)


class Organ(FSMModelMixin, models.Model):
    """A discipline organ that takes transfers, registered under real names (明镜信息网).

    `organisation` is the unit of this portal behind it; None: a body outside, such as that of the city.
    """

    class Level(models.TextChoices):
        CITY = "city", _("City")
        COUNTY = "county", _("County")
        TOWN = "town", _("Town or street")
        VILLAGE = "village", _("Village or community")

    class State(models.TextChoices):
        REGISTERED = "registered", _("to be confirmed")
        CONFIRMED = "confirmed", _("registration confirmed")
        ENDED = "ended", _("taken out of use")

    name = models.CharField(_("name"), max_length=100, unique=True)
    level = models.CharField(_("administrative level"), max_length=10, choices=Level)
    organisation = models.OneToOneField(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organ",
        verbose_name=_("unit of this portal"),
    )
    head_name = models.CharField(_("name of the person in charge"), max_length=50)
    head_duty = models.CharField(_("duty of the person in charge"), max_length=50)
    telephone = models.CharField(_("telephone"), max_length=30)
    state = FSMField(_("state"), choices=State.choices, default=State.REGISTERED, protected=True)
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = person()
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = person()

    objects = OrganQuerySet.as_manager()

    class Meta:
        verbose_name = _("discipline organ")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("registered_by")),
                name="organ_confirmed_by_another",
                violation_error_message=_("A second person confirms the registration."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False), name="organ_confirmed_by_somebody"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_outside(self) -> bool:
        return self.organisation_id is None

    @transition(state, source=State.REGISTERED, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=[State.REGISTERED, State.CONFIRMED], target=State.ENDED)
    def end(self):
        pass


class TransferQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The office that sent it and the one that has it; the county's discipline office watches all of them."""
        mine = Q(sender=actor.organisation) | Q(organ__organisation=actor.organisation)
        if actor.holds(Role.LEADER):
            return self.filter(mine)
        if not actor.holds(Role.INSPECTOR):
            return self.none()
        return self.filter(mine | Q(order__is_confidential=False, order__county_path__startswith=actor.watched_path))


class Transfer(FSMModelMixin, models.Model):
    """An order that one discipline organ passed to another: letter, receipt, and the clock of the receipt.

    The sender keeps this stub: to whom, when, with which letter, and whether it was received.
    """

    class State(models.TextChoices):
        SENT = "sent", _("waiting for the receipt")
        RECEIVED = "received", _("received")
        RETURNED = "returned", _("returned")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="transfers")
    sender = unit(_("sent by"), null=False, db_index=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("sent to"))
    reason = models.CharField(_("reason"), max_length=500)
    state = FSMField(_("state"), choices=State.choices, default=State.SENT, protected=True)
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = person()
    letter = models.ForeignKey("records.Document", null=True, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person()
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="sent"), name="one_open_transfer_an_order"),
            models.CheckConstraint(
                condition=Q(state="sent") | Q(answered_at__isnull=False), name="answered_transfer_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(answer=""),
                name="returned_transfer_says_why",
                violation_error_message=_("Say why it is returned."),
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.organ}"

    @transition(state, source=State.SENT, target=State.RECEIVED)
    def receive(self):
        pass

    @transition(state, source=State.SENT, target=State.RETURNED)
    def give_back(self):
        pass
