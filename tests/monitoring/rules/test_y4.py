"""Y4: the result was not handed over in ten working days, or a special procedure took longer than told."""

from tests.monitoring.histories import accepted, brief, event

DECIDED = event("2026-03-04", "decided", result="granted")
PAUSED = event("2026-03-04", "paused", kind="expert_review", limit_days=3, document="P1")


def test_not_delivered_in_ten_days(replay):
    found = replay(accepted("2026-03-02"), DECIDED, until="2026-03-19")
    assert brief(found) == [("Y4", "2026-03-19", "2026-03-19")]


def test_delivered_on_the_tenth_day(replay):
    assert replay(accepted("2026-03-02"), DECIDED, event("2026-03-18", "delivered"), until="2026-04-01") == []


def test_a_procedure_longer_than_told(replay):
    found = replay(accepted("2026-03-02"), PAUSED, until="2026-03-31")
    assert brief(found) == [("Y4", "2026-03-10", "2026-03-10")]


def test_a_procedure_with_its_result_in_time(replay):
    assert replay(accepted("2026-03-02"), PAUSED, event("2026-03-09", "resumed"), until="2026-03-12") == []
