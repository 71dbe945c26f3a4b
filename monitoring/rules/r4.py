"""R4 黄牌逾期未整改: a yellow card was not answered within its days; the clock stands on the card (DR-1)."""

from django.utils.translation import gettext_lazy as _

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings
from records.parameters import Parameter

RULE = Rule(
    "R4",
    "time_limit",
    (Level.RED,),
    rings(("answer", Stage.OVERDUE)),
    (Parameter("days", _("days for the answer (working days)"), 3, 1, 60), *ON_CARDS),
)
