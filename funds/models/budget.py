"""Quota → plan → application (S1-37): what a unit may spend, in which month, and on whom."""

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person
from funds.models.funds import Fund
from funds.models.ledger import Account, Posting, Stage


class TermQuerySet(models.QuerySet):
    def in_force(self, on):
        """Code → the newest term that is signed and has begun on this day."""
        return {
            term.code: term for term in self.filter(signed_at__isnull=False, since__lte=on).order_by("since", "pk")
        }


class Term(models.Model):
    """How many working days a step may take; the newest signed row that has begun counts.

    Proposed by one person, signed by another; never changed after.
    """

    code = models.CharField(_("code"), max_length=20)
    days = models.PositiveSmallIntegerField(_("working days"))
    basis = models.CharField(_("basis"), max_length=200)
    since = models.DateField(_("since"))
    proposed_by = person()
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    signed_by = person()
    signed_at = models.DateTimeField(_("signed at"), null=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("terms of steps")
        ordering = ["code", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "since"],
                name="term_once_a_day",
                violation_error_message=_("There is a term from this day on already."),
            ),
            models.CheckConstraint(condition=Q(days__gt=0), name="term_of_some_days"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | Q(proposed_by=None) | ~Q(signed_by=F("proposed_by")),
                name="term_by_two",
                violation_error_message=_("Terms are signed by somebody other than who proposed them."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.days}"


class QuotaQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A unit sees its own quotas; finance, the managing department and whoever watches those of the fund."""
        if actor.organisation is None:
            return self.none()
        own = Q(account__organisation__in=actor.units) if is_office(actor) else Q(pk=None)
        return self.filter(own | seen(actor, "account__fund"))

    def with_balance(self):
        return self.annotate(balance=Sum("account__lots__rest", default=0))


def is_office(actor) -> bool:
    from funds.permissions import UNIT_ROLES

    return actor.holds(*UNIT_ROLES)


def seen(actor, path: str) -> Q:
    """The rows of funds whose whole ledger the actor keeps, manages or watches; `path` leads to the fund."""
    from funds.permissions import whole_funds

    return Q(**{f"{path}__in": whole_funds(Fund.objects.all(), actor)})


class Quota(models.Model):
    """The number (指标) under which a unit may spend what was allocated to it for a project."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="quota")
    code = models.CharField(_("code of the quota"), max_length=40, unique=True)
    opened_at = models.DateTimeField(_("opened at"))

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("quotas")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.code} {self.account.name}"

    @property
    def fund(self) -> Fund:
        return self.account.fund

    @property
    def organisation(self):
        return self.account.organisation

    def granted(self) -> int:
        """What was allocated in all, less what went back to be shared out again (fen)."""
        came = Posting.objects.filter(into=self.account, out_of__stage=Stage.HELD)
        went = Posting.objects.filter(out_of=self.account, into__stage=Stage.HELD)
        return (
            came.aggregate(sum=Sum("amount", default=0))["sum"] - went.aggregate(sum=Sum("amount", default=0))["sum"]
        )


class PlanQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(quota__in=Quota.objects.visible_to(actor))

    def approved(self):
        return self.filter(state=Plan.State.APPROVED)

    def standing(self):
        """Those that count against the quota."""
        return self.filter(state__in=[Plan.State.SUBMITTED, Plan.State.APPROVED])

    def total(self) -> int:
        return self.aggregate(sum=Sum("amount", default=0))["sum"]


class Plan(FSMModelMixin, models.Model):
    """So much of a quota is to be paid in a month (用款计划). More for the same month is another plan."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="plans")
    month = models.DateField(_("month"))  # its first day
    amount = fen(_("amount"))
    words = models.CharField(_("purpose"), max_length=300)
    state = FSMField(_("state"), choices=State.choices, default=State.SUBMITTED, protected=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = person(null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("plans")
        ordering = ["-month", "-pk"]
        indexes = [models.Index(fields=["quota", "month"], name="plan_of_quota")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_of_something"),
            models.CheckConstraint(condition=Q(month__day=1), name="plan_of_a_month"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")) | Q(state="withdrawn"),
                name="plan_decided_by_another",
                violation_error_message=_("Who proposes does not decide."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="plan_refused_with_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.quota}"

    @transition(state, source=State.SUBMITTED, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.WITHDRAWN)
    def withdraw(self):
        pass
