"""The limits of orders: which term holds, from which moment it counts, where it ends, what moves it."""

from datetime import date

import pytest

from complaints import actions
from complaints.models import Kind, LongerTerm, Order
from deadlines.models import Deadline
from records.models import Anomaly, Document
from records.refusal import Refused
from tests.conftest import at

pytestmark = pytest.mark.django_db


def due(order, name="order:reply"):
    return Deadline.objects.about(order).filter(name=name).latest("pk").due_on


def taken(order, dispatcher, bureau, clerk, *, assigned, accepted=None):
    """Assigned to the bureau and taken by its clerk."""
    order = actions.assign(order, by=dispatcher, now=assigned, unit=bureau)
    return actions.accept(order, by=clerk, now=accepted or assigned)


@pytest.mark.parametrize(
    ("kind", "received", "assigned", "accepted", "clock", "last"),
    [
        (Kind.COMPLAINT, "2026-09-21", "2026-09-21", "2026-09-21", "order:reply", date(2026, 9, 29)),  # CMP-01
        (Kind.COMPLAINT, "2026-09-20", "2026-09-21", "2026-09-22", "order:reply", date(2026, 9, 29)),
        (Kind.CONSULTATION, "2026-09-21", "2026-09-21", "2026-09-21", "order:reply", date(2026, 9, 24)),
        (Kind.PETITION, "2026-09-10", "2026-09-10", "2026-09-10", "order:notice", date(2026, 9, 28)),  # CMP-09
        (Kind.PETITION, "2026-03-01", "2026-03-02", "2026-03-10", "order:reply", date(2026, 5, 9)),  # CMP-10
        (Kind.DISCLOSURE, "2026-09-21", "2026-09-22", "2026-09-22", "order:reply", date(2026, 10, 26)),  # CMP-22
        (Kind.BUSINESS, "2026-09-21", "2026-09-21", "2026-09-21", "order:notice", date(2026, 10, 8)),
    ],
)
def test_each_kind_has_its_term(
    make_order, dispatcher, bureau, clerk, kind, received, assigned, accepted, clock, last
):
    order = make_order(now=at(received), kind=kind)
    order = taken(order, dispatcher, bureau, clerk, assigned=at(assigned), accepted=at(accepted))
    assert due(order, clock) == last


def test_an_efficiency_complaint_takes_thirty_working_days(make_order, dispatcher, bureau, clerk, other_bureau):
    order = make_order(now=at("2026-03-02"), kind=Kind.EFFICIENCY, accused=other_bureau)  # CMP-14
    order = taken(order, dispatcher, bureau, clerk, assigned=at("2026-03-02"))
    assert due(order) == date(2026, 4, 14)


@pytest.mark.parametrize(
    ("kind", "accepted", "days", "last"),
    [
        (Kind.COMPLAINT, "2026-09-21", None, date(2026, 10, 12)),  # CMP-02
        (Kind.COMPLAINT, "2026-09-21", 2, date(2026, 10, 8)),
        (Kind.PETITION, "2026-03-10", None, date(2026, 6, 8)),  # CMP-10
        (Kind.EFFICIENCY, "2026-03-02", None, date(2026, 5, 28)),  # CMP-14
        (Kind.DISCLOSURE, "2026-09-21", None, date(2026, 11, 23)),  # CMP-22
    ],
)
def test_the_head_grants_one_longer_term(
    make_order, dispatcher, bureau, clerk, head, other_bureau, kind, accepted, days, last
):
    moment = at(accepted)
    order = make_order(now=moment, kind=kind, accused=other_bureau)
    order = taken(order, dispatcher, bureau, clerk, assigned=moment)
    actions.ask_longer(order, by=clerk, now=moment, reason="涉及多个部门，需现场检测", days=days)
    actions.grant_longer(order, by=head, now=moment)
    assert due(order) == last
    assert Document.objects.about(order).filter(kind="order_longer").count() == 1
    with pytest.raises(Refused) as refusal:
        actions.ask_longer(order, by=clerk, now=moment, reason="再延长")
    assert refusal.value.code == "V08"


def test_nobody_grants_their_own_request(handling, head):
    LongerTerm.objects.create(order=handling, days=5, reason="复杂", asked_at=at("2026-09-22"), asked_by=head.user)
    with pytest.raises(Refused) as refusal:
        actions.grant_longer(handling, by=head, now=at("2026-09-22"))
    assert refusal.value.code == "V07"


def test_an_expired_limit_is_not_extended(handling, clerk, head):
    actions.ask_longer(handling, by=clerk, now=at("2026-09-29"), reason="复杂")
    with pytest.raises(Refused):
        actions.grant_longer(handling, by=head, now=at("2026-09-30"))
    assert due(handling) == date(2026, 9, 29)


@pytest.mark.parametrize(("days", "field"), [(0, "days"), (6, "days")])
def test_a_longer_term_has_its_own_limit(handling, clerk, days, field):
    with pytest.raises(Refused) as refusal:
        actions.ask_longer(handling, by=clerk, now=at("2026-09-22"), reason="复杂", days=days)
    assert refusal.value.field == field


def test_a_refused_longer_term_leaves_the_limit(handling, clerk, head):
    actions.ask_longer(handling, by=clerk, now=at("2026-09-22"), reason="复杂")
    actions.refuse_longer(handling, by=head, now=at("2026-09-22"), opinion="可以按期办结")
    assert due(handling) == date(2026, 9, 29)
    actions.ask_longer(handling, by=clerk, now=at("2026-09-23"), reason="新情况")  # refused once, may ask again


@pytest.mark.parametrize(
    ("kind", "assigned", "returned", "works"),
    [
        (Kind.COMPLAINT, "2026-09-24 16:00", "2026-09-25 15:00", True),  # CMP-03: a holiday counts
        (Kind.COMPLAINT, "2026-09-24 16:00", "2026-09-25 16:00", True),
        (Kind.COMPLAINT, "2026-09-24 16:00", "2026-09-25 17:00", False),
        (Kind.PETITION, "2026-02-12 09:00", "2026-02-26 23:00", True),  # CMP-12: five working days
        (Kind.PETITION, "2026-02-12 09:00", "2026-02-27 00:01", False),
    ],
)
def test_an_order_goes_back_within_its_time(make_order, dispatcher, bureau, clerk, kind, assigned, returned, works):
    order = make_order(now=at(assigned), kind=kind)
    actions.assign(order, by=dispatcher, now=at(assigned), unit=bureau)
    if works:
        actions.send_back(order, by=clerk, now=at(returned), reason="不属于我局职责，建议住建局")
    else:
        with pytest.raises(Refused):
            actions.send_back(order, by=clerk, now=at(returned), reason="不属于我局职责")
    order.refresh_from_db()
    assert order.state == (Order.State.RETURNED if works else Order.State.ASSIGNED)


def test_nothing_goes_back_after_a_designation(assigned, dispatcher, bureau, clerk):  # CMP-04
    actions.send_back(assigned, by=clerk, now=at("2026-09-21 15:00"), reason="不属于我局职责")
    order = actions.designate(assigned, by=dispatcher, now=at("2026-09-22"), unit=bureau, why="三定方案明确由其负责")
    with pytest.raises(Refused) as refusal:
        actions.send_back(order, by=clerk, now=at("2026-09-22 10:00"), reason="仍不属于我局")
    assert refusal.value.code == "V08"
    assert Anomaly.objects.filter(subject_id=order.pk, code="V08").count() == 1


def test_a_returned_order_stops_the_clocks_of_the_unit(assigned, clerk, hotline):
    order = actions.send_back(assigned, by=clerk, now=at("2026-09-21 15:00"), reason="不属于我局职责")
    running = Deadline.objects.about(order).running()
    assert [(clock.name, clock.organisation) for clock in running] == [("order:dispatch", hotline)]


def test_the_new_unit_has_the_whole_time(assigned, clerk, dispatcher, other_bureau):
    order = actions.send_back(assigned, by=clerk, now=at("2026-09-21 15:00"), reason="不属于我局职责")
    order = actions.assign(order, by=dispatcher, now=at("2026-09-22"), unit=other_bureau)
    assert (order.clock.due_on, order.clock.organisation) == (date(2026, 9, 30), other_bureau)
