"""What the leaders' page is made of: figures with their change, rows with a cause, a trend, and sentences about them.

Pure. A figure knows whether more of it is better; sentences are made of the figures alone, so that words and numbers
cannot say different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from approvals.statistics import Period

Number = Decimal | int
MORE, LESS, NEITHER = 1, -1, 0  # what is better
MONTHS = 12  # months of a trend, this one included


@dataclass(frozen=True)
class Asked:
    """What is counted: everything below a path, in a period, as of a day."""

    scope: str
    period: Period
    today: date

    @property
    def until(self) -> date:
        return min(self.today, self.period.last)

    @property
    def before(self) -> "Asked":
        """The same for the period before, as it stood on its last day."""
        return Asked(self.scope, self.period.before, self.period.before.last)

    @property
    def year(self) -> Period:
        """The months of a trend: whole ones, up to the last day that is asked for."""
        month = self.until.replace(day=1)
        for _number in range(MONTHS - 1):
            month = (month - timedelta(days=1)).replace(day=1)
        return Period(month, self.until)

    @property
    def months(self) -> list[date]:
        """The first days of the months of a trend."""
        found = [self.year.first]
        while len(found) < MONTHS:
            found.append((found[-1] + timedelta(days=31)).replace(day=1))
        return found


@dataclass(frozen=True)
class Figure:
    """One number. `before`: in the period before, None where that is not known; `plan`: what it should be by now."""

    name: str
    now: Number | None
    before: Number | None = None
    plan: Number | None = None
    suffix: str = ""
    better: int = MORE
    note: str = ""
    address: str = ""

    @property
    def moved(self) -> Number | None:
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def gap(self) -> Number | None:
        """Plan − actual: positive is behind."""
        return None if self.now is None or self.plan is None else self.plan - self.now

    @property
    def by(self) -> Number:
        return abs(self.moved or 0)

    @property
    def is_worse(self) -> bool:
        return bool(self.moved) and self.moved * self.better < 0

    @property
    def tone(self) -> str:
        """Class of the change: up (good), dn (bad), or none."""
        if not self.moved or self.better == NEITHER:
            return ""
        return "dn" if self.is_worse else "up"

    @property
    def shown(self) -> str:
        return "—" if self.now is None else f"{self.now}{self.suffix}"


@dataclass(frozen=True)
class Row:
    """A line of a group: what it is, its cells under the heads of the group, where it leads, what to write about it.

    `instruct`: the query that names it on the form of an instruction.
    """

    name: str
    address: str
    cells: list
    instruct: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Trend:
    """One number a month, the newest last; None where nothing was counted."""

    name: str
    months: list[date]
    values: list[Number | None]
    suffix: str = ""

    @property
    def known(self) -> list[Number]:
        return [value for value in self.values if value is not None]

    @property
    def first(self) -> date | None:
        return next((month for month, value in zip(self.months, self.values, strict=True) if value is not None), None)


@dataclass(frozen=True)
class Group:
    """One of the four: `figures` (the first one is the headline), sentences, rows with the worst first."""

    code: str
    title: str
    figures: list[Figure]
    said: list[str]
    heads: list[str]
    rows: list[Row]
    trend: Trend
    links: list[tuple[str, str]] = field(default_factory=list)  # words, address

    @property
    def headline(self) -> Figure:
        return self.figures[0]

    @property
    def lines(self) -> list[tuple[Row, list[tuple]]]:
        """Each row with its cells beside their heads."""
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


def moved(figure: Figure) -> str:
    """How this figure changed against the period before, in words."""
    facts = {"name": figure.name, "now": figure.shown, "by": figure.by}
    if figure.now is None:
        return _("%(name)s: nothing to count in this period.") % facts
    if figure.before is None:
        return _("%(name)s: %(now)s.") % facts
    if not figure.moved:
        return _("%(name)s: %(now)s, as in the period before.") % facts
    if figure.suffix == "%":
        up, down = (
            _("%(name)s: %(now)s, %(by)s percentage points above the period before."),
            _("%(name)s: %(now)s, %(by)s percentage points below the period before."),
        )
    else:
        up, down = (
            _("%(name)s: %(now)s, %(by)s more than in the period before."),
            _("%(name)s: %(now)s, %(by)s fewer than in the period before."),
        )
    return (up if figure.moved > 0 else down) % facts


def cause(now: Mapping[int, int], before: Mapping[int, int], sign: int) -> int | None:
    """Whose number moved most in this direction (1: grew, -1: fell); None where nobody's did."""

    def change(key):
        return sign * (now.get(key, 0) - before.get(key, 0))

    most = max(sorted({*now, *before}), key=change, default=None)
    return most if most is not None and change(most) > 0 else None


def because(figure: Figure, what: str, names: Mapping[int, str], now, before) -> str:
    """Who made the figure worse or better; `now` and `before` count the bad things (named `what`) of each unit."""
    if not figure.moved:
        return ""
    key = cause(now, before, 1 if figure.is_worse else -1)
    if key is None:
        return ""
    facts = {"unit": names[key], "what": what, "now": now.get(key, 0), "before": before.get(key, 0)}
    return _("Mainly through %(unit)s: %(what)s %(now)s, before %(before)s.") % facts


def sentences(*said: str) -> list[str]:
    return [sentence for sentence in said if sentence]
