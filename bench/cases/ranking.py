"""Units by their indicators: the ranking from rollups and queue, against the best aggregate of the entries themselves.

112 units, 4,000 indicators, 100,000 entries (--full: 1,000,000). The limit is the same statement over
`SELECT task_id, sum(amount) … GROUP BY task_id`, with an index that holds all it reads. Both give the same bit for bit
before anything is measured, with and without a queue; a second line reads with a queue of 2,000 entries.
"""

from datetime import date

from django.db import connection
from django.utils import timezone

from accounts.models import Organisation, Role
from bench.cases.world import employ
from bench.measure import Result, compare, for_seconds
from scoring import ranking
from scoring.actions.indicators import rollups
from scoring.models import GoalDocument

UNITS, INDICATORS = 112, 4_000
SMALL, LARGE = 100_000, 1_000_000  # entries
QUEUED = 2_000
TODAY = date(2026, 9, 30)

TREE = """
WITH above AS (
  INSERT INTO scoring_indicator (document_id, code, name, standard, measure, direction, weight)
  SELECT %(document)s, 'G' || n, '领域' || n, '', '', 'rise', 2.5 FROM generate_series(1, 40) n RETURNING id, code),
leaves AS (
  INSERT INTO scoring_indicator (document_id, parent_id, code, name, standard, measure, direction, target, weight,
    due_on)
  SELECT %(document)s, above.id, above.code || '-' || m, '指标' || m, '', '个',
    (ARRAY['rise', 'rise', 'rise', 'fall', 'done'])[1 + m %% 5], 10 + m * 7 + m / 3.0, 1,
    date '2026-03-31' + 3 * m FROM above, generate_series(1, %(each)s) m RETURNING id, direction, target, due_on)
INSERT INTO scoring_task (document_id, indicator_id, organisation_id, direction, target, weight, begins_on, due_on,
  state, self_words, words, reason)
SELECT %(document)s, id, (%(units)s::bigint[])[1 + id %% %(count)s], direction, target, 0.025 + id %% 7 / 1000.0,
  date '2026-01-01', due_on, 'open', '', '', '' FROM leaves
"""
ENTRIES = """
INSERT INTO scoring_observation (task_id, day, amount, words, made_at)
SELECT t.id, date '2026-01-01' + (n %% 270)::integer, (n %% 97) / 16.0 - 0.5, '', now()
FROM generate_series(1, %(count)s) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM scoring_task) t
  ON t.place = n::bigint * 7919 %% %(tasks)s
"""
BEST = "CREATE INDEX bench_live ON scoring_observation (task_id) INCLUDE (amount)"


def built(count: int) -> int:
    """A document with its tasks and entries; gives its key."""
    actor = employ(Role.CLERK)
    office = actor.organisation
    about = {"level": Organisation.Level.DEPARTMENT, "parent": office.parent}
    units = Organisation.objects.bulk_create(
        [
            Organisation(code=f"r{n}", name=f"单位{n}", short_name=f"单位{n}", path=f"bench/r{n}/", sort=n, **about)
            for n in range(UNITS)
        ]
    )
    about = {"title": "目标", "number": "1", "year": 2026, "issued_on": date(2026, 1, 4), "organisation": office}
    document = GoalDocument.objects.create(drafted_at=timezone.now(), **about)
    keys = {"document": document.pk, "each": INDICATORS // 40, "units": [unit.pk for unit in units], "count": UNITS}
    with connection.cursor() as cursor:
        cursor.execute(TREE, keys)
        fill(cursor, count)
        cursor.execute(BEST)
    rollups.fold(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE scoring_observation, scoring_task, scoring_rollup, scoring_delta")
    return document.pk


def fill(cursor, count: int):
    cursor.execute(ENTRIES, {"count": count, "tasks": INDICATORS})


def check(key: int):
    """The same bit for bit, or no ratio is printed."""
    rolled, live = ranking.units([key], TODAY), ranking.units([key], TODAY, live=True)
    if rolled != live or len(rolled) != UNITS:
        raise SystemExit("ranking: rollups and entries differ")


def measured(name: str, key: int, pairs: int) -> Result:
    check(key)
    ours, limit = (for_seconds(1, lambda live=live: ranking.units([key], TODAY, live=live)) for live in (False, True))
    return compare(name, ours, limit, pairs=pairs, slower_is=True)


def run(pairs: int, full: bool) -> list[Result]:
    count = LARGE if full else SMALL
    key = built(count)
    results = [measured(f"ranking {count:,}", key, pairs)]
    with connection.cursor() as cursor:
        for _n in range(QUEUED // 20):
            fill(cursor, 20)
    results.append(measured(f"ranking, {QUEUED:,} queued", key, pairs))
    return results
