"""W23, W24, Y21–Y25: the terms of scores, surveys, duty reports and notices of delay."""

import pytest

from deadlines.models import Stage
from monitoring.rules import rule_for

LATE = {
    "score:rectify": "Y21",
    "score:review": "Y22",
    "score:change": "Y22",
    "survey:opinion": "Y23",
    "duty:report": "Y24",
    "duty:again": "Y24",
    "duty:talk": "W24",  # the watcher gets no card
    "indicator:explain": "Y25",
}


@pytest.mark.parametrize(("clock", "code"), LATE.items())
def test_each_clock_of_appraisal_has_its_rule(clock, code):
    assert (rule_for(clock, Stage.WARNING), rule_for(clock, Stage.OVERDUE)) == ("W23", code)


@pytest.mark.parametrize("clock", LATE)
def test_being_late_for_long_is_no_second_card(clock):
    assert rule_for(clock, Stage.GRAVE) is None
