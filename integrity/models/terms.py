"""Terms of integrity risks, in working days: data of the county, each row valid from a day on."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """So many working days since that day. A change is a new row."""

    class Code(models.TextChoices):
        JUDGE = "judge", _("judgement of risk information")
        PLAN = "plan", _("plan of rectification")
        REWRITE = "rewrite", _("plan that was sent back")
        VERIFY = "verify", _("verification of a rectification")
        DECIDE = "decide", _("decision on a proposal of accountability")
        REMINDER = "reminder", _("answer to a reminder")
        AGAIN = "again", _("answer to a second reminder")

    code = models.CharField(_("term"), max_length=10, choices=Code)
    days = models.PositiveSmallIntegerField(_("working days"))
    since = models.DateField(_("valid from"))
    basis = models.CharField(_("basis"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("terms of integrity risks")
        ordering = ["code", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["code", "since"], name="risk_term_once_a_day"),
            models.CheckConstraint(condition=models.Q(days__gte=1, days__lte=60), name="risk_term_of_days"),
        ]

    def __str__(self):
        return f"{self.get_code_display()} {self.days}"


# 岗位廉政风险三级预警实施办法; plan within five working days (INT-06).
DEFAULTS = {
    Term.Code.JUDGE: 5,
    Term.Code.PLAN: 5,
    Term.Code.REWRITE: 3,
    Term.Code.VERIFY: 10,
    Term.Code.DECIDE: 10,
    Term.Code.REMINDER: 5,
    Term.Code.AGAIN: 3,
}


def term(code: str, on: date) -> int:
    """The working days in force on this day; the usual ones where the county has set nothing."""
    row = Term.objects.filter(code=code, since__lte=on).first()
    return row.days if row else DEFAULTS[code]
