"""Who meets whom in the market: pairs with how often they met, and how often they would by chance.

The expectation is hypergeometric: of N tenders one took part in a, the other in b; by chance they meet a * b / N
times. The probability is that of meeting so often or more often by chance. Both assume that everybody could bid for
anything: neighbours of one trade meet more often without any fault, so a low probability is a reason to look, not a
proof.
"""

import math
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from procurement.models import FactKey, FactParty

WITHIN = "t.day >= %(since)s AND t.day <= %(until)s AND (%(trade)s = '' OR t.trade = %(trade)s)"

BIDDERS = """
WITH mine AS (
    SELECT b.tender_id, b.party_id, t.winner_id FROM procurement_factbid b
    JOIN procurement_facttender t ON t.id = b.tender_id WHERE {within}
), held AS (SELECT party_id, count(*) AS n FROM mine GROUP BY party_id)
SELECT x.party_id, y.party_id, count(*), count(*) FILTER (WHERE x.winner_id = x.party_id),
    count(*) FILTER (WHERE y.winner_id = y.party_id), max(hx.n), max(hy.n)
FROM mine x JOIN mine y ON y.tender_id = x.tender_id AND y.party_id > x.party_id
JOIN held hx ON hx.party_id = x.party_id JOIN held hy ON hy.party_id = y.party_id
GROUP BY x.party_id, y.party_id HAVING count(*) >= %(least)s
ORDER BY count(*) DESC, x.party_id, y.party_id LIMIT 200
"""
EXPERTS = """
WITH seats AS (
    SELECT s.tender_id, s.expert_id, t.winner_id FROM procurement_factseat s
    JOIN procurement_facttender t ON t.id = s.tender_id WHERE {within}
), bids AS (
    SELECT b.tender_id, b.party_id FROM procurement_factbid b
    WHERE b.tender_id IN (SELECT tender_id FROM seats)
), sat AS (SELECT expert_id, count(*) AS n FROM seats GROUP BY expert_id),
held AS (SELECT party_id, count(*) AS n FROM bids GROUP BY party_id)
SELECT s.expert_id, b.party_id, count(*), 0, count(*) FILTER (WHERE s.winner_id = b.party_id), max(sat.n), max(held.n)
FROM seats s JOIN bids b ON b.tender_id = s.tender_id
JOIN sat ON sat.expert_id = s.expert_id JOIN held ON held.party_id = b.party_id
GROUP BY s.expert_id, b.party_id HAVING count(*) >= %(least)s
ORDER BY count(*) DESC, s.expert_id, b.party_id LIMIT 200
"""
AGENTS = """
WITH mine AS (
    SELECT t.agent_id, t.winner_id FROM procurement_facttender t
    WHERE t.agent_id IS NOT NULL AND t.winner_id IS NOT NULL AND {within}
), run AS (SELECT agent_id, count(*) AS n FROM mine GROUP BY agent_id),
won AS (SELECT winner_id, count(*) AS n FROM mine GROUP BY winner_id)
SELECT m.agent_id, m.winner_id, count(*), 0, count(*), max(run.n), max(won.n)
FROM mine m JOIN run ON run.agent_id = m.agent_id JOIN won ON won.winner_id = m.winner_id
GROUP BY m.agent_id, m.winner_id HAVING count(*) >= %(least)s
ORDER BY count(*) DESC, m.agent_id, m.winner_id LIMIT 200
"""
TOTALS = {
    "bidders": "SELECT count(*) FROM procurement_facttender t WHERE t.bids > 0 AND {within}",
    "experts": "SELECT count(DISTINCT s.tender_id) FROM procurement_factseat s "
    "JOIN procurement_facttender t ON t.id = s.tender_id WHERE {within}",
    "agents": "SELECT count(*) FROM procurement_facttender t "
    "WHERE t.agent_id IS NOT NULL AND t.winner_id IS NOT NULL AND {within}",
}
QUERIES = {"bidders": BIDDERS, "experts": EXPERTS, "agents": AGENTS}
KINDS = {
    "bidders": (_("Bidder and bidder"), _("Bidder"), _("Bidder")),
    "experts": (_("Expert and bidder"), _("Expert"), _("Bidder")),
    "agents": (_("Agent and winner"), _("Agent"), _("Winner")),
}


@dataclass(frozen=True)
class Asked:
    """What is looked at: a kind of pair, a span of days, one trade or all, pairs that met at least so often."""

    kind: str
    since: date
    until: date
    trade: str = ""
    least: int = 3


@dataclass
class Pair:
    left: int
    right: int
    met: int
    left_won: int
    right_won: int
    left_n: int
    right_n: int
    total: int
    names: tuple[str, str] = ("", "")
    keys: list[str] = field(default_factory=list)

    @property
    def expected(self) -> float:
        return self.left_n * self.right_n / self.total

    @property
    def chance(self) -> float:
        return tail(self.total, self.left_n, self.right_n, self.met)

    @property
    def ratio(self) -> float:
        return self.met / self.expected


def tail(total: int, left: int, right: int, met: int) -> float:
    """P(X >= met) where X of `right` tenders, drawn without order from `total`, are among `left` chosen ones."""
    every = math.comb(total, right)
    ways = sum(math.comb(left, k) * math.comb(total - left, right - k) for k in range(met, min(left, right) + 1))
    return ways / every


def pairs(asked: Asked) -> list[Pair]:
    """The pairs that met most often, those the least likely by chance first."""
    about = {"since": asked.since, "until": asked.until, "trade": asked.trade, "least": asked.least}
    with connection.cursor() as cursor:
        cursor.execute(TOTALS[asked.kind].replace("{within}", WITHIN), about)
        (total,) = cursor.fetchone()
        cursor.execute(QUERIES[asked.kind].replace("{within}", WITHIN), about)
        found = [Pair(*row, total) for row in cursor.fetchall()]
    named(found)
    if asked.kind == "bidders":
        with_keys(found)
    return sorted(found, key=lambda pair: (pair.chance, -pair.met, pair.left, pair.right))


def named(found: list[Pair]):
    ids = {pk for pair in found for pk in (pair.left, pair.right)}
    rows = FactParty.objects.filter(pk__in=ids).order_by().values_list("pk", "name", "code")
    names = {pk: name or code for pk, name, code in rows}
    for pair in found:
        pair.names = (names[pair.left], names[pair.right])


def with_keys(found: list[Pair]):
    """The kinds of marks that both firms of a pair have used, in any tender."""
    ids = {pk for pair in found for pk in (pair.left, pair.right)}
    rows = FactKey.objects.filter(party__in=ids).exclude(kind=FactKey.Kind.FIRM).order_by()
    used: dict[int, set] = {}
    for party, kind, digest in rows.values_list("party", "kind", "digest").distinct():
        used.setdefault(party, set()).add((kind, digest))
    for pair in found:
        both = {kind for kind, _digest in used.get(pair.left, set()) & used.get(pair.right, set())}
        pair.keys = [str(FactKey.Kind(kind).label) for kind in FactKey.Kind.values if kind in both]
