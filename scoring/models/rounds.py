"""One round of scoring (考核周期): who takes part, what stands on each sheet, what was published."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role, User
from records.models import AboutQuerySet, AboutSubject
from records.subjects import Subject
from scoring.models.fields import person, points_field, unit
from scoring.models.schemes import Category, Item, Scheme
from scoring.permissions import UNIT_ROLES, reads_all_sheets


class DaysOf(Func):
    """The days of a row, both ends included."""

    function = "daterange"
    arity = 3


class RoundQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever reads all sheets sees all rounds; a unit those published in which it was scored."""
        if reads_all_sheets(actor):
            return self
        sheets = Sheet.objects.visible_to(actor).values("round")
        return self.filter(Q(pk__in=sheets))

    def published(self):
        return self.filter(state=Round.State.PUBLISHED)

    def public(self):
        return self.published().exclude(scheme__about=Scheme.About.STAFF)


class Round(FSMModelMixin, models.Model):
    """One scheme over one period. Rounds of a scheme never overlap."""

    class State(models.TextChoices):
        OPEN = "open", _("points are being collected")
        PROPOSED = "proposed", _("grades are proposed")
        SIGNED = "signed", _("grades are signed")
        PUBLISHED = "published", _("published")

    TONES = {State.OPEN: "info", State.PROPOSED: "warn", State.SIGNED: "warn", State.PUBLISHED: "ok"}

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rounds")
    code = models.SlugField(max_length=30)  # of the scheme: versions of one scheme do not overlap either
    name = models.CharField(_("name"), max_length=60)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    organisation = unit(_("who scores"))
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    opened_at = models.DateTimeField(_("round opened at"))
    opened_by = person()
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    proposed_by = person()
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = person()

    objects = RoundQuerySet.as_manager()
    subject_related = ["scheme"]

    class Meta:
        verbose_name = verbose_name_plural = _("rounds of scoring")
        ordering = ["-last", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="round_ends_after_it_begins",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("proposed_by")),
                name="round_by_two",
                violation_error_message=_("Grades are signed by somebody other than who proposed them."),
            ),
            ExclusionConstraint(
                name="rounds_do_not_overlap",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DaysOf("first", "last", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This period overlaps another round of the same scheme."),
            ),
        ]

    def __str__(self):
        return f"{self.scheme.name} {self.name}"

    def as_subject(self) -> Subject:
        return Subject(_("Round of scoring"), self.name, self.scheme.name, reverse("scoring:round", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def newest(self):
        """The publication in force; None before the first."""
        return self.publications.first()

    def before(self):
        """The published round of the same scheme that ended last before this one began; None for the first."""
        earlier = Round.objects.published().filter(code=self.code, last__lt=self.first)
        return earlier.order_by("-last").first()

    @transition(state, source=State.OPEN, target=State.PROPOSED)
    def propose(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.OPEN)
    def reopen(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.SIGNED)
    def sign(self):
        pass

    @transition(state, source=[State.SIGNED, State.PUBLISHED], target=State.PUBLISHED)
    def publish(self):
        pass


class SheetQuerySet(AboutQuerySet):
    def visible_to(self, actor):
        """The office and those above read all; a unit its own once published, a person also what is about them."""
        if reads_all_sheets(actor):
            return self
        if actor.user is None or not actor.holds(*UNIT_ROLES):
            return self.none()
        out = self.filter(round__state=Round.State.PUBLISHED)
        people = ContentType.objects.get_for_model(User)
        own = Q(subject_type=people, subject_id=actor.user.pk)
        of_unit = Q(organisation__in=actor.units)
        if not actor.holds(Role.HEAD):
            of_unit &= ~Q(subject_type=people)
        return out.filter(own | of_unit)


class Sheet(AboutSubject):
    """Who is scored in a round: a unit, a person or a party."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    organisation = unit(_("unit"), null=True, related_name="score_sheets")  # the unit, or that of the person
    name = models.CharField(_("name"), max_length=100)

    objects = SheetQuerySet.as_manager()
    subject_related = ["round__scheme"]

    class Meta:
        verbose_name = verbose_name_plural = _("score sheets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "subject_type", "subject_id"], name="one_sheet_in_a_round")
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="sheet_of_subject")]

    def __str__(self):
        return self.name

    @property
    def is_of_person(self) -> bool:
        return self.subject_type_id == ContentType.objects.get_for_model(User).pk

    def as_subject(self) -> Subject:
        return Subject(_("Score sheet"), self.name, str(self.round), reverse("scoring:sheet", args=[self.pk]))


class MarkQuerySet(AboutQuerySet):
    def visible_to(self, actor):
        return self.filter(sheet__in=Sheet.objects.visible_to(actor))

    def counting(self):
        """What counts: not taken back, and confirmed by a second person where one is asked for."""
        return self.filter(withdrawn_at=None).exclude(needs_second=True, confirmed_at=None)

    def waiting(self):
        return self.filter(withdrawn_at=None, needs_second=True, confirmed_at=None)


class Mark(AboutSubject):
    """One reason for points, with its evidence. Never changed: it is taken back with a reason, and stays."""

    class Kind(models.TextChoices):
        PART = "part", _("points of an item")
        ZERO = "zero", _("the category scores nothing")
        BONUS = "bonus", _("bonus")
        DEDUCTION = "deduction", _("deduction")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=20, blank=True)  # key of the scheme's deductions
    points = points_field(_("points"), default=0)
    words = models.CharField(_("reason"), max_length=300)
    # the evidence: a card, a complaint, a survey, an indicator, a missed node; none where a paper is attached
    subject_type = models.ForeignKey(
        "contenttypes.ContentType",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)  # the gatherer that found it; blank: a person did
    needs_second = models.BooleanField(default=False)
    made_at = models.DateTimeField(_("entered at"))
    made_by = person()
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = person()
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True)
    withdrawn_by = person()
    withdrawn_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    objects = MarkQuerySet.as_manager()
    subject_related = ["sheet__round__scheme", "item__category", "category"]

    class Meta:
        verbose_name = verbose_name_plural = _("points on a sheet")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="mark_of_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0), name="mark_is_not_negative"),
            models.CheckConstraint(
                condition=Q(kind="part", item__isnull=False)
                | Q(kind="zero", category__isnull=False)
                | Q(kind__in=["bonus", "deduction"], item=None, category=None),
                name="mark_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("made_by")),
                name="mark_by_two",
                violation_error_message=_("Points are confirmed by somebody other than who entered them."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="mark_taken_back_why",
                violation_error_message=_("Give the reason."),
            ),
            models.UniqueConstraint(
                fields=["sheet", "source", "kind", "item", "subject_type", "subject_id"],
                condition=Q(withdrawn_at=None) & ~Q(source=""),
                nulls_distinct=False,
                name="evidence_counts_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.points.normalize():f}"

    def as_subject(self) -> Subject:
        return Subject(_("Points on a sheet"), self.sheet.name, self.words, reverse("scoring:mark", args=[self.pk]))

    @property
    def state(self) -> tuple[str, str]:
        """Tone and words: counts, waits for a second person, was taken back."""
        if self.withdrawn_at:
            return "done", _("taken back")
        if self.needs_second and not self.confirmed_at:
            return "warn", _("waits for a second person")
        return "ok", _("counts")


class Publication(models.Model):
    """What was published: all that went in as one text, its digest, and the results. Never changed; the next
    version says why it was made.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField(_("version"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    inputs = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published at"))
    published_by = person()

    class Meta:
        verbose_name = verbose_name_plural = _("published scores")
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="publication_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="later_version_says_why",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return f"{self.round} v{self.number}"


class Result(models.Model):
    """What one sheet came to in one publication. `grade` is the place in the scheme's names; None: to be decided."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="results")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="results")
    total = models.DecimalField(_("total score"), max_digits=7, decimal_places=2)
    bonus = points_field(_("bonus"))
    deduction = points_field(_("deductions"))
    place = models.PositiveSmallIntegerField(_("place in the ranking"))
    grade = models.PositiveSmallIntegerField(_("grade of the score"), null=True)

    subject_related = ["publication__round__scheme", "sheet"]

    class Meta:
        verbose_name = verbose_name_plural = _("results")
        ordering = ["publication", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "sheet"], name="one_result_in_a_publication")]

    def __str__(self):
        return f"{self.sheet} {self.total}"

    def as_subject(self) -> Subject:
        title = f"{self.publication.round}"
        return Subject(_("Published score"), f"{self.total}", title, reverse("scoring:sheet", args=[self.sheet_id]))


class Decision(models.Model):
    """How people ordered units that are equal at a border of grades (SCO-09): proposed by one, signed by another."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(_("grade of the score"))
    words = models.CharField(_("minutes of the meeting"), max_length=300)
    made_at = models.DateTimeField(_("decided at"))
    made_by = person()

    class Meta:
        verbose_name = verbose_name_plural = _("decisions on equals")
        constraints = [models.UniqueConstraint(fields=["round", "sheet"], name="one_decision_a_sheet")]

    def __str__(self):
        return f"{self.sheet} {self.grade}"
