"""Subsidy programmes (补贴项目), and what they pay: terms with versions, proposed by one person and signed by another.

A programme keeps the terms it was opened with. Later ones are versions that hold from the first day of a period on;
which terms a list follows depends on its period alone, so that nothing that was listed is ever reckoned anew.
"""

import copy
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from funds.models.fields import fen, person, unit
from funds.models.funds import Fund
from funds.money import yuan
from records.subjects import Subject

PUBLICITY_DAYS = 7  # working days; a programme may set its own


class Period(models.TextChoices):
    MONTH = "month", _("monthly")
    QUARTER = "quarter", _("quarterly")
    YEAR = "year", _("yearly")


class Way(models.TextChoices):
    FIXED = "fixed", _("fixed amount")
    AREA = "area", _("area × rate")


MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def first_day(kind: str, day: date) -> date:
    """The first day of the month, quarter or year that holds this day."""
    months = MONTHS[kind]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


class Named(models.Model):
    """What a programme is, and what never changes while it runs."""

    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("fund"))
    manager = unit(_("managing department"), null=False, blank=False)
    period = models.CharField(_("how often"), max_length=10, choices=Period)

    class Meta:
        abstract = True


class Terms(models.Model):
    """For whom, how much, under which limits."""

    basis = models.CharField(_("basis"), max_length=300)
    way = models.CharField(_("amount"), max_length=10, choices=Way)
    rate = fen(_("rate in fen"))  # a person and period, or a unit of area
    area_unit = models.CharField(_("unit of area"), max_length=10, default="亩", blank=True)
    economic_class = models.CharField(_("economic class"), max_length=10, default="30305")  # 生活补助
    youngest = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    bars_employees = models.BooleanField(_("not for public employees"), default=True)
    publicity_days = models.PositiveSmallIntegerField(_("working days of publicity"), default=PUBLICITY_DAYS)
    stop_months = models.PositiveSmallIntegerField(_("months still paid after the month of death"), default=0)
    is_open = models.BooleanField(_("lists are taken"), default=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="%(class)s_pays_something",
                violation_error_message=_("The rate must be greater than zero."),
            ),
        ]


TERMS = [field.name for field in Terms._meta.local_fields]


class Programme(Named, Terms):
    """A subsidy (补贴项目): for whom, how much, how often. Its money lies allocated with the manager.

    Its columns are the terms it was opened with and never change, but for `is_open` and `exclusive`, which follow the
    last signature; `at` gives it in the terms of a period.
    """

    Period, Way, MONTHS = Period, Way, MONTHS

    exclusive = models.ManyToManyField("self", blank=True, verbose_name=_("not together with"))

    class Meta(Terms.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("subsidy programmes")
        ordering = ["name"]
        constraints = [
            *Terms.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                name="programme_code_once",
                violation_error_message=_("There is a programme with this code already."),
            ),
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("subsidy programme"), self.code, self.name, reverse("funds:programme", args=[self.pk]))

    def at(self, period: date) -> "Programme":
        """The programme in the terms of a period, to be read and never saved."""
        return self.in_terms_of(self.versions.all(), period)

    def in_terms_of(self, versions: Iterable["ProgrammeVersion"], period: date) -> "Programme":
        """The same, of versions that were read before."""
        signed = [one for one in versions if one.state == ProgrammeVersion.State.SIGNED and one.valid_from <= period]
        if not signed:
            return self
        version, dressed = max(signed, key=lambda one: (one.valid_from, one.number)), copy.copy(self)
        for name in TERMS:
            setattr(dressed, name, getattr(version, name))
        return dressed

    def due(self, area: Decimal | None) -> int:
        """What a row of this area gets, in fen, rounded half up."""
        if self.way == Way.FIXED:
            return self.rate
        return int((Decimal(area or 0) * self.rate).quantize(Decimal(1), ROUND_HALF_UP))

    def rate_in_words(self) -> str:
        """104.00元/亩, 520.00元/人: with the unit that the amount counts."""
        return f"{yuan(self.rate)}元/{self.area_unit if self.way == Way.AREA else '人'}"

    def first_day(self, day: date) -> date:
        """The first day of the period that holds this day."""
        return first_day(self.period, day)

    def last_month(self, period: date) -> date:
        """The first day of the last month of a period."""
        return date(period.year, period.month + MONTHS[self.period] - 1, 1)

    def next_period(self, period: date) -> date:
        last = self.last_month(period)
        return date(last.year + last.month // 12, last.month % 12 + 1, 1)

    def in_words(self, period: date) -> str:
        """2026年5月, 2026年第2季度, 2026年: as it stands on the list."""
        if self.period == Period.YEAR:
            return f"{period.year}年"
        if self.period == Period.QUARTER:
            return f"{period.year}年第{(period.month + 2) // 3}季度"
        return f"{period.year}年{period.month}月"


class ProgrammeVersionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from funds.permissions.subsidies import visible_versions

        return visible_versions(self, actor)

    def waiting(self):
        return self.filter(state=ProgrammeVersion.State.PROPOSED)


class ProgrammeVersion(FSMModelMixin, Named, Terms):
    """Terms that were proposed for a programme, new or standing; signed they hold from a period on. Never changed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a signature")
        SIGNED = "signed", _("in force")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TONES = {State.PROPOSED: "warn", State.SIGNED: "ok", State.REFUSED: "over", State.WITHDRAWN: "done"}

    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="versions", verbose_name=_("subsidy programme")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    excludes = ArrayField(models.SlugField(max_length=30), default=list, verbose_name=_("not together with"))
    valid_from = models.DateField(_("valid from"))
    reason = models.CharField(_("reason"), max_length=300)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = ProgrammeVersionQuerySet.as_manager()
    subject_related = ("fund", "manager")

    class Meta(Terms.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("terms of programmes")
        ordering = ["-pk"]
        constraints = [
            *Terms.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="programme_terms_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="programme_terms_by_two",
                violation_error_message=_("Terms are signed by somebody other than who proposed them."),
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(programme__isnull=False), name="signed_terms_have_a_programme"
            ),
            models.CheckConstraint(
                condition=Q(youngest=None) | Q(oldest=None) | Q(youngest__lte=F("oldest")),
                name="programme_ages_in_order",
                violation_error_message=_("The oldest age lies below the youngest."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="programme_terms_have_a_reason"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state="proposed"),
                name="one_proposal_a_programme",
                violation_error_message=_("Terms of this programme wait for a signature already."),
            ),
        ]

    def __str__(self):
        return f"{self.name} v{self.number}"

    def as_subject(self) -> Subject:
        address = reverse("funds:programme_version", args=[self.pk])
        return Subject(_("Terms of a programme"), self.code, str(self), address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.PROPOSED, target=State.SIGNED)
    def sign(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.WITHDRAWN)
    def withdraw(self):
        pass
