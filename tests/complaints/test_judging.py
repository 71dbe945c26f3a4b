"""What supervision is told of answers: faults sent all the same, bad words of the complainant, returns, repetition."""

import pytest

from complaints import actions
from complaints.models import ReplyCheck
from records.models import Anomaly
from tests.complaints.conftest import ANSWER
from tests.conftest import at, employ

pytestmark = pytest.mark.django_db

EMPTY = "您好！您反映的问题已收悉，我局高度重视。感谢您对我们工作的关心和支持！"


def told():
    """Codes of the violations with the person and the unit, in the order of time."""
    found = Anomaly.objects.filter(carried_out=True).order_by("pk")
    return list(found.values_list("code", "actor__username", "organisation__code"))


@pytest.fixture
def badly(handling, clerk):
    """Answered with nothing but formula, on 2026-09-23, although the page warned."""
    reply = actions.reply(handling, by=clerk, now=at("2026-09-23"), text=EMPTY, anyway="领导已当面答复")
    return reply.order


def test_a_good_answer_leaves_nothing(replied):
    assert (told(), ReplyCheck.objects.count()) == ([], 0)


def test_faults_are_kept_with_the_reason_for_sending_all_the_same(badly):
    check = ReplyCheck.objects.get()
    assert (check.is_serious, check.anyway) == (True, "领导已当面答复")
    assert {fault["code"] for fault in check.faults} == {"formula", "dateless", "nobody"}


def test_an_answer_that_answers_nothing_is_told(badly):
    assert told() == [("V12", "wang", "scjg")]
    assert "领导已当面答复" in Anomaly.objects.get().message


def test_a_hint_is_kept_and_not_told(handling, clerk):
    text = ANSWER.replace("如仍有噪音请拨打0371-62500123。", "")
    actions.reply(handling, by=clerk, now=at("2026-09-23"), text=text)
    assert ReplyCheck.objects.get().is_serious is False
    assert told() == []


def test_a_bad_rating_of_such_an_answer_is_told(badly, citizen):
    actions.rate(badly, by=citizen, now=at("2026-09-24"), stars=1, text="什么也没说")
    assert told()[1:] == [("V13", "wang", "scjg")]


def test_a_bad_rating_of_a_good_answer_is_not(replied, citizen):
    actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=1, text="还在施工")
    assert told() == []


def test_the_second_dissatisfaction_is_told(replied, citizen, reviewer, head):
    again = actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=2, text="还在施工").order
    actions.propose_reply(again, by=reviewer, now=at("2026-09-25"), text=ANSWER)
    signed = actions.sign_reply(again, by=head, now=at("2026-09-28"))
    actions.rate(signed.order, by=citizen, now=at("2026-09-29"), stars=1, text="夜里照旧")
    assert told() == [("V14", "liu", "scjg")]


@pytest.mark.parametrize(("again", "expected"), [("bureau", [("V16", "wang", "scjg")]), ("other_bureau", [])])
def test_a_return_that_the_designation_proves_wrong_is_told(request, assigned, clerk, dispatcher, again, expected):
    unit = request.getfixturevalue(again)
    actions.send_back(assigned, by=clerk, now=at("2026-09-21 15:00"), reason="属住建局职责")
    actions.designate(assigned, by=dispatcher, now=at("2026-09-22"), unit=unit, why="噪声由你局负责")
    assert told() == expected


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("不属于热线受理范围", [("V17", "fang", "rexian")]), ("已进入诉讼程序，《信访工作条例》第三十一条", [])],
)
def test_not_handling_without_the_law_is_told(order, dispatcher, reason, expected):
    actions.refuse(order, by=dispatcher, now=at("2026-09-21 10:00"), reason=reason)
    assert told() == expected


def test_the_third_order_about_one_matter_is_told(make_order, dispatcher, bureau):
    for day, title in [("2026-07-01", "夜间施工噪音"), ("2026-08-10", "工地半夜施工吵"), ("2026-09-21", "施工噪音")]:
        order = make_order(now=at(day), title=title)
        actions.assign(order, by=dispatcher, now=at(day), unit=bureau)
    assert told() == [("V15", None, "scjg")]
    assert Anomaly.objects.get().subject_id == order.pk


@pytest.mark.parametrize(
    ("days", "texts"),
    [
        (["2026-06-01", "2026-08-10", "2026-09-21"], ["", "", ""]),  # the first is older than ninety days
        (["2026-07-01", "2026-08-10", "2026-09-21"], ["", "自来水公司多收了我家水费，请退还。", ""]),
    ],
)
def test_two_of_one_matter_are_no_repetition(make_order, dispatcher, bureau, days, texts):
    for day, text in zip(days, texts, strict=True):
        order = make_order(now=at(day), **({"text": text, "title": "水费"} if text else {}))
        actions.assign(order, by=dispatcher, now=at(day), unit=bureau)
    assert told() == []


def test_the_same_words_from_another_town_are_another_matter(make_order, dispatcher, bureau, other_bureau, hotline):
    for day, area in [("2026-07-01", bureau), ("2026-08-10", other_bureau), ("2026-09-21", hotline)]:
        order = make_order(now=at(day), area=area)
        actions.assign(order, by=dispatcher, now=at(day), unit=bureau)
    assert told() == []


def test_a_copied_answer_is_found_within_half_a_year(make_order, dispatcher, bureau, clerk):
    for day, text in [("2026-04-01", "另一件：自来水多收水费"), ("2026-09-21", "")]:
        order = make_order(now=at(day), **({"text": text} if text else {}))
        actions.assign(order, by=dispatcher, now=at(day), unit=bureau)
        actions.accept(order, by=clerk, now=at(day))
        actions.reply(order, by=clerk, now=at(day), text=ANSWER)
    assert [fault["code"] for fault in ReplyCheck.objects.get().faults] == ["copied"]


def test_the_parts_of_an_order_are_not_judged(order, dispatcher, bureau, other_bureau):
    worker = employ("zhang", "小张", other_bureau, "clerk")
    parts = actions.split(order, by=dispatcher, now=at("2026-09-21"), parts=[(bureau, "噪声"), (other_bureau, "许可")])
    actions.accept(parts[1], by=worker, now=at("2026-09-21 10:00"))
    actions.reply(parts[1], by=worker, now=at("2026-09-22"), text="有许可。")
    assert (told(), ReplyCheck.objects.count()) == ([], 0)
