"""Open orders follow their unit into its successor, and their handler's work follows to a colleague."""

import pytest

from accounts.actor import Actor
from accounts.models import Post, Role
from accounts.succession import Plan
from complaints import actions, succession
from complaints.models import Kind, Order
from complaints.permissions import is_accused
from deadlines.models import Deadline
from records.models import Entry
from records.refusal import Refused
from tests.administration.heirs import merge, now_of
from tests.conftest import at

NOW = at("2026-09-22")


@pytest.fixture
def handed_over(assigned, bureau, other_bureau, inspector):
    found = succession.hand_over_unit(bureau, Plan(other_bureau), by=inspector, now=NOW)
    return Order.objects.get(pk=assigned.pk), found


def test_an_open_order_goes_to_the_successor(handed_over, bureau, other_bureau):
    order, found = handed_over
    assert (order.organisation, found) == (other_bureau, {"在办工单": 1})
    entry = Entry.objects.about(order).get(verb="complaints.order.succeeded")
    assert entry.body == {"from": bureau.pk, "to": other_bureau.pk}


def test_its_clocks_go_along_and_keep_their_days(assigned, bureau, other_bureau, inspector):
    clocks = Deadline.objects.about(assigned).running().order_by("pk")
    before = list(clocks.values_list("due_on", flat=True))
    succession.hand_over_unit(bureau, Plan(other_bureau), by=inspector, now=NOW)
    assert list(clocks.values_list("due_on", flat=True)) == before
    assert not clocks.filter(organisation=bureau).exists()


def test_both_units_stand_among_its_assignments(handed_over, bureau, other_bureau):
    order, _found = handed_over
    assert list(order.assignments.values_list("organisation", flat=True)) == [bureau.pk, other_bureau.pk]


def test_categories_go_to_the_successor(make_category, bureau, other_bureau, inspector):
    category = make_category(organisation=bureau)
    succession.hand_over_unit(bureau, Plan(other_bureau), by=inspector, now=NOW)
    category.refresh_from_db()
    assert category.organisation == other_bureau


def test_the_unit_complained_of_never_gets_the_order(assigned, bureau, other_bureau, inspector):
    Order.objects.filter(pk=assigned.pk).update(accused=other_bureau)
    succession.hand_over_unit(bureau, Plan(other_bureau), by=inspector, now=NOW)
    order = Order.objects.get(pk=assigned.pk)
    assert (order.state, order.organisation) == (Order.State.RETURNED, None)


def test_the_orders_of_a_handler_go_to_the_colleague(assigned, clerk, reviewer, bureau, inspector):
    Order.objects.filter(pk=assigned.pk).update(handler=clerk.user)
    succession.hand_over_person(clerk.post, reviewer.user, by=inspector, now=NOW)
    assert Order.objects.get(pk=assigned.pk).handler == reviewer.user


def test_who_handled_first_does_not_get_the_second_handling(assigned, clerk, reviewer, inspector):
    Order.objects.filter(pk=assigned.pk).update(handler=clerk.user, first_handler=reviewer.user)
    succession.hand_over_person(clerk.post, reviewer.user, by=inspector, now=NOW)
    assert Order.objects.get(pk=assigned.pk).handler == clerk.user


# what is said about a unit that has ended


@pytest.fixture
def against(make_order, dispatcher, bureau, other_bureau):
    """A complaint about the bureau, with the other one."""
    order = make_order(kind=Kind.EFFICIENCY, accused=bureau)
    return actions.assign(order, by=dispatcher, now=at("2026-09-21 10:00"), unit=other_bureau)


def test_the_successor_loses_the_complaint_about_the_old_unit(against, bureau, other_bureau):
    merge(bureau, other_bureau, now=NOW)
    against.refresh_from_db()
    assert (against.state, against.organisation) == (Order.State.RETURNED, None)


def test_the_complaint_is_not_assigned_to_the_successor_again(against, dispatcher, bureau, other_bureau):
    merge(bureau, other_bureau, now=NOW)
    with pytest.raises(Refused) as refusal:
        actions.assign(against, by=dispatcher, now=NOW, unit=other_bureau)
    assert refusal.value.field == "unit"


def test_nobody_of_the_successor_sees_the_complaint(against, bureau, other_bureau, stranger, clerk, dispatcher):
    before = [Order.objects.visible_to(one).exists() for one in (stranger, clerk, dispatcher)]
    merge(bureau, other_bureau, now=NOW)
    moved = Actor(clerk.user, clerk.user.posts.active().get())
    after = [Order.objects.visible_to(one).exists() for one in (now_of(stranger), moved, dispatcher)]
    assert (before, after) == ([True, False, True], [False, False, True])


def test_from_another_post_neither(against, bureau, other_bureau, clerk, hotline):
    desk = Post.objects.create(user=clerk.user, organisation=hotline, role=Role.DISPATCHER)
    merge(bureau, other_bureau, now=NOW)
    assert not Order.objects.visible_to(Actor(clerk.user, desk)).exists()
    assert is_accused(Actor(clerk.user, desk), against)


def test_a_closed_order_of_the_old_unit_is_read_by_the_successor(assigned, bureau, other_bureau, stranger):
    Order.objects.filter(pk=assigned.pk).update(state=Order.State.CLOSED, closed_at=NOW)
    before = Order.objects.visible_to(stranger).exists()
    merge(bureau, other_bureau, now=NOW)
    assert (before, Order.objects.visible_to(now_of(stranger)).exists()) == (False, True)
