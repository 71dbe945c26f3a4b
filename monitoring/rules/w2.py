"""W2 首席代表更换过早: a chief representative was replaced within a year."""

from django.utils.translation import gettext_lazy as _

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done
from records.parameters import Parameter

RULE = Rule(
    "W2",
    "procedure",
    (Level.WARNING, Level.YELLOW),
    done("V10"),
    (Parameter("days", _("shortest time in the post (days)"), 365, 1, 3650), *ON_CARDS),
)
