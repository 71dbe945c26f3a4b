"""Which alarm of which clock means which finding. The list is the rule set; each rule says one thing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

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
    AlarmRule("Y3", "notice", Stage.OVERDUE),
    AlarmRule("Y4", "delivery", Stage.OVERDUE),
    AlarmRule("Y4", "special", Stage.OVERDUE),
    AlarmRule("R1", "renewal", Stage.OVERDUE),
]
ANOMALY = "A1"

# A deed that was carried out against the rules: the code of its anomaly → the rule. A refused deed is A1 instead.
VIOLATION_RULES = {
    "V02": "Y3",  # 不一次性告知
    "V03": "R3",  # 违规受理
    "V06": "R2",  # 违规收费
    "V07": "R3",  # 越权
    "V09": "Y6",  # 无备案单入企检查
    "V10": "W2",  # 首席代表不满一年更换
}

# The codes of refused and of found deeds, in words.
ANOMALIES = {
    "V02": _("not told everything at once"),
    "V03": _("accepted with documents missing"),
    "V06": _("charged against the rules"),
    "V07": _("acted beyond one's powers"),
    "V08": _("steps out of order"),
    "V09": _("inspected without a slip"),
    "V10": _("representative changed within a year"),
}


def rule_for(name: str, stage: Stage) -> str | None:
    """The rule that an alarm falls under; None for clocks that supervision does not watch."""
    return next((r.code for r in ALARM_RULES if name.startswith(r.clock) and r.stage == stage), None)


def rule_of_anomaly(code: str, carried_out: bool) -> str:
    """The rule that an anomaly falls under."""
    return VIOLATION_RULES.get(code, ANOMALY) if carried_out else ANOMALY


def versions_in_force(on: date) -> dict[str, RuleVersion]:
    """Code → the newest version valid on this day. A rule without one is switched off."""
    valid = RuleVersion.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on)
    return {version.code: version for version in valid.order_by("code", "version")}
