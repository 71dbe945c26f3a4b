"""M1: cards that people give; no fact makes one by itself."""

import pytest

from monitoring.rules.base import YELLOWS_OF_HANDLER, Alarm, Tally, Violation
from monitoring.rules.m1 import RULE


@pytest.mark.parametrize("fact", [Alarm("promised", "overdue"), Violation("V01"), Tally(YELLOWS_OF_HANDLER, 99)])
def test_the_engine_never_finds_it(fact):
    assert RULE.finds(fact, {}) is False


def test_both_colours():
    assert RULE.levels == ("yellow", "red")
