"""The ten clears (十明确, seed S3-04): what every unit has made clear, said by one and confirmed by another."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from powers import permissions
from records.columns import person, unit
from records.subjects import Subject


class Clears(models.IntegerChoices):
    GROUP = 1, _("leading group and its office")
    PLAN = 2, _("work plan")
    POSTS = 3, _("key posts and links")
    RISKS = 4, _("risk points and their levels")
    PEOPLE = 5, _("responsible persons and risk hints")
    PROMISE = 6, _("promise of one's own")
    COURSE = 7, _("flow charts of the powers")
    MEETING = 8, _("rule of the joint examination")
    DEPUTIES = 9, _("rule of A and B posts")
    MEASURES = 10, _("rules and measures of prevention")


class ClearQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible(self, actor)

    def latest(self):
        """The last word of each unit on each point."""
        return self.order_by("organisation_id", "number", "-pk").distinct("organisation_id", "number")


class Clear(models.Model):
    """What a unit says on one of the ten points. A newer row replaces it; nothing is overwritten."""

    organisation = unit(_("unit"), null=False, blank=False)
    number = models.PositiveSmallIntegerField(_("point"), choices=Clears)
    words = models.TextField(_("what was made clear"), max_length=1000)
    evidence = models.CharField(_("evidence"), max_length=300)
    said_at = models.DateTimeField(_("said at"))
    said_by = person(null=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = person()

    objects = ClearQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("ten clears")
        ordering = ["organisation", "number", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(number__range=(1, 10)), name="clear_one_of_ten"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("said_by")),
                name="clear_confirmed_by_another",
                violation_error_message=_("What one person says, another one confirms."),
            ),
        ]

    def __str__(self):
        return self.get_number_display()

    def as_subject(self) -> Subject:
        return Subject(_("ten clears"), str(self.number), f"{self.organisation.short_name}·{self}", self.address)

    @property
    def address(self) -> str:
        return reverse("powers:clears_of", args=[self.organisation.code])
