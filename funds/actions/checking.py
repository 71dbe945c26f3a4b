"""Checking rows of lists against each other and against the rosters; reading rosters in; letting held rows pass."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from funds import persons, rows
from funds.actions.flags import lapse, suspect
from funds.detectors.look import parameters_of
from funds.models import FundFlag, Grant, Recipient, Roll, RollLine, Roster, RosterRow
from funds.permissions.subsidies import can_judge, can_load, can_strike
from records.actions import as_actor, deed, record
from records.deeds import for_update, may, needed
from records.refusal import Refused

FLAGGED = "FF-"  # the other marks ask for a look and are no suspicion
RELATED = ("recipient", "programme__fund", "programme__manager", "roll__village")


def check(lines, now, actor=ROBOT) -> dict[int, list[rows.Found]]:
    """Judge the rows anew: list, hold or block each, mark it, raise or let lapse the suspicions. → row: findings."""
    taken = RollLine.objects.select_for_update(of=("self",)).select_related(*RELATED).order_by("pk")
    taken = list(taken.filter(pk__in=[line.pk for line in lines]).exclude(state=RollLine.State.STRUCK))
    list(Recipient.objects.select_for_update().filter(lines__in=taken).order_by("pk").values_list("pk"))
    said = rows.look(taken)
    as_actor(actor)
    save([line for line in taken if judge(line, said.get(line.pk, []), now)])
    return said


def save(changed: list[RollLine]):
    """Two statements for all rows: what falls off the lists makes room for what takes its place."""
    for stays in (False, True):
        some = [line for line in changed if (line.state in RollLine.LIVE) == stays]
        RollLine.objects.bulk_update(some, ["state", "marks"], batch_size=1000)


def judge(line: RollLine, said: list[rows.Found], now) -> bool:
    """Put a row into the state that the findings ask for, with its suspicions. Returns whether it has changed."""
    was = line.state, line.marks
    marks = [one.code for one in said]
    for one in said:
        if one.code.startswith(FLAGGED):
            suspect_row(line, one, now)
    for code in line.marks:
        if code not in marks and code.startswith(FLAGGED):
            lapse(code, fund=line.programme.fund, topic=topic_of(line), now=now)
    left = [one for one in said if one.code not in line.excused]
    line.marks = marks
    move(line, left)
    return was != (line.state, line.marks)


def move(line: RollLine, left: list[rows.Found]):
    """To the state that the findings ask for; who was excused from a finding is not held for it again."""
    if any(one.effect == rows.BLOCK for one in left):
        target, deed_of = RollLine.State.BLOCKED, line.block
    elif left:
        target, deed_of = RollLine.State.HELD, line.hold
    else:
        target, deed_of = RollLine.State.LISTED, line.list_it
    if line.state != target:
        deed_of()


def topic_of(line: RollLine) -> str:
    return f"row:{line.pk}"


def suspect_row(line: RollLine, one: rows.Found, now) -> FundFlag | None:
    programme = line.programme
    about = {"fund": programme.fund, "organisation": programme.manager, "subject": line, "topic": topic_of(line)}
    detail = one.detail | {"programme": programme.name, "period": str(line.period), "roll": line.roll.number}
    return suspect(one.code, **about, value=one.value, threshold=one.threshold, detail=detail, now=now)


def check_roll(roll: Roll, now) -> dict[int, list[rows.Found]]:
    """All rows of a list, and the list as a whole."""
    said = check(roll.lines.all(), now)
    check_cadres(roll, now)
    return said


@deed
def excuse(line: RollLine, *, by, now, words: str) -> RollLine:
    """Somebody who signs has looked at a held row and lets it pass, in words. Blocked rows cannot be excused."""
    line = for_update(line, *RELATED)
    may(can_judge(by, line))
    if line.state != RollLine.State.HELD:
        raise Refused(None, _("Only a held row can be let pass; a blocked one has to be put right."))
    as_actor(by)
    line.excused = sorted({*line.excused, *line.marks})
    line.judged_at, line.judged_by, line.judged_words = now, by.user, needed(words, "words")[:300]
    line.list_it()
    line.save(update_fields=["state", "excused", "judged_at", "judged_by", "judged_words"])
    record("funds.line.excused", line, actor=by, now=now, marks=line.marks, words=line.judged_words)
    return line


@deed
def strike(line: RollLine, *, by, now, words: str) -> RollLine:
    """A row goes off its list, with the reason. Raises Refused when it was paid or is being paid."""
    line = for_update(line, *RELATED)
    may(can_strike(by, line))
    if line.grants.exclude(state__in=[Grant.State.FAILED, Grant.State.DROPPED]).exists():
        raise Refused(None, _("This row was paid or is being paid; it can only be recovered."))
    as_actor(by)
    line.strike()
    line.judged_at, line.judged_by, line.judged_words = now, by.user, needed(words, "words")[:300]
    line.save(update_fields=["state", "judged_at", "judged_by", "judged_words"])
    record("funds.line.struck", line, actor=by, now=now, words=line.judged_words)
    waiting = RollLine.objects.filter(recipient=line.recipient_id, state=RollLine.State.BLOCKED)
    check(waiting, now, by)  # what only this row stood in the way of
    return line


@dataclass(frozen=True)
class Entry:
    """One person of a roster; see RosterRow for `day` and `words`."""

    number: str
    name: str
    day: date | None = None
    words: str = ""


@deed
def load_roster(kind: str, entries: list[Entry], *, by, now, source: str) -> int:
    """Read a roster in: new persons are added, changed ones replaced. Rows already listed or paid are judged anew.

    Returns how many rows are new.
    """
    if not can_load(by):
        raise PermissionDenied(_("Rosters are read in by departments and towns."))
    for entry in entries:
        check_entry(kind, entry, now)
    about = {"kind": kind, "source": needed(source, "source")[:200], "loaded_at": now, "loaded_by": by.user}
    fresh = [
        RosterRow(digest=mark, name=entry.name, day=entry.day, words=entry.words, **about)
        for mark, entry in new_entries(kind, entries).items()
    ]
    RosterRow.objects.filter(kind=kind, ended_at=None, digest__in=[row.digest for row in fresh]).update(ended_at=now)
    RosterRow.objects.bulk_create(fresh, batch_size=2000)
    record("funds.roster.loaded", by.organisation, actor=by, now=now, kind=kind, rows=len(fresh), source=source)
    compare({row.digest for row in fresh}, now)
    return len(fresh)


def check_entry(kind: str, entry: Entry, now):
    if not persons.is_number(entry.number):
        words = _("The identity number of %(name)s is not valid.")
        raise Refused(None, words % {"name": persons.masked_name(entry.name)}, field="file")
    if kind == Roster.DECEASED and (entry.day is None or entry.day > timezone.localdate(now)):
        words = _("Say on which day %(name)s died; it cannot lie in the future.")
        raise Refused(None, words % {"name": persons.masked_name(entry.name)}, field="file")


def new_entries(kind: str, entries: list[Entry]) -> dict[str, Entry]:
    """Digest → entry of those that are not in the roster like this."""
    named = {persons.digest(persons.PERSON, entry.number): entry for entry in entries}
    known = rows.roster(kind, named).values_list("digest", "name", "day", "words")
    same = {mark for mark, *facts in known if facts == [named[mark].name, named[mark].day, named[mark].words]}
    return {mark: entry for mark, entry in named.items() if mark not in same}


def compare(digests: set[str], now):
    """A roster has learned of these persons: their rows are judged anew, and what was paid wrongly is added up."""
    theirs = RollLine.objects.filter(recipient__digest__in=digests)
    paid = Grant.objects.filter(state__in=[Grant.State.SENT, Grant.State.PAID]).values("line")
    check(theirs.exclude(pk__in=paid), now)
    for roll in Roll.objects.filter(lines__in=theirs).exclude(state=Roll.State.DRAFT).distinct():
        check_cadres(roll, now)
    note_paid_after_death(digests, now)


def check_cadres(roll: Roll, now):
    programme, topic = roll.programme, f"roll:{roll.pk}"
    found = rows.cadre_families(roll, parameters_of(rows.CADRES, timezone.localdate(now)))
    if found is None:
        lapse(rows.CADRES, fund=programme.fund, topic=topic, now=now)
        return
    about = {"fund": programme.fund, "organisation": programme.manager, "subject": roll, "topic": topic}
    detail = found.detail | {"village": roll.village.short_name, "programme": programme.name}
    suspect(found.code, **about, value=found.value, threshold=found.threshold, detail=detail, now=now)


def paid_after_death(digests) -> dict[tuple[int, int], list[Grant]]:
    """(recipient, programme) → payments for a time after the last month that is paid (FUN-20)."""
    deaths = rows.days_of_death(digests)
    grants = Grant.objects.filter(state__in=[Grant.State.SENT, Grant.State.PAID], line__recipient__digest__in=deaths)
    found = defaultdict(list)
    grants = list(grants.select_related("line__recipient", "line__programme__fund", "line__roll").order_by("pk"))
    rows.in_terms([grant.line for grant in grants])
    for grant in grants:
        line = grant.line
        if line.period > rows.last_paid_month(deaths[line.recipient.digest], line.programme):
            found[line.recipient_id, line.programme_id].append(grant)
    return found


def note_paid_after_death(digests, now):
    """One suspicion a person and programme: its value is what has to be recovered, in fen."""
    for (recipient, _programme), grants in paid_after_death(digests).items():
        programme = grants[0].line.programme
        months = [str(grant.line.period) for grant in grants]
        about = {"fund": programme.fund, "organisation": programme.manager, "subject": grants[0].line}
        suspect(
            rows.DEAD,
            **about,
            topic=f"paid:{recipient}:{programme.pk}",
            value=sum(grant.amount for grant in grants),
            threshold=None,
            detail={"programme": programme.name, "periods": months, "to_recover": True},
            now=now,
        )


def to_recover(recipient: Recipient) -> int:
    """What was paid to this person for the time after death, in fen."""
    found = paid_after_death([recipient.digest])
    return sum(grant.amount for grants in found.values() for grant in grants)


def held_amount(roll: Roll) -> int:
    return roll.lines.filter(state=RollLine.State.HELD).aggregate(sum=Sum("amount", default=0))["sum"]
