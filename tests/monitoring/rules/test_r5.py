"""R5: the third yellow card of one handler in a quarter (MON-18)."""

from datetime import date

import pytest

from monitoring.rules.base import YELLOWS_OF_HANDLER, Tally
from monitoring.rules.r5 import RULE, quarter
from tests.monitoring.histories import event, received


def refusals(*days, actor="wang"):
    """Each is a yellow card of its day: refused without a reason."""
    for number, day in enumerate(days):
        yield received(day, f"HC-{actor}-{number}", actor=actor)
        yield event(day, "refused", f"HC-{actor}-{number}", actor=actor)


def rules(found):
    return [one["rule"] for one in found]


def test_three_in_one_quarter_are_red(replay):
    found = replay(*refusals("2026-03-12", "2026-03-30", "2026-03-31"), until="2026-04-01")
    assert rules(found) == ["Y5", "Y5", "R5", "Y5"]
    assert (found[2]["case"], found[2]["effective_on"], found[2]["level"]) == ("HC-wang-2", "2026-03-31", "red")


def test_the_next_quarter_starts_from_none(replay):
    assert rules(replay(*refusals("2026-03-12", "2026-03-30", "2026-04-02"), until="2026-04-03")) == ["Y5"] * 3


def test_two_people_do_not_add_up(replay):
    events = [*refusals("2026-03-12", "2026-03-30"), *refusals("2026-03-31", actor="li")]
    assert "R5" not in rules(replay(*events, until="2026-04-01"))


def test_a_superseded_yellow_no_longer_counts(replay):
    charged = event("2026-03-13", "fee.charged", "HC-wang-0", fee="F9", amount=5)
    found = replay(*refusals("2026-03-12", "2026-03-30", "2026-03-31"), charged, until="2026-04-01")
    assert "R5" not in rules(found)


def test_it_is_one_card_for_the_quarter(replay):
    found = replay(*refusals(*[f"2026-03-{day}" for day in (10, 11, 12, 13, 16)]), until="2026-03-20")
    assert rules(found).count("R5") == 1


@pytest.mark.parametrize(("number", "found"), [(2, False), (3, True), (4, True)])
def test_the_rule_itself(number, found):
    assert RULE.finds(Tally(YELLOWS_OF_HANDLER, number), {"count": 3}) is found


@pytest.mark.parametrize(
    ("day", "name"), [("2026-01-01", "2026Q1"), ("2026-03-31", "2026Q1"), ("2026-12-31", "2026Q4")]
)
def test_quarters(day, name):
    assert quarter(date.fromisoformat(day)) == name
