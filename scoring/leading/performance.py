"""How the units worked: cases on time, the ranking with its moves, the newest published score sheets."""

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import statistics
from approvals.models import Case
from monitoring.figures import UnitFigures
from scoring.leading.facts import LESS, NEITHER, Asked, Figure, Group, Row, Trend, because, moved, sentences
from scoring.models import Publication, Round, Scheme
from scoring.models.fields import shown
from scoring.report import Report, report

UNITS = [Scheme.About.TOWNSHIP, Scheme.About.STATION, Scheme.About.DEPARTMENT]


def figures_of(now: UnitFigures, before: UnitFigures) -> list[Figure]:
    address = reverse("scoring:punctuality")
    late = {"better": LESS, "address": address}
    return [
        Figure(_("Cases on time"), now.on_time_rate, before.on_time_rate, suffix="%", address=address),
        Figure(_("cases finished"), now.finished, before.finished, better=NEITHER, address=address),
        Figure(_("finished early"), now.early_rate, before.early_rate, suffix="%", address=address),
        Figure(_("Open past the promise"), now.open_overdue, before.open_overdue, **late),
    ]


def heads() -> list[str]:
    return [_("Place"), _("Change of place"), _("Cases finished"), _("On time"), _("Overdue now"), _("Cards")]


def row_of(unit: UnitFigures) -> Row:
    name, code = unit.organisation.short_name, unit.organisation.code
    climbed = f"▲ {unit.climbed}" if unit.climbed > 0 else f"▼ {unit.dropped}" if unit.dropped else "—"
    cells = [unit.rank, climbed, unit.finished, f"{unit.on_time_rate}%", unit.open_overdue, unit.yellow + unit.red]
    tone = "dn" if unit.tone == "over" else ""
    return Row(name, reverse("scoring:unit", args=[code]), cells, f"unit={code}", tone)


def late_of(units) -> dict[int, int]:
    """Unit → what it did not finish in time."""
    return {unit.organisation.pk: unit.owed - unit.on_time for unit in units}


def group(asked: Asked, each: bool = False) -> Group:
    """The units, the last of the ranking first; with `each` in the order of the ranking."""
    page: Report = report(asked.scope, asked.period, asked.today)
    figures = figures_of(page.total, page.before)
    names = {unit.organisation.pk: unit.organisation.short_name for unit in [*page.units_before, *page.units]}
    why = because(figures[0], _("not on time"), names, late_of(page.units), late_of(page.units_before))
    rows = [row_of(unit) for unit in page.units]
    newest = newest_round(asked)
    return Group(
        code="performance",
        title=_("Performance"),
        figures=figures,
        said=sentences(moved(figures[0]), why, scores(newest)),
        heads=heads(),
        rows=rows if each else rows[::-1],
        trend=trend(asked),
        links=[
            (_("Punctuality report"), reverse("scoring:punctuality")),
            *([(title(newest), reverse("scoring:report", args=[newest.pk]))] if newest else []),
        ],
    )


def title(round: Round) -> str:
    return f"{round.scheme.name} {round.name}"


def newest_round(asked: Asked) -> Round | None:
    """The round of units that was published last up to this day."""
    rows = Round.objects.filter(state=Round.State.PUBLISHED, scheme__about__in=UNITS, last__lte=asked.until)
    return rows.select_related("scheme").order_by("-last", "-pk").first()


def scores(round: Round | None) -> str:
    """Who is first and who is last in the newest published sheets."""
    newest: Publication | None = round.newest if round else None
    if newest is None:
        return ""
    rows = list(newest.results.select_related("sheet__organisation").order_by("place", "pk"))
    if not rows:
        return ""
    first, last = rows[0], rows[-1]
    facts = {"round": title(round), "first": first.sheet.name, "most": shown(first.total)}
    facts |= {"last": last.sheet.name, "least": shown(last.total)}
    return _("%(round)s: first %(first)s (%(most)s), last %(last)s (%(least)s).") % facts


def trend(asked: Asked) -> Trend:
    """Of the cases finished in a month, those in time."""
    cases = Case.objects.filter(organisation__path__startswith=asked.scope)
    found = {month: line.on_time_rate for month, line in statistics.by_month(cases, asked.year, asked.until)}
    values = [found.get(f"{month:%Y-%m}") for month in asked.months]
    return Trend(_("Cases on time by month"), asked.months, values, "%")
