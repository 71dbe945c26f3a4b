"""The public rating of units (S0-17): anybody with a name or a telephone, once a unit and week."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from scoring.models.fields import person, unit
from scoring.models.surveys import Option


class RatingPolicy(models.Model):
    """How often one person rates a unit, and how much one address sends. A row holds from its day on."""

    valid_from = models.DateField(_("valid from"), unique=True)
    days = models.PositiveSmallIntegerField(_("one rating a unit in so many days"), default=7)
    an_hour = models.PositiveSmallIntegerField(_("ratings and codes of one address an hour"), default=20)
    least = models.PositiveSmallIntegerField(_("least ratings for a place in the ranking"), default=5)

    class Meta:
        verbose_name = verbose_name_plural = _("rules of public ratings")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, an_hour__gte=1, least__gte=1), name="rating_policy_counts")
        ]

    def __str__(self):
        return str(self.valid_from)

    def period_of(self, day: date) -> date:
        """The first day of the stretch in which one rating counts; weeks begin on Monday."""
        return day - timedelta(days=(day.toordinal() - 1) % self.days)


class UnitRatingQuerySet(models.QuerySet):
    def shown(self):
        """Comments that a person has released."""
        return self.filter(comment_state=UnitRating.Comment.RELEASED)


class UnitRating(FSMModelMixin, models.Model):
    """One person's rating of one unit. `mark` is a keyed digest for this unit and stretch of days alone: it keeps one
    from rating twice, and joins nothing else.
    """

    class Comment(models.TextChoices):
        NONE = "none", _("no comment")
        WAITING = "waiting", _("to be read")
        RELEASED = "released", _("released")
        WITHHELD = "withheld", _("withheld")

    TONES = {Comment.WAITING: "warn", Comment.RELEASED: "ok", Comment.WITHHELD: "quiet", Comment.NONE: "quiet"}

    organisation = unit(_("unit"), related_name="public_ratings")
    period_on = models.DateField(_("week of"))
    mark = models.CharField(max_length=64)
    option = models.CharField(_("rating"), max_length=12, choices=Option)
    rated_on = models.DateField(_("day"))
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    comment_state = FSMField(_("state"), choices=Comment.choices, default=Comment.NONE, protected=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = UnitRatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("public ratings of units")
        ordering = ["-rated_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "rated_on"], name="public_rating_of_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period_on", "mark"],
                name="one_rating_a_stretch",
                violation_error_message=_("You have rated this unit in these days already. Thank you."),
            ),
            models.CheckConstraint(condition=Q(option__in=Option.values), name="rating_is_an_option"),
            models.CheckConstraint(
                condition=Q(comment="", comment_state="none") | (~Q(comment="") & ~Q(comment_state="none")),
                name="comment_has_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(comment_state="withheld") | ~Q(reason=""), name="withheld_comment_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.get_option_display()}"

    @property
    def tone(self) -> str:
        return self.TONES[self.comment_state]

    @transition(comment_state, source=Comment.NONE, target=Comment.WAITING)
    def say(self):
        pass

    @transition(comment_state, source=Comment.WAITING, target=Comment.RELEASED)
    def release(self):
        pass

    @transition(comment_state, source=[Comment.WAITING, Comment.RELEASED], target=Comment.WITHHELD)
    def withhold(self):
        pass


class TelephoneCode(models.Model):
    """Six digits that were sent to a telephone; kept as keyed digests, for ten minutes and five tries."""

    mark = models.CharField(max_length=64, db_index=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("codes by telephone")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.expires_at}"
