"""Archives of people: what stands in them, who reads them, every look on record; separation of duties; ledgers."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts import succession
from accounts.models import Post, Role
from approvals.models import Item
from integrity import archive, ledger, separation
from integrity.actions import noting, reminding
from integrity.actions.noting import Noted
from integrity.actions.reminding import Words
from integrity.models import ArchiveNote, Separation
from integrity.permissions import can_read_archive
from records.models import Look
from records.refusal import Refused
from tests.conftest import at, make_item
from tests.gates import signed_in
from tests.integrity.conftest import alarmed

DAY = date(2026, 3, 2)


def texts(person, unit, kind):
    lines = archive.read(archive.Scope(person, unit, 2026))
    return [line.text for line in lines if line.kind == kind]


def test_an_alarm_that_names_somebody_stands_in_the_archive(bureau, reviewer, inspector, second):
    """INT-06: archive entry."""
    order = alarmed(bureau, inspector, second, person=reviewer.user)
    [text] = texts(reviewer.user, bureau, "alarm")
    assert text.startswith(f"A级预警警报{order.alarm}")


def test_promises_stand_in_the_archive_with_their_answers(county, bureau, point, reviewer, inspector):
    words = Words("promise", "保廉承诺", "请承诺")
    made = reminding.send(county, by=inspector, now=at("2026-03-02"), words=words).reminders.get()
    assert texts(reviewer.user, bureau, "promise") == ["保廉承诺书：保廉承诺，未答复"]
    reminding.answer(made, by=reviewer, now=at("2026-03-04"), answer="承诺")
    assert texts(reviewer.user, bureau, "promise") == ["保廉承诺书：保廉承诺，2026-03-04答复"]


def noted(**more):
    return Noted(**({"kind": "praise", "happened_on": date(2026, 3, 1), "words": "表彰", "source": "文件"} | more))


@pytest.fixture
def note(bureau, reviewer, inspector):
    return noting.propose(reviewer.user, by=inspector, now=at("2026-03-02"), organisation=bureau, noted=noted())


def test_a_line_counts_once_another_one_has_signed_it(note, bureau, reviewer, inspector, second):
    assert texts(reviewer.user, bureau, "praise") == []
    with pytest.raises(Refused):
        noting.decide(note, by=inspector, now=at("2026-03-03"), signed=True)
    noting.decide(note, by=second, now=at("2026-03-03"), signed=True)
    assert texts(reviewer.user, bureau, "praise") == ["表彰"]


def test_a_correction_stands_under_the_line(note, bureau, reviewer, inspector, second):
    noting.decide(note, by=second, now=at("2026-03-03"), signed=True)
    said = noted(words="应为集体表彰", corrects=f"note:{note.pk}")
    wanted = noting.propose(reviewer.user, by=reviewer, now=at("2026-03-04"), organisation=bureau, noted=said)
    noting.decide(wanted, by=inspector, now=at("2026-03-05"), signed=True)
    [line] = [one for one in archive.read(archive.Scope(reviewer.user, bureau, 2026)) if one.kind == "praise"]
    assert [one.words for one in line.corrections] == ["应为集体表彰"]


def test_the_person_may_only_ask_for_a_correction(bureau, reviewer):
    with pytest.raises(Refused) as refused:
        noting.propose(reviewer.user, by=reviewer, now=at("2026-03-04"), organisation=bureau, noted=noted())
    assert refused.value.field == "corrects"
    assert not ArchiveNote.objects.exists()


def test_a_colleague_adds_nothing(bureau, reviewer, head):
    with pytest.raises(PermissionDenied):
        noting.propose(reviewer.user, by=head, now=at("2026-03-04"), organisation=bureau, noted=noted())


def test_few_read_an_archive(bureau, reviewer, head, clerk, stranger, inspector, leader, citizen):
    people = (reviewer, head, clerk, stranger, inspector, leader, citizen)
    assert [one for one in people if can_read_archive(one, reviewer.user, bureau)] == [reviewer, inspector]
    Post.objects.filter(user=clerk.user).update(is_contact=True)
    clerk.post.refresh_from_db()
    assert can_read_archive(clerk, reviewer.user, bureau)


def test_every_look_is_on_record_and_the_person_sees_it(bureau, reviewer, inspector):
    url = f"/desk/integrity/archives/{bureau.code}/{reviewer.user.pk}/"
    assert signed_in(inspector).get(url).status_code == 200
    assert Look.objects.get().user == inspector.user
    own = signed_in(reviewer).get(url)
    assert "老赵" in own.content.decode()
    assert Look.objects.count() == 1


def test_a_stranger_does_not_learn_that_there_is_an_archive(bureau, reviewer, stranger, head):
    url = f"/desk/integrity/archives/{bureau.code}/{reviewer.user.pk}/"
    for actor in (stranger, head):
        assert signed_in(actor).get(url).status_code == 404
    assert not Look.objects.exists()


# separation of duties


def hold(actor, unit, role):
    Post.objects.create(user=actor.user, organisation=unit, role=role)


def test_who_takes_in_and_decides_is_found(county, bureau, clerk):
    hold(clerk, bureau, Role.APPROVER)
    [clash] = separation.clashes(county, DAY)
    assert (clash.person, clash.separation.first.code, clash.separation.second.code) == (
        clerk.user,
        "window",
        "decision",
    )


def test_two_units_are_two_things_where_the_pair_holds_within_one(county, bureau, other_bureau, clerk):
    hold(clerk, other_bureau, Role.APPROVER)
    assert separation.clashes(county, DAY) == []


@pytest.mark.parametrize(("role", "count"), [(Role.APPROVER, 1), (Role.CLERK, 0), (Role.HEAD, 0)])
def test_a_grant_is_asked_about_the_matrix(bureau, clerk, role, count):
    found = succession.conflicts(clerk.user, bureau, role, DAY)
    assert len(found) == count
    assert not count or "窗口受理" in found[0]


def test_a_watcher_is_no_clerk_anywhere(other_bureau, inspector):
    assert "纪检监察" in succession.conflicts(inspector.user, other_bureau, Role.CLERK, DAY)[0]


def test_an_ended_pair_holds_no_more(bureau, clerk):
    Separation.objects.update(ended_on=date(2021, 1, 1))
    assert succession.conflicts(clerk.user, bureau, Role.APPROVER, DAY) == []


def test_who_leaves_the_other_duty_may_take_this_one(inspector, other_bureau):
    assert succession.conflicts(inspector.user, other_bureau, Role.CLERK, DAY, leaves=inspector.post) == []


def test_one_person_at_two_steps_of_a_power_is_found(county, power, reviewer):
    power.steps.update(holder=reviewer.user)
    [clash] = separation.clashes(county, DAY)
    assert (clash.first, clash.second) == ("食品经营许可·审核", "食品经营许可·决定")


# ledger


@pytest.fixture
def exercised(bureau, power, accepted):
    item = make_item(bureau, power_code=power.code)
    return accepted(item, at("2026-03-02"))


def test_a_ledger_tells_every_entry_of_the_cases(power, exercised):
    verbs = {entry.verb for entry in ledger.entries(power)}
    assert {"approvals.case.received", "approvals.case.accepted"} <= verbs
    assert list(ledger.items(power)) == list(Item.objects.all())


def test_a_ledger_is_narrowed_by_days(power, exercised):
    assert not ledger.entries(power, first=date(2026, 3, 3), last=date(2026, 3, 9)).filter(verb__contains="accepted")
    assert ledger.entries(power, first=date(2026, 3, 2), last=date(2026, 3, 2)).filter(verb__contains="accepted")


def test_cases_of_other_powers_are_not_in_it(bureau, power, accepted):
    accepted(make_item(bureau, power_code="OTHER"), at("2026-03-02"))
    assert not ledger.entries(power).filter(verb__startswith="approvals.case").exists()
