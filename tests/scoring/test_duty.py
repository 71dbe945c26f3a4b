"""Reports on duty and integrity: called for, handed in, evaluated, talked about; who may read them (S2-22)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Post, Role
from deadlines.models import Deadline
from records.models import Look
from records.refusal import Refused
from scoring.actions import duty
from scoring.actions.duty import Call, Held
from scoring.models import DutyReport, DutyYear
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-11-02")


def called(discipline, inspector, *actors, **more) -> DutyYear:
    said = Call(2026, date(2026, 12, 31), [actor.post for actor in actors])
    return duty.call(discipline, Call(**vars(said) | more), by=inspector, now=NOW)


@pytest.fixture
def report(discipline, inspector, head):
    return called(discipline, inspector, head).reports.get()


def handed_in(report, head, now=NOW) -> DutyReport:
    return duty.submit(report, by=head, now=now, words="一年来履职情况")


def failed(report, head, inspector) -> DutyReport:
    handed_in(report, head)
    return duty.evaluate(report, by=inspector, now=NOW, passed=False, words="内容空泛")


def talked(report, inspector, **more):
    about = {
        "held_on": date(2026, 11, 2),
        "place": "谈话室",
        "content": "指出报告空泛",
        "commitments": "一周内重写",
        "again_by": date(2026, 11, 16),
    }
    return duty.hold_talk(report, Held(**about | more), by=inspector, now=NOW)


def test_the_clock_ends_on_the_day_itself(report):
    clock = Deadline.objects.about(report).get()
    assert (clock.name, clock.due_on, clock.responsible) == ("duty:report", date(2026, 12, 31), report.person)


def test_a_person_with_two_posts_owes_one_report(discipline, inspector, head, bureau):
    second = Post.objects.create(user=head.user, organisation=bureau, role=Role.APPROVER)
    said = Call(2026, date(2026, 12, 31), [head.post, second])
    assert duty.call(discipline, said, by=inspector, now=NOW).reports.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"due_on": date(2026, 11, 2)}, "due_on"), ({"posts": []}, "posts"), ({"words": " "}, "words")],
)
def test_a_call_that_cannot_be_made_says_where(discipline, inspector, head, wrong, field):
    with pytest.raises(Refused) as refusal:
        called(discipline, inspector, head, **wrong)
    assert refusal.value.field == field


def test_a_year_is_called_for_once(discipline, inspector, head, report):
    with pytest.raises(Refused) as refusal:
        called(discipline, inspector, head)
    assert refusal.value.field == "year"


def test_only_the_discipline_office_calls(bureau, head):
    with pytest.raises(PermissionDenied):
        duty.call(bureau, Call(2026, date(2026, 12, 31), [head.post]), by=head, now=NOW)


def test_a_report_that_passes_ends_the_matter(report, head, inspector):
    handed_in(report, head)
    row = duty.evaluate(report, by=inspector, now=NOW, passed=True, words="内容充实")
    assert (row.state, Deadline.objects.about(row).running().count()) == ("passed", 0)


def test_nobody_hands_in_for_somebody_else(report, clerk):
    with pytest.raises(PermissionDenied):
        duty.submit(report, by=clerk, now=NOW, words="代交")


def test_a_bad_report_brings_a_talk_with_a_term(report, head, inspector):
    row = failed(report, head, inspector)
    clock = Deadline.objects.about(row).running().get()
    assert (row.state, clock.name, clock.promised) == ("talk", "duty:talk", 10)


def test_after_the_talk_the_report_is_handed_in_once_more(report, head, inspector):
    talked(failed(report, head, inspector), inspector)
    report.refresh_from_db()
    clock = Deadline.objects.about(report).running().get()
    assert (report.state, clock.name, clock.due_on) == ("again", "duty:again", date(2026, 11, 16))
    assert handed_in(report, head).state == "submitted"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held_on": date(2026, 11, 3)}, "held_on"),
        ({"again_by": date(2026, 11, 2)}, "again_by"),
        ({"content": " "}, "content"),
        ({"commitments": ""}, "commitments"),
    ],
)
def test_a_talk_that_cannot_be_noted_says_where(report, head, inspector, wrong, field):
    row = failed(report, head, inspector)
    with pytest.raises(Refused) as refusal:
        talked(row, inspector, **wrong)
    assert (refusal.value.field, row.talks.count()) == (field, 0)


# who reads


def test_the_person_the_discipline_people_of_the_unit_and_the_office_that_called(
    report, head, inspector, leader, clerk, bureau, other_bureau
):
    own = employ("pai", "派驻员", bureau, Role.INSPECTOR)
    other = employ("bie", "别处派驻", other_bureau, Role.INSPECTOR)
    seen = [DutyReport.objects.visible_to(actor).count() for actor in (head, inspector, own, other, leader, clerk)]
    assert seen == [1, 1, 1, 0, 0, 0]


def test_every_look_of_somebody_else_is_noted(report, head, inspector):
    for actor in (head, inspector, inspector):
        signed_in(actor).get(reverse("scoring:duty_report", args=[report.pk]))
    assert list(Look.objects.about(report).values_list("user", flat=True)) == [inspector.user.pk] * 2


def test_a_look_into_the_archive_is_noted_with_every_report(report, head, inspector, leader):
    answer = signed_in(inspector).get(reverse("scoring:duty_archive", args=[head.user.pk]))
    assert (answer.status_code, Look.objects.about(report).count()) == (200, 1)
    assert signed_in(leader).get(reverse("scoring:duty_archive", args=[head.user.pk])).status_code == 404


def test_a_discipline_person_never_evaluates_the_own_report(discipline, inspector, second):
    row = called(discipline, inspector, second).reports.get()
    duty.submit(row, by=second, now=NOW, words="履职情况")
    with pytest.raises(PermissionDenied):
        duty.evaluate(row, by=second, now=NOW, passed=True, words="好")


def test_the_form_of_a_call_finds_heads_and_teams(inspector, head, approver, clerk):
    address = reverse("scoring:call_duty")
    about = {"year": 2026, "due_on": "2099-12-31", "talk_days": 10, "words": "四项内容", "team": "on"}
    about["key"] = "0b1a4a0e-52a8-4c0c-8b62-0e4b1c9f1a11"
    assert signed_in(inspector).post(address, about).status_code == 302
    assert set(DutyReport.objects.values_list("person", flat=True)) == {head.user.pk, approver.user.pk}


def test_the_report_is_handed_in_by_the_page(report, head):
    address = reverse("scoring:duty_deed", args=[report.pk, "submit"])
    client = signed_in(head)
    assert client.post(address, {"words": " ", "key": ""}).status_code == 422
    about = {"words": "履职情况", "key": "0b1a4a0e-52a8-4c0c-8b62-0e4b1c9f1a12"}
    assert client.post(address, about).status_code == 302
    report.refresh_from_db()
    assert report.state == "submitted"
