"""Numbers that the law or the county sets and may set anew: thresholds, shares, caps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Parameter(models.Model):
    """One number from one day on. A later row of the same code takes its place; tenders keep what held when they ask.

    Money is in fen, shares in percent, times in days.
    """

    class Unit(models.TextChoices):
        FEN = "fen", _("fen")
        PERCENT = "percent", _("percent")
        DAYS = "days", _("days")
        NUMBER = "number", _("plain number")

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    value = models.BigIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    law = models.CharField(_("law"), max_length=300)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = verbose_name_plural = _("parameters of trading")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="parameter_once_a_day",
                violation_error_message=_("This number has another value from the same day on already."),
            ),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="parameter_not_negative"),
        ]

    def __str__(self):
        return f"{self.code} {self.valid_from}"
