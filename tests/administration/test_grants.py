"""A right is proposed by one and activated by another; until then it gives nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import succession
from accounts.models import Message, Post, Role, User
from accounts.permissions import can_act_from
from administration.actions import granting, posts, robot
from administration.actions.granting import Wanted
from administration.models import Grant, RightChange
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.conftest import at, employ

NOW, TODAY = at("2026-03-02"), date(2026, 3, 2)
G = Grant.State


@pytest.fixture
def newcomer(db):
    return User.objects.create_user(username="new", name="新同志", password="x")


def wanted(user, role=Role.CLERK, **more):
    about = {"reason": "工作需要", "document_number": "云人社〔2026〕3号", "from_on": TODAY} | more
    return Wanted(user=user, role=role, **about)


@pytest.fixture
def proposed(security, newcomer, bureau):
    return granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer))


def test_a_proposal_gives_no_right(proposed, newcomer):
    assert proposed.state == G.PROPOSED
    assert not Post.objects.filter(user=newcomer).exists()


def test_the_head_of_the_receiving_unit_activates(proposed, head, newcomer):
    granting.activate(proposed, by=head, now=NOW, opinion="同意接收")
    assert Post.objects.active().get(user=newcomer).organisation == head.organisation


def test_a_second_security_administrator_activates(proposed, other_security, newcomer):
    granting.activate(proposed, by=other_security, now=NOW, opinion="材料齐全")
    post = Post.objects.get(user=newcomer)
    assert can_act_from(newcomer, post, TODAY)


def test_the_log_of_rights_names_both(proposed, security, other_security):
    granting.activate(proposed, by=other_security, now=NOW, opinion="材料齐全")
    line = RightChange.objects.get()
    assert (line.kind, line.changed_by, line.second) == ("granted", other_security.user, security.user)


def test_who_proposed_does_not_activate(proposed, security):
    with pytest.raises(Refused):
        granting.activate(proposed, by=security, now=NOW, opinion="同意")
    assert Anomaly.objects.get().code == "V07"


def test_the_head_of_another_unit_does_not_activate(proposed, other_bureau):
    stranger = employ("lhead", "外单位负责人", other_bureau, Role.HEAD)
    with pytest.raises(PermissionDenied):
        granting.activate(proposed, by=stranger, now=NOW, opinion="同意")
    assert Grant.objects.get().state == G.PROPOSED


def test_nobody_proposes_for_themselves(security, bureau):
    with pytest.raises(Refused):
        granting.propose(bureau, by=security, now=NOW, wanted=wanted(security.user))


@pytest.mark.parametrize("who", ["system", "auditor", "head", "inspector"])
def test_others_propose_nothing(request, who, newcomer, bureau):
    with pytest.raises(PermissionDenied):
        granting.propose(bureau, by=request.getfixturevalue(who), now=NOW, wanted=wanted(newcomer))
    assert not Grant.objects.exists()


def test_refusal_needs_a_reason(proposed, head):
    with pytest.raises(Refused) as refusal:
        granting.refuse(proposed, by=head, now=NOW, opinion="　")
    assert refusal.value.field == "opinion"


def test_a_refused_right_never_begins(proposed, head, newcomer):
    granting.refuse(proposed, by=head, now=NOW, opinion="编制已满")
    robot.run(at("2026-06-01"))
    assert not Post.objects.filter(user=newcomer).exists()


def test_a_proposal_expires_after_ten_working_days(proposed, newcomer):
    robot.run(at("2026-03-16"))
    assert Grant.objects.get().state == G.PROPOSED
    robot.run(at("2026-03-17"))
    assert Grant.objects.get().state == G.EXPIRED


def test_a_right_of_tomorrow_begins_tomorrow(security, other_security, newcomer, bureau):
    grant = granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer, from_on=date(2026, 3, 3)))
    granting.activate(grant, by=other_security, now=NOW, opinion="同意")
    assert not Post.objects.filter(user=newcomer).exists()
    robot.run(at("2026-03-03 00:05"))
    assert Post.objects.active().filter(user=newcomer).exists()


def test_a_right_with_a_last_day_ends_after_it(security, other_security, newcomer, bureau):
    grant = granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer, until_on=date(2026, 3, 31)))
    granting.activate(grant, by=other_security, now=NOW, opinion="同意")
    robot.run(at("2026-03-31 23:00"))
    assert Post.objects.active().filter(user=newcomer).exists()
    robot.run(at("2026-04-01 00:05"))
    assert Post.objects.get(user=newcomer).ended_on == date(2026, 4, 1)
    assert Grant.objects.get().state == G.ENDED


def test_running_the_robot_twice_is_harmless(security, other_security, newcomer, bureau):
    grant = granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer, from_on=date(2026, 3, 3)))
    granting.activate(grant, by=other_security, now=NOW, opinion="同意")
    robot.run(at("2026-03-03"))
    robot.run(at("2026-03-03"))
    assert Post.objects.filter(user=newcomer).count() == 1


def test_a_right_that_became_impossible_expires_with_the_reason(security, other_security, newcomer, bureau):
    grant = granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer, from_on=date(2026, 3, 3)))
    granting.activate(grant, by=other_security, now=NOW, opinion="同意")
    Post.objects.create(user=newcomer, organisation=bureau, role=Role.CLERK)
    robot.run(at("2026-03-03"))
    grant = Grant.objects.get()
    assert grant.state == G.EXPIRED
    assert grant.opinion


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_who_works_on_cases_becomes_no_administrator(security, clerk, county, role):
    with pytest.raises(Refused) as refusal:
        granting.propose(county, by=security, now=NOW, wanted=wanted(clerk.user, role))
    assert refusal.value.field == "role"


def test_an_administrator_gets_no_other_post(security, auditor, bureau):
    with pytest.raises(Refused) as refusal:
        granting.propose(bureau, by=security, now=NOW, wanted=wanted(auditor.user))
    assert refusal.value.field == "role"


@pytest.mark.parametrize("role", [Role.CLERK, Role.SYSTEM_ADMIN])
def test_the_database_refuses_a_second_post_of_an_administrator(auditor, bureau, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=auditor.user, organisation=bureau, role=role)


def test_the_database_lets_an_administrator_begin_anew_after_the_end(auditor, bureau):
    Post.objects.update(ended_on=TODAY)
    assert Post.objects.create(user=auditor.user, organisation=bureau, role=Role.CLERK).pk


def test_nobody_stands_in_for_an_administrator(auditor, clerk):
    auditor.post.deputy = clerk.user
    with pytest.raises(IntegrityError), transaction.atomic():
        auditor.post.save()


def test_the_constraints_speak_to_people(auditor, bureau):
    post = Post(user=auditor.user, organisation=bureau, role=Role.CLERK)
    with pytest.raises(Exception, match="三员不兼任|管理员不得"):
        post.full_clean()


def test_the_separation_of_duties_is_asked(security, newcomer, bureau, monkeypatch):
    monkeypatch.setattr(succession, "CONFLICTS", [lambda user, unit, role, today, leaves: ["会计不得兼任出纳"]])
    with pytest.raises(Refused, match="出纳"):
        granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"document_number": ""}, "document_number"),
        ({"from_on": date(2026, 3, 1)}, "from_on"),
        ({"from_on": date(2028, 1, 1)}, "from_on"),
        ({"until_on": date(2026, 3, 1)}, "until_on"),
    ],
)
def test_bad_proposals_name_the_field(security, newcomer, bureau, change, field):
    with pytest.raises(Refused) as refusal:
        granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer, **change))
    assert refusal.value.field == field
    assert not Grant.objects.exists()


def test_a_citizen_gets_no_post(security, citizen, bureau):
    with pytest.raises(Refused) as refusal:
        granting.propose(bureau, by=security, now=NOW, wanted=wanted(citizen.user))
    assert refusal.value.field == "user"


def test_a_closed_account_gets_no_post(security, newcomer, bureau):
    newcomer.is_active = False
    newcomer.save()
    with pytest.raises(Refused) as refusal:
        granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer))
    assert refusal.value.field == "user"


def test_a_right_is_proposed_once_at_a_time(proposed, other_security, newcomer, bureau):
    with pytest.raises(Refused) as refusal:
        granting.propose(bureau, by=other_security, now=NOW, wanted=wanted(newcomer))
    assert refusal.value.field == "role"
    assert Grant.objects.count() == 1


def test_only_who_proposed_takes_it_back(proposed, security, other_security):
    with pytest.raises(PermissionDenied):
        granting.withdraw(proposed, by=other_security, now=NOW, reason="误")
    granting.withdraw(proposed, by=security, now=NOW, reason="录入有误")
    assert Grant.objects.get().state == G.WITHDRAWN


def test_those_who_may_sign_are_told(security, other_security, head, newcomer, bureau):
    granting.propose(bureau, by=security, now=NOW, wanted=wanted(newcomer))
    told = Message.objects.filter(kind="administration").values_list("recipient", flat=True)
    assert set(told) == {other_security.user.pk, head.user.pk}


# moving


@pytest.fixture
def moved(security, other_security, clerk, reviewer, other_bureau):
    about = {"leaves": clerk.post, "takes_over": reviewer.user}
    grant = granting.propose(other_bureau, by=security, now=NOW, wanted=wanted(clerk.user, **about))
    return granting.activate(grant, by=other_security, now=NOW, opinion="同意调动")


def test_a_move_ends_the_old_post_and_opens_the_new_one(moved, clerk, other_bureau):
    clerk.post.refresh_from_db()
    assert clerk.post.ended_on == TODAY
    assert Post.objects.active().get(user=clerk.user).organisation == other_bureau


def test_a_move_tells_both(moved, clerk, reviewer):
    told = Message.objects.filter(kind="administration", recipient__in=[clerk.user, reviewer.user])
    assert set(told.values_list("recipient", flat=True)) == {clerk.user.pk, reviewer.user.pk}


def test_a_move_hands_the_open_work_over(security, other_security, clerk, reviewer, other_bureau, monkeypatch):
    seen = []
    handler = lambda post, to, by, now: seen.append((post.pk, to.pk)) or {"cases": 3}  # noqa: E731
    monkeypatch.setattr(succession, "PERSONS", [handler])
    about = {"leaves": clerk.post, "takes_over": reviewer.user}
    grant = granting.propose(other_bureau, by=security, now=NOW, wanted=wanted(clerk.user, **about))
    granting.activate(grant, by=other_security, now=NOW, opinion="同意调动")
    assert seen == [(clerk.post.pk, reviewer.user.pk)]
    entry = Entry.objects.about(clerk.post).get(verb="administration.post.ended")
    assert entry.body["moved"] == {"cases": 3}


def test_work_goes_to_somebody_of_the_old_unit(security, clerk, stranger, other_bureau):
    about = {"leaves": clerk.post, "takes_over": stranger.user}
    with pytest.raises(Refused) as refusal:
        granting.propose(other_bureau, by=security, now=NOW, wanted=wanted(clerk.user, **about))
    assert refusal.value.field == "takes_over"


def test_nobody_leaves_the_post_of_another(security, clerk, reviewer, other_bureau):
    with pytest.raises(Refused) as refusal:
        granting.propose(other_bureau, by=security, now=NOW, wanted=wanted(clerk.user, leaves=reviewer.post))
    assert refusal.value.field == "leaves"


# posts


def test_ending_is_written_down(security, clerk):
    posts.end(clerk.post, by=security, now=NOW, reason="退休", document_number="云人社〔2026〕9号")
    line = RightChange.objects.get()
    assert (line.kind, line.document_number, line.before["role"]) == ("ended", "云人社〔2026〕9号", "clerk")


def test_the_last_administrator_of_a_kind_stays(security, other_security, auditor):
    with pytest.raises(Refused):
        posts.end(auditor.post, by=security, now=NOW, reason="退休", document_number="1号")
    posts.end(other_security.post, by=security, now=NOW, reason="退休", document_number="1号")
    assert Post.objects.active().filter(role=Role.SECURITY_ADMIN).count() == 1


def test_nobody_changes_the_own_post(security):
    with pytest.raises(PermissionDenied):
        posts.change(security.post, by=security, now=NOW, reason="x", title="总管")


def test_a_change_keeps_before_and_after(security, clerk, reviewer):
    posts.change(clerk.post, by=security, now=NOW, reason="分工调整", title="综合窗口", deputy=reviewer.user)
    line = RightChange.objects.get()
    assert line.before == {"title": "", "deputy_id": None}
    assert line.after == {"title": "综合窗口", "deputy_id": reviewer.user.pk}


def test_a_deputy_comes_from_the_same_unit(security, clerk, stranger):
    with pytest.raises(Refused) as refusal:
        posts.change(clerk.post, by=security, now=NOW, reason="x", deputy=stranger.user)
    assert refusal.value.field == "deputy"


def test_a_suspended_post_gives_no_rights_until_the_head_restores_it(security, clerk, head):
    posts.suspend(clerk.post, by=security, now=NOW, reason="逾期未确认")
    assert not can_act_from(clerk.user, clerk.post, TODAY)
    posts.restore(clerk.post, by=head, now=NOW, reason="仍在岗")
    assert can_act_from(clerk.user, Post.objects.get(pk=clerk.post.pk), TODAY)


def test_nobody_restores_the_own_post(head):
    posts.suspend(head.post, by=head, now=NOW, reason="逾期未确认")
    with pytest.raises(PermissionDenied):
        posts.restore(head.post, by=head, now=NOW, reason="仍在岗")


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_log_of_rights_refuses_change(security, clerk, deed):
    posts.end(clerk.post, by=security, now=NOW, reason="退休", document_number="1号")
    rows = RightChange.objects.all()
    with pytest.raises(Exception, match="append"), transaction.atomic():
        rows.update(reason="没有的事") if deed == "update" else rows.delete()
