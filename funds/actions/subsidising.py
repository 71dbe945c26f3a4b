"""The way of a list: shown in the village, by the town, by the county, then approved; objections on the way."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from funds.actions.checking import check_roll, strike
from funds.actions.listing import step
from funds.models import Objection, Roll, RollLine
from funds.permissions.subsidies import can_answer, can_move, can_object, can_return
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

SHOWN_TOO_SHORT = "V32"  # moved on before the publicity was over


def locked(roll: Roll) -> Roll:
    rolls = Roll.objects.select_for_update(of=("self",)).select_related("programme__fund", "programme__manager")
    return rolls.select_related("programme__fund", "programme__manager", "village__parent").get(pk=roll.pk)


@deed
def show(roll: Roll, *, by, now) -> Roll:
    """Begin the publicity at the level where the list lies; it runs the programme's working days from tomorrow.

    Above the village somebody decides who did not write the list. Raises Refused for an empty list.
    """
    roll = locked(roll)
    may(can_move(by, roll))
    if roll.state != Roll.State.DRAFT:
        another(by, *hands(roll))
    check_roll(roll, now)
    if not roll.lines.filter(state__in=RollLine.LIVE).exists():
        raise Refused(None, _("There is no row on this list that could be shown."))
    as_actor(by)
    roll.show()
    roll.shown_on = timezone.localdate(now)
    roll.shown_until = calendars.calendar().add(roll.shown_on, roll.programme.at(roll.period).publicity_days)
    roll.save(update_fields=["state", "shown_on", "shown_until"])
    step(roll, "show", by, now)
    return roll


def hands(roll: Roll) -> set[int]:
    """Who wrote the list or rows of it."""
    return {roll.made_by_id, *roll.lines.order_by().values_list("entered_by", flat=True).distinct()}


@deed
def pass_on(roll: Roll, *, by, now) -> Roll:
    """To the next level after the publicity; from the county: approved, to be paid.

    Raises Refused (V32) while the publicity runs, and while an objection is open or (for the approval) a row is held.
    """
    roll = locked(roll)
    may(can_move(by, roll))
    if roll.is_shown and timezone.localdate(now) <= roll.shown_until:
        words = _("The publicity runs until %(day)s; the list moves on after that.")
        raise Refused(SHOWN_TOO_SHORT, words % {"day": roll.shown_until})
    if roll.objections.filter(answered_at=None).exists():
        raise Refused(None, _("There are objections without an answer."))
    check_roll(roll, now)
    if roll.state == Roll.State.COUNTY_SHOWN:
        approvable(roll, by)
    as_actor(by)
    roll.pass_on()
    roll.save(update_fields=["state"])
    step(roll, "pass_on", by, now)
    return roll


def approvable(roll: Roll, by):
    """Two people of the department: who showed the list does not approve it. No row may still be held."""
    last = roll.steps.filter(deed="show").last()
    another(by, *hands(roll), last.done_by_id)
    if roll.lines.filter(state=RollLine.State.HELD).exists():
        raise Refused(None, _("There are held rows: let each pass or strike it off first."))


@deed
def send_back(roll: Roll, *, by, now, words: str) -> Roll:
    """Back to the village to be put right, with the reason. The publicity begins anew."""
    roll = locked(roll)
    may(can_return(by, roll))
    words = needed(words, "words")[:500]
    as_actor(by)
    roll.send_back()
    roll.shown_on = roll.shown_until = None
    roll.save(update_fields=["state", "shown_on", "shown_until"])
    step(roll, "send_back", by, now, words)
    return roll


@deed
def object_to(roll: Roll, *, by, now, words: str, by_whom="", line: RollLine | None = None):
    """Write an objection of the people down while the list is on show. Who raised it may stay unnamed."""
    roll = locked(roll)
    may(can_object(by, roll))
    if line is not None and line.roll_id != roll.pk:
        raise Refused(None, _("This row stands on another list."), field="line")
    about = {"roll": roll, "line": line, "words": needed(words, "words"), "by_whom": by_whom.strip()}
    objection = Objection.objects.create(**about, raised_at=now, entered_by=by.user)
    record("funds.roll.objected", roll, actor=by, now=now, objection=objection.pk, line=line and line.pk)
    return objection


@deed
def answer(objection: Objection, *, by, now, answer: str, is_upheld: bool) -> Objection:
    """Decide an objection in words; the row of an upheld one is struck off."""
    objection = for_update(objection, "line")
    roll = locked(objection.roll)
    may(can_answer(by, roll))
    if objection.answered_at is not None:
        raise Refused(None, _("This objection was answered already."))
    another(by, *hands(roll))
    objection.answer, objection.is_upheld = needed(answer, "answer"), is_upheld
    objection.answered_at, objection.answered_by = now, by.user
    objection.save(update_fields=["answer", "is_upheld", "answered_at", "answered_by"])
    record("funds.roll.answered", roll, actor=by, now=now, objection=objection.pk, upheld=is_upheld)
    if is_upheld and objection.line and objection.line.state != RollLine.State.STRUCK:
        strike(objection.line, by=by, now=now, words=objection.answer)
    return objection


def waiting_for(rolls, actor):
    """The lists that this person's unit has to move now."""
    own = actor.units
    low = Q(state__in=[Roll.State.DRAFT, Roll.State.VILLAGE_SHOWN]) & (Q(village__in=own) | Q(village__parent__in=own))
    town = Q(state__in=[Roll.State.TOWN, Roll.State.TOWN_SHOWN], village__parent__in=own)
    county = Q(state__in=[Roll.State.COUNTY, Roll.State.COUNTY_SHOWN], programme__manager__in=own)
    return rolls.filter(low | town | county)
