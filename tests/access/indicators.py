"""What stands behind the addresses of indicators: goals in force with a task of the first bureau that is behind its
time, a notice about it; a form of weekly reports of the bureau with a month summed up.
"""

from datetime import date
from decimal import Decimal

from accounts.models import Organisation, Role
from scoring.actions.indicators import delays, goals, weekly
from scoring.actions.indicators.goals import Paper, Wanted
from scoring.actions.indicators.weekly import Template
from scoring.models import Task
from tests.conftest import at, employ

NOW, LATE = at("2026-03-02"), at("2026-10-12")


def indicated(people, county, bureau) -> dict:
    """The arguments of the addresses of indicators."""
    about = {"name": "云溪县绩效考评办公室", "short_name": "考评办", "level": "department", "business": "appraisal"}
    office, _new = Organisation.objects.get_or_create(code="kpb", defaults={"parent": county, **about})
    writer = employ("p-appraisal", "某考评", office, Role.CLERK)
    signer = employ("p-appraisal-head", "某考评主任", office, Role.HEAD)
    paper = Paper("目标任务", "云政发〔2026〕1号", 2026, date(2026, 1, 4))
    document = goals.enter(office, paper, by=writer, now=NOW)
    leaf = Wanted("A1", "新增企业", Decimal(100), target=Decimal(10), due_on=date(2026, 12, 31))
    goals.add(document, Wanted(**vars(leaf) | {"organisation": bureau}), by=writer, now=NOW)
    goals.sign(document, by=signer, now=NOW)
    task = Task.objects.get()
    Task.objects.filter(pk=task.pk).update(responsible=people["clerk"].user)
    delay = delays.issue(task, by=signer, now=LATE)
    fields = [("n1", "检查企业", "家")]
    template = Template("zhou", "执法周报", [bureau], fields, date(2026, 3, 2))
    form = weekly.make(bureau, template, by=people["reviewer"], now=NOW)
    summary = weekly.sum_up(form, by=people["reviewer"], now=at("2026-04-01"), month=date(2026, 3, 1))
    summary = weekly.publish(summary, by=people["head"], now=at("2026-04-01"))
    return {
        "scoring:task": [task.pk],
        "scoring:task_deed": [task.pk, "progress"],
        "scoring:delay": [delay.pk],
        "scoring:delay_paper": [delay.pk],
        "scoring:delay_deed": [delay.pk, "explain"],
        "scoring:goal": [document.pk],
        "scoring:goal_deed": [document.pk, "close"],
        "scoring:goal_import": [document.pk, "tree"],
        "scoring:goal_pattern": ["tree"],
        "scoring:goal_unit": [bureau.code],
        "scoring:goal_person": [people["clerk"].user.pk],
        "scoring:weekly": [form.pk],
        "scoring:weekly_deed": [form.pk, "report"],
        "scoring:summary": [summary.pk],
        "scoring:summary_deed": [summary.pk, "publish"],
        "scoring:bulletin": [summary.pk],
    }
