"""Bad behaviour: proposed with its evidence, the party is heard, a second person decides, the robot ends it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from deadlines import holds
from deadlines.calendar import calendar
from deadlines.models import Hold
from procurement import parameters
from procurement.actions import flagging
from procurement.actions.common import may, today
from procurement.facts.keys import digest
from procurement.models import Behaviour, Expert, FactKey, Misconduct, Party, Regulator, Repair, Tender
from procurement.permissions_registers import can_decide, can_decide_repair, can_propose, concerns
from procurement.restrictions import months_later
from records.actions import SAME_PERSON, WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.numbers import next_number
from records.refusal import Refused

LONG = 500  # signs of a reason
FIRM = FactKey.Kind.FIRM


@dataclass(frozen=True)
class Charge:
    """What is said against a firm or an expert."""

    grade: str
    act: str
    facts: str
    law: str
    party: Party | None = None
    expert: Expert | None = None
    tender: Tender | None = None


@deed(makes=True)
def propose(organisation, charge: Charge, *, by, now) -> Misconduct:
    """Propose to find bad behaviour. `organisation` is the supervising department that will decide; the party may
    be heard from now on for `hearing_days` working days."""
    may(can_propose(by))
    if not Regulator.objects.filter(organisation=organisation).exists():
        raise Refused(None, _("Choose the department that supervises the trade."), field="organisation")
    if (charge.party is None) == (charge.expert is None):
        raise Refused(None, _("Name a firm or an expert, one of them."), field="party")
    for name in ("act", "facts", "law"):
        needed(getattr(charge, name), name)
    on = today(now)
    made = Misconduct.objects.create(
        **vars(charge),
        organisation=organisation,
        number=next_conduct_number(on.year),
        proposed_at=now,
        proposed_by=by.user,
        heard_until=calendar().add(on, parameters.value("hearing_days", on)),
    )
    record("procurement.misconduct.proposed", made, actor=by, now=now, number=made.number, grade=made.grade)
    return made


def next_conduct_number(year: int) -> str:
    return f"{settings.COUNTY['number_prefix']}不良〔{year}〕{next_number('misconduct', year):04d}号"


def lock(misconduct: Misconduct) -> Misconduct:
    return for_update(misconduct, "party", "expert", "tender")


@deed
def state(misconduct: Misconduct, *, by, now, text: str) -> Misconduct:
    """陈述申辩: the party says what it has to say, once, within its term."""
    row = lock(misconduct)
    may(concerns(by, row, now))
    if row.state != Misconduct.State.PROPOSED or row.stated_at is not None:
        raise Refused(WRONG_ORDER, _("A statement is possible once, before the decision."))
    if today(now) > row.heard_until:
        words = _("Statements were possible until %(day)s.")
        raise Refused(None, words % {"day": f"{row.heard_until:%Y-%m-%d}"}, field="text")
    row.statement, row.stated_at, row.stated_by = needed(text, "text"), now, by.user
    row.save(update_fields=["statement", "stated_at", "stated_by"])
    record("procurement.misconduct.stated", row, actor=by, now=now)
    return row


@deed
def decide(misconduct: Misconduct, *, by, now, decision: str, is_proven: bool) -> Misconduct:
    """A second person decides, after the party was heard or let its term pass: restricted, or dropped."""
    row = lock(misconduct)
    if row.proposed_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("Who proposed it does not decide it."))
    may(can_decide(by, row))
    if row.stated_at is None and today(now) <= row.heard_until:
        words = _("The party may be heard until %(day)s; it is decided after that, or after its statement.")
        raise Refused(WRONG_ORDER, words % {"day": f"{row.heard_until:%Y-%m-%d}"})
    row.decision, row.decided_at, row.decided_by = needed(decision, "decision"), now, by.user
    changed = ["state", "decision", "decided_at", "decided_by"]
    if is_proven:
        restrict(row, by, now)
        changed.append("until_on")
    else:
        row.drop()
    row.save(update_fields=changed)
    verb = "decided" if is_proven else "dropped"
    until = row.until_on.isoformat() if row.until_on else None
    record(f"procurement.misconduct.{verb}", row, actor=by, now=now, number=row.number, until=until)
    return row


def restrict(row: Misconduct, by, now):
    """Published from today, kept out until the last day; the library of behaviour knows the firm from now on."""
    on = today(now)
    row.decide()
    row.until_on = months_later(on, parameters.value(f"restriction_{row.grade}", on))
    ground = f"不良行为认定（{row.number}）：{row.act}"[:300]
    holds.hold(row.who, ground, row.until_on, by=by, now=now, reference=row.number)
    if row.party is not None and not Behaviour.objects.filter(**mark_of(row.party)).exists():
        about = {"value": row.party.code, "shown": row.party.name, "standing": Behaviour.Standing.PROVEN}
        flagging.enter_behaviour(FIRM, **about, reason=ground, by=by, now=now)


def mark_of(party: Party) -> dict:
    """Where the library of behaviour holds this firm."""
    return {"kind": FIRM, "digest": digest(FIRM, party.code), "flag": None}


def end_due(now) -> int:
    """The robot: publications whose last day is over end by themselves. Safe to run late or twice."""
    due = Misconduct.objects.filter(state=Misconduct.State.DECIDED, until_on__lt=timezone.localdate(now))
    count = 0
    for row in due.order_by("pk"):
        count += finish(row, by=ROBOT, now=now) is not None
    return count


@deed
def finish(misconduct: Misconduct, *, by, now) -> Misconduct | None:
    row = lock(misconduct)
    if row.state != Misconduct.State.DECIDED:
        return None
    row.end()
    row.ended_at = now
    row.save(update_fields=["state", "ended_at"])
    record("procurement.misconduct.ended", row, actor=by, now=now, number=row.number)
    return row


@deed(makes=True)
def ask(misconduct: Misconduct, *, by, now, kind: str, text: str) -> Repair:
    """The party appeals, or asks for the repair of its credit after it has put things right."""
    row = lock(misconduct)
    may(concerns(by, row, now))
    if row.state != Misconduct.State.DECIDED:
        raise Refused(WRONG_ORDER, _("Only a decision that is in force can be appealed or repaired."))
    if row.repairs.filter(state=Repair.State.OPEN).exists():
        raise Refused(None, _("An application about this decision is open already."), field="kind")
    passed = (today(now) - timezone.localdate(row.decided_at)).days
    wait = parameters.value("repair_days", today(now))
    if kind == Repair.Kind.REPAIR and passed < wait:
        raise Refused(
            None, _("Credit can be repaired %(days)s days after the decision.") % {"days": wait}, field="kind"
        )
    made = Repair.objects.create(misconduct=row, kind=kind, text=needed(text, "text"), filed_at=now, filed_by=by.user)
    record("procurement.repair.asked", row, actor=by, now=now, kind=kind)
    return made


@deed
def answer(repair: Repair, *, by, now, is_granted: bool, text: str) -> Repair:
    """Somebody who has not decided before: a right appeal withdraws the decision, a repair ends it. Both unlock."""
    row = lock(repair.misconduct)
    repair = for_update(repair, "misconduct")
    if by.user.pk in (row.decided_by_id, row.proposed_by_id):
        raise Refused(SAME_PERSON, _("Who decided it the first time does not decide the application."))
    may(can_decide_repair(by, repair))
    repair.answer, repair.decided_at, repair.decided_by = needed(text, "text"), now, by.user
    repair.grant() if is_granted else repair.refuse()
    repair.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    if is_granted:
        undo(row, repair, by, now)
    record("procurement.repair.answered", row, actor=by, now=now, kind=repair.kind, state=repair.state)
    return repair


def undo(row: Misconduct, repair: Repair, by, now):
    """Release the restriction and end the publication."""
    row.withdraw() if repair.kind == Repair.Kind.APPEAL else row.end()
    row.ended_at = now
    row.save(update_fields=["state", "ended_at"])
    for held in Hold.objects.filter(reference=row.number, released_at=None):
        holds.release(held, by=by, now=now, reason=repair.answer[:LONG])
