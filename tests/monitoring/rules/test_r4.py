"""R4: a yellow card was not answered in its days (MON-19; the card's own course is tested with the cards)."""

import pytest
from django.core.exceptions import ValidationError

from deadlines.models import Stage
from monitoring.rules.base import Alarm
from monitoring.rules.r4 import RULE


@pytest.mark.parametrize(
    ("clock", "stage", "found"),
    [("answer", Stage.OVERDUE, True), ("answer", Stage.WARNING, False), ("appeal", Stage.OVERDUE, False)],
)
def test_an_answer_that_is_overdue(clock, stage, found):
    assert RULE.finds(Alarm(clock, stage), {}) is found


def test_three_working_days_unless_the_county_decides_otherwise():
    assert RULE.check("red", {})["days"] == 3


@pytest.mark.parametrize("days", [0, 61, "3", True])
def test_days_that_make_no_sense(days):
    with pytest.raises(ValidationError) as refused:
        RULE.check("red", {"days": days})
    assert list(refused.value.message_dict) == ["days"]
