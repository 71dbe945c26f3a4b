"""Telling the units, their people and the office what supervision has done: messages from the record.

Reads the entries of supervision as they are committed and writes messages (accounts.messaging). No deed waits for
it and none can forget it. What the messages say is Chinese data, like the letters.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.messaging.outbox import BOTH, Draft, send, take_unread
from accounts.models import Channel, Message, Tone
from monitoring import recipients
from monitoring.models import Finding, Level
from monitoring.recipients import Posts
from monitoring.told import CARDS, TOLD, Place, Story, Told, concern
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
VERBS = [FOUND, CONFIRMED, *(verb for told in TOLD for verb in told.stories)]


def tell(now) -> int:
    """Write the messages about everything that was recorded since the last round. Returns how many entries."""
    return follow(READER, VERBS, lambda entries: send(drafts(entries, now), now), since=now - NEWS)


def drafts(entries: list[Entry], now) -> list[Draft]:
    """The messages about these entries."""
    made = about_findings([entry for entry in entries if entry.verb == FOUND], now)
    made += about_confirmed([entry for entry in entries if entry.verb == CONFIRMED], now)
    for told in TOLD:
        made += about_deeds(told, entries, now)
    return made


# findings and their cards


def load_findings(keys: Iterable[int]) -> dict[int, Finding]:
    return Finding.objects.select_related("rule", "organisation", "card").in_bulk(list(keys))


def about_findings(entries: list[Entry], now) -> list[Draft]:
    """Warnings, and cards that were issued without a second person."""
    findings = load_findings(entry.subject_id for entry in entries)
    told = [(entry, findings[entry.subject_id]) for entry in entries if entry.subject_id in findings]
    return of_findings([(entry, finding) for entry, finding in told if is_told(finding)], now)


def is_told(finding: Finding) -> bool:
    """Not what is only noted, and not what a second person has to confirm first."""
    if finding.level not in TONES:
        return False
    card = getattr(finding, "card", None)
    return card is None or (card.appeal_until is not None and card.confirmed_at is None)


def about_confirmed(entries: list[Entry], now) -> list[Draft]:
    """Cards that a second person has issued: told like all others, from that moment on."""
    cards = CARDS.rows().in_bulk([entry.subject_id for entry in entries])
    told = [(entry, cards[entry.subject_id].finding) for entry in entries if entry.subject_id in cards]
    return of_findings(told, now)


def of_findings(told: list[tuple[Entry, Finding]], now) -> list[Draft]:
    if not told:
        return []
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


def posts_for(units: Iterable[int], now) -> Posts:
    return Posts(timezone.localdate(now), frozenset(units))


# what was done with cards, notices, inquiries, checks and reports


def of_deeds(told: Told, entries: list[Entry]) -> list[tuple[Entry, object]]:
    """The entries of these stories, each with the thing it is about."""
    chosen = [entry for entry in entries if entry.verb in told.stories]
    things = told.rows().in_bulk([told.key(entry) for entry in chosen]) if chosen else {}
    return [(entry, things[told.key(entry)]) for entry in chosen if told.key(entry) in things]


def about_deeds(told: Told, entries: list[Entry], now) -> list[Draft]:
    """One message for each deed, to the groups of its story; never to whoever did it."""
    deeds = [(entry, thing, told.place(thing)) for entry, thing in of_deeds(told, entries)]
    if not deeds:
        return []
    posts = posts_for((place.concern.unit.pk for _entry, _thing, place in deeds), now)
    return [of_deed(entry, thing, told.stories[entry.verb], place, posts) for entry, thing, place in deeds]


def of_deed(entry: Entry, thing, story: Story, place: Place, posts: Posts) -> Draft:
    people = {person for group in story.groups for person in group(place.concern, posts)}
    number = str(thing)
    return Draft(
        source=f"entry:{entry.pk}",
        thread=place.thread,
        kind=entry.verb.removeprefix("monitoring."),
        tone=story.tone,
        title=story.title.format(number=number, about=place.about),
        text=f"{place.concern.unit.name}\n{place.about}",
        words=story.words.format(number=number),
        address=place.address,
        made_at=entry.happened_at,
        channels=story.channels,
        recipients=frozenset(people - {entry.actor_id}),
    )


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
