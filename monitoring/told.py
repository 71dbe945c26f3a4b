"""What is told of each deed of supervision, and to whom: data. monitoring.telling makes messages of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from accounts.messaging.outbox import BOTH
from accounts.models import Channel, Tone
from monitoring.models import (
    Card,
    EfficiencyCase,
    Finding,
    Instruction,
    Notice,
    Outcome,
    Report,
    SpotFinding,
    Urge,
)
from monitoring.recipients import (
    Concern,
    Group,
    contact,
    discipline_leader,
    leader_in_charge,
    named,
    office,
    unit_head,
)
from records.models import Entry

UNIT = (named, contact, unit_head)
OFFICE = (office,)
BY_EMAIL = (Channel.EMAIL,)


@dataclass(frozen=True)
class Story:
    """What is told of a deed: {number} is the thing itself, {about} what it is about (never in an SMS)."""

    title: str
    words: str
    groups: tuple[Group, ...] = UNIT
    tone: str = Tone.INFO
    channels: tuple[str, ...] = BY_EMAIL


class Place(NamedTuple):
    """Where a thing belongs: whom it concerns, which thread of messages, which page, what it is about."""

    concern: Concern
    thread: str
    address: str
    about: str


@dataclass(frozen=True)
class Told:
    """Things of one kind: what is told of each verb, the rows, and the place of each."""

    stories: dict[str, Story]
    rows: Callable[[], QuerySet]
    place: Callable[[object], Place]
    key: Callable[[Entry], int] = lambda entry: entry.subject_id


def concern(finding: Finding) -> Concern:
    return Concern(finding.organisation, finding.responsible_id)


def place_of_card(card: Card) -> Place:
    address = reverse("monitoring:finding", args=[card.finding_id])
    return Place(concern(card.finding), f"finding:{card.finding_id}", address, card.finding.rule.name)


CARDS = Told(
    {
        "monitoring.card.answered": Story("{number} 已答复，待审核", "{number}已答复，待审核。", OFFICE, channels=()),
        "monitoring.card.sent_back": Story(
            "{number} 的答复被退回", "{number}的答复被退回，请登录平台重新答复。", UNIT, Tone.WARNING, BOTH
        ),
        "monitoring.card.appealed": Story("{number} 提出申诉", "{number}提出申诉，请另行指定人员复核。", OFFICE),
        "monitoring.card.upheld": Story("{number} 申诉结果：维持", "{number}申诉已有结果，请登录平台查看。"),
        "monitoring.card.lowered": Story("{number} 申诉结果：降级", "{number}申诉已有结果，请登录平台查看。"),
        "monitoring.card.withdrawn": Story("{number} 已撤销", "{number}已撤销，请登录平台查看。", UNIT, Tone.OK),
        "monitoring.card.closed": Story("{number} 已销号", "{number}已销号。", UNIT, Tone.OK, ()),
    },
    lambda: Card.objects.select_related("finding__rule", "finding__organisation"),
    place_of_card,
)


def place_of_notice(notice: Notice) -> Place:
    address = reverse("monitoring:notice", args=[notice.pk])
    return Place(Concern(notice.organisation, notice.responsible_id), f"notice:{notice.pk}", address, notice.matter)


NOTICES = Told(
    {
        "monitoring.notice.drafted": Story(
            "督办通知书待签发：{about}", "有督办通知书待签发，请登录平台办理。", OFFICE, channels=()
        ),
        "monitoring.notice.issued": Story(
            "督办通知书 {number}：{about}",
            "收到督办通知书{number}，请登录平台查看并按期回复。",
            UNIT,
            Tone.WARNING,
            BOTH,
        ),
        "monitoring.notice.sent_back": Story(
            "督办回复被退回：{number}", "{number}的回复被退回，请登录平台查看。", UNIT, Tone.WARNING, BOTH
        ),
        "monitoring.notice.replied": Story("{number} 已回复，待核查", "{number}已回复，待核查。", OFFICE, channels=()),
        "monitoring.notice.closed": Story("{number} 已销号", "{number}已销号。", UNIT, Tone.OK),
        "monitoring.notice.withdrawn": Story("{number} 已撤回", "{number}已撤回。"),
    },
    lambda: Notice.objects.select_related("organisation"),
    place_of_notice,
)


def place_of_instruction(instruction: Instruction) -> Place:
    address = reverse("monitoring:instructions")
    return Place(Concern(instruction.organisation), f"instruction:{instruction.pk}", address, instruction.text)


INSTRUCTIONS = Told(
    {
        "monitoring.instruction.written": Story(
            "领导批示 {number}，待制发督办通知书", "收到领导批示{number}，请登录平台办理。", OFFICE, Tone.WARNING, BOTH
        )
    },
    lambda: Instruction.objects.select_related("organisation"),
    place_of_instruction,
)


def place_of_inquiry(case: EfficiencyCase) -> Place:
    address = reverse("monitoring:efficiency_case", args=[case.pk])
    return Place(Concern(case.organisation), f"efficiency:{case.pk}", address, case.matter)


INQUIRIES = Told(
    {
        "monitoring.efficiency.proposed": Story(
            "效能案件待立案：{about}", "有效能案件待立案审批，请登录平台办理。", OFFICE, channels=()
        ),
        "monitoring.efficiency.outcome_proposed": Story(
            "{number} 处理意见待审批", "{number}处理意见待审批，请登录平台办理。", OFFICE, channels=()
        ),
    },
    lambda: EfficiencyCase.objects.select_related("organisation"),
    place_of_inquiry,
)


def place_of_archive(case: EfficiencyCase) -> Place:
    """The unit does not read the inquiry itself: its own archive says what was filed and what came out."""
    return place_of_inquiry(case)._replace(address=reverse("monitoring:my_archive"))


INQUIRED = Told(
    {
        "monitoring.efficiency.filed": Story(
            "效能案件立案 {number}：{about}",
            "收到效能案件立案通知{number}，请登录平台查看。",
            UNIT,
            Tone.WARNING,
            BOTH,
        ),
        "monitoring.efficiency.concluded": Story("{number} 已办结", "效能案件{number}已办结，请登录平台查看。"),
    },
    INQUIRIES.rows,
    place_of_archive,
)


def place_of_outcome(outcome: Outcome) -> Place:
    place = place_of_archive(outcome.case)
    person = outcome.involved.person_id if outcome.involved else None
    return place._replace(concern=Concern(outcome.case.organisation, person), about=outcome.get_kind_display())


OUTCOMES = Told(
    {
        "monitoring.efficiency.outcome_decided": Story(
            "效能案件处理决定：{about}",
            "效能案件处理决定已作出，请登录平台查看。",
            (named, unit_head),
            Tone.WARNING,
            BOTH,
        )
    },
    lambda: Outcome.objects.decided().select_related("case__organisation", "involved"),
    place_of_outcome,
    key=lambda entry: entry.body["outcome"],
)


def place_of_spot_finding(found: SpotFinding) -> Place:
    address = reverse("monitoring:spot_finding", args=[found.pk])
    return Place(Concern(found.organisation), f"spot:{found.pk}", address, found.place)


SPOT_FINDINGS = Told(
    {
        "monitoring.spot_finding.issued": Story(
            "检查发现问题，限期整改：{number}", "检查发现问题，请登录平台查看并按期整改。", UNIT, Tone.WARNING, BOTH
        ),
        "monitoring.spot_finding.sent_back": Story(
            "整改报告被退回：{number}", "整改报告被退回，请登录平台查看。", UNIT, Tone.WARNING, BOTH
        ),
        "monitoring.spot_finding.reported": Story(
            "整改已报告，待复查：{number}", "整改已报告，待复查。", OFFICE, channels=()
        ),
        "monitoring.spot_finding.settled": Story("整改已通过复查：{number}", "整改已通过复查。", UNIT, Tone.OK),
    },
    lambda: SpotFinding.objects.select_related("organisation"),
    place_of_spot_finding,
)


def place_of_report(report: Report) -> Place:
    address = reverse("monitoring:report", args=[report.pk])
    about = f"{report.get_kind_display()}（{report.first}至{report.last}）"
    return Place(Concern(report.organisation), f"report:{report.pk}", address, about)


REPORTS = Told(
    {
        "monitoring.report.proposed": Story(
            "{about}待签发", "有监察报告待签发，请登录平台办理。", OFFICE, channels=()
        ),
        "monitoring.report.dropped": Story("{about}被退回", "监察报告被退回，请登录平台查看。", OFFICE, channels=()),
        "monitoring.report.issued": Story(
            "{number}：{about}", "监察报告{number}已签发，请登录平台查看。", (office, discipline_leader), Tone.OK
        ),
    },
    lambda: Report.objects.select_related("organisation"),
    place_of_report,
)


def place_of_urge(urge: Urge) -> Place:
    address = reverse("monitoring:urges")
    about = f"应于{urge.due_on:%Y-%m-%d}前答复"
    return Place(Concern(urge.organisation, urge.responsible_id), f"urge:{urge.pk}", address, about)


URGES = Told(
    {
        "monitoring.urge.reminder": Story(
            "催办通知书 {number}：{about}",
            "收到催办通知书{number}，请登录平台立即答复。",
            (named, contact, leader_in_charge),
            Tone.WARNING,
            BOTH,
        ),
        "monitoring.urge.criticism": Story(
            "书面通报批评 {number}：{about}",
            "收到书面通报批评{number}，请登录平台查看。",
            (named, contact, leader_in_charge, unit_head, office),
            Tone.RED,
            BOTH,
        ),
    },
    lambda: Urge.objects.select_related("organisation"),
    place_of_urge,
)

TOLD = [CARDS, NOTICES, INSTRUCTIONS, INQUIRIES, INQUIRED, OUTCOMES, SPOT_FINDINGS, REPORTS, URGES]
