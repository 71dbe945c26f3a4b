"""The yearly review of rights: a list of every post, confirmed or ended by the head of its unit."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Post
from administration.permissions import headed, is_administrator
from records.columns import person, unit
from records.subjects import Subject


class CampaignQuerySet(models.QuerySet):
    def over(self, today):
        """Their day is over, and they are not closed yet."""
        return self.filter(closed_at=None, due_on__lt=today)


class Campaign(models.Model):
    """One round of the review: until `due_on` every post is confirmed; what is not is suspended the day after."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True, error_messages={"unique": _("This year has one.")})
    basis = models.CharField(_("basis (document)"), max_length=200)
    due_on = models.DateField(_("to be confirmed by"))
    opened_at = models.DateTimeField(_("begun at"))
    opened_by = person()
    closed_at = models.DateTimeField(_("finished at"), null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("yearly reviews of rights")
        ordering = ["-year"]

    def __str__(self):
        return _("Review of rights %(year)s") % {"year": self.year}

    def as_subject(self) -> Subject:
        return Subject(_("Yearly review of rights"), str(self.year), str(self), self.address)

    @property
    def address(self) -> str:
        return reverse("administration:campaign", args=[self.year])


class ConfirmationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self if is_administrator(actor) else self.filter(organisation__in=headed(actor))

    def open(self):
        return self.filter(state=Confirmation.State.OPEN)


class Confirmation(FSMModelMixin, models.Model):
    """One post in the review, with the unit it belonged to then."""

    class State(models.TextChoices):
        OPEN = "open", _("to be confirmed")
        CONFIRMED = "confirmed", _("post confirmed")
        ENDED = "ended", _("post ended")
        SUSPENDED = "suspended", _("nobody confirmed it: suspended")
        LAPSED = "lapsed", _("ended otherwise")

    TONES = {State.OPEN: "warn", State.CONFIRMED: "ok", State.SUSPENDED: "over"}

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="confirmations")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="confirmations")
    user = person(null=False)
    organisation = unit(_("organisation"), null=False, blank=False)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ConfirmationQuerySet.as_manager()
    subject_related = ("campaign", "post__organisation", "user")

    class Meta:
        verbose_name = verbose_name_plural = _("posts in the review")
        ordering = ["campaign", "organisation__sort", "organisation", "pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="confirmation_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "post"], name="a_post_once_a_review"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")),
                name="nobody_confirms_oneself",
                violation_error_message=_("Nobody confirms the own rights."),
            ),
        ]

    def __str__(self):
        return f"{self.campaign} {self.user} {self.post}"

    def as_subject(self) -> Subject:
        return Subject(_("Post in the review"), str(self.campaign.year), f"{self.user} {self.post}", self.address)

    @property
    def address(self) -> str:
        return reverse("administration:confirmation", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES.get(self.state, "done")

    @transition(state, source=State.OPEN, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=State.OPEN, target=State.ENDED)
    def end(self):
        pass

    @transition(state, source=State.OPEN, target=State.SUSPENDED)
    def suspend(self):
        pass

    @transition(state, source=State.OPEN, target=State.LAPSED)
    def lapse(self):
        pass
