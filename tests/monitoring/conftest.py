"""A card of supervision."""

import pytest

from monitoring.sweep import sweep
from tests.conftest import at, make_item
from tests.monitoring.cards import of


@pytest.fixture
def card(bureau, accepted):
    """The yellow card of a promise of seven days, broken on 12 March."""
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    return of(case)
