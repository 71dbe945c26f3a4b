"""A department with a system of its own, and what it tells."""

import json

import pytest
from django.utils import timezone

from accounts.models import Role
from exchange import actions
from exchange.intake import take
from tests.conftest import at, employ

ITEM = {
    "id": "i-1",
    "at": "2026-01-05T09:00:00+08:00",
    "type": "item.defined",
    "item": "HG-1",
    "name": "排污许可（简易）",
    "organisation": "zjj",
    "kind": "promised",
    "promised_days": 7,
    "statutory_days": 20,
    "steps": [],
    "fees": [{"code": "F1", "amount": 100}],
    "documents": ["A", "B"],
    "joint": False,
}


def told(what, when, case="HC-1", number="", /, **more) -> dict:
    """One event: `told("case.accepted", "2026-03-02")`; nine o'clock unless an hour is given."""
    moment = at(when).isoformat()
    return {"id": number or f"{case}-{what}-{when}", "at": moment, "type": what, "case": case, **more}


def received(when, case="HC-1", **more):
    return told("case.received", when, case, **{"item": "HG-1", "documents": ["A", "B"]} | more)


def lines(*events) -> list[tuple[int, str]]:
    """Events, or texts, as numbered lines."""
    return [(n, e if isinstance(e, str) else json.dumps(e, ensure_ascii=False)) for n, e in enumerate(events, 1)]


@pytest.fixture
def keeper(county):
    return employ("sysadmin", "系统管理员", county, Role.SYSTEM_ADMIN)


@pytest.fixture
def source(keeper, other_bureau):
    """The system of the housing bureau."""
    facts = {
        "code": "zjj-own",
        "name": "住建审批系统",
        "contact": "王工",
        "telephone": "0724-2345678",
        "quiet_hours": 24,
    }
    return actions.register_source(other_bureau, by=keeper, now=at("2026-01-04"), **facts)


@pytest.fixture
def token(source, keeper):
    _made, signs = actions.issue_token(source, by=keeper, now=timezone.now())
    return signs


@pytest.fixture
def tell(source):
    """Take events in at a moment."""

    def do(when, *events, **options):
        return take(source, lines(*events), at(when), **options)

    return do
