"""The catalogue at work: a version put into force lately, a draft and a proposal that wait for the heads of today."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from approvals.actions import catalogue as actions
from approvals.models import CleanUp, Item
from config.demo.staged import Stage

SEALING, CHANGE = "QZ-SCJG-001", "XK-SCJG-002"  # nobody applies for the first; its version may change any day
FILED, JOINT = "QR-ZJJ-001", "XK-ZJJ-090"
FOURTH = "第四轮：常态化清理"
BASIS = "云政办函〔2026〕8号"
MORE = "查封、扣押的物品逐件登记，由当事人签字确认。"


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    keeper, head = stage.cast.demo["sysadmin"], stage.cast.demo["liu"]
    days = [stage.hours.nth_before(stage.today_or_next, back) for back in (18, 16, 3, 2)]
    for call, day in zip(steps(keeper, head), days, strict=True):
        moment = stage.hours.office(day)
        yield moment, partial(call, now=moment)


def steps(keeper, head) -> list[Callable]:
    """Drafted, put into force by the head; another draft and a proposal that are still open."""
    return [
        partial(add_condition, keeper),
        partial(put_into_force, head),
        partial(shorten, keeper),
        partial(propose_merger, keeper),
    ]


def current(code: str) -> Item:
    return Item.objects.published().get(code=code)


def add_condition(keeper, now):
    draft = actions.revise(current(SEALING), by=keeper, now=now)
    draft.conditions = [*draft.conditions, MORE]
    draft.save()


def put_into_force(head, now):
    draft = Item.objects.get(code=SEALING, state=Item.State.DRAFT)
    note = actions.Note(FOURTH, "保留；补充查封、扣押物品逐件登记的要求。", BASIS)
    actions.publish(draft, by=head, now=now, note=note)


def shorten(keeper, now):
    """One day less and no separate explanation of the change."""
    draft = actions.revise(current(CHANGE), by=keeper, now=now)
    draft.promised_days -= 1
    draft.save()
    draft.steps.filter(code="review").update(days=2)
    draft.documents.filter(code="D3").delete()


def propose_merger(keeper, now):
    note = actions.Note(FOURTH, "竣工验收备案并入联合验收，一次申请、一并办结。", BASIS)
    into = current(JOINT)
    actions.propose(current(FILED), by=keeper, now=now, decision=CleanUp.Decision.MERGED, into=into, note=note)
