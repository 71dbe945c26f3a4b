"""When cards come and when they do not."""

import pytest
from django.db import DatabaseError, connection

from approvals import actions as approvals
from deadlines import actions as deadlines
from monitoring.models import Card, Finding, RuleVersion
from monitoring.sweep import sweep
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, make_item

pytestmark = pytest.mark.django_db


def levels(case):
    return [f.code for f in Finding.objects.about(case).order_by("effective_on", "pk")]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-03-09", []),
        ("2026-03-10", ["W1"]),
        ("2026-03-11", ["W1"]),
        ("2026-03-12", ["W1", "Y1"]),
        ("2026-03-17", ["W1", "Y1"]),
        ("2026-03-18", ["W1", "Y1", "R1"]),
    ],
)
def test_level_by_days_used(bureau, accepted, day, found):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at(day))
    assert levels(case) == found


def test_second_sweep_finds_nothing_new(item, accepted):
    case = accepted(item, at("2026-03-02"))
    sweep(at("2026-03-12"))
    assert sum(sweep(at("2026-03-12")).values()) == 0
    assert "Y1" in levels(case)


def test_missed_sweeps_are_caught_up_with_their_own_dates(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-10"))
    sweep(at("2026-03-17"))
    [yellow] = Finding.objects.about(case).filter(level="yellow")
    assert (yellow.effective_on.isoformat(), yellow.issued_at) == ("2026-03-12", at("2026-03-17"))


def test_outage_over_every_stage_issues_each_with_its_date(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-04-20"))
    found = Finding.objects.about(case).order_by("effective_on")
    assert [(f.code, f.effective_on.isoformat()) for f in found] == [
        ("W1", "2026-03-10"),
        ("Y1", "2026-03-12"),
        ("R1", "2026-03-18"),
    ]


def test_red_supersedes_yellow_and_both_are_kept(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    sweep(at("2026-03-18"))
    yellow, red = Card.objects.filter(finding__subject_id=case.pk).order_by("pk")
    assert (yellow.superseded_by, red.superseded_by) == (red, None)
    assert list(Card.objects.counting()) == [red]


def test_statutory_breach_is_red_at_once(bureau, accepted):
    case = accepted(make_item(bureau, promised=20, statutory=20, steps=()), at("2026-03-02"))
    found = {}
    for day in ("2026-03-25", "2026-03-26", "2026-03-30", "2026-03-31"):
        sweep(at(day))
        found[day] = levels(case)
    assert found == {
        "2026-03-25": [],
        "2026-03-26": ["W1"],
        "2026-03-30": ["W1"],
        "2026-03-31": ["W1", "R1"],
    }


def test_case_finished_in_time_gets_no_card_even_if_the_sweep_is_late(item, accepted, reviewer, approver):
    case = accepted(item, at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-06"), opinion="符合")
    approvals.decide(case, by=approver, now=at("2026-03-11"), result="granted")
    sweep(at("2026-03-12"))
    assert not Card.objects.exists()


def test_case_finished_late_is_carded_with_the_days_it_used(bureau, accepted, clerk, reviewer, approver):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-12"), opinion="符合")
    approvals.decide(case, by=approver, now=at("2026-03-13"), result="granted")
    approvals.deliver(case, by=clerk, now=at("2026-03-16"))
    sweep(at("2026-04-20"))
    yellow = Finding.objects.about(case).get(code="Y1")
    assert (yellow.used_days, yellow.limit_days, levels(case)) == (9, 7, ["W1", "Y1"])


def test_immediate_item_late_is_yellow_without_warning(bureau, accepted):
    case = accepted(make_item(bureau, promised=0, statutory=20), at("2026-05-08"))
    sweep(at("2026-05-09"))
    assert levels(case) == ["Y1"]


def test_late_step_is_yellow_although_the_promise_is_not_over(item, accepted):
    case = accepted(item, at("2026-03-02"))
    sweep(at("2026-03-09"))
    [finding] = Finding.objects.about(case)
    assert (finding.code, finding.occurrence, finding.used_days, finding.limit_days) == ("Y2", "step:review:1", 5, 4)


def test_paused_time_is_no_ground_for_a_card(item, accepted, reviewer):
    case = accepted(item, at("2026-04-01"))
    approvals.pause(case, by=reviewer, now=at("2026-04-02"), kind="expert_review", ground="评审", told_days=30)
    sweep(at("2026-04-30"))
    assert levels(case) == []


def test_extension_moves_the_red_card(bureau, accepted, head):
    case = accepted(make_item(bureau, promised=20, statutory=20, steps=()), at("2026-03-02"))
    approvals.extend(case, by=head, now=at("2026-03-25"), reason="案情复杂")
    sweep(at("2026-04-14"))
    assert levels(case) == ["W1"]
    sweep(at("2026-04-15"))
    assert levels(case) == ["W1", "R1"]


def test_refused_deed_is_an_anomaly_and_three_of_them_a_warning(item, accepted, approver):
    case = accepted(item, at("2026-03-02"))
    for _n in range(3):
        with pytest.raises(Refused):
            approvals.decide(case, by=approver, now=at("2026-03-03"), result="granted")
    sweep(at("2026-03-03"))
    found = list(Finding.objects.about(case).order_by("pk").values_list("code", "level"))
    assert found == [("A1", "anomaly")] * 3 + [("A1", "warning")]
    assert sum(sweep(at("2026-03-03")).values()) == 0


def test_rule_that_is_not_in_force_finds_nothing(bureau, accepted):
    RuleVersion.objects.filter(code="Y1").update(valid_to="2026-03-01")
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    assert levels(case) == ["W1"]


def test_card_numbers_have_no_gaps(bureau, accepted):
    for number in range(3):
        accepted(make_item(bureau, steps=(), code=f"X{number}"), at("2026-03-02"))
    sweep(at("2026-03-12"))
    numbers = list(Card.objects.filter(colour="yellow").order_by("pk").values_list("number", flat=True))
    assert numbers == [f"云监黄〔2026〕000{n}号" for n in (1, 2, 3)]


def test_finding_is_recorded(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    yellow = Finding.objects.about(case).get(level="yellow")
    [entry] = Entry.objects.about(yellow)
    assert (entry.verb, entry.actor, entry.body["rule"]) == ("monitoring.finding.issued", None, "Y1")


@pytest.mark.parametrize("sql", ["UPDATE monitoring_finding SET level = 'warning'", "DELETE FROM monitoring_card"])
def test_the_database_refuses_to_forget(bureau, accepted, sql):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(sql)


def test_sweep_costs_the_same_for_many_open_clocks(bureau, accepted, django_assert_max_num_queries):
    for number in range(5):
        accepted(make_item(bureau, steps=(), code=f"X{number}"), at("2026-03-02"))
    sweep(at("2026-03-02"))
    with django_assert_max_num_queries(8):
        sweep(at("2026-03-03"))


def test_claim_uses_the_partial_index(bureau, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + deadlines.CLAIM, {"now": at("2026-03-12"), "today": "2026-03-12", "size": 100})
        text = "\n".join(line for (line,) in cursor.fetchall())
    assert "deadline_next_alarm" in text
