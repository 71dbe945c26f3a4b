"""Lists of recipients: what a row is checked for, alone and against rosters and other lists."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from funds.actions import flag_rules
from funds.actions.checking import Entry, load_roster, strike, to_recover
from funds.actions.granting import draft, send
from funds.actions.listing import enter, open_roll
from funds.actions.subsidising import show
from funds.models import FundFlag, Programme, Recipient, RollLine, Roster, RosterRow, Voucher
from records.refusal import Refused
from tests.conftest import at, employ
from tests.funds.money import allocated, arrive, held, move
from tests.funds.subsidies import (
    JUNE,
    MAY,
    approved,
    area_row,
    number,
    programme,
    rolled,
    row,
    signed,
    states,
)

pytestmark = pytest.mark.django_db
NOW = at("2026-06-01")
S = RollLine.State


@pytest.fixture
def paid_in(dibao, cast):
    """100,000 yuan lie allocated with the bureau for the programme."""
    arrive(dibao.fund, 100_000, by=cast.cashier)
    move(
        Voucher.Kind.ALLOCATE,
        held(dibao.fund),
        allocated(dibao.fund, dibao.manager, dibao.name),
        100_000,
        by=cast.cashier,
    )


def roster(kind, *entries, by, now=NOW):
    return load_roster(kind, list(entries), by=by, now=now, source="测试名册")


# --- rows ------------------------------------------------------------------------------------------------------------


def test_second_row_of_the_same_person_is_blocked(dibao, cast):
    rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    second = rolled(dibao, cast.two, [row(1)], by=cast.other_scribe)
    assert states(second) == [S.BLOCKED]
    flag = FundFlag.objects.get()
    assert (flag.code, flag.value, flag.detail["other_village"]) == ("FF-07", 52_000, "东桥村")


def test_same_person_twice_in_one_list_keeps_the_first(dibao, cast):
    assert states(rolled(dibao, cast.one, [row(1), row(1), row(2)], by=cast.scribe)) == [S.LISTED, S.BLOCKED, S.LISTED]


def test_same_person_in_another_period_is_no_duplicate(dibao, cast):
    rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    assert states(rolled(dibao, cast.two, [row(1)], by=cast.other_scribe, period=JUNE)) == [S.LISTED]


def test_database_keeps_a_person_once_in_programme_and_period(dibao, cast):
    rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    second = rolled(dibao, cast.two, [row(1)], by=cast.other_scribe).lines.get()
    with pytest.raises(IntegrityError, match="once_in_programme_and_period"), transaction.atomic():
        RollLine.objects.filter(pk=second.pk).update(state="listed")


def test_row_that_was_struck_off_makes_room(dibao, cast):
    first = rolled(dibao, cast.one, [row(1)], by=cast.scribe).lines.get()
    second = rolled(dibao, cast.two, [row(1)], by=cast.other_scribe)
    strike(first, by=cast.scribe, now=NOW, words="户口已迁往西河村")
    assert states(second) == [S.LISTED]
    assert FundFlag.objects.get().lapsed_at == NOW


def test_the_dead_are_paid_for_the_month_of_death_and_no_longer(dibao, cast):
    roster(Roster.DECEASED, Entry(number(1), "王大二", day=date(2026, 3, 20)), by=cast.mayor)
    rolls = [rolled(dibao, cast.one, [row(1)], by=cast.scribe, period=date(2026, month, 1)) for month in (3, 4, 5)]
    assert [states(roll) for roll in rolls] == [[S.LISTED], [S.BLOCKED], [S.BLOCKED]]
    assert set(FundFlag.objects.values_list("code", flat=True)) == {"FF-09"}


def test_month_of_stopping_is_the_programmes(dibao, cast):
    signed(dibao, cast, valid_from=date(2026, 4, 1), stop_months=1)
    roster(Roster.DECEASED, Entry(number(1), "王大二", day=date(2026, 3, 20)), by=cast.mayor)
    rolls = [rolled(dibao, cast.one, [row(1)], by=cast.scribe, period=date(2026, month, 1)) for month in (4, 5)]
    assert [states(roll) for roll in rolls] == [[S.LISTED], [S.BLOCKED]]


def test_what_was_paid_after_a_death_that_was_told_late_is_to_be_recovered(dibao, cast, paid_in):
    for month in (3, 4, 5):
        roll = rolled(dibao, cast.one, [row(1)], by=cast.scribe, period=date(2026, month, 1))
        approved(roll, cast)
        made = draft(dibao, by=cast.cashier, now=at("2026-07-08"), period=date(2026, month, 1))
        send(made, by=cast.treasurer, now=at("2026-07-09"))
    roster(Roster.DECEASED, Entry(number(1), "王大二", day=date(2026, 3, 20)), by=cast.mayor, now=at("2026-07-20"))
    assert to_recover(Recipient.objects.get()) == 2 * 52_000
    flag = FundFlag.objects.get(code="FF-09")
    assert (flag.value, flag.detail["periods"]) == (104_000, ["2026-04-01", "2026-05-01"])


def test_programmes_that_exclude_each_other_are_flagged(dibao, cast):
    tekun = programme(dibao.fund, dibao.manager, code="tekun", name="特困人员供养", rate=90_000)
    dibao.exclusive.add(tekun)
    rolled(tekun, cast.one, [row(1)], by=cast.scribe, period=JUNE)
    assert states(rolled(dibao, cast.one, [row(1)], by=cast.scribe, period=JUNE)) == [S.HELD]
    flag = FundFlag.objects.get()
    assert (flag.code, flag.detail["other_programme"]) == ("FF-10", "特困人员供养")


def test_programmes_exclude_each_other_only_at_the_same_time(dibao, cast):
    yearly = programme(dibao.fund, dibao.manager, code="tekun", name="特困人员供养", period=Programme.Period.YEAR)
    dibao.exclusive.add(yearly)
    rolled(yearly, cast.one, [row(1)], by=cast.scribe, period=MAY)
    assert states(rolled(dibao, cast.one, [row(1)], by=cast.scribe, period=date(2025, 12, 1))) == [S.LISTED]
    assert states(rolled(dibao, cast.one, [row(1)], by=cast.scribe, period=date(2026, 2, 1))) == [S.HELD]


def test_public_employee_is_held(dibao, cast):
    roster(Roster.EMPLOYEES, Entry(number(1), "王大二", words="城关镇中心小学"), by=cast.mayor)
    assert states(rolled(dibao, cast.one, [row(1), row(2)], by=cast.scribe)) == [S.HELD, S.LISTED]
    flag = FundFlag.objects.get()
    assert (flag.code, flag.detail["works_for"]) == ("FF-11", "城关镇中心小学")


def test_public_employee_on_a_roster_that_comes_later_is_held(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    roster(Roster.EMPLOYEES, Entry(number(1), "王大二", words="城关镇中心小学"), by=cast.mayor)
    assert states(roll) == [S.HELD]


def test_one_account_for_several_people_holds_all_of_them(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1), row(2, account=row(1).account), row(3)], by=cast.scribe)
    assert states(roll) == [S.HELD, S.HELD, S.LISTED]
    assert list(FundFlag.objects.values_list("code", "value")) == [("FF-08", 2), ("FF-08", 2)]


def test_one_account_within_a_household_is_in_order(dibao, cast):
    home = [Entry(number(serial), row(serial).name, words="户0021") for serial in (1, 2)]
    roster(Roster.HOUSEHOLDS, *home, by=cast.mayor)
    shared = row(2, account=row(1).account, holder=row(1).name)
    assert states(rolled(dibao, cast.one, [row(1), shared], by=cast.scribe)) == [S.LISTED, S.LISTED]


def test_account_of_somebody_else_is_held(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1, holder="李二狗")], by=cast.scribe)
    assert (states(roll), roll.lines.get().marks) == ([S.HELD], ["holder"])


def test_other_name_than_on_an_earlier_list_is_held(dibao, cast):
    rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    roll = rolled(dibao, cast.one, [row(1, name="王小二")], by=cast.scribe, period=JUNE)
    assert roll.lines.get().marks == ["name"]


@pytest.mark.parametrize(("born", "state"), [("19660501", S.LISTED), ("19660502", S.HELD)])
def test_age_on_the_first_day_of_the_period(dibao, cast, born, state):
    old = programme(dibao.fund, dibao.manager, code="gaoling", name="高龄津贴", youngest=60)
    assert states(rolled(old, cast.one, [row(1, number=number(1, born))], by=cast.scribe)) == [state]


@pytest.mark.parametrize(
    ("area", "amount", "state"),
    [("3.55", None, S.LISTED), ("3.55", 35_536, S.LISTED), ("3.55", 35_535, S.BLOCKED), ("3.55", 355_360, S.BLOCKED)],
)
def test_amount_is_area_times_rate(dibao, cast, area, amount, state):
    """3.55 mu × 100.10 yuan = 355.355 yuan, rounded half up."""
    grain = programme(
        dibao.fund, dibao.manager, code="dili", name="耕地地力保护补贴", way=Programme.Way.AREA, rate=10_010
    )
    roll = rolled(grain, cast.one, [area_row(1, area, amount=amount)], by=cast.scribe)
    assert states(roll) == [state]
    assert FundFlag.objects.filter(code="FF-13").exists() is (state == S.BLOCKED)


def test_many_rows_of_cadres_families_are_flagged(dibao, cast):
    family = [Entry(number(serial), row(serial).name, words="村支书之侄") for serial in (1, 2, 3)]
    roster(Roster.CADRES, *family, by=cast.mayor)
    roll = rolled(dibao, cast.one, [row(serial) for serial in range(1, 11)], by=cast.scribe)
    show(roll, by=cast.scribe, now=NOW)
    flag = FundFlag.objects.get()
    assert (flag.code, flag.value, flag.threshold, flag.subject) == ("FF-12", 30, 30, roll)


def test_share_of_cadres_families_is_a_parameter_of_two_people(dibao, cast, inspector, discipline):
    second = employ("qian", "老钱", discipline, "inspector")
    version = flag_rules.propose("FF-12", by=inspector, now=NOW, parameters={"percent": 40}, reason="村小人少")
    flag_rules.sign(version, by=second, now=NOW)
    family = [Entry(number(serial), row(serial).name, words="村支书之侄") for serial in (1, 2, 3)]
    roster(Roster.CADRES, *family, by=cast.mayor)
    show(rolled(dibao, cast.one, [row(serial) for serial in range(1, 11)], by=cast.scribe), by=cast.scribe, now=NOW)
    assert not FundFlag.objects.exists()


def test_fewer_rows_of_cadres_families_are_not(dibao, cast):
    roster(Roster.CADRES, *[Entry(number(serial), "甲乙", words="村主任之妻") for serial in (1, 2)], by=cast.mayor)
    show(rolled(dibao, cast.one, [row(1), row(2), row(3)], by=cast.scribe), by=cast.scribe, now=NOW)
    assert not FundFlag.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "110105200102300019"}, "number"),
        ({"number": "110105190001010011"}, "number"),
        ({"name": "  "}, "name"),
        ({"account": "6228-4800"}, "account"),
        ({"account": "1234567"}, "account"),
        ({"bank": ""}, "bank"),
        ({"amount": 0}, "amount"),
        ({"amount": -52_000}, "amount"),
    ],
)
def test_row_that_cannot_be_saves_nothing(dibao, cast, wrong, field):
    roll = open_roll(dibao, by=cast.scribe, now=NOW, village=cast.one, period=MAY)
    with pytest.raises(Refused) as refused:
        enter(roll, by=cast.scribe, now=NOW, rows=[row(1), replace(row(2), **wrong)])
    assert refused.value.field == field
    assert not RollLine.objects.exists()


@pytest.mark.parametrize("area", [None, Decimal(0), Decimal(-1), Decimal(100_001)])
def test_area_that_cannot_be(dibao, cast, area):
    grain = programme(dibao.fund, dibao.manager, code="dili", name="耕地地力保护补贴", way=Programme.Way.AREA)
    roll = open_roll(grain, by=cast.scribe, now=NOW, village=cast.one, period=MAY)
    with pytest.raises(Refused) as refused:
        enter(roll, by=cast.scribe, now=NOW, rows=[row(1, area=area)])
    assert refused.value.field == "area"


# --- rosters ---------------------------------------------------------------------------------------------------------


def test_roster_that_comes_again_replaces_what_changed(cast):
    old, other = Entry(number(1), "王大二", words="一小"), Entry(number(2), "王大三", words="二小")
    assert roster(Roster.EMPLOYEES, old, other, by=cast.mayor) == 2
    assert roster(Roster.EMPLOYEES, replace(old, words="三小"), other, by=cast.mayor) == 1
    assert set(RosterRow.objects.filter(ended_at=None).values_list("words", flat=True)) == {"三小", "二小"}


@pytest.mark.parametrize(
    "entry",
    [
        Entry("110105200102300019", "王大二", day=MAY),
        Entry(number(1), "王大二"),
        Entry(number(1), "王大二", day=date(2026, 6, 2)),
    ],
)
def test_death_that_cannot_be(cast, entry):
    with pytest.raises(Refused):
        roster(Roster.DECEASED, entry, by=cast.mayor)
    assert not RosterRow.objects.exists()


def test_village_reads_no_roster_in(cast):
    with pytest.raises(PermissionDenied):
        roster(Roster.EMPLOYEES, Entry(number(1), "王大二"), by=cast.scribe)
