"""What people see and send: the choice, the form, the receipt, number and code, what they may do with an answer."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints import actions
from complaints.models import Order, Visit
from records.models import Attachment
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "路灯不亮",
    "text": "建设路26号门前路灯三天不亮，请维修。",
    "name": "张建国",
    "telephone": "138-0000-0001",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def _no_wrong_tries():
    """Numbers come back in every test; wrong tries of an earlier one are forgotten."""
    cache.clear()


def send(client, **changed):
    return client.post("/complaints/new/complaint/", TYPED | changed)


def codes(page) -> tuple[str, str]:
    """Number and query code, as the receipt shows them."""
    number = re.search(r"YXGD\d{8}-\d{4}-\d", page.text)[0]
    return number, Order(number=number).query_code


def test_the_choice_says_every_kind_in_plain_words(client, county):
    page = client.get("/complaints/new/")
    assert [kind in page.text for kind in ("咨询", "建议", "投诉", "举报", "效能投诉", "客商投诉")] == [True] * 6


def test_somebody_without_an_account_gets_number_and_code_at_once(client, dispatcher):
    page = send(client)
    number, code = codes(page)
    assert page.status_code == 200
    assert code in page.text
    order = Order.objects.get(number=number)
    assert (order.state, order.complainant.user) == ("received", None)


def test_an_account_finds_it_under_my_orders(citizen, dispatcher):
    client = signed_in(citizen)
    assert send(client).status_code == 302
    order = Order.objects.get()
    assert order.title in client.get("/my/orders/").text
    assert "待派单" in client.get(f"/my/orders/{order.number}/").text


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"title": "　 "}, "title", "请填写"),
        ({"title": "长" * 101}, "title", "100"),
        ({"text": ""}, "text", "请填写"),
        ({"text": "a\x00b"}, "text", "看不见"),
        ({"text": "很长" * 2501}, "text", "5000"),
        ({"name": "张建国<b>"}, "name", "姓名"),
        ({"name": ""}, "name", "请填写"),
        ({"telephone": "12345"}, "telephone", "号码"),
        ({"category": "999999"}, "category", "选"),
        ({"area": "北京"}, "area", "选"),
    ],
)
def test_bad_input_names_its_field_and_nothing_is_lost(client, dispatcher, typed, field, words):
    page = send(client, **typed)
    assert page.status_code == 422
    assert words in str(page.context["form"].errors[field])
    assert ("路灯三天不亮" in page.text) or "text" in typed
    assert not Order.objects.exists()


@pytest.mark.parametrize("kind", ["praise", "x" * 60])
def test_an_unknown_kind_is_not_there(client, county, kind):
    assert client.get(f"/complaints/new/{kind}/").status_code == 404


def test_files_stay_when_something_else_is_wrong(client, dispatcher):
    page = send(client, title="", files=SimpleUploadedFile("路灯.png", PNG, "image/png"))
    token = str(Attachment.objects.get().token)
    assert token in page.text
    assert send(client, kept=token).status_code == 200
    assert Attachment.objects.get().subject == Order.objects.get()


@pytest.mark.parametrize(
    ("name", "data"), [("病毒.exe", b"MZ"), ("空.png", b""), ("假.png", b"not a picture"), ("路灯.html", b"<script>")]
)
def test_a_file_that_cannot_be_taken_is_named(client, dispatcher, name, data):
    page = send(client, files=SimpleUploadedFile(name, data))
    assert page.status_code == 422
    assert page.context["form"].errors["files"]
    assert not Order.objects.exists()


def test_other_peoples_uploads_are_not_taken_along(client, citizen, dispatcher):
    signed = signed_in(citizen)
    send(signed, title="", files=SimpleUploadedFile("路灯.png", PNG, "image/png"))
    send(client, kept=str(Attachment.objects.get().token))
    assert Attachment.objects.get().subject_id is None


def test_a_double_click_is_one_order(client, dispatcher):
    key = "7d1a3f54-9f5e-4f0e-8d4e-000000000002"
    first, again = send(client, key=key), send(client, key=key)
    assert codes(first) == codes(again)
    assert Order.objects.count() == 1


def test_number_and_code_show_the_answer_and_nobody_by_name(client, replied):
    page = client.post("/complaints/query/", {"number": replied.number, "code": replied.query_code})
    assert replied.replies.get().text.splitlines()[0][:12] in page.text
    assert "张建国" not in page.text
    assert "小王" not in page.text


@pytest.mark.parametrize("code", ["22222222", "", "%27OR1", "２２２２２２２２"])
def test_a_wrong_code_shows_nothing(client, replied, code):
    page = client.post("/complaints/query/", {"number": replied.number, "code": code})
    assert page.status_code == 422
    assert replied.title not in page.text


def test_a_part_of_another_order_is_not_looked_up(client, order, dispatcher, bureau, other_bureau):
    actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=bureau, assisting=[other_bureau])
    part = order.children.get()
    assert client.post("/complaints/query/", {"number": part.number, "code": part.query_code}).status_code == 422


def test_whoever_holds_the_receipt_rates(client, replied):
    about = {"number": replied.number, "code": replied.query_code}
    refused = client.post("/complaints/query/rate/", about | {"stars": "1", "text": ""})
    assert refused.status_code == 422
    assert not Visit.objects.exists()
    client.post("/complaints/query/rate/", about | {"stars": "1", "text": "还是吵"})
    assert (Visit.objects.get().way, Order.objects.get().state) == ("code", "second")


def test_the_owner_withdraws(citizen, order):
    signed_in(citizen).post(f"/my/orders/{order.number}/withdraw/", {"reason": ""})
    assert Order.objects.get().state == "withdrawn"


def test_another_citizen_sees_nothing(order):
    from accounts.actor import Actor
    from accounts.models import User

    other = Actor(User.objects.create_user(username="13800000002", name="老李", password="x", is_citizen=True))
    client = signed_in(other)
    assert client.get(f"/my/orders/{order.number}/").status_code == 404
    assert client.post(f"/my/orders/{order.number}/withdraw/").status_code == 404


def test_the_complainant_is_not_told_what_stays_between_offices(citizen, assigned, clerk, dispatcher, bureau):
    actions.send_back(assigned, by=clerk, now=at("2026-09-21 11:00"), reason="不归我们管")
    page = signed_in(citizen).get(f"/my/orders/{assigned.number}/").text
    assert "不归我们管" not in page
    assert "退单" not in page


def test_routes_and_limits_are_public(client, make_route, make_category, bureau):
    make_route(10, target="unit", organisation=bureau, category=make_category("wuzhao", "无照经营"))
    page = Client().get("/complaints/routes/").text
    assert all(words in page for words in ("无照经营", "云溪县市场监督管理局", "信访工作条例", "5 个工作日"))
