"""Red flags: suspicions that a person handles, the versions of their parameters, and the library of behaviour."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from procurement.models.facts import FactKey, FactTender
from procurement.models.fields import unit
from records.columns import person
from records.subjects import Subject


class Severity(models.TextChoices):
    LOW = "low", _("low")
    MEDIUM = "medium", _("middle")
    HIGH = "high", _("high")


class Family(models.TextChoices):
    """The three families of the seed: 程序预警, 管理预警, 统计分析预警 (S0-14)."""

    PROCEDURE = "procedure", _("procedure")
    MANAGEMENT = "management", _("management")
    STATISTICS = "statistics", _("statistics")


class FlagVersionQuerySet(models.QuerySet):
    def in_force(self, on):
        """Code → the newest version that is signed and valid on this day."""
        valid = self.filter(valid_from__lte=on, signed_at__isnull=False).order_by("code", "version")
        return {version.code: version for version in valid}


class FlagVersion(models.Model):
    """The parameters of a red flag from a day on. Proposed by one person, signed by another; never changed after."""

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
            models.UniqueConstraint(fields=["code", "version"], name="flag_version_once"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | Q(proposed_by=None) | ~Q(signed_by=F("proposed_by")),
                name="flag_version_signed_by_another",
                violation_error_message=_("Parameters are signed by somebody other than who proposed them."),
            ),
        ]

    def __str__(self):
        return f"{self.code} v{self.version}"


class FlagQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """For those who watch the unit, and who sign for the supervising department; nobody else sees a suspicion.

        Imported tenders have no unit of ours: only those who watch see them.
        """
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(Q(organisation__path__startswith=actor.watched_path) | Q(organisation=None))
        if actor.holds(Role.REVIEWER, Role.APPROVER, Role.HEAD):
            return self.filter(organisation__in=actor.units)
        return self.none()

    def current(self):
        """What the facts still show."""
        return self.filter(lapsed_at=None)

    def open(self):
        return self.current().filter(state__in=Flag.OPEN)

    def owed(self):
        """Open, and with a clock: all but the leads of history that nobody has taken up."""
        return self.open().filter(resting=False)

    def resting(self):
        return self.open().filter(resting=True)


class Flag(FSMModelMixin, models.Model):
    """One suspicion (疑似) about one tender, with the numbers it rests on. It never rejects anything by itself.

    `topic` tells several suspicions of one code on one tender apart; `group` is the same for the same firms in every
    tender. `lapsed_at`: later facts do not show it any more; it stays on record. `resting`: a lead of history, about a
    trade that was over before the portal heard of it; it has no clock until somebody takes it up.
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
    SEVERITY_TONES = {Severity.LOW: "info", Severity.MEDIUM: "warn", Severity.HIGH: "over"}

    fact = models.ForeignKey(FactTender, on_delete=models.PROTECT, related_name="flags", verbose_name=_("tender"))
    code = models.CharField(_("flag"), max_length=10)
    topic = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=64, blank=True, db_index=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    parties = ArrayField(models.BigIntegerField(), default=list)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True)
    threshold = models.DecimalField(_("threshold"), max_digits=20, decimal_places=4, null=True)
    group_size = models.IntegerField(_("size of the comparison group"), default=0)
    detail = models.JSONField(default=dict)
    version = models.ForeignKey(FlagVersion, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = unit(_("supervising department"), db_index=True)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    raised_at = models.DateTimeField(_("raised at"))
    resting = models.BooleanField(_("lead of history"), default=False)
    lapsed_at = models.DateTimeField(_("lapsed at"), null=True)
    proposal = models.CharField(_("proposed end"), max_length=15, choices=State.choices, blank=True)
    proposed_by = person()
    decided_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = FlagQuerySet.as_manager()
    subject_related = ("fact",)

    class Meta:
        verbose_name = _("red flag")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["fact", "code", "topic"], name="flag_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="flag_decided_by_another",
                violation_error_message=_("A suspicion is closed by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "transferred", "dismissed"]) | Q(decided_at__isnull=False),
                name="flag_closed_has_a_time",
            ),
            models.CheckConstraint(condition=Q(resting=False) | Q(state="open"), name="flag_rests_while_untouched"),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="flag_by_unit")]

    def __str__(self):
        return f"{self.code} {self.fact}"

    def as_subject(self) -> Subject:
        from procurement.flags import BY_CODE

        name = BY_CODE[self.code].name if self.code in BY_CODE else self.code
        return Subject(_("Red flag"), self.fact.number, str(name), reverse("procurement:flag", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def severity_tone(self) -> str:
        return self.SEVERITY_TONES[self.severity]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

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


class FlagDeed(models.Model):
    """What somebody did about a suspicion, and in which words. Never changed."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="deeds")
    deed = models.CharField(_("deed"), max_length=15)
    text = models.TextField(_("text"), max_length=3000)
    done_at = models.DateTimeField(_("done at"))
    done_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="flag_deed_has_words",
                violation_error_message=_("Give the reason."),
            )
        ]

    def __str__(self):
        return f"{self.flag} {self.deed}"


class BehaviourQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(since__lte=on, ended_on=None)


class Behaviour(models.Model):
    """A mark of somebody who misbehaved, or is suspected to have: a later bid that carries it is flagged (S1-40).

    `digest` is that of procurement.facts.keys; the value itself is kept nowhere, `shown` is what a person may read.
    """

    class Standing(models.TextChoices):
        PROVEN = "proven", _("proven")
        SUSPECTED = "suspected", _("suspected")

    kind = models.CharField(_("kind"), max_length=12, choices=FactKey.Kind)
    digest = models.UUIDField()
    shown = models.CharField(_("mark"), max_length=100)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    reason = models.CharField(_("reason"), max_length=300)
    flag = models.ForeignKey(Flag, null=True, on_delete=models.PROTECT, related_name="behaviours")
    since = models.DateField(_("since"))
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()
    ended_on = models.DateField(_("struck off on"), null=True)
    ended_by = person()
    ended_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = BehaviourQuerySet.as_manager()

    class Meta:
        verbose_name = _("library of behaviour")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "digest", "flag"], nulls_distinct=False, name="behaviour_once_a_flag"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="behaviour_has_a_reason"),
        ]
        indexes = [models.Index(fields=["digest"], condition=Q(ended_on=None), name="behaviour_in_force")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.shown}"
