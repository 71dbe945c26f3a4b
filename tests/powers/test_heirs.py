"""The list of a unit that has ended: the successor keeps it, and its own next list takes the powers over."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Role
from powers.actions import lists, points
from powers.models import Power, PowerList, is_unlisted
from records.refusal import Refused
from tests.administration.heirs import merge, now_of
from tests.conftest import at, employ
from tests.gates import signed_in
from tests.powers.conftest import STEPS, facts, found, published, weighed, written

AFTER, LATER = at("2026-03-16"), at("2026-03-20")


@pytest.fixture
def heir(other_bureau):
    return employ("luo", "罗正阳", other_bureau, Role.HEAD)


@pytest.fixture
def own(other_bureau, heir, checker, director):
    """The successor has a list of its own."""
    return published(written(other_bureau, heir, "ZJ-1"), heir, checker, director)


@pytest.fixture
def taken_over(listed, own, bureau, other_bureau, heir, checker, director):
    """The bureau has gone into the other one, which has published its next list."""
    merge(bureau, other_bureau)
    draft = lists.begin(other_bureau, by=now_of(heir), now=AFTER)
    return published(draft, heir, checker, director, LATER)


def codes(power_list) -> set[str]:
    return set(power_list.powers.values_list("code", flat=True))


def test_before_the_merger_nobody_else_says_who_holds_a_post(power, heir):
    with pytest.raises(PermissionDenied):
        lists.staff(power.steps.first(), by=heir, now=AFTER, holder=heir.user, deputy=None)
    assert not power.steps.filter(holder=heir.user).exists()


def test_the_successor_says_who_holds_a_post_of_the_old_list(power, bureau, other_bureau, heir):
    merge(bureau, other_bureau)
    lists.staff(power.steps.first(), by=now_of(heir), now=AFTER, holder=heir.user, deputy=None)
    assert power.steps.filter(holder=heir.user).exists()


def test_the_successor_assesses_a_point_of_the_old_unit(point, bureau, other_bureau, heir):
    merge(bureau, other_bureau)
    weighed(point, now_of(heir), 4, 5, 4, 3, now=AFTER)
    point.refresh_from_db()
    assert (point.state, point.organisation) == ("proposed", bureau)


def test_a_stranger_assesses_nothing(point, bureau, other_bureau, county, village):
    other = employ("shi", "石镇长", village.parent, Role.HEAD)
    merge(bureau, other_bureau)
    with pytest.raises(PermissionDenied):
        weighed(point, other, 4, 5, 4, 3, now=AFTER)
    assert signed_in(other).get(point.address).status_code == 404


def test_pages_of_the_old_list_open_for_the_successor(listed, bureau, other_bureau, heir):
    before = signed_in(heir).get(listed.address).status_code
    merge(bureau, other_bureau)
    assert (before, signed_in(heir).get(listed.address).status_code) == (404, 200)


def test_a_draft_of_the_old_unit_is_written_on(bureau, other_bureau, clerk, heir):
    draft = written(bureau, clerk)
    merge(bureau, other_bureau)
    lists.add(draft, by=now_of(heir), now=AFTER, facts=facts("XK-2"), steps=STEPS)
    assert codes(draft) == {"XK-1", "XK-2"}


def test_a_unit_that_has_ended_begins_no_list(listed, bureau, other_bureau, heir):
    merge(bureau, other_bureau)
    with pytest.raises(Refused):
        lists.begin(bureau, by=now_of(heir), now=AFTER)
    assert PowerList.objects.filter(organisation=bureau).count() == 1


def test_the_next_list_of_the_successor_begins_with_the_powers_of_both(listed, own, bureau, other_bureau, heir):
    merge(bureau, other_bureau)
    draft = lists.begin(other_bureau, by=now_of(heir), now=AFTER)
    assert [row.code for row in draft.powers.order_by("number")] == ["ZJ-1", "XK-1"]
    assert [row.name for row in draft.powers.get(code="XK-1").steps.all()] == [step.name for step in STEPS]


def test_publishing_it_replaces_the_list_of_the_old_unit(taken_over, listed, own):
    for row in (listed, own):
        row.refresh_from_db()
    assert (listed.state, own.state, codes(taken_over)) == ("replaced", "replaced", {"ZJ-1", "XK-1"})


def test_points_follow_their_power_to_the_successor(point, own, bureau, other_bureau, heir, checker, director):
    merge(bureau, other_bureau)
    draft = lists.begin(other_bureau, by=now_of(heir), now=AFTER)
    made = published(draft, heir, checker, director, LATER)
    point.refresh_from_db()
    assert (point.power.list, point.step.stage) == (made, "review")


def test_a_draft_begun_before_the_merger_leaves_the_old_list(
    listed, own, bureau, other_bureau, heir, checker, director
):
    draft = lists.begin(other_bureau, by=heir, now=at("2026-03-12"))
    merge(bureau, other_bureau)
    published(draft, now_of(heir), checker, director, LATER)
    listed.refresh_from_db()
    assert (listed.state, codes(draft)) == ("published", {"ZJ-1"})


def test_lists_are_taken_over_through_two_mergers(listed, village, bureau, other_bureau, county, checker, director):
    town = village.parent
    mayor = employ("shi", "石镇长", town, Role.HEAD)
    merge(bureau, other_bureau)
    merge(other_bureau, town)
    draft = lists.begin(town, by=now_of(mayor), now=AFTER)
    published(draft, mayor, checker, director, LATER)
    listed.refresh_from_db()
    assert (listed.state, codes(draft)) == ("replaced", {"XK-1"})


def test_a_late_draft_of_the_old_unit_is_not_published_over_the_successor(
    listed, own, bureau, other_bureau, clerk, heir, checker, director
):
    late = lists.begin(bureau, by=clerk, now=at("2026-03-12"))
    merge(bureau, other_bureau)
    lists.begin(other_bureau, by=now_of(heir), now=AFTER)
    lists.declare(late, by=heir, now=LATER, words="清理权力一项")
    lists.check_off(late, by=checker, now=LATER, opinion="一致")
    with pytest.raises(Refused):
        lists.publish(late, by=director, now=LATER)
    listed.refresh_from_db()
    assert listed.state == "published"


def test_a_code_of_the_old_unit_goes_forwards_only(taken_over, listed, bureau, clerk):
    draft = PowerList.objects.create(organisation=bureau, version=9, begun_at=LATER, begun_by=clerk.user)
    with pytest.raises(DatabaseError), transaction.atomic():
        Power.objects.create(list=draft, number=1, **vars(facts("ZJ-1")))
    assert not Power.objects.filter(list__organisation=bureau, code="ZJ-1").exists()


def test_a_stranger_takes_no_code_of_the_old_unit(listed, bureau, other_bureau, village, checker):
    merge(bureau, other_bureau)
    mayor = employ("shi", "石镇长", village.parent, Role.HEAD)
    draft = lists.begin(village.parent, by=mayor, now=AFTER)
    with pytest.raises(Refused) as refusal:
        lists.add(draft, by=mayor, now=AFTER, facts=facts("XK-1"), steps=STEPS)
    assert refusal.value.field == "code"


@pytest.mark.parametrize(("code", "unlisted"), [("XK-1", False), ("ZJ-1", False), ("XK-9", True)])
def test_powers_of_the_old_list_are_listed_for_the_successor(listed, own, bureau, other_bureau, code, unlisted):
    before = is_unlisted(other_bureau.pk, "XK-1")
    merge(bureau, other_bureau)
    assert (before, is_unlisted(other_bureau.pk, code)) == (True, unlisted)


# what everybody reads


def test_the_public_page_stays_until_it_is_taken_over(client, listed, bureau, other_bureau):
    merge(bureau, other_bureau)
    shown = client.get(reverse("powers:unit", args=[bureau.code]))
    assert "食品经营许可" in shown.content.decode()


def test_the_public_page_leads_to_the_successor_afterwards(client, taken_over, bureau, other_bureau):
    answer = client.get(reverse("powers:unit", args=[bureau.code]))
    assert answer.url == reverse("powers:unit", args=[other_bureau.code])
    assert "食品经营许可" in client.get(answer.url).content.decode()


def test_the_page_of_the_unit_shows_what_it_carries_on(client, listed, bureau, other_bureau):
    merge(bureau, other_bureau)
    assert "食品经营许可" in client.get(reverse("disclosure:unit", args=[other_bureau.code])).content.decode()


@pytest.mark.django_db
def test_a_unit_without_list_or_heir_is_not_found(client, other_bureau):
    assert client.get(reverse("powers:unit", args=[other_bureau.code])).status_code == 404


def test_desk_says_what_waits_of_the_old_unit(point, bureau, other_bureau, heir):
    merge(bureau, other_bureau)
    assert point.description in signed_in(heir).get(reverse("powers:points")).content.decode()


def test_a_point_is_found_at_a_power_of_the_old_list(power, bureau, other_bureau, heir):
    merge(bureau, other_bureau)
    power.refresh_from_db()
    made = points.find(power, by=now_of(heir), now=AFTER, found=found())
    assert made.organisation == bureau
