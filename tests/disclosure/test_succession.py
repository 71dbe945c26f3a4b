"""A unit ends: its successor answers the requests and publishes what was owed; what was published stays."""

import pytest

from accounts.succession import Plan, hand_over_unit
from deadlines.models import Deadline
from disclosure.actions import publishing, watching
from disclosure.models import Publication, PublicationDuty
from tests.administration.heirs import merge
from tests.conftest import at

pytestmark = pytest.mark.django_db
DAY = at("2026-03-09 09:00")


def clock_of(thing) -> Deadline:
    return Deadline.objects.about(thing).running().get()


def test_open_request_goes_to_the_successor_with_its_clock(asked, bureau, other_bureau, director):
    due = clock_of(asked).due_on
    hand_over_unit(bureau, Plan(other_bureau), by=director, now=DAY)
    asked.refresh_from_db()
    assert (asked.organisation, clock_of(asked).organisation) == (other_bureau, other_bureau)
    assert clock_of(asked).due_on == due


def test_duty_begins_anew_with_the_successor_and_takes_what_is_owed(owes, bureau, other_bureau, director):
    old = owes("organ")
    [piece] = old.publications.all()
    moved = hand_over_unit(bureau, Plan(other_bureau), by=director, now=DAY)
    old.refresh_from_db()
    piece.refresh_from_db()
    assert (str(old.ended_on), piece.duty.organisation) == ("2026-03-09", other_bureau)
    assert clock_of(piece).organisation == other_bureau
    assert moved["主动公开事项"] == 1


def test_successor_that_owes_the_same_owes_it_once(owes, bureau, other_bureau, director):
    old = owes("organ")
    publishing.impose(other_bureau, by=director, now=at("2026-03-02"), entry=old.entry, begun_on=old.begun_on)
    hand_over_unit(bureau, Plan(other_bureau), by=director, now=DAY)
    assert PublicationDuty.objects.active().filter(entry=old.entry).count() == 1
    assert Deadline.objects.running().filter(organisation=bureau).count() == 0


def test_next_period_is_asked_of_the_successor(owes, bureau, other_bureau, director):
    owes("statistics", since="2026-01-01", now="2026-01-05")
    hand_over_unit(bureau, Plan(other_bureau), by=director, now=DAY)
    watching.run(at("2026-07-10"))
    assert set(Publication.objects.filter(owed_at__gte=DAY).values_list("duty__organisation__code", flat=True)) == {
        other_bureau.code
    }


def test_the_page_of_an_ended_unit_leads_to_its_successor(client, bureau, other_bureau):
    before = client.get(f"/units/{bureau.code}/").content.decode()
    merge(bureau, other_bureau)
    page = client.get(f"/units/{bureau.code}/").content.decode()
    told = "本单位已于2026-03-13撤销"
    assert (told in before, told in page, f'href="/units/{other_bureau.code}/"' in page) == (False, True, True)
