"""The pages about other systems: register, queue, cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from exchange import actions
from exchange.intake import take
from exchange.models import ForeignCase, Problem
from tests.conftest import employ, make_item
from tests.exchange.conftest import ITEM, lines
from tests.gates import NARROW, faults, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)


def event(what, number, when, /, **more):
    moment = timezone.localtime(when).isoformat(timespec="seconds")
    return {"id": f"{number}-{what}", "at": moment, "type": what, "case": number, "actor": "刘建军", **more}


@pytest.fixture
def keeper(county):
    return employ("sysadmin", "吴新民", county, Role.SYSTEM_ADMIN)


@pytest.fixture
def told(keeper, other_bureau, inspector, swept):
    """A system with cases in every situation, a late event, lines that wait and a proposed meaning."""
    now = timezone.now()
    facts = {
        "code": "zjj-own",
        "name": "住建工程审批系统",
        "contact": "王工",
        "telephone": "0724-2345678",
        "quiet_hours": 24,
    }
    source = actions.register_source(other_bureau, by=keeper, now=now - timedelta(days=60), **facts)
    actions.issue_token(source, by=keeper, now=now - timedelta(days=60))
    events = [ITEM]
    for number, ago in (("ZJ-001", 40), ("ZJ-002", 12), ("ZJ-003", 9), ("ZJ-004", 2)):
        start = now - timedelta(days=ago)
        events.append(event("case.received", number, start, item="HG-1", documents=["A", "B"]))
        events.append(event("case.accepted", number, start + timedelta(minutes=8)))
    pause = {"kind": "expert_review", "limit_days": 10, "document": "专家评审告知书"}
    events.append(event("case.paused", "ZJ-003", now - timedelta(days=7), **pause))
    take(source, lines(*events), now - timedelta(hours=2))
    swept(now)
    late = event("case.decided", "ZJ-002", now - timedelta(days=10), result="granted", reason="")
    unknown = event("case.received", "ZJ-005", now - timedelta(days=1), item="施工许可", documents=[])
    take(source, lines(late, unknown, '{"id": "x3", "at": '), now, skip_bad=True)
    item = make_item(other_bureau, code="XK-ZJJ-001", name="建筑工程施工许可证核发")
    waiting = {"kind": "item", "name": "施工许可", "item": item}
    actions.propose_mapping(source, by=keeper, now=now, **waiting)
    return source


def pages(source) -> dict[str, list[str]]:
    """Who opens what."""
    problem, case = Problem.objects.order_by("pk").first(), ForeignCase.objects.get(number="ZJ-001")
    watched = ["", "problems/", f"problems/{problem.pk}/", "cases/", f"cases/{case.pk}/", "overtaken/"]
    kept = ["", "new/", "problems/", f"sources/{source.code}/", f"sources/{source.code}/change/"]
    return {"inspector": watched, "keeper": kept}


def test_pages_pass_every_gate(live_server, browser, told, inspector, keeper):
    people = {"inspector": inspector, "keeper": keeper}
    for who, addresses in pages(told).items():
        for address in addresses:
            with visit(browser, f"{live_server.url}/exchange/{address}", actor=people[who]) as seen:
                assert (address, seen.status, faults(seen)) == (address, 200, [])


def test_pages_fit_a_telephone(live_server, browser, told, inspector, keeper):
    people = {"inspector": inspector, "keeper": keeper}
    for who, addresses in pages(told).items():
        for address in addresses:
            with visit(browser, f"{live_server.url}/exchange/{address}", actor=people[who], size=NARROW) as seen:
                assert (address, seen.status, overflow(seen.page)) == (address, 200, 0)
