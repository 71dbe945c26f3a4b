"""Objections (异议) and challenges (质疑): lodged in time, they stop the tender until they are answered."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.words import chinese_date
from procurement import clocks
from procurement.actions import facts, standing
from procurement.actions.common import enter, lock, may, today
from procurement.actions.papers import tell
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.models import Against, Notice, Objection, Participation, Party, Prequalification, Suspension, Tender
from procurement.periods import Regime, period
from procurement.permissions import represents
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused


def last_day(tender: Tender, against: str, knew_on: date | None = None) -> date | None:
    """The last day for an objection of this kind; None where none is possible now.

    Bidding: two days before the deadline of a prequalification, ten before that of the bids, at the opening, within
    the publicity (条例 第二十二、四十四、五十四条).
    Government procurement: seven working days from knowing (政府采购法 第五十二条).
    """
    regime = flow_of(tender).regime
    if regime == Regime.PROCUREMENT:
        return period(regime, "object").end(knew_on) if knew_on else None
    if against == Against.PREQUALIFICATION:
        found = tender.prequalifications.filter(round=tender.round, state=Prequalification.State.OPEN).first()
        due = timezone.localdate(found.due_at) if found else None
        return period(regime, "object_prequalification").latest_before(due) if due else None
    if against == Against.DOCUMENTS and tender.bids_due_at:
        return period(regime, "object_documents").latest_before(timezone.localdate(tender.bids_due_at))
    if against == Against.OPENING and tender.opened_at:
        return timezone.localdate(tender.opened_at)
    if against == Against.RESULT:
        shown = tender.notices.filter(kind=Notice.Kind.CANDIDATES, round=tender.round).order_by("-pk").first()
        return shown.until if shown else None
    return None


@deed(makes=True)
def lodge(tender: Tender, *, by, now, party: Party, against: str, text: str, knew_on: date | None = None) -> Objection:
    """A firm objects to the tenderer. In time it stops the tender at once; the answer is owed in three days
    (government procurement: seven working days, without a stop by law)."""
    tender = lock(tender)
    may(represents(by, party.pk, now))
    check_time(tender, against, knew_on, now)
    enter_as_bidder(tender, by, now)
    about = {"party": party, "against": against, "text": needed(text, "text")}
    made = Objection.objects.create(tender=tender, round=tender.round, lodged_at=now, lodged_by=by.user, **about)
    clocks.start(tender, "answer", since=now, subject=made)
    if flow_of(tender).regime != Regime.PROCUREMENT:
        standing.stop(
            tender, Suspension.Ground.OBJECTION, made.get_against_display(), by=by, now=now, reference=made.pk
        )
    record("procurement.objection.lodged", tender, actor=by, now=now, objection=made.pk, against=against)
    facts.refresh(tender, now=now)
    return made


def enter_as_bidder(tender: Tender, by, now):
    """Who speaks for a bidder speaks for nobody else in this project."""
    about = {"capacity": Capacity.BIDDER, "tender": tender, "since": now}
    row, _made = Participation.objects.get_or_create(
        project_number=tender.project_number, user=by.user, defaults=about
    )
    if row.capacity != Capacity.BIDDER:
        raise Refused("V07", _("You act in another capacity in this project already: who acts does not approve."))


def check_time(tender: Tender, against: str, knew_on: date | None, now):
    """Raise Refused, with the last day, for an objection that comes too early or too late."""
    if tender.state not in (Tender.State.RUNNING, Tender.State.SUSPENDED):
        raise Refused(WRONG_ORDER, _("There is nothing to object to in this tender now."))
    if knew_on is not None and knew_on > today(now):
        raise Refused(None, _("This day lies in the future."), field="knew_on")
    last = last_day(tender, against, knew_on)
    if last is None:
        raise Refused(None, _("There is nothing of this kind to object to yet."), field="against")
    if today(now) > last:
        words = _("Too late: the last day for this objection was %(day)s.")
        raise Refused(None, words % {"day": chinese_date(last)}, field="against")


def lock_objection(objection: Objection, now) -> Objection:
    """The tender first, then the objection: the same order as every other deed."""
    tender = lock(objection.tender)
    locked = for_update(objection)
    locked.tender = tender
    return locked


@deed
def answer(objection: Objection, *, by, now, text: str, is_upheld: bool) -> Objection:
    """The tenderer answers in words; the tender goes on unless something else stops it."""
    objection = lock_objection(objection, now)
    enter(objection.tender, [Capacity.TENDERER, Capacity.AGENT], by, now)
    objection.reply()
    objection.answer, objection.is_upheld = needed(text, "text", _("Write the answer.")), is_upheld
    objection.answered_at, objection.answered_by = now, by.user
    objection.save()
    end(objection, by=by, now=now)
    tell(objection.tender, "objection", objection.party, objection.answer, by=by, now=now)
    record("procurement.objection.answered", objection.tender, actor=by, now=now, objection=objection.pk)
    return objection


def end(objection: Objection, *, by, now):
    """Nothing is owed any more; the tender goes on with the last ground."""
    clocks.meet(objection, "answer", now)
    standing.let_go(objection.tender, Suspension.Ground.OBJECTION, by=by, now=now, reference=objection.pk)


@deed
def withdraw(objection: Objection, *, by, now) -> Objection:
    """Whoever objected takes it back."""
    objection = lock_objection(objection, now)
    may(represents(by, objection.party_id, now))
    objection.withdraw()
    objection.save(update_fields=["state"])
    clocks.stop(objection, now)
    standing.let_go(objection.tender, Suspension.Ground.OBJECTION, by=by, now=now, reference=objection.pk)
    record("procurement.objection.withdrawn", objection.tender, actor=by, now=now, objection=objection.pk)
    return objection
