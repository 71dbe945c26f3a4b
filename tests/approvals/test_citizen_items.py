"""The service guide."""

from datetime import date

import pytest

from approvals.flowchart import stages
from approvals.models import Item
from tests.conftest import make_item, publish


def names(page):
    return [item.name for item in page.context["page"].rows]


@pytest.fixture
def offered(bureau, other_bureau):
    make_item(bureau, code="XK-1", name="食品经营许可（新办）", theme="食品经营", audience="个人、企业", popularity=5)
    make_item(bureau, code="XK-2", name="小餐饮登记", theme="食品经营", audience="个人", promised=0, popularity=9)
    make_item(other_bureau, code="XK-3", name="建筑工程施工许可", theme="住房建设", audience="企业", popularity=1)
    make_item(other_bureau, code="XK-4", name="内部事项", published=False)


def test_most_wanted_items_come_first_and_unpublished_ones_do_not(client, offered):
    assert names(client.get("/items/")) == ["小餐饮登记", "食品经营许可（新办）", "建筑工程施工许可"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=食品", ["小餐饮登记", "食品经营许可（新办）"]),
        ("q=施工 建筑", ["建筑工程施工许可"]),
        ("q=XK-3", ["建筑工程施工许可"]),
        ("theme=住房建设", ["建筑工程施工许可"]),
        ("audience=个人", ["小餐饮登记", "食品经营许可（新办）"]),
        ("handling=immediate", ["小餐饮登记"]),
    ],
)
def test_search_and_filters_narrow_the_list(client, offered, query, expected):
    assert names(client.get(f"/items/?{query}")) == expected


def test_department_narrows_the_list(client, offered, other_bureau):
    assert names(client.get(f"/items/?organisation={other_bureau.pk}")) == ["建筑工程施工许可"]


def test_nothing_found_says_what_to_do(client, offered):
    assert "没有找到" in client.get("/items/?q=火箭发射").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%E2%80%AE",
        "q=%EF%BC%85%27%22%3B--",
        "q=" + "长" * 5000,
        "theme=无",
        "organisation=abc",
        "organisation=99999999999999999999",
        "audience=x&handling=x",
        "page=abc",
        "page=-1",
        "page=99999999999999999999",
        "page=200",
        "q[]=1&page[]=2",
        "q=%FF%FE",
    ],
)
def test_hostile_query_strings_get_a_page(client, offered, query):
    assert client.get(f"/items/?{query}").status_code == 200


def test_list_costs_few_statements(client, offered, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get("/items/?q=食品")


def test_pages_lead_on_and_back(client, bureau):
    for number in range(30):
        make_item(bureau, code=f"XK-{number:03}", name=f"事项{number}", documents=0, steps=())
    first = client.get("/items/").context["page"]
    second = client.get("/items/?page=2").context["page"]
    assert (first.previous, first.next, second.previous, second.next) == (None, 2, 1, None)


def test_item_page_shows_the_six_open_facts(client, bureau):
    about = {"legal_basis": ["《食品安全法》第三十五条"], "conditions": ["有固定场所"]}
    item = make_item(bureau, published=False, **about)
    item.fees.create(code="F1", name="工本费", amount="12.50", unit="件", basis="某文件")
    publish(item)
    text = client.get(f"/items/{item.code}/").content.decode()
    facts = [
        "《食品安全法》第三十五条",
        "有固定场所",
        "申请材料1",
        '<svg class="flow',
        "7 个工作日",
        "20 个工作日",
        "12.50",
    ]
    assert [fact for fact in facts if fact not in text] == []


def fee(item, name, first, last):
    item.fees.create(code="F1", name=name, amount="12.50", basis="某文件", valid_from=first, valid_to=last)


def test_only_fees_valid_today_are_shown(client, bureau, time_machine):
    time_machine.move_to("2026-09-18T10:00:00+08:00")
    item = make_item(bureau, published=False)
    fee(item, "旧标准", None, date(2026, 9, 17))
    fee(item, "现标准", date(2026, 9, 18), None)
    publish(item)
    text = client.get(f"/items/{item.code}/").content.decode()
    assert ("旧标准" in text, "现标准" in text) == (False, True)


def test_powers_of_the_office_stand_in_a_filter_of_their_own(client, offered, bureau):
    penalty = make_item(bureau, code="CF-1", name="对无证经营的处罚", published=False)
    penalty.kind = Item.Kind.PENALTY
    penalty.save()
    publish(penalty)
    assert "对无证经营的处罚" not in names(client.get("/items/"))
    assert names(client.get("/items/?powers=penalty")) == ["对无证经营的处罚"]


def test_nobody_applies_for_a_power_of_the_office(client, bureau):
    penalty = make_item(bureau, code="CF-1", published=False)
    penalty.kind = Item.Kind.PENALTY
    penalty.save()
    publish(penalty)
    assert "无需申请" in client.get("/items/CF-1/").content.decode()


def test_abolished_kinds_are_hidden(client, bureau):
    old = make_item(bureau, code="FX-1", published=False)
    old.kind = Item.Kind.NON_PERMIT
    old.save()
    publish(old)
    assert client.get("/items/FX-1/").status_code == 404


def test_the_branches_of_a_joint_item_are_drawn_side_by_side(client, bureau, other_bureau, discipline):
    item = make_item(bureau, published=False, is_joint=True)
    for number, unit in enumerate((other_bureau, discipline), 1):
        item.branches.create(code=f"B{number}", name="核查", organisation=unit, days=3)
    publish(item)
    assert [len(stage) for stage in stages(item)] == [1, 1, 2, 1, 1, 1]


def test_the_first_review_stands_before_the_acceptance(bureau):
    item = make_item(bureau, first_review="village")
    assert [stage[0][0] for stage in stages(item)][:3] == ["申请", "乡镇初审", "受理"]


@pytest.mark.parametrize("code", ["NO-SUCH", "XK-4", "%00", "a'b", "食品", "x" * 200])
def test_unknown_item_does_not_exist(client, offered, code):
    assert client.get(f"/items/{code}/").status_code == 404


def test_date_promised_for_today_is_counted_in_working_days(client, item, time_machine):
    time_machine.move_to("2026-09-18T10:00:00+08:00")
    # 七个工作日：9月20日（调休上班）起算，9月25日中秋放假
    assert str(client.get(f"/items/{item.code}/").context["dates"].due_on) == "2026-09-29"
