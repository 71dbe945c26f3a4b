"""The eleven indicators of Cardinal by their published definitions; numbers that were computed by hand."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.ocds.cardinal import Cardinal, fences, quantile
from tests.exchange.releases import bid, release


def indicators(*rows, code: str) -> list[tuple]:
    """(group, id, value) of one indicator."""
    cardinal = Cardinal()
    for row in rows:
        cardinal.add(row)
    return [(row.group, row.id, row.value) for row in cardinal.results() if row.code == code]


def out(code, amount=None):
    return bid(code, amount, status="disqualified")


def competed(ocid, difference, **more):
    """A won at 100; the next valid bid is so far above."""
    return release(ocid, bids={"A": 100, "B": 100 + difference}, winner="A", **more)


# Hyndman and Fan 1996, definition 8: (n + 1/3) p + 1/3.
QUARTILES = [([1, 2, 3, 4], 1.4166666666666667, 3.5833333333333335), ([5], 5, 5), ([1, 2], 1, 2)]


@pytest.mark.parametrize(("values", "first", "third"), QUARTILES)
def test_quartiles_are_of_type_8(values, first, third):
    assert (quantile(values, 0.25), quantile(values, 0.75)) == (pytest.approx(first), pytest.approx(third))


def test_quartile_of_nothing_is_no_number():
    assert math.isnan(quantile([], 0.25))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40))
def test_quartiles_agree_with_exact_arithmetic(values):
    ordered, place = sorted(values), (len(values) + Fraction(1, 3)) / 4 + Fraction(1, 3)
    below = int(place)
    if below < 1 or below >= len(ordered):
        exact = ordered[0] if below < 1 else ordered[-1]
    else:
        exact = ordered[below - 1] + (place - below) * (ordered[below] - ordered[below - 1])
    assert quantile([float(value) for value in values], 0.25) == pytest.approx(float(exact))


def test_fences_lie_one_and_a_half_widths_out():
    assert fences([1.0, 2.0, 3.0, 4.0])[1:] == (pytest.approx(-1.8333333), pytest.approx(6.8333333))


def spanning(days, **more):
    span = {"startDate": "2026-03-01T00:00:00+08:00", "endDate": f"2026-03-{1 + days:02}T00:00:00+08:00"}
    return release(f"p{days}", tender={"tenderPeriod": span} | more)


def test_r003_period_of_fewer_than_15_whole_days():
    assert indicators(spanning(14), spanning(15), code="R003") == [("OCID", "p14", 1.0)]


@pytest.mark.parametrize(("method", "found"), [("open", 1), ("selective", 1), ("limited", 0), ("direct", 0)])
def test_r018_single_bid_in_a_competitive_procedure(method, found):
    row = release("o", tender={"procurementMethod": method, "numberOfTenderers": 1})
    assert len(indicators(row, code="R018")) == found


MARKET = [competed(f"o{n}", 10 + n % 3) for n in range(12)]


def test_r024_price_close_to_the_winning_bid():
    assert indicators(*MARKET, competed("near", 1), code="R024") == [("OCID", "near", 0.01)]


def test_r058_heavily_discounted_bid():
    assert indicators(*MARKET, competed("far", 99), code="R058") == [("OCID", "far", 0.99)]


EXCLUDED = {
    "an award is pending": {"awards": [{"status": "active", "suppliers": [{"id": "A"}]}, {"status": "pending"}]},
    "several awards": {"awards": [{"status": "active", "suppliers": [{"id": c}]} for c in "AB"]},
    "several suppliers": {"awards": [{"status": "active", "suppliers": [{"id": "A"}, {"id": "B"}]}]},
    "the winner is not the lowest": {"awards": [{"status": "active", "suppliers": [{"id": "B"}]}]},
}


@pytest.mark.parametrize("more", EXCLUDED.values(), ids=EXCLUDED)
def test_r058_leaves_out(more):
    assert indicators(*MARKET, competed("far", 99) | more, code="R058") == []


def test_r058_leaves_out_another_currency():
    other = release("far", bids=[bid("A", 100, currency="USD"), bid("B", 199, currency="USD")], winner="A")
    assert indicators(*MARKET, other, code="R058") == []


def test_r025_top_bidder_that_never_wins():
    """Four firms win two of three bids, three win three of four; F bids 14 times and never wins."""
    rows = [release(bids={firm: 90, "F": 99}, winner=firm) for firm in "ABCDEGH" for _n in range(2)]
    rows += [release(bids=dict.fromkeys("ABCDEGH", 9), winner="Z")]
    rows += [release(bids={firm: 90}, winner=firm) for firm in "EGH"]
    assert indicators(*rows, code="R025") == [("Tenderer", "F", 0.0)]


def test_r028_different_tenderers_same_price():
    same = [bid("D", 5), bid("V", 5), bid("W", 6)]
    [row] = [found for found in released(release("o", bids=same)) if found.code == "R028"]
    assert (row.id, row.parties) == ("o", ("D", "V"))


def released(*rows):
    cardinal = Cardinal()
    for row in rows:
        cardinal.add(row)
    return cardinal.results()


def test_r028_one_tenderer_may_repeat_its_price():
    assert indicators(release("o", bids=[bid("D", 5), bid("D", 5)]), code="R028") == []


def test_r030_winning_bid_after_the_deadline():
    late = bid("A", 5, date="2026-03-23T09:30:01+08:00")
    assert indicators(release("o", bids=[late, bid("B", 6)], winner="A"), code="R030") == [("OCID", "o", 1.0)]


def test_r030_compares_moments_not_texts():
    """09:00 in Shanghai is 01:00 in Greenwich: before the deadline of 09:30 in Shanghai."""
    early = bid("A", 5, date="2026-03-23T01:00:00Z")
    assert indicators(release("o", bids=[early], winner="A"), code="R030") == []


def test_r035_all_but_the_winner_disqualified():
    row = release("o", bids=[bid("A", 9), out("B"), out("C"), out("B")], winner="A")
    assert indicators(row, code="R035") == [("OCID", "o", 2.0)]


def test_r035_needs_exactly_one_valid_bidder():
    row = release("o", bids=[bid("A", 9), bid("D", 9.5), out("B")], winner="A")
    assert indicators(row, code="R035") == []


def test_r036_lowest_bid_disqualified():
    row = release("o", bids=[bid("A", 9), out("B", 8)], winner="A")
    assert indicators(row, code="R036") == [("OCID", "o", 1.0)]


def test_r036_needs_an_award():
    assert indicators(release("o", bids=[bid("A", 9), out("B", 8)]), code="R036") == []


def test_r038_buyer_and_tenderer_whose_bids_are_disqualified():
    rows = [
        release(buyer=f"T{n}", bids=[bid(f"A{n}", 9), out("X") if n == 5 else bid(f"C{n}", 10)])
        for n in range(6)
        for _twice in range(2)
    ]
    rows += [release(buyer="T0", bids=[out("C0", 9), bid("A0", 9)]), release(buyer="T1", bids=[out("C1"), bid("A1")])]
    rows += [release(buyer="T2", bids=[out("C2", 9), bid("A2", 9)])]
    assert indicators(*rows, code="R038") == [("Buyer", "T5", 0.5), ("Tenderer", "X", 1.0)]


def awarded(supplier, kind):
    award = {"status": "active", "suppliers": [{"id": supplier}], "items": [{"classification": {"id": kind}}]}
    return release(awards=[award])


def test_r048_supplier_of_everything():
    rows = [awarded(f"S{n}", "31000000") for n in range(6) for _time in range(20)]
    rows += [awarded("M", f"{10 + n}000000") for n in range(20)]
    assert indicators(*rows, code="R048")[0] == ("Tenderer", "M", 20.0)


def test_r048_counts_from_twenty_processes_on():
    assert indicators(*[awarded("M", f"{10 + n}000000") for n in range(19)], code="R048") == []


ODD = [
    {},
    {"bids": None},
    {"bids": {"details": [None, {"status": 3}]}},
    {"awards": "x"},
    {"tender": {"tenderPeriod": 1}},
]


@pytest.mark.parametrize("more", ODD)
def test_odd_releases_have_no_indicators(more):
    assert released({"ocid": "o"} | more) == []
