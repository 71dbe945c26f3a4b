"""Y6: a firm was inspected without a slip (CMP-23, the finding of the efficiency office)."""

import pytest

from monitoring.rules.base import Violation
from monitoring.rules.y6 import RULE


@pytest.mark.parametrize(
    ("fact", "found"),
    [(Violation("V09"), True), (Violation("V09", carried_out=False), False), (Violation("V10"), False)],
)
def test_an_inspection_that_took_place(fact, found):
    assert RULE.finds(fact, {}) is found


def test_yellow_unless_the_county_decides_otherwise():
    assert RULE.levels == ("yellow", "red")
