"""The desks: queues, the page of an order with its legal deeds, the forms of telephone and window, spreadsheets."""

from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from complaints import actions
from complaints.models import Channel, Order
from records.models import Look
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
ANSWER = (
    "您好，您反映的北城街道工地夜间施工问题，我局9月21日现场检查属实，已依照《噪声污染防治法》责令停止夜间施工，"
    "9月25日前复查并向您反馈。如对答复有异议可再次反映。联系人王慧敏，电话0000-5520310。"
)


def panels(page) -> list[str]:
    return [panel["name"] for panel in page.context["panels"]]


def do(client, order, deed, **typed):
    """Send the form of one deed, with the key that its page gave it."""
    return client.post(f"/desk/orders/{order.number}/{deed}/", typed | {"key": str(uuid4())})


def page_of(actor, order):
    return signed_in(actor).get(f"/desk/orders/{order.number}/")


@pytest.fixture
def today(time_machine):
    time_machine.move_to(at("2026-09-21 12:00"), tick=False)


def test_the_dispatcher_sees_what_waits_and_assigns_it(order, dispatcher, bureau, make_route, today):
    make_route(60, target="unit", organisation=bureau)
    client = signed_in(dispatcher)
    assert order.title in client.get("/desk/hotline/").text
    page = client.get(f"/desk/orders/{order.number}/")
    assert panels(page) == ["assign", "answer_at_once", "split", "merge", "refuse"]
    assert page.context["panels"][0]["form"].initial["unit"] == bureau.pk
    do(client, order, "assign", unit=bureau.pk, why="市场监管职责")
    order.refresh_from_db()
    assert (order.organisation, order.why) == (bureau, "市场监管职责")


def test_the_unit_takes_it_and_answers(assigned, clerk, today):
    client = signed_in(clerk)
    assert panels(client.get(f"/desk/orders/{assigned.number}/")) == ["accept", "send_back"]
    do(client, assigned, "accept")
    page = client.get(f"/desk/orders/{assigned.number}/")
    assert panels(page) == ["reply", "note", "ask_longer"]
    do(client, assigned, "reply", text=ANSWER, is_solved="on")
    assert Order.objects.get().state == Order.State.REPLIED


def test_a_return_is_not_offered_when_its_time_is_over(assigned, clerk, time_machine):
    time_machine.move_to(at("2026-09-22 10:00"), tick=False)
    assert panels(page_of(clerk, assigned)) == ["accept"]


def test_the_head_decides_a_longer_term(handling, clerk, head, today):
    actions.ask_longer(handling, by=clerk, now=at("2026-09-21 11:00"), reason="需现场检测")
    client = signed_in(head)
    page = client.get(f"/desk/orders/{handling.number}/")
    assert {"grant_longer", "refuse_longer"} <= set(panels(page))
    assert "需现场检测" in page.text
    do(client, handling, "grant_longer", opinion="")
    assert Order.objects.get().clock.extended_days == 5


@pytest.mark.parametrize(
    ("deed", "typed", "field"),
    [
        ("reply", {"text": " "}, "text"),
        ("note", {"text": ""}, "text"),
        ("ask_longer", {"days": "0", "reason": "复杂"}, "days"),
        ("ask_longer", {"days": "五", "reason": "复杂"}, "days"),
        ("ask_longer", {"days": "5", "reason": "　"}, "reason"),
    ],
)
def test_what_is_wrong_stands_at_its_field(handling, clerk, today, deed, typed, field):
    page = signed_in(clerk).post(f"/desk/orders/{handling.number}/{deed}/", typed)
    assert page.status_code == 422
    form = next(panel["form"] for panel in page.context["panels"] if panel["name"] == deed)
    assert form.errors[field]


def test_a_stale_page_does_nothing(handling, clerk, today):
    page = signed_in(clerk).post(f"/desk/orders/{handling.number}/accept/", {"seen": "assigned.1..0.0"})
    assert page.status_code == 409


def test_opening_an_order_leaves_a_look(handling, clerk, today):
    page_of(clerk, handling)
    assert Look.objects.about(handling).get().user == clerk.user


def test_nobody_of_another_unit_finds_it(handling, stranger):
    assert page_of(stranger, handling).status_code == 404


def test_the_operator_takes_a_call_and_reads_out_the_code(operator, dispatcher, today):
    typed = {"telephone": "13900000009", "name": "李秀英", "kind": "complaint", "title": "停水", "text": "停水两天。"}
    page = signed_in(operator).post("/desk/hotline/call/", typed, follow=True)
    order = Order.objects.get()
    assert (order.channel, order.received_by) == (Channel.TELEPHONE, operator.user)
    assert order.number in page.text
    assert order.query_code in page.text


def test_earlier_orders_of_a_caller_stand_beside_the_form(operator, order, today):
    page = signed_in(operator).get("/desk/hotline/call/?telephone=138-0000-0001")
    assert [one.number for one in page.context["earlier"]] == [order.number]


@pytest.mark.parametrize("number", ["13800000009", "", "abc", "%00"])
def test_a_number_nobody_called_from_shows_nothing(operator, order, number):
    assert signed_in(operator).get(f"/desk/hotline/call/?telephone={number}").context["earlier"] == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"kind": "praise"}, "kind"),
        ({"kind": "efficiency"}, "accused"),
        ({"telephone": "1"}, "telephone"),
        ({"name": "李秀英"}, "telephone"),
    ],
)
def test_the_operators_slip_is_told(operator, dispatcher, typed, field):
    about = {"kind": "complaint", "title": "停水", "text": "停水两天。"} | typed
    page = signed_in(operator).post("/desk/hotline/call/", about)
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not Order.objects.exists()


def test_the_window_writes_an_order_down(clerk, dispatcher, today):
    typed = {"telephone": "13900000009", "name": "李秀英", "kind": "consultation", "title": "问", "text": "怎么办证？"}
    page = signed_in(clerk).post("/desk/orders/register/", typed, follow=True)
    order = Order.objects.get()
    assert (order.channel, order.number in page.text) == (Channel.WINDOW, True)


def test_the_queue_is_sorted_by_time_left_and_tiles_filter_it(
    order, dispatcher, bureau, clerk, make_order, time_machine
):
    first = actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=bureau)
    actions.accept(first, by=clerk, now=at("2026-09-21 10:00"))
    second = actions.assign(make_order(title="油烟"), by=dispatcher, now=at("2026-09-28"), unit=bureau)
    actions.accept(second, by=clerk, now=at("2026-09-28 10:00"))
    time_machine.move_to(at("2026-09-30 10:00"), tick=False)
    client = signed_in(clerk)
    assert [line["number"] for line in client.get("/desk/orders/").context["lines"]] == [first.number, second.number]
    assert [line["number"] for line in client.get("/desk/orders/?tile=overdue").context["lines"]] == [first.number]


def test_a_list_goes_into_a_spreadsheet_without_formulas(make_order, dispatcher, today):
    make_order(title="=cmd|' /C calc'!A0")
    answer = signed_in(dispatcher).get("/desk/orders/all/?export=xlsx")
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    assert sheet["B2"].value == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "query", ["kind=x", "since=2026-02-30", "until=二月", "after=1~x", "q=%00", "unit=0", "tile=red"]
)
def test_odd_filters_are_no_error(order, dispatcher, query):
    assert signed_in(dispatcher).get(f"/desk/orders/all/?{query}").status_code == 200


def test_lists_cost_the_same_for_many_orders(make_order, dispatcher, today, django_assert_max_num_queries):
    for number in range(12):
        make_order(title=f"第{number}件")
    client = signed_in(dispatcher)
    client.get("/desk/orders/all/")
    with django_assert_max_num_queries(14):
        client.get("/desk/orders/all/")


def test_every_day_of_the_promise_can_be_read(handling, clerk, today):
    page = signed_in(clerk).get(f"/desk/orders/{handling.number}/?days=1")
    assert [line.used for line, _why in page.context["arithmetic"]][-1] == 5
    assert "中秋" in page.text
