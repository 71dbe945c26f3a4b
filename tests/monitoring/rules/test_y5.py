"""Y5: refused without a reason."""

import pytest

from tests.monitoring.histories import accepted, event, received


@pytest.mark.parametrize(("reason", "rules"), [("", ["Y5"]), ("　", ["Y5"]), (None, ["Y5"]), ("不属于本机关职权", [])])
def test_not_accepted(replay, reason, rules):
    found = replay(received("2026-03-02"), event("2026-03-03", "refused", reason=reason), until="2026-04-01")
    assert [one["rule"] for one in found] == rules


@pytest.mark.parametrize(("reason", "rules"), [("", ["Y5"]), ("不符合法定条件", [])])
def test_not_granted(replay, reason, rules):
    decided = event("2026-03-04", "decided", result="denied", reason=reason)
    assert [one["rule"] for one in replay(accepted("2026-03-02"), decided, until="2026-03-05")] == rules


def test_an_afternoon_is_known_the_next_morning(replay):
    [found] = replay(received("2026-03-06"), event("2026-03-06 15:00", "refused", reason=""), until="2026-03-09")
    assert (found["effective_on"], found["issued_on"], found["actor"]) == ("2026-03-06", "2026-03-07", "wang")
