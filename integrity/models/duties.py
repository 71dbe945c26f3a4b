"""The separation matrix (分权制衡, seed S3-11): pairs of duties that one person may not have both. Data with basis."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Role
from powers.models import Stage


class Duty(models.Model):
    """What somebody does: a role, perhaps only in units with one main business; or a step in the course of a power."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("duty to be kept apart"), max_length=60)
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    business = models.CharField(_("main business"), max_length=20, choices=Organisation.Business, blank=True)
    stage = models.CharField(_("stage of the step"), max_length=10, choices=Stage, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("duties")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(stage="") & Q(role="", business="")) | (Q(stage="") & (~Q(role="") | ~Q(business=""))),
                name="duty_of_a_post_or_a_step",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_step(self) -> bool:
        return bool(self.stage)

    def covers(self, organisation: Organisation, role: str) -> bool:
        """Is this the duty of such a post?"""
        fits = not self.business or self.business == organisation.business
        return not self.is_step and fits and self.role in ("", role)


class SeparationQuerySet(models.QuerySet):
    def in_force(self, on: date):
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), since__lte=on).select_related("first", "second")


class Separation(models.Model):
    """Nobody has both duties: at all, or within one unit (`same_unit`); of steps: in the course of one power."""

    first = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+", verbose_name=_("first duty"))
    second = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+", verbose_name=_("second duty"))
    same_unit = models.BooleanField(_("within one unit"), default=True)
    basis = models.CharField(_("basis"), max_length=300)
    since = models.DateField(_("valid from"))
    ended_on = models.DateField(_("no longer valid from"), null=True, blank=True)

    objects = SeparationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("separations of duties")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "since"], name="separation_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="separation_of_two_duties"),
        ]

    def __str__(self):
        return f"{self.first} / {self.second}"
