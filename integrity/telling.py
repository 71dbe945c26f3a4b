"""Telling people what was done about integrity risks: messages from the record.

What leaves the house names a number at most: no person, no matter. The words are Chinese data, like the letters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from accounts.messaging.outbox import Draft, send
from accounts.models import Post, Role, Tone
from integrity.models import Alarm, Reminder, RiskInformation, RiskOrder, SelfReport
from records.following import follow
from records.models import Entry

READER = "integrity"
NEWS = timedelta(days=7)  # what happened longer ago is no news: the lists show it


@dataclass(frozen=True)
class Story:
    """What is told of an entry, and to whom: `to(thing)` gives the keys of people."""

    model: type
    title: str
    to: Callable
    tone: str = Tone.INFO


def unit(thing) -> set[int]:
    """The heads and the supervision contacts of the unit."""
    posts = Post.objects.active().answering_for(thing.organisation_id)
    return set(posts.filter(Q(role=Role.HEAD) | Q(is_contact=True)).values_list("user", flat=True))


def office(thing) -> set[int]:
    """The discipline office that has it."""
    posts = Post.objects.active().filter(role=Role.INSPECTOR, organisation=office_of(thing))
    return set(posts.values_list("user", flat=True)) - {getattr(thing, "person_id", None)}


def office_of(thing) -> int:
    return thing.round.office_id if isinstance(thing, Reminder) else thing.office_id


def person(thing) -> set[int]:
    return {thing.person_id}


def named(thing) -> set[int]:
    """The unit, and whoever the alarm names."""
    return unit(thing) | ({thing.person_id} if thing.person_id else set())


STORIES = {
    "integrity.reminder.sent": Story(Reminder, "收到廉政提醒，请按期答复", person, Tone.WARNING),
    "integrity.reminder.again": Story(Reminder, "廉政提醒未答复，再次提醒", person, Tone.WARNING),
    "integrity.reminder.send_back": Story(Reminder, "对廉政提醒的说明未被采纳，请重新说明", person, Tone.WARNING),
    "integrity.reminder.answered": Story(Reminder, "廉政提醒已有答复", office),
    "integrity.information.judged": Story(RiskInformation, "廉政风险信息已研判，待另一人确认", office),
    "integrity.alarm.given": Story(Alarm, "收到廉政风险预警警报", named, Tone.WARNING),
    "integrity.order.issued": Story(RiskOrder, "收到廉政风险督办书，请按期报送整改方案", unit, Tone.WARNING),
    "integrity.order.planned": Story(RiskOrder, "整改方案已报送，待审定", office),
    "integrity.order.sent_back": Story(RiskOrder, "整改方案被退回，请重新报送", unit, Tone.WARNING),
    "integrity.order.agreed": Story(RiskOrder, "整改方案已审定，请按确定的日期完成", unit),
    "integrity.order.reported": Story(RiskOrder, "整改情况已反馈，待核查", office),
    "integrity.order.verified": Story(RiskOrder, "廉政风险整改已核查销号", unit, Tone.OK),
    "integrity.order.raised": Story(RiskOrder, "整改不到位，预警等级已提高", unit, Tone.WARNING),
    "integrity.report.asked": Story(SelfReport, "请报送本季度廉政风险自查报告", unit),
    "integrity.report.reminded": Story(SelfReport, "季度廉政风险自查报告逾期未报，请立即报送", unit, Tone.WARNING),
    "integrity.report.returned": Story(SelfReport, "季度廉政风险自查报告被退回，请重新报送", unit, Tone.WARNING),
}


def tell(now) -> int:
    """Write the messages about everything that was recorded since the last round. Returns how many entries."""
    return follow(READER, list(STORIES), lambda entries: send(drafts(entries), now), since=now - NEWS)


def drafts(entries: list[Entry]) -> list[Draft]:
    found = []
    for model in {STORIES[entry.verb].model for entry in entries}:
        mine = [entry for entry in entries if STORIES[entry.verb].model is model]
        things = model._base_manager.select_related(*related(model)).in_bulk([entry.subject_id for entry in mine])
        found += [of_entry(entry, things[entry.subject_id]) for entry in mine if entry.subject_id in things]
    return [draft for draft in found if draft.recipients]


def related(model) -> list[str]:
    return {
        Reminder: ["round"],
        Alarm: ["document", "order", "organisation"],
        RiskOrder: ["document", "alarm", "organisation"],
        SelfReport: ["organisation"],
        RiskInformation: ["organisation"],
    }[model]


def of_entry(entry: Entry, thing) -> Draft:
    story = STORIES[entry.verb]
    subject = thing.as_subject()
    return Draft(
        source=f"entry:{entry.pk}",
        thread=f"{subject.kind}:{thing.pk}"[:60],
        kind=entry.verb.removeprefix("integrity."),
        title=f"{story.title}（{subject.number}）",
        text=subject.title,
        words=f"{story.title}，请登录平台查看。",
        address=subject.address,
        tone=story.tone,
        made_at=entry.happened_at,
        recipients=frozenset(story.to(thing)),
    )
