"""A bureau with a published power, a risk point of level A, its head; two inspectors of the discipline office."""

from datetime import date

import pytest

from accounts.models import Role
from integrity.actions import entering
from integrity.actions.entering import Told
from integrity.models import RiskOrder
from powers.models import Power, PowerList, PowerStep, RiskPoint
from tests.conftest import at, employ

WORDS = "多名申请人反映现场核查环节收受礼金"


def publish_list(unit, people, code="XK-TEST-001"):
    """A published list of one power with two steps, written straight into the tables."""
    made = PowerList.objects.create(organisation=unit, version=1, begun_at=at("2026-01-05"), begun_by=people[0].user)
    facts = {"basis": "《食品安全法》第三十五条", "object": "食品经营者", "procedure": "受理—审核—决定"}
    power = Power.objects.create(
        list=made,
        number=1,
        code=code,
        name="食品经营许可",
        kind="permit",
        limit="20个工作日",
        result="许可证",
        **facts,
    )
    for number, (stage, name) in enumerate([("review", "审核"), ("decide", "决定")], 1):
        PowerStep.objects.create(power=power, number=number, stage=stage, name=name, post="审批股")
    rows = {"declared_by": people[0].user, "checked_by": people[1].user, "published_by": people[2].user}
    PowerList.objects.filter(pk=made.pk).update(state="published", **rows)
    return Power.objects.select_related("list__organisation").get(pk=power.pk)


def point_of(power, person, by, finder, level="A"):
    """A risk point whose level was decided."""
    return RiskPoint.objects.create(
        organisation=power.organisation,
        power=power,
        post="审批股股长",
        person=person,
        kind="business",
        finder="own",
        description="现场核查中接受吃请、收受礼金",
        probability=4,
        harm=5,
        frequency=4,
        discretion=3,
        proposed=level,
        level=level,
        reason="群众关注度高",
        state="decided",
        review_due_on=date(2026, 7, 5),
        found_at=at("2026-01-06"),
        found_by=finder.user,
        decided_at=at("2026-01-07"),
        decided_by=by.user,
    )


@pytest.fixture
def power(bureau, head, inspector, second):
    return publish_list(bureau, [head, inspector, second])


@pytest.fixture
def point(power, reviewer, head, inspector):
    return point_of(power, reviewer.user, inspector, head)


@pytest.fixture
def third(discipline):
    """A third inspector, where two have acted already."""
    return employ("feng", "老冯", discipline, Role.INSPECTOR)


def entered(unit, by, now="2026-02-25", **more):
    told = Told(channel="letter", words=WORDS, **more)
    return entering.enter(unit, by=by, now=at(now), told=told)


def alarmed(unit, inspector, second, level="A", now="2026-03-02", **more) -> RiskOrder:
    """The order of an alarm of this level, given at that moment: one judges, another confirms."""
    information = entered(unit, inspector, **more)
    about = {"level": level, "reason": "线索具体，风险较高", "demand": "立即整改，完善现场核查双人制"}
    information = entering.judge(information, by=inspector, now=at("2026-02-26"), **about)
    entering.confirm(information, by=second, now=at(now))
    return RiskOrder.objects.select_related("alarm", "organisation").get(alarm__information=information)


@pytest.fixture
def order(bureau, inspector, second):
    return alarmed(bureau, inspector, second)
