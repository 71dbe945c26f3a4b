"""Payment applications, the slips that refuse them, the files to the bank and what the bank says (国库集中支付)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.budget import Quota
from funds.models.fields import fen, person, unit
from funds.models.funds import Payee
from funds.models.ledger import Voucher


class PaymentFile(models.Model):
    """Orders to the bank in one numbered file; its text is kept as it was sent. Never changed."""

    number = models.CharField(_("number of the batch"), max_length=40, unique=True)
    organisation = unit(_("finance bureau"), null=False, blank=False)
    made_at = models.DateTimeField(_("made on"))
    made_by = person(null=False)
    lines = models.PositiveIntegerField(_("payments"))
    total = fen(_("total"))
    text = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)  # SHA-256 of the text in UTF-8

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(lines__gt=0, total__gt=0), name="file_of_something")]

    def __str__(self):
        return self.number


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(quota__in=Quota.objects.visible_to(actor))

    def standing(self):
        """Those that use up the plan of their month: asked for or paid."""
        return self.filter(state__in=STANDING)

    def underway(self):
        """Asked for, and not booked yet: they use up what lies there."""
        return self.filter(state__in=UNDERWAY)

    def total(self) -> int:
        return self.aggregate(sum=Sum("amount", default=0))["sum"]


class Application(FSMModelMixin, models.Model):
    """A unit asks that so much be paid to somebody: submitted by one, audited by a second, approved by a third."""

    class Kind(models.TextChoices):
        DIRECT = "direct", _("direct payment")  # 直接支付: the treasury pays, out of the allocation
        AUTHORISED = "authorised", _("authorised payment")  # 授权支付: out of what was disbursed to the unit

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("to be audited")
        AUDITED = "audited", _("to be approved")
        APPROVED = "approved", _("to be paid")
        SENT = "sent", _("with the bank")
        PAID = "paid", _("paid out")
        FAILED = "failed", _("returned by the bank")
        RETURNED = "returned", _("returned to the unit")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    EDITABLE = [State.DRAFT, State.RETURNED, State.FAILED]

    number = models.CharField(_("number"), max_length=40, unique=True)
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="applications")
    month = models.DateField(_("month"))  # of the plan: its first day
    kind = models.CharField(_("kind of payment"), max_length=10, choices=Kind, default=Kind.DIRECT)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="applications")
    amount = fen(_("amount"))
    economic_class = models.CharField(_("economic class"), max_length=10)
    words = models.CharField(_("purpose"), max_length=300)
    contract_number = models.CharField(_("contract"), max_length=60, blank=True)
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")  # the contract, where it stands in another register of ours
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    round = models.PositiveSmallIntegerField(default=0)  # how often it was submitted
    written_at = models.DateTimeField(_("written at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    submitted_by = person(null=False)  # who wrote it, then who submitted it
    audited_at = models.DateTimeField(_("audited at"), null=True)
    audited_by = person()
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = person()
    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, null=True, related_name="applications")
    line = models.PositiveIntegerField(_("line"), null=True)
    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, null=True, related_name="application")
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("payment applications")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["quota", "month"], name="application_of_quota"),
            models.Index(fields=["state", "-id"], name="application_by_state"),
            models.Index(fields=["contract_number"], name="application_of_contract", condition=~Q(contract_number="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="application_of_something"),
            models.CheckConstraint(condition=Q(month__day=1), name="application_of_a_month"),
            models.CheckConstraint(
                condition=(Q(audited_by=None) | ~Q(audited_by=F("submitted_by")))
                & (Q(approved_by=None) | (~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("audited_by")))),
                name="application_by_three_people",
                violation_error_message=_("Whoever submits, audits and approves are three people."),
            ),
            models.CheckConstraint(
                condition=Q(state="paid", voucher__isnull=False) | (~Q(state="paid") & Q(voucher=None)),
                name="application_booked_once_paid",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sent", "paid"])
                | Q(audited_by__isnull=False, approved_by__isnull=False),
                name="application_paid_after_approval",
            ),
        ]

    def __str__(self):
        return self.number

    @transition(state, source=EDITABLE, target=State.SUBMITTED)
    def submit(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.AUDITED)
    def audit(self):
        """Amount, plan, class and papers are right."""

    @transition(state, source=State.AUDITED, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=[State.SUBMITTED, State.AUDITED], target=State.RETURNED)
    def send_back(self):
        """The unit may put it right and submit it again."""

    @transition(state, source=[State.SUBMITTED, State.AUDITED], target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=[*EDITABLE, State.SUBMITTED], target=State.WITHDRAWN)
    def withdraw(self):
        pass

    @transition(state, source=State.APPROVED, target=State.SENT)
    def send(self):
        """It stands in a file to the bank."""

    @transition(state, source=State.SENT, target=State.PAID)
    def pay(self):
        pass

    @transition(state, source=State.SENT, target=State.FAILED)
    def fail(self):
        """The bank gave it back."""


_S = Application.State
UNDERWAY = [_S.SUBMITTED, _S.AUDITED, _S.APPROVED, _S.SENT]
STANDING = [*UNDERWAY, _S.PAID]


class SlipQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(application__in=Application.objects.visible_to(actor))


class Refusal(models.Model):
    """A slip (退单): why an application was not paid, in words and by which rule. Never changed."""

    class Kind(models.TextChoices):
        RETURNED = "returned", _("returned to the unit")
        REFUSED = "refused", _("refused")
        BANK = "bank", _("returned by the bank")

    class Category(models.TextChoices):
        PLAN = "plan", _("above the quota or the plan")
        SCOPE = "scope", _("outside what the fund is for")
        PAPERS = "papers", _("papers missing or not matching")
        PAYEE = "payee", _("payee or bank account wrong")
        CONTRACT = "contract", _("against the contract or its progress")
        PROCEDURE = "procedure", _("no public procurement or approval")
        DOUBLE = "double", _("asked for twice")
        OTHER = "other", _("another reason")

    number = models.CharField(_("number"), max_length=40, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="slips")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    category = models.CharField(_("ground"), max_length=10, choices=Category)
    words = models.CharField(_("reason"), max_length=500)
    law = models.CharField(_("by which rule"), max_length=200, blank=True)
    amount = fen(_("amount"))
    given_at = models.DateTimeField(_("given at"))
    given_by = person()

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("slips")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="slip_with_a_reason"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="slip_of_something"),
        ]

    def __str__(self):
        return self.number


class Statement(models.Model):
    """What the bank says about our payments: one file, read once. Never changed."""

    organisation = unit(_("finance bureau"), null=False, blank=False)
    name = models.CharField(_("file"), max_length=100)
    digest = models.CharField(_("digest"), max_length=64)
    lines = models.PositiveIntegerField(_("lines"))
    total = fen(_("total"))
    read_at = models.DateTimeField(_("read in at"))
    read_by = person(null=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"],
                name="statement_once",
                violation_error_message=_("This file was read already."),
            )
        ]

    def __str__(self):
        return self.name


class StatementLineQuerySet(models.QuerySet):
    def unsettled(self):
        """Differences nobody has explained yet."""
        return self.exclude(result__in=StatementLine.AGREED).filter(settled_at=None)


class StatementLine(models.Model):
    """One line of the bank, or one of ours that the bank left out, and how both compare."""

    class Result(models.TextChoices):
        PAID = "paid", _("paid out")
        FAILED = "failed", _("not paid")
        DUPLICATE = "duplicate", _("a second time")
        ALTERED = "altered", _("altered")
        UNKNOWN = "unknown", _("not ordered by us")
        MISSING = "missing", _("missing from the bank's file")
        DISORDER = "disorder", _("paid, out of order")
        UNBOOKED = "unbooked", _("could not be booked")

    AGREED = [Result.PAID, Result.FAILED]

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField(_("line"))  # in the file; 0: not in it
    reference = models.CharField(_("number of the application"), max_length=60)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="bank_lines")
    name = models.CharField(_("payee"), max_length=100, blank=True)
    account_number = models.CharField(_("bank account"), max_length=40, blank=True)
    amount = fen(_("amount"))
    paid_on = models.DateField(_("day"), null=True)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    words = models.CharField(_("explanation"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = person()
    settlement = models.CharField(_("how it was settled"), max_length=300, blank=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(settlement=""), name="difference_settled_with_words"
            )
        ]

    def __str__(self):
        return f"{self.reference} {self.result}"
