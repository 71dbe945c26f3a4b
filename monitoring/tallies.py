"""Cards that add up: so many yellow ones of one handler in one quarter are a red one (DR-1 R5)."""

from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncQuarter

from monitoring.models import Card, Finding, Level, RuleVersion
from monitoring.rules.r5 import quarter

RULE = "R5"
YELLOWS = 3  # where the version of the rule says nothing else (DR-1)
ON = "finding__effective_on"  # the day of the fault decides, not that of a sweep that may have been late


def of_handlers(cards: list[Card], version: RuleVersion | None, now) -> list[Finding]:
    """The red findings that follow from these new yellow cards; one for a handler and a quarter."""
    yellow = [card.finding for card in cards if card.colour == Level.YELLOW and card.finding.responsible_id]
    if version is None or not yellow:
        return []
    most = version.parameters.get("count", YELLOWS)
    full = {occurrence(group): group for group in groups(yellow, most)}
    known = Finding.objects.filter(code=RULE, occurrence__in=full).values_list("occurrence", flat=True)
    return [tallied(active(*full[name], most), version, now) for name in full.keys() - set(known)]


def groups(findings: list[Finding], most: int) -> list[tuple[int, date]]:
    """The handlers and quarters (first day) of these findings that have so many now: one query for all."""
    wanted = {(f.responsible_id, first_day(f.effective_on)) for f in findings}
    counts = (
        yellows()
        .filter(finding__responsible_id__in={who for who, _start in wanted})
        .annotate(start=TruncQuarter(ON))
        .values_list("finding__responsible_id", "start")
        .annotate(count=Count("pk"))
        .filter(count__gte=most)
        .order_by("finding__responsible_id", "start")
    )
    return [(who, start) for who, start, _count in counts if (who, start) in wanted]


def yellows():
    return Card.objects.counting().filter(counts_as=Level.YELLOW)


def active(who: int, start: date, most: int) -> list[Card]:
    """The first so many yellow cards of this handler in this quarter that count, in the order of their faults."""
    rows = yellows().filter(finding__responsible_id=who).annotate(start=TruncQuarter(ON)).filter(start=start)
    return list(rows.select_related("finding").order_by(ON, "pk")[:most])


def is_full(red: Card) -> bool:
    """Are there still so many yellow cards behind this red one, those it outranked included?"""
    finding = red.finding
    mine = Card.objects.filter(counts_as=Level.YELLOW, finding__responsible_id=finding.responsible_id)
    left = mine.filter(Q(superseded_by=None) | Q(superseded_by=red)).annotate(start=TruncQuarter(ON))
    count = left.filter(start=first_day(finding.effective_on)).count()
    return count >= finding.rule.parameters.get("count", YELLOWS)


def first_day(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def occurrence(group: tuple[int, date]) -> str:
    who, start = group
    return f"{quarter(start)}:{who}"


def tallied(cards: list[Card], version: RuleVersion, now) -> Finding:
    """The finding on the matter of the card that made the number full, dated like it."""
    last = cards[-1].finding
    return Finding(
        rule=version,
        code=version.code,
        level=version.level,
        occurrence=occurrence((last.responsible_id, first_day(last.effective_on))),
        subject_type_id=last.subject_type_id,
        subject_id=last.subject_id,
        organisation_id=last.organisation_id,
        responsible_id=last.responsible_id,
        effective_on=last.effective_on,
        issued_at=now,
        evidence={"cards": [card.number for card in cards], "quarter": quarter(last.effective_on)},
    )
