"""W2: a chief representative was replaced within a year. The deed is tested with the representatives."""

import pytest
from django.core.exceptions import ValidationError

from deadlines.models import Stage
from monitoring.rules.base import Alarm, Violation
from monitoring.rules.w2 import RULE


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        (Violation("V10"), True),
        (Violation("V10", carried_out=False), False),  # refused by the system: an attempt, not a change
        (Violation("V09"), False),
        (Alarm("V10", Stage.OVERDUE), False),
    ],
)
def test_only_a_change_that_was_carried_out(fact, found):
    assert RULE.finds(fact, {}) is found


@pytest.mark.parametrize("level", ["warning", "yellow"])
def test_its_levels(level):
    assert RULE.check(level, {"days": 200}) == {"days": 200, "confirm": False, "lock": False}


@pytest.mark.parametrize(("level", "parameters", "field"), [("red", {}, "level"), ("warning", {"days": 0}, "days")])
def test_nonsense_names_its_field(level, parameters, field):
    with pytest.raises(ValidationError) as refused:
        RULE.check(level, parameters)
    assert list(refused.value.message_dict) == [field]
