"""R1: beyond the law's limit, or five working days beyond the promise (MON-06, 07, 08, 10)."""

import pytest

from tests.monitoring.histories import accepted, brief, event

APPROVED = {"days": 10, "approver": "he", "reason": "案情复杂"}


def test_five_days_past_the_promise_are_red(replay):
    found = replay(accepted("2026-03-02"), until="2026-03-18")
    assert brief(found)[-1] == ("R1", "2026-03-18", "2026-03-18")
    assert (found[-1]["used_days"], found[-1]["level"]) == (12, "red")


def test_statute_and_promise_on_one_day_collapse_into_red(replay):
    found = replay(accepted("2026-03-02"), until="2026-03-31", promised_days=20)
    assert brief(found)[1:] == [("R1", "2026-03-31", "2026-03-31")]
    assert (found[-1]["used_days"], found[-1]["limit_days"]) == (21, 20)


def test_without_a_limit_of_the_law_the_promise_alone_counts(replay):
    found = replay(accepted("2026-03-02"), until="2026-03-18", statutory_days=None)
    assert [one["rule"] for one in found] == ["W1", "Y1", "R1"]


@pytest.mark.parametrize(("until", "rules"), [("2026-04-14", ["W1"]), ("2026-04-15", ["W1", "R1"])])
def test_an_extension_in_time_moves_it(replay, until, rules):
    found = replay(accepted("2026-03-02"), event("2026-03-25", "extended", **APPROVED), until=until, promised_days=20)
    assert [one["rule"] for one in found] == rules


def test_an_extension_after_expiry_moves_nothing_and_is_an_anomaly(replay):
    late = event("2026-03-31", "extended", **APPROVED)
    found = replay(accepted("2026-03-02"), late, until="2026-04-30", promised_days=20)
    assert brief(found)[1:] == [("A1", "2026-03-31", "2026-03-31"), ("R1", "2026-03-31", "2026-03-31")]


def test_the_promise_does_not_move_where_it_is_shorter_than_the_law(replay):
    found = replay(accepted("2026-03-02"), event("2026-03-10", "extended", **APPROVED), until="2026-04-02")
    assert brief(found) == [
        ("W1", "2026-03-10", "2026-03-10"),
        ("Y1", "2026-03-12", "2026-03-12"),
        ("R1", "2026-04-01", "2026-04-01"),
    ]


@pytest.mark.parametrize(("until", "rules"), [("2026-05-12", ["W1"]), ("2026-05-13", ["W1", "R1"])])
def test_joint_items_have_the_45_days_of_the_law(replay, until, rules):
    joint = {"promised_days": 45, "statutory_days": None, "joint": True}
    assert [one["rule"] for one in replay(accepted("2026-03-05"), until=until, **joint)] == rules
