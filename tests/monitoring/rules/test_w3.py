"""W3: an appeal that supervision itself has not decided in time."""

import pytest

from deadlines.models import Stage
from monitoring.rules.base import Alarm
from monitoring.rules.w3 import RULE


@pytest.mark.parametrize(
    ("clock", "stage", "found"),
    [
        ("appeal", Stage.OVERDUE, True),
        ("appeal", Stage.WARNING, False),
        ("appeal", Stage.GRAVE, False),  # one finding for one appeal
        ("answer", Stage.OVERDUE, False),
        ("promised", Stage.OVERDUE, False),
    ],
)
def test_an_appeal_that_is_overdue(clock, stage, found):
    assert RULE.finds(Alarm(clock, stage), {}) is found


def test_the_watcher_gets_no_card():
    assert RULE.levels == ("warning",)
