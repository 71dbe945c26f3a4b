"""The weekly and monthly circular of the service hall (政务服务中心工作情况通报, seed S4-03): what stands in it.

Halls, cases, seal use, attendance, ratings and money of all units. Cards are not in it: they are supervision's.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from accounts.models import Window
from approvals import ratings, seals, statistics, tariff
from approvals.models import Attendance, Case, Charge, Rating, Refund
from approvals.statistics import Figures, Period
from deadlines import calendar as calendars
from records.models import Document, SealUse

WEEK, MONTH = "week", "month"
NAMES = {WEEK: "周报", MONTH: "月报"}  # inside the number; Chinese data
KINDS = dict(Document.Kind.choices)
MOST_UNITS = 10  # lines of the table of units, so that the circular stays on two pages


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))


PERIODS = {WEEK: week_of, MONTH: month_of}


def last_whole(kind: str, today: date) -> Period:
    """The last period of this kind that has ended."""
    return PERIODS[kind](PERIODS[kind](today).first - timedelta(days=1))


def number(kind: str, period: Period) -> str:
    """云政服周报〔2026〕第47期: the issue is the ISO week or the month, so no number can be missing."""
    year, issue = period.first.isocalendar()[:2] if kind == WEEK else (period.first.year, period.first.month)
    return f"{settings.COUNTY['number_prefix']}政服{NAMES[kind]}〔{year}〕第{issue}期"


@dataclass
class Hall:
    """One hall with its windows and what they did."""

    name: str
    windows: int
    figures: Figures

    @property
    def is_idle(self) -> bool:
        return self.figures == Figures()


@dataclass
class Circular:
    """Everything the sheet shows."""

    number: str
    period: Period
    total: Figures
    before: Figures
    halls: list[Hall]
    units: list[tuple[str, Figures]]
    notices: list[str]
    seals: list[tuple[str, int]]
    sealed: int
    paper: int
    received: int
    attendance: dict
    rates: ratings.Rates
    money: dict

    @property
    def idle(self) -> str:
        """The halls that had nothing to do; one line instead of many rows of zeros."""
        return "、".join(hall.name for hall in self.halls if hall.is_idle)


def make(scope: str, kind: str, period: Period, today: date) -> Circular:
    """The circular of everything under this path. About a dozen statements, however many cases there are."""
    cases = Case.objects.filter(organisation__path__startswith=scope)
    units = statistics.by_unit(cases, period, today)
    before = statistics.grouped(cases, period.before, min(today, period.before.last), "organisation__path")
    documents = Document.objects.filter(period.within("issued_at"), organisation__path__startswith=scope)
    counts = seals.count_by_kind(documents)
    paper = SealUse.objects.filter(period.within("used_at"), organisation__path__startswith=scope)
    rated = Rating.objects.filter(period.within("rated_at"), organisation__path__startswith=scope)
    total = statistics.total(line for _name, line in units)
    return Circular(
        number=number(kind, period),
        period=period,
        total=total,
        before=statistics.total(before.values()),
        halls=halls(cases, scope, period, today),
        units=sorted(units, key=lambda pair: -pair[1].accepted)[:MOST_UNITS],
        notices=notices(units, total),
        seals=[(KINDS[kind], counts[kind]) for kind in Document.SEALED if kind in counts],
        sealed=sum(counts.values()),
        paper=paper.aggregate(sum=Sum("copies"))["sum"] or 0,
        received=cases.filter(period.within("submitted_at")).count(),
        attendance=attendance(scope, period, today),
        rates=ratings.rates(rated),
        money=money(scope, period),
    )


def halls(cases, scope: str, period: Period, today: date) -> list[Hall]:
    """Every hall, and last what was done away from the windows."""
    rows = Window.objects.filter(organisation__path__startswith=scope).order_by().values_list("hall")
    found = {hall: Hall(hall, windows, Figures()) for hall, windows in rows.annotate(Count("pk"))}
    elsewhere = Hall(_("without a window"), 0, Figures())
    for (hall, _window), line in statistics.of_windows(cases, period, today, ""):
        place = found.get(hall, elsewhere)
        place.figures = place.figures + line
    shown = sorted(found.values(), key=lambda hall: (-hall.figures.accepted, hall.name))
    return [hall for hall in [*shown, elsewhere] if hall.windows or hall.figures != Figures()]


def notices(units, total: Figures) -> list[str]:
    """What a reader should notice: who is late, who is quickest, what was saved."""
    late = sorted(((line.open_overdue, name) for name, line in units if line.open_overdue), reverse=True)[:3]
    words = []
    if late:
        names = "、".join(_("%(unit)s (%(count)s)") % {"unit": name, "count": count} for count, name in late)
        words.append(_("Open past their promise: %(units)s. Please finish these cases first.") % {"units": names})
    quick = [(line.early_rate, name) for name, line in units if line.promised >= 5 and line.early_rate is not None]
    if quick:
        rate, name = max(quick)
        words.append(_("Most often early: %(unit)s, %(rate)s%% of its promised cases.") % {"unit": name, "rate": rate})
    if total.finished:
        about = {"days": total.saved, "each": statistics.average(total.saved, total.finished)}
        words.append(
            _("Against the limits of the law %(days)s working days were saved, %(each)s per finished case.") % about
        )
    return words


def attendance(scope: str, period: Period, today: date) -> dict:
    """Person-days at the windows against the windows times the working days of the period so far."""
    came = Attendance.objects.filter(
        day__gte=period.first, day__lte=period.last, organisation__path__startswith=scope
    ).aggregate(days=Count("pk"), windows=Count("post", distinct=True))
    calendar, last = calendars.calendar(), min(period.last, today)
    working = calendar.between(period.first - timedelta(days=1), last) if last >= period.first else 0
    return came | {"expected": came["windows"] * working, "working": working}


def money(scope: str, period: Period) -> dict:
    """Charged, refunded and still to be refunded, in yuan; imports that were found too high are in it."""
    inside = Q(case__organisation__path__startswith=scope) & period.within("charged_at")
    charged = tariff.with_refunds(Charge.objects.filter(inside)).aggregate(sum=Sum("amount"), due=Sum("owed"))
    refunds = Refund.objects.filter(
        period.within("refunded_at"), charge__case__organisation__path__startswith=scope
    ).aggregate(sum=Sum("amount"))
    nothing = tariff.ZERO
    return {
        "charged": charged["sum"] or nothing,
        "owed": charged["due"] or nothing,
        "back": refunds["sum"] or nothing,
    }
