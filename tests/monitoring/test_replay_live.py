"""A replay read back from the database gives what the sweeps issued, and a difference is found."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals import actions as approvals
from config import rounds
from monitoring import backtest
from monitoring.models import BackTest, Finding, PlatformFinding, RuleVersion
from monitoring.readback import check_day, differences
from records.refusal import Refused
from tests.conftest import at, make_item

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)


def mornings(first=FIRST, last=LAST, deeds=()):
    """A round at nine each morning; deeds happen in the order of time."""
    coming = sorted(deeds, key=lambda deed: deed[0])
    for day in range((last - first).days + 1):
        morning = at(str(first + timedelta(days=day)))
        while coming and coming[0][0] < morning:
            coming.pop(0)[1]()
        rounds.watch(morning)


@pytest.fixture
def small_county(bureau, received, clerk, reviewer, approver, head, citizen):
    """Cases of every fate, with their deeds: in time, late, paused, extended, withdrawn, never answered."""
    quick = make_item(bureau, code="Q", steps=())
    steps = make_item(bureau, code="S")
    slow = make_item(bureau, code="L", promised=20, statutory=20, steps=())
    spot = make_item(bureau, code="I", promised=0, statutory=20)
    start, deeds = at("2026-03-02 10:00"), []
    late, stepped, paused, longer, lying, unheard = [
        received(item, start) for item in (quick, steps, quick, slow, spot, quick)
    ]
    given_up = received(quick, start, by=citizen)
    for case in (late, stepped, paused, longer, given_up, lying):
        approvals.accept(case, by=clerk, now=start)

    def do(when, name, case, by, **detail):
        deeds.append((at(when), lambda: getattr(approvals, name)(case, by=by, now=at(when), **detail)))

    def refused(when, case):
        def attempt():
            with pytest.raises(Refused):
                approvals.decide(case, by=approver, now=at(when), result="granted")

        deeds.append((at(when), attempt))

    do("2026-03-12 15:00", "review", late, reviewer, opinion="符合")
    do("2026-03-13 15:00", "decide", late, approver, result="granted")
    do("2026-03-31 15:00", "deliver", late, clerk)
    do("2026-03-10 15:00", "review", stepped, reviewer, opinion="符合")
    do("2026-03-11 10:00", "decide", stepped, approver, result="granted")
    do("2026-03-05 10:00", "pause", paused, reviewer, kind="testing", ground="检测", told_days=5)
    do("2026-03-16 10:00", "resume", paused, reviewer)
    do("2026-03-25 10:00", "extend", longer, head, reason="案情复杂")
    do("2026-03-12 10:00", "withdraw", given_up, citizen)
    for when in ("2026-03-03 10:00", "2026-03-03 11:00", "2026-03-03 12:00"):
        refused(when, unheard)
    return deeds


def test_replay_equals_live(small_county):
    mornings(deeds=small_county)
    assert {"W1", "Y1", "Y2", "Y3", "Y4", "R1", "A1"} <= set(Finding.objects.values_list("code", flat=True))
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    assert [differences(FIRST, LAST), *[differences(day, day) for day in days]] == [[]] * (len(days) + 1)


def test_a_card_that_nobody_issued_is_a_fault_of_the_platform(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    for day in ("2026-03-10", "2026-03-11"):
        rounds.watch(at(day))
    [missing] = check_day(date(2026, 3, 12), at("2026-03-13 03:40"))
    assert (missing.rule, missing.subject_id, missing.missing) == ("Y1", case.pk, True)
    assert PlatformFinding.objects.get(resolved_at=None).about == "2026-03-12"


def test_the_fault_is_closed_when_the_card_is_there(bureau, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    check_day(date(2026, 3, 12), at("2026-03-13 03:40"))
    rounds.watch(at("2026-03-13 04:00"))
    assert check_day(date(2026, 3, 12), at("2026-03-14 03:40")) == []
    assert PlatformFinding.objects.get().resolved_at is not None


def test_a_finding_without_ground_is_told(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    rule = RuleVersion.objects.get(code="R1")
    Finding.objects.create(
        rule=rule,
        code="R1",
        level="red",
        occurrence="promised:1",
        subject=case,
        organisation=bureau,
        deadline=case.clock,
        effective_on=date(2026, 3, 3),
        issued_at=at("2026-03-03"),
    )
    [extra] = differences(date(2026, 3, 3), date(2026, 3, 3))
    assert (extra.rule, extra.missing) == ("R1", False)


def test_nothing_happened_is_no_difference(bureau):
    assert check_day(date(2026, 3, 3), timezone.now()) == []


@pytest.fixture
def met_on_the_morning_of_its_warning(bureau, accepted, clerk, reviewer, approver):
    """MON-14: warned in the morning of 10 March, decided in the afternoon, in time."""
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    rounds.watch(at("2026-03-10 08:00"))
    approvals.review(case, by=reviewer, now=at("2026-03-10 15:00"), opinion="材料齐全")
    approvals.decide(case, by=approver, now=at("2026-03-10 16:00"), result="granted")
    rounds.watch(at("2026-03-11 08:00"))
    return case


def test_warned_in_the_morning_and_decided_in_the_afternoon(met_on_the_morning_of_its_warning):
    assert [found.code for found in Finding.objects.about(met_on_the_morning_of_its_warning)] == ["W1"]
    assert differences(date(2026, 3, 10), date(2026, 3, 10)) == []


def test_a_draft_that_changes_nothing_finds_what_was_found(met_on_the_morning_of_its_warning, inspector):
    version = RuleVersion.objects.get(code="W1")
    test = BackTest(rule=version, first=date(2026, 3, 1), last=date(2026, 3, 20), asked_by=inspector.user)
    [row] = backtest.compute(test, lambda done: None)
    assert (row.drafted, row.issued) == ("warning", "warning")
