"""What stands behind the addresses of projects: a project in force of the first bureau, approved by the follow-up
office; a change of its first node waits, a report and a problem are owed.
"""

from datetime import date

from accounts.models import Organisation, Role
from projects.actions import entering, nodes, solving, watching
from projects.actions.entering import Facts, Planned
from projects.models import MonthlyReport
from tests.conftest import at, employ

NOW = at("2026-03-03")
BEGIN, END = date(2026, 3, 1), date(2031, 12, 31)


def projected(people, county, bureau) -> dict:
    """The arguments of the addresses of projects."""
    about = {"name": "云溪县人民政府督查室", "short_name": "督查室", "level": "department", "business": "projects"}
    office = Organisation.objects.create(code="dcs", parent=county, **about)
    director, clerk = employ("p-follow-up", "某督查", office, Role.HEAD), people["clerk"]
    facts = Facts("XM-1", "检测中心", "major", 2026, "新建检测中心", 100, 100, BEGIN, END)
    project = entering.enter(bureau, facts, by=clerk, now=NOW)
    plan = [Planned("works", "封顶", 100, BEGIN, END, bureau)]
    entering.write_plan(project, by=clerk, now=NOW, nodes=plan)
    entering.submit(project, by=clerk, now=NOW)
    entering.approve(project, by=director, now=NOW)
    node = project.nodes.get()
    nodes.propose_change(node, by=clerk, now=NOW, to_on=date(2031, 11, 30), reason="提前")
    watching.run(at("2026-04-01"))
    due = {"due_on": date(2031, 1, 1), "words": "管线未迁", "stage": "land"}
    problem = solving.raise_problem(project, by=clerk, now=NOW, organisation=bureau, **due)
    return {
        "projects:project": [project.code],
        "projects:project_deed": [project.code, "problem"],
        "projects:amend": [project.code],
        "projects:plan": [project.code],
        "projects:node": [node.pk],
        "projects:node_deed": [node.pk, "done"],
        "projects:report": [MonthlyReport.objects.get().pk],
        "projects:report_deed": [MonthlyReport.objects.get().pk, "submit"],
        "projects:problem": [problem.pk],
        "projects:problem_deed": [problem.pk, "solve"],
        "projects:import": ["nodes"],
        "projects:pattern": ["nodes"],
        "projects:public_project": [project.code],
        "projects:photo": ["00000000-0000-4000-8000-000000000009"],
    }
