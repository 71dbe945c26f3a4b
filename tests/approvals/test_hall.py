"""The hall: deputies and absences, chief representatives, attendance of the windows."""

import io
import uuid
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from accounts.actor import Actor
from accounts.models import Post, Role, Window
from approvals import actions, attendance
from approvals.actions import duty, hall
from approvals.models import Attendance, Case, Representative
from config import rounds
from monitoring.models import Card, Finding
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-03-12"  # a Thursday


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def second(bureau):
    """The other clerk of the unit."""
    return employ("ma", "小马", bureau, Role.CLERK)


@pytest.fixture
def window(clerk, bureau):
    made = Window.objects.create(number="013", name="企业开办", hall="一楼大厅", organisation=bureau)
    Post.objects.filter(pk=clerk.post.pk).update(window=made)
    clerk.post.refresh_from_db()
    return made


@pytest.fixture
def covered(clerk, second, head):
    """The clerk's post has a deputy."""
    return duty.appoint_deputy(clerk.post, by=head, now=at(TODAY), deputy=second.user)


def key():
    return str(uuid.uuid4())


def responsible(case):
    fresh = Case.objects.select_related("clock__responsible", "step_clock__responsible").get(pk=case.pk)
    return fresh.clock.responsible


# deputies and absences


def test_only_the_head_appoints_deputies(clerk, second):
    with pytest.raises(PermissionDenied):
        duty.appoint_deputy(clerk.post, by=clerk, now=at(TODAY), deputy=second.user)
    assert Anomaly.objects.get().code == "V07"


def test_deputy_comes_from_the_same_unit(clerk, head, stranger):
    with pytest.raises(Refused):
        duty.appoint_deputy(clerk.post, by=head, now=at(TODAY), deputy=stranger.user)


def test_nobody_deputises_for_themselves(clerk, head):
    with pytest.raises(Refused):
        duty.appoint_deputy(clerk.post, by=head, now=at(TODAY), deputy=clerk.user)


def test_head_of_another_unit_appoints_nobody(clerk, second, other_bureau):
    foreign = employ("luo", "外局长", other_bureau, Role.HEAD)
    with pytest.raises(PermissionDenied):
        duty.appoint_deputy(clerk.post, by=foreign, now=at(TODAY), deputy=second.user)


def test_absence_needs_a_deputy(clerk):
    with pytest.raises(Refused):
        duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    assert Post.objects.get(pk=clerk.post.pk).away_until is None


@pytest.mark.parametrize("until", [date(2026, 3, 11), date(2027, 3, 12)])
def test_absence_ends_within_half_a_year(covered, clerk, until):
    with pytest.raises(Refused):
        duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=until)


def test_deputy_who_is_away_cannot_take_over(covered, clerk, second, head):
    duty.appoint_deputy(second.post, by=head, now=at(TODAY), deputy=clerk.user)
    duty.go_away(second.post, by=second, now=at(TODAY), until=date(2026, 3, 20))
    with pytest.raises(Refused):
        duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))


def test_colleague_does_not_declare_my_absence(covered, clerk, second):
    with pytest.raises(PermissionDenied):
        duty.go_away(clerk.post, by=second, now=at(TODAY), until=date(2026, 3, 20))


def test_running_clocks_go_to_the_deputy_with_an_entry(covered, clerk, second, item, accepted):
    case = accepted(item, at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    assert responsible(case) == second.user
    entry = Entry.objects.about(case).get(verb="approvals.case.handed_over")
    assert entry.body == {"from": clerk.user.pk, "to": second.user.pk, "post": clerk.post.pk}


def test_card_falls_on_who_has_the_case(covered, clerk, second, item, accepted):
    accepted(item, at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 4, 30))
    rounds.watch(at("2026-04-20"))
    assert {card.finding.responsible for card in Card.objects.select_related("finding")} == {second.user}


def test_met_clock_stays_with_who_met_it(covered, clerk, second, reviewer, approver, item, accepted):
    case = accepted(item, at("2026-03-10"))
    actions.review(case, by=reviewer, now=at("2026-03-11"), opinion="同意")
    actions.decide(case, by=approver, now=at("2026-03-11"), result="granted")
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    assert responsible(case) == clerk.user


def test_whoever_comes_back_gets_the_cases_back(covered, clerk, second, item, accepted):
    case = accepted(item, at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    duty.come_back(clerk.post, by=clerk, now=at("2026-03-16"))
    assert responsible(case) == clerk.user
    assert Post.objects.get(pk=clerk.post.pk).away_until is None


def test_own_cases_of_the_deputy_stay_with_the_deputy(covered, clerk, second, item, received):
    own = actions.accept(received(item, at("2026-03-10")), by=second, now=at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    duty.come_back(clerk.post, by=clerk, now=at("2026-03-16"))
    assert responsible(own) == second.user


def test_next_deputy_gets_only_what_came_from_the_holder(
    covered, clerk, second, head, reviewer, item, received, accepted
):
    case = accepted(item, at("2026-03-10"))
    own = actions.accept(received(item, at("2026-03-10")), by=second, now=at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    duty.appoint_deputy(clerk.post, by=head, now=at("2026-03-13"), deputy=reviewer.user)
    assert (responsible(case), responsible(own)) == (reviewer.user, second.user)


def test_robot_ends_an_absence_whose_time_is_up(covered, clerk, second, item, accepted):
    case = accepted(item, at("2026-03-12 08:30"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 13))
    rounds.watch(at("2026-03-13 18:00"))
    assert responsible(case) == second.user
    rounds.watch(at("2026-03-14"))
    assert responsible(case) == clerk.user


def test_robot_passes_on_what_begins_during_the_absence(covered, clerk, second, reviewer, approver, item, accepted):
    case = accepted(item, at("2026-03-10"))
    actions.review(case, by=reviewer, now=at("2026-03-11"), opinion="同意")
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    actions.decide(case, by=approver, now=at("2026-03-13"), result="granted")
    rounds.watch(at("2026-03-13 12:00"))
    assert Case.objects.get(pk=case.pk).step_clock.responsible == second.user


def test_quiet_round_of_the_robot_leaves_no_entries(covered, clerk):
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    before = Entry.objects.count()
    rounds.watch(at("2026-03-13"))
    rounds.watch(at("2026-03-13 10:00"))
    assert Entry.objects.count() == before


def test_handing_over_for_good(clerk, second, item, accepted):
    case = accepted(item, at("2026-03-10"))
    assert duty.hand_over(clerk.post, by=clerk, now=at(TODAY), to=second.user) == 2  # the promise and the step
    assert responsible(case) == second.user


def test_nothing_to_hand_over_is_said(clerk, second):
    with pytest.raises(Refused):
        duty.hand_over(clerk.post, by=clerk, now=at(TODAY), to=second.user)


def test_case_is_not_handed_to_another_unit(clerk, stranger, item, accepted):
    case = accepted(item, at("2026-03-10"))
    with pytest.raises(Refused):
        duty.hand_over(clerk.post, by=clerk, now=at(TODAY), to=stranger.user)
    assert responsible(case) == clerk.user


def duty_page(actor, post, deed, **fields):
    address = reverse("approvals:duty_deed", args=[post.pk, deed])
    return signed_in(actor).post(address, {"key": key()} | fields)


def offers(actor, post):
    lines = signed_in(actor).get(reverse("approvals:duty")).context["lines"]
    return [name for line in lines if line["post"] == post for name, _deed in line["deeds"]]


def test_page_offers_the_head_the_deputy_and_the_clerk_the_absence(covered, clerk, head):
    assert (offers(head, clerk.post), offers(clerk, clerk.post)) == (["away", "deputy"], ["away"])


def test_page_offers_nothing_on_the_post_of_a_colleague(covered, clerk, second):
    assert offers(second, clerk.post) == []


def test_absence_through_the_page(covered, clerk):
    assert duty_page(clerk, clerk.post, "away", until="2026-03-20").status_code == 302
    page = signed_in(clerk).get(reverse("approvals:duty")).content.decode()
    assert "离岗至 03-20" in page
    assert "（正在代岗）" in page


@pytest.mark.parametrize(
    "until", ["", "2026-02-30", "0001-01-01", "9999-12-31", "46000", "明天", "\x00", "2026-03-01"]
)
def test_bad_day_is_named_at_its_field(covered, clerk, until):
    response = duty_page(clerk, clerk.post, "away", until=until)
    assert response.status_code == 422
    assert "until" in response.context["form"].errors


@pytest.mark.parametrize("deputy", ["", "x", "0", "99999999999999999999", "\x00"])
def test_bad_deputy_is_named_at_its_field(clerk, head, deputy):
    assert "deputy" in duty_page(head, clerk.post, "deputy", deputy=deputy).context["form"].errors


def test_post_of_another_unit_does_not_exist(clerk, stranger):
    assert duty_page(clerk, stranger.post, "away", until="2026-03-20").status_code == 404


def test_same_form_twice_is_one_absence(covered, clerk):
    address = reverse("approvals:duty_deed", args=[clerk.post.pk, "away"])
    form = {"key": key(), "until": "2026-03-20"}
    for _n in range(2):
        assert signed_in(clerk).post(address, form).status_code == 302
    assert Entry.objects.filter(verb="approvals.post.away").count() == 1


# chief representatives


def appoint(head, person, when, **more):
    facts = {"user": person.user, "mandate": "受理、审核、签批"} | more
    return hall.appoint_representative(head.organisation, by=head, now=at(when), **facts)


def test_first_representative_needs_no_reason(head, reviewer):
    made = appoint(head, reviewer, "2026-01-05")
    assert (made.user, made.since, made.until) == (reviewer.user, date(2026, 1, 5), None)


def test_change_needs_a_reason(head, reviewer, approver):
    appoint(head, reviewer, "2025-01-02")
    with pytest.raises(Refused) as refusal:
        appoint(head, approver, TODAY)
    assert refusal.value.field == "reason"


def test_change_within_a_year_is_a_pre_warning(head, reviewer, approver):
    appoint(head, reviewer, "2025-03-13")  # 364 days ago
    appoint(head, approver, TODAY, reason="工作调动")
    rounds.watch(at(TODAY + " 10:00"))
    finding = Finding.objects.get()
    assert (finding.code, finding.level, finding.organisation, finding.responsible) == (
        "W2", "warning", head.organisation, head.user
    )  # fmt: skip


def test_change_after_a_year_is_none(head, reviewer, approver):
    appoint(head, reviewer, "2025-03-12")  # 365 days ago
    appoint(head, approver, TODAY, reason="轮岗")
    rounds.watch(at(TODAY + " 10:00"))
    assert not Finding.objects.exists()


def test_register_keeps_the_former_representative(head, reviewer, approver):
    appoint(head, reviewer, "2025-01-02")
    appoint(head, approver, TODAY, reason="轮岗")
    former = Representative.objects.get(user=reviewer.user)
    assert (former.until, former.reason) == (date(2026, 3, 12), "轮岗")


def test_same_person_again_is_refused(head, reviewer):
    appoint(head, reviewer, "2026-01-05")
    with pytest.raises(Refused):
        appoint(head, reviewer, TODAY, reason="再任")


def test_representative_belongs_to_the_unit(head, stranger):
    with pytest.raises(Refused):
        appoint(head, stranger, TODAY)


def test_clerk_appoints_no_representative(clerk, reviewer):
    with pytest.raises(PermissionDenied):
        appoint(clerk, reviewer, TODAY)


def test_appointing_through_the_page(head, reviewer):
    address = reverse("approvals:representatives")
    form = {"key": key(), "user": reviewer.user.pk, "mandate": "受理、审核、签批"}
    for _n in range(2):
        assert signed_in(head).post(address, form).status_code == 302
    assert Representative.objects.get().user == reviewer.user


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"mandate": "　"}, "mandate"),
        ({"mandate": "x" * 2000}, "mandate"),
        ({"user": "x"}, "user"),
        ({"user": ""}, "user"),
    ],
)
def test_bad_representative_is_named_at_its_field(head, reviewer, fields, wrong):
    form = {"key": key(), "user": reviewer.user.pk, "mandate": "受理"} | fields
    response = signed_in(head).post(reverse("approvals:representatives"), form)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])


def test_inspector_sees_the_representatives_of_every_unit(head, reviewer, inspector):
    appoint(head, reviewer, "2026-01-05")
    assert "小刘" in signed_in(inspector).get(reverse("approvals:representatives")).content.decode()


def test_stranger_does_not_see_them(head, reviewer, stranger):
    appoint(head, reviewer, "2026-01-05")
    assert "小刘" not in signed_in(stranger).get(reverse("approvals:representatives")).content.decode()


def sheet_of(response):
    return list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)


def test_register_of_representatives_as_a_spreadsheet(head, reviewer):
    appoint(head, reviewer, "2026-01-05", mandate="=1+1")
    _header, row = sheet_of(signed_in(head).get(reverse("approvals:representatives"), {"export": "xlsx"}))
    assert row[1:3] == ("小刘", "'=1+1")


# attendance


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
