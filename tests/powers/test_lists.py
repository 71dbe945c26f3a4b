"""Power lists: declared, checked, published by three people; codes that stay; lists that nobody rewrites."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from approvals import actions as approvals
from monitoring.models import Finding
from monitoring.sweep import sweep
from powers import compare
from powers.actions import lists, points
from powers.actions.lists import Step
from powers.models import Power, PowerList, PowerStep, is_unlisted
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.conftest import at, employ, make_item
from tests.powers.conftest import NOW, STEPS, facts, found, published, written

pytestmark = pytest.mark.django_db
LATER = at("2026-06-01")


def test_three_people_bring_a_list_into_force(listed, head, checker, director):
    assert listed.state == "published"
    signed = (listed.declared_by, listed.checked_by, listed.published_by)
    assert signed == (head.user, checker.user, director.user)
    assert Entry.objects.filter(verb="powers.list.published", subject_id=listed.pk).count() == 1


def test_the_clerk_does_not_declare(bureau, clerk):
    draft = written(bureau, clerk)
    with pytest.raises(PermissionDenied):
        lists.declare(draft, by=clerk, now=NOW, words="清理一项")


def test_who_checked_does_not_publish(bureau, clerk, head, director):
    draft = written(bureau, clerk)
    lists.declare(draft, by=head, now=NOW, words="清理一项")
    lists.check_off(draft, by=director, now=NOW, opinion="一致")
    with pytest.raises(Refused, match="前一步"):
        lists.publish(draft, by=director, now=NOW)
    assert PowerList.objects.get().state == "checked"


def test_a_leader_may_be_the_third(bureau, clerk, head, director, leader):
    draft = written(bureau, clerk)
    lists.declare(draft, by=head, now=NOW, words="清理一项")
    lists.check_off(draft, by=director, now=NOW, opinion="一致")
    assert lists.publish(draft, by=leader, now=NOW).published_by == leader.user


def test_a_list_sent_back_is_written_again(bureau, clerk, head, checker):
    draft = written(bureau, clerk)
    lists.declare(draft, by=head, now=NOW, words="清理一项")
    back = lists.send_back(draft, by=checker, now=NOW, reason="缺少处罚事项")
    assert (back.state, back.reason) == ("draft", "缺少处罚事项")
    lists.add(back, by=clerk, now=NOW, facts=facts("CF-1", kind="penalty", name="对无证经营的处罚"), steps=STEPS)


@pytest.mark.parametrize("name", Power.FACTS)
def test_each_of_the_five_facts_is_needed(bureau, clerk, name):
    draft = lists.begin(bureau, by=clerk, now=NOW)
    with pytest.raises(Refused) as refused:
        lists.add(draft, by=clerk, now=NOW, facts=facts(**{name: " 　"}), steps=STEPS)
    assert refused.value.field == name
    assert not Power.objects.exists()


def test_an_empty_list_is_not_declared(bureau, clerk, head):
    draft = lists.begin(bureau, by=clerk, now=NOW)
    with pytest.raises(Refused, match="还没有"):
        lists.declare(draft, by=head, now=NOW, words="无")


def test_a_power_has_steps(bureau, clerk):
    draft = lists.begin(bureau, by=clerk, now=NOW)
    with pytest.raises(Refused) as refused:
        lists.add(draft, by=clerk, now=NOW, facts=facts(), steps=[])
    assert refused.value.field == "steps"


def test_a_code_belongs_to_one_unit(listed, other_bureau, stranger):
    draft = lists.begin(other_bureau, by=stranger, now=NOW)
    with pytest.raises(Refused, match="市场监管局"):
        lists.add(draft, by=stranger, now=NOW, facts=facts("XK-1"), steps=STEPS)


def test_a_village_has_kinds_of_its_own(village, checker):
    draft = lists.begin(village, by=checker, now=NOW)
    assert draft.kind == "village"
    with pytest.raises(Refused) as refused:
        lists.add(draft, by=checker, now=NOW, facts=facts(), steps=STEPS)
    assert refused.value.field == "kind"
    lists.add(draft, by=checker, now=NOW, facts=facts("CQ-1", kind="assets", name="集体资产发包"), steps=STEPS)


def test_the_town_declares_for_its_village(village, checker, director, leader):
    mayor = employ("zhen", "镇长", village.parent, "head")
    draft = lists.begin(village, by=mayor, now=NOW)
    lists.add(draft, by=mayor, now=NOW, facts=facts("CQ-1", kind="seal", name="村级印章使用"), steps=STEPS)
    assert published(draft, mayor, checker, director).state == "published"


def test_only_one_draft_at_a_time(bureau, clerk):
    lists.begin(bureau, by=clerk, now=NOW)
    with pytest.raises(Refused, match="正在编制"):
        lists.begin(bureau, by=clerk, now=NOW)


def test_strangers_write_nothing(bureau, stranger):
    with pytest.raises(PermissionDenied):
        lists.begin(bureau, by=stranger, now=NOW)


# versions


@pytest.fixture
def second(listed, bureau, clerk):
    """The next version: one power kept and changed, one added."""
    draft = lists.begin(bureau, by=clerk, now=LATER)
    power = draft.powers.get()
    lists.amend(power, by=clerk, now=LATER, facts=facts(limit="5个工作日"), steps=STEPS)
    lists.add(draft, by=clerk, now=LATER, facts=facts("XK-2", name="药品经营许可"), steps=STEPS)
    return draft


def test_a_copy_keeps_codes_and_steps(listed, second):
    assert [power.code for power in second.powers.all()] == ["XK-1", "XK-2"]
    assert [step.post for step in second.powers.first().steps.all()] == [step.post for step in STEPS]


def test_the_newer_version_replaces_the_older(listed, second, head, checker, director):
    published(second, head, checker, director, LATER)
    listed.refresh_from_db()
    assert (listed.state, listed.replaced_at) == ("replaced", LATER)
    assert {power.code for power in Power.objects.in_force()} == {"XK-1", "XK-2"}


def test_the_difference_names_what_changed(listed, second):
    changed, added = compare.difference(listed, second)
    assert (changed.look, changed.fields) == ("changed", [("时限", "7个工作日", "5个工作日")])
    assert (added.look, added.code) == ("added", "XK-2")


def test_what_was_taken_out_is_named(listed, bureau, clerk):
    draft = lists.begin(bureau, by=clerk, now=LATER)
    lists.remove(draft.powers.get(), by=clerk, now=LATER, reason="已取消")
    [gone] = compare.difference(listed, draft)
    assert gone.look == "removed"


def test_points_follow_their_power(point, second, head, checker, director):
    published(second, head, checker, director, LATER)
    point.refresh_from_db()
    assert (point.power.list, point.step.number) == (second, 2)


def test_points_of_a_power_that_left_stay_behind(point, bureau, clerk, head, checker, director):
    draft = lists.begin(bureau, by=clerk, now=LATER)
    lists.remove(draft.powers.get(), by=clerk, now=LATER, reason="已取消")
    lists.add(draft, by=clerk, now=LATER, facts=facts("XK-3"), steps=STEPS)
    published(draft, head, checker, director, LATER)
    assert list(type(point).objects.unlisted()) == [point]


# what the database keeps


@pytest.mark.parametrize(
    "change",
    [
        lambda power: Power.objects.filter(pk=power.pk).update(limit="1个工作日"),
        lambda power: Power.objects.filter(pk=power.pk).delete(),
        lambda power: PowerStep.objects.filter(power=power).update(post="局长"),
        lambda power: PowerStep.objects.create(power=power, number=9, name="加塞", post="局长"),
        lambda power: Power.objects.create(list=power.list, number=9, **vars(facts("XK-9"))),
    ],
)
def test_a_list_in_force_stands(power, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(power)


def test_the_database_knows_one_owner_of_a_code(listed, other_bureau, stranger):
    draft = lists.begin(other_bureau, by=stranger, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Power.objects.create(list=draft, number=1, **vars(facts("XK-1")))


def test_the_deputy_is_another_person(power, head):
    step = power.steps.first()
    with pytest.raises(Refused) as refused:
        lists.staff(step, by=head, now=NOW, holder=head.user, deputy=head.user)
    assert refused.value.field == "deputy"
    step.holder = step.deputy = head.user
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()


def test_people_at_a_post_change_while_the_list_stands(power, head, clerk, approver):
    step = lists.staff(power.steps.first(), by=head, now=LATER, holder=clerk.user, deputy=approver.user)
    assert step.has_both
    entry = Entry.objects.get(verb="powers.step.staffed")
    assert entry.body["after"] == [clerk.user.pk, approver.user.pk]


def test_the_clerk_names_nobody(power, clerk):
    with pytest.raises(PermissionDenied):
        lists.staff(power.steps.first(), by=clerk, now=NOW, holder=clerk.user, deputy=None)


# using a power that is not listed (INT-01's 清权, V07)


@pytest.mark.parametrize(("code", "unlisted"), [("XK-1", False), ("", True), ("XK-7", True)])
def test_what_is_unlisted(listed, bureau, code, unlisted):
    assert is_unlisted(bureau.pk, code) is unlisted


def test_a_unit_without_a_list_uses_nothing_unlisted(bureau):
    assert not is_unlisted(bureau.pk, "")


@pytest.mark.parametrize(("code", "anomalies"), [("XK-1", []), ("XK-7", ["V07"])])
def test_accepting_a_case_of_an_unlisted_power_is_a_finding(listed, bureau, clerk, received, code, anomalies):
    item = make_item(bureau, power_code=code)
    case = approvals.accept(received(item, NOW), by=clerk, now=NOW)
    assert case.state == "accepted"
    assert [row.code for row in Anomaly.objects.about(case)] == anomalies
    sweep(at("2026-03-02 10:00"))
    assert [row.code for row in Finding.objects.about(case)] == ["R3"] * len(anomalies)


def test_points_are_found_only_at_powers_in_force(bureau, clerk):
    draft = written(bureau, clerk)
    with pytest.raises(Refused) as refused:
        points.find(draft.powers.get(), by=clerk, now=NOW, found=found())
    assert refused.value.field == "power"


def test_a_second_click_makes_one_list(bureau, clerk):
    key = "00000000-0000-4000-8000-000000000001"
    one = lists.begin(bureau, by=clerk, now=NOW, key=key)
    assert lists.begin(bureau, by=clerk, now=NOW, key=key) == one


def test_steps_keep_their_hints_when_a_power_is_copied(listed, second):
    assert second.powers.first().steps.get(number=2).hint == "降低标准"
    assert isinstance(lists.step_of(second.powers.first().steps.first()), Step)
