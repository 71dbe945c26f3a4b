"""Y7: supervision was not answered: a notice, an instruction, an inquiry, a finding of a spot check."""

import pytest

from deadlines.models import Stage
from monitoring.rules.base import Alarm
from monitoring.rules.y7 import CLOCKS, RULE


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize(("stage", "found"), [(Stage.WARNING, False), (Stage.OVERDUE, True), (Stage.GRAVE, False)])
def test_each_clock_of_supervision_when_it_is_overdue(clock, stage, found):
    assert RULE.finds(Alarm(clock, stage), {}) is found


def test_clocks_of_the_business_are_other_rules():
    assert RULE.finds(Alarm("promised", Stage.OVERDUE), {}) is False


def test_four_clocks():
    assert set(CLOCKS) == {"supervision", "instruction", "inquiry", "rectification"}
