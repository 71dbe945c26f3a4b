"""Movements that another system booked before us: a delivery of rows, confirmed by a second person, then vouchers."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person
from funds.models.funds import Fund
from funds.models.ledger import Voucher
from records.subjects import Subject


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(fund__in=Fund.objects.visible_to(actor))

    def open(self):
        return self.filter(state=Delivery.State.READ)


class Delivery(FSMModelMixin, models.Model):
    """A file, or a call of the interface, with movements of one fund. All of it is booked, or nothing."""

    class State(models.TextChoices):
        READ = "read", _("waits for a second person")
        BOOKED = "booked", _("booked into the ledger")
        DROPPED = "dropped", _("dropped")

    TONES = {State.READ: "warn", State.BOOKED: "ok", State.DROPPED: "done"}

    number = models.CharField(_("number"), max_length=40, unique=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="deliveries")
    name = models.CharField(_("file"), max_length=150)
    origin = models.CharField(_("source system"), max_length=100, blank=True)  # empty: a file read in at the desk
    digest = models.CharField(max_length=64)  # over the rows, so that the same rows count once
    count = models.PositiveIntegerField(_("movements"))
    total = fen(_("total"))
    rows = models.JSONField()
    state = FSMField(_("state"), choices=State.choices, default=State.READ, protected=True)
    read_at = models.DateTimeField(_("taken in at"))
    read_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()
    subject_related = ("fund",)

    class Meta:
        verbose_name = verbose_name_plural = _("deliveries of movements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "digest"],
                condition=~Q(state="dropped"),
                name="delivery_once",
                violation_error_message=_("These movements were delivered already."),
            ),
            models.CheckConstraint(condition=Q(count__gt=0, total__gt=0), name="delivery_of_something"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(read_by=None) | ~Q(decided_by=F("read_by")) | Q(state="dropped"),
                name="delivery_by_two",
                violation_error_message=_("Who read the file in does not confirm it."),
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        return Subject(_("Delivery of movements"), self.number, self.name, reverse("funds:delivery", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.READ, target=State.BOOKED)
    def book(self):
        pass

    @transition(state, source=State.READ, target=State.DROPPED)
    def drop(self):
        pass


class Movement(models.Model):
    """A row that was booked: its number in the owner's system, once in a fund, and our voucher. Never changed."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="movements")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number in the owner's system"), max_length=60)
    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, related_name="movement")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["fund", "number"], name="movement_once")]

    def __str__(self):
        return self.number
