"""After the money is used: acceptance of what was made of it (验收) and audit (审计), by others than who used it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person, unit
from funds.models.funds import Fund
from funds.models.ledger import Account, Voucher
from records.subjects import Subject


class CheckQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever may see the fund."""
        return self.filter(fund__in=Fund.objects.visible_to(actor))

    def open(self):
        return self.filter(state=Check.State.ENTERED)

    def confirmed(self):
        return self.filter(state=Check.State.CONFIRMED)


class Check(FSMModelMixin, models.Model):
    """One look at a project or a voucher: how much was checked, how much was found wanting. Confirmed by a second."""

    class Kind(models.TextChoices):
        ACCEPTANCE = "acceptance", _("acceptance check")
        AUDIT = "audit", _("audit")

    class Result(models.TextChoices):
        GOOD = "good", _("passed the check")
        PARTLY = "partly", _("passed but for some points")
        BAD = "bad", _("failed the check")

    class State(models.TextChoices):
        ENTERED = "entered", _("waits for a second person")
        CONFIRMED = "confirmed", _("confirmed by a second person")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    RESULT_TONES = {Result.GOOD: "ok", Result.PARTLY: "warn", Result.BAD: "over"}

    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="checks")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="checks")  # the project
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.PROTECT, related_name="checks")
    organisation = unit(_("unit"), null=False, blank=False)  # that checks
    checked_on = models.DateField(_("checked on"))
    amount = fen(_("amount checked"))
    questioned = fen(_("amount questioned"), default=0)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    conclusion = models.TextField(_("conclusion"), max_length=1000)
    paper = models.CharField(_("document"), max_length=100, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.ENTERED, protected=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person(null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CheckQuerySet.as_manager()
    subject_related = ("fund",)

    class Meta:
        verbose_name = verbose_name_plural = _("acceptance checks and audits")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["fund", "kind", "-id"], name="check_of_fund")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, questioned__gte=0, questioned__lte=F("amount")),
                name="check_of_something",
                violation_error_message=_("No more can be questioned than was checked."),
            ),
            models.CheckConstraint(
                condition=~Q(result="good") | Q(questioned=0),
                name="check_in_order_questions_nothing",
                violation_error_message=_("Where an amount is questioned, the result is not “in order”."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")) | Q(state="withdrawn"),
                name="check_by_two",
                violation_error_message=_("A check is confirmed by somebody other than who entered it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="check_refused_why",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("funds:check", args=[self.pk])
        return Subject(self.get_kind_display(), self.number, self.fund.name, address)

    @property
    def place(self) -> str:
        """What was looked at, in words: a project, one voucher, or the whole fund."""
        if self.account:
            return self.account.project
        return self.voucher.number if self.voucher else _("the whole fund")

    @property
    def tone(self) -> str:
        """The result counts once it is confirmed."""
        tones = {self.State.ENTERED: "warn", self.State.CONFIRMED: self.RESULT_TONES[self.result]}
        return tones.get(self.state, "done")

    @transition(state, source=State.ENTERED, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=State.ENTERED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.ENTERED, target=State.WITHDRAWN)
    def withdraw(self):
        pass
