"""When cards come and when they do not."""

import pytest

from monitoring.models import Finding
from monitoring.sweep import sweep
from tests.conftest import at, make_item

pytestmark = pytest.mark.django_db


def levels(case):
    return [f.code for f in Finding.objects.about(case).order_by("effective_on", "pk")]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-03-09", []),
        ("2026-03-10", ["W1"]),
        ("2026-03-11", ["W1"]),
        ("2026-03-12", ["W1", "Y1"]),
        ("2026-03-17", ["W1", "Y1"]),
        ("2026-03-18", ["W1", "Y1", "R1"]),
    ],
)
def test_level_by_days_used(bureau, accepted, day, found):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at(day))
    assert levels(case) == found
