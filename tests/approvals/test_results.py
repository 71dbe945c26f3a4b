"""Published decisions: firms in full, persons masked, nobody findable by a person's name."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from approvals import actions, results
from approvals.models import Item
from tests.conftest import ZHANG, at, make_item

pytestmark = pytest.mark.django_db
FIRM = actions.Applicant("云溪县顺通商贸有限公司", "91999921MA0000000E", "13800020000")


@pytest.fixture
def decided(received, clerk, reviewer, approver):
    def make(item, applicant=ZHANG, day="2026-03-04", result="granted"):
        case = actions.accept(received(item, at(day), applicant), by=clerk, now=at(day))
        actions.review(case, by=reviewer, now=at(day), opinion="符合")
        return actions.decide(case, by=approver, now=at(day), result=result, reason="不符合条件")

    return make


def page(client, query=""):
    return client.get(reverse("approvals:results") + query)


def names(answer):
    return [line.name for line, *_rest in answer.context["lines"]]


@pytest.mark.parametrize(
    ("name", "number", "shown"),
    [
        ("张建国", "11010519491231002X", "张**"),
        ("张三", "11010519491231002X", "张*"),
        ("阿依古丽·买买提", "11010519491231002X", "阿**"),
        ("𠮷田", "11010519491231002X", "𠮷*"),
        ("欧阳建国", "", "欧**"),
        ("阿依古丽·买买提", "不详", "阿**"),
        ("云溪县顺通商贸有限公司", "91999921MA0000000E", "云溪县顺通商贸有限公司"),
        ("老王面馆", "92999921MA0000000E", "老王面馆"),
    ],
)
def test_persons_are_masked_and_firms_are_not(name, number, shown):
    assert results.public_name(name, number) == shown


def test_everybody_reads_what_was_decided(client, item, decided):
    decided(item, FIRM)
    decided(item, ZHANG, "2026-03-05", "denied")
    assert names(page(client)) == ["张**", "云溪县顺通商贸有限公司"]


def test_nothing_of_a_person_is_on_the_page(client, item, decided):
    decided(item)
    text = page(client).content.decode()
    assert not [secret for secret in ("张建国", "11010519491231002X", "13800000001") if secret in text]


def test_open_cases_are_not_published(client, item, accepted):
    accepted(item, at("2026-03-04"))
    assert names(page(client)) == []


def test_only_permits_are_published(client, bureau, decided):
    """Who gets a subsidy or a service is nobody's business."""
    aid = make_item(bureau, published=False)
    Item.objects.filter(pk=aid.pk).update(kind=Item.Kind.REWARD)
    aid.refresh_from_db()
    aid.publish()
    aid.save()
    decided(aid)
    assert names(page(client)) == []


def test_a_firm_is_found_by_its_name(client, item, decided):
    decided(item, FIRM)
    assert names(page(client, "?q=顺通")) == ["云溪县顺通商贸有限公司"]


def test_a_person_is_not_found_by_name(client, item, decided):
    decided(item)
    assert names(page(client, "?q=张建国")) == []


def test_filters(client, item, decided, bureau):
    decided(item, FIRM)
    assert names(page(client, f"?organisation={bureau.pk}&kind=permit&since=2026-03-04&until=2026-03-04"))
    assert not names(page(client, "?kind=penalty"))
    assert not names(page(client, "?since=2026-03-05"))


def test_pages_by_key(client, item, decided):
    for _number in range(21):
        decided(item, FIRM)
    first = page(client)
    after = first.context["pages"]["after"]
    assert (len(names(first)), len(names(client.get(reverse("approvals:results"), {"after": after})))) == (20, 1)


def test_open_data_as_csv(client, item, decided):
    decided(item, actions.Applicant("=云溪有限公司", "91999921MA0000000E", "13800020000"))
    text = page(client, "?export=csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert [len(rows), rows[1][3]] == [2, "'=云溪有限公司"]


def test_open_data_as_spreadsheet_is_masked_too(client, item, decided):
    decided(item)
    rows = list(load_workbook(BytesIO(page(client, "?export=xlsx").getvalue())).active.values)
    assert rows[1][3] == "张**"


def test_the_page_costs_few_statements(client, item, decided, django_assert_max_num_queries):
    for _number in range(8):
        decided(item, FIRM)
    page(client)
    with django_assert_max_num_queries(5):
        page(client)


def test_penalties_say_what_was_imposed():
    assert results.imposed(Decimal("5000.00"), "没收违法所得") == "罚款5,000.00元；没收违法所得"


@pytest.mark.parametrize("query", ["?after=x", "?organisation=abc", "?kind=x", "?q=%00", "?since=2026-02-30"])
def test_hostile_queries_are_harmless(client, query):
    assert page(client, query).status_code == 200
