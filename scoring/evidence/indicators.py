"""What a unit did of its goals: the points of its signed tasks, and the tasks it did not do in time."""

from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from scoring.calculate import rounded
from scoring.evidence import Asked, Found
from scoring.models import GoalDocument, Mark, Task
from scoring.models.fields import shown

EACH = 1  # points for a task that was not done in time; parameter `tasks` of the scheme


def due(asked: Asked):
    """The tasks of this unit whose day lies in the period."""
    rows = Task.objects.filter(
        organisation=asked.sheet.organisation, due_on__range=(asked.period.first, asked.period.last)
    )
    return rows.exclude(document__state__in=GoalDocument.UNSAID).select_related("indicator").order_by("pk")


def goals(asked: Asked):
    """The mean of the signed reviews, by weight, as a share of the item's points; nothing where none is signed."""
    rows = due(asked).filter(state=Task.State.SIGNED).values_list("weight", "points")
    weights = sum(weight for weight, _points in rows)
    if not weights:
        return
    mean = sum(weight * points for weight, points in rows) / weights
    told = _("Mean of %(count)s signed tasks: %(mean)s of 100")
    words = told % {"count": len(rows), "mean": shown(rounded(mean))}
    yield Found(Mark.Kind.PART, asked.worth(mean / 100), words)


def tasks(asked: Asked):
    """Points of the item where one is fed, else a deduction from the whole; the task is the evidence."""
    kept = Q(direction="fall", done__lte=F("target")) | ~Q(direction="fall") & Q(done_on__lte=F("due_on"))
    kind = Mark.Kind.PART if asked.item else Mark.Kind.DEDUCTION
    for row in due(asked).measured().exclude(kept):
        each = Decimal(str(asked.parameter("tasks", EACH)))
        yield Found(kind, each, _("Task not done in time: %(row)s") % {"row": row}, row)
