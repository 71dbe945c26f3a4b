"""A1: what the course does not allow, and three times of it in one case."""

import pytest

from tests.monitoring.histories import accepted, brief, event, received

STEPS = [{"code": "review", "days": 4}, {"code": "approve", "days": 3}]
WRONG = [
    ("resumed", {}),
    ("corrected", {"documents": []}),
    ("accepted", {}),
    ("received", {"item": "XK-1", "documents": []}),
    ("delivered", {}),
    ("correction_requested", {"missing": ["D1"]}),
    ("branch.closed", {"branch": "x", "opinion": "agree"}),
]


@pytest.mark.parametrize(("kind", "detail"), WRONG)
def test_out_of_order_is_an_anomaly_without_effect(replay, kind, detail):
    found = replay(accepted("2026-03-02"), event("2026-03-03", kind, **detail), until="2026-03-12")
    assert [(one["rule"], one["level"]) for one in found] == [("A1", "anomaly"), ("W1", "warning"), ("Y1", "yellow")]


def test_decided_before_it_was_accepted(replay):
    found = replay(received("2026-03-02"), event("2026-03-03", "decided", result="granted"), until="2026-03-04")
    assert brief(found) == [("A1", "2026-03-03", "2026-03-03")]


def test_three_in_one_case_are_a_warning(replay):
    wrong = [event("2026-03-03", "resumed") for _n in range(3)]
    found = replay(accepted("2026-03-02"), *wrong, until="2026-03-04")
    assert sorted((one["rule"], one["level"]) for one in found) == [("A1", "anomaly")] * 3 + [("A1", "warning")]


def test_three_in_three_cases_are_none(replay):
    cases = [[*accepted("2026-03-02", f"HC-{n}"), event("2026-03-03", "resumed", f"HC-{n}")] for n in range(3)]
    assert [one["level"] for one in replay(*cases, until="2026-03-04")] == ["anomaly"] * 3


def test_a_step_left_out(replay):
    course = [event("2026-03-03", "step_started", step="review"), event("2026-03-04", "decided", result="granted")]
    [found] = replay(accepted("2026-03-02"), *course, until="2026-03-05", steps=STEPS)
    assert found["rule"] == "A1"
    assert "approve" in found["explanation"][0]["words"]


def test_nothing_happens_after_the_end(replay):
    ended = [event("2026-03-03", "withdrawn"), event("2026-03-04", "accepted")]
    assert brief(replay(accepted("2026-03-02"), *ended, until="2026-04-01")) == [("A1", "2026-03-04", "2026-03-04")]
