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
    return str(rule.explain(flag.detail | {"value": flag.value, "threshold": flag.threshold}))


def counted(flag: FundFlag, number: int | None) -> str:
    """The value or the threshold with what it counts; a dash for nothing."""
    unit = BY_CODE[flag.code].unit if flag.code in BY_CODE else FEN
    if number is None:
        return "—"
    if unit == FEN:
        return yuan(number)
    if unit == POINTS:
        return _("%(points)s points") % {"points": f"{number / 100:.2f}"}
    return f"{number} %" if unit == PERCENT else f"{number}"
