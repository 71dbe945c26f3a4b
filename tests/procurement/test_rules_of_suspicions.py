"""What supervision makes of suspicions: pre-warnings by point, a card for what was verified or left lying."""

import pytest

from monitoring.models import Finding
from monitoring.sweep import sweep
from procurement.actions import facts, flagging
from procurement.models import Flag
from tests.conftest import at, employ
from tests.procurement.market import NOW, trade

pytestmark = pytest.mark.django_db


@pytest.fixture
def flag(other_bureau) -> Flag:
    prices = {"A": 98.01, "B": 98.06, "C": 97.99}
    facts.put([trade(prices, organisation=other_bureau.pk, day="2026-06-22")], now=NOW)
    return Flag.objects.get()


def found(moment) -> list[tuple]:
    sweep(at(moment))
    return list(Finding.objects.order_by("pk").values_list("code", "level"))


def test_suspicion_is_a_pre_warning(flag):
    assert found("2026-07-01") == [("W13", "warning")]


def test_verified_suspicion_is_a_yellow_card(flag, inspector, other_bureau):
    flagging.propose(flag, by=inspector, now=NOW, end="verified", text="查实")
    head = employ("luo", "罗正阳", other_bureau, "head")
    flagging.decide(flag, by=head, now=NOW, agrees=True, text="同意")
    assert found("2026-07-01") == [("W13", "warning"), ("Y13", "yellow")]


def test_suspicion_left_lying_is_a_yellow_card(flag):
    """Ten working days from 2026-06-30 end on 2026-07-14."""
    assert found("2026-07-14") == [("W13", "warning")]
    assert found("2026-07-15") == [("W13", "warning"), ("Y14", "yellow")]
