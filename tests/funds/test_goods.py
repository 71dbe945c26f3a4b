"""Goods in kind beside money: pieces are never added to yuan, and every amount of goods says its unit."""

import pytest
from django.urls import reverse

from funds.models import Fund
from tests.funds.money import allocated, arrive, held, make_fund, move
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(finance, cashier, bureau):
    """Money and tents, a part of each allocated in January and left there."""
    about = {"measure": Fund.Measure.GOODS, "unit_name": "顶", "kind": "disaster"}
    for fund, amount in ((make_fund(finance), 900), (make_fund(finance, code="JZ01", **about), 40)):
        arrive(fund, amount, by=cashier)
        move("allocate", held(fund), allocated(fund, bureau), amount, by=cashier)


def tiles(actor, name, **query):
    page = signed_in(actor).get(reverse(f"funds:{name}"), {"day": "2026-12-31"} | query)
    return dict(page.context["tiles"])


def test_use_rates_count_money_alone(both, cashier):
    assert tiles(cashier, "rates")["已分配（元）"] == "900.00"


def test_use_rates_of_goods_are_asked_for(both, cashier):
    assert tiles(cashier, "rates", fund="JZ01")["已分配（元）"] == "40 顶"


def test_idle_pieces_stand_in_the_list_but_not_in_the_sum(both, cashier):
    page = signed_in(cashier).get(reverse("funds:idle"), {"days": 1})
    assert dict(page.context["tiles"])["闲置（元）"] == "900.00"
    assert [row[6] for row in page.context["tables"][0][2]] == ["900.00", "40 顶"]


def test_a_fund_says_its_unit(both):
    money, goods = Fund.objects.get(code="FP01"), Fund.objects.get(code="JZ01")
    assert [money.in_words(123450), goods.in_words(123400), goods.shown(150)] == ["1,234.50 元", "1,234 顶", "1.50 顶"]


def test_the_public_sum_is_money_alone(both, client):
    assert client.get(reverse("funds:public")).context["tiles"][0][1] == "0.09"
