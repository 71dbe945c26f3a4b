"""The lists of the desk: who sees what, in which order, under which lamp, at which cost."""

import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from approvals import actions, queues
from approvals.actions import Applicant
from approvals.models import Case
from deadlines.actions import used
from tests.conftest import ZHANG, at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-03-12"  # a Thursday


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def numbers(response):
    return [line["number"] for line in response.context["lines"]]


def desk(actor, **query):
    return signed_in(actor).get(reverse("approvals:desk"), query)


def counts(response):
    return {tile["name"]: tile["count"] for tile in response.context["tiles"]}


def test_guest_is_sent_to_sign_in(client):
    assert client.get(reverse("approvals:desk")).status_code == 302


@pytest.mark.parametrize("who", ["inspector", "leader", "citizen"])
def test_desk_is_for_posts_that_work_on_cases(request, who):
    assert desk(request.getfixturevalue(who)).status_code == 403


def test_clerk_sees_what_waits_at_the_window(clerk, item, received, accepted):
    waiting = received(item, at("2026-03-11"))
    accepted(item, at("2026-03-11"))
    assert numbers(desk(clerk)) == [waiting.number]


def test_reviewer_sees_what_waits_for_review(reviewer, item, received, accepted):
    received(item, at("2026-03-11"))
    waiting = accepted(item, at("2026-03-11"))
    assert numbers(desk(reviewer)) == [waiting.number]


def test_approver_does_not_see_what_they_reviewed_themselves(bureau, approver, reviewer, item, accepted):
    case = accepted(item, at("2026-03-11"))
    actions.review(case, by=reviewer, now=at(TODAY), opinion="同意")
    Case.objects.filter(pk=case.pk).update(reviewer=approver.user)
    assert numbers(desk(approver)) == []


def test_other_unit_sees_nothing(stranger, item, received):
    received(item, at("2026-03-11"))
    assert numbers(desk(stranger)) == []


@pytest.fixture
def plain(bureau):
    """An item whose steps have no limits of their own: only the promise counts."""
    return make_item(bureau, code="XK-PLAIN", steps=())


def test_least_time_left_comes_first(reviewer, bureau, plain, accepted):
    slow = make_item(bureau, code="XK-2", promised=15, steps=())
    later, sooner = accepted(slow, at("2026-03-02")), accepted(plain, at("2026-03-03"))
    assert numbers(desk(reviewer)) == [sooner.number, later.number]


@pytest.mark.parametrize(
    ("day", "tile", "words"),
    [
        ("2026-02-27", "overdue", "超时 3 个工作日"),  # the 28th is a make-up working day
        ("2026-03-03", "today", "今日到期"),
        ("2026-03-04", "soon", "剩余 1 个工作日"),
        ("2026-03-09", "normal", "剩余 4 个工作日"),
    ],
)
def test_lamp_of_an_accepted_case(reviewer, plain, accepted, day, tile, words):
    accepted(plain, at(day))
    response = desk(reviewer)
    assert (counts(response)[tile], response.context["lines"][0]["words"]) == (1, words)


@pytest.mark.parametrize(
    ("day", "tile", "words"),
    [
        ("2026-01-05", "overdue", "超时 39 个工作日"),
        ("2026-03-04", "overdue", "超时 1 个工作日"),
        ("2026-03-05", "today", "今日到期"),
        ("2026-03-07", "soon", "剩余 1 个工作日"),  # a Saturday: counting starts on Monday
        ("2026-03-12", "normal", "剩余 5 个工作日"),
    ],
)
def test_window_has_five_working_days_to_accept(clerk, item, received, day, tile, words):
    received(item, at(day))
    response = desk(clerk)
    assert (counts(response)[tile], response.context["lines"][0]["words"]) == (1, words)


def test_step_that_ends_before_the_promise_is_what_counts(reviewer, item, accepted):
    accepted(item, at("2026-03-09"))  # four days for the review, seven promised
    line = desk(reviewer).context["lines"][0]
    assert (line["words"], line["used"], line["due"]) == ("剩余 1 个工作日", "3 / 4", "2026-03-13")


def test_promise_that_ends_before_the_step_is_what_counts(approver, reviewer, bureau, accepted):
    tight = make_item(bureau, code="XK-3", promised=4, steps=(("review", 2), ("approve", 3)))
    case = accepted(tight, at("2026-03-09"))
    actions.review(case, by=reviewer, now=at(TODAY), opinion="同意")
    line = desk(approver).context["lines"][0]
    assert (line["words"], line["used"], line["due"]) == ("剩余 1 个工作日", "3 / 4", "2026-03-13")


def test_term_of_the_sql_is_that_of_the_calendar(clerk, item, received):
    for day in range(1, 13):
        received(item, at(f"2026-03-{day:02}"))
    today = queues.Today.at(at(TODAY))
    rows = queues.values(queues.timed(Case.objects.all(), today, queues.closed()))
    assert [row["due"] for row in rows] == [today.calendar.add(row["submitted_at"].date(), 5) for row in rows]


def test_used_days_are_those_of_the_clock(clerk, reviewer, plain, accepted):
    case = accepted(plain, at("2026-02-26"))
    actions.pause(case, by=reviewer, now=at("2026-03-02"), kind="testing", ground="检验", told_days=3)
    actions.resume(case, by=reviewer, now=at("2026-03-05"))
    clock = Case.objects.get(pk=case.pk).clock
    assert desk(reviewer).context["lines"][0]["used"] == f"{used(clock, at(TODAY).date())} / 7"


def test_paused_case_keeps_the_days_used_at_the_pause(reviewer, item, accepted):
    case = accepted(item, at("2026-03-02"))
    actions.pause(case, by=reviewer, now=at("2026-03-04"), kind="testing", ground="检验", told_days=3)
    response = desk(reviewer)
    assert (counts(response)["paused"], response.context["lines"][0]["used"]) == (1, "2 / 7")


def test_corrected_application_gets_its_five_days_anew(clerk, item, received):
    case = received(item, at("2026-02-24"))
    missing = item.documents.all()
    actions.request_correction(case, by=clerk, now=at("2026-02-25"), missing=missing, message="")
    actions.correct(case, by=clerk, now=at("2026-03-11"), materials=dict.fromkeys(missing))
    assert desk(clerk).context["lines"][0]["words"] == "剩余 4 个工作日"


def test_delivery_is_due_ten_working_days_after_the_decision(clerk, reviewer, approver, item, accepted):
    case = accepted(item, at("2026-02-26"))
    actions.review(case, by=reviewer, now=at("2026-02-27"), opinion="同意")
    actions.decide(case, by=approver, now=at("2026-02-27"), result="granted")
    assert desk(clerk).context["lines"][0]["words"] == "今日到期"


def test_finished_today_counts_the_unit(clerk, approver, reviewer, item, accepted):
    case = accepted(item, at("2026-03-10"))
    actions.review(case, by=reviewer, now=at("2026-03-11"), opinion="同意")
    actions.decide(case, by=approver, now=at("2026-03-12 08:00"), result="granted")
    response = desk(approver, tile="finished")
    assert (counts(response)["finished"], numbers(response)) == (1, [case.number])


def test_tile_is_a_filter(clerk, item, received):
    received(item, at(TODAY))
    late = received(item, at("2026-03-02"))
    assert numbers(desk(clerk, tile="overdue")) == [late.number]


def test_filters_narrow_by_item_state_date_and_words(clerk, bureau, item, received):
    other = make_item(bureau, code="XK-2", name="药店经营许可")
    received(item, at("2026-03-10"))
    wanted = received(other, at("2026-03-11"), applicant=Applicant("李四", "x", "13900001234"))
    query = {"item": "XK-2", "state": "submitted", "since": "2026-03-11", "until": "2026-03-11", "q": "1234"}
    assert numbers(desk(clerk, **query)) == [wanted.number]


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-02-30"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "46000"},
        {"since": "2026-03-12", "until": "2026-03-01"},
        {"item": "no-such"},
        {"state": "no-such"},
        {"q": "\u202eabc"},
        {"q": "\x00"},
        {"q": "x" * 400},
    ],
)
def test_bad_filter_is_named_and_never_a_fault(clerk, query):
    response = desk(clerk, **query)
    assert response.status_code == 200
    assert set(response.context["form"].errors) <= set(query)
    assert response.context["form"].errors


@pytest.mark.parametrize(
    "cursor", ["x", "2026-03-12~", "2026-03-12~-1", "2026-03-12~99999999999999999999", "2026-03-12T09:00~1", "~"]
)
def test_bad_cursor_shows_the_first_page(clerk, item, received, cursor):
    case = received(item, at(TODAY))
    assert numbers(desk(clerk, after=cursor)) == [case.number]


@pytest.mark.parametrize("name", ["approvals:desk", "approvals:desk_cases"])
def test_cursor_of_the_other_list_is_no_fault(clerk, item, received, name):
    received(item, at(TODAY))
    for cursor in ("2026-03-12~1", "2026-03-12T01:00:00+00:00~1"):
        assert signed_in(clerk).get(reverse(name), {"after": cursor}).status_code == 200


def test_chinese_date_is_understood(clerk, item, received):
    case = received(item, at(TODAY))
    assert numbers(desk(clerk, since="2026年3月12日")) == [case.number]


@pytest.fixture
def many(item, received, monkeypatch):
    monkeypatch.setattr("records.paging.PAGE_SIZE", 3)
    return [received(item, at(f"2026-03-{day:02} 10:00")).number for day in (12, 11, 10, 9, 9, 9, 6)]


@pytest.mark.parametrize(("name", "order"), [("approvals:desk", -1), ("approvals:desk_cases", 1)])
def test_pages_follow_each_other_without_gap_or_repeat(clerk, many, name, order):
    client, seen, query = signed_in(clerk), [], {}
    while True:
        response = client.get(reverse(name), query)
        seen += numbers(response)
        if not (after := response.context["pages"]["after"]):
            break
        query = {"after": after}
    assert sorted(seen) == sorted(many)
    assert len(seen) == 7


def test_page_back_is_the_page_before(clerk, many):
    client = signed_in(clerk)
    first = client.get(reverse("approvals:desk_cases"))
    second = client.get(reverse("approvals:desk_cases"), {"after": first.context["pages"]["after"]})
    back = client.get(reverse("approvals:desk_cases"), {"before": second.context["pages"]["before"]})
    assert numbers(back) == numbers(first)
    assert back.context["pages"]["before"] == ""


def test_count_of_a_long_list_is_capped(clerk, many, monkeypatch):
    monkeypatch.setattr("records.paging.MANY", 5)
    assert "5+" in signed_in(clerk).get(reverse("approvals:desk_cases")).context["pages"]["words"]


def test_oldest_first(clerk, many):
    response = signed_in(clerk).get(reverse("approvals:desk_cases"), {"order": "oldest"})
    assert numbers(response)[0] == many[-1]


def test_watchers_see_the_cases_of_every_unit(inspector, item, received):
    case = received(item, at(TODAY))
    assert numbers(signed_in(inspector).get(reverse("approvals:desk_cases"))) == [case.number]


def sheet_of(response):
    return list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)


def test_export_holds_the_filtered_list(clerk, item, received):
    received(item, at(TODAY))
    late = received(item, at("2026-03-02"))
    header, *rows = sheet_of(desk(clerk, tile="overdue", export="xlsx"))
    assert header[0] == "办件编号"
    assert [row[0] for row in rows] == [late.number]


def test_export_never_holds_a_formula(clerk, item, received):
    received(item, at(TODAY), applicant=Applicant('=HYPERLINK("http://x")', "x", "13900001234"))
    _header, row = sheet_of(signed_in(clerk).get(reverse("approvals:desk_cases"), {"export": "xlsx"}))
    assert row[2].startswith("'=")


def found(actor, text):
    return signed_in(actor).get(reverse("approvals:desk_search"), {"q": text})


@pytest.mark.parametrize("form", ["{}", " {} ", "http://localhost/progress/?number={}&code=ABCDEFGH"])
def test_scanned_number_opens_the_case(clerk, item, received, form):
    case = received(item, at(TODAY))
    response = found(clerk, form.format(case.number))
    assert response.url == reverse("approvals:workbench", args=[case.number])


def test_full_width_lower_case_number_opens_the_case(clerk, item, received):
    case = received(item, at(TODAY))
    wide = case.number.lower().translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    assert found(clerk, wide).status_code == 302


def test_strangers_number_is_not_found(stranger, item, received):
    case = received(item, at(TODAY))
    response = found(stranger, case.number)
    assert (response.status_code, numbers(response)) == (200, [])


def test_mistyped_number_is_named(clerk):
    assert "校验码不符" in found(clerk, "YX20260312-0001-0").content.decode()


@pytest.mark.parametrize("text", ["建国", "0001", "13800000001"])
def test_name_and_telephone_find_the_case(clerk, item, received, text):
    case = received(item, at(TODAY), applicant=ZHANG)
    assert numbers(found(clerk, text)) == [case.number]


@pytest.mark.parametrize("text", ["", "　", "\x00", "%", "' OR 1=1", "𠮷😀", "x" * 500, "<script>"])
def test_hostile_search_is_no_fault(clerk, text):
    assert found(clerk, text).status_code == 200


def test_desk_costs_few_statements(clerk, many, django_assert_max_num_queries):
    client = signed_in(clerk)
    client.get(reverse("approvals:desk"))
    with django_assert_max_num_queries(5 + 3):  # session, user and post come on top
        client.get(reverse("approvals:desk"))


def test_cases_cost_few_statements(clerk, many, django_assert_max_num_queries):
    client = signed_in(clerk)
    client.get(reverse("approvals:desk_cases"))
    with django_assert_max_num_queries(5 + 3):
        client.get(reverse("approvals:desk_cases"))


def test_figures_count_mine_and_the_unit(clerk, reviewer, approver, head, item, accepted):
    case = accepted(item, at("2026-03-02"))
    actions.review(case, by=reviewer, now=at("2026-03-03"), opinion="同意")
    actions.decide(case, by=approver, now=at("2026-03-04"), result="granted")
    table = signed_in(head).get(reverse("approvals:my_figures")).context["table"]
    assert (table[0]["me"]["handled"], table[0]["unit"]["handled"]) == (0, 1)
    assert signed_in(clerk).get(reverse("approvals:my_figures")).context["table"][0]["me"] == {
        "handled": 1,
        "on_time": "100.0%",
        "days": "2.0",
        "late": 0,
    }
