"""Attendance of the windows."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Post, Role, Window
from approvals import attendance
from approvals.actions import duty, hall
from approvals.models import Attendance
from records.refusal import Refused
from tests.approvals.hall.conftest import TODAY, key, sheet_of
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("moment", "mark"),
    [("2026-03-12 08:30", "on_time"), ("2026-03-12 08:40", "on_time"), ("2026-03-12 08:41", "late"),
     ("2026-03-14 09:30", "rest")],
)  # fmt: skip
def test_mark_of_an_arrival(clerk, window, moment, mark):
    there = hall.arrive(clerk.post, by=clerk, now=at(moment))
    assert attendance.mark(there.day, there.arrived_at, False, at("2026-03-16")) == mark


def test_make_up_working_sunday_counts(clerk, window):
    assert attendance.mark(date(2026, 2, 28), None, False, at(TODAY)) == "missing"


def test_before_the_hour_nobody_is_missing():
    assert attendance.mark(date(2026, 3, 12), None, False, at("2026-03-12 08:20")) == "not_yet"


def test_county_sets_when_one_is_late(settings, clerk, window):
    settings.LATE_AFTER = "09:00"
    there = hall.arrive(clerk.post, by=clerk, now=at("2026-03-12 08:55"))
    assert not attendance.is_late(there.arrived_at)


def test_first_arrival_counts(clerk, window):
    hall.arrive(clerk.post, by=clerk, now=at("2026-03-12 08:30"))
    hall.leave(clerk.post, by=clerk, now=at("2026-03-12 12:00"))
    hall.arrive(clerk.post, by=clerk, now=at("2026-03-12 14:00"))
    there = Attendance.objects.get()
    assert (there.arrived_at, there.left_at) == (at("2026-03-12 08:30"), None)


def test_nobody_registers_twice(clerk, window):
    hall.arrive(clerk.post, by=clerk, now=at("2026-03-12 08:30"))
    with pytest.raises(Refused):
        hall.arrive(clerk.post, by=clerk, now=at("2026-03-12 08:31"))


def test_nobody_leaves_before_coming(clerk, window):
    with pytest.raises(Refused):
        hall.leave(clerk.post, by=clerk, now=at(TODAY))


def test_post_without_a_window_is_not_attended(reviewer):
    with pytest.raises(PermissionDenied):
        hall.arrive(reviewer.post, by=reviewer, now=at(TODAY))


def test_nobody_registers_for_somebody_else(clerk, window, second):
    with pytest.raises(PermissionDenied):
        hall.arrive(clerk.post, by=second, now=at(TODAY))


def test_buttons_of_the_queue(clerk, window):
    client = signed_in(clerk)
    for address, words in (("arrive", "09:00 到岗"), ("leave", "已离岗")):
        response = client.post(reverse(f"approvals:{address}"), {"key": key()}, follow=True)
        assert words in response.content.decode()


def test_day_sheet_tells_missing_from_away(clerk, window, second, covered, head, bureau):
    other = Window.objects.create(number="014", name="食品", hall="一楼大厅", organisation=bureau)
    Post.objects.filter(pk=second.post.pk).update(window=other)
    duty.go_away(clerk.post, by=clerk, now=at("2026-03-11"), until=date(2026, 3, 20))
    lines = signed_in(head).get(reverse("approvals:attendance")).context["lines"]
    assert [(line.post.user.name, line.mark) for line in lines] == [("小王", "away"), ("小马", "missing")]


def test_deputy_at_the_window_attends_it(clerk, window, second, covered, head):
    duty.go_away(clerk.post, by=clerk, now=at("2026-03-11"), until=date(2026, 3, 20))
    hall.arrive(clerk.post, by=Actor(second.user, clerk.post), now=at("2026-03-12 08:35"))
    [line] = signed_in(head).get(reverse("approvals:attendance")).context["lines"]
    assert (line.mark, line.deputy) == ("on_time", "小马")


def test_month_sheet_counts_working_days(clerk, window, head):
    for day in ("02", "03", "04", "05"):
        hall.arrive(clerk.post, by=clerk, now=at(f"2026-03-{day} 08:{'30' if day != '04' else '55'}"))
    [row] = signed_in(head).get(reverse("approvals:attendance_month"), {"month": "2026-03"}).context["months"]
    assert (row["due"], row["there"], row["late_on"], row["missing_on"]) == (9, 4, "4", "6、9、10、11、12")


def test_absence_that_ended_early_counts_until_the_return(clerk, window, covered, head):
    duty.go_away(clerk.post, by=clerk, now=at("2026-03-03"), until=date(2026, 3, 20))
    duty.come_back(clerk.post, by=clerk, now=at("2026-03-06"))
    [row] = signed_in(head).get(reverse("approvals:attendance_month"), {"month": "2026-03"}).context["months"]
    assert (row["away"], row["missing_on"]) == (3, "2、6、9、10、11、12")


def test_month_as_a_spreadsheet(clerk, window, head):
    hall.arrive(clerk.post, by=clerk, now=at("2026-03-02 08:55"))
    address = reverse("approvals:attendance_month")
    header, row = sheet_of(signed_in(head).get(address, {"month": "2026-03", "export": "xlsx"}))
    assert row[:6] == ("一楼大厅", "013", "市场监管局", "小王", None, "迟")
    assert header[4] == "1"


@pytest.mark.parametrize("query", [{"day": "2026-02-30"}, {"day": "9999-12-31"}, {"hall": "没有"}, {"hall": "\x00"}])
@pytest.mark.parametrize("name", ["approvals:attendance", "approvals:attendance_month"])
def test_bad_question_is_no_fault(head, window, name, query):
    assert signed_in(head).get(reverse(name), query).status_code == 200


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "2099-12", "x", "2026-3", "\x00"])
def test_bad_month_shows_the_present_one(head, window, month):
    response = signed_in(head).get(reverse("approvals:attendance_month"), {"month": month})
    assert response.context["first"] == date(2026, 3, 1)


def test_head_sees_only_the_own_unit(window, other_bureau):
    foreign = employ("luo", "外局长", other_bureau, Role.HEAD)
    assert signed_in(foreign).get(reverse("approvals:attendance")).context["lines"] == []


def test_inspector_sees_every_hall(window, clerk, inspector):
    response = signed_in(inspector).get(reverse("approvals:attendance"))
    assert [row["hall"] for row in response.context["halls"]] == ["一楼大厅"]


def test_sheets_cost_few_statements(window, clerk, inspector, django_assert_max_num_queries):
    client = signed_in(inspector)
    for name in ("approvals:attendance", "approvals:attendance_month"):
        client.get(reverse(name))
        with django_assert_max_num_queries(5 + 3):
            client.get(reverse(name))
