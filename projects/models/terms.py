"""Terms of supervision over projects, in working days: data of the county, each row valid from a day on."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """So many working days since that day. A change is a new row."""

    class Code(models.TextChoices):
        WARNING = "warning", _("yellow light before a node's day")
        REPORT = "report", _("monthly report, after the end of the month")
        REWRITE = "rewrite", _("monthly report that was sent back")

    code = models.CharField(_("term"), max_length=10, choices=Code)
    days = models.PositiveSmallIntegerField(_("working days"))
    since = models.DateField(_("valid from"))
    basis = models.CharField(_("basis"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("terms of projects")
        ordering = ["code", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["code", "since"], name="project_term_once_a_day"),
            models.CheckConstraint(condition=models.Q(days__gte=1, days__lte=60), name="project_term_of_days"),
        ]

    def __str__(self):
        return f"{self.get_code_display()} {self.days}"


DEFAULTS = {Term.Code.WARNING: 10, Term.Code.REPORT: 5, Term.Code.REWRITE: 3}


def term(code: str, on: date) -> int:
    """The working days in force on this day; the usual ones where the county has set nothing."""
    row = Term.objects.filter(code=code, since__lte=on).first()
    return row.days if row else DEFAULTS[code]
