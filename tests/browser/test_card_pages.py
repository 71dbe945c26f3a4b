"""The page of a card in its life, cards by hand, appeals and locked matters in a browser."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from approvals.models import Case
from config.demo.story import days_ago
from monitoring import actions
from monitoring.models import Card
from tests.conftest import make_item
from tests.gates import NARROW, faults, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(call, *arguments, **named):
    """Do it in a thread of its own: boards may not be told from Playwright's event loop."""
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(call, *arguments, **named).result()
        thread.submit(connections.close_all).result()
    return made


@pytest.fixture
def card(bureau, accepted, swept, clerk, inspector):
    """A yellow card on a locked case, answered, sent back, under appeal."""
    now = timezone.now()
    accepted(make_item(bureau, steps=()), days_ago(9, now))
    swept(days_ago(1, now))
    made = Card.objects.get(colour="yellow")
    case = Case.objects.get()
    assert made.finding.subject_id == case.pk
    elsewhere(actions.lock_matter, made, by=inspector, now=now, reason="材料移交不清，调阅案卷期间暂停办理")
    elsewhere(
        actions.answer, made, by=clerk, now=now, cause="外出培训未落实A、B岗交接", measure="已办结并修订交接清单"
    )
    elsewhere(actions.send_back, made, by=inspector, now=now, reason="没有写明责任人，请补充")
    elsewhere(actions.appeal, made, by=clerk, now=now, grounds="补正期间申请人未按时提交材料，系统未扣除补正时间")
    return made


@pytest.fixture
def by_hand(bureau, clerk, inspector):
    said = actions.Proposal(
        level="yellow",
        responsible=clerk.user,
        facts="上午9时40分至10时10分窗口无人值守，3名群众等候。",
        basis="《行政服务中心窗口工作人员管理办法》第十二条",
        camera_place="政务大厅二楼 3 号机位",
        camera_at=timezone.now(),
        camera_clip="DT2-03-0940",
    )
    return elsewhere(actions.propose, bureau, by=inspector, now=timezone.now(), said=said)


def page(card) -> str:
    return f"/supervision/findings/{card.finding_id}/"


def test_card_of_the_unit_passes_every_gate(live_server, browser, clerk, card):
    with visit(browser, live_server.url + page(card), actor=clerk) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_card_of_the_inspector_passes_every_gate(live_server, browser, leader, card):
    with visit(browser, live_server.url + page(card), actor=leader, elder=True) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_card_by_hand_passes_every_gate(live_server, browser, leader, by_hand):
    with visit(browser, live_server.url + page(by_hand), actor=leader, size=NARROW) as seen:
        assert (seen.status, faults(seen), overflow(seen.page)) == (200, [], 0)


@pytest.mark.parametrize("place", ["cards/new/", "cards/new/?unit=scjg", "appeals/", "locks/", "cards/"])
def test_registers_pass_every_gate(live_server, browser, inspector, card, place):
    with visit(browser, f"{live_server.url}/supervision/{place}", actor=inspector) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_locked_case_passes_every_gate(live_server, browser, reviewer, card):
    number = card.finding.subject.number
    with visit(browser, f"{live_server.url}/desk/cases/{number}/", actor=reviewer) as seen:
        assert (seen.status, faults(seen)) == (200, [])
