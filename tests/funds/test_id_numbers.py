"""Numbers of identity: check signs, days of birth, masks, seals."""

from datetime import date

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from funds import persons
from funds.models import Recipient, RollLine
from tests.conftest import at
from tests.funds.subsidies import (
    MAY,
    check_sign,
    number,
    rolled,
    row,
)

pytestmark = pytest.mark.django_db
NOW = at("2026-06-01")
S = RollLine.State


@pytest.mark.parametrize(
    ("digits", "sign"), [("11010519000101001", "X"), ("11010519000101002", "8"), ("11010519491231002", "X")]
)
def test_check_sign_of_a_number(digits, sign):
    assert persons.is_number(digits + sign)
    assert not any(persons.is_number(digits + other) for other in "0123456789X" if other != sign)


@pytest.mark.parametrize(
    "wrong", ["110105200102300019", "11010520010230001X", "11010519000101001", "1101051900010100１1", "abc", ""]
)
def test_number_that_cannot_be(wrong):
    assert not persons.is_number(wrong)


@settings(max_examples=200)
@given(day=st.dates(date(1850, 1, 1), date(2026, 1, 1)), serial=st.integers(0, 999), place=st.integers(100000, 999999))
def test_every_number_has_exactly_one_check_sign(day, serial, place):
    digits = f"{place}{day:%Y%m%d}{serial:03d}"
    assert [sign for sign in "0123456789X" if persons.is_number(digits + sign)] == [check_sign(digits)]


@settings(max_examples=200)
@given(day=st.dates(date(1900, 1, 1), date(2026, 1, 1)), place=st.integers(0, 16), digit=st.integers(1, 9))
def test_one_wrong_digit_is_always_found(day, place, digit):
    digits = f"110105{day:%Y%m%d}001"
    wrong = digits[:place] + str((int(digits[place]) + digit) % 10) + digits[place + 1 :]
    assert not persons.is_number(wrong + check_sign(digits))


@settings(max_examples=200)
@given(month=st.integers(0, 99), day=st.integers(0, 99))
def test_day_that_is_none_is_refused_whatever_the_check_sign(month, day):
    digits = f"1101052001{month:02d}{day:02d}001"
    try:
        date(2001, month, day)
    except ValueError:
        assert not persons.is_number(digits + check_sign(digits))
    else:
        assert persons.is_number(digits + check_sign(digits))


@pytest.mark.parametrize(
    ("name", "shown"), [("张建国", "张*国"), ("张三", "张*"), ("欧阳建国", "欧*国"), ("阿依古丽·买买提", "阿*提")]
)
def test_masked_name(name, shown):
    assert persons.masked_name(name) == shown


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [("20000229", date(2026, 2, 28), 25), ("20000229", date(2026, 3, 1), 26), ("19660501", MAY, 60)],
)
def test_age(born, day, age):
    assert persons.age_on(number(1, born), day) == age


def test_number_is_sealed_and_bound_to_its_person(dibao, cast):
    rolled(dibao, cast.one, [row(1), row(2)], by=cast.scribe)
    one, two = (Recipient.objects.get(digest=persons.digest(persons.PERSON, number(serial))) for serial in (1, 2))
    assert one.number == number(1)
    assert number(1).encode() not in bytes(one.sealed)
    with pytest.raises(InvalidTag):
        persons.unseal(two.digest, one.seal_key, one.sealed)
