"""Penalties (行政处罚法): filed, proposed, told, reviewed, discussed, decided, served, carried out; or dropped."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import letters_enforcement as letters
from approvals.actions.common import note_unlisted
from approvals.actions.enforcing import begin, check_item, colleagues, need, not_after, owe, paper, settle
from approvals.enforcement import (
    HEARING_TOLD_DAYS,
    PENALTY_CLOCK,
    PENALTY_DAYS,
    SERVE_CLOCK,
    SERVE_DAYS,
    may_be_heard,
    needs_head,
    paper_number,
    statement_until,
)
from approvals.models import Item, Penalty, Slip
from approvals.permissions_enforcement import NOT_YOUR_DUTY, can_enforce
from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from deadlines.plan import Limits, Unit
from records.actions import WRONG_ORDER, deed, record
from records.models import Document
from records.numbers import next_number
from records.refusal import Refused

Hearing = Penalty.Hearing


@deed(makes=True)
def file(item: Item, *, by, now, party: dict, officers, facts: str, slip: Slip | None = None) -> Penalty:
    """File a case for two officers of the unit; from now on 90 calendar days until the decision (第六十条).

    `party` has party_name, party_id and perhaps party_address; `slip` is the inspection that found the problem.
    """
    if not can_enforce(by):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    check_item(item, Item.Kind.PENALTY, by, _("Choose one of the penalty powers of your unit."))
    first, second = two_officers(officers, by)
    if slip is not None:
        check_slip(slip, item)
    year = timezone.localdate(now).year
    penalty = Penalty.objects.create(
        number=paper_number("罚立", year, next_number("penalty", year)),
        item=item,
        organisation=item.organisation,
        slip=slip,
        first_officer=first,
        second_officer=second,
        facts=need(facts, _("Write down the facts and the evidence."), "facts"),
        filed_at=now,
        **party,
    )
    limits = Limits(PENALTY_DAYS, unit=Unit.CALENDAR, graded=False, warned=False)
    about = {"organisation": item.organisation, "responsible": first, "now": now}
    penalty.clock = deadlines.start(penalty, PENALTY_CLOCK, limits=limits, **about)
    penalty.save(update_fields=["clock"])
    note_unlisted(penalty, item, "approvals.file", by=by, now=now)
    record("approvals.penalty.filed", penalty, actor=by, now=now, number=penalty.number, item=item.code)
    return penalty


def two_officers(officers, by):
    """Two different people of the unit (第四十二条)."""
    people = list(colleagues(by.organisation).filter(pk__in={officer.pk for officer in officers}))
    if len(people) != 2:
        raise Refused(None, _("A penalty case is investigated by at least two officers."), field="officers")
    return people


def check_slip(slip: Slip, item: Item):
    """The inspection must have found problems, and the unit must have been there."""
    visited = {slip.organisation_id, *slip.guests.values_list("organisation_id", flat=True)}
    if not slip.has_problems or item.organisation_id not in visited:
        raise Refused(None, _("Choose an inspection of your unit that found problems."), field="slip")


@deed
def propose(penalty: Penalty, *, by, now, amount: Decimal | None, basis: str, other_measures="") -> Penalty:
    """The officers propose the fine in yuan (None where there is none), other measures and the basis."""
    penalty = begin(penalty, "propose", by, now)
    if amount is not None and amount < 0:
        raise Refused(None, _("A fine cannot be negative."), field="amount")
    penalty.amount, penalty.other_measures = amount or None, other_measures.strip()
    if penalty.amount is None and not penalty.other_measures:
        raise Refused(None, _("Propose a fine or another measure."), field="amount")
    penalty.basis = need(basis, _("Name the article that the proposal rests on."), "basis")
    penalty.save(update_fields=["state", "amount", "other_measures", "basis"])
    record("approvals.penalty.proposed", penalty, actor=by, now=now, amount=penalty.amount)
    return penalty


@deed
def tell(penalty: Penalty, *, by, now) -> Penalty:
    """Tell the party beforehand what is proposed and what it may do about it (第四十四条)."""
    penalty = begin(penalty, "tell", by, now)
    penalty.told_at, penalty.statement = now, ""
    penalty.hearing, penalty.hearing_on, penalty.hearing_record = "", None, ""
    penalty.save(update_fields=["state", "told_at", "statement", "hearing", "hearing_on", "hearing_record"])
    body = letters.penalty_told(penalty)
    paper(Document.Kind.PENALTY_TOLD, penalty, body, by=by, now=now, addressee=penalty.party_name)
    record("approvals.penalty.told", penalty, actor=by, now=now, hearing=may_be_heard(penalty))
    return penalty


@deed
def hear_party(penalty: Penalty, *, by, now, statement: str, hearing="", hearing_on: date | None = None):
    """What the party said (第四十五条), and whether it demands a hearing or gives it up (第六十三条、第六十四条)."""
    penalty = begin(penalty, "hear_party", by, now)
    if hearing == Hearing.DEMANDED:
        check_hearing(penalty, hearing_on, now)
    elif hearing not in ("", Hearing.WAIVED):
        raise Refused(None, _("Choose what the party said about a hearing."), field="hearing")
    penalty.statement = need(
        statement, _("Write down what the party said, or that it had nothing to say."), "statement"
    )
    penalty.hearing, penalty.hearing_on = hearing, hearing_on if hearing == Hearing.DEMANDED else None
    penalty.save(update_fields=["state", "statement", "hearing", "hearing_on"])
    if hearing == Hearing.DEMANDED:
        body = letters.penalty_hearing(penalty)
        paper(Document.Kind.PENALTY_HEARING, penalty, body, by=by, now=now, addressee=penalty.party_name)
    record("approvals.penalty.party_heard", penalty, actor=by, now=now, hearing=hearing, hearing_on=hearing_on)
    return penalty


def check_hearing(penalty: Penalty, day: date | None, now):
    """Is there a right to a hearing, was it used in time, and is the party told of the day seven days ahead?"""
    today = timezone.localdate(now)
    if not may_be_heard(penalty):
        raise Refused(None, _("The law gives no right to a hearing for this penalty."), field="hearing")
    if today > statement_until(penalty):
        raise Refused(None, _("The five working days for demanding a hearing are over."), field="hearing")
    first = calendars.calendar().add(today, HEARING_TOLD_DAYS)
    if day is None or day < first:
        words = _("The party is told seven working days ahead: choose %(day)s or later.") % {"day": first}
        raise Refused(None, words, field="hearing_on")


@deed
def hold_hearing(penalty: Penalty, *, by, now, record_text: str) -> Penalty:
    """The hearing was held by somebody who did not investigate (第六十四条第四项); its record joins the file."""
    penalty = begin(penalty, "hold_hearing", by, now)
    if penalty.hearing != Hearing.DEMANDED:
        raise Refused(WRONG_ORDER, _("No hearing has been demanded."))
    if timezone.localdate(now) < penalty.hearing_on:
        words = _("The hearing is on %(day)s; its record can be written from then on.") % {"day": penalty.hearing_on}
        raise Refused(None, words, field="record_text")
    penalty.hearing_record = need(record_text, _("Write down the course of the hearing."), "record_text")
    penalty.hearing = Hearing.HELD
    penalty.save(update_fields=["state", "hearing", "hearing_record"])
    record("approvals.penalty.hearing_held", penalty, actor=by, now=now)
    return penalty


@deed
def give_review(penalty: Penalty, *, by, now, review: str) -> Penalty:
    """The legal review by somebody who did not investigate (第五十八条), after the party had its say."""
    penalty = begin(penalty, "give_review", by, now)
    refuse_before_party_was_heard(penalty, now)
    penalty.review = need(review, _("Write your opinion: the decision rests on it."), "review")
    penalty.reviewed_by = by.user
    penalty.meeting_on, penalty.attendees, penalty.meeting = None, "", ""
    fields = ["state", "review", "reviewed_by", "meeting_on", "attendees", "meeting"]
    penalty.save(update_fields=fields)
    record("approvals.penalty.reviewed", penalty, actor=by, now=now)
    return penalty


def refuse_before_party_was_heard(penalty: Penalty, now):
    """Its five working days are over, or it has spoken; a hearing that was demanded has been held."""
    if penalty.hearing == Hearing.DEMANDED:
        raise Refused(WRONG_ORDER, _("The party demanded a hearing; hold it first."))
    has_right = may_be_heard(penalty) and penalty.hearing == Hearing.NOT_ASKED
    until = statement_until(penalty)
    if (not penalty.statement or has_right) and timezone.localdate(now) <= until:
        words = _("The party may still speak or demand a hearing until %(day)s.") % {"day": until}
        raise Refused(WRONG_ORDER, words)


@deed
def hold_meeting(penalty: Penalty, *, by, now, meeting_on: date, attendees: str, meeting: str) -> Penalty:
    """The review meeting: the deputy head with the branch, the legal and the related sections (seed S1-13)."""
    penalty = begin(penalty, "hold_meeting", by, now)
    not_after(meeting_on, now, "meeting_on", _("This day has not come yet."))
    if meeting_on < timezone.localdate(penalty.told_at):
        raise Refused(None, _("The meeting comes after the party was told."), field="meeting_on")
    penalty.meeting_on = meeting_on
    penalty.attendees = need(attendees, _("Name who was present."), "attendees")
    penalty.meeting = need(meeting, _("Write down what was said and agreed."), "meeting")
    penalty.save(update_fields=["state", "meeting_on", "attendees", "meeting"])
    record("approvals.penalty.meeting_held", penalty, actor=by, now=now, meeting_on=meeting_on)
    return penalty


@deed
def decide(penalty: Penalty, *, by, now, reason="") -> Penalty:
    """Impose the penalty: below 50,000 yuan after the review meeting, from there on only by the head (seed S1-13)."""
    penalty = begin(penalty, "decide", by, now)
    if not needs_head(penalty) and penalty.meeting_on is None:
        raise Refused(WRONG_ORDER, _("The review meeting comes before the decision."))
    close(penalty, by, now, reason.strip())
    penalty.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    paper(Document.Kind.PENALTY, penalty, letters.penalty(penalty), by=by, now=now, addressee=penalty.party_name)
    owe(penalty, SERVE_CLOCK, SERVE_DAYS, now=now, responsible=penalty.first_officer)
    record("approvals.penalty.decided", penalty, actor=by, now=now, amount=penalty.amount)
    return penalty


@deed
def drop(penalty: Penalty, *, by, now, reason: str) -> Penalty:
    """No penalty, with the reasons (第三十三条、第五十七条)."""
    penalty = begin(penalty, "drop", by, now)
    close(penalty, by, now, need(reason, _("Give the reasons."), "reason"))
    penalty.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    body = letters.no_penalty(penalty)
    paper(Document.Kind.NO_PENALTY, penalty, body, by=by, now=now, addressee=penalty.party_name)
    record("approvals.penalty.dropped", penalty, actor=by, now=now)
    return penalty


def close(penalty: Penalty, by, now, reason: str):
    """The 90 days are met by a decision either way; nothing is saved."""
    settle(penalty.clock, now)
    penalty.decided_by, penalty.decided_at, penalty.reason = by.user, now, reason


@deed
def send_back(penalty: Penalty, *, by, now, reason: str) -> Penalty:
    """Back to the officers; what was said so far stays in the file, and the 90 days go on."""
    penalty = begin(penalty, "send_back", by, now)
    reason = need(reason, _("Give the reasons."), "reason")
    penalty.earlier = "\n\n".join(filter(None, [penalty.earlier, round_of(penalty, reason, now)]))
    penalty.save(update_fields=["state", "earlier"])
    record("approvals.penalty.sent_back", penalty, actor=by, now=now)
    return penalty


def round_of(penalty: Penalty, reason: str, now) -> str:
    """One round as a note of the file; Chinese data."""
    said = [("拟处罚", letters.measures(penalty)), ("当事人意见", penalty.statement), ("听证", penalty.hearing_record)]
    said += [("法制审核", penalty.review), ("会审", penalty.meeting), ("退回理由", reason)]
    lines = [f"{name}：{text}" for name, text in said if text]
    return "\n".join([f"{timezone.localdate(now):%Y-%m-%d}退回：", *lines])


@deed
def serve(penalty: Penalty, *, by, now) -> Penalty:
    """The decision has been served on the party (第六十一条)."""
    penalty = begin(penalty, "serve", by, now)
    penalty.served_at = now
    penalty.save(update_fields=["state", "served_at"])
    settle(Deadline.objects.about(penalty).filter(name=SERVE_CLOCK).running().first(), now)
    record("approvals.penalty.served", penalty, actor=by, now=now)
    return penalty


@deed
def finish(penalty: Penalty, *, by, now) -> Penalty:
    """The fine is paid and the measures are carried out; the file is closed."""
    penalty = begin(penalty, "close", by, now)
    penalty.paid_at = now
    penalty.save(update_fields=["state", "paid_at"])
    record("approvals.penalty.closed", penalty, actor=by, now=now)
    return penalty
