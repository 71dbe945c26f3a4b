"""Direct subsidies (一卡通): lists that go village → town → county, their rows, and what was paid.

A list is shown to the people at every level before it moves on. A row that fails a check is blocked or held; only rows
that stand as listed are paid, each at most once.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person, unit
from funds.models.programmes import Programme
from funds.models.recipients import Recipient
from records.subjects import Subject


class RollQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from funds.permissions.subsidies import visible_rolls

        return visible_rolls(self, actor)

    def on_show(self, today: date):
        """What the people may read today: while the publicity runs."""
        return self.filter(state__in=Roll.SHOWN, shown_on__lte=today, shown_until__gte=today)


class Roll(FSMModelMixin, models.Model):
    """The list (名册) of one village for one programme and period."""

    class State(models.TextChoices):
        DRAFT = "draft", _("with the village")
        VILLAGE_SHOWN = "village_shown", _("on show in the village")
        TOWN = "town", _("with the town")
        TOWN_SHOWN = "town_shown", _("on show by the town")
        COUNTY = "county", _("with the county")
        COUNTY_SHOWN = "county_shown", _("on show by the county")
        APPROVED = "approved", _("approved, to be paid out")

    SHOWN = [State.VILLAGE_SHOWN, State.TOWN_SHOWN, State.COUNTY_SHOWN]
    AT = [State.DRAFT, State.TOWN, State.COUNTY]
    TONES = {State.DRAFT: "pause", State.APPROVED: "ok"} | dict.fromkeys(SHOWN, "info")

    number = models.CharField(_("number"), max_length=40, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="rolls", verbose_name=_("programme")
    )
    village = unit(_("village"), null=False, blank=False)
    period = models.DateField(_("period"))  # its first day
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    shown_on = models.DateField(_("on show from"), null=True)
    shown_until = models.DateField(_("on show until"), null=True)
    made_at = models.DateTimeField(_("entered at"))
    made_by = person()

    objects = RollQuerySet.as_manager()
    subject_related = ("programme", "village")

    class Meta:
        verbose_name = verbose_name_plural = _("lists of recipients")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "village", "period"],
                name="one_roll_a_village",
                violation_error_message=_("There is a list of this village for this programme and period already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["village_shown", "town_shown", "county_shown"])
                | Q(shown_until__isnull=False, shown_on__isnull=False),
                name="shown_from_until",
            ),
        ]

    def __str__(self):
        return f"{self.village.short_name} {self.programme} {self.period_words}"

    def as_subject(self) -> Subject:
        return Subject(_("List of recipients"), self.number, str(self), reverse("funds:roll", args=[self.pk]))

    @property
    def period_words(self) -> str:
        return self.programme.in_words(self.period)

    @property
    def tone(self) -> str:
        return self.TONES.get(self.state, "warn")

    @property
    def is_shown(self) -> bool:
        return self.state in self.SHOWN

    @transition(state, source=State.DRAFT, target=State.VILLAGE_SHOWN)
    @transition(state, source=State.TOWN, target=State.TOWN_SHOWN)
    @transition(state, source=State.COUNTY, target=State.COUNTY_SHOWN)
    def show(self):
        pass

    @transition(state, source=State.VILLAGE_SHOWN, target=State.TOWN)
    @transition(state, source=State.TOWN_SHOWN, target=State.COUNTY)
    @transition(state, source=State.COUNTY_SHOWN, target=State.APPROVED)
    def pass_on(self):
        pass

    @transition(state, source=[State.TOWN, State.COUNTY, *SHOWN], target=State.DRAFT)
    def send_back(self):
        pass


class RollStep(models.Model):
    """Who moved a list, when and in which words. Never changed."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="steps")
    deed = models.CharField(_("deed"), max_length=15)
    state = models.CharField(_("state"), max_length=15, choices=Roll.State)  # after it
    words = models.CharField(_("remark"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("done at"))
    done_by = person()
    organisation = unit(_("unit"), null=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.roll_id} {self.deed}"


class RollLine(FSMModelMixin, models.Model):
    """One row of a list: this person, this programme, this period, so much, to this account."""

    class State(models.TextChoices):
        ENTERED = "entered", _("not checked yet")
        LISTED = "listed", _("stands as listed")
        HELD = "held", _("held until somebody has looked at it")
        BLOCKED = "blocked", _("blocked")
        STRUCK = "struck", _("struck off")

    LIVE = [State.LISTED, State.HELD]
    TONES = {State.LISTED: "ok", State.HELD: "warn", State.BLOCKED: "over", State.STRUCK: "done"}

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="lines")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    period = models.DateField(_("period"))
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="lines")
    name = models.CharField(_("name"), max_length=50)
    area = models.DecimalField(_("area"), max_digits=10, decimal_places=2, null=True)
    rate = fen(_("rate in fen"))
    amount = fen(_("amount"))
    holder = models.CharField(_("holder of the account"), max_length=50)
    bank = models.CharField(_("bank"), max_length=100)
    account_digest = models.CharField(max_length=64, db_index=True)
    account_shown = models.CharField(_("bank account"), max_length=20)
    account_sealed = models.BinaryField()
    seal_key = models.CharField(max_length=20)
    state = FSMField(_("state"), choices=State.choices, default=State.ENTERED, protected=True)
    marks = ArrayField(models.CharField(max_length=10), default=list)  # what the checks say
    excused = ArrayField(models.CharField(max_length=10), default=list)  # what a person has looked at and let pass
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person()
    judged_at = models.DateTimeField(_("decided at"), null=True)
    judged_by = person()
    judged_words = models.CharField(_("reason"), max_length=300, blank=True)

    subject_related = ("roll__programme", "roll__village", "recipient")

    class Meta:
        verbose_name = verbose_name_plural = _("rows of lists")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "period", "recipient"],
                condition=Q(state__in=["listed", "held"]),
                name="once_in_programme_and_period",
                violation_error_message=_("This person stands on a list of this programme and period already."),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_pays_something"),
            models.CheckConstraint(
                condition=Q(judged_by=None) | ~Q(judged_by=F("entered_by")) | Q(state="struck"),
                name="line_released_by_another",
                violation_error_message=_("Who entered a row does not release it."),
            ),
        ]
        indexes = [models.Index(fields=["recipient", "period"], name="line_of_recipient")]

    def __str__(self):
        return f"{self.recipient} {self.programme}"

    def as_subject(self) -> Subject:
        address = reverse("funds:roll", args=[self.roll_id])
        return Subject(_("Row of a list"), self.roll.number, f"{self.recipient} {self.roll}", address)

    @property
    def tone(self) -> str:
        return self.TONES.get(self.state, "info")

    @transition(state, source=[State.ENTERED, State.HELD, State.BLOCKED], target=State.LISTED)
    def list_it(self):
        pass

    @transition(state, source=[State.ENTERED, State.LISTED, State.BLOCKED], target=State.HELD)
    def hold(self):
        pass

    @transition(state, source=[State.ENTERED, State.LISTED, State.HELD], target=State.BLOCKED)
    def block(self):
        pass

    @transition(state, source=[State.ENTERED, State.LISTED, State.HELD, State.BLOCKED], target=State.STRUCK)
    def strike(self):
        pass


class Objection(models.Model):
    """Somebody says during the publicity that a list is wrong. While it is open, the list does not move."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="objections")
    line = models.ForeignKey(RollLine, null=True, blank=True, on_delete=models.PROTECT, related_name="objections")
    words = models.CharField(_("objection"), max_length=1000)
    by_whom = models.CharField(_("raised by"), max_length=50, blank=True)
    raised_at = models.DateTimeField(_("raised at"))
    entered_by = person()
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    is_upheld = models.BooleanField(_("upheld"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | (~Q(answer="") & Q(is_upheld__isnull=False)),
                name="objection_answered_in_words",
            ),
        ]

    def __str__(self):
        return self.words[:40]
