"""Information requests: received, corrected once, third parties heard, extended once, answered by two persons.

政府信息公开条例 第二十九条至第四十条. The applicant acts by account or with number and code; the views have found the
request for them.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from deadlines import actions as deadlines
from deadlines import calendar as calendars
from disclosure import clocks, letters
from disclosure.models import Applicant, InfoRequest
from disclosure.numbers import next_request_number
from disclosure.outcomes import Outcome, Review
from disclosure.permissions import can_extend, can_handle, can_sign
from records import attachments
from records.actions import as_actor, deed, issue_document, record
from records.deeds import another, for_update, may, needed
from records.models import Document
from records.refusal import Refused

PAPER = Document.Kind.OPENNESS
APPLICANT = "申请人"  # letters name nobody: who asked is sealed


@dataclass(frozen=True)
class Asked:
    """A request as it comes in."""

    content: str
    way: str
    name: str
    telephone: str
    asked_as: str = InfoRequest.By.CITIZEN
    email: str = ""
    address: str = ""
    form: str = ""

    @property
    def contact(self) -> dict:
        return {name: getattr(self, name) for name in ("name", "telephone", "email", "address")}


def locked(row: InfoRequest) -> InfoRequest:
    return for_update(row, "organisation__parent")


@deed(makes=True)
def receive(organisation: Organisation, *, by, now, asked: Asked) -> InfoRequest:
    """Take a request of anybody, with or without an account; the answer is owed within 20 working days."""
    check(organisation, asked)
    as_actor(by)
    row = InfoRequest.objects.create(
        number=next_request_number(now),
        organisation=organisation,
        asked_as=asked.asked_as,
        content=asked.content.strip(),
        form=asked.form,
        way=asked.way,
        received_at=now,
        begun_on=timezone.localdate(now),
    )
    user = by.user if by.user is not None and not by.is_staff_member else None
    Applicant.sealing(row, user, **asked.contact).save()
    clocks.start(row, clocks.ANSWER, clocks.ANSWER_DAYS, now=now)
    record("disclosure.request.received", row, actor=by, now=now, number=row.number)
    return row


def check(organisation: Organisation, asked: Asked):
    """Raises Refused that names the field: what is wanted, who asks, and how the answer reaches them (第二十九条)."""
    needed(asked.content, "content")
    needed(asked.name, "name")
    if organisation.ended_on is not None:
        raise Refused(None, _("This unit does not exist any more; choose its successor."), field="organisation")
    if asked.way == InfoRequest.Way.MAIL and not asked.address.strip():
        raise Refused(None, _("Give the address to which the answer is sent."), field="address")
    if asked.way == InfoRequest.Way.EMAIL and not asked.email.strip():
        raise Refused(None, _("Give the e-mail address to which the answer is sent."), field="email")


def issue(row: InfoRequest, title: str, body: dict, *, by, now) -> Document:
    """A numbered paper about the request."""
    about = {"organisation": row.organisation, "body": body, "addressee": APPLICANT, "title": title}
    return issue_document(PAPER, row, actor=by, now=now, **about)


# the unit


@deed
def ask_correction(row: InfoRequest, *, by, now, words: str, days: int = clocks.CORRECTION_DAYS):
    """Tell once, within 7 working days of the receipt, what has to be corrected (第三十条); the term stops."""
    row = locked(row)
    may(can_handle(by, row))
    calendar, today = calendars.calendar(), timezone.localdate(now)
    if row.correction:
        raise Refused(None, _("A correction is asked for only once."))
    if calendar.count(today) - calendar.count(row.begun_on) > clocks.CORRECTION_DAYS:
        raise Refused(None, _("A correction is asked for within 7 working days of the receipt (article 30)."))
    as_actor(by)
    row.ask_correction()
    row.correction, row.correct_by = needed(words, "words"), calendar.add(today, days)
    row.save()
    clocks.stop(row, clocks.ANSWER, now)
    issue(row, "政府信息公开申请补正告知书", letters.correction(row), by=by, now=now)
    record("disclosure.request.correction_asked", row, actor=by, now=now, correct_by=row.correct_by)
    return row


@deed
def consult(row: InfoRequest, *, by, now, third_party: str) -> InfoRequest:
    """Ask a third party whose rights are touched; its 15 working days do not count (第三十二条、第三十三条)."""
    row = locked(row)
    may(can_handle(by, row))
    if row.third_party:
        raise Refused(None, _("A third party was asked already."))
    as_actor(by)
    row.consult()
    row.third_party = needed(third_party, "third_party")
    row.third_by = calendars.calendar().add(timezone.localdate(now), clocks.THIRD_PARTY_DAYS)
    row.save()
    told = {"ground": "征求第三方意见", "told_days": clocks.THIRD_PARTY_DAYS}
    deadlines.pause(clocks.running(row, clocks.ANSWER), kind=clocks.THIRD_PARTY, now=now, **told)
    issue(row, "征求第三方意见告知书", letters.third_party(row), by=by, now=now)
    record("disclosure.request.third_party_asked", row, actor=by, now=now, third_by=row.third_by)
    return row


@deed
def hear(row: InfoRequest, *, by, now, words: str) -> InfoRequest:
    """The third party has answered: the term goes on."""
    row = locked(row)
    may(can_handle(by, row))
    as_actor(by)
    row.resume()
    row.third_words = needed(words, "words")
    row.save()
    deadlines.resume(clocks.running(row, clocks.ANSWER), kind=clocks.THIRD_PARTY, now=now)
    record("disclosure.request.third_party_heard", row, actor=by, now=now)
    return row


@deed
def propose_extension(row: InfoRequest, *, by, now, days: int, reason: str) -> InfoRequest:
    """Ask for a longer term, once, before the term is over; somebody who signs for the unit approves it."""
    row = locked(row)
    may(can_handle(by, row))
    if row.extension_days is not None:
        raise Refused(None, _("The term is extended only once."))
    if row.state != InfoRequest.State.RECEIVED:
        raise Refused(None, _("The term is extended while the answer is owed."))
    if not 1 <= days <= clocks.LONGER_AT_MOST:
        raise Refused(None, _("The term grows by 1 to 20 working days (article 33)."), field="days")
    as_actor(by)
    row.extension_days, row.extension_reason, row.extension_by = days, needed(reason, "reason"), by.user
    row.save()
    record("disclosure.request.extension_proposed", row, actor=by, now=now, days=days)
    return row


@deed
def approve_extension(row: InfoRequest, *, by, now) -> InfoRequest:
    """The person in charge of openness in the unit agrees (第三十三条第二款); the applicant is told."""
    row = locked(row)
    another(by, row.extension_by_id)
    may(can_extend(by, row))
    if row.extension_days is None or row.was_extended or row.state != InfoRequest.State.RECEIVED:
        raise Refused(None, _("No longer term waits for approval."))
    clock = clocks.running(row, clocks.ANSWER)
    if clock.due_on < timezone.localdate(now):
        raise Refused(None, _("The term is over already; it can no longer be extended."))
    as_actor(by)
    deadlines.extend(clock, days=row.extension_days, approver=by.user, reason=row.extension_reason, now=now)
    row.extended_at, row.extended_by = now, by.user
    row.save()
    issue(row, "延长答复期限告知书", letters.extension(row, clock.due_on), by=by, now=now)
    record("disclosure.request.extended", row, actor=by, now=now, days=row.extension_days, due_on=clock.due_on)
    return row


@deed
def write(row: InfoRequest, *, by, now, outcome: str, answer: str, files: tuple = ()) -> InfoRequest:
    """Write the answer: how it ends, and what is said or given."""
    row = locked(row)
    may(can_handle(by, row))
    if outcome not in Outcome.values:
        raise Refused(None, _("Choose how the request ends."), field="outcome")
    as_actor(by)
    row.write()
    row.outcome, row.answer = outcome, needed(answer, "answer")
    row.drafted_at, row.drafted_by, row.reason = now, by.user, ""
    row.save()
    attachments.bind(files, row, by=by, now=now)
    record("disclosure.request.written", row, actor=by, now=now, outcome=outcome)
    return row


@deed
def send_back(row: InfoRequest, *, by, now, reason: str) -> InfoRequest:
    """The answer is not signed: it is written anew while the clock goes on."""
    row = locked(row)
    may(can_sign(by, row))
    as_actor(by)
    row.send_back()
    row.reason = needed(reason, "reason")
    row.save()
    record("disclosure.request.returned", row, actor=by, now=now, reason=row.reason)
    return row


@deed
def sign(row: InfoRequest, *, by, now) -> InfoRequest:
    """A second person signs: the numbered answer is issued and the clock is met."""
    row = locked(row)
    another(by, row.drafted_by_id)
    may(can_sign(by, row))
    as_actor(by)
    row.sign()
    row.answered_at, row.answered_by = now, by.user
    row.save()
    clocks.meet(row, clocks.ANSWER, now)
    issue(row, "政府信息公开申请答复书", letters.answer(row), by=by, now=now)
    record("disclosure.request.answered", row, actor=by, now=now, outcome=row.outcome)
    return row


@deed
def note_review(row: InfoRequest, *, by, now, review: str, on=None) -> InfoRequest:
    """What a reconsideration or a suit against the answer came to, for the yearly report."""
    row = locked(row)
    may(can_handle(by, row))
    if row.state != InfoRequest.State.ANSWERED or review not in Review.values:
        raise Refused(None, _("Only what was answered is reconsidered."), field="review")
    row.review, row.reviewed_on = review, on
    row.save(update_fields=["review", "reviewed_on"])
    record("disclosure.request.reviewed", row, actor=by, now=now, review=review)
    return row


# the applicant


@deed
def correct(row: InfoRequest, *, by, now, content: str) -> InfoRequest:
    """The applicant says it better; the 20 working days begin anew with the corrected request (第三十条)."""
    row = locked(row)
    as_actor(by)
    row.correct()
    row.content, row.corrected_at = needed(content, "content"), now
    row.begun_on = timezone.localdate(now)
    row.save()
    clocks.start(row, clocks.ANSWER, clocks.ANSWER_DAYS, now=now)
    record("disclosure.request.corrected", row, actor=by, now=now)
    return row


@deed
def withdraw(row: InfoRequest, *, by, now, reason: str = "") -> InfoRequest:
    """The applicant does not want it any more."""
    row = locked(row)
    as_actor(by)
    row.withdraw()
    row.reason = reason.strip()
    row.save()
    clocks.stop(row, clocks.ANSWER, now)
    record("disclosure.request.withdrawn", row, actor=by, now=now)
    return row
