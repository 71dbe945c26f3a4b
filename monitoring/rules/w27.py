"""W27 公开事项即将到期: a publication, an answer to a request or a rectification is owed within two working days."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import Rule, rings

SOON = [("publish:", Stage.WARNING), ("openness:", Stage.WARNING)]
RULE = Rule("W27", "publication", (Level.WARNING, Level.ANOMALY), rings(*SOON))
