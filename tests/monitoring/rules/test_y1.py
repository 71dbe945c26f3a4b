"""Y1: used more than promised (MON-04, 05, 09, 14)."""

from tests.monitoring.histories import accepted, brief, event


def test_eight_of_seven_days_are_yellow(replay):
    found = replay(accepted("2026-03-02"), until="2026-03-17")
    assert brief(found) == [("W1", "2026-03-10", "2026-03-10"), ("Y1", "2026-03-12", "2026-03-12")]
    assert (found[1]["level"], found[1]["used_days"], found[1]["limit_days"]) == ("yellow", 8, 7)


def test_the_line_explains_every_day(replay):
    yellow = replay(accepted("2026-03-02"), until="2026-03-12")[1]
    assert (yellow["explanation"][0]["why"], yellow["explanation"][-1]["used"]) == ("start", 8)
    assert (yellow["organisation"], yellow["actor"], yellow["rule_version"]) == ("scjg", "wang", 1)


def test_decided_on_the_last_day_is_in_time(replay):
    found = replay(accepted("2026-03-02"), event("2026-03-11", "decided", result="granted"), until="2026-03-12")
    assert [one["rule"] for one in found] == ["W1"]


def test_decided_late_is_carded_with_the_days_used_then(replay):
    found = replay(accepted("2026-03-02"), event("2026-03-13", "decided", result="granted"), until="2026-03-13")
    assert [(one["rule"], one["used_days"]) for one in found] == [("W1", 6), ("Y1", 8)]


def test_decided_before_the_morning_of_the_card_still_gets_it(replay):
    found = replay(accepted("2026-03-02"), event("2026-03-12", "decided", result="granted"), until="2026-03-16")
    assert brief(found)[1:] == [("Y1", "2026-03-12", "2026-03-12")]


def test_holidays_and_make_up_days_count_as_the_notice_says(replay):
    found = replay(accepted("2026-02-12"), until="2026-03-02")
    assert brief(found)[-1] == ("Y1", "2026-03-02", "2026-03-02")


def test_withdrawn_on_the_day_before_rings_no_more(replay):
    found = replay(accepted("2026-03-02"), event("2026-03-11 15:00", "withdrawn"), until="2026-03-31")
    assert [one["rule"] for one in found] == ["W1"]
