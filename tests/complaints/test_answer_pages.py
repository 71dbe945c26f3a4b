"""The replier hears of faults once and may send all the same; figures lead to the orders behind each number."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook

from complaints import actions
from complaints.models import Reply, ReplyCheck
from tests.complaints.conftest import ANSWER
from tests.complaints.test_judging import EMPTY
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def address(order):
    return f"/desk/orders/{order.number}/reply/"


def test_the_list_stands_above_the_answer(handling, clerk):
    page = signed_in(clerk).get(f"/desk/orders/{handling.number}/").text
    assert page.count("answer-list") == 1
    assert "anyway" not in page


def test_faults_are_said_once_with_the_words_that_show_them(handling, clerk):
    answer = signed_in(clerk).post(address(handling), {"text": EMPTY, "is_solved": "on"})
    assert answer.status_code == 422
    assert "“您反映的问题已收悉”" in answer.text
    assert EMPTY in answer.text
    assert Reply.objects.count() == 0


def test_with_a_reason_it_goes_out_all_the_same(handling, clerk, inspector):
    signed_in(clerk).post(
        address(handling), {"text": EMPTY, "is_solved": "on", "anyway": "已当面答复", "key": uuid4()}
    )
    assert ReplyCheck.objects.get().anyway == "已当面答复"
    assert "已当面答复" in signed_in(inspector).get(f"/desk/orders/{handling.number}/").text


def test_a_good_answer_goes_out_at_once(handling, clerk):
    assert (
        signed_in(clerk).post(address(handling), {"text": ANSWER, "is_solved": "on", "key": uuid4()}).status_code
        == 302
    )
    assert Reply.objects.get().text == ANSWER


SEPTEMBER = "since=2026-09-01&until=2026-09-30"


def test_units_that_owe_nothing_yet_stand_last(replied, inspector, make_order, dispatcher, other_bureau, time_machine):
    time_machine.move_to(at("2026-09-25"), tick=False)
    fresh = make_order(now=at("2026-09-24"))
    actions.assign(fresh, by=dispatcher, now=at("2026-09-24"), unit=other_bureau)
    rows = signed_in(inspector).get(f"/desk/order-figures/?by=unit&{SEPTEMBER}").context["rows"]
    assert [row["place"] for row in rows] == [1, None]


@pytest.mark.parametrize("by", ["unit", "category", "town", "kind", "channel", "month"])
def test_each_table_leads_to_the_orders_behind_its_numbers(replied, inspector, by):
    client = signed_in(inspector)
    page = client.get(f"/desk/order-figures/?by={by}&{SEPTEMBER}")
    key = {"unit": "scjg", "category": "", "town": None, "kind": "complaint", "channel": "web", "month": "2026-09"}[by]
    if key is None:
        return
    link = f"/desk/order-figures/behind/?by={by}&key={key}&what=answered&{SEPTEMBER}"
    assert link.replace("&", "&amp;") in page.text
    assert replied.number in client.get(link).text


@pytest.mark.parametrize(
    "query", ["by=unit", "by=unit&what=hack", "by=month&key=2026-13&what=answered", "what=answered"]
)
def test_a_number_that_is_none_is_not_found(replied, inspector, query):
    assert signed_in(inspector).get(f"/desk/order-figures/behind/?{query}").status_code == 404


def test_a_unit_reads_its_own_figures(replied, clerk, stranger):
    own = signed_in(clerk).get(f"/desk/order-figures/?by=kind&{SEPTEMBER}").text
    assert "100.00" in own
    assert "100.00" not in signed_in(stranger).get(f"/desk/order-figures/?by=kind&{SEPTEMBER}").text


def test_the_table_as_a_workbook(replied, inspector):
    answer = signed_in(inspector).get(f"/desk/order-figures/?by=unit&{SEPTEMBER}&export=xlsx")
    rows = list(load_workbook(BytesIO(answer.getvalue())).active.values)
    assert rows[1][:5] == ("市场监管局", 1, 0, 1, 1)


def test_the_month_of_12345_counts_its_orders_alone(make_order, inspector, dispatcher, bureau, replied):
    page = signed_in(inspector).get("/desk/order-figures/month/?month=2026-09").text
    assert "市场监管局" not in page.split("<main", 1)[1]


def test_everybody_reads_the_ranking(replied):
    page = Client().get("/voices/ranking/")
    assert page.status_code == 200
    assert "张建国" not in page.text
