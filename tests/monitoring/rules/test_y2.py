"""Y2: one step took too long, or the opinion of a unit that was asked."""

from tests.monitoring.histories import accepted, brief, event

STEPS = [{"code": "review", "days": 4}, {"code": "approve", "days": 3}]


def test_a_step_over_its_limit(replay):
    found = replay(
        accepted("2026-03-02"), event("2026-03-02", "step_started", step="review"), until="2026-03-09", steps=STEPS
    )
    [late] = found
    assert (late["rule"], late["step"], late["used_days"], late["limit_days"]) == ("Y2", "review", 5, 4)


def test_a_step_finished_in_time_never_rings(replay):
    started, done = (
        event("2026-03-02", "step_started", step="review"),
        event("2026-03-06", "step_finished", step="review"),
    )
    assert replay(accepted("2026-03-02"), started, done, until="2026-03-09", steps=STEPS) == []


def test_a_step_started_again_is_one_finding(replay):
    days = [("2026-03-02", "step_started"), ("2026-03-09 10:00", "step_finished"), ("2026-03-10", "step_started")]
    steps = [event(day, kind, step="review") for day, kind in days]
    found = replay(accepted("2026-03-02"), *steps, until="2026-03-17", steps=STEPS)
    assert [one["effective_on"] for one in found if one["rule"] == "Y2"] == ["2026-03-09"]


def test_a_pause_does_not_count_for_the_step(replay):
    pause = event("2026-03-04", "paused", kind="testing", limit_days=10, document="P1")
    steps = [event("2026-03-02", "step_started", step="review"), pause, event("2026-03-11", "resumed")]
    found = replay(accepted("2026-03-02"), *steps, until="2026-03-16", steps=STEPS)
    assert brief(found) == [("Y2", "2026-03-16", "2026-03-16")]


def test_a_branch_rings_for_the_unit_that_was_asked(replay):
    asked = event("2026-03-03", "branch.opened", branch="fire", organisation="xfj", limit_days=3)
    [late] = replay(accepted("2026-03-02"), asked, until="2026-03-09")
    assert (late["rule"], late["branch"], late["step"], late["organisation"]) == ("Y2", "fire", None, "xfj")
