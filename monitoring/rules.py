"""Which alarm of which clock means which finding. The list is the rule set; each rule says one thing."""

from dataclasses import dataclass
from datetime import date

from deadlines.models import Stage
from monitoring.models import RuleVersion


@dataclass(frozen=True)
class AlarmRule:
    """A clock whose name starts with `clock` reaching `stage` is a finding of rule `code`."""

    code: str
    clock: str
    stage: Stage


ALARM_RULES = [
    AlarmRule("W1", "promised", Stage.WARNING),
    AlarmRule("Y1", "promised", Stage.OVERDUE),
    AlarmRule("R1", "promised", Stage.GRAVE),
    AlarmRule("Y2", "step:", Stage.OVERDUE),
]
ANOMALY = "A1"


def rule_for(name: str, stage: Stage) -> str | None:
    """The rule that an alarm falls under; None for clocks that supervision does not watch."""
    return next((r.code for r in ALARM_RULES if name.startswith(r.clock) and r.stage == stage), None)


def versions_in_force(on: date) -> dict[str, RuleVersion]:
    """Code → the newest version valid on this day. A rule without one is switched off."""
    valid = RuleVersion.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on)
    return {version.code: version for version in valid.order_by("code", "version")}
