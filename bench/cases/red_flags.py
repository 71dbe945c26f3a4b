"""Red flags over 100,000 tenders and 450,000 bids: the full run against one GROUP BY, and the recheck of one event.

Times of the full run are those of the server (planning and execution), so that neither side pays for Python.
"""

import itertools
import statistics
import time
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from bench.measure import Result, Side, summary, timed
from procurement.actions import facts
from procurement.facts.plain import Bid, TenderFacts, Who
from procurement.flags import RULES
from procurement.flags.look import defaults, look_at_all, make_room
from procurement.models import FactTender, Flag

TENDERS = 100_000
NUMBERS = itertools.count(1)  # of the events
BUYERS, AGENTS, FIRMS, EXPERTS = 500, 100, 5_000, 400

# Random, but the same in every run; 4.5 bids a tender; three years; one complaint a hundred tenders. Every fortieth is
# of one of fifty trios in which the same firm wins; in every five hundredth one account pays all guarantees.
MARKET = [
    "SELECT setseed(0.42)",
    """
    INSERT INTO procurement_factparty (code, name, founded_on, buyer_since, agent_since, bidder_since)
    SELECT kind || n, kind || n, CASE kind WHEN 'F' THEN date '2000-01-01' + (n %% 7000) END,
        CASE kind WHEN 'B' THEN date '2023-01-01' END, CASE kind WHEN 'G' THEN date '2023-01-01' END,
        CASE kind WHEN 'F' THEN date '2023-01-01' END
    FROM (VALUES ('B', %(buyers)s), ('G', %(agents)s), ('F', %(firms)s), ('E', %(experts)s)) k (kind, most),
        generate_series(1, k.most) n
    """,
    """
    INSERT INTO procurement_facttender (ocid, number, title, trade, matter, method, project, buyer_id, agent_id, place,
        day, control_price, estimate, bids, prices, total, pool, seats, marks, learned_on, refreshed_at)
    SELECT 'bench-' || n, 'bench-' || n, '项目', 'construction',
        (ARRAY['works', 'goods', 'services'])[1 + n %% 3], 'open', 'P' || n,
        1 + floor(random() * %(buyers)s)::int, %(buyers)s + 1 + floor(random() * %(agents)s)::int, '',
        date '2023-01-01' + (n * 1095 / %(tenders)s), 0, 0, 0, '{}', 0, 300, 5, '{}', now(), now()
    FROM generate_series(1, %(tenders)s) n
    """,
    """
    INSERT INTO procurement_factbid
        (tender_id, party_id, day, amount, status, scores, score_sum, score_low, score_high)
    SELECT DISTINCT ON (t.id, f) t.id, f, t.day,
        (t.id %% 97 * 10000000 + 50000000) * CASE WHEN trio AND g = 1 THEN 0.84 ELSE 0.85 + 0.15 * random() END,
        'valid', 5, 40000, 7500, 8500
    FROM (
        SELECT id, day, id %% 40 = 0 AS trio,
            CASE WHEN id %% 40 = 0 THEN 3 ELSE 3 + floor(random() * 4)::int END AS firms
        FROM procurement_facttender
    ) t
    CROSS JOIN LATERAL generate_series(1, t.firms) g
    CROSS JOIN LATERAL (
        SELECT %(buyers)s + %(agents)s + CASE WHEN trio THEN 3 * (t.id / 40 %% 50) + g
            ELSE 1 + floor(random() * %(firms)s)::int END AS f
        WHERE g > 0
    ) x
    """,
    """
    INSERT INTO procurement_factkey (tender_id, party_id, kind, digest, shared)
    SELECT b.tender_id, b.party_id, k.kind, md5(k.kind || CASE WHEN x.shared THEN 0 ELSE b.party_id END)::uuid,
        x.shared
    FROM procurement_factbid b, (VALUES ('account'), ('mac')) k (kind)
    CROSS JOIN LATERAL (SELECT k.kind = 'account' AND b.tender_id %% 500 = 0 AS shared) x
    """,
    """
    UPDATE procurement_facttender t SET bids = s.n, prices = s.prices, total = s.total, winner_id = s.winner,
        award_amount = s.prices[1], control_price = s.prices[s.n] * 11 / 10
    FROM (SELECT tender_id, count(*) AS n, array_agg(amount ORDER BY amount) AS prices, sum(amount) AS total,
        (array_agg(party_id ORDER BY amount))[1] AS winner FROM procurement_factbid GROUP BY tender_id) s
    WHERE s.tender_id = t.id
    """,
    """
    UPDATE procurement_factbid b SET winner_id = t.winner_id FROM procurement_facttender t WHERE t.id = b.tender_id
    """,
    """
    INSERT INTO procurement_factseat (tender_id, winner_id, day, expert_id)
    SELECT DISTINCT t.id, t.winner_id, t.day,
        %(buyers)s + %(agents)s + %(firms)s + 1 + floor(random() * %(experts)s)::int
    FROM procurement_facttender t, generate_series(1, 5)
    """,
    """
    INSERT INTO procurement_factcomplaint (tender_id, party_id, capacity, filed_on)
    SELECT id, agent_id, 'agent', day FROM procurement_facttender WHERE id %% 100 = 0
    """,
]
TABLES = ["factparty", "facttender", "factbid", "factkey", "factseat", "factcomplaint"]

LIMIT = """
SELECT tender_id, count(*), sum(amount), min(amount), max(amount), stddev_pop(amount)
FROM procurement_factbid GROUP BY tender_id
"""


def market(tenders: int):
    """The tables, filled once and analysed."""
    sizes = {"tenders": tenders, "buyers": BUYERS, "agents": AGENTS, "firms": FIRMS, "experts": EXPERTS}
    with connection.cursor() as cursor:
        for sql in MARKET:
            cursor.execute(sql, sizes)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE procurement_{table} SET (autovacuum_enabled = off)")
        cursor.execute("SET jit = off")  # for both sides, as the memory
        cursor.execute("SET work_mem = '64MB'")
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE procurement_{table}")


def server(statements: list[tuple[str, dict]]) -> Side:
    """What the server itself took for these statements, planning and execution."""
    cpu, milliseconds = time.process_time(), 0.0
    with connection.cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", parameters)
            [[plan]] = cursor.fetchone()
            milliseconds += plan["Planning Time"] + plan["Execution Time"]
    return Side(1, milliseconds / 1000, time.process_time() - cpu)


def every_rule() -> Side:
    with transaction.atomic():
        make_room()
        return server([(rule.text(False), rule.defaults) for rule in RULES])


class Watch:
    """Adds up what the database takes, seen from here, and counts statements; those that look for flags apart."""

    LOOKING = ("EXECUTE flags_", 'SELECT "procurement_flag"', 'SELECT "procurement_flagversion"')

    def __init__(self):
        self.all, self.looking, self.statements = 0.0, 0.0, 0

    def __call__(self, execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken = 1000 * (time.perf_counter() - begun)
            self.all, self.statements = self.all + taken, self.statements + 1
            self.looking += taken if sql.startswith(self.LOOKING) else 0


def opening(n: int) -> TenderFacts:
    """The facts of a tender of today whose five bids were just opened."""
    firms = [f"F{1 + (n * 37 + k * 911) % FIRMS}" for k in range(5)]
    bids = [
        Bid(Who(firm), 50_000_000 + k * 1_234_567 + n, keys={"mac": [f"{n}-{firm}"]}) for k, firm in enumerate(firms)
    ]
    about = {"matter": "works", "method": "open", "buyer": Who(f"B{1 + n % BUYERS}"), "project": f"新{n}"}
    return TenderFacts(f"event-{n}", f"event-{n}", date(2025, 12, 31), bids=tuple(bids), **about)


def events(count: int) -> list[Watch]:
    """So many openings, each storing its facts and looking for flags; the one of the middle first."""
    taken = []
    for n in islice(NUMBERS, count):
        watch = Watch()
        with transaction.atomic(), connection.execute_wrapper(watch):
            facts.put([opening(n)], now=timezone.now())
        taken.append(watch)
    return sorted(taken, key=lambda watch: abs(watch.all - statistics.median(each.all for each in taken)))


def agree():
    """What the events raised is what the full run finds about their tenders. Raises AssertionError."""
    of_events = FactTender.objects.filter(ocid__startswith="event-")
    ids = set(of_events.values_list("pk", flat=True))
    rows = Flag.objects.current().filter(fact__in=of_events).order_by()
    raised = set(rows.values_list("code", "fact", "topic", "severity", "value", "group_size"))
    whole = {
        (code, row.tender, row.topic, row.severity, row.value, row.group_size)
        for code, found in look_at_all(defaults()).items()
        for row in found
        if row.tender in ids
    }
    assert raised == whole, raised ^ whole  # noqa: S101 -- a ratio of different results says nothing


def run(pairs: int, full: bool) -> list[Result]:
    market(TENDERS)
    events(10)  # the session has its statements then
    agree()
    limit = [(LIMIT, {})]
    sides = [(every_rule(), server(limit)) for _n in range(pairs)]
    whole = summary("red_flags.full_run", sides, slower_is=True)
    pace = [(timed(lambda: len(events(20))), server(limit)) for _n in range(pairs)]
    one = summary("red_flags.event_to_group_by", pace, slower_is=True)
    middle = events(50)[0]
    print(
        f"# {len(RULES)} rules; one event: {middle.all:.1f} ms of the database in {middle.statements} statements, "
        f"of them {middle.looking:.1f} ms to look for flags"
    )
    agree()
    return [whole, one]
