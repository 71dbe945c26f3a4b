"""Departments with their own systems are supervised exactly as ours: the clocks and cards of their cases."""

import itertools

import pytest

from config.rounds import watch
from deadlines.models import Deadline
from exchange.models import ForeignCase, Overtaken
from monitoring.models import Card, Finding
from monitoring.sweep import sweep
from records.models import Anomaly
from tests.conftest import at
from tests.exchange.conftest import ITEM, received, told

pytestmark = pytest.mark.django_db
ACCEPTED = (ITEM, received("2026-03-02 08:30"), told("case.accepted", "2026-03-02"))


def codes(number="HC-1"):
    case = ForeignCase.objects.get(number=number)
    return [(f.code, f.effective_on.isoformat()) for f in Finding.objects.about(case).order_by("effective_on", "pk")]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-03-09", []),
        ("2026-03-10", ["W1"]),
        ("2026-03-11", ["W1"]),
        ("2026-03-12", ["W1", "Y1"]),
        ("2026-03-18", ["W1", "Y1", "R1"]),
    ],
)
def test_level_by_days_used_as_for_our_own_cases(tell, day, found):
    """MON-01 … MON-06."""
    tell("2026-03-02 12:00", *ACCEPTED)
    sweep(at(day))
    assert [code for code, _on in codes()] == found


def test_missed_sweeps_are_caught_up_with_their_own_dates(tell):
    """MON-09."""
    tell("2026-03-02 12:00", *ACCEPTED)
    sweep(at("2026-03-17"))
    yellow = Finding.objects.get(level="yellow")
    assert (yellow.effective_on.isoformat(), yellow.issued_at) == ("2026-03-12", at("2026-03-17"))


def test_red_supersedes_yellow(tell):
    """MON-10."""
    tell("2026-03-02 12:00", *ACCEPTED)
    sweep(at("2026-03-12"))
    sweep(at("2026-03-18"))
    assert [card.colour for card in Card.objects.counting()] == ["red"]


def test_decided_in_time_gets_no_card_although_the_sweep_is_late(tell):
    """MON-14."""
    tell("2026-03-11 18:00", *ACCEPTED, told("case.decided", "2026-03-11", result="granted", reason=""))
    sweep(at("2026-03-20"))
    assert Card.objects.count() == 0


def test_decided_late_is_carded_with_the_days_used(tell):
    tell("2026-03-16 18:00", *ACCEPTED, told("case.decided", "2026-03-16", result="granted", reason=""))
    sweep(at("2026-03-25"))
    yellow = Finding.objects.get(level="yellow")
    assert (yellow.used_days, yellow.limit_days, yellow.organisation.code) == (10, 7, "zjj")


PAUSED = told("case.paused", "2026-03-04", kind="testing", limit_days=10, document="检测告知书")


def test_pause_moves_the_dates(tell):
    tell("2026-03-11", *ACCEPTED, PAUSED, told("case.resumed", "2026-03-06"))
    clock = ForeignCase.objects.get().clock
    assert (clock.due_on.isoformat(), clock.pauses.get().told_days) == ("2026-03-13", 10)


def test_extension_moves_the_statutory_limit(tell):
    tell("2026-03-11", *ACCEPTED, told("case.extended", "2026-03-04", days=10, approver="局长", reason="案情复杂"))
    clock = ForeignCase.objects.get().clock
    assert (clock.extended_days, clock.promised, clock.grave_on.isoformat()) == (10, 7, "2026-04-01")


def test_late_pause_moves_a_clock_that_has_not_rung(tell):
    tell("2026-03-02 12:00", *ACCEPTED)
    tell("2026-03-09 12:00", PAUSED, told("case.resumed", "2026-03-06"))
    watch(at("2026-03-12"))
    assert codes() == [("W1", "2026-03-12")]


def test_every_order_of_arrival_gives_the_same_clocks(tell, source):
    events = [*ACCEPTED[1:], PAUSED, told("case.resumed", "2026-03-06")]
    seen = set()
    for number, order in enumerate(itertools.permutations(events)):
        case = f"P-{number}"
        tell("2026-03-09", ITEM)
        for event in order:
            tell("2026-03-09", event | {"case": case, "id": f"{case}-{event['id']}"})
        clock = ForeignCase.objects.get(number=case).clock
        seen.add((clock.started_on, clock.due_on, clock.overdue_on, clock.grave_on, clock.rung, clock.round % 1000))
    assert len(seen) == 1


def test_late_decision_overtakes_the_card_and_deletes_nothing(tell):
    tell("2026-03-02 12:00", *ACCEPTED)
    sweep(at("2026-03-12"))
    tell("2026-03-13", told("case.decided", "2026-03-11", result="granted", reason=""))
    overtaken = [row.finding.code for row in Overtaken.objects.order_by("pk")]
    assert (overtaken, Card.objects.count()) == (["Y1"], 1)


def test_after_a_late_pause_the_clock_rings_anew_on_its_own_day(tell):
    tell("2026-03-02 12:00", *ACCEPTED)
    sweep(at("2026-03-12"))
    tell("2026-03-13", PAUSED, told("case.resumed", "2026-03-06"))
    sweep(at("2026-03-20"))
    assert [pair for pair in codes() if pair[0] == "Y1"] == [("Y1", "2026-03-12"), ("Y1", "2026-03-16")]


def test_step_over_its_limit_is_a_card_of_the_step(tell):
    item = ITEM | {"steps": [{"code": "review", "days": 2}]}
    tell("2026-03-03", item, *ACCEPTED[1:], told("case.step_started", "2026-03-03", step="review"))
    sweep(at("2026-03-06"))
    assert codes() == [("Y2", "2026-03-06")]


def test_branch_rings_for_the_unit_that_was_asked(keeper, county, bureau, tell):
    from exchange import actions
    from exchange.intake import take
    from tests.exchange.conftest import lines

    facts = {"code": "county", "name": "县平台", "contact": "李工", "telephone": "0724-2345678", "quiet_hours": 24}
    whole = actions.register_source(county, by=keeper, now=at("2026-01-04"), **facts)
    opened = told("branch.opened", "2026-03-03", branch="b1", organisation="scjg", limit_days=3)
    item = ITEM | {"organisation": "县政府"}
    take(whole, lines(item, *ACCEPTED[1:], opened), at("2026-03-04"))
    sweep(at("2026-03-10"))
    found = Finding.objects.get(code="Y2")
    assert (found.organisation.code, found.effective_on.isoformat()) == ("scjg", "2026-03-09")


def test_no_answer_in_five_days_is_a_card_and_the_case_is_deemed_accepted(tell):
    tell("2026-03-02 12:00", ITEM, received("2026-03-02"))
    watch(at("2026-03-10"))
    watch(at("2026-03-11"))
    case = ForeignCase.objects.get()
    assert (case.state, case.accepted_at, codes()) == (
        "accepted",
        at("2026-03-02"),
        [("Y3", "2026-03-10"), ("W1", "2026-03-10")],
    )


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([received("2026-03-02 08:30", documents=["A"]), told("case.accepted", "2026-03-02")], "R3"),
        ([*ACCEPTED[1:], told("fee.charged", "2026-03-03", fee="F9", amount=5)], "R2"),
        ([*ACCEPTED[1:], told("fee.charged", "2026-03-03", fee="F1", amount="100.01")], "R2"),
        ([*ACCEPTED[1:], told("case.decided", "2026-03-03", result="denied", reason="")], "Y5"),
    ],
)
def test_deeds_against_the_rules_are_found_once(tell, events, code):
    tell("2026-03-03 12:00", ITEM, *events)
    tell("2026-03-03 13:00", told("case.rated", "2026-03-03 12:30", stars=5))
    watch(at("2026-03-04"))
    assert [found for found, _on in codes()] == [code]


def test_fee_of_the_list_is_no_violation(tell):
    tell("2026-03-03 12:00", *ACCEPTED, told("fee.charged", "2026-03-03", fee="F1", amount=100))
    assert Anomaly.objects.count() == 0


def test_event_out_of_order_waits_a_day_for_the_missing_one(tell):
    decided = told("case.decided", "2026-03-05", result="granted", reason="")
    tell("2026-03-05 10:00", ITEM, received("2026-03-02 08:30"), decided)
    watch(at("2026-03-05 11:00"))
    assert Anomaly.objects.count() == 0
    tell("2026-03-05 12:00", ACCEPTED[2])
    watch(at("2026-03-09"))
    assert (Anomaly.objects.count(), ForeignCase.objects.get().doubts) == (0, [])


def test_event_that_never_fits_is_an_anomaly_after_a_day(tell):
    decided = told("case.decided", "2026-03-05", result="granted", reason="")
    tell("2026-03-05 10:00", ITEM, received("2026-03-02 08:30"), decided)
    watch(at("2026-03-06 10:30"))
    watch(at("2026-03-07 10:30"))
    assert [found for found, _on in codes()] == ["A1"]


def test_new_definition_does_not_move_an_older_promise(tell):
    tell("2026-03-02 12:00", *ACCEPTED)
    tell("2026-03-03", ITEM | {"id": "i-2", "at": "2026-03-03T08:00:00+08:00", "promised_days": 15})
    assert ForeignCase.objects.get().clock.promised == 7


def test_withdrawn_case_rings_no_more(tell):
    tell("2026-03-06", *ACCEPTED, told("case.withdrawn", "2026-03-06"))
    sweep(at("2026-04-20"))
    assert (codes(), ForeignCase.objects.get().state) == ([], "withdrawn")


def test_one_clock_for_each_promise(tell):
    for _n in range(3):
        tell("2026-03-03", *ACCEPTED)
    assert Deadline.objects.filter(name="promised").count() == 1
