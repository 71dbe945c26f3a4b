"""What people say: ratings of cases (好差评), answers to orders, ratings of units on the public site, surveys.

Only what people said themselves counts; silence does not. "Satisfied" is everything from "basically satisfied" on.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from approvals.models import Rating
from approvals.statistics import percent
from complaints import figures as orders
from complaints.models import Order
from scoring import satisfaction as site
from scoring import surveys
from scoring.calculate import satisfaction
from scoring.leading.facts import Asked, Figure, Group, Row, Trend, because, moved, sentences
from scoring.models import Survey, SurveyObject, Tally, UnitRating
from scoring.models.surveys import Option

CASES, ORDERS, SITE = "cases", "orders", "site"
CONTENT = Q(stars__gte=Rating.Stars.FAIR)


@dataclass
class Said:
    """How many spoke, how many of them were content."""

    rated: int = 0
    content: int = 0

    @property
    def bad(self) -> int:
        return self.rated - self.content

    @property
    def rate(self):
        return percent(self.content, self.rated)

    def __add__(self, other: "Said") -> "Said":
        return Said(self.rated + other.rated, self.content + other.content)


@dataclass
class Unit:
    """What was said of one unit, by source."""

    by_source: dict[str, Said] = field(default_factory=lambda: defaultdict(Said))

    @property
    def whole(self) -> Said:
        return sum(self.by_source.values(), Said())


def of_cases(asked: Asked) -> dict[int, Said]:
    rows = Rating.objects.filter(asked.period.within("rated_at"), organisation__path__startswith=asked.scope)
    counted = rows.filter(is_default=False).order_by().values_list("organisation")
    found = counted.annotate(rated=Count("pk"), content=Count("pk", filter=CONTENT))
    return {key: Said(rated, content) for key, rated, content in found}


def of_orders(asked: Asked) -> dict[int, Said]:
    """Of the orders received in the period."""
    rows = Order.objects.filter(organisation__path__startswith=asked.scope)
    counted = orders.counted(rows, orders.Period(asked.period.first, asked.period.last))
    found = orders.grouped(counted, asked.until, "organisation")
    return {key: Said(line.rated, line.satisfied) for (key,), line in found.items()}


def of_site(asked: Asked) -> dict[int, Said]:
    rows = site.between(asked.period.first, asked.until).filter(organisation__path__startswith=asked.scope)
    return {key: said(counts) for key, counts in site.counted(rows).items()}


def said(counts: dict[str, int]) -> Said:
    rated = sum(counts.values())
    return Said(rated, rated - counts[Option.UNSATISFIED])


SOURCES = {CASES: of_cases, ORDERS: of_orders, SITE: of_site}


def by_unit(asked: Asked) -> dict[int, Unit]:
    found: dict[int, Unit] = defaultdict(Unit)
    for source, count in SOURCES.items():
        for key, line in count(asked).items():
            found[key].by_source[source] = line
    return found


def together(units: dict[int, Unit], source: str) -> Said:
    return sum((unit.by_source[source] for unit in units.values()), Said())


def names_of_sources() -> dict[str, str]:
    return {CASES: _("Ratings of cases"), ORDERS: _("Answers to orders"), SITE: _("Ratings on the public site")}


def heads() -> list[str]:
    return [
        _("Said something"),
        _("Dissatisfied"),
        _("Satisfaction rate"),
        _("Dissatisfied before"),
        _("Mostly about"),
    ]


def row_of(unit: Organisation, now: Unit, before: Unit) -> Row:
    whole = now.whole
    worst = max(now.by_source, key=lambda source: now.by_source[source].bad)
    about = names_of_sources()[worst] if now.by_source[worst].bad else "—"
    cells = [whole.rated, whole.bad, f"{whole.rate}%", before.whole.bad, about]
    tone = "dn" if whole.bad > before.whole.bad else ""
    return Row(unit.short_name, reverse("scoring:unit", args=[unit.code]), cells, f"unit={unit.code}", tone)


def group(asked: Asked, each: bool = False) -> Group:
    """The units of which somebody spoke; the most dissatisfied first, then the lower rate."""
    now, before = by_unit(asked), by_unit(asked.before)
    units = Organisation.objects.in_bulk([*now, *before])
    figures = figures_of(now, before, asked)
    spoken = {key: unit for key, unit in now.items() if unit.whole.rated}
    worst = sorted(spoken, key=lambda key: (-spoken[key].whole.bad, spoken[key].whole.rate, units[key].sort, key))
    bad_now, bad_before = ({key: unit.whole.bad for key, unit in some.items()} for some in (now, before))
    names = {key: unit.short_name for key, unit in units.items()}
    return Group(
        code="satisfaction",
        title=_("People's satisfaction"),
        figures=figures,
        said=sentences(moved(figures[0]), because(figures[0], _("Dissatisfied"), names, bad_now, bad_before)),
        heads=heads(),
        rows=[row_of(units[key], spoken[key], before.get(key, Unit())) for key in worst],
        trend=trend(asked),
        links=[
            (_("Ratings of units"), reverse("scoring:satisfaction")),
            (_("Figures of orders"), reverse("complaints:figures")),
        ],
    )


def figures_of(now, before, asked: Asked) -> list[Figure]:
    whole, whole_before = (sum((unit.whole for unit in some.values()), Said()) for some in (now, before))
    pages = {CASES: "approvals:ratings", ORDERS: "complaints:figures", SITE: "scoring:satisfaction"}
    spoke = _("%(count)s spoke")
    first = Figure(
        _("People satisfied"), whole.rate, whole_before.rate, suffix="%", note=spoke % {"count": whole.rated}
    )
    each = [
        Figure(
            name,
            together(now, source).rate,
            together(before, source).rate,
            suffix="%",
            note=spoke % {"count": together(now, source).rated},
            address=reverse(pages[source]),
        )
        for source, name in names_of_sources().items()
    ]
    return [first, *each, newest_survey(asked)]


def newest_survey(asked: Asked) -> Figure:
    """What the last survey of units that was told came to, among the units of this scope."""
    objects = SurveyObject.objects.filter(
        survey__kind=Survey.Kind.UNITS,
        survey__last__lte=asked.until,
        organisation__path__startswith=asked.scope,
        tallies__isnull=False,
    )
    newest = objects.order_by("-survey__last", "-survey").values_list("survey", flat=True).first()
    name = _("Last survey")
    if newest is None:
        return Figure(name, None, suffix="%")
    counts = surveys.counts_of(Tally.objects.filter(object__in=objects.filter(survey=newest)))
    note = Survey.objects.get(pk=newest).name
    return Figure(
        name, satisfaction(counts), suffix="%", note=note, address=reverse("scoring:survey_results", args=[newest])
    )


def trend(asked: Asked) -> Trend:
    """All three sources by month."""
    year, found = Asked(asked.scope, asked.year, asked.today), defaultdict(Said)
    for month, line in [*cases_by_month(year), *orders_by_month(year), *site_by_month(year)]:
        found[month] += line
    values = [found[month].rate if month in found else None for month in asked.months]
    return Trend(_("Satisfied by month"), asked.months, values, "%")


def cases_by_month(asked: Asked):
    rows = Rating.objects.filter(asked.period.within("rated_at"), organisation__path__startswith=asked.scope)
    by_month = rows.filter(is_default=False).order_by().annotate(month=TruncMonth("rated_at")).values_list("month")
    for moment, rated, content in by_month.annotate(rated=Count("pk"), content=Count("pk", filter=CONTENT)):
        yield timezone.localdate(moment), Said(rated, content)


def orders_by_month(asked: Asked):
    rows = Order.objects.filter(organisation__path__startswith=asked.scope)
    period = orders.Period(asked.period.first, asked.period.last)
    for line in orders.by_month(orders.counted(rows, period), asked.until):
        yield date.fromisoformat(f"{line.key}-01"), Said(line.figures.rated, line.figures.satisfied)


def site_by_month(asked: Asked):
    rows = UnitRating.objects.filter(
        rated_on__range=(asked.period.first, asked.until), organisation__path__startswith=asked.scope
    )
    bad = Count("pk", filter=Q(option=Option.UNSATISFIED))
    by_month = rows.order_by().annotate(month=TruncMonth("rated_on")).values_list("month")
    for month, rated, unhappy in by_month.annotate(rated=Count("pk"), unhappy=bad):
        yield month, Said(rated, rated - unhappy)
