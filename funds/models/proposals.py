"""Who is to get how much (分配方案): one proposes, another decides, and only then the money moves (S3-11)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person, unit
from funds.models.funds import Fund
from funds.models.ledger import Account, Posting, Voucher


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever may see the fund; other units see what they proposed and what is meant for them."""
        return self.filter(fund__in=Fund.objects.visible_to(actor))

    def open(self):
        return self.filter(state=Proposal.State.PROPOSED)


class Proposal(FSMModelMixin, models.Model):
    """A distribution, a disbursement or a return of one fund, with one line for each who gets or gives."""

    class Kind(models.TextChoices):
        SHARE = "share", _("sharing out")
        ALLOCATE = "allocate", _("allocation")
        DISBURSE = "disburse", _("disbursement")
        RETURN = "return", _("return")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        APPROVED = "approved", _("approved and booked")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.CharField(_("number"), max_length=40, unique=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    total = fen(_("total"))
    words = models.CharField(_("purpose"), max_length=300)
    paper = models.CharField(_("document"), max_length=100, blank=True)
    happens_on = models.DateField(_("day"))
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    organisation = unit(_("unit"), null=False, blank=False)  # that proposes
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person(null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, null=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("proposals")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["fund", "-id"], name="proposal_of_fund"),
            models.Index(fields=["fund"], condition=Q(state="proposed"), name="proposal_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name="proposal_of_something"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")) | Q(state="withdrawn"),
                name="fund_proposal_by_two",
                violation_error_message=_("Who proposes does not decide."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="fund_proposal_refused_why",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=Q(state="approved", voucher__isnull=False) | (~Q(state="approved") & Q(voucher=None)),
                name="proposal_booked_once_approved",
            ),
        ]

    def __str__(self):
        return self.number

    @transition(state, source=State.PROPOSED, target=State.APPROVED)
    def approve(self):
        """A second person agrees, and the money moves."""

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.WITHDRAWN)
    def withdraw(self):
        pass


class Line(models.Model):
    """One move of a proposal. Never changed; a return names the posting it gives back."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines")
    out_of = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    into = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    amount = fen(_("amount"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_of_something"),
            models.CheckConstraint(condition=~Q(out_of=F("into")), name="line_moves"),
        ]

    def __str__(self):
        return f"{self.into} {self.amount}"
