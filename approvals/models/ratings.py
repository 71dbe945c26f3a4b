"""What applicants say: ratings (好差评) and messages about a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.models.cases import Case, OfUnitQuerySet
from records.columns import person
from records.subjects import Subject


class Rating(FSMModelMixin, models.Model):
    """One rating of one case (一事一评). A bad one is followed up: contacted, rectified, visited back.

    `is_default`: nobody rated in seven days; it counts as "basically satisfied" but stays out of the active rate.
    `with_code`: by somebody without an account, with the query code of the receipt.
    """

    class Stars(models.IntegerChoices):
        VERY_BAD = 1, _("very dissatisfied")
        BAD = 2, _("dissatisfied")
        FAIR = 3, _("basically satisfied")
        GOOD = 4, _("satisfied")
        VERY_GOOD = 5, _("very satisfied")

    BAD_STARS = [Stars.VERY_BAD, Stars.BAD]

    class State(models.TextChoices):
        RATED = "rated", _("rated")
        OPEN = "open", _("to be contacted")
        CONTACTED = "contacted", _("contacted, to be rectified")
        RECTIFIED = "rectified", _("rectified, to be visited back")
        VISITED = "visited", _("visited back")

    FOLLOWED = [State.OPEN, State.CONTACTED, State.RECTIFIED]

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating", verbose_name=_("case"))
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="ratings", verbose_name=_("organisation")
    )
    stars = models.PositiveSmallIntegerField(_("stars"), choices=Stars)
    aspects = models.JSONField(_("stars per aspect"), default=dict)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    is_default = models.BooleanField(_("by default"), default=False)
    with_code = models.BooleanField(_("with the query code"), default=False)
    rated_at = models.DateTimeField(_("rated at"))
    state = FSMField(_("state"), choices=State.choices, default=State.RATED, protected=True)
    contacted_at = models.DateTimeField(_("contacted at"), null=True)
    contact_note = models.TextField(_("what the applicant said"), max_length=2000, blank=True)
    rectified_at = models.DateTimeField(_("rectified at"), null=True)
    rectification = models.TextField(_("what was put right"), max_length=2000, blank=True)
    visited_at = models.DateTimeField(_("visited back at"), null=True)
    visit_note = models.TextField(_("answer of the applicant"), max_length=2000, blank=True)
    is_satisfied_now = models.BooleanField(_("satisfied now"), null=True)
    contacted_by = person()
    handler = person()  # who put it right
    visitor = person()
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = OfUnitQuerySet.as_manager()

    subject_related = ("case__item",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visitor=None) | (~Q(visitor=models.F("handler")) & ~Q(visitor=models.F("contacted_by"))),
                name="rating_visited_by_another",
                violation_error_message=_("The visit back is made by somebody who had no part in the handling."),
            ),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_of_one_to_five_stars"),
            models.CheckConstraint(condition=Q(is_default=False) | Q(stars=3), name="rating_default_is_fair"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-rated_at", "-id"], name="rating_of_organisation"),
            models.Index(
                fields=["organisation"], condition=Q(stars__lte=2, visited_at=None), name="rating_to_be_followed"
            ),
            models.Index(fields=["-rated_at", "-id"], condition=~Q(comment=""), name="rating_with_words"),
        ]

    def __str__(self):
        return f"{self.case} {self.stars}"

    def as_subject(self) -> Subject:
        return self.case.as_subject()

    @property
    def is_bad(self) -> bool:
        return self.stars in self.BAD_STARS

    @transition(state, source=State.RATED, target=State.OPEN)
    def follow_up(self):
        pass

    @transition(state, source=State.OPEN, target=State.CONTACTED)
    def contact(self):
        pass

    @transition(state, source=State.CONTACTED, target=State.RECTIFIED)
    def rectify(self):
        pass

    @transition(state, source=State.RECTIFIED, target=State.VISITED)
    def visit_back(self):
        pass


class MessageQuerySet(models.QuerySet):
    def unread_by_unit(self):
        """What applicants wrote and nobody of the unit has opened."""
        return self.filter(from_applicant=True, read_at=None)

    def unread_by_applicant(self, user):
        """What units wrote to this person and the person has not opened."""
        return self.filter(case__applicant=user, from_applicant=False, read_at=None)


class CaseMessage(models.Model):
    """One message between the applicant and the window about a case. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages", verbose_name=_("case"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_applicant = models.BooleanField(_("from the applicant"))
    text = models.TextField(_("message"), max_length=1000)
    sent_at = models.DateTimeField(_("sent at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(read_at=None, from_applicant=True), name="message_unread_by_unit"
            )
        ]

    def __str__(self):
        return self.text[:40]


class Visit(models.Model):
    """Up to which entry of the record the applicant has seen their case; what came later is news."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="visit")
    entry = models.PositiveBigIntegerField(_("last entry seen"))
    visited_at = models.DateTimeField(_("visited at"))

    def __str__(self):
        return f"{self.case} {self.entry}"
