"""The red flags once more, in plain Python with exact fractions, written from the definitions and not from the SQL.

Each function takes all tenders and gives rows (ocid, codes of the parties sorted, severity, value, group size); values
are rounded half up to four places, as the database rounds.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from procurement.facts.plain import TenderFacts

MONTHS_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier (later, if negative) month, or its last one."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    leap = month == 2 and (year % 4 == 0 and year % 100 != 0 or year % 400 == 0)
    return date(year, month, min(day.day, MONTHS_DAYS[month - 1] + leap))


def rounded(value: Fraction | Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def window(anchor: TenderFacts, market, months=12):
    return [t for t in market if months_before(anchor.day, months) < t.day <= anchor.day]


def prices(tender) -> list[int]:
    return sorted(bid.amount for bid in tender.bids or () if bid.amount is not None)


def codes(tender) -> list[str]:
    return sorted(bid.party.code for bid in tender.bids or ())


def priced(tender) -> tuple:
    return tuple(sorted(bid.party.code for bid in tender.bids or () if bid.amount is not None))


def shared(market, kinds, severity):
    for t in market:
        firms = set()
        for kind in kinds:
            holders: dict[str, set] = {}
            for bid in t.bids or ():
                for value in bid.keys.get(kind, []):
                    holders.setdefault(value, set()).add(bid.party.code)
            groups = [held for held in holders.values() if len(held) > 1]
            firms |= set().union(*groups)
        if firms:
            most = max(
                len({b.party.code for b in t.bids if value in b.keys.get(kind, [])})
                for kind in kinds
                for b0 in t.bids
                for value in b0.keys.get(kind, [])
            )
            yield t.ocid, tuple(sorted(firms)), severity, Decimal(most), len(t.bids)


def rf01(market):
    return shared(market, ["mac", "cpu", "disk", "dongle"], "high")


def rf03(market):
    return shared(market, ["account"], "high")


def rf05(market):
    for t in market:
        p = prices(t)
        if t.matter == "rights" or len(p) < 3 or p[0] <= 0 or p[1] == p[0]:
            continue
        gaps = [b - a for a, b in zip(p, p[1:], strict=False)]
        mean = Fraction(p[-1] - p[0], len(gaps))
        by_gap = max(abs(gap - mean) / mean for gap in gaps)
        rates = [Fraction(gap, low) for gap, low in zip(gaps, p, strict=False)]
        by_rate = max(abs(rate / rates[0] - 1) for rate in rates)
        off = min(by_gap, by_rate)
        if off <= Fraction(1, 1000):
            yield t.ocid, priced(t), "high" if len(p) >= 4 else "low", rounded(100 * off), len(p)


def rf06(market):
    for t in market:
        p = prices(t)
        n, total = len(p), sum(p)
        if t.matter == "rights" or n < 3 or total == 0:
            continue
        spread = n * sum(x * x for x in p) - total * total
        if Fraction(spread, total * total) < Fraction(1, 200) ** 2:
            with localcontext() as context:
                context.prec = 60
                yield t.ocid, priced(t), "medium", rounded(100 * Decimal(spread).sqrt() / total), n


def rf07(market):
    for t in market:
        if t.matter != "rights" and t.control_price and t.award_amount is not None:
            share = Fraction(t.award_amount, t.control_price)
            if share >= Fraction(99, 100):
                parties = (t.winner.code,) if t.winner else ()
                yield t.ocid, parties, "medium", rounded(100 * share), len(t.bids or ())


def rf08(market):
    for t in market:
        p = prices(t)
        if t.matter == "rights" or len(p) < 2:
            continue
        for bid in t.bids:
            if bid.amount is None or sum(p) == bid.amount:
                continue
            share = Fraction(bid.amount * (len(p) - 1), sum(p) - bid.amount)
            if share < Fraction(4, 5):
                yield t.ocid, (bid.party.code,), "medium", rounded(100 * share), len(p) - 1


def rf09(market):
    for role in ("buyer", "agent"):
        for t in market:
            whose = getattr(t, role)
            if t.winner is None or whose is None:
                continue
            same = [
                x for x in window(t, market) if x.winner and getattr(x, role) and getattr(x, role).code == whose.code
            ]
            wins = sum(x.winner.code == t.winner.code for x in same)
            if wins >= 3 and Fraction(wins, len(same)) >= Fraction(3, 5):
                parties = tuple(sorted([t.winner.code, whose.code]))
                yield t.ocid, parties, "medium", rounded(Fraction(100 * wins, len(same))), len(same)


def rf10(market):
    for t in market:
        if t.winner is None or t.winner.code not in codes(t):
            continue
        rows = []
        for other in set(codes(t)) - {t.winner.code}:
            joint = [x for x in window(t, market) if {other, t.winner.code} <= set(codes(x))]
            won = sum(x.winner is not None and x.winner.code == t.winner.code for x in joint)
            if len(joint) >= 4 and Fraction(won, len(joint)) >= Fraction(4, 5):
                rows.append((other, len(joint), won))
        if rows:
            parties = tuple(sorted([t.winner.code, *(row[0] for row in rows)]))
            share = min(Fraction(100 * won, joint) for _code, joint, won in rows)
            severity = "high" if len(rows) >= 2 else "medium"
            yield t.ocid, parties, severity, rounded(share), min(joint for _code, joint, _won in rows)


def rf11(market):
    """In the order of the market: of one day, the first stored comes first."""
    order = sorted(range(len(market)), key=lambda at: (market[at].day, at))
    seen: dict[str, list[int]] = {}
    for t in (market[at] for at in order):
        if t.bids is None or t.method == "direct" or t.matter == "rights":
            continue
        count = len(t.bids)
        if count < 3:
            yield t.ocid, tuple(codes(t)), "high", Decimal(count), count
        if t.buyer is not None:
            before = seen.setdefault(t.buyer.code, [])
            if count == 3 and before[-2:] == [3, 3]:
                yield t.ocid, (t.buyer.code,), "low", Decimal(3), 3
            before.append(count)


def rf13(market):
    for t in market:
        rows = sorted(t.changes, key=lambda change: change.changed_on)
        if not rows:
            continue
        project = year = 0
        for change in rows:
            every = [(x, c) for x in market for c in x.changes]
            if t.project:
                count = sum(x.project == t.project and c.changed_on <= change.changed_on for x, c in every)
                project = max(project, count)
            since = months_before(change.changed_on, 12)
            if t.buyer:
                same = [c for x, c in every if x.buyer and x.buyer.code == t.buyer.code]
                year = max(year, sum(since < c.changed_on <= change.changed_on for c in same))
        parties = (t.buyer.code,) if t.buyer else ()
        yield t.ocid, parties, "medium", Decimal(max(len(rows), project)), year


def known(market, capacity, on) -> int:
    """How many are known in this capacity by that day."""
    return len({who.code for t in market for who, held, day in t.everyone() if held == capacity and day <= on})


def rf14(market):
    every = [(t, c) for t in market for c in t.complaints]
    for t in market:
        for party, capacity in {(c.party.code, c.capacity) for c in t.complaints}:
            rows = []
            for on in sorted(c.filed_on for c in t.complaints if (c.party.code, c.capacity) == (party, capacity)):
                counts: dict[str, int] = {}
                for _x, c in every:
                    if c.capacity == capacity and months_before(on, 6) < c.filed_on <= on:
                        counts[c.party.code] = counts.get(c.party.code, 0) + 1
                rows.append((on, counts))
            counted = [(on, counts) for on, counts in rows if counts[party] >= 2]
            if not counted:
                continue
            on, counts = counted[-1]
            members, own = known(market, capacity, on), counts[party]
            total, squares = sum(counts.values()), sum(n * n for n in counts.values())
            above = own * members - total
            outlier = above > 0 and above**2 > 4 * (members * squares - total * total)
            if own > 3 or outlier or (own >= 3 and len(counts) * 2 < members):
                yield t.ocid, (party,), "medium", Decimal(own), members


def rf15(market):
    for t in market:
        for bid in t.bids or ():
            for expert, score in bid.scores.items():
                others = [points for code, points in bid.scores.items() if code != expert]
                if len(others) >= 2 and sum(others) > 0:
                    off = abs(Fraction(score * len(others), sum(others)) - 1)
                    if off > Fraction(3, 10):
                        parties = tuple(sorted([expert, bid.party.code]))
                        yield t.ocid, parties, "medium", rounded(100 * off), len(others)


def rf16(market):
    for t in market:
        if t.winner is None or not t.pool:
            continue
        won = [x for x in window(t, market) if x.winner and x.winner.code == t.winner.code and x.pool]
        expected = sum(min(Fraction(1), Fraction(x.seats, x.pool)) for x in won)
        for expert in {who.code for who in t.experts}:
            joint = sum(expert in {who.code for who in x.experts} for x in won)
            if joint >= 3 and expected < 1:
                yield t.ocid, tuple(sorted([expert, t.winner.code])), "medium", Decimal(joint), len(won)


def rf19(market):
    for t in market:
        amounts = t.contract_amount is not None and t.award_amount is not None
        days = t.contract_days is not None and t.award_days is not None
        if (amounts and t.contract_amount != t.award_amount) or (days and t.contract_days != t.award_days):
            parties = tuple(sorted(who.code for who in (t.buyer, t.winner) if who))
            value = None if t.contract_amount is None else Decimal(t.contract_amount) / 100
            yield t.ocid, parties, "high", value, 0


def rf20(market):
    for t in market:
        young = {
            b.party.code: t.day - b.party.founded_on
            for b in t.bids or ()
            if b.party.founded_on and t.day < months_before(b.party.founded_on, -6)
        }
        if young:
            yield (
                t.ocid,
                tuple(sorted(young)),
                "medium",
                Decimal(min(young.values()) // timedelta(days=1)),
                len(t.bids),
            )
    yield from shared(market, ["legal", "shareholder", "address"], "medium")


REFERENCE = {
    "RF-01": rf01,
    "RF-03": rf03,
    "RF-05": rf05,
    "RF-06": rf06,
    "RF-07": rf07,
    "RF-08": rf08,
    "RF-09": rf09,
    "RF-10": rf10,
    "RF-11": rf11,
    "RF-13": rf13,
    "RF-14": rf14,
    "RF-15": rf15,
    "RF-16": rf16,
    "RF-19": rf19,
    "RF-20": rf20,
}
