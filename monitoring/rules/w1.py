"""W1 即将到期预警: the promise is nearly over and the case is still open (DR-1).

Remaining days <= max(at least, share of the promise); a promise of one or two days warns on its last day. The two
numbers are kept by every clock when it starts (`deadlines.Policy`), so a new version never moves an old promise.
"""

from django.utils.translation import gettext_lazy as _

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings
from records.parameters import Parameter

RULE = Rule(
    "W1",
    "time_limit",
    (Level.WARNING, Level.YELLOW),
    rings(("promised", Stage.WARNING)),
    (
        Parameter("percent", _("share of the promise that remains (percent)"), 10, 1, 90),
        Parameter("at_least", _("at least (working days)"), 1, 0, 30),
        *ON_CARDS,
    ),
)
