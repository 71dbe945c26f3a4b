"""What is wrong with a row of a list (reference: false recipients, 427号令 第六条): one rule, one function.

Every rule looks at many rows at once and says of which something is to be told: what, with which numbers, and
whether the row is blocked, held until somebody has looked, or only noted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from funds import persons
from funds.models import Programme, ProgrammeVersion, Roll, RollLine, Roster, RosterRow

BLOCK, HOLD = "block", "hold"
DUPLICATE, SHARED, DEAD, EXCLUSIVE = "FF-07", "FF-08", "FF-09", "FF-10"
EMPLOYEE, CADRES, AMOUNT = "FF-11", "FF-12", "FF-13"
NAME, AGE, HOLDER = "name", "age", "holder"  # asked about, no suspicion by themselves


@dataclass(frozen=True)
class Found:
    """One rule that speaks of one row; `value` and `threshold` are in fen, months or persons as the rule counts."""

    code: str
    effect: str
    value: int | None = None
    threshold: int | None = None
    detail: dict = field(default_factory=dict)


Findings = dict[int, Found]  # row → what is said of it


def duplicates(rows: list[RollLine]) -> Findings:
    """FF-07: the same person in the same programme and period on another row; the first row stays (FUN-18)."""
    periods = {row.period for row in rows}
    live = RollLine.objects.filter(state__in=RollLine.LIVE, period__in=periods)
    live = live.filter(recipient__in={row.recipient_id for row in rows}, programme__in={r.programme_id for r in rows})
    taken = {}
    for other in live.select_related("roll__village").order_by("pk"):
        taken.setdefault((other.programme_id, other.period, other.recipient_id), other)
    found = {}
    for row in sorted(rows, key=lambda row: row.pk):
        first = taken.setdefault((row.programme_id, row.period, row.recipient_id), row)
        if first.pk != row.pk:
            detail = {"other_roll": first.roll.number, "other_village": first.roll.village.short_name}
            found[row.pk] = Found(DUPLICATE, BLOCK, value=row.amount, detail=detail | {"line": first.pk})
    return found


def last_paid_month(death: date, programme: Programme) -> date:
    """The first day of the last month that is still paid: the month of death and what the programme adds."""
    months = death.year * 12 + death.month - 1 + programme.stop_months
    return date(months // 12, months % 12 + 1, 1)


def dead(rows: list[RollLine]) -> Findings:
    """FF-09: paid for a time after the month of death (FUN-20)."""
    deaths = days_of_death(row.recipient.digest for row in rows)
    found = {}
    for row in rows:
        day = deaths.get(row.recipient.digest)
        if day and row.period > last_paid_month(day, row.programme):
            detail = {"died": str(day), "last_month": str(last_paid_month(day, row.programme))}
            found[row.pk] = Found(DEAD, BLOCK, value=row.amount, detail=detail)
    return found


def days_of_death(digests: Iterable[str]) -> dict[str, date]:
    return dict(roster(Roster.DECEASED, digests).values_list("digest", "day"))


def roster(kind: str, digests: Iterable[str]):
    """The rows in force of these persons."""
    return RosterRow.objects.filter(kind=kind, ended_at=None, digest__in=set(digests))


def exclusive(rows: list[RollLine]) -> Findings:
    """FF-10: another programme of the same time that goes not together with this one (FUN-21)."""
    pairs = excluded_pairs({row.programme_id for row in rows})
    live = RollLine.objects.filter(
        state__in=RollLine.LIVE,
        recipient__in={row.recipient_id for row in rows},
        programme__in={other for others in pairs.values() for other in others},
    )
    theirs = defaultdict(list)
    for other in live.select_related("programme", "roll").order_by("pk"):
        theirs[other.recipient_id].append(other)
    found = {}
    for row in rows:
        for other in theirs[row.recipient_id]:
            if other.programme_id in pairs[row.programme_id] and at_once(row, other):
                detail = {"other_programme": other.programme.name, "other_roll": other.roll.number, "line": other.pk}
                found.setdefault(row.pk, Found(EXCLUSIVE, HOLD, value=other.amount, detail=detail))
    return found


def excluded_pairs(programmes: set[int]) -> dict[int, set[int]]:
    pairs = defaultdict(set)
    both = Programme.exclusive.through.objects.filter(from_programme__in=programmes)
    for one, other in both.values_list("from_programme", "to_programme"):
        pairs[one].add(other)
    return pairs


def at_once(one: RollLine, other: RollLine) -> bool:
    """Do the periods of two rows have a month in common?"""
    ends = [row.programme.last_month(row.period) for row in (one, other)]
    return one.period <= ends[1] and other.period <= ends[0]


def employed(rows: list[RollLine]) -> Findings:
    """FF-11: paid by the state already (FUN-23)."""
    barred = [row for row in rows if row.programme.bars_employees]
    units = dict(roster(Roster.EMPLOYEES, (row.recipient.digest for row in barred)).values_list("digest", "words"))
    return {
        row.pk: Found(EMPLOYEE, HOLD, value=row.amount, detail={"works_for": units[row.recipient.digest]})
        for row in barred
        if row.recipient.digest in units
    }


def shared(rows: list[RollLine]) -> Findings:
    """FF-08: one bank account for several people outside one household."""
    live = RollLine.objects.filter(account_digest__in={row.account_digest for row in rows})
    live = live.filter(Q(state__in=RollLine.LIVE) | Q(pk__in=[row.pk for row in rows]))
    people = defaultdict(dict)
    for other in live.select_related("recipient"):
        people[other.account_digest][other.recipient.digest] = other.recipient
    homes = dict(
        roster(Roster.HOUSEHOLDS, (mark for group in people.values() for mark in group)).values_list("digest", "words")
    )
    found = {}
    for row in rows:
        strangers = [
            who for mark, who in people[row.account_digest].items() if apart(row.recipient.digest, mark, homes)
        ]
        if strangers:
            detail = {"account": row.account_shown, "others": sorted(str(who) for who in strangers)}
            found[row.pk] = Found(SHARED, HOLD, value=len(strangers) + 1, threshold=1, detail=detail)
    return found


def apart(one: str, other: str, homes: dict[str, str]) -> bool:
    return one != other and (homes.get(one) is None or homes.get(one) != homes.get(other))


def holders(rows: list[RollLine]) -> Findings:
    """The account is in another name, and that is nobody of the household."""
    odd = [row for row in rows if row.holder != row.name]
    homes = dict(roster(Roster.HOUSEHOLDS, (row.recipient.digest for row in odd)).values_list("digest", "words"))
    members = defaultdict(set)
    same = RosterRow.objects.filter(kind=Roster.HOUSEHOLDS, ended_at=None, words__in=set(homes.values()))
    for home, name in same.values_list("words", "name"):
        members[home].add(name)
    return {
        row.pk: Found(HOLDER, HOLD, detail={"holder": persons.masked_name(row.holder)})
        for row in odd
        if row.holder not in members[homes.get(row.recipient.digest)]
    }


def wrong_amount(rows: list[RollLine]) -> Findings:
    """FF-13: the amount is not area × rate, or not the rate."""
    found = {}
    for row in rows:
        due = row.programme.due(row.area)
        if row.amount != due:
            detail = {"area": str(row.area or ""), "rate": row.programme.rate, "due": due}
            found[row.pk] = Found(AMOUNT, BLOCK, value=row.amount, threshold=due, detail=detail)
    return found


def other_names(rows: list[RollLine]) -> Findings:
    """The number stood on an earlier list under another name."""
    return {
        row.pk: Found(NAME, HOLD, detail={"earlier": persons.masked_name(row.recipient.name)})
        for row in rows
        if row.name != row.recipient.name
    }


def wrong_age(rows: list[RollLine]) -> Findings:
    """Too young or too old for the programme on the first day of the period."""
    found = {}
    for row in rows:
        youngest, oldest = row.programme.youngest, row.programme.oldest
        if youngest is None and oldest is None:
            continue
        age = persons.age_on(row.recipient.number, row.period)
        if not (youngest or 0) <= age <= (oldest or 999):
            found[row.pk] = Found(AGE, HOLD, value=age, threshold=youngest if age < (youngest or 0) else oldest)
    return found


RULES: list[Callable[[list[RollLine]], Findings]] = [
    duplicates,
    dead,
    wrong_amount,
    exclusive,
    employed,
    shared,
    holders,
    other_names,
    wrong_age,
]


def in_terms(rows: list[RollLine]) -> list[RollLine]:
    """The rows with their programmes in the terms of their periods, with one statement for all."""
    versions = defaultdict(list)
    for version in ProgrammeVersion.objects.filter(programme__in={row.programme_id for row in rows}).order_by("pk"):
        versions[version.programme_id].append(version)
    for row in rows:
        row.programme = row.programme.in_terms_of(versions[row.programme_id], row.period)
    return rows


def look(rows: list[RollLine]) -> dict[int, list[Found]]:
    """Row → everything that is said of it, the gravest first."""
    said, rows = defaultdict(list), in_terms(rows)
    for rule in RULES:
        for row, found in rule(rows).items():
            said[row].append(found)
    return {row: sorted(several, key=lambda one: one.effect != BLOCK) for row, several in said.items()}


def cadre_families(roll: Roll, limits: dict) -> Found | None:
    """FF-12: many rows of a list belong to families of village cadres; `limits` are `percent` and `least` rows."""
    rows = list(roll.lines.filter(state__in=RollLine.LIVE).select_related("recipient"))
    known = set(roster(Roster.CADRES, (row.recipient.digest for row in rows)).values_list("digest", flat=True))
    theirs = [row for row in rows if row.recipient.digest in known]
    if len(theirs) < limits["least"] or len(theirs) * 100 < limits["percent"] * len(rows):
        return None
    detail = {"rows": len(rows), "families": len(theirs), "amount": sum(row.amount for row in theirs)}
    return Found(CADRES, HOLD, value=len(theirs) * 100 // len(rows), threshold=limits["percent"], detail=detail)
