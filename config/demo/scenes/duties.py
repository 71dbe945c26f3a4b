"""Reports on duty and integrity of a year: most are read, one was not good enough and was talked about."""

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Role
from config.demo.scenes.surveys import Asked, Moments
from config.demo.staged import Stage
from scoring.actions import duty
from scoring.actions.duty import Call, Held
from scoring.models import DutyReport, DutyYear


def scene(stage: Stage) -> Moments:
    """All heads owe one; most have handed in; one was not good enough, and was talked with."""
    asked = Asked(stage)
    cast = stage.cast
    inspector, year = cast.demo["zhao"], (asked.today - timedelta(days=150)).year
    called, due = asked.ago(40), asked.ago(12)
    heads = [post for (_unit, role), posts in cast.posts.items() if role == Role.HEAD for post in posts[:1]]
    heads = sorted(heads, key=lambda actor: (actor.organisation.sort, actor.user.pk))[:24]
    said = Call(year, timezone.localdate(due), [actor.post for actor in heads])
    yield called, partial(duty.call, inspector.organisation, said, by=inspector, now=called)
    for place, head in enumerate(heads[:21]):
        handed = asked.ago(30 - place % 15)
        yield handed, partial(hand_in, year, head, handed)
        if place < 15:
            judged = asked.ago(11 - place % 5)
            yield judged, partial(evaluate, year, head, inspector, place != 3, judged)
    talked = asked.ago(4)
    yield talked, partial(talk, asked, year, heads[3], inspector, talked)


def report_of(year: int, head: Actor) -> DutyReport:
    return DutyReport.objects.get(year=DutyYear.objects.get(year=year), person=head.user)


def hand_in(year: int, head: Actor, now: datetime):
    unit = head.organisation.short_name
    words = (
        f"{year}年，本人作为{unit}主要负责人，认真履行全面从严治党主体责任，抓好{unit}各项重点工作；"
        "严格遵守中央八项规定精神，如实报告个人有关事项。存在调查研究不够深入等问题，下一步将改进。"
    )
    duty.submit(report_of(year, head), by=head, now=now, words=words)


def evaluate(year: int, head: Actor, inspector: Actor, passed: bool, now: datetime):
    words = "内容完整，问题找得准。" if passed else "对存在问题轻描淡写，廉洁自律部分没有具体内容。"
    duty.evaluate(report_of(year, head), by=inspector, now=now, passed=passed, words=words)


def talk(asked: Asked, year: int, head: Actor, inspector: Actor, now: datetime):
    said = Held(
        held_on=timezone.localdate(now),
        place="县纪委监委谈话室",
        content="指出述职述廉报告避重就轻，要求对照检查、逐项说明。",
        commitments="虚心接受，两周内重新撰写并提交。",
        again_by=asked.stage.hours.calendar.roll(asked.today + timedelta(days=10)),
    )
    duty.hold_talk(report_of(year, head), said, by=inspector, now=now)
