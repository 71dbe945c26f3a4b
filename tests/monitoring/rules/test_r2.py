"""R2: a fee that the table does not allow."""

import pytest

from tests.monitoring.histories import accepted, event


@pytest.mark.parametrize(
    ("charges", "rules"),
    [
        ([("F1", 80)], []),
        ([("F1", "80.00")], []),
        ([("F1", 80.01)], ["R2"]),
        ([("F9", 1)], ["R2"]),
        ([("F1", 40), ("F1", 40)], []),
        ([("F1", 80), ("F1", 80)], ["R2"]),
    ],
)
def test_charged(replay, charges, rules):
    fees = [event("2026-03-03", "fee.charged", fee=fee, amount=amount) for fee, amount in charges]
    found = replay(accepted("2026-03-02"), *fees, until="2026-03-04")
    assert [(one["rule"], one["level"]) for one in found] == [(rule, "red") for rule in rules]
