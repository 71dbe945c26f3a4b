"""The way of a list: shown, objected to, judged, approved; what the database and the record keep."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funds.actions.checking import excuse
from funds.actions.listing import enter, open_roll
from funds.actions.subsidising import answer, object_to, pass_on, send_back, show
from funds.models import Roll, RollLine
from records.crosscheck import first_difference
from records.models import Anomaly
from records.models import Entry as Recorded
from records.refusal import Refused
from tests.conftest import at
from tests.funds.subsidies import (
    DAYS,
    MAY,
    approved,
    number,
    rolled,
    row,
    signed,
    states,
)

pytestmark = pytest.mark.django_db
NOW = at("2026-06-01")
S = RollLine.State


def test_whole_way_of_a_list(dibao, cast):
    roll = approved(rolled(dibao, cast.one, [row(1)], by=cast.scribe), cast)
    assert roll.state == Roll.State.APPROVED
    assert [(step.deed, step.organisation.short_name) for step in roll.steps.all()] == [
        ("open", "东桥村"),
        ("show", "东桥村"),
        ("pass_on", "东桥村"),
        ("show", "城关镇"),
        ("pass_on", "城关镇"),
        ("show", "市场监管局"),
        ("pass_on", "市场监管局"),
    ]


def test_publicity_lasts_seven_working_days(dibao, cast):
    roll = show(rolled(dibao, cast.one, [row(1)], by=cast.scribe), by=cast.scribe, now=NOW)
    assert (roll.shown_on, roll.shown_until) == (date(2026, 6, 1), date(2026, 6, 10))
    with pytest.raises(Refused, match="2026-06-10"):
        pass_on(roll, by=cast.scribe, now=at("2026-06-10 18:00"))
    assert Anomaly.objects.get().code == "V32"


def statements(deed) -> int:
    with CaptureQueriesContext(connection) as caught:
        deed()
    return len(caught)


def test_many_rows_take_no_more_statements_than_few(dibao, cast):
    rolls = [
        open_roll(dibao, by=by, now=NOW, village=by.organisation, period=MAY)
        for by in (cast.scribe, cast.other_scribe)
    ]
    few, many = [row(1), row(2)], [row(serial) for serial in range(3, 63)]
    counts = [
        statements(lambda roll=roll, rows=rows, by=by: enter(roll, by=by, now=NOW, rows=rows))
        for roll, rows, by in zip(rolls, (few, many), (cast.scribe, cast.other_scribe), strict=True)
    ]
    assert counts[0] == counts[1]
    assert (
        Recorded.objects.filter(verb="funds.rollline.state").count() == 2 * 62
    )  # entered, listed: each row by itself


def test_publicity_is_as_long_as_the_programme_says(dibao, cast):
    signed(dibao, cast, valid_from=MAY, publicity_days=3)
    roll = show(rolled(dibao, cast.one, [row(1)], by=cast.scribe), by=cast.scribe, now=NOW)
    assert roll.shown_until == date(2026, 6, 4)


def test_empty_list_is_not_shown(dibao, cast):
    roll = open_roll(dibao, by=cast.scribe, now=NOW, village=cast.one, period=MAY)
    with pytest.raises(Refused):
        show(roll, by=cast.scribe, now=NOW)


def test_town_that_wrote_a_list_does_not_show_it_at_its_own_level(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1)], by=cast.mayor)
    show(roll, by=cast.mayor, now=at(DAYS[0]))
    pass_on(roll, by=cast.mayor, now=at(DAYS[1]))
    with pytest.raises(Refused):
        show(roll, by=cast.mayor, now=at(DAYS[2]))
    assert Anomaly.objects.get().code == "V07"


def test_county_approves_with_two_people(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    show(roll, by=cast.scribe, now=at(DAYS[0]))
    pass_on(roll, by=cast.scribe, now=at(DAYS[1]))
    show(roll, by=cast.mayor, now=at(DAYS[2]))
    pass_on(roll, by=cast.mayor, now=at(DAYS[3]))
    show(roll, by=cast.officer, now=at(DAYS[4]))
    with pytest.raises(Refused):
        pass_on(roll, by=cast.officer, now=at(DAYS[5]))


@pytest.mark.parametrize("who", ["other_scribe", "officer", "cashier"])
def test_strangers_do_not_show_a_villages_list(dibao, cast, who):
    roll = rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    with pytest.raises(PermissionDenied):
        show(roll, by=getattr(cast, who), now=NOW)
    assert Roll.objects.get().state == Roll.State.DRAFT


def test_list_with_a_held_row_is_not_approved(dibao, cast):
    with pytest.raises(Refused):
        approved(rolled(dibao, cast.one, [row(1), row(2, holder="李二狗")], by=cast.scribe), cast)


def test_held_row_that_somebody_let_pass_stays_in_order(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1, holder="李二狗")], by=cast.scribe)
    excuse(roll.lines.get(), by=cast.mayor, now=NOW, words="监护人账户，有公证书")
    assert approved(roll, cast).state == Roll.State.APPROVED


def test_who_entered_a_row_does_not_let_it_pass(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1, holder="李二狗")], by=cast.mayor)
    with pytest.raises(PermissionDenied):
        excuse(roll.lines.get(), by=cast.mayor, now=NOW, words="没有问题")


def test_blocked_row_cannot_be_let_pass(dibao, cast):
    roll = rolled(dibao, cast.one, [row(1), row(1)], by=cast.scribe)
    with pytest.raises(Refused):
        excuse(roll.lines.last(), by=cast.mayor, now=NOW, words="没有问题")


def test_list_sent_back_is_shown_anew(dibao, cast):
    roll = show(rolled(dibao, cast.one, [row(1)], by=cast.scribe), by=cast.scribe, now=NOW)
    send_back(roll, by=cast.mayor, now=at("2026-06-02"), words="漏了两户")
    assert show(roll, by=cast.scribe, now=at("2026-06-03")).shown_until == date(2026, 6, 12)


def test_open_objection_stops_a_list(dibao, cast):
    roll = show(rolled(dibao, cast.one, [row(1), row(2)], by=cast.scribe), by=cast.scribe, now=NOW)
    line = roll.lines.first()
    said = object_to(roll, by=cast.scribe, now=at("2026-06-03"), words="他家有小汽车", line=line)
    with pytest.raises(Refused):
        pass_on(roll, by=cast.scribe, now=at("2026-06-11"))
    answer(said, by=cast.mayor, now=at("2026-06-11"), answer="核实名下有车辆", is_upheld=True)
    assert pass_on(roll, by=cast.scribe, now=at("2026-06-11")).state == Roll.State.TOWN
    assert states(roll) == [S.STRUCK, S.LISTED]


def test_village_does_not_answer_objections_to_its_own_list(dibao, cast):
    roll = show(rolled(dibao, cast.one, [row(1)], by=cast.scribe), by=cast.scribe, now=NOW)
    said = object_to(roll, by=cast.scribe, now=at("2026-06-03"), words="他家有小汽车")
    with pytest.raises(PermissionDenied):
        answer(said, by=cast.scribe, now=at("2026-06-03"), answer="没有", is_upheld=False)


@pytest.mark.parametrize(
    ("about", "field"), [({"period": date(2026, 7, 1)}, "period"), ({"village": "town"}, "village")]
)
def test_list_that_cannot_be_opened(dibao, cast, about, field):
    if about.get("village"):
        about = {"village": cast.town}
    with pytest.raises(Refused) as refused:
        open_roll(dibao, by=cast.mayor, now=NOW, **{"village": cast.one, "period": MAY} | about)
    assert refused.value.field == field


def test_second_list_of_a_village_and_period_is_refused(dibao, cast):
    rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    with pytest.raises(Refused):
        open_roll(dibao, by=cast.mayor, now=NOW, village=cast.one, period=date(2026, 5, 31))


def test_record_and_tables_of_lists_agree(dibao, cast):
    approved(rolled(dibao, cast.one, [row(1), row(1)], by=cast.scribe), cast)
    assert first_difference() is None


def test_no_number_stands_in_the_record(dibao, cast):
    rolled(dibao, cast.one, [row(1), row(1)], by=cast.scribe)
    assert not Recorded.objects.filter(body__icontains=number(1)).exists()
