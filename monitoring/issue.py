"""Writing findings and their cards: in bulk, with numbers, supersession and entries, in the caller's transaction."""

from django.conf import settings
from django.utils import timezone

from accounts.actor import ROBOT
from monitoring.models import CARD_LEVELS, Card, Finding, Level
from records.actions import EntryDraft, record_many
from records.numbers import next_numbers

WORDS = {Level.YELLOW: "监黄", Level.RED: "监红"}  # inside the number of a card; Chinese data


def issue(findings: list[Finding], now) -> list[Card]:
    """Save the findings that are new, hand out cards for the yellow and red ones, supersede what they outrank."""
    fresh = new_ones(findings)
    if not fresh:
        return []
    Finding.objects.bulk_create(fresh, batch_size=1000)
    cards = [card for level in CARD_LEVELS for card in numbered(fresh, level, now)]
    Card.objects.bulk_create(cards, batch_size=1000)
    supersede([card for card in cards if card.colour == Level.RED])
    record_many([entry(finding, now) for finding in fresh])
    return cards


def new_ones(findings: list[Finding]) -> list[Finding]:
    """Leave out what is known already. Only one sweeper holds a clock, so nobody can write the same row meanwhile."""
    known = set(
        Finding.objects.filter(subject_id__in={f.subject_id for f in findings}).values_list(
            "subject_type_id", "subject_id", "code", "occurrence"
        )
    )
    return [f for f in findings if (f.subject_type_id, f.subject_id, f.code, f.occurrence) not in known]


def numbered(findings: list[Finding], level: str, now) -> list[Card]:
    """Cards with gapless numbers of their colour and year, e.g. 云监黄〔2026〕0067号."""
    wanted = [finding for finding in findings if finding.level == level]
    if not wanted:
        return []
    year, prefix = timezone.localdate(now).year, settings.COUNTY["number_prefix"]
    serials = next_numbers(f"card.{level}", year, len(wanted))
    return [
        Card(
            number=f"{prefix}{WORDS[level]}〔{year}〕{serial:04d}号",
            finding=finding,
            colour=level,
            issued_at=now,
        )
        for serial, finding in zip(serials, wanted, strict=True)
    ]


def supersede(reds: list[Card]):
    """A red card outranks the yellow ones on the same subject; both are kept, one counts (DR-1)."""
    by_subject = {(c.finding.subject_type_id, c.finding.subject_id): c for c in reds}
    if not by_subject:
        return
    yellows = Card.objects.select_related("finding").filter(
        colour=Level.YELLOW, superseded_by=None, finding__subject_id__in={pk for _kind, pk in by_subject}
    )
    outranked = []
    for card in yellows:
        red = by_subject.get((card.finding.subject_type_id, card.finding.subject_id))
        if red:
            card.superseded_by = red
            outranked.append(card)
    Card.objects.bulk_update(outranked, ["superseded_by"], batch_size=1000)


def entry(finding: Finding, now) -> EntryDraft:
    """The record of one finding; a card is recorded with the finding that caused it."""
    detail = {"rule": finding.code, "version": finding.rule.version, "level": finding.level}
    detail |= {"effective_on": finding.effective_on, "organisation": finding.organisation_id}
    return EntryDraft("monitoring.finding.issued", finding, ROBOT, now, detail)
