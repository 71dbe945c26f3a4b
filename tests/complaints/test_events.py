"""Citizens' events: every opinion becomes an order and is answered."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Organisation
from complaints import actions as orders
from complaints import gatherings
from complaints.actions import events
from complaints.actions.events import Gathering, Voice
from complaints.models import Event, EventRating, Opinion, Order
from records.refusal import Refused
from tests.conftest import at

pytestmark = pytest.mark.django_db
NOW = at("2026-09-21 16:00")
SAID = Gathering("2026年社会评议广场活动", date(2026, 9, 20), "文化广场", participants=1500, leaflets=8000)


@pytest.fixture
def event(dispatcher, hotline):
    return events.make(hotline, by=dispatcher, now=NOW, said=SAID)


@pytest.fixture
def opinion(event, dispatcher):
    return events.type_in(event, by=dispatcher, now=NOW, voices=[Voice("窗口中午无人值班，办事跑空。")])[0]


@pytest.mark.parametrize(
    ("treatment", "kind"), [("at_once", "complaint"), ("study", "suggestion"), ("rectify", "complaint")]
)
def test_an_opinion_becomes_an_order(opinion, dispatcher, bureau, treatment, kind):
    events.treat(opinion, by=dispatcher, now=NOW, treatment=treatment, organisation=bureau)
    order = Order.objects.get()
    assert (order.channel, order.kind, order.organisation, order.is_anonymous) == ("event", kind, bureau, True)


def test_an_opinion_without_a_unit_waits_for_the_dispatcher(opinion, dispatcher):
    events.treat(opinion, by=dispatcher, now=NOW, treatment="study")
    assert Order.objects.get().state == Order.State.RECEIVED


@pytest.mark.parametrize("treatment", ["", "ignore"])
def test_every_opinion_is_treated_in_one_of_three_ways(opinion, dispatcher, treatment):
    with pytest.raises(Refused) as refusal:
        events.treat(opinion, by=dispatcher, now=NOW, treatment=treatment)
    assert refusal.value.field == "treatment"
    assert not Order.objects.exists()


def test_an_opinion_is_treated_once(opinion, dispatcher):
    events.treat(opinion, by=dispatcher, now=NOW, treatment="study")
    with pytest.raises(Refused) as refusal:
        events.treat(opinion, by=dispatcher, now=NOW, treatment="rectify")
    assert refusal.value.code == "V08"


def test_one_empty_line_takes_none(event, dispatcher):
    with pytest.raises(Refused) as refusal:
        events.type_in(event, by=dispatcher, now=NOW, voices=[Voice("停车难"), Voice("  ")])
    assert refusal.value.field == "text"
    assert not Opinion.objects.exists()


def test_an_event_closes_when_each_opinion_has_its_answer(opinion, event, dispatcher, bureau, clerk):
    with pytest.raises(Refused):
        events.close(event, by=dispatcher, now=NOW)
    events.treat(opinion, by=dispatcher, now=NOW, treatment="rectify", organisation=bureau)
    order = orders.accept(Order.objects.get(), by=clerk, now=at("2026-09-22"))
    assert list(event.opinions.unanswered()) == [opinion]
    orders.reply(order, by=clerk, now=at("2026-09-23"), text="已安排中午轮流值班。")
    assert events.close(event, by=dispatcher, now=at("2026-09-24")).state == Event.State.CLOSED
    with pytest.raises(Refused):
        events.type_in(event, by=dispatcher, now=at("2026-09-25"), voices=[Voice("停车难")])


def test_figures_of_an_event(event, bureau, county):  # S2-03
    units = [bureau] + Organisation.objects.bulk_create(
        Organisation(code=f"u{n}", name=f"单位{n}", short_name=f"单位{n}", level="department", path=f"yunxi/u{n}/")
        for n in range(49)
    )
    EventRating.objects.bulk_create(EventRating(event=event, organisation=unit, satisfied=20) for unit in units)
    Opinion.objects.bulk_create(Opinion(event=event, number=n, text="停车难", typed_at=NOW) for n in range(500))
    sums = gatherings.figures(event)
    assert (sums.participants, sums.leaflets, sums.units, sums.opinions, sums.unanswered) == (1500, 8000, 50, 500, 500)
    assert sums.answered_in_words == "0.00%"


def test_a_unit_is_rated_once(event, dispatcher, bureau):
    figures = {"satisfied": 20, "basically": 5, "dissatisfied": 1}
    events.rate_unit(event, by=dispatcher, now=NOW, organisation=bureau, **figures)
    with pytest.raises(Refused) as refusal:
        events.rate_unit(event, by=dispatcher, now=NOW, organisation=bureau, **figures)
    assert refusal.value.field == "organisation"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"place": ""}, "place"),
        ({"held_on": date(2026, 9, 22)}, "held_on"),
        ({}, "name"),  # there is one of this name
    ],
)
def test_bad_input_names_the_field(event, dispatcher, hotline, changed, field):
    with pytest.raises(Refused) as refusal:
        events.make(hotline, by=dispatcher, now=NOW, said=Gathering(**(vars(SAID) | changed)))
    assert refusal.value.field == field
    assert Event.objects.count() == 1


def test_units_do_not_write_down_events(clerk, bureau):
    with pytest.raises(PermissionDenied):
        events.make(bureau, by=clerk, now=NOW, said=SAID)
