"""Tenders of a unit that has ended: the successor does its steps, and never stands on two sides of one project."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Organisation, Role
from administration.actions import reorganising
from administration.models import Reorganisation
from procurement import actions
from procurement.models import Centre, Regulator, Tender
from procurement.permissions import can_register_party
from procurement.permissions_registers import can_appraise
from records.refusal import Refused
from tests.administration.heirs import merge, now_of, proposed, signers
from tests.conftest import at, employ
from tests.gates import signed_in

MERGED, AFTER = at("2026-02-04"), at("2026-02-05")


@pytest.fixture
def big(county):
    """A bureau that has no part in the tender."""
    about = {"name": "云溪县教育和体育局", "short_name": "教体局", "level": "department"}
    return Organisation.objects.create(code="jtj", parent=county, **about)


@pytest.fixture
def heir(big):
    return employ("tao", "陶局长", big, Role.HEAD)


@pytest.fixture
def regulator(centre, other_bureau):
    return Regulator.objects.create(centre=centre.trading_centre, trade="construction", organisation=other_bureau)


def terminated(tender, by):
    return actions.terminate(tender, by=by, now=AFTER, reason="项目取消")


def test_before_the_merger_it_is_not_theirs(course, heir):
    with pytest.raises(PermissionDenied):
        terminated(course.tender, heir)
    assert signed_in(heir).get(reverse("procurement:tender", args=[course.tender.number])).status_code == 404


def test_the_successor_of_the_tenderer_ends_it(course, purchaser, big, heir):
    merge(purchaser, big, now=MERGED)
    terminated(course.tender, now_of(heir))
    row = Tender.objects.get()
    assert (row.state, row.tenderer_organisation) == ("terminated", purchaser)


def test_the_successor_of_the_tenderer_sees_it_on_its_desk(course, purchaser, big, heir):
    merge(purchaser, big, now=MERGED)
    client = signed_in(heir)
    assert client.get(reverse("procurement:tender", args=[course.tender.number])).status_code == 200
    assert course.tender.number in client.get(reverse("procurement:tenders")).content.decode()


def test_a_stranger_still_sees_nothing(course, purchaser, big, bureau):
    other = employ("fang", "方局长", bureau, Role.HEAD)
    merge(purchaser, big, now=MERGED)
    with pytest.raises(PermissionDenied):
        terminated(course.tender, other)
    assert signed_in(other).get(reverse("procurement:tender", args=[course.tender.number])).status_code == 404


def test_the_successor_of_the_department_suspends(course, other_bureau, big, heir):
    course.to("conditions")
    merge(other_bureau, big, now=MERGED)
    actions.suspend(course.tender, by=now_of(heir), now=AFTER, reason="收到举报")
    assert Tender.objects.get().state == "suspended"


def test_steps_of_the_centre_are_the_successors_through_two_mergers(course, centre, big, heir, bureau):
    merge(centre, bureau, now=MERGED)
    merge(bureau, big, now=MERGED)
    course.cast["centre"] = now_of(heir)
    course.do("register")
    assert Tender.objects.get().step == "conditions"


def test_the_tile_counts_what_is_the_successors_turn(course, centre, big, heir):
    merge(centre, big, now=MERGED)
    lines = signed_in(heir).get(reverse("procurement:desk")).context["lines"]
    assert [line.number for line in lines] == [course.tender.number]


def test_the_successor_appraises(course, purchaser, big, heir):
    before = can_appraise(heir, course.tender)
    merge(purchaser, big, now=MERGED)
    assert (before, can_appraise(now_of(heir), course.tender)) == (False, True)


# the centre and the trades


def test_the_successor_is_the_centre(regulator, centre, big, heir):
    before = can_register_party(heir)
    row = merge(centre, big, now=MERGED)
    assert (before, can_register_party(now_of(heir))) == (False, True)
    assert (Centre.objects.get().organisation, row.moved["交易中心"]) == (big, 1)


def test_two_centres_become_one_with_the_trades_of_both(regulator, centre, big, other_bureau):
    Regulator.objects.create(
        centre=Centre.objects.create(organisation=big), trade="construction", organisation=other_bureau
    )
    Regulator.objects.create(centre=centre.trading_centre, trade="land", organisation=other_bureau)
    merge(centre, big, now=MERGED)
    rows = Regulator.objects.filter(centre__organisation=big).values_list("trade", flat=True)
    assert sorted(rows) == ["construction", "land"]


def test_the_successor_supervises_the_trade(regulator, other_bureau, big):
    merge(other_bureau, big, now=MERGED)
    regulator.refresh_from_db()
    assert regulator.organisation == big


# two sides


@pytest.mark.parametrize(
    ("one", "into"),
    [("centre", "other_bureau"), ("other_bureau", "centre"), ("purchaser", "centre"), ("purchaser", "other_bureau")],
)
def test_two_sides_of_an_open_tender_do_not_become_one(request, course, one, into):
    system, _security = signers()
    old, heir = request.getfixturevalue(one), request.getfixturevalue(into)
    with pytest.raises(Refused) as refusal:
        proposed(old, heir, system, MERGED)
    assert course.tender.number in refusal.value.message
    assert not Reorganisation.objects.exists()


def test_they_may_once_it_has_ended(course, purchaser, other_bureau, tenderer):
    terminated(course.tender, tenderer)
    assert merge(purchaser, other_bureau, now=AFTER).state == "done"


def test_a_side_carried_on_from_before_counts_as_well(course, purchaser, big, centre):
    merge(purchaser, big, now=MERGED)
    with pytest.raises(Refused):
        proposed(big, centre, signers()[0], AFTER)
    assert Reorganisation.objects.count() == 1


def test_what_opens_between_proposal_and_day_counts(hand_in, purchaser, other_bureau):
    """It is asked again when it is carried out."""
    system, security = signers()
    row = proposed(purchaser, other_bureau, system, at("2026-02-01"))
    hand_in()
    with pytest.raises(Refused):
        reorganising.confirm(row, by=security, now=MERGED, opinion="同意")
    purchaser.refresh_from_db()
    assert purchaser.ended_on is None


def test_a_centre_never_joins_a_department_that_supervises_it(regulator, centre, other_bureau):
    with pytest.raises(Refused):
        proposed(other_bureau, centre, signers()[0], MERGED)
    assert not Reorganisation.objects.exists()
