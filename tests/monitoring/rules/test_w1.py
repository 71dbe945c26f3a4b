"""W1: the promise is nearly over (MON-01, 02, 03, 07, 14)."""

import pytest

from tests.monitoring.histories import accepted, brief, event


@pytest.mark.parametrize(
    ("until", "found"),
    [
        ("2026-03-09", []),
        ("2026-03-10", [("W1", "2026-03-10", "2026-03-10")]),
        ("2026-03-11", [("W1", "2026-03-10", "2026-03-10")]),
    ],
)
def test_six_of_seven_days_are_a_warning(replay, until, found):
    assert brief(replay(accepted("2026-03-02"), until=until)) == found


@pytest.mark.parametrize(
    ("until", "rules"),
    [("2026-03-25", []), ("2026-03-26", ["W1"]), ("2026-03-30", ["W1"]), ("2026-03-31", ["W1", "R1"])],
)
def test_nine_tenths_of_twenty_days(replay, until, rules):
    found = replay(accepted("2026-03-02"), until=until, promised_days=20, statutory_days=20)
    assert [one["rule"] for one in found] == rules


@pytest.mark.parametrize(("promised", "day"), [(1, "2026-03-03"), (2, "2026-03-04"), (3, "2026-03-04")])
def test_short_promises_warn_on_their_last_day(replay, promised, day):
    found = replay(accepted("2026-03-02"), until="2026-03-04", promised_days=promised)
    assert [one["effective_on"] for one in found if one["rule"] == "W1"] == [day]


def test_immediate_items_never_warn(replay):
    found = replay(accepted("2026-03-02"), until="2026-03-03", kind="immediate", promised_days=0)
    assert brief(found) == [("Y1", "2026-03-03", "2026-03-03")]


def test_decided_before_the_warning_day_says_nothing_even_if_the_history_goes_on(replay):
    found = replay(accepted("2026-03-02"), event("2026-03-09", "decided", result="granted"), until="2026-03-20")
    assert found == []
