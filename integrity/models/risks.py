"""Risk information (廉政风险信息): taken in, judged by levels, with the sealed name of who told."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from integrity import informants, permissions
from powers.models import Level, RiskPoint
from records.columns import person as somebody
from records.columns import unit
from records.subjects import Subject

COLOURS = {Level.A: _("red"), Level.B: _("yellow"), Level.C: _("blue")}
LEVEL_TONES = {Level.A: "over", Level.B: "warn", Level.C: "info"}
NONE = "none"


class RiskInformationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The discipline office alone; never whoever it is about."""
        rows = permissions.visible_to_discipline(self, actor, "organisation__path")
        return rows.exclude(person=actor.user) if actor.user else rows

    def open(self):
        return self.filter(state__in=RiskInformation.OPEN)


class RiskInformation(FSMModelMixin, models.Model):
    """What came in about a risk: judged by one of the discipline office, confirmed by another, then alarm or nothing.

    Who told it is sealed (records.envelopes): two open it, with a reason.
    """

    class State(models.TextChoices):
        ENTERED = "entered", _("to be judged")
        JUDGED = "judged", _("judged, to be confirmed")
        ALARMED = "alarmed", _("alarm given")
        DISMISSED = "dismissed", _("no risk found")

    class Channel(models.TextChoices):
        COMPLAINT = "complaint", _("complaints and reports")
        LETTER = "letter", _("letters and visits")
        CARD = "card", _("cards of e-supervision")
        SUSPICION = "suspicion", _("suspicions about trades and money")
        AUDIT = "audit", _("audit")
        TOUR = "tour", _("tour of inspection")
        CHECK = "check", _("inspection of enforcement")
        MEDIA = "media", _("media and public opinion")
        REPORT = "report", _("the unit's own report")
        OTHER = "other", _("another source")

    LEVELS = [*Level.choices, (NONE, _("no risk"))]
    OPEN = [State.ENTERED, State.JUDGED]
    TONES = {State.ENTERED: "warn", State.JUDGED: "pause", State.ALARMED: "over", State.DISMISSED: "done"}

    number = models.CharField(_("number"), max_length=30, unique=True)
    office = unit(_("discipline office"), null=False, blank=False)
    organisation = unit(_("unit concerned"), null=False, blank=False)
    person = somebody(db_index=True, verbose_name=_("person concerned"), blank=True)
    point = models.ForeignKey(
        RiskPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("risk point")
    )
    channel = models.CharField(_("source"), max_length=10, choices=Channel)
    evidence_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    evidence_id = models.PositiveBigIntegerField(null=True)
    happened_on = models.DateField(_("when it was"), null=True, blank=True)
    words = models.TextField(_("what is known"), max_length=2000)
    informant_key = models.CharField(max_length=20, blank=True)
    informant_sealed = models.BinaryField(null=True)
    state = FSMField(_("state"), choices=State.choices, default=State.ENTERED, protected=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = somebody(null=False)
    level = models.CharField(_("level"), max_length=4, choices=LEVELS, blank=True)
    reason = models.TextField(_("reason of the judgement"), max_length=1000, blank=True)
    demand = models.TextField(_("what is demanded"), max_length=1000, blank=True)
    judged_at = models.DateTimeField(_("judged at"), null=True)
    judged_by = somebody()
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = somebody()
    remark = models.CharField(_("why it was sent back"), max_length=300, blank=True)

    objects = RiskInformationQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("risk information")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="risk_information_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["judged", "alarmed", "dismissed"])
                | (Q(judged_by__isnull=False) & ~Q(reason="") & ~Q(level="")),
                name="risk_information_judged_with_reason",
                violation_error_message=_("A judgement names the level and the reason."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("judged_by")),
                name="risk_information_confirmed_by_another",
                violation_error_message=_("A judgement is confirmed by somebody else."),
            ),
            models.CheckConstraint(
                condition=~Q(state="alarmed") | Q(level__in=["A", "B", "C"], confirmed_by__isnull=False),
                name="risk_alarm_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(informant_sealed=None, informant_key="")
                | (Q(informant_sealed__isnull=False) & ~Q(informant_key="")),
                name="informant_sealed_whole",
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        """The number alone: what it says is read by the discipline office."""
        return Subject(_("Risk information"), self.number, "", self.address)

    @property
    def address(self) -> str:
        return reverse("integrity:information", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def is_sealed(self) -> bool:
        return self.informant_sealed is not None

    @property
    def evidence(self):
        """What it rests on; None for nothing of ours."""
        if self.evidence_type_id is None:
            return None
        return self.evidence_type.model_class()._base_manager.filter(pk=self.evidence_id).first()

    @property
    def informant(self) -> str:
        """Who told it. Read it only through an Opening."""
        return informants.unseal(self.number, self.informant_key, self.informant_sealed) if self.is_sealed else ""

    @transition(state, source=State.ENTERED, target=State.JUDGED)
    def judge(self):
        pass

    @transition(state, source=State.JUDGED, target=State.ENTERED)
    def send_back(self):
        pass

    @transition(state, source=State.JUDGED, target=State.ALARMED)
    def alarm(self):
        pass

    @transition(state, source=State.JUDGED, target=State.DISMISSED)
    def dismiss(self):
        pass


class Opening(FSMModelMixin, models.Model):
    """A look at who told something: asked for with a reason, allowed by a second person, shown once."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for the second person")
        ALLOWED = "allowed", _("allowed, not looked at yet")
        REFUSED = "refused", _("look refused")
        OPENED = "opened", _("opened")

    information = models.ForeignKey(RiskInformation, on_delete=models.PROTECT, related_name="openings")
    reason = models.CharField(_("why the informant has to be known"), max_length=300)
    state = FSMField(_("state"), choices=State.choices, default=State.ASKED, protected=True)
    asked_at = models.DateTimeField(_("asked about it at"))
    asked_by = somebody(null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = somebody()
    opened_at = models.DateTimeField(_("opened at"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("openings of informants")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="informant_opened_by_two",
                violation_error_message=_("Who asks for the informant does not decide it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["allowed", "opened"]) | Q(decided_by__isnull=False),
                name="informant_opening_was_decided",
            ),
            models.UniqueConstraint(
                fields=["information", "asked_by"],
                condition=Q(state__in=["asked", "allowed"]),
                name="one_open_look_at_an_informant",
            ),
        ]

    def __str__(self):
        return f"{self.information} {self.asked_by}"

    @transition(state, source=State.ASKED, target=State.ALLOWED)
    def allow(self):
        pass

    @transition(state, source=State.ASKED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.ALLOWED, target=State.OPENED)
    def open(self):
        pass
