"""Writing findings and their cards: in bulk, with numbers, supersession and entries, in the caller's transaction.

`issue` writes findings and makes cards of the yellow and red ones; `hand_out` is what follows when a card is issued,
at once or after a second person confirmed it.
"""

from django.conf import settings
from django.utils import timezone

from accounts.actor import ROBOT
from deadlines import calendar as calendars
from deadlines import holds
from deadlines.models import Hold
from monitoring import answers, tallies
from monitoring.models import CARD_LEVELS, Card, Finding, Level, WarningEnd
from monitoring.rules import versions_in_force
from records.actions import EntryDraft, record_many
from records.numbers import next_numbers

WORDS = {Level.YELLOW: "监黄", Level.RED: "监红"}  # inside the number of a card; Chinese data
APPEAL_DAYS = 5  # working days for an appeal (DR-1: default 5; Hangzhou 3, Jinan 15)


def issue(findings: list[Finding], now, by=ROBOT) -> list[Card]:
    """Save the findings that are new and make cards of the yellow and red ones. Returns all cards that were made.

    `by` is the person who proposes a card by hand; the robot otherwise.
    """
    fresh = new_ones(findings)
    if not fresh:
        return []
    Finding.objects.bulk_create(fresh, batch_size=1000)
    cards = [card for level in CARD_LEVELS for card in numbered(fresh, level, now, by)]
    Card.objects.bulk_create(cards, batch_size=1000)
    record_many([entry(finding, now, by) for finding in fresh])
    end_warnings({card.finding.deadline_id for card in cards} - {None}, WarningEnd.Outcome.OVERTAKEN, now)
    return cards + hand_out([card for card in cards if card.state == Card.State.ISSUED], now)


def hand_out(cards: list[Card], now) -> list[Card]:
    """What an issued card brings with it: the higher one counts, an answer is owed, the matter may be locked.

    Returns the further cards that follow from them (so many yellow ones of one handler).
    """
    if not cards:
        return []
    versions = versions_in_force(timezone.localdate(now))
    supersede(cards, now)
    answers.ask([card for card in cards if card.superseded_by_id is None], versions.get(answers.RULE), now)
    lock([card for card in cards if wants(card.finding, "lock")], now)
    return issue(tallies.of_handlers(cards, versions.get(tallies.RULE), now), now)


def new_ones(findings: list[Finding]) -> list[Finding]:
    """Leave out what is known already. Only one sweeper holds a clock, so nobody can write the same row meanwhile."""
    known = set(
        about_the_same(Finding.objects.all(), findings).values_list(
            "subject_type_id", "subject_id", "code", "occurrence"
        )
    )
    return [f for f in findings if (f.subject_type_id, f.subject_id, f.code, f.occurrence) not in known]


def about_the_same(rows, findings, prefix=""):
    """The rows whose matter is that of one of the findings (or of another kind of thing with the same key)."""
    kinds, keys = {f.subject_type_id for f in findings}, {f.subject_id for f in findings}
    return rows.filter(**{f"{prefix}subject_type_id__in": kinds, f"{prefix}subject_id__in": keys})


def numbered(findings: list[Finding], level: str, now, by) -> list[Card]:
    """Cards with gapless numbers of their colour and year, e.g. 云监黄〔2026〕0067号."""
    wanted = [finding for finding in findings if finding.level == level]
    if not wanted:
        return []
    year, prefix = timezone.localdate(now).year, settings.COUNTY["number_prefix"]
    serials = next_numbers(f"card.{level}", year, len(wanted))
    return [
        made(finding, f"{prefix}{WORDS[level]}〔{year}〕{serial:04d}号", now, by)
        for serial, finding in zip(serials, wanted, strict=True)
    ]


def made(finding: Finding, number: str, now, by) -> Card:
    """The card of one finding: issued, or pending where a second person has to confirm it first."""
    about = {"number": number, "finding": finding, "colour": finding.level, "issued_at": now, "proposed_by": by.user}
    if by.user or wants(finding, "confirm"):
        return Card(**about, state=Card.State.PENDING)
    return Card(**about, counts_as=finding.level, appeal_until=appeal_until(now))


def wants(finding: Finding, what: str) -> bool:
    """Does the rule, or whoever proposed the card, want it confirmed or its matter locked?"""
    return bool(finding.rule.parameters.get(what) or finding.evidence.get(what))


def appeal_until(now):
    """The last day for an appeal against a card that is received now."""
    return calendars.calendar().add(timezone.localdate(now), APPEAL_DAYS)


def supersede(cards: list[Card], now):
    """On each matter a red card outranks the yellow ones, whichever came first; all are kept, one counts (DR-1)."""
    matters = [card.finding for card in cards]
    standing = about_the_same(Card.objects.counting().select_related("finding"), matters, "finding__").order_by("pk")
    by_matter = {}
    for card in standing:
        by_matter.setdefault(matter(card), []).append(card)
    outranked = [card for group in by_matter.values() for card in outranked_in(group)]
    Card.objects.bulk_update(outranked, ["superseded_by"], batch_size=1000)
    tell(cards, outranked)
    answers.excuse(outranked, now)


def matter(card: Card) -> tuple[int, int]:
    return card.finding.subject_type_id, card.finding.subject_id


def outranked_in(cards: list[Card]) -> list[Card]:
    """The yellow ones among the cards of one matter, where there is a red one."""
    top = next((card for card in cards if card.counts_as == Level.RED), None)
    lower = [card for card in cards if top is not None and card.counts_as != Level.RED]
    for card in lower:
        card.superseded_by = top
    return lower


def reinstate(card: Card, now) -> list[Card]:
    """A card no longer counts: those it outranked count again, unless another red one is there. Returns them."""
    lower = list(Card.objects.select_for_update().filter(superseded_by=card).order_by("pk"))
    Card.objects.filter(pk__in=[row.pk for row in lower]).update(superseded_by=None)
    supersede([card], now)
    again = Card.objects.counting().filter(pk__in=[row.pk for row in lower]).select_related("finding").order_by("pk")
    return list(again)


def tell(cards: list[Card], changed: list[Card]):
    """The same rows stand in memory twice; let the caller's know what was saved."""
    known = {card.pk: card for card in cards}
    for card in changed:
        if card.pk in known:
            known[card.pk].superseded_by_id = card.superseded_by_id


def lock(cards: list[Card], now):
    """The rule says so: the unit may not go on with the matter until an inspector unlocks it."""
    if cards:
        holds.hold_many([hold_for(card) for card in cards], by=ROBOT, now=now)


def hold_for(card: Card) -> Hold:
    """The hold that rests on a card."""
    kind, key = matter(card)
    return Hold(subject_type_id=kind, subject_id=key, ground=card.finding.rule.name, reference=card.number)


def end_warnings(clocks: set[int], outcome: str, now) -> int:
    """Pre-warnings of these clocks are over. Returns how many were still open."""
    if not clocks:
        return 0
    still = Finding.objects.filter(deadline_id__in=clocks, level=Level.WARNING, end=None).order_by("pk")
    ends = [WarningEnd(finding_id=pk, outcome=outcome, ended_at=now) for pk in still.values_list("pk", flat=True)]
    WarningEnd.objects.bulk_create(ends, ignore_conflicts=True)
    return len(ends)


def entry(finding: Finding, now, by) -> EntryDraft:
    """The record of one finding; a card is recorded with the finding that caused it."""
    detail = {"rule": finding.code, "version": finding.rule.version, "level": finding.level}
    detail |= {"effective_on": finding.effective_on, "organisation": finding.organisation_id}
    return EntryDraft("monitoring.finding.issued", finding, by, now, detail)
