"""The plain course of an order."""

import pytest

from complaints import actions
from complaints.models import Order
from deadlines.models import Deadline
from tests.conftest import at

pytestmark = pytest.mark.django_db


def test_a_received_order_waits_for_the_dispatcher(order, hotline):
    assert order.state == Order.State.RECEIVED
    assert order.number == "YXGD20260921-0001-2"
    assert (order.step_clock.name, order.step_clock.organisation) == ("order:dispatch", hotline)


def test_an_answer_is_owed_five_working_days_after_the_assignment(assigned):  # CMP-01
    assert assigned.clock.due_on == at("2026-09-29").date()


def test_the_plain_course_ends_closed(replied, citizen):
    assert replied.state == Order.State.REPLIED
    assert replied.clock.used_days == 2
    actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=5)
    replied = Order.objects.get()
    assert (replied.state, replied.outcome) == (Order.State.CLOSED, Order.Outcome.ANSWERED)
    assert not Deadline.objects.running().exists()
