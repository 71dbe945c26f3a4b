"""R1 严重超时: used > statutory limit with its extension, or used >= promise + so many days (第四十二条; DR-1).

A renewal asked for in time that is not decided before the licence ends falls under it too (第五十条).
"""

from django.utils.translation import gettext_lazy as _

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings
from records.parameters import Parameter

RULE = Rule(
    "R1",
    "time_limit",
    (Level.RED,),
    rings(("promised", Stage.GRAVE), ("renewal", Stage.OVERDUE)),
    (Parameter("past_promise", _("working days past the promise"), 5, 1, 60), *ON_CARDS),
)
