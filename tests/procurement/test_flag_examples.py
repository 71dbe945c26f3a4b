"""The red flags with the exact numbers of their examples (PRO-30 to PRO-41)."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.facts.plain import Complaint, Who
from tests.procurement.market import bid, flagged, trade, who

pytestmark = pytest.mark.django_db


def test_prices_with_a_variation_of_0_0228_percent_are_too_close():
    """PRO-30."""
    prices = {"A": 9_801_000, "B": 9_805_000, "C": 9_799_000, "D": 9_803_000}
    [found] = flagged("RF-06", trade(prices, control_price=1_000_000_000))
    assert (found.value, found.threshold, found.group_size) == (Decimal("0.0228"), Decimal("0.5"), 4)


def test_award_at_99_85_percent_of_the_control_price():
    """PRO-31."""
    prices = {code: 9_985_000 + 1000 * n for n, code in enumerate("ABCDE")}
    [found] = flagged("RF-07", trade(prices, winner="A", award_amount=998_500_000, control_price=1_000_000_000))
    assert (found.value, found.parties, found.group_size) == (Decimal("99.85"), ["A"], 5)


def test_guarantees_of_two_bidders_from_one_account():
    """PRO-34."""
    accounts = {"A": "6222 0001", "B": "6222-0002", "C": "6222 0003", "D": "62220002"}
    bids = [bid(code, 100, marks={"account": [account]}) for code, account in accounts.items()]
    [found] = flagged("RF-03", trade(bids))
    assert (found.parties, found.severity) == (["B", "D"], "high")


def test_same_project_manager_in_two_bids():
    """PRO-35."""
    names = {"A": "李 建国", "B": "李建国", "C": "王芳"}
    [found] = flagged("RF-04", trade([bid(code, 100, marks={"manager": [name]}) for code, name in names.items()]))
    assert (found.parties, found.detail["alike"][0]["kind"]) == (["A", "B"], "manager")


def test_companions_of_one_winner():
    """PRO-37: the group shows at the fourth joint tender, and again at the fifth."""
    market = [
        trade({"A": 90, "B": 95, "C": 99}, winner="A", day=f"2026-0{month}-10", ocid=f"k{month}", buyer=f"T{month}")
        for month in range(1, 6)
    ]
    found = flagged("RF-10", *market)
    assert [(row.tender, row.parties, row.severity, row.group_size) for row in found] == [
        ("k4", ["A", "B", "C"], "high", 4),
        ("k5", ["A", "B", "C"], "high", 5),
    ]


def test_three_complaints_in_six_months_where_most_agents_have_none():
    """PRO-40."""
    market = [
        trade(agent="G", day=day, complaints=(Complaint(who("G"), "agent", date.fromisoformat(day)),), ocid=f"c{day}")
        for day in ("2026-01-10", "2026-03-10", "2026-06-20")
    ]
    market += [trade(agent=agent, day="2026-01-05") for agent in ("H", "I", "J")]
    [found] = flagged("RF-14", *market)
    assert (found.tender, found.parties, found.value, found.detail["median_zero"]) == ("c2026-06-20", ["G"], 3, True)


def test_score_of_92_against_a_mean_of_68():
    """PRO-41."""
    experts = ("e1", "e2", "e3", "e4", "e5")
    points = dict(zip(experts, [9200, 6600, 6700, 6900, 7000], strict=True))
    facts = trade([bid("X", 100, scores=points)], experts=tuple(Who(code) for code in experts))
    [found] = flagged("RF-15", facts)
    assert (found.parties, found.value, found.group_size) == (["e1", "X"], Decimal("35.2941"), 4)
