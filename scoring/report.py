"""The leaders' one page: five figures, what to notice, and the ranking. Plain data from the figures of the units."""

from dataclasses import dataclass
from functools import reduce
from operator import add

from django.utils.translation import gettext as _

from monitoring.figures import Period, UnitFigures, beside, unit_figures


@dataclass(frozen=True)
class Report:
    """What one page shows: ranked units that had work, idle units, the county's total and that of before."""

    period: Period
    units: list[UnitFigures]
    idle: list[UnitFigures]
    total: UnitFigures
    before: UnitFigures
    units_before: list[UnitFigures]

    @property
    def notices(self) -> list[str]:
        return [sentence for sentence in (fallen(self), worst(self), waiting(self), best(self)) if sentence][:3]


def total(units) -> UnitFigures:
    """The whole county as if it were one unit."""
    return reduce(add, units, UnitFigures())


def report(scope: str, period: Period, today) -> Report:
    """Count the period and the one before it."""
    before = unit_figures(scope, period.before, period.before.last)
    units = beside(unit_figures(scope, period, today), before)
    busy = [unit for unit in units if unit.owed]
    return Report(period, busy, [unit for unit in units if not unit.owed], total(units), total(before), before)


def fallen(report: Report) -> str:
    """The unit that lost most places through lateness or cards; small moves among the punctual are no news."""
    marked = [unit for unit in report.units if unit.red or unit.yellow or unit.on_time < unit.owed]
    lost = min(marked, key=lambda unit: unit.climbed, default=None)
    if lost is None or lost.climbed >= 0:
        return ""
    return _("%(unit)s fell from place %(before)s to %(now)s: %(yellow)s yellow and %(red)s red cards.") % {
        "unit": lost.organisation.short_name,
        "before": lost.rank_before,
        "now": lost.rank,
        "yellow": lost.yellow,
        "red": lost.red,
    }


def worst(report: Report) -> str:
    """The unit with most red, then yellow cards, and its share of the county's."""
    most = max(report.units, key=lambda unit: (unit.red, unit.yellow), default=None)
    if most is None or not (most.red or most.yellow):
        return _("No yellow or red card was issued in this period.")
    cards, all_cards = most.red + most.yellow, report.total.red + report.total.yellow
    return _("%(unit)s holds %(cards)s of the county's %(all)s cards.") % {
        "unit": most.organisation.short_name,
        "cards": cards,
        "all": all_cards,
    }


def waiting(report: Report) -> str:
    """Where citizens wait past the promise right now."""
    late = max(report.units, key=lambda unit: unit.open_overdue, default=None)
    if late is None or not late.open_overdue:
        return ""
    return _("%(all)s open cases are past their promise, %(count)s of them at %(unit)s.") % {
        "all": report.total.open_overdue,
        "count": late.open_overdue,
        "unit": late.organisation.short_name,
    }


def best(report: Report) -> str:
    """The first place, if it is deserved."""
    first = report.units[0] if report.units else None
    if first is None:
        return ""
    return _("%(unit)s leads: %(rate)s%% on time, %(early)s%% early.") % {
        "unit": first.organisation.short_name,
        "rate": first.on_time_rate,
        "early": first.early_rate or 0,
    }
