"""Where orders go by themselves, and the sentence that says why."""

import pytest

from complaints import actions, routing
from complaints.models import Kind, Order
from records.refusal import Refused
from tests.complaints.conftest import filing
from tests.conftest import at

pytestmark = pytest.mark.django_db


def test_a_category_leads_to_its_unit_and_says_why(make_order, make_category, make_route, bureau):
    above = make_category("scjg", "市场监管", bureau)
    make_route(10, target="category", automatic=True)
    order = make_order(category=make_category("shipin", "食品安全", parent=above))
    assert (order.state, order.organisation) == (Order.State.ASSIGNED, bureau)
    assert order.why == "派单规则10“按类别派单”：类别“食品安全”由该单位负责，派市场监管局。"


def test_the_first_line_that_fits_decides(make_order, make_category, make_route, bureau, other_bureau):
    make_route(20, name="兜底", target="unit", organisation=bureau)
    make_route(10, name="建议归住建", kind=Kind.SUGGESTION, target="unit", organisation=other_bureau)
    suggestion, complaint = make_order(kind=Kind.SUGGESTION), make_order()
    assert [routing.way(one).unit for one in (suggestion, complaint)] == [other_bureau, bureau]
    assert suggestion.state == Order.State.RECEIVED  # proposed only: the line is not automatic


def test_the_accused_unit_is_passed_over(make_order, make_category, make_route, bureau, other_bureau):
    make_route(10, target="addressed", automatic=True)
    make_route(20, name="兜底", target="unit", organisation=other_bureau, automatic=True)
    order = make_order(addressed=bureau, accused=bureau)
    assert order.organisation == other_bureau
    assert order.why.endswith("市场监管局是被投诉单位，已避开。")


def test_a_place_leads_to_its_town(make_order, make_route, county):
    from accounts.models import Organisation

    town = Organisation.objects.create(
        code="qinghe", name="清河镇人民政府", short_name="清河镇", level="town", parent=county
    )
    make_route(10, target="area", automatic=True)
    assert make_order(area=town).organisation == town
    assert make_order().organisation is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "　"}, "title"),
        ({"text": " \n"}, "text"),
        ({"kind": "praise"}, "kind"),
        ({"kind": Kind.EFFICIENCY}, "accused"),
    ],
)
def test_what_cannot_be_taken_names_its_field(dispatcher, citizen, typed, field):
    with pytest.raises(Refused) as refusal:
        actions.receive(filing(**typed), by=citizen, now=at("2026-09-21"))
    assert refusal.value.field == field
    assert not Order.objects.exists()


def test_a_double_click_is_one_order(dispatcher, citizen):
    key = "7d1a3f54-9f5e-4f0e-8d4e-000000000001"
    first, again = (actions.receive(filing(), by=citizen, now=at("2026-09-21"), key=key) for _ in range(2))
    assert first == again
    assert Order.objects.count() == 1
