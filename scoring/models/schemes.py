"""How a score is made (考核方案): categories and items with their points, grades, and the numbers of the rules."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.subjects import Subject
from scoring.calculate import Part
from scoring.models.fields import person, points_field

# Terms in working days: ask for a review after publication, decide it, change the score, rectify.
TERMS = {"ask": 15, "decide": 10, "change": 5, "rectify": 30}


class SchemeQuerySet(models.QuerySet):
    def in_force(self, day):
        """The version of each code that is in force on this day."""
        begun = self.filter(state=Scheme.State.IN_FORCE, valid_from__lte=day)
        return begun.order_by("code", "-version").distinct("code")


class Scheme(FSMModelMixin, models.Model):
    """One way of scoring, in versions. A round keeps the version with which it was opened."""

    class About(models.TextChoices):
        """Whom it scores."""

        TOWNSHIP = "township", _("towns and streets")
        STATION = "station", _("stations and service units")
        DEPARTMENT = "department", _("county departments")
        SQUAD = "squad", _("enforcement squads")
        STAFF = "staff", _("staff of windows and centres")
        PARTY = "party", _("parties of the market")

    class Cadence(models.TextChoices):
        MONTH = "month", _("monthly")
        QUARTER = "quarter", _("quarterly")
        HALF = "half", _("half-yearly")
        YEAR = "year", _("yearly")

    class Formula(models.TextChoices):
        SUM = "sum", _("base, bonus, deductions")
        MEAN = "mean", _("mean of the rounds")
        MIXED = "mixed", _("weighted rounds")

    class Grading(models.TextChoices):
        QUOTA = "quota", _("so many of each grade")
        THRESHOLD = "threshold", _("by points")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        REPLACED = "replaced", _("replaced")

    TONES = {State.DRAFT: "warn", State.IN_FORCE: "ok", State.REPLACED: "done"}

    code = models.SlugField(_("code"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=100)
    about = models.CharField(_("scores"), max_length=12, choices=About)
    cadence = models.CharField(_("rhythm of appraisal"), max_length=10, choices=Cadence)
    formula = models.CharField(_("formula"), max_length=10, choices=Formula, default=Formula.SUM)
    base = points_field(_("base points"), default=100)
    grading = models.CharField(_("grades"), max_length=10, choices=Grading, default=Grading.THRESHOLD)
    quotas = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("places of each grade"), default=list, blank=True
    )
    limits = ArrayField(points_field(""), verbose_name=_("limits of the grades"), default=list, blank=True)
    grade_names = ArrayField(models.CharField(max_length=20), verbose_name=_("names of the grades"), default=list)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    basis = models.CharField(_("basis"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person()
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = person()

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("schemes of scoring")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="scheme_version_once"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
                name="scheme_by_two",
                violation_error_message=_("A scheme is signed by somebody other than who drafted it."),
            ),
        ]

    def __str__(self):
        return f"{self.name} v{self.version}"

    def as_subject(self) -> Subject:
        return Subject(
            _("Scheme of scoring"), f"v{self.version}", self.name, reverse("scoring:scheme", args=[self.pk])
        )

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def is_public(self) -> bool:
        """Scores of persons are told to the persons and their unit alone."""
        return self.about != self.About.STAFF

    def term(self, name: str) -> int:
        """A term in working days: what the scheme says, else the usual one."""
        return int(self.parameters.get("terms", {}).get(name, TERMS[name]))

    def grade_name(self, grade: int | None) -> str:
        """What the place of a grade is called; below all limits the last name."""
        return "" if grade is None or grade >= len(self.grade_names) else self.grade_names[grade]

    def parts(self) -> list[Part]:
        """Its items as the arithmetic wants them."""
        items = Item.objects.filter(category__scheme=self).select_related("category").order_by("category", "number")
        return [item.as_part() for item in items]

    @transition(state, source=State.DRAFT, target=State.IN_FORCE)
    def sign(self):
        pass

    @transition(state, source=State.IN_FORCE, target=State.REPLACED)
    def replace(self):
        pass


class Category(models.Model):
    """A group of items; a violation may cost the whole of it (该大类不得分)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="categories")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("category"), max_length=100)
    points = points_field(_("points"))

    class Meta:
        verbose_name = verbose_name_plural = _("categories")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="category_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="category_is_worth_something"),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"


class Item(models.Model):
    """What is looked at, what it is worth, and how it is lost or earned."""

    class Rule(models.TextChoices):
        HAND = "hand", _("by judgement")
        MET = "met", _("all or nothing")
        MISSING = "missing", _("so much for each missing one")
        AT_LEAST = "at_least", _("a least number")

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("score item"), max_length=300)
    points = points_field(_("points"))
    earns = models.BooleanField(_("points are earned"), default=False)  # else they are there and may be lost
    rule = models.CharField(_("rule"), max_length=10, choices=Rule, default=Rule.HAND)
    each = points_field(_("for each"), null=True, blank=True)
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    source = models.CharField(_("fed by"), max_length=100, blank=True)  # sources of scoring.evidence, between blanks

    class Meta:
        verbose_name = verbose_name_plural = _("items of a scheme")
        ordering = ["category", "number"]
        constraints = [
            models.UniqueConstraint(fields=["category", "number"], name="item_of_scheme_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="item_is_worth_something"),
            models.CheckConstraint(
                condition=~Q(rule="missing") | Q(each__gt=0),
                name="missing_costs_something",
                violation_error_message=_("Say how many points each missing one costs."),
            ),
            models.CheckConstraint(
                condition=~Q(rule="at_least") | Q(least__gt=0),
                name="at_least_one",
                violation_error_message=_("Say how many are asked for."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.text}"

    @property
    def code(self) -> str:
        return f"{self.category.number}.{self.number}"

    def as_part(self) -> Part:
        return Part(self.code, self.points, str(self.category.number), self.earns)
