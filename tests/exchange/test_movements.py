"""`POST /api/v1/funds/<code>/movements`: the same rows and the same validation as a file at the desk of finance."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from exchange.openapi import description
from funds.actions import importing
from funds.models import Delivery, Kind, Voucher
from funds.movements import Row
from tests.conftest import at
from tests.funds.money import END, make_fund

pytestmark = pytest.mark.django_db
ARRIVAL = {"number": "PZ-1", "kind": "到账", "day": "2026-03-05", "out_of": "省财政厅", "into": "住建局"}
ARRIVAL |= {"amount": "1000.50", "words": "补助"}


@pytest.fixture
def fund(other_bureau):
    """Kept by the unit whose system delivers."""
    return make_fund(other_bureau, code="gjj01", name="2026年住房公积金", kind=Kind.HOUSING)


@pytest.fixture
def send(token, fund):
    def do(*movements, count=None, total="1000.50", code="gjj01", signs=token, raw=None):
        body = {"count": len(movements) if count is None else count, "total": total, "movements": list(movements)}
        about = {"Authorization": f"Bearer {signs}"}
        data = json.dumps(body) if raw is None else raw
        address = f"/api/v1/funds/{code}/movements"
        return Client().post(address, data, content_type="application/json", headers=about)

    return do


def test_new_movements_wait_for_a_person_of_finance(send):
    answer = send(ARRIVAL)
    delivery = Delivery.objects.get()
    assert (answer.status_code, answer.json()) == (
        201,
        {"delivery": delivery.number, "movements": 1, "state": "read"},
    )
    assert (delivery.origin, delivery.total, Voucher.objects.count()) == ("住建审批系统", 100_050, 0)


def test_the_same_movements_count_once(send):
    first = send(ARRIVAL).json()
    again = send(ARRIVAL)
    assert (again.status_code, again.json(), Delivery.objects.count()) == (200, first, 1)


@pytest.mark.parametrize(
    ("changed", "more", "told"),
    [
        ({"amount": "10万"}, {}, (1, "amount")),
        ({"amount": "-5"}, {}, (1, "amount")),
        ({"amount": 1000.505}, {}, (1, "amount")),
        ({"amount": True}, {}, (1, "amount")),
        ({"kind": "transfer"}, {}, (1, "kind")),
        ({"day": "05.03.2026"}, {}, (1, "day")),
        ({"into": "无名局"}, {}, (1, "into")),
        ({"out_of": ["省"]}, {}, (1, "out_of")),
        ({"colour": "red"}, {}, (1, "colour")),
        ({}, {"total": "1000"}, (None, "total")),
        ({}, {"count": 2}, (None, "count")),
        ({}, {"count": "1"}, (None, "count")),
        ({}, {"total": None}, (None, "total")),
        ({}, {"raw": "[1"}, (None, "")),
        ({"words": "\ud800"}, {}, (None, "")),
        ({"words": "\x00"}, {}, (1, "words")),
        ({"number": "9" * 61}, {}, (1, "number")),
        ({}, {"raw": "[]"}, (None, "movements")),
        ({}, {"raw": '{"movements": ["x"], "count": 1, "total": 1}'}, (1, "number")),
    ],
)
def test_what_is_wrong_names_row_and_field(send, changed, more, told):
    answer = send(ARRIVAL | changed, **more)
    body = answer.json()
    assert (answer.status_code, (body["line"], body["field"]), Delivery.objects.count()) == (422, told, 0)


def test_a_number_that_is_no_text_is_read(send):
    assert send(ARRIVAL | {"amount": 1000.5}).status_code == 201


def test_nothing_is_delivered_without_a_token(send):
    assert send(ARRIVAL, signs="mj_wrong").status_code == 401


def test_a_system_speaks_only_for_the_funds_of_its_unit(send, bureau):
    make_fund(bureau, code="fp09")
    assert [send(ARRIVAL, code=code).status_code for code in ("fp09", "none")] == [404, 404]


def test_nobody_delivers_in_the_name_of_a_system(fund, clerk):
    row = Row("1", "arrive", at("2026-03-05").date(), 100, "补助", out_of="省", into="住建局")
    batch = importing.Batch("x", [(1, row)], 1, 100, origin="住建审批系统")
    with pytest.raises(PermissionDenied):
        importing.deliver(fund, batch, by=clerk, now=END)


def test_movements_are_described():
    told = description("https://example.cn/")
    schema = told["components"]["schemas"]["movement"]
    assert schema["required"] == ["number", "kind", "day", "amount", "words"]
    assert "post" in told["paths"]["/api/v1/funds/{code}/movements"]
