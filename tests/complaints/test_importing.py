"""Orders out of a workbook: faults by row and column, all or the good ones; and matters that are there already."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from complaints import actions, similar
from complaints.models import Channel, Kind, Order
from records.refusal import Refused
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/hotline/import/"
ROW = {
    "来源编号": "SZ-1",
    "种类": "投诉",
    "标题": "路灯不亮",
    "反映内容": "人民路三盏路灯不亮。",
    "姓名": "张建国",
    "联系电话": "13800000001",
}


@pytest.fixture
def hotline_page(dispatcher):
    return signed_in(dispatcher)


@pytest.fixture
def headers(hotline_page) -> list[str]:
    """Those of the pattern that the page hands out."""
    content = b"".join(hotline_page.get(f"{PAGE}pattern/").streaming_content)
    return [cell.value for cell in next(load_workbook(io.BytesIO(content)).active.iter_rows())]


@pytest.fixture
def load(hotline_page, headers):
    """Send a workbook with these rows."""

    def send(*rows, head=None, **more):
        book = Workbook()
        book.active.append(head or headers)
        for row in rows:
            book.active.append([row.get(name) for name in (head or headers)])
        out = io.BytesIO()
        book.save(out)
        file = SimpleUploadedFile("工单.xlsx", out.getvalue())
        return hotline_page.post(PAGE, {"file": file} | more)

    return send


def faults(answer) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in answer.context["faults"]]


def test_good_rows_become_orders_of_the_hotline(load, bureau):
    answer = load(ROW | {"收件时间": "2026-09-21 09:30", "诉求指向的单位": "市场监管局"})
    assert answer.status_code == 302, faults(answer)
    order = Order.objects.get()
    assert (order.channel, order.source_number, order.received_at) == ("hotline", "SZ-1", at("2026-09-21 09:30"))
    assert order.complainant.telephone == "13800000001"


@pytest.mark.parametrize(
    ("spoil", "column"),
    [
        ({"标题": "　"}, "标题"),
        ({"标题": "长" * 101}, "标题"),
        ({"反映内容": None}, "反映内容"),
        ({"种类": "闲聊"}, "种类"),
        ({"联系电话": "12"}, "联系电话"),
        ({"收件时间": "2026-02-30"}, "收件时间"),
        ({"收件时间": "2999-01-01 00:00"}, "收件时间"),
        ({"来源编号": ""}, "来源编号"),
        ({"标题": "坏\u202e字"}, "标题"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_saved(load, spoil, column):
    answer = load(ROW, ROW | {"来源编号": "SZ-2"} | spoil)
    assert (answer.status_code, faults(answer), Order.objects.count()) == (422, [(3, column)], 0)


def test_the_good_rows_are_taken_in_if_chosen(load):
    answer = load(ROW, ROW | {"来源编号": "SZ-2", "标题": ""}, only_good="on")
    assert (Order.objects.get().source_number, faults(answer)) == ("SZ-1", [(3, "标题")])


def test_the_same_number_is_taken_in_once(load):
    load(ROW)
    assert faults(load(ROW)) == [(2, "来源编号")]
    assert faults(load(ROW | {"来源编号": "SZ-2"}, ROW | {"来源编号": "SZ-2"})) == [(3, "来源编号")]


def test_a_fault_shows_what_stands_in_the_cell(load):
    assert [fault.value for fault in load(ROW | {"种类": "闲聊"}).context["faults"]] == ["闲聊"]


def test_a_text_file_is_read_in_as_well(hotline_page, headers):
    lines = [headers, [ROW.get(name, "") for name in headers]]
    file = SimpleUploadedFile("工单.csv", "\n".join(",".join(line) for line in lines).encode("gb18030"))
    assert hotline_page.post(PAGE, {"file": file}).status_code == 302
    assert Order.objects.get().source_number == "SZ-1"


def test_formulas_and_other_columns_are_refused(load, headers):
    assert faults(load(ROW | {"标题": "=1+1"}))[0][0] == 2
    assert faults(load(ROW, head=[*headers, "多余"])) == [(1, "多余")]
    assert not Order.objects.exists()


def test_only_the_hotline_office_reads_them_in(clerk):
    assert signed_in(clerk).get(PAGE).status_code == 403


# matters that are there already


@pytest.fixture
def lamp(make_order, dispatcher, bureau):
    """The lamp in People's Road, complained of to the bureau."""
    order = make_order(title="人民路路灯不亮 13812345678", text="三盏路灯不亮。")
    return actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=bureau)


@pytest.mark.parametrize(
    ("title", "found"),
    [("路灯不亮", True), ("人民路的路灯不亮了", True), ("小区停水两天", False), ("路灯", False), ("", False)],
)
def test_the_same_words_are_found(lamp, bureau, title, found):
    offered = similar.offered(title, now=at("2026-09-22"), unit=bureau)
    assert [one.order for one in offered] == ([lamp] if found else [])


def test_strangers_see_a_masked_title_and_the_state(lamp, bureau):
    [one] = similar.offered("人民路路灯不亮", now=at("2026-09-22"), unit=bureau)
    assert (one.title, one.state) == ("人民路路灯不亮 ***", "待签收")


def test_another_unit_or_an_old_matter_is_none(lamp, bureau, other_bureau):
    assert similar.offered("人民路路灯不亮", now=at("2026-09-22"), unit=other_bureau) == []
    assert similar.offered("人民路路灯不亮", now=at("2026-12-21"), unit=bureau) == []


def test_reports_are_never_offered(make_order, other_bureau):
    make_order(kind=Kind.REPORT, title="人民路路灯不亮", addressed=other_bureau)
    assert similar.offered("人民路路灯不亮", now=at("2026-09-22"), unit=other_bureau) == []


def test_the_dispatcher_is_shown_what_may_be_merged(lamp, make_order, dispatcher, make_category, bureau):
    again = make_order(title="人民路路灯不亮", channel=Channel.WEB)
    assert similar.hints(again, dispatcher, at("2026-09-22")) == [lamp]


def test_a_second_person_joins_once(lamp, citizen, other_citizen):
    actions.join(lamp, by=other_citizen, now=at("2026-09-22"))
    assert lamp.supports.count() == 1
    for person in (other_citizen, citizen):
        with pytest.raises(Refused):
            actions.join(lamp, by=person, now=at("2026-09-22"))


def test_the_form_asks_before_it_sends(lamp, other_citizen, bureau):
    typed = {"title": "人民路路灯不亮", "text": "昨晚还是不亮。", "name": "李秀英", "telephone": "13800000002"}
    typed |= {"addressed": bureau.pk}
    Order.objects.filter(pk=lamp.pk).update(received_at=timezone.now())
    page = signed_in(other_citizen)
    asked = page.post("/complaints/new/complaint/", typed)
    assert (asked.status_code, [one.order for one in asked.context["alike"]]) == (200, [lamp])
    assert Order.objects.count() == 1
    page.post("/complaints/new/complaint/", typed | {"anyway": "1"})
    assert Order.objects.count() == 2
