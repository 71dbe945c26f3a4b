"""The rule set: which fact means which finding. One module says one rule; this list is all of them."""

from datetime import date
from functools import cache

from django.utils.translation import gettext_lazy as _

from deadlines.models import Stage
from monitoring.models import RuleVersion
from monitoring.rules import (
    a1,
    m1,
    r1,
    r2,
    r3,
    r4,
    r5,
    r6,
    r7,
    r8,
    r9,
    rf17,
    w1,
    w2,
    w3,
    w4,
    w5,
    w6,
    w7,
    w8,
    w9,
    w10,
    w11,
    w12,
    w13,
    w14,
    w15,
    w16,
    w17,
    w18,
    w19,
    w20,
    w21,
    w22,
    w23,
    w24,
    w25,
    w26,
    w27,
    y1,
    y2,
    y3,
    y4,
    y5,
    y6,
    y7,
    y8,
    y9,
    y10,
    y11,
    y12,
    y13,
    y14,
    y15,
    y16,
    y17,
    y18,
    y19,
    y20,
    y21,
    y22,
    y23,
    y24,
    y25,
    y26,
    y27,
    y28,
)
from monitoring.rules.base import Alarm, Rule, Violation

WARNINGS, YELLOWS, OF_APPRAISAL, OF_OPENNESS = (
    [w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15, w16, w17, w18, w19, w20, w21, w22],
    [y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17, y18, y19, y20, rf17],
    [w23, w24, y21, y22, y23, y24, y25],
    [w25, w26, y26, w27, y27, y28],
)
REDS = [r1, r2, r3, r4, r5, r6, r7, r8, r9]
RULES: list[Rule] = [rule.RULE for rule in (*WARNINGS, *YELLOWS, *OF_APPRAISAL, *OF_OPENNESS, m1, *REDS, a1)]
BY_CODE = {rule.code: rule for rule in RULES}
ANOMALY = a1.RULE.code

# The codes of refused and of found deeds, in words.
ANOMALIES = {
    "V02": _("not told everything at once"),
    "V03": _("accepted with documents missing"),
    "V06": _("charged against the rules"),
    "V07": _("acted beyond one's powers"),
    "V08": _("steps out of order"),
    "V09": _("inspected without a slip"),
    "V10": _("representative changed within a year"),
    "V11": _("refused without a reason"),
    "V12": _("answered with nothing, although warned"),
    "V13": _("answered with nothing, and dissatisfied"),
    "V14": _("dissatisfied with the second answer as well"),
    "V15": _("the same matter again and again"),
    "V16": _("returned without ground"),
    "V17": _("not handled, without the law for it"),
    "V18": _("a condition of trading not met"),
    "V31": _("money that is not there, or not to be had this way"),
    "V32": _("passed on before the publicity was over"),
    "V41": _("suspicion: a period not kept"),
    "V42": _("suspicion about the business of a trade"),
    "V43": _("suspicion about bidders"),
    "V44": _("suspicion about an agent"),
    "V45": _("suspicion about an expert"),
    "V46": _("suspicion over many trades"),
    "V47": _("suspicion about a trade, verified"),
    "V51": _("suspicion about passing money on"),
    "V52": _("suspicion about the use of money"),
    "V53": _("suspicion about recipients of subsidies"),
    "V54": _("suspicion about fees"),
    "V55": _("public money, measured yellow"),
    "V56": _("public money, measured red"),
    "V57": _("suspicion about public money, verified"),
    "RF-17": _("a period of the law shortened"),
}


@cache
def rule_for(name: str, stage: Stage) -> str | None:
    """The rule that an alarm falls under; None for clocks that supervision does not watch."""
    return next((rule.code for rule in RULES if rule.finds(Alarm(name, stage), {})), None)


@cache
def rule_of_anomaly(code: str, carried_out: bool) -> str:
    """The rule that an anomaly falls under; a deed no rule names is an anomaly all the same."""
    return next((rule.code for rule in RULES if rule.finds(Violation(code, carried_out), {})), ANOMALY)


def versions_in_force(on: date) -> dict[str, RuleVersion]:
    """Code → the newest version valid on this day. A rule without one is switched off; a draft is in force nowhere."""
    return {version.code: version for version in RuleVersion.objects.in_force(on).order_by("code", "version")}
