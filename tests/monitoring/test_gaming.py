"""Patterns around the limits: what is counted, what is marked, and that nothing follows from it by itself."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from approvals import actions as approvals
from approvals.actions import duty
from approvals.statistics import Period
from monitoring.gaming import BY_CODE, PATTERNS, bin_of, distribution
from monitoring.models import Finding
from tests.conftest import ZHANG, at, employ, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
MARCH = Period(at("2026-03-01").date(), at("2026-03-31").date())


def seen(code, county, period=MARCH):
    return distribution(BY_CODE[code], county.path, period)


@pytest.fixture
def decided(accepted, reviewer, approver):
    """Accept on one day, decide at a moment."""

    def make(item, on, moment):
        case = accepted(item, at(on))
        approvals.review(case, by=reviewer, now=at(moment), opinion="符合")
        return approvals.decide(case, by=approver, now=at(moment), result="granted")

    return make


@pytest.mark.parametrize(
    ("moment", "label", "marked"),
    [
        ("2026-03-11 16:30", "最后一小时", 1),
        ("2026-03-11 17:40", "最后一小时", 1),
        ("2026-03-11 16:29", "最后一天", 0),
        ("2026-03-10 17:00", "剩1天", 0),
        ("2026-03-04 17:00", "剩5天以上", 0),
    ],
)
def test_decision_is_placed_by_what_was_left_of_the_promise(county, bureau, decided, moment, label, marked):
    decided(make_item(bureau, steps=()), "2026-03-02", moment)  # seven working days: up to 11 March
    found = seen("last-hour", county)
    [shown] = [column["label"] for column in found.total.columns if column["value"]]
    assert (str(shown), found.total.marked) == (label, marked)


def test_late_decision_is_the_matter_of_cards(county, bureau, decided):
    decided(make_item(bureau, steps=()), "2026-03-02", "2026-03-12 17:00")
    assert seen("last-hour", county).total.seen == 0


def test_no_card_follows_from_a_pattern(county, bureau, decided, inspector):
    decided(make_item(bureau, steps=()), "2026-03-02", "2026-03-11 17:00")
    signed_in(inspector).get(reverse("monitoring:patterns") + "?since=2026-03-01&until=2026-03-31")
    assert not Finding.objects.exists()


@pytest.mark.parametrize(("day", "left", "marked"), [("2026-03-10", 1, 1), ("2026-03-11", 0, 1), ("2026-03-09", 2, 0)])
def test_pause_is_placed_by_the_days_that_were_left(county, bureau, accepted, reviewer, day, left, marked):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    approvals.pause(case, by=reviewer, now=at(day), kind="testing", ground="样品送检", told_days=10)
    found = seen("paused-late", county)
    assert [one.value for one in found.marked] == ([left] if marked else [])
    assert (found.total.seen, found.total.marked) == (1, marked)


def test_second_pause_counts_what_the_first_left(county, bureau, accepted, reviewer):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    approvals.pause(case, by=reviewer, now=at("2026-03-04"), kind="testing", ground="送检", told_days=10)
    approvals.resume(case, by=reviewer, now=at("2026-03-10"))
    approvals.pause(case, by=reviewer, now=at("2026-03-11"), kind="appraisal", ground="鉴定", told_days=10)
    bins = {str(column["label"]): column["value"] for column in seen("paused-late", county).total.columns}
    assert (bins["剩5天以上"], bins["剩3—4天"]) == (1, 1)


@pytest.mark.parametrize(
    ("again", "value", "marked"), [("2026-03-06", 1, 1), ("2026-03-08", 3, 1), ("2026-03-09", 4, 0), (None, 99, 0)]
)
def test_withdrawn_and_handed_in_again(county, bureau, received, clerk, citizen, again, value, marked):
    item = make_item(bureau, steps=())
    papers = dict.fromkeys(item.documents.all())
    first = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.withdraw(first, by=citizen, now=at("2026-03-05"))
    if again:
        received(item, at(again))
    found = seen("resubmitted", county)
    place = bin_of(BY_CODE["resubmitted"], value)
    assert (found.total.bins[place], found.total.marked) == (1, marked)


def test_another_item_is_not_the_same_again(county, bureau, received, citizen):
    item = make_item(bureau, steps=())
    papers = dict.fromkeys(item.documents.all())
    first = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.withdraw(first, by=citizen, now=at("2026-03-05"))
    received(make_item(bureau, code="XK-TEST-002", name="小作坊登记"), at("2026-03-06"))
    assert seen("resubmitted", county).total.marked == 0


@pytest.mark.parametrize(("day", "marked"), [("2026-03-10", 1), ("2026-03-11", 1), ("2026-03-06", 0)])
def test_handing_over_near_the_limit(county, bureau, accepted, clerk, head, day, marked):
    accepted(make_item(bureau), at("2026-03-02"))
    colleague = employ("cai", "小蔡", bureau, Role.CLERK)
    duty.hand_over(clerk.post, by=head, now=at(day), to=colleague.user)
    found = seen("reassigned", county)
    assert (found.total.seen, found.total.marked) == (1, marked)
    assert [one.person for one in found.marked] == [clerk.user.pk] * marked


def test_backlog_is_measured_against_the_persons_own_days(county, bureau, decided, approver):
    item = make_item(bureau, steps=())
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        decided(item, "2026-03-02", f"{day} 10:00")
    for _number in range(5):
        decided(item, "2026-03-02", "2026-03-06 17:00")
    found = seen("backlog", county)
    assert (found.total.seen, found.total.marked) == (4, 1)
    assert (len(found.marked[0].cases), found.marked[0].person) == (5, approver.user.pk)


def test_four_decisions_a_day_are_no_backlog(county, bureau, decided):
    item = make_item(bureau, steps=())
    for _number in range(4):
        decided(item, "2026-03-02", "2026-03-06 17:00")
    assert seen("backlog", county).total.marked == 0


def test_another_county_is_not_seen(county, bureau, decided):
    decided(make_item(bureau, steps=()), "2026-03-02", "2026-03-11 17:00")
    assert all(distribution(pattern, "elsewhere/", MARCH).total.seen == 0 for pattern in PATTERNS)


# pages


@pytest.mark.parametrize("code", BY_CODE)
def test_page_of_each_pattern_shows_its_method(inspector, code):
    page = signed_in(inspector).get(reverse("monitoring:pattern", args=[code])).content.decode()
    assert str(BY_CODE[code].method) in page


def test_page_of_a_unit_names_its_people(inspector, bureau, decided, approver):
    case = decided(make_item(bureau, steps=()), "2026-03-02", "2026-03-11 17:00")
    query = f"?since=2026-03-01&until=2026-03-31&unit={bureau.code}"
    page = signed_in(inspector).get(reverse("monitoring:pattern", args=["last-hour"]) + query).content.decode()
    assert approver.user.name in page
    assert case.number in page


def test_marked_cases_go_to_excel(inspector, bureau, decided):
    case = decided(make_item(bureau, steps=()), "2026-03-02", "2026-03-11 17:00")
    query = "?since=2026-03-01&until=2026-03-31&xlsx=1"
    answer = signed_in(inspector).get(reverse("monitoring:pattern", args=["last-hour"]) + query)
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[1][3] == case.number


@pytest.mark.parametrize(
    "query", ["?since=2026-02-30", "?unit=x'--", "?since=2026-03-31&until=2026-03-01", "?until=9999-12-31"]
)
def test_hostile_queries_get_a_page(inspector, query):
    assert signed_in(inspector).get(reverse("monitoring:patterns") + query).status_code == 200


def test_unknown_pattern_is_not_found(inspector):
    assert signed_in(inspector).get(reverse("monitoring:pattern", args=["nothing"])).status_code == 404


def test_clerk_does_not_see_patterns(clerk):
    assert signed_in(clerk).get(reverse("monitoring:patterns")).status_code == 403
