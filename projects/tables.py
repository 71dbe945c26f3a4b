"""Rows of the database as facts for the arithmetic of projects.figures: projects, units, the county.

`standings(projects, today)` one line a project; `by_unit(standings)` one line a unit; both are what the leaders' page
and scoring read. Three statements for any number of projects.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from deadlines import calendar as calendars
from projects import figures
from projects.figures import NodeFact, Rate
from projects.models import MonthlyReport, Node, Project, Term, term


def fact(node: Node) -> NodeFact:
    return NodeFact(
        key=node.pk,
        name=node.name,
        stage=node.stage,
        weight=node.weight,
        starts_on=node.starts_on,
        planned_on=node.planned_on,
        share=node.share,
        done_on=node.done_on,
        unit=node.organisation.short_name,
        unit_key=node.organisation_id,
    )


def warn_until(today: date) -> date:
    """Up to this day a node may be yellow."""
    return calendars.calendar().add(today, term(Term.Code.WARNING, today))


@dataclass(frozen=True)
class Standing:
    """A project today: percents with two places, amounts in fen."""

    project: Project
    nodes: list[NodeFact]
    light: str
    plan: Decimal
    actual: Decimal
    lagging: NodeFact | None
    invested: int
    money_planned: int

    @property
    def gap(self) -> Decimal:
        return self.plan - self.actual

    @property
    def invested_percent(self) -> Decimal:
        return figures.percent_of(self.invested, self.project.year_total)


def standings(projects, today: date) -> list[Standing]:
    """Of each project of this QuerySet, in its order."""
    rows = list(projects.select_related("organisation"))
    nodes = defaultdict(list)
    for node in Node.objects.filter(project__in=rows).select_related("organisation").order_by("project", "number"):
        nodes[node.project_id].append(fact(node))
    money, until = invested(rows, today), warn_until(today)
    return [standing(row, nodes[row.pk], money.get(row.pk, 0), today, until) for row in rows]


def standing(project: Project, nodes: list[NodeFact], invested: int, today: date, until: date) -> Standing:
    planned = figures.money_planned(project.year_total, project.planned_start, project.planned_finish, today)
    is_over = project.state in Project.ENDED
    return Standing(
        project=project,
        nodes=nodes,
        light=light_of(project, nodes, today, until),
        plan=figures.plan(nodes, today),
        actual=figures.actual(nodes),
        lagging=None if is_over else figures.lagging(nodes, today),
        invested=invested,
        money_planned=planned,
    )


def light_of(project: Project, nodes: list[NodeFact], today: date, until: date) -> str:
    if project.state in Project.ENDED:
        return figures.DONE
    if project.state == Project.State.SUSPENDED:
        return figures.PAUSE
    found = figures.worst(figures.light(node, today, until) for node in nodes)
    return figures.GREEN if found == figures.DONE else found


def invested(projects: Iterable[Project], today: date) -> dict[int, int]:
    """Project → fen that accepted reports of this year say."""
    rows = MonthlyReport.objects.accepted().filter(project__in=projects, month__year=today.year, month__lte=today)
    sums = rows.order_by().values_list("project").annotate(sum=Sum("investment"))
    return {key: int(sum) for key, sum in sums}


@dataclass
class Group:
    """Several projects together: of a unit, of a kind, of the county."""

    name: str
    key: int = 0
    standings: list[Standing] = field(default_factory=list)
    on: date | None = None

    @property
    def lights(self) -> Counter:
        return Counter(one.light for one in self.standings)

    @property
    def red(self) -> int:
        return self.lights[figures.RED]

    @property
    def yellow(self) -> int:
        return self.lights[figures.YELLOW]

    @property
    def nodes_red(self) -> int:
        """Nodes of these projects that are red now, whichever unit answers for them."""
        active = [one for one in self.standings if one.project.is_active]
        return sum(node.done_on is None and node.planned_on < self.on for one in active for node in one.nodes)

    @property
    def plan(self) -> Decimal:
        return self.mean([one.plan for one in self.standings])

    @property
    def actual(self) -> Decimal:
        return self.mean([one.actual for one in self.standings])

    @property
    def gap(self) -> Decimal:
        return self.plan - self.actual

    @property
    def money(self) -> tuple[int, int]:
        """Invested this year, and the year's plan; in fen."""
        return sum(one.invested for one in self.standings), sum(one.project.year_total for one in self.standings)

    @property
    def money_percent(self) -> Decimal:
        return figures.percent_of(*self.money)

    def mean(self, values: list[Decimal]) -> Decimal:
        return figures.rounded(sum(values) / len(values)) if values else Decimal("0.00")

    def rate(self, planned: str, done: str) -> Rate:
        pairs = [(getattr(one.project, planned), getattr(one.project, done)) for one in self.standings]
        return figures.rate(pairs, self.on)

    @property
    def starts(self) -> Rate:
        return self.rate("planned_start", "started_on")

    @property
    def finishes(self) -> Rate:
        return self.rate("planned_finish", "finished_on")

    @property
    def productions(self) -> Rate:
        return self.rate("planned_production", "produced_on")

    @property
    def worst(self) -> Standing | None:
        """The project with the largest gap; None where nothing is behind."""
        behind = [one for one in self.standings if one.gap > 0 and one.project.is_active]
        return max(behind, key=lambda one: one.gap, default=None)


def by_unit(rows: Iterable[Standing], on: date) -> list[Group]:
    """One group a lead unit, most behind first."""
    groups: dict[int, Group] = {}
    for one in rows:
        unit = one.project.organisation
        groups.setdefault(unit.pk, Group(unit.short_name, unit.pk, on=on)).standings.append(one)
    return sorted(groups.values(), key=lambda group: (-group.red, -group.gap, group.name))


def together(rows: Iterable[Standing], name: str, on: date) -> Group:
    return Group(str(name), standings=list(rows), on=on)
