"""The desk of suspicions about public money passes the gates, wide and narrow."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from funds.actions.ledger import Move, Slip
from funds.actions.watching import post
from funds.models import FundFlag
from tests.funds.money import allocated, arrive, held, make_fund, move, payee, used
from tests.gates import faults, opened_narrow, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def flag(bureau, clerk) -> FundFlag:
    fund = make_fund(bureau)
    arrive(fund, 50_000, by=clerk)
    place = allocated(fund, bureau)
    move("allocate", held(fund), place, 50_000, by=clerk)
    slip = Slip(fund, "use", date(2026, 3, 9), "购置办公桌椅", "30201")
    with transaction.atomic():
        post(slip, [Move(place, used(fund, payee()), 12_000_00)], by=clerk, now=timezone.now())
    return FundFlag.objects.get()


def test_desk_of_suspicions(browser, live_server, flag, inspector):
    wrong = {}
    for name, arguments in {"flags": [], "flag": [flag.pk], "flag_rules": [], "flag_rule": ["FF-05"]}.items():
        address = live_server.url + reverse(f"funds:{name}", args=arguments)
        with visit(browser, address, actor=inspector) as seen:
            narrow = overflow(opened_narrow(seen).page)
            wrong[name] = [*faults(seen), *([f"{narrow} px too wide"] if narrow else [])]
    assert not any(wrong.values()), wrong
