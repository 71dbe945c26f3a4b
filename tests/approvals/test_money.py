"""Amounts in capitals say exactly the amount; rate times quantity is fen-exact."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.money import DIGITS, MOST, capitals, due

AMOUNTS = st.decimals(min_value=0, max_value=MOST, places=2)
WORTH = {"仟": 1000, "佰": 100, "拾": 10}


def group(words: str) -> int:
    """Up to four places: 壹仟零伍拾 → 1050."""
    value, digit = 0, 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        else:
            value, digit = value + digit * WORTH[sign], 0
    return value + digit


def read(words: str) -> Decimal:
    """What a person reads in the capitals, in yuan."""
    words = words.removeprefix("人民币").removesuffix("整")
    whole, _yuan, rest = words.rpartition("元")
    value = 0
    for name, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = whole.partition(name)
        if found:
            value, whole = value + group(head) * factor, tail
    jiao, _sign, fen = rest.rpartition("角")
    cents = group(jiao) * 10 + group(fen.removesuffix("分"))
    return Decimal(value + group(whole)) + Decimal(cents) / 100


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("50.00", "人民币伍拾元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("1.05", "人民币壹元零伍分"),
        ("10.50", "人民币壹拾元伍角整"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("100010.00", "人民币壹拾万零壹拾元整"),
        ("0.00", "人民币零元整"),
    ],
)
def test_capitals(amount, words):
    assert capitals(Decimal(amount)) == words


@given(AMOUNTS)
def test_capitals_can_be_read_back(amount):
    assert read(capitals(amount)) == amount


@given(AMOUNTS)
def test_capitals_have_no_two_zeros_in_a_row(amount):
    assert "零零" not in capitals(amount)


@given(AMOUNTS)
def test_capitals_end_with_fen_or_whole(amount):
    assert capitals(amount)[-1] in "整分"


@pytest.mark.parametrize("amount", ["-0.01", "10000000000.00"])
def test_no_receipt_is_written_for(amount):
    with pytest.raises(ValueError, match="yuan"):
        capitals(Decimal(amount))


@given(
    st.decimals(min_value="0.01", max_value="99999.99", places=2),
    st.decimals(min_value="0.01", max_value="9999.99", places=2),
)
def test_rate_times_quantity_is_exact_to_half_a_fen(rate, quantity):
    assert abs(Fraction(due(rate, quantity)) - Fraction(rate) * Fraction(quantity)) <= Fraction(1, 200)


@given(st.decimals(min_value="0.01", max_value="99999.99", places=2))
def test_a_quantity_of_one_costs_the_rate(rate):
    assert due(rate, Decimal(1)) == rate
