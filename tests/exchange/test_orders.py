"""Orders of the city's 12345 platform and of departments' own systems, step by step through their events."""

import json

import pytest

from accounts.models import Role
from complaints.models import LongerTerm, Order
from deadlines.models import Deadline
from exchange import actions
from exchange.intake import take
from exchange.models import Event, ForeignOrder, Problem
from tests.conftest import at, employ
from tests.exchange.conftest import lines

pytestmark = pytest.mark.django_db
NOW = at("2026-09-30 18:00")


@pytest.fixture
def city(keeper, county):
    facts = {
        "code": "city-12345",
        "name": "市12345平台",
        "contact": "李工",
        "telephone": "0724-12345",
        "quiet_hours": 24,
    }
    return actions.register_source(county, by=keeper, now=at("2026-01-04"), **facts)


@pytest.fixture
def tell(city):
    """Deliver events; by default everything must be good."""

    def send(*events, **how):
        return take(city, lines(*events), NOW, **how)

    return send


def step(what, when, number="SZ-77", /, **more) -> dict:
    """One event of an order: `step("assigned", "2026-09-21 10:00", organisation="scjg")`."""
    moment = at(when).isoformat()
    return {"id": f"{number}-{what}-{when}", "at": moment, "type": f"order.{what}", "order": number} | more


RECEIVED = step(
    "received", "2026-09-21", kind="hotline", title="路灯不亮", text="人民路路灯三盏不亮。", place="人民路"
)
ASSIGNED = step("assigned", "2026-09-21 10:00", organisation="scjg")
ACCEPTED = step("accepted", "2026-09-21 11:00")
REPLIED = step("replied", "2026-09-23", text="路灯已于九月二十二日修复。")
CLOSED = step("closed", "2026-09-24")


def test_a_received_order_is_ours_with_its_own_term(tell, bureau):
    assert tell(RECEIVED).created == 1
    order = Order.objects.get()
    assert (order.channel, order.title, order.source_number) == ("hotline", "路灯不亮", "SZ-77")
    assert (order.received_at, order.is_anonymous) == (at("2026-09-21"), False)


def test_the_whole_course_runs_through_our_states_and_clocks(tell, bureau):
    outcome = tell(RECEIVED, ASSIGNED, ACCEPTED, REPLIED, CLOSED)
    assert (outcome.created, outcome.faults) == (5, [])
    order = Order.objects.get()
    assert (order.state, order.organisation, order.closed_at) == ("closed", bureau, at("2026-09-24"))
    assert order.replies.get().text == "路灯已于九月二十二日修复。"
    assert Deadline.objects.get(name="order:reply").met_on == at("2026-09-23").date()


@pytest.mark.parametrize("again", [RECEIVED, ASSIGNED, REPLIED])
def test_the_same_event_twice_is_one_step(tell, bureau, again):
    tell(RECEIVED, ASSIGNED, ACCEPTED, REPLIED)
    outcome = tell(again)
    assert (outcome.created, outcome.known, Order.objects.count()) == (0, 1, 1)


def test_what_our_people_did_already_is_no_fault(tell, bureau):
    tell(RECEIVED, ASSIGNED, ACCEPTED)
    outcome = tell(step("accepted", "2026-09-21 12:00"), step("assigned", "2026-09-21 12:00", organisation="scjg"))
    assert (outcome.created, outcome.faults) == (2, [])


@pytest.mark.parametrize(
    ("events", "field"),
    [
        ([ASSIGNED], "order"),
        ([RECEIVED, RECEIVED | {"id": "other"}], "order"),
        ([RECEIVED, ASSIGNED | {"organisation": None}], "organisation"),
        ([RECEIVED, ASSIGNED | {"organisation": "没有这个单位"}], "organisation"),
        ([RECEIVED, ACCEPTED], "type"),
        ([RECEIVED, CLOSED], "type"),
        ([RECEIVED, ASSIGNED, step("returned", "2026-09-21 12:00", reason=" ")], "reason"),
        ([RECEIVED, ASSIGNED, ACCEPTED, step("extended", "2026-09-22", days=5, actor="不存在的人")], "actor"),
        ([RECEIVED, ASSIGNED, ACCEPTED, step("extended", "2026-09-22", days=50, actor="老何")], "days"),
        ([RECEIVED | {"kind": "gossip"}], "kind"),
        ([RECEIVED | {"text": "长" * 5001}], "text"),
    ],
)
def test_a_step_that_does_not_fit_changes_nothing_and_waits(tell, bureau, head, events, field):
    outcome = tell(*events)
    assert (outcome.is_refused, outcome.faults[-1].field) == (True, field)
    assert (Order.objects.count(), Event.objects.count(), Problem.objects.get().field) == (0, 0, field)


def test_the_good_steps_are_kept_if_chosen(tell, bureau):
    outcome = tell(RECEIVED, CLOSED, skip_bad=True)
    assert (outcome.created, [bad.field for bad in outcome.faults]) == (1, ["type"])
    assert Order.objects.get().state == "received"


def test_a_step_that_came_too_early_is_entered_when_its_order_arrives(tell, bureau):
    tell(ASSIGNED)
    tell(RECEIVED)
    assert Problem.objects.get().state == "solved"
    assert (Order.objects.get().organisation, Event.objects.count()) == (bureau, 2)


def test_steps_of_one_delivery_are_entered_by_their_time(tell, bureau):
    assert tell(CLOSED, REPLIED, ACCEPTED, ASSIGNED, RECEIVED).faults == []


def test_an_earlier_step_after_a_later_one_is_refused(tell, bureau):
    tell(RECEIVED, ASSIGNED, step("accepted", "2026-09-22"))
    assert tell(step("replied", "2026-09-21 15:00", text="已修。")).faults[0].field == "at"


def test_returned_it_waits_for_the_dispatcher_again(tell, bureau):
    tell(RECEIVED, ASSIGNED, step("returned", "2026-09-21 12:00", reason="属城管局职责"))
    order = Order.objects.get()
    assert (order.state, order.organisation) == ("returned", None)


def test_a_longer_term_names_the_head(tell, bureau, head):
    tell(RECEIVED, ASSIGNED, ACCEPTED, step("extended", "2026-09-22", days=5, actor="老何", reason="需要采购"))
    asked = LongerTerm.objects.get()
    assert (asked.decided_by, asked.order.clock.due_on) == (head.user, at("2026-10-12").date())  # CMP-02


def test_two_sources_have_numbers_of_their_own(tell, source, bureau, other_bureau):
    tell(RECEIVED)
    take(source, lines(RECEIVED), NOW)
    assert (ForeignOrder.objects.count(), Order.objects.count()) == (2, 2)


def test_who_called_is_not_taken_in(tell, city, bureau):
    tell(RECEIVED | {"name": "张建国", "telephone": "13800000001"})
    tell(step("received", "2026-09-21", "SZ-78", kind="gossip", telephone="13800000001"))
    stored = json.dumps([event.body for event in Event.objects.all()]) + Problem.objects.get().line
    assert "13800000001" not in stored
    assert Order.objects.get().complainant.telephone == ""


def test_a_category_and_a_unit_lead_along_our_routes(tell, bureau, county):
    employ("fang", "方秀兰", county, Role.DISPATCHER)
    tell(RECEIVED | {"organisation": "scjg"})
    assert Order.objects.get().addressed == bureau
