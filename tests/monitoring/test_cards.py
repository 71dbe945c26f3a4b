"""The life of a card: answered in time or not, added up, outranked, sent back, made by hand, locked."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from approvals import actions as approvals
from deadlines import actions as deadlines
from deadlines.models import Deadline
from monitoring import actions
from monitoring.models import Card, Finding
from monitoring.sweep import sweep
from records.models import Entry
from records.refusal import Refused
from tests.conftest import ZHANG, at, make_item
from tests.monitoring.cards import SAID, of

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(bureau, accepted):
    """Make a case accepted so that its promise of seven days is broken by the sweep of `on`."""

    def make(since, on, code):
        case = accepted(make_item(bureau, steps=(), code=code), at(since))
        sweep(at(on))
        return case

    return make


def found(case):
    return list(Finding.objects.about(case).order_by("pk").values_list("code", "effective_on", "issued_at__date"))


def said(*rows):
    return [(code, at(day).date(), at(issued).date()) for code, day, issued in rows]


# missed sweeps, outranking, the end of warnings


def test_missed_sweeps_give_one_card_with_the_day_of_the_fault(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-10"))
    sweep(at("2026-03-17"))
    sweep(at("2026-03-17"))
    assert found(case) == said(("W1", "2026-03-10", "2026-03-10"), ("Y1", "2026-03-12", "2026-03-17"))


def test_a_red_card_outranks_the_yellow_one_and_alone_counts(late):
    case = late("2026-03-02", "2026-03-12", "X1")
    sweep(at("2026-03-18"))
    assert of(case).superseded_by == of(case, "red")
    assert list(Card.objects.counting()) == [of(case, "red")]


def test_outranked_card_owes_no_answer_and_does_not_turn_red_itself(late):
    case = late("2026-03-02", "2026-03-12", "X1")
    sweep(at("2026-03-18"))
    sweep(at("2026-03-25"))
    assert [code for code, *_days in found(case)] == ["W1", "Y1", "R1"]
    assert not Deadline.objects.about(of(case)).running().exists()


def test_yellow_card_after_a_red_one_is_outranked_at_once(accepted, bureau, approver, reviewer):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-18"))
    approvals.review(case, by=reviewer, now=at("2026-03-18 10:00"), opinion="同意")
    approvals.decide(case, by=approver, now=at("2026-03-18 11:00"), result="granted")
    sweep(at("2026-04-02"))
    late_delivery = Card.objects.get(finding__subject_id=case.pk, finding__code="Y4")
    assert late_delivery.superseded_by == of(case, "red")


def test_two_yellow_cards_on_a_case_both_stand_and_one_is_scored(bureau, accepted):
    case = accepted(make_item(bureau, steps=(("review", 4),)), at("2026-03-02"))
    sweep(at("2026-03-12"))
    cards = list(Card.objects.filter(finding__subject_id=case.pk).order_by("pk"))
    assert [card.superseded_by for card in cards] == [None, None]
    assert list(Card.objects.scored()) == cards[:1]


def test_warning_is_resolved_when_the_case_is_finished_in_time(accepted, bureau, approver, reviewer):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-10"))
    approvals.review(case, by=reviewer, now=at("2026-03-11"), opinion="同意")
    approvals.decide(case, by=approver, now=at("2026-03-11 10:00"), result="granted")
    sweep(at("2026-03-12"))
    [warning] = Finding.objects.about(case)
    assert (warning.end.outcome, warning.end.ended_at) == ("resolved", at("2026-03-12"))


def test_warning_of_a_withdrawn_case_is_resolved_and_rings_no_more(bureau, citizen, clerk):
    item = make_item(bureau, steps=())
    papers = dict.fromkeys(item.documents.all())
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    sweep(at("2026-03-10"))
    approvals.withdraw(case, by=citizen, now=at("2026-03-11"))
    sweep(at("2026-04-15"))
    [warning] = Finding.objects.about(case)
    assert (warning.code, warning.end.outcome) == ("W1", "resolved")


def test_warning_is_overtaken_by_a_card(card):
    warning = Finding.objects.get(code="W1")
    assert warning.end.outcome == "overtaken"


def test_finished_late_is_carded_by_the_next_sweep(accepted, bureau, approver, reviewer):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-12"), opinion="同意")
    approvals.decide(case, by=approver, now=at("2026-03-12 10:00"), result="granted")
    sweep(at("2026-03-13"))
    assert [code for code, *_days in found(case)] == ["W1", "Y1"]


# the answer


def test_yellow_card_not_answered_in_three_days_turns_red(late):
    case = late("2026-03-02", "2026-03-12", "X1")
    answer = Deadline.objects.about(of(case)).get()
    assert answer.due_on == at("2026-03-17").date()
    deadlines.extend(case_clock(case), days=10, approver=approver_of(case), reason="案情复杂", now=at("2026-03-13"))
    sweep(at("2026-03-17"))
    assert not Card.objects.filter(colour="red").exists()
    sweep(at("2026-03-18"))
    red = of(case, "red")
    assert (red.finding.code, red.finding.evidence["cards"]) == ("R4", [of(case).number])
    assert of(case).superseded_by == red


def case_clock(case):
    case.refresh_from_db()
    return case.clock


def approver_of(case):
    return case.clerk


def test_answered_card_does_not_turn_red(late, clerk):
    case = late("2026-03-02", "2026-03-12", "X1")
    actions.answer(of(case), by=clerk, now=at("2026-03-17 17:00"), **SAID)
    sweep(at("2026-03-18"))
    assert "R4" not in [code for code, *_days in found(case)]


def test_answer_that_does_not_hold_is_sent_back_with_new_days(card, clerk, inspector):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    actions.send_back(card, by=inspector, now=at("2026-03-16"), reason="未说明责任人")
    card.refresh_from_db()
    again = Deadline.objects.about(card).running().get()
    assert (card.state, again.round, again.due_on) == ("issued", 2, at("2026-03-19").date())
    assert card.remarks.get().text == "未说明责任人"


@pytest.mark.parametrize("reason", ["", "　 "])
def test_sending_back_needs_a_reason(card, clerk, inspector, reason):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    with pytest.raises(Refused):
        actions.send_back(card, by=inspector, now=at("2026-03-16"), reason=reason)
    card.refresh_from_db()
    assert card.state == "answered"


def test_unit_cannot_send_its_own_answer_back(card, clerk):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    with pytest.raises(PermissionDenied):
        actions.send_back(card, by=clerk, now=at("2026-03-16"), reason="再改改")


def test_card_under_supervision_waits_for_the_notice(card, inspector):
    actions.supervise(card, by=inspector, now=at("2026-03-13"))
    sweep(at("2026-03-18"))
    assert not Finding.objects.filter(code="R4").exists()
    actions.close(card, by=inspector, now=at("2026-03-27"))
    card.refresh_from_db()
    assert card.state == "closed"


# adding up


def test_third_yellow_card_of_a_handler_in_a_quarter_is_a_red_one(late, clerk):
    cases = [
        late(since, on, f"X{number}")
        for number, (since, on) in enumerate(
            [("2026-01-05", "2026-01-15"), ("2026-01-06", "2026-01-16"), ("2026-01-07", "2026-01-19")]
        )
    ]
    red = Card.objects.get(finding__code="R5")
    assert (red.finding.subject, red.finding.responsible) == (cases[2], clerk.user)
    assert red.finding.evidence["quarter"] == "2026Q1"
    assert len(red.finding.evidence["cards"]) == 3


def test_cards_add_up_within_a_quarter_only(bureau, accepted, clerk):
    for number, (since, on) in enumerate(
        [("2026-03-02", "2026-03-12"), ("2026-03-18", "2026-03-30"), ("2026-03-23", "2026-04-02")]
    ):
        case = accepted(make_item(bureau, steps=(), code=f"X{number}"), at(since))
        sweep(at(on))
        actions.answer(of(case), by=clerk, now=at(f"{on} 10:00"), **SAID)
        close_case(case)
    assert Card.objects.filter(colour="yellow").count() == 3
    assert not Card.objects.filter(colour="red").exists()


def close_case(case):
    """The promise ends here, so that the clock does not go on to the red card of its own."""
    case.refresh_from_db()
    deadlines.cancel(case.clock, at("2026-04-03"))


def test_fourth_yellow_card_of_the_quarter_is_not_another_red_one(late):
    for number, (since, on) in enumerate(
        [
            ("2026-01-05", "2026-01-15"),
            ("2026-01-06", "2026-01-16"),
            ("2026-01-07", "2026-01-19"),
            ("2026-01-08", "2026-01-20"),
        ]
    ):
        late(since, on, f"X{number}")
    assert Card.objects.filter(finding__code="R5").count() == 1


# what is kept


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE deadlines_hold SET ground = 'x'",
        "DELETE FROM deadlines_hold",
        "UPDATE monitoring_card SET colour = 'yellow'",
        "DELETE FROM monitoring_remark",
    ],
)
def test_the_database_keeps_what_happened_to_cards(card, clerk, inspector, sql):
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    actions.supervise(card, by=inspector, now=at("2026-03-13"))
    sql = sql.replace("'yellow'", "'red'")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_deed_on_a_card_is_on_record(card, clerk, inspector):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    actions.send_back(card, by=inspector, now=at("2026-03-16"), reason="未说明责任人")
    actions.answer(card, by=clerk, now=at("2026-03-17"), **SAID)
    actions.close(card, by=inspector, now=at("2026-03-18"))
    verbs = Entry.objects.about(card).exclude(verb="monitoring.card.state").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "monitoring.card.answered",
        "monitoring.card.sent_back",
        "monitoring.card.answered",
        "monitoring.card.closed",
    ]
