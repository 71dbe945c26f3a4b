"""Suspicions about public money: each with the numbers it rests on. None of them decides anything by itself."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from funds.models.fields import person, unit
from funds.models.funds import Fund
from funds.permissions import UNIT_ROLES
from records.models import AboutQuerySet, AboutSubject


class FundFlagQuerySet(AboutQuerySet):
    def visible_to(self, actor):
        """For those who watch the unit, for the unit itself and the finance bureau of the fund."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        if not actor.holds(*UNIT_ROLES):
            return self.none()
        own = actor.organisation.pk
        return self.filter(Q(organisation=own) | Q(fund__finance=own))

    def current(self):
        """What the facts still show."""
        return self.filter(lapsed_at=None)

    def open(self):
        return self.current().filter(state__in=FundFlag.OPEN)


class FundFlag(FSMModelMixin, AboutSubject):
    """One suspicion (疑似). The same code and topic in a fund are the same suspicion; its numbers are refreshed."""

    class State(models.TextChoices):
        OPEN = "open", _("to be handled")
        ASKED = "asked", _("explanation asked for")
        EXPLAINED = "explained", _("explained")
        PROPOSED = "proposed", _("waits for a second person")
        VERIFIED = "verified", _("verified")
        TRANSFERRED = "transferred", _("transferred")
        DISMISSED = "dismissed", _("suspicion dismissed")

    OPEN = [State.OPEN, State.ASKED, State.EXPLAINED, State.PROPOSED]
    ENDS = [State.VERIFIED, State.TRANSFERRED, State.DISMISSED]

    code = models.CharField(_("flag"), max_length=10)
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="flags")
    organisation = unit(_("unit"), null=False, blank=False)
    topic = models.CharField(max_length=120)
    value = models.BigIntegerField(_("value"), null=True)
    threshold = models.BigIntegerField(_("threshold"), null=True)
    detail = models.JSONField(default=dict)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    raised_at = models.DateTimeField(_("raised at"))
    seen_at = models.DateTimeField(_("seen last"))
    lapsed_at = models.DateTimeField(_("lapsed at"), null=True)
    proposal = models.CharField(_("proposed end"), max_length=15, choices=State.choices, blank=True)
    proposed_by = person()
    decided_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = FundFlagQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("suspicions about public money")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "fund", "topic"], nulls_distinct=False, name="fund_flag_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="fund_flag_decided_by_another",
                violation_error_message=_("A suspicion is closed by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "transferred", "dismissed"]) | Q(decided_at__isnull=False),
                name="fund_flag_closed_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="fund_flag_by_unit"),
            models.Index(fields=["subject_type", "subject_id"], name="fund_flag_about"),
        ]

    def __str__(self):
        return f"{self.code} {self.topic}"

    @transition(state, source=[State.OPEN, State.EXPLAINED], target=State.ASKED)
    def ask(self):
        pass

    @transition(state, source=State.ASKED, target=State.EXPLAINED)
    def explain(self):
        pass

    @transition(state, source=[State.OPEN, State.ASKED, State.EXPLAINED], target=State.PROPOSED)
    def propose(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.OPEN)
    def send_back(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.VERIFIED)
    def verify(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.TRANSFERRED)
    def transfer(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DISMISSED)
    def dismiss(self):
        pass
