"""Telling the units, their people and the office what supervision has done: messages from the record.

Reads the entries of supervision as they are committed and writes messages (accounts.messaging). No deed waits for
it and none can forget it. What the messages say is Chinese data, like the letters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.messaging.outbox import BOTH, Draft, send, take_unread
from accounts.models import Channel, Message, Tone
from monitoring import recipients
from monitoring.models import Card, Finding, Instruction, Level, Notice
from monitoring.recipients import Concern, Posts, contact, named, office, unit_head
from records.following import follow
from records.models import Entry
from records.subjects import Subject, described

READER = "monitoring"
NEWS = timedelta(days=7)  # what happened longer ago is no news: the lists show it
FOUND, CONFIRMED = "monitoring.finding.issued", "monitoring.card.confirmed"
TONES = {Level.WARNING: Tone.WARNING, Level.YELLOW: Tone.YELLOW, Level.RED: Tone.RED}
NAMES = {Level.WARNING: "预警", Level.YELLOW: "黄牌", Level.RED: "红牌"}
ESCALATION = "escalation"
TITLE_OF_RUNG = "逾时无人阅看"


@dataclass(frozen=True)
class Story:
    """What is told of a deed on a card or a notice: {number} and {about} are filled in."""

    title: str
    words: str
    groups: tuple[recipients.Group, ...]
    tone: str = Tone.INFO
    channels: tuple[str, ...] = (Channel.EMAIL,)


UNIT = (named, contact, unit_head)
CARDS = {
    "monitoring.card.sent_back": Story(
        "{number} 的答复被退回", "{number}的答复被退回，请登录平台重新答复。", UNIT, Tone.WARNING, BOTH
    ),
    "monitoring.card.appealed": Story("{number} 提出申诉", "{number}提出申诉，请另行指定人员复核。", (office,)),
    "monitoring.card.upheld": Story("{number} 申诉结果：维持", "{number}申诉已有结果，请登录平台查看。", UNIT),
    "monitoring.card.lowered": Story("{number} 申诉结果：降级", "{number}申诉已有结果，请登录平台查看。", UNIT),
    "monitoring.card.withdrawn": Story("{number} 已撤销", "{number}已撤销，请登录平台查看。", UNIT, Tone.OK),
    "monitoring.card.closed": Story("{number} 已销号", "{number}已销号。", UNIT, Tone.OK, ()),
}
NOTICES = {
    "monitoring.notice.issued": Story(
        "督办通知书 {number}：{about}", "收到督办通知书{number}，请登录平台查看并按期回复。", UNIT, Tone.WARNING, BOTH
    ),
    "monitoring.notice.sent_back": Story(
        "督办回复被退回：{number}", "{number}的回复被退回，请登录平台查看。", UNIT, Tone.WARNING, BOTH
    ),
    "monitoring.notice.replied": Story("{number} 已回复，待核查", "{number}已回复，待核查。", (office,), channels=()),
    "monitoring.notice.closed": Story("{number} 已销号", "{number}已销号。", UNIT, Tone.OK),
    "monitoring.notice.withdrawn": Story("{number} 已撤回", "{number}已撤回。", UNIT),
}
INSTRUCTIONS = {
    "monitoring.instruction.written": Story(
        "领导批示 {number}，待制发督办通知书", "收到领导批示{number}，请登录平台办理。", (office,), Tone.WARNING, BOTH
    )
}
VERBS = [FOUND, CONFIRMED, *CARDS, *NOTICES, *INSTRUCTIONS]


def tell(now) -> int:
    """Write the messages about everything that was recorded since the last round. Returns how many entries."""
    return follow(READER, VERBS, lambda entries: send(drafts(entries, now), now), since=now - NEWS)


def drafts(entries: list[Entry], now) -> list[Draft]:
    """The messages about these entries."""
    made = []
    for verbs, load, write in SOURCES:
        chosen = [entry for entry in entries if entry.verb in verbs]
        if chosen:
            made += write(chosen, load({entry.subject_id for entry in chosen}), now)
    return made


# findings and their cards


def load_findings(keys: Iterable[int]) -> dict[int, Finding]:
    return Finding.objects.select_related("rule", "organisation", "card").in_bulk(list(keys))


def about_findings(entries, findings: dict[int, Finding], now) -> list[Draft]:
    """Warnings, and cards that were issued without a second person."""
    told = [(entry, findings[entry.subject_id]) for entry in entries if entry.subject_id in findings]
    return of_findings([(entry, finding) for entry, finding in told if is_told(finding)], now)


def is_told(finding: Finding) -> bool:
    """Not what is only noted, and not what a second person has to confirm first."""
    if finding.level not in TONES:
        return False
    card = getattr(finding, "card", None)
    return card is None or (card.appeal_until is not None and card.confirmed_at is None)


def about_confirmed(entries, cards: dict[int, Card], now) -> list[Draft]:
    """Cards that a second person has issued: told like all others, from that moment on."""
    told = [(entry, cards[entry.subject_id].finding) for entry in entries if entry.subject_id in cards]
    return of_findings(told, now)


def of_findings(told: list[tuple[Entry, Finding]], now) -> list[Draft]:
    findings = [finding for _entry, finding in told]
    posts = posts_for((finding.organisation_id for finding in findings), now)
    subjects = described(findings)
    return [
        of_finding(entry.happened_at, finding, subject, posts, now)
        for (entry, finding), subject in zip(told, subjects, strict=True)
    ]


def of_finding(happened_at, finding: Finding, subject: Subject, posts: Posts, now) -> Draft:
    """Cumulative by level: whoever hears of a warning hears of a card as well."""
    level = finding.level
    number = number_of(finding, subject)
    return Draft(
        source=f"finding:{finding.pk}",
        thread=f"finding:{finding.pk}",
        kind=f"finding.{level}",
        tone=TONES[level],
        title=f"{NAMES[level]} {number}：{subject.title or finding.rule.name}",
        text=in_words(finding, subject),
        words=f"{NAMES[level]}提醒：{number}，请登录平台查看并处理。",
        address=reverse("monitoring:finding", args=[finding.pk]),
        made_at=happened_at,
        channels=(Channel.EMAIL,) if level == Level.WARNING else BOTH,
        recipients=frozenset(recipients.up_to(level, concern(finding), posts)),
        escalate_at=recipients.unread_until(level, now),
    )


def number_of(finding: Finding, subject: Subject) -> str:
    card = getattr(finding, "card", None)
    return card.number if card else subject.number or finding.code


def in_words(finding: Finding, subject: Subject) -> str:
    """The rule, the matter and its arithmetic in a line each."""
    lines = [f"{finding.organisation.name}　{subject.kind}{subject.number}", f"{finding.code} {finding.rule.name}"]
    if finding.used_days is not None and finding.limit_days is not None:
        lines.append(
            f"已用 {finding.used_days} {finding.counted_in}，时限 {finding.limit_days} {finding.counted_in}。"
        )
    return "\n".join(lines)


def concern(finding: Finding) -> Concern:
    return Concern(finding.organisation, finding.responsible_id)


def posts_for(units: Iterable[int], now) -> Posts:
    return Posts(timezone.localdate(now), frozenset(units))


# what was done with cards, notices and instructions


def load_cards(keys: Iterable[int]) -> dict[int, Card]:
    related = ["finding__rule", "finding__organisation"]
    return Card.objects.select_related(*related).in_bulk(list(keys))


def about_cards(entries, cards, now) -> list[Draft]:
    return of_deeds(entries, cards, CARDS, place_of_card, now)


def place_of_card(card: Card):
    address = reverse("monitoring:finding", args=[card.finding_id])
    return concern(card.finding), f"finding:{card.finding_id}", address, card.finding.rule.name


def load_notices(keys: Iterable[int]) -> dict[int, Notice]:
    return Notice.objects.select_related("organisation").in_bulk(list(keys))


def about_notices(entries, notices, now) -> list[Draft]:
    return of_deeds(entries, notices, NOTICES, place_of_notice, now)


def place_of_notice(notice: Notice):
    address = reverse("monitoring:notice", args=[notice.pk])
    return Concern(notice.organisation, notice.responsible_id), f"notice:{notice.pk}", address, notice.matter


def load_instructions(keys: Iterable[int]) -> dict[int, Instruction]:
    return Instruction.objects.select_related("organisation").in_bulk(list(keys))


def about_instructions(entries, instructions, now) -> list[Draft]:
    return of_deeds(entries, instructions, INSTRUCTIONS, place_of_instruction, now)


def place_of_instruction(instruction: Instruction):
    address = reverse("monitoring:instructions")
    return Concern(instruction.organisation), f"instruction:{instruction.pk}", address, instruction.text


def of_deeds(entries, things, stories: dict[str, Story], place: Callable, now) -> list[Draft]:
    """One message for each deed, to the groups of its story; never to whoever did it."""
    told = [(entry, things[entry.subject_id]) for entry in entries if entry.subject_id in things]
    posts = posts_for((place(thing)[0].unit.pk for _entry, thing in told), now)
    return [of_deed(entry, thing, stories[entry.verb], place(thing), posts) for entry, thing in told]


def of_deed(entry: Entry, thing, story: Story, place, posts: Posts) -> Draft:
    matter, thread, address, about = place
    people = {person for group in story.groups for person in group(matter, posts)}
    return Draft(
        source=f"entry:{entry.pk}",
        thread=thread,
        kind=entry.verb.removeprefix("monitoring."),
        tone=story.tone,
        title=story.title.format(number=thing.number, about=about),
        text=f"{matter.unit.name}\n{about}",
        words=story.words.format(number=thing.number),
        address=address,
        made_at=entry.happened_at,
        channels=story.channels,
        recipients=frozenset(people - {entry.actor_id}),
    )


SOURCES = [
    ({FOUND}, load_findings, about_findings),
    ({CONFIRMED}, load_cards, about_confirmed),
    (CARDS, load_cards, about_cards),
    (NOTICES, load_notices, about_notices),
    (INSTRUCTIONS, load_instructions, about_instructions),
]


# what nobody has read


@transaction.atomic
def escalate(now) -> int:
    """Tell the next rung about every matter that nobody has read in time. Returns how many matters went up."""
    threads = take_unread(now)
    keys = {int(key) for kind, _, key in (thread.partition(":") for thread in threads) if kind == "finding"}
    findings = load_findings(keys)
    posts = posts_for((finding.organisation_id for finding in findings.values()), now)
    subjects = dict(zip(findings, described(findings.values()), strict=True))
    raised = [going_up(finding, subjects[key], posts, now) for key, finding in findings.items()]
    return len(send([draft for draft in raised if draft], now))


def going_up(finding: Finding, subject: Subject, posts: Posts, now) -> Draft | None:
    """The message to those of the next rung that has somebody in it; None above the last."""
    thread = f"finding:{finding.pk}"
    reached = set(Message.objects.filter(thread=thread).values_list("recipient_id", flat=True))
    first = recipients.ORDER.index(finding.level) + 1
    for rung in range(first, len(recipients.RUNGS)):
        people = recipients.at_rung(rung, concern(finding), posts) - reached
        if people:
            return raised(finding, subject, rung, frozenset(people), now)
    return None


def raised(finding: Finding, subject: Subject, rung: int, people: frozenset[int], now) -> Draft:
    number = number_of(finding, subject)
    last = rung == len(recipients.RUNGS) - 1
    return Draft(
        source=f"{ESCALATION}:{finding.pk}:{rung}",
        thread=f"finding:{finding.pk}",
        kind=ESCALATION,
        tone=TONES[finding.level],
        title=f"{TITLE_OF_RUNG}：{NAMES[finding.level]} {number}",
        text=in_words(finding, subject),
        words=f"{NAMES[finding.level]}{number}{TITLE_OF_RUNG}，请登录平台查看。",
        address=reverse("monitoring:finding", args=[finding.pk]),
        made_at=now,
        channels=BOTH,
        recipients=people,
        escalate_at=None if last else recipients.unread_until(finding.level, now),
    )
