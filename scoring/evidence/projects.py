"""What a unit missed in its projects: points for each (parameter `projects`), the row itself is the evidence."""

from decimal import Decimal

from django.utils.translation import gettext as _

from projects import scores
from scoring.evidence import Asked, Found
from scoring.models import Mark

POINTS = {"nodes": 2, "reports": 1, "problems": 1}


def found(asked: Asked, name: str, rows, words: str):
    """Points of the item where one is fed, else a deduction from the whole (期中扣分, S0-04)."""
    each = Decimal(str(asked.parameter("projects", POINTS).get(name, POINTS[name])))
    kind = Mark.Kind.PART if asked.item else Mark.Kind.DEDUCTION
    for row in rows:
        yield Found(kind, each, words % {"row": row}, row)


def nodes(asked: Asked):
    period = asked.period
    rows = scores.missed(asked.sheet.organisation, period.first, period.last, asked.closed_on)
    return found(asked, "nodes", rows, _("Node not done on its day: %(row)s"))


def reports(asked: Asked):
    period = asked.period
    rows = scores.late_reports(asked.sheet.organisation, period.first, period.last)
    return found(asked, "reports", rows, _("Monthly report not handed in: %(row)s"))


def problems(asked: Asked):
    rows = scores.open_problems(asked.sheet.organisation, asked.period.last)
    return found(asked, "problems", rows, _("Problem not solved in time: %(row)s"))
