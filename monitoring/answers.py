"""What a unit owes on a card: an answer within some working days, on a clock of the card's own (DR-1 R4)."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits
from monitoring.models import Card, Finding, Level, RuleVersion
from monitoring.rules import versions_in_force

RULE = "R4"
ANSWER_DAYS = 3  # working days, where no version of the rule says otherwise (DR-1)
CLOCKS = {Level.YELLOW: "answer", Level.RED: "red_answer"}  # only a yellow card turns red when it is not answered


def days_of(version: RuleVersion | None) -> int:
    return version.parameters.get("days", ANSWER_DAYS) if version else ANSWER_DAYS


def ask(cards: list[Card], version: RuleVersion | None, now):
    """Start the clock of the answer to each card."""
    limits = Limits(days_of(version), None, graded=False, warned=False)
    Deadline.objects.bulk_create([clock(card, limits, now) for card in cards], batch_size=1000)


def clock(card: Card, limits: Limits, now, round=1) -> Deadline:
    """The clock of one answer, not saved."""
    finding = card.finding
    made = deadlines.build(
        card, CLOCKS[card.colour], organisation=finding.organisation_id, limits=limits, now=now, round=round
    )
    made.responsible_id = finding.responsible_id
    return made


def ask_again(card: Card, now) -> Deadline:
    """The answer did not hold, or the card counts again: the days begin anew."""
    version = versions_in_force(timezone.localdate(now)).get(RULE)
    before = Deadline.objects.about(card).filter(name=CLOCKS[card.colour]).count()
    limits = Limits(days_of(version), None, graded=False, warned=False)
    started = clock(card, limits, now, round=before + 1)
    started.save()
    return started


def running(card: Card) -> Deadline | None:
    """The clock of the answer that is owed now."""
    return Deadline.objects.about(card).filter(name__in=CLOCKS.values()).running().order_by("-round").first()


def excuse(cards: list[Card], now):
    """Nothing is owed on these cards any more: a higher one took their place."""
    if cards:
        kind = ContentType.objects.get_for_model(Card)
        owed = Deadline.objects.filter(subject_type=kind, subject_id__in=[card.pk for card in cards])
        owed.filter(name__in=CLOCKS.values()).running().update(
            cancelled_on=timezone.localdate(now), next_alarm_at=None
        )


def missed(findings: list[Finding]) -> list[Finding]:
    """Findings on clocks of cards, moved to the matter of the card; without those whose card no longer asks for it."""
    cards = Card.objects.counting().filter(state=Card.State.ISSUED).select_related("finding")
    known = cards.in_bulk([finding.subject_id for finding in findings])
    return [moved(finding, known[finding.subject_id]) for finding in findings if finding.subject_id in known]


def moved(finding: Finding, card: Card) -> Finding:
    """A card that is not answered is a finding on the case it is about, so that the red outranks the yellow one."""
    finding.occurrence = f"{finding.occurrence}:{card.pk}"
    finding.subject_type_id, finding.subject_id = card.finding.subject_type_id, card.finding.subject_id
    finding.evidence |= {"cards": [card.number]}
    return finding
