"""Raising suspicions from what the rules find, and what people do about them: ask, explain, verify, transfer, dismiss.

A suspicion rejects nothing. Supervision learns of it as a pre-warning; a card follows only from what was verified.
A suspicion about a trade that was over before the portal heard of it rests until somebody takes it up.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits, Unit
from procurement.clocks import SUSPICION
from procurement.facts.keys import digest
from procurement.flagged import clocks_of
from procurement.flags import BY_CODE, RULES
from procurement.flags.base import Found
from procurement.flags.look import Touched, look_again, look_at_all
from procurement.flags.words import explained
from procurement.models import Behaviour, FactKey, FactTender, Flag, FlagDeed, FlagVersion, Severity
from procurement.permissions_flags import can_decide, can_handle, can_keep_library
from records.actions import EntryDraft, deed, record, record_many, report_violation
from records.deeds import for_update
from records.refusal import Refused

HANDLING_DAYS = 10  # working days to handle a suspicion; a rule of the county, not of the law
# A trade is history if its bids were due, or its notice was given, so many days before the portal first heard of it:
# within them the law has the contract signed (招标投标法 第四十六条).
HISTORY_DAYS = 30
# What supervision is told, by the point of the rule; VERIFIED is a card, the others are pre-warnings.
VIOLATIONS = {
    "trade_time": "V41",
    "trade_business": "V42",
    "bidder": "V43",
    "agent": "V44",
    "expert": "V45",
    "trade_overall": "V46",
}
VERIFIED = "V47"
TOLD = [Severity.MEDIUM, Severity.HIGH]  # a suspicion of low severity stays in the register of flags
MEASURED = ["severity", "parties", "value", "threshold", "group_size", "detail", "version", "lapsed_at"]


def in_force(on) -> dict[str, tuple[FlagVersion | None, dict]]:
    """Code → (version, parameters) of the rules that are looked for on this day."""
    versions = FlagVersion.objects.in_force(on)
    rows = {rule.code: (versions.get(rule.code), rule) for rule in RULES}
    return {
        code: (version, rule.complete(version.parameters) if version else rule.defaults)
        for code, (version, rule) in rows.items()
        if version is None or version.is_on
    }


def keep(touched: Touched, *, now: datetime) -> list[Flag]:
    """Run the rules over what is touched and bring the register in line. Returns the new suspicions."""
    settings = in_force(timezone.localdate(now))
    rows = look_again({code: parameters for code, (_version, parameters) in settings.items()}, touched.ids)
    found = [(code, settings[code][0], row) for code, row in rows]
    return compare(found, {code: ids for code, ids in touched.ids.items() if ids}, now)


def keep_all(*, now: datetime) -> list[Flag]:
    """Look at every tender again, as after new parameters."""
    settings = in_force(timezone.localdate(now))
    every = look_at_all({code: parameters for code, (_version, parameters) in settings.items()})
    found = [(code, settings[code][0], row) for code, rows in every.items() for row in rows]
    return compare(found, {rule.code: None for rule in RULES}, now)


def compare(found: list[tuple], looked: dict[str, set[int] | None], now: datetime) -> list[Flag]:
    """New rows become suspicions, known ones get their new numbers, those that nothing shows any more lapse."""
    every = set().union(*(ids or set() for ids in looked.values()))
    rows = Flag.objects.filter(code__in=looked)
    if None not in looked.values():
        rows = rows.filter(fact__in=every)
    known = {(flag.fact_id, flag.code, flag.topic): flag for flag in rows}
    fresh, moved, again = [], [], []
    for code, version, row in found:
        flag = known.pop((row.tender, code, row.topic), None)
        if flag is None:
            fresh.append(Flag(fact_id=row.tender, code=code, topic=row.topic, raised_at=now, **measured(row, version)))
            continue
        if flag.lapsed_at is not None and flag.is_open:
            again.append(flag)
        if differs(flag, measured(row, version)):
            moved.append(flag)
    gone = [
        flag
        for (fact, code, _topic), flag in known.items()
        if flag.lapsed_at is None and (looked[code] is None or fact in looked[code])
    ]
    for flag in gone:
        flag.lapsed_at = now
    Flag.objects.bulk_update(moved + gone, MEASURED)
    stop(gone, now)
    owe(again, now)
    return raise_all(fresh, now)


def measured(row: Found, version: FlagVersion | None) -> dict:
    about = {"severity": row.severity, "parties": row.parties, "value": row.value, "threshold": row.threshold}
    return about | {"group_size": row.group_size, "detail": row.detail, "version": version, "lapsed_at": None}


def differs(flag: Flag, numbers: dict) -> bool:
    """Bring the flag in line; says whether anything moved."""
    moved = [name for name, value in numbers.items() if getattr(flag, name) != value]
    for name in moved:
        setattr(flag, name, numbers[name])
    return bool(moved)


def group_of(flag: Flag) -> str:
    """The same for the same code and firms in every tender."""
    named = f"{flag.code}:{flag.topic.partition(':')[0]}:{sorted(flag.parties)}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def raise_all(flags: list[Flag], now: datetime) -> list[Flag]:
    """Enter new suspicions with their record; those of history rest, the others are owed."""
    if not flags:
        return []
    known = FactTender.objects.only("organisation", "day", "learned_on").in_bulk({flag.fact_id for flag in flags})
    for flag in flags:
        fact = known[flag.fact_id]
        flag.organisation_id, flag.group, flag.resting = fact.organisation_id, group_of(flag), is_history(fact)
    Flag.objects.bulk_create(flags, batch_size=2000)
    record_many(
        EntryDraft("procurement.flag.raised", flag, ROBOT, now, {"code": flag.code, "severity": flag.severity})
        for flag in flags
    )
    owe(flags, now)
    return flags


def is_history(fact: FactTender) -> bool:
    return fact.learned_on - fact.day > timedelta(days=HISTORY_DAYS)


def owe(flags: list[Flag], now: datetime):
    """Start the clocks and tell supervision. Leads of history rest; imported tenders may have no unit that owes."""
    owed = [flag for flag in flags if flag.organisation_id is not None and not flag.resting]
    if not owed:
        return
    rounds = Counter(clocks_of(owed).values_list("subject_id", flat=True))
    limits = Limits(HANDLING_DAYS, unit=Unit.WORKING, graded=False, warned=True)
    about = {"limits": limits, "now": now}
    Deadline.objects.bulk_create(
        deadlines.build(flag, SUSPICION, organisation=flag.organisation_id, round=rounds[flag.pk] + 1, **about)
        for flag in owed
    )
    for flag in owed:
        if flag.severity in TOLD:
            tell(VIOLATIONS[BY_CODE[flag.code].point], flag, now)


def stop(flags: list[Flag], now: datetime):
    """What the facts do not show any more is not owed any more."""
    for clock in clocks_of(flags).running().order_by("pk") if flags else ():
        deadlines.cancel(clock, now)


def tell(code: str, flag: Flag, now: datetime):
    """One violation for supervision, about the suspicion, at the department that supervises the tender."""
    words = f"{flag.code} {BY_CODE[flag.code].name}：{explained(flag)}"
    report_violation(code, flag, deed="procurement.flag", message=words, organisation=flag.organisation, now=now)


def lock(flag: Flag) -> Flag:
    return for_update(flag, "fact", "organisation")


def checked(flag: Flag, by, text: str, deciding: bool = False) -> str:
    """The words, without blanks around; PermissionDenied and Refused where they do not suffice."""
    allowed = can_decide(by, flag) if deciding else can_handle(by, flag)
    if not allowed:
        raise PermissionDenied(_("Suspicions are handled by supervision and the supervising department."))
    if not text.strip():
        raise Refused(None, _("Give the reason."), field="text")
    return text.strip()


def written(flag: Flag, name: str, text: str, by, now) -> Flag:
    """Save the deed with its words. The first one takes a lead of history up: from now on it is owed."""
    taken_up, flag.resting = flag.resting, False
    flag.save()
    if taken_up:
        owe([flag], now)
    FlagDeed.objects.create(flag=flag, deed=name, text=text, done_at=now, done_by=by.user)
    record(f"procurement.flag.{name}", flag, actor=by, now=now, code=flag.code, state=flag.state)
    return flag


@deed
def ask(flag: Flag, *, by, now, text: str) -> Flag:
    """Ask those concerned for a written explanation."""
    flag = lock(flag)
    text = checked(flag, by, text)
    flag.ask()
    return written(flag, "ask", text, by, now)


@deed
def explain(flag: Flag, *, by, now, text: str) -> Flag:
    """Write down the explanation that was given, and by whom."""
    flag = lock(flag)
    text = checked(flag, by, text)
    flag.explain()
    return written(flag, "explain", text, by, now)


@deed
def propose(flag: Flag, *, by, now, end: str, text: str, alike: bool = False) -> Flag:
    """Propose how it ends: verified, transferred or dismissed. `alike`: and all open ones about the same firms."""
    if end not in Flag.ENDS:
        raise Refused(None, _("Choose how it ends: verified, transferred or dismissed."), field="end")
    flag = lock(flag)
    others = alike_open(flag, by) if alike else []
    for each in [flag, *others]:
        words = checked(each, by, text)
        each.propose()
        each.proposal, each.proposed_by = end, by.user
        written(each, "propose", words, by, now)
    return flag


def alike_open(flag: Flag, by) -> list[Flag]:
    """Open suspicions about the same firms under the same rule, locked."""
    rows = Flag.objects.visible_to(by).open().filter(group=flag.group).exclude(pk=flag.pk)
    rows = rows.exclude(state=Flag.State.PROPOSED).order_by("pk").values_list("pk", flat=True)
    return [lock(Flag(pk=pk)) for pk in rows]


@deed
def decide(flag: Flag, *, by, now, agrees: bool, text: str) -> Flag:
    """A second person agrees, and it is closed that way; or sends it back."""
    flag = lock(flag)
    text = checked(flag, by, text, deciding=True)
    if not agrees:
        flag.send_back()
        flag.proposal, flag.proposed_by = "", None
        return written(flag, "send_back", text, by, now)
    END[flag.proposal](flag)
    flag.decided_by, flag.decided_at = by.user, now
    flag = written(flag, flag.proposal, text, by, now)
    for clock in Deadline.objects.about(flag).running():
        deadlines.meet(clock, now)
    follow(flag, by, now)
    return flag


END = {
    Flag.State.VERIFIED: Flag.verify,
    Flag.State.TRANSFERRED: Flag.transfer,
    Flag.State.DISMISSED: Flag.dismiss,
    "": Flag.verify,  # nothing was proposed: the transition refuses it as out of order
}


def follow(flag: Flag, by, now):
    """What a verified or transferred suspicion leads to: a card for the unit, marks in the library of behaviour."""
    if flag.state == Flag.State.VERIFIED and flag.organisation_id is not None:
        tell(VERIFIED, flag, now)
    if flag.state != Flag.State.DISMISSED:
        remember(flag, by, now)


STANDINGS = {
    Flag.State.VERIFIED: Behaviour.Standing.PROVEN,
    Flag.State.TRANSFERRED: Behaviour.Standing.SUSPECTED,
}
OF_FIRMS = {"bidder", "trade_overall"}  # points whose suspicions are about bidders


def remember(flag: Flag, by, now):
    """The marks of the firms concerned go into the library: the firms themselves, and the marks they shared."""
    if BY_CODE[flag.code].point not in OF_FIRMS or flag.code == "BL-01":
        return
    keys = FactKey.objects.filter(tender=flag.fact, party__in=flag.parties).select_related("party").order_by("pk")
    seen = {}
    for key in keys:
        if key.kind == FactKey.Kind.FIRM or key.shared:
            shown = key.party.name if key.kind == FactKey.Kind.FIRM else f"{key.get_kind_display()} {key.party.name}"
            seen.setdefault((key.kind, key.digest), shown[:100])
    about = {"standing": STANDINGS[flag.state], "reason": f"{flag.code} {flag.fact.number}", "flag": flag}
    about |= {"since": timezone.localdate(now), "entered_at": now, "entered_by": by.user}
    rows = [Behaviour(kind=kind, digest=mark, shown=shown, **about) for (kind, mark), shown in seen.items()]
    Behaviour.objects.bulk_create(rows, ignore_conflicts=True)
    look_for([row.digest for row in rows], now)


@deed(makes=True)
def enter_behaviour(kind: str, *, value: str, shown: str, standing: str, reason: str, by, now) -> Behaviour:
    """Write a mark into the library by hand, or for a notice of bad behaviour. Raises Refused for an empty mark."""
    mark = digest(kind, value)
    if mark is None:
        raise Refused(None, _("Enter the mark itself."), field="value")
    if not reason.strip():
        raise Refused(None, _("Give the reason."), field="reason")
    about = {"standing": standing, "reason": reason.strip()[:300], "since": timezone.localdate(now)}
    about |= {"shown": shown.strip()[:100], "entered_at": now, "entered_by": by.user}
    row, new = Behaviour.objects.get_or_create(kind=kind, digest=mark, flag=None, defaults=about)
    if not new:
        raise Refused(None, _("This mark stands in the library already."), field="value")
    record("procurement.behaviour.entered", row, actor=by, now=now, kind=kind, standing=standing)
    look_for([mark], now)
    return row


@deed
def strike_off(row: Behaviour, *, by, now, reason: str) -> Behaviour:
    """A mark leaves the library: later bids are not compared with it."""
    if not can_keep_library(by):
        raise PermissionDenied
    row = for_update(row)
    if row.ended_on is not None:
        raise Refused(None, _("This mark was struck off already."))
    if not reason.strip():
        raise Refused(None, _("Give the reason."), field="reason")
    row.ended_on, row.ended_by, row.ended_reason = timezone.localdate(now), by.user, reason.strip()[:300]
    row.save(update_fields=["ended_on", "ended_by", "ended_reason"])
    record("procurement.behaviour.ended", row, actor=by, now=now, reason=row.ended_reason)
    look_for([row.digest], now)
    return row


def look_for(marks: Iterable, now):
    """The library changed: compare the tenders that carry these marks again."""
    ids = set(FactKey.objects.filter(digest__in=list(marks)).order_by().values_list("tender", flat=True).distinct())
    if ids:
        touched = Touched()
        touched.ids["BL-01"] = ids
        keep(touched, now=now)
