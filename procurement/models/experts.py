"""The pool of experts (评标专家库): who they are, what they know, whom they are close to, their points."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from procurement.models.fields import firm, unit
from procurement.models.tenders import Participation, Tender
from records.columns import person


class Speciality(models.Model):
    """What somebody can judge (评标专家专业分类)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=50)
    sort = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("specialities of experts")
        ordering = ["sort", "pk"]

    def __str__(self):
        return self.name


class ExpertQuerySet(models.QuerySet):
    def registered(self):
        return self.filter(state=Expert.State.REGISTERED)

    def drawable(self, speciality: str):
        """Who can be drawn at all: registered, of this speciality, and reachable through an account."""
        return self.registered().filter(specialities__code=speciality, user__isnull=False)


class Expert(FSMModelMixin, models.Model):
    """An expert of the pool. The employer is a firm of the register, an office, or only a name."""

    class State(models.TextChoices):
        APPLIED = "applied", _("waiting for the second person")
        REGISTERED = "registered", _("in the pool")
        LEFT = "left", _("left the pool")

    code = models.CharField(_("number in the pool"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=50)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="expert"
    )
    telephone = models.CharField(_("telephone"), max_length=30)
    employer_name = models.CharField(_("employer"), max_length=100)
    employer_party = firm(_("employer in the register of firms"), related_name="experts")
    employer_organisation = unit(_("employing office"))
    rank = models.CharField(_("professional rank"), max_length=50, blank=True)
    specialities = models.ManyToManyField(Speciality, related_name="experts", verbose_name=_("specialities"))
    state = FSMField(_("state"), choices=State.choices, default=State.APPLIED, protected=True)
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = person()
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("experts")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="expert_confirmed_by_another",
                violation_error_message=_("Somebody other than who wrote it down confirms it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | Q(confirmed_at__isnull=False), name="expert_confirmed_before_pool"
            ),
        ]

    def __str__(self):
        return self.name

    @transition(state, source=[State.APPLIED, State.LEFT], target=State.REGISTERED)
    def confirm(self):
        pass

    @transition(state, source=[State.APPLIED, State.REGISTERED], target=State.LEFT)
    def leave(self):
        pass


class Relation(models.Model):
    """What an expert declares, or the centre learns: closeness to a firm or an office (招标投标法 第三十七条)."""

    class Kind(models.TextChoices):
        FORMER = "former", _("worked there within three years")
        SHARES = "shares", _("holds shares")
        FAMILY = "family", _("a relative leads it")
        ADVISER = "adviser", _("advises it")
        OTHER = "other", _("another interest")

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="relations")
    party = firm(_("firm"), related_name="close_experts")
    organisation = unit(_("office"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = person()
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party=None, organisation__isnull=False) | Q(party__isnull=False, organisation=None),
                name="relation_to_one_body",
                violation_error_message=_("Name a firm or an office, one of them."),
            )
        ]

    def __str__(self):
        return f"{self.expert} {self.party or self.organisation}"


class DeductionQuerySet(models.QuerySet):
    def effective(self):
        return self.filter(confirmed_at__isnull=False)

    def of_year(self, year: int) -> int:
        """Points lost in a year."""
        return self.effective().filter(happened_on__year=year).aggregate(sum=Sum("points"))["sum"] or 0


class Deduction(models.Model):
    """Points that an expert loses; they count once a second person has confirmed them."""

    class Reason(models.TextChoices):
        """The points of each are parameters `expert_<reason>`."""

        LATE = "late", _("came late")
        ABSENT = "absent", _("did not come")
        ERROR = "error", _("error in the evaluation")
        NO_RECUSAL = "no_recusal", _("did not recuse")

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="deductions")
    tender = models.ForeignKey(Tender, null=True, on_delete=models.PROTECT, related_name="deductions")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    points = models.PositiveSmallIntegerField(_("points"))
    note = models.CharField(_("what happened"), max_length=500)
    happened_on = models.DateField(_("date"))
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = person()

    objects = DeductionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="deduction_says_what_happened"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="deduction_confirmed_by_another",
                violation_error_message=_("Somebody other than who wrote it down confirms it."),
            ),
            models.UniqueConstraint(
                fields=["expert", "tender", "reason"],
                name="deduction_once_a_tender",
                violation_error_message=_("These points were taken for this tender already."),
            ),
        ]

    def __str__(self):
        return f"{self.expert} -{self.points}"


class Appraisal(models.Model):
    """How somebody did in one tender, by an office that saw it (seed S1-42). Never changed.

    `marks`: criterion → 1 to 5; `score` is their mean in percent of the best.
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="appraisals")
    capacity = models.CharField(_("capacity"), max_length=20, choices=Participation.Capacity)
    party = firm(_("firm"), related_name="appraisals")
    expert = models.ForeignKey(Expert, null=True, on_delete=models.PROTECT, related_name="appraisals")
    organisation = unit(_("office"))  # the tenderer that is appraised, where it is an office
    marks = models.JSONField(default=dict)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    comment = models.CharField(_("remark"), max_length=500, blank=True)
    appraised_at = models.DateTimeField(_("appraised at"))
    appraised_by = person()
    appraised_for = unit(_("appraising office"), null=False, blank=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, expert=None, organisation=None)
                | Q(party=None, expert__isnull=False, organisation=None)
                | Q(party=None, expert=None, organisation__isnull=False),
                name="appraisal_of_one",
            ),
            models.UniqueConstraint(
                fields=["tender", "capacity", "party", "expert", "organisation", "appraised_for"],
                nulls_distinct=False,
                name="appraised_once_an_office",
                violation_error_message=_("Your office has appraised this already."),
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="appraisal_in_percent"),
        ]

    def __str__(self):
        return f"{self.tender} {self.capacity} {self.score}"
