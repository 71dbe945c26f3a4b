"""A suspicion in words: what it rests on, with its numbers."""

from django.utils.translation import gettext as _

from funds.detectors import BY_CODE
from funds.detectors.base import FEN, PERCENT, POINTS
from funds.models import FundFlag
from funds.money import yuan


def explained(flag: FundFlag) -> str:
    """One sentence; empty for a rule that is no more."""
    rule = BY_CODE.get(flag.code)
    if rule is None:
        return ""
    said = {"value": flag.value, "threshold": flag.threshold, "whole": counted(flag, flag.value)}
    return str(rule.explain(flag.detail | said))


def counted(flag: FundFlag, number: int | None) -> str:
    """The value or the threshold with what it counts; a dash for nothing."""
    unit = BY_CODE[flag.code].unit if flag.code in BY_CODE else FEN
    if number is None:
        return "—"
    if unit == FEN:
        return flag.fund.in_words(number) if flag.fund else f"{yuan(number)} 元"
    if unit == POINTS:
        return _("%(points)s points") % {"points": f"{number / 100:.2f}"}
    return f"{number}%" if unit == PERCENT else f"{number}"
