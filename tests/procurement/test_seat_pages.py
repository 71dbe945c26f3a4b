"""What somebody sees who was drawn: the seat, the reply, the sheet; and what the centre does not see."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import User
from procurement.actions import draws
from procurement.models import Draw, Seat, Sheet
from procurement.seats import holder
from tests.conftest import at
from tests.gates import signed_in
from tests.procurement.committee import make_experts

pytestmark = pytest.mark.django_db
DAY = "2026-03-22 10:00"


def member(row: Draw, number: int = 1) -> tuple[Seat, Client]:
    """A seat and the browser of who sits there."""
    seat = row.seats.sitting().get(number=number)
    return seat, signed_in(Actor(User.objects.get(pk=holder(seat)["user"])))


@pytest.fixture
def drawn(course, centre_clerk, centre_head) -> Draw:
    tender = course.to("committee")
    make_experts(6)
    row = draws.commit(tender, by=centre_clerk, now=at(DAY), needs=[("A06", 5)])
    return draws.draw(row, by=centre_head, now=at(DAY))


def test_drawn_person_accepts(drawn):
    seat, client = member(drawn)
    assert "评标委员会席位" in client.get(reverse("procurement:my_seat", args=[seat.pk])).content.decode()
    client.post(reverse("procurement:accept_seat", args=[seat.pk]))
    seat.refresh_from_db()
    assert seat.state == Seat.State.ACCEPTED


def test_seat_of_another_is_not_there(drawn):
    (seat, _one), (_other, client) = member(drawn, 1), member(drawn, 2)
    address = reverse("procurement:my_seat", args=[seat.pk])
    assert (client.get(address).status_code, Client().get(address).status_code) == (404, 302)


def test_declining_asks_for_a_reason(drawn):
    seat, client = member(drawn)
    address = reverse("procurement:decline_seat", args=[seat.pk])
    assert client.post(address, {"reason": "　"}).status_code == 422
    assert client.post(address, {"reason": "与招标人有利害关系"}).status_code == 302
    assert drawn.seats.filter(number=1).count() == 2


def test_centre_reads_no_name_before_the_award(drawn, centre_clerk):
    address = reverse("procurement:committee", args=[drawn.tender.number])
    page = signed_in(centre_clerk).get(address).content.decode()
    assert [name for name in (holder(seat)["name"] for seat in drawn.seats.all()) if name in page] == []


def test_sheet_keeps_what_was_typed_and_is_handed_in_once(course, firms):
    tender = course.to("evaluation")
    row = draws.current(tender)
    row.seats.update(arrived_at=at("2026-03-23 14:30"))
    seat, client = member(row)
    judged, address = tender.criteria.get(kind="judged"), reverse("procurement:score", args=[seat.pk])
    typed = {f"p{firm.pk}_{judged.pk}": "55.5" for firm in firms.values()}
    wrong = client.post(address, typed | {f"p{firms['alpha'].pk}_{judged.pk}": "61"})
    assert (wrong.status_code, wrong.content.decode().count('value="55.5"')) == (422, 2)
    assert client.post(address, typed).status_code == 302
    assert Sheet.objects.get().scores.count() == 3
