"""Goals for tests: a document with a small tree, and hands that lead it to where a test begins."""

from datetime import date
from decimal import Decimal

from scoring.actions.indicators import goals, tasks
from scoring.actions.indicators.goals import Paper, Wanted
from scoring.actions.indicators.tasks import Progress
from scoring.models import Task
from tests.conftest import at

BEGUN, SIGNED = at("2026-01-05"), at("2026-01-06")


def paper(**more) -> Paper:
    about = {"title": "经济发展主要工作目标", "number": "云政发〔2026〕1号", "year": 2026}
    return Paper(**about | {"issued_on": date(2026, 1, 4)} | more)


def leaf(code, unit, weight=100, parent="A", **more) -> Wanted:
    """An indicator that is a task: ten of them, by the last of the year."""
    about = {"target": Decimal(10), "due_on": date(2026, 12, 31), "name": f"指标{code}", "measure": "个"}
    return Wanted(code=code, weight=Decimal(weight), parent=parent, organisation=unit, **about | more)


def group(code, weight=100, parent="", name="经济发展") -> Wanted:
    return Wanted(code=code, name=name, weight=Decimal(weight), parent=parent)


def drafted(office, wanted, **more):
    document = goals.enter(office.unit, paper(**more), by=office.clerk, now=BEGUN)
    for one in wanted:
        goals.add(document, one, by=office.clerk, now=BEGUN)
    return document


def in_force(office, wanted, **more):
    return goals.sign(drafted(office, wanted, **more), by=office.head, now=SIGNED)


def task_of(document, code) -> Task:
    return Task.objects.select_related("indicator", "document", "organisation").get(
        document=document, indicator__code=code
    )


def did(task, amount, by, on="2026-03-02", words="已完成", **more):
    return tasks.observe(task, Progress(at(on).date(), Decimal(amount), words), by=by, now=at(on), **more)


def signed_off(document, code: str, points, office, clerk, head) -> Task:
    """Done, rated by the unit, reviewed with so many points, signed off."""
    task = task_of(document, code)
    did(task, 10, clerk)
    tasks.rate(task, by=head, now=at("2026-12-01"), points=Decimal(95), words="完成")
    tasks.review(task, by=office.clerk, now=at("2026-12-02"), points=Decimal(points), words="属实")
    return tasks.sign_off(task, by=office.head, now=at("2026-12-03"))
