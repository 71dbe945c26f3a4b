"""RF-02, RF-12 and RF-18 on the textbook pattern, at their limits, and just below: nothing."""

from decimal import Decimal

import pytest

from procurement.actions import facts
from procurement.facts.plain import Term
from procurement.flags.terms import found_in
from procurement.flags.words import explained
from procurement.models import Flag
from tests.procurement.market import NOW, bid, flagged, trade

pytestmark = pytest.mark.django_db


def words(code, *tenders) -> list[str]:
    facts.put(tenders, now=NOW)
    return [explained(flag) for flag in Flag.objects.filter(code=code).order_by("fact__day", "pk")]


# RF-02: bids uploaded from one public address.


def uploaded(**addresses):
    prices = {"A": 100, "B": 108, "C": 121, "D": 127}
    return trade([bid(code, prices[code], marks={"network": [seen]}) for code, seen in addresses.items()])


def test_two_of_four_bids_from_one_address():
    [found] = flagged("RF-02", uploaded(A="113.57.20.8", B="113.57.20.9", C="113.57.20.8", D="113.57.20.10"))
    assert (found.parties, found.severity, found.value, found.threshold, found.group_size) == (
        ["A", "C"],
        "medium",
        2,
        2,
        4,
    )


def test_three_of_them_count_as_three():
    [found] = flagged("RF-02", uploaded(A="113.57.20.8", B="113.57.20.8", C="113.57.20.8", D="113.57.20.10"))
    assert (found.parties, found.value) == (["A", "B", "C"], 3)


@pytest.mark.parametrize(
    "tenders",
    [
        [uploaded(A="113.57.20.8", B="113.57.20.9", C="113.57.20.80")],
        [uploaded(A="113.57.20.8", B="113.57.20.9"), uploaded(A="113.57.20.9", C="113.57.20.8")],
    ],
    ids=["every bid from its own", "the same one in different tenders"],
)
def test_one_bid_of_a_tender_from_an_address_is_nothing(tenders):
    assert flagged("RF-02", *tenders) == []


def test_shared_network_in_words():
    said = words("RF-02", uploaded(A="113.57.20.8", B="113.57.20.8", C="113.57.20.9"))
    assert said == ["本项目3家投标人中，多家投标特征雷同：上传网络：A公司、B公司。"]


# RF-12: purchases just below the limit of the county, 300,000 yuan: from 90 % of it on.

LIMIT = 30_000_000  # fen
LEAST = 27_000_000


def part(day: str, amount: int, winner="M", **more):
    about = {"matter": "goods", "method": "limited", "buyer": "S", "project": ""} | more
    return trade(day=day, winner=winner, award_amount=amount, **about)


def test_four_purchases_of_a_year_with_one_supplier():
    amounts = {"2025-11-20": 29_400_000, "2025-12-18": 29_100_000, "2026-02-12": 28_600_000, "2026-04-15": 29_500_000}
    found = flagged("RF-12", *(part(day, amount, ocid=day) for day, amount in amounts.items()))
    assert [(row.tender, row.value, row.threshold, row.group_size, row.severity) for row in found] == [
        ("2025-12-18", Decimal("585000.00"), 300_000, 2, "high"),
        ("2026-02-12", Decimal("871000.00"), 300_000, 3, "high"),
        ("2026-04-15", Decimal("1166000.00"), 300_000, 4, "high"),
    ]


@pytest.mark.parametrize(
    ("amount", "value"),
    [(LEAST - 1, None), (LEAST, Decimal("540000.00")), (LIMIT - 1, Decimal("569999.99")), (LIMIT, None)],
)
def test_each_part_lies_between_ninety_percent_and_the_limit(amount, value):
    found = flagged("RF-12", part("2026-03-02", LEAST), part("2026-04-02", amount))
    assert [row.value for row in found] == ([] if value is None else [value])


@pytest.mark.parametrize(("day", "is_found"), [("2025-04-02", False), ("2025-04-03", True)])
def test_parts_lie_within_twelve_months(day, is_found):
    assert bool(flagged("RF-12", part(day, LEAST), part("2026-04-02", LEAST))) is is_found


@pytest.mark.parametrize(
    ("first", "second", "parties"),
    [
        ({"winner": "M"}, {"winner": "N"}, None),
        ({"winner": "M", "project": "P"}, {"winner": "N", "project": "P"}, ["S", "M", "N"]),
        ({"winner": "M", "project": "P"}, {"winner": "M", "project": "Q"}, ["S", "M"]),
        ({"winner": "M"}, {"winner": "M", "buyer": "Z"}, None),
    ],
    ids=["another supplier", "one project", "one supplier", "another tenderer"],
)
def test_parts_are_of_one_tenderer_and_of_one_project_or_supplier(first, second, parties):
    found = flagged("RF-12", part("2026-03-02", LEAST, **first), part("2026-04-02", LEAST, **second))
    assert [row.parties for row in found] == ([] if parties is None else [parties])


def test_open_tenders_evade_nothing_and_weigh_little():
    [found] = flagged("RF-12", *(part(day, LEAST, method="open") for day in ("2026-03-02", "2026-04-02")))
    assert found.severity == "low"


def test_splitting_in_words():
    said = words("RF-12", part("2026-03-02", 29_400_000), part("2026-04-02", 29_100_000))
    assert said == ["S公司十二个月内就同一项目或者同一供应商采购2次，每次略低于300,000.00元，合计585,000.00元。"]


# RF-18: terms of the documents that the check list names.


def documented(*texts: str):
    terms = [Term(code, said) for text in texts for code, said in found_in(text)]
    return trade(terms=tuple(terms), agent="G")


SHUTTING_OUT = {
    "brand": "视频监控设备必须采用海康威视品牌。",
    "local": "投标人须为云溪县境内注册的企业。",
    "excessive": "投标人注册资本不低于5000万元。",
    "sole": "近三年获得本市优质工程奖的加2分。",
}


@pytest.mark.parametrize(("code", "text"), SHUTTING_OUT.items())
def test_one_term_of_the_check_list_is_enough(code, text):
    [found] = flagged("RF-18", documented(text))
    assert ([row[0] for row in found.detail["terms"]], found.value, found.threshold) == ([code], 1, 1)


def test_every_term_counts():
    [found] = flagged("RF-18", documented(*SHUTTING_OUT.values()))
    assert (found.parties, found.severity, found.value) == (["T", "G"], "medium", 4)


@pytest.mark.parametrize(
    "text",
    [
        "视频监控设备可以参照海康威视或者相当于该品牌的产品。",
        "项目位于云溪县城关镇，投标人应当在中国境内注册。",
        "投标人如实填写注册资本和成立时间。",
        "近三年获得省级以上优质工程奖的加2分。",
    ],
)
def test_terms_that_shut_nobody_out_are_nothing(text):
    assert flagged("RF-18", documented(text)) == []


def test_terms_in_words():
    assert words("RF-18", documented(SHUTTING_OUT["brand"])) == ["招标文件载明：指定品牌「必须采用海康威视品牌」。"]
