"""Projects and people's works: their planned nodes, monthly reports, problems and follow-ups.

What scoring and monitoring may read here (they never call projects.actions):

* `Project.objects.in_force()` plans that were approved; `.lit(today)` adds `light` (done, pause, red, yellow, green);
  `.visible_to(actor)`; leaders and inspectors see all of their county.
* `Node.objects.missed(first, last, on)` nodes whose day lies in the period and that were not done on that day: each
  row is the evidence of one deduction (a card about the node, where there is one, points at the same row).
* `Node.objects.behind(today)` what is yellow: within the days of the term "warning" and behind its pace.
* `MonthlyReport.objects.accepted()`, `Problem.objects.open()`, `FollowUp`.

Figures of projects and units are computed in projects.figures (pure) and projects.tables (rows of the database in).
"""

from projects.models.plans import Change, Node, Stage
from projects.models.problems import FollowUp, Problem
from projects.models.projects import Project
from projects.models.reports import MonthlyReport, NodeShare
from projects.models.terms import Term, term

__all__ = [
    "Change",
    "FollowUp",
    "MonthlyReport",
    "Node",
    "NodeShare",
    "Problem",
    "Project",
    "Stage",
    "Term",
    "term",
]
