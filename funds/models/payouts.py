"""What finance pays of the lists: payment lists with one voucher each, and the single payments of the rows."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person
from funds.models.ledger import Voucher
from funds.models.subsidies import Programme, RollLine
from records.subjects import Subject


class PayListQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from funds.permissions.subsidies import visible_pay_lists

        return visible_pay_lists(self, actor)


class PayList(FSMModelMixin, models.Model):
    """What finance pays in one go (发放清单) for a programme and period: one voucher, one file for the bank."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("waits for the second person")
        SENT = "sent", _("booked, with the bank")
        SETTLED = "settled", _("the bank has answered for all")
        DROPPED = "dropped", _("dropped")

    TONES = {State.DRAFTED: "warn", State.SENT: "info", State.SETTLED: "ok", State.DROPPED: "done"}

    number = models.CharField(_("number"), max_length=40, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pay_lists")
    period = models.DateField(_("period"))
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFTED, protected=True)
    count = models.PositiveIntegerField(_("payments"))
    amount = fen(_("amount"))
    voucher = models.OneToOneField(Voucher, null=True, on_delete=models.PROTECT, related_name="pay_list")
    digest = models.CharField(max_length=64, blank=True)  # of the file for the bank
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()

    objects = PayListQuerySet.as_manager()
    subject_related = ("programme",)

    class Meta:
        verbose_name = verbose_name_plural = _("payment lists")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("drafted_by")),
                name="pay_list_decided_by_another",
                violation_error_message=_("A payment list is decided by somebody other than who drafted it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "settled"]) | Q(voucher__isnull=False), name="pay_list_sent_is_booked"
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("funds:pay_list", args=[self.pk])
        return Subject(_("Payment list"), self.number, str(self.programme), address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.DRAFTED, target=State.SENT)
    def send(self):
        pass

    @transition(state, source=State.SENT, target=State.SETTLED)
    def settle(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.DROPPED)
    def drop(self):
        pass


class Grant(FSMModelMixin, models.Model):
    """One payment of a row. A failed one goes back, and the row may stand on a later payment list."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENT = "sent", _("with the bank")
        PAID = "paid", _("paid out")
        FAILED = "failed", _("failed, money went back")
        DROPPED = "dropped", _("dropped")

    TONES = {State.PLANNED: "warn", State.SENT: "info", State.PAID: "ok", State.FAILED: "over", State.DROPPED: "done"}

    pay_list = models.ForeignKey(PayList, on_delete=models.PROTECT, related_name="grants")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="grants")
    reference = models.CharField(_("reference"), max_length=50, unique=True)
    amount = fen(_("amount"))
    account = models.ForeignKey("funds.Account", null=True, on_delete=models.PROTECT, related_name="+")
    state = FSMField(_("state"), choices=State.choices, default=State.PLANNED, protected=True)
    bank_day = models.DateField(_("day at the bank"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("payments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=~Q(state__in=["failed", "dropped"]),
                name="line_paid_once",
                violation_error_message=_("This row is being paid or was paid already."),
            )
        ]

    def __str__(self):
        return self.reference

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.PLANNED, target=State.SENT)
    def send(self):
        pass

    @transition(state, source=State.SENT, target=State.PAID)
    def pay(self):
        pass

    @transition(state, source=State.SENT, target=State.FAILED)
    def fail(self):
        pass

    @transition(state, source=State.PLANNED, target=State.DROPPED)
    def drop(self):
        pass
