"""Efficiency archives: eight kinds of lines read from their sources, corrections by appending, who may read."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Window
from approvals.models import Attendance, Rating
from monitoring import archive
from monitoring.actions import archive as actions
from monitoring.actions import efficiency
from monitoring.models import ArchiveLine, LineKind
from monitoring.permissions_notices import can_read_archive_of_person, can_read_archive_of_unit
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import at

NOW = at("2026-03-31")


def read(unit, person=None, year=2026):
    return archive.read(archive.Scope(unit, archive.year(year), person), NOW)


def texts(lines):
    return [line.text for line in lines]


def promise_broken(lines):
    """The lines about the promise itself; the case was late in a step as well."""
    return [line for line in lines if "超过承诺时限" in line.text]


def proposed(by, unit, person=None, **more):
    words = {"kind": "appraisal", "happened_on": date(2026, 3, 20), "text": "一季度考评良好", "source": "考评通报1号"}
    return actions.propose_line(unit, by=by, now=NOW, person=person, **words | more)


@pytest.mark.django_db
def test_an_empty_archive_has_all_eight_kinds(bureau):
    assert list(read(bureau)) == list(LineKind)
    assert not any(read(bureau).values())


@pytest.mark.django_db
def test_cards_and_overdue_matters_stand_in_both_archives(accepted, item, bureau, clerk):
    case = accepted(item, at("2026-03-02"))
    sweep(at("2026-03-12"))
    for lines in (read(bureau), read(bureau, clerk.user)):
        assert len(promise_broken(lines[LineKind.CARDS])) == 1
        [line] = promise_broken(lines[LineKind.OVERDUE])
        assert line.text == f"超过承诺时限：{case.number}，用时8，时限7"


@pytest.mark.django_db
def test_another_year_is_another_archive(accepted, item, bureau):
    accepted(item, at("2026-03-02"))
    sweep(at("2026-03-12"))
    assert read(bureau, year=2025)[LineKind.CARDS] == []


@pytest.mark.django_db
def test_attendance_is_counted_for_each_window(bureau, clerk):
    clerk.post.window = Window.objects.create(number="A01", name="食品窗口", hall="政务大厅", organisation=bureau)
    clerk.post.save()
    days = [("2026-03-30 08:20", "2026-03-30"), ("2026-03-31 10:30", "2026-03-31")]
    for arrived, day in days:
        about = {"post": clerk.post, "user": clerk.user, "organisation": bureau, "day": date.fromisoformat(day)}
        Attendance.objects.create(arrived_at=at(arrived), **about)
    [line] = read(bureau, clerk.user)[LineKind.ATTENDANCE]
    assert "准时1天，迟到1天" in line.text


@pytest.mark.django_db
def test_efficiency_and_bad_ratings_are_told(accepted, item, bureau):
    case = accepted(item, at("2026-03-02"))
    Rating.objects.create(case=case, organisation=bureau, stars=1, rated_at=at("2026-03-20"), state="open")
    lines = read(bureau)
    assert texts(lines[LineKind.EFFICIENCY]) == ["受理1件，办结0件，其中按时0件、提前0件"]
    assert texts(lines[LineKind.SERVICE])[0] == "主动评价1件，平均1.00星"
    assert case.number in texts(lines[LineKind.SERVICE])[1]


@pytest.mark.django_db
def test_a_decided_outcome_is_a_line_and_none_is_not(bureau, inspector, second, clerk, head):
    said = efficiency.Proposal(matter="推诿", facts="多次退件", basis="问责办法")
    case = efficiency.propose(bureau, by=inspector, now=NOW, organisation=bureau, said=said)
    efficiency.file(case, by=second, now=NOW)
    for person, kind in ((clerk.user, "talk"), (head.user, "none")):
        efficiency.involve(case, by=inspector, now=NOW, person=person, part="direct", conduct="未告知")
        about = {"involved": case.involved.get(person=person), "kind": kind, "statement": "承认", "reason": "失职"}
        made = efficiency.propose_outcome(case, by=inspector, now=NOW, **about)
        efficiency.decide_outcome(case, by=second, now=NOW, outcome=made, approved=True)
    assert len(read(bureau, clerk.user)[LineKind.SANCTION]) == 1
    assert read(bureau, head.user)[LineKind.SANCTION] == []
    assert len(read(bureau)[LineKind.SANCTION]) == 1


@pytest.mark.django_db
def test_a_line_stands_only_after_a_second_signature(bureau, inspector, second):
    line = proposed(inspector, bureau)
    assert read(bureau)[LineKind.APPRAISAL] == []
    with pytest.raises(PermissionDenied):
        actions.sign_line(line, by=inspector, now=NOW)
    actions.sign_line(line, by=second, now=NOW)
    assert texts(read(bureau)[LineKind.APPRAISAL]) == ["一季度考评良好"]


@pytest.mark.django_db
def test_a_refused_line_stays_out_and_on_record(bureau, inspector, second):
    line = proposed(inspector, bureau)
    with pytest.raises(Refused):
        actions.refuse_line(line, by=second, now=NOW, reason="")
    actions.refuse_line(line, by=second, now=NOW, reason="文号有误")
    assert read(bureau)[LineKind.APPRAISAL] == []
    assert ArchiveLine.objects.get().refusal == "文号有误"


@pytest.mark.django_db
def test_a_correction_stands_under_the_line_it_puts_right(accepted, item, bureau, clerk, inspector):
    accepted(item, at("2026-03-02"))
    sweep(at("2026-03-12"))
    [before] = promise_broken(read(bureau, clerk.user)[LineKind.CARDS])
    asked = proposed(clerk, bureau, clerk.user, kind="cards", corrects=before.key, text="当日系统停用，已申诉")
    actions.sign_line(asked, by=inspector, now=NOW)
    [after] = promise_broken(read(bureau, clerk.user)[LineKind.CARDS])
    assert after.text == before.text
    assert [made.text for made in after.corrections] == ["当日系统停用，已申诉"]


@pytest.mark.django_db
def test_nobody_praises_oneself(bureau, clerk):
    with pytest.raises(Refused):
        proposed(clerk, bureau, clerk.user)
    assert not ArchiveLine.objects.exists()


@pytest.mark.django_db
def test_a_line_of_tomorrow_is_refused(bureau, inspector):
    with pytest.raises(Refused):
        proposed(inspector, bureau, happened_on=date(2026, 4, 1))


@pytest.mark.django_db
def test_who_may_read_an_archive(bureau, clerk, reviewer, head, stranger, inspector, leader, citizen):
    cast = [clerk, reviewer, head, stranger, inspector, leader, citizen]
    person = [can_read_archive_of_person(actor, clerk.user, bureau) for actor in cast]
    assert person == [True, False, True, False, True, True, False]
    unit = [can_read_archive_of_unit(actor, bureau) for actor in cast]
    assert unit == [False, False, True, False, True, True, False]


@pytest.mark.django_db
def test_the_database_keeps_a_line_as_it_is(bureau, inspector):
    line = proposed(inspector, bureau)
    with pytest.raises(DatabaseError), transaction.atomic():
        ArchiveLine.objects.filter(pk=line.pk).update(text="优秀")
