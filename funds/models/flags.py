"""Suspicions about public money: each with the numbers it rests on. None of them decides anything by itself."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Organisation, Role
from funds.models.fields import person, unit
from funds.models.funds import Fund
from funds.permissions import UNIT_ROLES, is_finance
from records.models import AboutQuerySet, AboutSubject
from records.subjects import Subject


class Level(models.TextChoices):
    """How grave a suspicion is: what supervision makes of it."""

    WARNING = "warning", _("pre-warning")
    YELLOW = "yellow", _("yellow light")
    RED = "red", _("red light")


class FlagVersionQuerySet(models.QuerySet):
    def in_force(self, on):
        """Code → the newest version that is signed and valid on this day."""
        valid = self.filter(valid_from__lte=on, signed_at__isnull=False).order_by("code", "valid_from", "version")
        return {version.code: version for version in valid}


class FlagVersion(models.Model):
    """The parameters of a detector from a day on. Proposed by one person, signed by another; never changed after."""

    code = models.CharField(_("flag"), max_length=10)
    version = models.PositiveIntegerField(_("version"))
    parameters = models.JSONField(_("parameters"), default=dict)
    is_on = models.BooleanField(_("looked for"), default=True)
    reason = models.CharField(_("reason"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    proposed_by = person()
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    signed_by = person()
    signed_at = models.DateTimeField(_("signed at"), null=True)

    objects = FlagVersionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="fund_flag_version_once"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | Q(proposed_by=None) | ~Q(signed_by=F("proposed_by")),
                name="fund_flag_version_by_two",
                violation_error_message=_("Parameters are signed by somebody other than who proposed them."),
            ),
        ]

    def __str__(self):
        return f"{self.code} v{self.version}"


class FlagRound(models.Model):
    """A day on which everything was looked at: whoever enters it does the looking. Never changed."""

    day = models.DateField(_("day"), unique=True)
    looked_at = models.DateTimeField()

    def __str__(self):
        return f"{self.day}"


def unfunded_of(actor) -> Q:
    """Suspicions about fees hang on no fund: they are for the finance bureau of the county."""
    county = actor.organisation.parent or actor.organisation
    return Q(fund=None, organisation__path__startswith=county.path)


class FundFlagQuerySet(AboutQuerySet):
    def visible_to(self, actor):
        """For those who watch the unit, for the unit itself and the finance bureau of the fund."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        if not actor.holds(*UNIT_ROLES):
            return self.none()
        own = actor.units
        seen = Q(organisation__in=own) | Q(fund__finance__in=own)
        return self.filter(seen | unfunded_of(actor) if is_finance(actor) else seen)

    def current(self):
        """What the facts still show."""
        return self.filter(lapsed_at=None)

    def open(self):
        return self.current().filter(state__in=FundFlag.OPEN)


class FundFlag(FSMModelMixin, AboutSubject):
    """One suspicion (疑似). The same code and topic in a fund are the same suspicion; its numbers are refreshed.

    `lapsed_at`: later facts do not show it any more; it stays on record. One that people closed stays closed; what
    came to light afterwards is a suspicion of its own that names the `earlier` one.
    """

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
    TONES = {
        State.OPEN: "warn",
        State.ASKED: "pause",
        State.EXPLAINED: "info",
        State.PROPOSED: "pause",
        State.VERIFIED: "over",
        State.TRANSFERRED: "over",
        State.DISMISSED: "done",
    }
    LEVEL_TONES = {Level.WARNING: "warn", Level.YELLOW: "yellow", Level.RED: "red"}

    code = models.CharField(_("flag"), max_length=10)
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="flags")
    organisation = unit(_("unit"), null=False, blank=False)
    topic = models.CharField(max_length=120)
    value = models.BigIntegerField(_("value"), null=True)
    threshold = models.BigIntegerField(_("threshold"), null=True)
    detail = models.JSONField(default=dict)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.WARNING)
    version = models.ForeignKey(FlagVersion, null=True, on_delete=models.PROTECT, related_name="+")
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    raised_at = models.DateTimeField(_("raised at"))
    seen_at = models.DateTimeField(_("seen last"))
    lapsed_at = models.DateTimeField(_("lapsed at"), null=True)
    proposal = models.CharField(_("proposed end"), max_length=15, choices=State.choices, blank=True)
    proposed_by = person()
    decided_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    earlier = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")

    objects = FundFlagQuerySet.as_manager()
    subject_related = ("fund", "organisation")

    class Meta:
        verbose_name = verbose_name_plural = _("suspicions about public money")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fund", "topic"],
                condition=~Q(state__in=["verified", "transferred", "dismissed"]),
                nulls_distinct=False,
                name="fund_flag_once",
            ),
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
            models.Index(fields=["code", "topic"], name="fund_flag_topic"),
        ]

    def __str__(self):
        return f"{self.code} {self.topic}"

    def as_subject(self) -> Subject:
        from funds.detectors import BY_CODE

        name = BY_CODE[self.code].name if self.code in BY_CODE else self.code
        where = self.fund or self.organisation
        address = reverse("funds:flag", args=[self.pk])
        return Subject(_("Suspicion about public money"), self.code, f"{name}：{where}", address)

    @property
    def tone(self) -> str:
        return "done" if self.lapsed_at else self.TONES[self.state]

    @property
    def level_tone(self) -> str:
        return self.LEVEL_TONES[self.level]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN and self.lapsed_at is None

    def bureau(self) -> Organisation:
        """The finance bureau that answers for the handling: of the fund, or of the county where there is no fund."""
        if self.fund is not None:
            return self.fund.finance
        newest = F("ended_on").desc(nulls_first=True)
        bureaus = Organisation.objects.filter(business=Organisation.Business.FUNDS).order_by(newest, "pk")
        return bureaus.filter(parent=self.organisation.parent_id).first() or bureaus.first() or self.organisation

    @transition(state, source=[State.OPEN, State.EXPLAINED], target=State.ASKED)
    def ask(self):
        pass

    @transition(state, source=[State.OPEN, State.ASKED], target=State.EXPLAINED)
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


class FundFlagDeed(models.Model):
    """What somebody did about a suspicion, and in which words. Never changed."""

    flag = models.ForeignKey(FundFlag, on_delete=models.PROTECT, related_name="deeds")
    deed = models.CharField(_("deed"), max_length=15)
    text = models.TextField(_("text"), max_length=3000)
    done_at = models.DateTimeField(_("done at"))
    done_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="fund_flag_deed_has_words",
                violation_error_message=_("Give the reason."),
            )
        ]

    def __str__(self):
        return f"{self.flag} {self.deed}"
