"""Penalties in the browser of the unit: forms, bad input, the register."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from approvals.models import Penalty
from tests.approvals.penalties.conftest import BASIS, FIRM
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def send(actor, penalty, deed, **fields):
    address = reverse("approvals:penalty_deed", args=[penalty.pk, deed])
    return signed_in(actor).post(address, {"key": str(uuid.uuid4())} | fields)


def file_by_form(actor, power, *officers, **fields):
    good = FIRM | {"item": power.pk, "officers": [o.user.pk for o in officers], "facts": "无证经营"}
    return signed_in(actor).post(reverse("approvals:new_penalty"), good | {"key": str(uuid.uuid4())} | fields)


def test_form_files_a_case(power, clerk, second):
    answer = file_by_form(clerk, power, clerk, second)
    assert answer.url == reverse("approvals:penalty", args=[Penalty.objects.get().pk])


BAD = [
    *(("party_name", value) for value in ("", "　", "a" * 101, "a\0b", "甲\u202e乙", "甲\u200b乙")),
    *(("party_id", value) for value in ("", "12345", "110105194912310021", "91999921MA0000000L", "x" * 40)),
    *(("facts", value) for value in ("", "　 ", "字" * 4001, "\x07")),
    *(("item", value) for value in ("", "0", "abc", "99999999999999999999")),
    *(("officers", value) for value in ("", "0", "abc", "9" * 30)),
    *(("slip", value) for value in ("0", "abc", "9" * 30)),
    ("party_address", "路" * 201),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_bad_input_is_named_at_its_field(power, clerk, second, field, value):
    answer = file_by_form(clerk, power, clerk, second, **{field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Penalty.objects.exists()


MONEY = ["NaN", "Infinity", "1e400", "-1", "0", "0.001", "1.005", "5万元", "五百", "=1+1", "1" * 11, "1,0,0", "<b>"]


@pytest.mark.parametrize("value", MONEY)
def test_bad_money_is_named_at_its_field(filed, clerk, value):
    answer = send(clerk, filed(), "propose", amount=value, basis=BASIS)
    assert answer.status_code == 422
    assert Penalty.objects.get().amount is None


@pytest.mark.parametrize("day", ["2026-02-30", "0000-01-01", "9999-12-31", "46000", "2026-03-24", "明天"])
def test_bad_day_of_the_meeting_is_named(reviewed, reviewer, day):
    answer = send(reviewer, reviewed(), "hold_meeting", meeting_on=day, attendees="x", meeting="x")
    assert answer.status_code == 422
    assert Penalty.objects.get().meeting_on is None


def test_chinese_date_is_understood(reviewed, reviewer):
    send(reviewer, reviewed(), "hold_meeting", meeting_on="2026年3月18日", attendees="老周", meeting="同意")
    assert Penalty.objects.get().meeting_on == date(2026, 3, 18)


def test_deputy_is_told_why_he_may_not_decide(discussed, approver):
    answer = send(approver, discussed("50000.00"), "decide")
    assert (answer.status_code, "五万元以上" in answer.content.decode()) == (403, True)


def test_stale_page_does_nothing(filed, clerk):
    penalty = filed()
    answer = send(clerk, penalty, "propose", amount="100", basis=BASIS, seen="1")
    assert (answer.status_code, Penalty.objects.get().state) == (409, "filed")


def test_unknown_deed_is_not_found(filed, clerk):
    assert send(clerk, filed(), "abolish").status_code == 404


def test_deed_page_after_a_lost_session_shows_the_case(filed, clerk):
    address = reverse("approvals:penalty_deed", args=[filed().pk, "propose"])
    assert signed_in(clerk).get(address).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "inspector", "leader", "clerk"])
def test_case_is_seen_by_its_unit_and_those_above(request, filed, who):
    address = reverse("approvals:penalty", args=[filed().pk])
    status = signed_in(request.getfixturevalue(who)).get(address).status_code
    assert status == (404 if who == "stranger" else 200)


def test_register_is_narrowed_and_exported(filed, clerk):
    filed()
    browser, address = signed_in(clerk), reverse("approvals:penalties")
    assert len(browser.get(address, {"q": "百味园", "state": "filed"}).context["lines"]) == 1
    assert browser.get(address, {"q": "没有"}).context["lines"] == []
    export = browser.get(address, {"export": "xlsx"})
    assert export.getvalue()[:2] == b"PK"


@pytest.mark.parametrize("query", [{"q": "\0"}, {"state": "x"}, {"since": "x"}, {"page": "x"}, {"export": "x"}])
def test_hostile_query_of_the_register_is_no_fault(filed, clerk, query):
    filed()
    assert signed_in(clerk).get(reverse("approvals:penalties"), query).status_code == 200
