"""Sums of progress: the queue is folded into the rollups; safe to run late, twice, or by two at once."""

from django.db import connection

# One statement: whoever reads sees the rows either in the queue or in the rollups. A second folder waits for the rows
# of the first and then finds them gone; new ones stay for the next time.
FOLD = """
WITH gone AS (DELETE FROM scoring_delta RETURNING task_id, amount),
  parts AS (SELECT task_id, sum(amount) AS amount FROM gone GROUP BY task_id)
INSERT INTO scoring_rollup (task_id, amount) SELECT task_id, amount FROM parts ORDER BY task_id
ON CONFLICT (task_id) DO UPDATE SET amount = scoring_rollup.amount + excluded.amount
"""


def fold(now) -> int:
    """Move the queue into the sums. Returns how many tasks were touched; `now` is not needed: no fact has a time."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return cursor.rowcount
