"""The yearly review: the heads confirm, what nobody confirmed is suspended, the report says who did what."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Message, Post, Role
from accounts.permissions import can_act_from
from administration.actions import posts, reviewing, robot
from administration.figures import of_units
from administration.models import Campaign, Confirmation, RightChange
from records.refusal import Refused
from tests.conftest import at, employ

NOW, DUE, OVER = at("2026-03-02"), date(2026, 3, 31), at("2026-04-01 00:05")
C = Confirmation.State


@pytest.fixture
def campaign(county, security, clerk, reviewer, head):
    return reviewing.begin(county, by=security, now=NOW, year=2026, basis="云委办〔2026〕2号", due_on=DUE)


def line_of(campaign, actor) -> Confirmation:
    return campaign.confirmations.get(post=actor.post)


def test_every_active_post_is_on_the_list(campaign):
    assert campaign.confirmations.count() == Post.objects.active().count() == 4


def test_the_head_confirms(campaign, clerk, head):
    reviewing.confirm(line_of(campaign, clerk), by=head, now=NOW)
    robot.run(OVER)
    assert can_act_from(clerk.user, Post.objects.get(pk=clerk.post.pk), DUE)


def test_what_nobody_confirmed_gives_no_rights_any_more(campaign, clerk):
    robot.run(at("2026-03-31 23:59"))
    assert Post.objects.active().filter(pk=clerk.post.pk).exists()
    robot.run(OVER)
    post = Post.objects.get(pk=clerk.post.pk)
    assert post.suspended_on == date(2026, 4, 1)
    assert not can_act_from(clerk.user, post, date(2026, 4, 1))


def test_the_suspended_person_is_told(campaign, clerk):
    robot.run(OVER)
    assert Message.objects.filter(recipient=clerk.user, title__contains="暂停").exists()


def test_a_post_that_is_not_needed_ends(campaign, reviewer, head):
    reviewing.end(line_of(campaign, reviewer), by=head, now=NOW, reason="已调离")
    assert Post.objects.get(pk=reviewer.post.pk).ended_on == date(2026, 3, 2)
    assert line_of(campaign, reviewer).state == C.ENDED


def test_nobody_confirms_oneself(campaign, head):
    with pytest.raises(PermissionDenied):
        reviewing.confirm(line_of(campaign, head), by=head, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(user=head.user).update(decided_by=head.user)


def test_the_head_is_confirmed_by_a_security_administrator(campaign, head, security):
    reviewing.confirm(line_of(campaign, head), by=security, now=NOW)
    assert line_of(campaign, head).state == C.CONFIRMED


def test_a_security_administrator_does_not_answer_for_a_head(campaign, clerk, security):
    with pytest.raises(PermissionDenied):
        reviewing.confirm(line_of(campaign, clerk), by=security, now=NOW)


def test_the_head_of_another_unit_confirms_nothing(campaign, clerk, other_bureau):
    stranger = employ("lh", "外局", other_bureau, Role.HEAD)
    with pytest.raises(PermissionDenied):
        reviewing.confirm(line_of(campaign, clerk), by=stranger, now=NOW)


def test_several_are_confirmed_at_once_or_none(campaign, clerk, reviewer, head):
    rows = [line_of(campaign, clerk), line_of(campaign, reviewer)]
    reviewing.confirm_all(campaign, by=head, now=NOW, rows=rows)
    assert campaign.confirmations.filter(state=C.CONFIRMED).count() == 2


def test_the_own_line_among_several_stops_all(campaign, clerk, head):
    rows = [line_of(campaign, clerk), line_of(campaign, head)]
    with pytest.raises(PermissionDenied):
        reviewing.confirm_all(campaign, by=head, now=NOW, rows=rows)
    assert not campaign.confirmations.exclude(state=C.OPEN).exists()


def test_the_last_security_administrator_is_never_suspended(campaign, security):
    robot.run(OVER)
    assert Post.objects.active().filter(pk=security.post.pk).exists()


def test_a_post_that_ended_meanwhile_leaves_the_list(campaign, clerk, security):
    posts.end(clerk.post, by=security, now=NOW, reason="退休", document_number="1号")
    assert line_of(campaign, clerk).state == C.LAPSED


def test_a_late_confirmation_comes_as_a_restoration(campaign, clerk, head):
    reviewing.confirm(line_of(campaign, head), by=employ_security(campaign), now=NOW)
    robot.run(OVER)
    posts.restore(clerk.post, by=head, now=at("2026-04-02"), reason="仍在窗口")
    assert Post.objects.active().filter(pk=clerk.post.pk).exists()
    kinds = RightChange.objects.filter(post=clerk.post).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["suspended", "restored"]


def employ_security(campaign):
    return employ("s3", "三号", campaign.opened_by.posts.get().organisation, Role.SECURITY_ADMIN)


def test_the_heads_are_reminded_five_days_before(campaign, head):
    robot.run(at("2026-03-25"))
    assert Message.objects.filter(recipient=head.user).count() == 1
    robot.run(at("2026-03-26"))
    robot.run(at("2026-03-27"))
    assert Message.objects.filter(recipient=head.user).count() == 2


def test_the_report_counts_by_unit(campaign, clerk, head, leader, bureau):
    reviewing.confirm(line_of(campaign, clerk), by=head, now=NOW)
    [line] = [line for line in of_units(campaign, head) if line.name == bureau.name]
    assert list(line.cells()) == [bureau.name, 3, 1, 0, 0, 2]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"basis": " "}, "basis"),
        ({"due_on": date(2026, 3, 5)}, "due_on"),
        ({"due_on": date(2026, 12, 1)}, "due_on"),
        ({"year": 2031}, "year"),
    ],
)
def test_bad_reviews_name_the_field(county, security, change, field):
    about = {"year": 2026, "basis": "2号", "due_on": DUE} | change
    with pytest.raises(Refused) as refusal:
        reviewing.begin(county, by=security, now=NOW, **about)
    assert refusal.value.field == field
    assert not Campaign.objects.exists()


def test_one_review_a_year(campaign, county, security):
    robot.run(OVER)
    with pytest.raises(Refused):
        reviewing.begin(county, by=security, now=at("2026-05-06"), year=2026, basis="3号", due_on=date(2026, 6, 1))


def test_only_a_security_administrator_opens_it(county, system):
    with pytest.raises(PermissionDenied):
        reviewing.begin(county, by=system, now=NOW, year=2026, basis="2号", due_on=DUE)
