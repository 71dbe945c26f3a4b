"""Strategic indicators and major projects: how far, how far by plan, what holds back and who answers for it.

Tasks are measured in the database: one statement for the tops of the trees, one for the single tasks, both over
rollups and queue (ADR 0035). What is done or not is planned to be done on its day; a limit is planned to be kept.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.statistics import Period, percent
from monitoring.models import Notice
from monitoring.subjects import Chosen, first
from projects import figures as shares
from projects.models import FollowUp, Node, Problem, Project
from projects.tables import Group as Projects
from projects.tables import standings, together
from scoring import indicators
from scoring.leading.facts import NEITHER, Asked, Figure, Group, Row, Trend, moved, sentences
from scoring.models import Indicator, Task
from scoring.models.indicators import TOLERANCE
from scoring.models.progress import ROLLED, SHARE, TIME
from scoring.quarter import KEPT, tasks_due
from scoring.ranking import documents, newest_year

MOST = 500  # single tasks that are behind, on the page of the gaps

MEASURED = f"""
WITH RECURSIVE tree AS (
  SELECT id, id AS top FROM scoring_indicator WHERE parent_id IS NULL AND document_id = ANY(%(documents)s)
  UNION ALL SELECT i.id, tree.top FROM scoring_indicator i JOIN tree ON i.parent_id = tree.id),
measured AS (
  SELECT t.id, tree.top, t.weight, {SHARE} AS share,
    CASE t.direction WHEN 'rise' THEN {TIME.replace("%s", "%(today)s")} WHEN 'fall' THEN 1000000
      ELSE CASE WHEN t.due_on < %(today)s THEN 1000000 ELSE 0 END END AS plan
  FROM scoring_task t JOIN tree ON tree.id = t.indicator_id JOIN accounts_organisation o ON o.id = t.organisation_id
    LEFT JOIN ({ROLLED}) d ON d.task_id = t.id
  WHERE starts_with(o.path, %(scope)s))
"""  # noqa: S608 - constants
TOPS = f"""{MEASURED}
SELECT top, sum(weight), div(sum(weight * share), sum(weight)), div(sum(weight * plan), sum(weight)),
  (array_agg(id ORDER BY weight * (plan - share) DESC, id) FILTER (WHERE plan > share))[1]
FROM measured GROUP BY top"""  # noqa: S608 - constants
BEHIND = f"""{MEASURED}
SELECT id, share, plan FROM measured WHERE plan > share
ORDER BY weight * (plan - share) DESC, id LIMIT %(most)s"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Behind:
    """A top of a tree, or one task: shares in millionths; `task` is what holds back most."""

    thing: object
    reached: int
    plan: int
    task: Task | None
    weight: Decimal = Decimal(1)

    @property
    def gap(self) -> Decimal:
        """Percentage points behind the plan."""
        return indicators.percent(self.plan) - indicators.percent(self.reached)


def rows_of(statement: str, asked: Asked, **more) -> list[tuple]:
    found = documents(newest_year(asked.today))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"documents": found, "scope": asked.scope, "today": asked.today, **more})
        return cursor.fetchall()


def known_tasks(keys) -> dict[int, Task]:
    return Task.objects.select_related("indicator", "organisation").in_bulk([key for key in keys if key])


def tops(asked: Asked) -> list[Behind]:
    """The first level of the trees, most behind first."""
    rows = rows_of(TOPS, asked)
    tasks = known_tasks(row[4] for row in rows)
    names = Indicator.objects.in_bulk([row[0] for row in rows])
    found = [
        Behind(names[top], int(reached), int(plan), tasks.get(task), weight)
        for top, weight, reached, plan, task in rows
    ]
    return sorted(found, key=lambda one: (-one.gap, one.thing.pk))


def single(asked: Asked) -> list[Behind]:
    """Every task behind its plan, that which holds back the county most first."""
    rows = rows_of(BEHIND, asked, most=MOST)
    tasks = known_tasks(row[0] for row in rows)
    return [Behind(tasks[key], int(reached), int(plan), tasks[key]) for key, reached, plan in rows]


def projects(asked: Asked) -> Projects:
    rows = Project.objects.in_force().filter(organisation__path__startswith=asked.scope)
    return together(standings(rows, asked.today), "", asked.today)


def heads() -> list[str]:
    return [_("Plan"), _("Actual"), _("Gap"), _("What holds back most"), _("Responsible unit")]


def row_of_goal(one: Behind) -> Row:
    task, thing = one.task, one.thing
    shown = [f"{indicators.percent(one.plan)}%", f"{indicators.percent(one.reached)}%", one.gap]
    step = "" if task is None or task is thing else task.indicator.name
    unit = task.organisation.short_name if task else ""
    address = thing.as_subject().address
    instruct = f"task={task.pk}" if task else ""
    name = thing.indicator.name if isinstance(thing, Task) else thing.name
    return Row(name, address, [*shown, step, unit], instruct, tone_of(one.gap))


def row_of_project(one) -> Row:
    step = one.lagging.name if one.lagging else ""
    unit = one.lagging.unit if one.lagging else one.project.organisation.short_name
    cells = [f"{one.plan}%", f"{one.actual}%", one.gap, step, unit]
    address = reverse("projects:project", args=[one.project.code])
    tone = "dn" if one.light == shares.RED else tone_of(one.gap)
    return Row(one.project.name, address, cells, f"project={one.project.code}", tone)


def tone_of(gap: Decimal) -> str:
    return "dn" if gap >= TOLERANCE else ""


def gaps(rows: Projects) -> list:
    """Active projects behind their plan, the largest gap first."""
    slow = [one for one in rows.standings if one.gap > 0 and one.project.is_active]
    return sorted(slow, key=lambda one: (-one.gap, one.project.code))


def group(asked: Asked, each: bool = False) -> Group:
    """With `each`, the rows are the single tasks instead of the first levels of the trees."""
    first, works = tops(asked), projects(asked)
    slow = gaps(works)
    behind = single(asked) if each else [one for one in first if one.gap > 0]
    told = rates(asked)
    named = [*[row_of_goal(one) for one in behind], *[row_of_project(one) for one in slow]]
    return Group(
        code="goals",
        title=_("Strategic indicators"),
        figures=[completion(first), told, *of_projects(works), of_follow_ups(asked)],
        said=sentences(hold_back(first, slow), moved(told)),
        heads=heads(),
        rows=sorted(named, key=lambda row: -row.cells[2]),
        trend=trend(asked),
        links=[
            (_("All units by indicators"), reverse("scoring:goal_units")),
            (_("Figures of projects"), reverse("projects:figures")),
        ],
    )


def completion(rows: list[Behind]) -> Figure:
    """Of all goals of the year, by their weights."""
    reached = indicators.completion((one.weight, one.reached) for one in rows)
    plan = indicators.completion((one.weight, one.plan) for one in rows)
    found = (indicators.percent(reached), indicators.percent(plan)) if rows else (None, None)
    about = {"suffix": "%", "address": reverse("scoring:goal_units")}
    return Figure(_("Goals of the year done"), found[0], plan=found[1], **about)


def of_projects(rows: Projects) -> list[Figure]:
    some = bool(rows.standings)
    address = reverse("projects:projects")
    actual, plan = (rows.actual, rows.plan) if some else (None, None)
    return [
        Figure(_("Progress of projects"), actual, plan=plan, suffix="%", address=reverse("projects:figures")),
        Figure(
            _("Projects with a red light"),
            rows.red,
            better=NEITHER,
            note=_("of %(count)s projects") % {"count": len(rows.standings)},
            address=f"{address}?light=red",
        ),
    ]


def of_follow_ups(asked: Asked) -> Figure:
    """Visits to projects since the year began, the problems raised, the supervision notices about them (S0-04)."""
    year = Period(asked.until.replace(month=1, day=1), asked.until)
    below = {"project__organisation__path__startswith": asked.scope}
    visits = FollowUp.objects.filter(visited_on__range=(year.first, year.last), **below).count()
    problems = Problem.objects.filter(year.within("raised_at"), **below).count()
    kinds = ContentType.objects.get_for_models(Project, Node, Problem).values()
    notices = Notice.objects.filter(year.within("issued_at"), organisation__path__startswith=asked.scope)
    return follow_ups(visits, problems, notices.filter(subject_type__in=kinds).exclude(number="").count())


def follow_ups(visits: int, problems: int, notices: int) -> Figure:
    """Problems in percent of the visits, notices in percent of the problems."""
    facts = {"problems": problems, "of_visits": percent(problems, visits)}
    facts |= {"notices": notices, "of_problems": percent(notices, problems)}
    shown = {name: "—" if value is None else value for name, value in facts.items()}
    note = _("problems %(problems)s (%(of_visits)s%%), supervision notices %(notices)s (%(of_problems)s%%)") % shown
    return Figure(_("Visits to projects"), visits, better=NEITHER, note=note, address=reverse("projects:followups"))


def hold_back(rows: list[Behind], slow: list) -> str:
    """The largest gap of both lists, with what makes it."""
    goal = next((one for one in rows if one.gap > 0), None)
    project = slow[0] if slow else None
    if goal is None and project is None:
        return _("Nothing is behind its plan.")
    row = max(
        [row_of_goal(one) for one in [goal] if one] + [row_of_project(one) for one in [project] if one],
        key=lambda row: row.cells[2],
    )
    facts = {"name": row.name, "gap": row.cells[2], "step": row.cells[3] or row.name, "unit": row.cells[4]}
    return _("Largest gap: %(name)s is %(gap)s points behind its plan, held back by %(step)s (%(unit)s).") % facts


def by_task(key, actor) -> Chosen:
    """The task that an instruction is to be about."""
    task = first(Task.objects.visible_to(actor).select_related("indicator", "organisation").filter(pk=key))
    return Chosen(task, task.organisation)


def rates(asked: Asked) -> Figure:
    """Implementation rate (落实率) of the year's tasks whose day is over, beside that at the period's beginning."""
    year = asked.until.replace(month=1, day=1)
    counted = tasks_due(asked.scope, asked.today).filter(due_on__gte=year, due_on__lte=asked.until)
    found = counted.aggregate(due=Count("pk"), kept=Count("pk", filter=KEPT))
    early = counted.filter(due_on__lt=asked.period.first).aggregate(due=Count("pk"), kept=Count("pk", filter=KEPT))
    note = _("%(kept)s of %(due)s tasks in time") % found
    now, before = (indicators.rate(one["kept"], one["due"]) for one in (found, early))
    address = reverse("scoring:goal_units")
    return Figure(_("Implementation rate"), now, before, suffix="%", note=note, address=address)


def trend(asked: Asked) -> Trend:
    """Of the tasks whose day lies in a month, those done in time."""
    rows = tasks_due(asked.scope, asked.today).filter(due_on__range=(asked.year.first, asked.until))
    by_month = rows.annotate(month=TruncMonth("due_on")).values_list("month")
    found = {
        month: indicators.rate(kept, due)
        for month, due, kept in by_month.annotate(due=Count("pk"), kept=Count("pk", filter=KEPT))
    }
    return Trend(_("Implementation rate by month"), asked.months, [found.get(month) for month in asked.months], "%")
