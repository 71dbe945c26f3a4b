"""The draw of a committee: commit, draw, accept, make room, check against the bidders, make public after the award.

What the drawn people do is never recorded under their own name before the award: a record, an anomaly or a row of the
form would tell who sits there. Their deeds carry the seat and the robot.
"""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from accounts.models import User
from procurement import veil
from procurement.actions.common import enter, lock, may, today
from procurement.drawing import commitment, shuffled
from procurement.flows.base import Capacity
from procurement.guards.people import fewest_members
from procurement.models import Draw, Expert, Participation, Seat, Speciality, Tender
from procurement.permissions_registers import can_draw, can_name_representatives
from procurement.recusal import Circle, circle, reasons
from procurement.seats import ask, holder, log_of, seal_log, seat, seed_of
from records.actions import NOT_ENTITLED, SAME_PERSON, WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

TOO_LATE = WRONG_ORDER
ENDED = {Seat.State.DECLINED: "不能参加", Seat.State.ABSENT: "未到场", Seat.State.REPLACED: "回避"}


def current(tender: Tender) -> Draw | None:
    """The draw of this round, whatever its state."""
    rows = tender.draws.exclude(state=Draw.State.VOID).filter(round=tender.round)
    return rows.order_by("-pk").first()


@deed(makes=True)
def commit(tender: Tender, *, by, now, needs: list[tuple[str, int]], representatives: int = 0) -> Draw:
    """Fix how the committee is made up and publish the commitment to the seed, before anybody is drawn.

    `needs`: (speciality, seats). Raises Refused, naming the field, for a committee that the law does not allow.
    """
    tender = lock(tender, now)
    enter(tender, [Capacity.CENTRE], by, now)
    if tender.state != Tender.State.RUNNING or tender.published_at is None or tender.opened_at is not None:
        raise Refused(TOO_LATE, _("A committee is prepared after the notice and before the opening."))
    check_size(tender, needs, representatives)
    if current(tender) is not None:
        raise Refused(TOO_LATE, _("The committee of this round has its draw already."))
    for old in tender.draws.exclude(state__in=[Draw.State.VOID, Draw.State.REVEALED]):
        old.void()
        old.save(update_fields=["state"])
    seed, name = secrets.token_hex(32), veil.current()
    made = Draw.objects.create(
        tender=tender,
        round=tender.round,
        needs=[[code, seats] for code, seats in needs],
        representatives=representatives,
        commitment=commitment(tender.number, tender.round, seed),
        key=name,
        sealed_seed=veil.seal(name, f"seed:{tender.pk}:{tender.round}", seed),
        committed_at=now,
        committed_by=by.user,
    )
    record("procurement.draw.committed", made, actor=by, now=now, tender=tender.number, commitment=made.commitment)
    return made


def check_size(tender: Tender, needs, representatives: int):
    """招标投标法 第三十七条, 政府采购法 第三十八条、第四十条: odd, large enough, two thirds experts."""
    codes = [code for code, _seats in needs]
    known = set(Speciality.objects.filter(code__in=codes).values_list("code", flat=True))
    if not needs or set(codes) - known or len(codes) != len(known) or any(seats < 1 for _code, seats in needs):
        raise Refused(None, _("Name each speciality once, with the number of its seats."), field="needs")
    experts = sum(seats for _code, seats in needs)
    members, fewest = experts + representatives, fewest_members(tender.method)
    if members < fewest or members % 2 == 0:
        words = _("A committee has an odd number of members, %(fewest)s at least.")
        raise Refused(None, words % {"fewest": fewest}, field="needs")
    if experts * 3 < members * 2:
        words = _("Two thirds of the committee are experts: %(needed)s of %(members)s.")
        raise Refused(None, words % {"needed": -(-members * 2 // 3), "members": members}, field="representatives")


@deed
def draw(row: Draw, *, by, now) -> Draw:
    """Draw the experts with the committed seed and ask them. Somebody other than who committed it."""
    tender = lock(row.tender, now)
    row = for_update(row)
    enter(tender, [Capacity.CENTRE], by, now)
    if row.committed_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("Who committed the seed does not draw."))
    may(can_draw(by, row))
    if tender.step != "committee" or tender.state != Tender.State.RUNNING:
        raise Refused(TOO_LATE, _("Experts are drawn when the committee is the step that is owed."))
    row.draw()
    row.drawn_at, row.drawn_by = now, by.user
    seed, around = seed_of(row), circle(tender)
    log = {
        "format": "mingjing-draw-1",
        "tender": tender.number,
        "round": row.round,
        "commitment": row.commitment,
        "pools": [pool(code, seats, seed, around, today(now)) for code, seats in row.needs],
        "seats": [],
    }
    row.save(update_fields=["state", "drawn_at", "drawn_by"])
    number = row.representatives
    for part in log["pools"]:
        for _place in range(part["seats"]):
            number += 1
            fill(row, log, part, number, now)
    seal_log(row, log)
    record("procurement.draw.drawn", row, actor=by, now=now, seats=row.experts, log=row.log_digest)
    return row


def pool(speciality: str, seats: int, seed: str, around: Circle, on) -> dict:
    """Who can be drawn, who cannot and why, and the order that follows from the seed."""
    experts = list(Expert.objects.drawable(speciality))
    why = reasons(experts, around, on)
    eligible = sorted(expert.code for expert in experts if expert.pk not in why)
    return {
        "speciality": speciality,
        "seats": seats,
        "eligible": eligible,
        "excluded": sorted([expert.code, why[expert.pk]] for expert in experts if expert.pk in why),
        "order": shuffled(seed, speciality, eligible),
        "skipped": [],
    }


def fill(row: Draw, log: dict, part: dict, number: int, now):
    """Ask the next expert of the order. Raises Refused where nobody is left."""
    gone = {seat["expert"] for seat in log["seats"]} | {code for code, _why in part["skipped"]}
    code = next((code for code in part["order"] if code not in gone), None)
    if code is None:
        words = _("There are not enough experts for %(speciality)s.")
        name = Speciality.objects.get(code=part["speciality"]).name
        raise Refused(None, words % {"speciality": name}, field="needs")
    expert = Expert.objects.get(code=code)
    about = {"speciality": part["speciality"], "invited_at": now}
    seat(row, number, expert.user, {"expert": code, "name": expert.name}, **about)
    log["seats"].append(
        {
            "number": number,
            "speciality": part["speciality"],
            "expert": code,
            "name": expert.name,
            "state": Seat.State.INVITED.value,
            "reason": "",
            "at": now.isoformat(),
        }
    )
    ask(row, part, now)


def own(found: Seat, user) -> Seat:
    """The seat, locked, if it is this person's."""
    found = for_update(found, "draw__tender")
    may(user is not None and found.mark == veil.mark(found.draw_id, user.pk, found.key))
    return found


@transaction.atomic
def accept(found: Seat, *, by, now) -> Seat:
    """The drawn person comes."""
    found = own(found, by.user)
    if found.state != Seat.State.INVITED or is_too_late(found):
        raise Refused(None, _("This seat can no longer be accepted."))
    found.accept()
    found.replied_at = now
    found.save(update_fields=["state", "replied_at"])
    note(found, "", now)
    record("procurement.seat.accepted", found.draw, actor=ROBOT, now=now, seat=found.number)
    return found


def is_too_late(found: Seat) -> bool:
    """The bids are open: only who was asked because of the bidders may still say yes."""
    row = found.draw
    if row.tender.opened_at is None:
        return False
    return row.checked_at is None or found.invited_at < row.checked_at


@transaction.atomic
def decline(found: Seat, *, by, now, reason: str) -> Seat:
    """The drawn person cannot come, or declares an interest; the next one of the order is asked."""
    found = own(found, by.user)
    if hasattr(found, "sheet"):
        raise Refused(None, _("Your scores are handed in; they cannot be taken back."))
    if found.state not in (Seat.State.INVITED, Seat.State.ACCEPTED):
        raise Refused(None, _("This seat can no longer be accepted."))
    found.reason = needed(reason, "reason")
    found.decline()
    return end(found, now)


@deed
def absent(found: Seat, *, by, now, reason: str) -> Seat:
    """The centre states that nobody came for this seat; the next one is asked. Points follow after the award."""
    tender = lock(found.draw.tender, now)
    enter(tender, [Capacity.CENTRE], by, now)
    found = for_update(found, "draw__tender")
    if found.arrived_at is not None or hasattr(found, "sheet"):
        raise Refused(WRONG_ORDER, _("Somebody has come for this seat."))
    found.reason = needed(reason, "reason")
    found.miss()
    return end(found, now)


def end(found: Seat, now) -> Seat:
    """The seat is empty again; for an expert the next one of the order is asked."""
    found.replied_at = now
    found.save(update_fields=["state", "replied_at", "reason"])
    note(found, found.reason, now)
    row = Draw.objects.select_for_update().select_related("tender").get(pk=found.draw_id)
    if found.kind == Seat.Kind.EXPERT:
        log = log_of(row)
        part = next(part for part in log["pools"] if part["speciality"] == found.speciality)
        fill(row, log, part, found.number, now)
        seal_log(row, log)
    what = {"seat": found.number, "why": found.state, "log": row.log_digest}
    record("procurement.seat.emptied", row, actor=ROBOT, now=now, **what)
    return found


def note(found: Seat, reason: str, now):
    """Write into the sealed log what became of the seat."""
    row = Draw.objects.select_for_update().get(pk=found.draw_id)
    log, who = log_of(row), holder(found)
    for line in log["seats"]:
        if line["expert"] and line["expert"] == who.get("expert"):
            line |= {"state": str(found.state), "reason": reason, "at": now.isoformat()}
    seal_log(row, log)


@transaction.atomic
def arrive(found: Seat, *, by, now) -> Seat:
    """The person is there, on the day of the evaluation."""
    found = own(found, by.user)
    if found.state != Seat.State.ACCEPTED or found.arrived_at is not None:
        raise Refused(None, _("You have signed in already, or this seat is not yours any more."))
    found.arrived_at = now
    found.save(update_fields=["arrived_at"])
    record("procurement.seat.arrived", found.draw, actor=ROBOT, now=now, seat=found.number)
    return found


@deed
def represent_tenderer(row: Draw, *, by, now, users: list[User]) -> Draw:
    """The tenderer names who sits for it. They are sealed like the experts; the draw itself does not touch them."""
    tender = lock(row.tender, now)
    row = for_update(row)
    may(can_name_representatives(by, tender, now))
    if row.state == Draw.State.REVEALED or tender.opened_at is not None:
        raise Refused(TOO_LATE, _("A committee is prepared after the notice and before the opening."))
    free = sorted(set(range(1, row.representatives + 1)) - set(row.seats.sitting().values_list("number", flat=True)))
    if not users or len(users) > len(free) or len({user.pk for user in users}) != len(users):
        words = _("Name %(count)s people, each once.")
        raise Refused(None, words % {"count": len(free)}, field="users")
    if Participation.objects.filter(project_number=tender.project_number, user__in=users).exists():
        words = _("Somebody acts in another capacity in this project already: who acts does not judge.")
        raise Refused(NOT_ENTITLED, words, field="users")
    about = {"kind": Seat.Kind.REPRESENTATIVE, "state": Seat.State.ACCEPTED, "invited_at": now, "replied_at": now}
    for number, user in zip(free, users, strict=False):
        seat(row, number, user, {"expert": "", "name": user.name}, **about)
    record("procurement.draw.represented", row, actor=by, now=now, seats=len(users))
    return row


def is_complete(row: Draw) -> bool:
    """Does somebody who said yes sit on every seat?"""
    return row.seats.filter(state=Seat.State.ACCEPTED).count() == row.members


@transaction.atomic
def check_bidders(tender: Tender, bidders: Iterable[int], *, now) -> list[int]:
    """The opening tells who bids: whoever is close to one of them makes room. Returns the seats concerned.

    Their scores, had they given any, are void. The next of the order who is not close to a bidder is asked.
    """
    row = current(tender)
    if row is None or row.state != Draw.State.DRAWN:
        return []
    row = for_update(row, "tender")
    around, changed = circle(tender, bidders), []
    skip_close(row, around, now)
    for found in row.seats.sitting().filter(kind=Seat.Kind.EXPERT).order_by("number"):
        expert = Expert.objects.get(code=holder(found)["expert"])
        why = reasons([expert], around, today(now)).get(expert.pk)
        if why:
            found.reason = why
            found.replace()
            end(found, now)
            changed.append(found.number)
    row.refresh_from_db()
    row.checked_at = now
    row.save(update_fields=["checked_at"])
    record("procurement.draw.checked", row, actor=ROBOT, now=now, seats=changed, log=row.log_digest)
    return changed


def skip_close(row: Draw, around: Circle, now):
    """Nobody of the reserve who is close to a bidder is asked later."""
    log = log_of(row)
    seated = {line["expert"] for line in log["seats"]}
    for part in log["pools"]:
        waiting = Expert.objects.filter(code__in=set(part["order"]) - seated)
        why = reasons(waiting, around, today(now))
        part["skipped"] = sorted([expert.code, why[expert.pk]] for expert in waiting if expert.pk in why)
    seal_log(row, log)


@transaction.atomic
def reveal(tender: Tender, *, now) -> Draw | None:
    """The award is decided: seed, log and names become public, and the committee has taken part in the project."""
    row = current(tender)
    if row is None or row.state != Draw.State.DRAWN:
        return None
    row = for_update(row)
    log = log_of(row) | {"seed": seed_of(row)}
    row.reveal()
    row.seed, row.log, row.revealed_at = log["seed"], log, now
    row.save(update_fields=["state", "seed", "log", "revealed_at"])
    since = {"capacity": Capacity.COMMITTEE, "tender": tender, "since": now}
    for found in row.seats.order_by("pk"):
        found.holder_id = holder(found)["user"]
        found.save(update_fields=["holder"])
        if found.state == Seat.State.ACCEPTED:
            about = {"project_number": tender.project_number, "user_id": found.holder_id}
            Participation.objects.get_or_create(**about, defaults=since)
    record("procurement.draw.revealed", row, actor=ROBOT, now=now, seed=row.seed, log=row.log_digest)
    return row
