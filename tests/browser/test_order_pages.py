"""The pages of orders in a real browser: citizens in normal and elder mode, the desks of unit and hotline office."""

import pytest

from tests.complaints.conftest import (  # noqa: F401 - fixtures
    assigned,
    dispatcher,
    handling,
    hotline,
    make_category,
    make_order,
    make_route,
    nobody,
    operator,
    order,
    replied,
)
from tests.gates import NARROW, PHONE, faults, overflow, too_small, visit

OPEN = ["/complaints/new/", "/complaints/new/efficiency/", "/complaints/query/", "/complaints/routes/"]


@pytest.mark.parametrize(("path", "elder"), [*((path, False) for path in OPEN), (OPEN[1], True)])
def test_open_pages_pass_the_gates(browser, live_server, bureau, hotline, make_route, path, elder):  # noqa: F811
    make_route(10, target="unit", organisation=bureau)
    with visit(browser, live_server.url + path, elder=elder) as seen:
        assert faults(seen) == []
    with visit(browser, live_server.url + path, size=NARROW, elder=elder) as seen:
        assert overflow(seen.page) == 0


@pytest.mark.parametrize(("elder", "least"), [(False, 44), (True, 60)])
def test_the_form_is_large_enough_for_a_thumb(browser, live_server, hotline, elder, least):  # noqa: F811
    with visit(browser, live_server.url + OPEN[1], size=PHONE, elder=elder) as seen:
        assert too_small(seen.page, least) == []


def test_the_complainant_reads_the_answer(browser, live_server, citizen, replied):  # noqa: F811
    for path in ("/my/orders/", f"/my/orders/{replied.number}/", f"/my/orders/{replied.number}/receipt/"):
        with visit(browser, live_server.url + path, actor=citizen) as seen:
            assert faults(seen) == []
        with visit(browser, live_server.url + path, actor=citizen, size=NARROW) as seen:
            assert overflow(seen.page) == 0


def test_the_dispatcher_works_through_the_gates(browser, live_server, dispatcher, order, bureau):  # noqa: F811
    call = "/desk/hotline/call/?telephone=13800000001"
    for path in ("/desk/hotline/", f"/desk/orders/{order.number}/", call, "/desk/orders/all/"):
        with visit(browser, live_server.url + path, actor=dispatcher) as seen:
            assert faults(seen) == []
        with visit(browser, live_server.url + path, actor=dispatcher, size=NARROW) as seen:
            assert overflow(seen.page) == 0


def test_the_unit_works_through_the_gates(browser, live_server, clerk, handling):  # noqa: F811
    for path in ("/desk/orders/", f"/desk/orders/{handling.number}/"):
        with visit(browser, live_server.url + path, actor=clerk) as seen:
            assert faults(seen) == []
        with visit(browser, live_server.url + path, actor=clerk, size=NARROW) as seen:
            assert overflow(seen.page) == 0
