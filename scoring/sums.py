"""Do the sums of progress still say what the entries say? One of the checks of records.crosscheck."""

from django.db import connection
from django.utils.translation import gettext as _

from scoring.models import Task
from scoring.models.progress import LIVE, ROLLED

WRONG = f"""
SELECT coalesce(l.task_id, r.task_id) FROM ({LIVE}) l FULL JOIN ({ROLLED}) r ON r.task_id = l.task_id
WHERE l.done IS DISTINCT FROM r.done ORDER BY 1 LIMIT 1
"""  # noqa: S608 - constants


def wrong_sum() -> str | None:
    """A sentence about the first task whose sum differs from its entries; None when all agree."""
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        row = cursor.fetchone()
    if row is None:
        return None
    task = Task.objects.select_related("indicator").get(pk=row[0])
    return _("The sum of progress of “%(task)s” differs from its entries.") % {"task": task}
