"""Slips are printed, the box is opened for votes, votes fall in, the box is closed. See docs/decisions/0036.

`cast` takes neither an actor nor a time and writes no entry: whoever votes is nobody, at no time.
"""

import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from records.actions import as_actor, deed, record
from records.deeds import may
from records.refusal import Refused
from scoring import boxes
from scoring.actions.surveys.draws import lock
from scoring.boxes import Answers, Heap
from scoring.models import Ballot, Box, Opinion, Slip, SurveyMeeting
from scoring.models.surveys import OPTIONS
from scoring.permissions.surveys import can_run

TOKEN_BYTES = 32  # 256 bits
MOST_SLIPS = 2000
LONGEST_OPINION = 500
S = SurveyMeeting.State


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@deed
def print_slips(meeting: SurveyMeeting, count: int, *, by, now) -> list[str]:
    """New tokens, to be printed now: nobody can show them again."""
    meeting = lock(meeting)
    may(can_run(by, meeting.survey))
    if meeting.state in SurveyMeeting.CLOSED:
        raise Refused(None, _("The meeting is over."))
    if not 1 <= count <= MOST_SLIPS:
        raise Refused(None, _("Print 1 to %(most)s slips.") % {"most": MOST_SLIPS}, field="count")
    run = (Slip.objects.filter(meeting=meeting).order_by("-run").values_list("run", flat=True).first() or 0) + 1
    tokens = [secrets.token_urlsafe(TOKEN_BYTES) for _slip in range(count)]
    rows = [Slip(digest=digest, meeting=meeting, run=run) for digest in sorted(map(digest_of, tokens))]
    Slip.objects.bulk_create(rows)
    record("scoring.slips.printed", meeting, actor=by, now=now, run=run, count=count)
    return tokens


@deed
def void_run(meeting: SurveyMeeting, *, by, now, run: int) -> SurveyMeeting:
    """A printing that was lost or spoiled: what was not used yet is void."""
    meeting = lock(meeting)
    may(can_run(by, meeting.survey))
    if meeting.state in SurveyMeeting.CLOSED:
        raise Refused(None, _("The meeting is over."))
    count = Slip.objects.filter(meeting=meeting, run=run).free().update(void=True)
    if not count:
        raise Refused(None, _("This printing has no slip that could still be used."), field="run")
    record("scoring.slips.voided", meeting, actor=by, now=now, run=run, count=count)
    return meeting


@deed
def open_box(meeting: SurveyMeeting, *, by, now) -> SurveyMeeting:
    """From now on slips count."""
    meeting = lock(meeting)
    may(can_run(by, meeting.survey))
    meeting.open()
    as_actor(by)
    meeting.opened_at, meeting.opened_by = now, by.user
    meeting.save(update_fields=["state", "opened_at", "opened_by"])
    name, sealed = boxes.seal(meeting.pk, Heap())
    Box.objects.create(meeting=meeting, key=name, sealed=sealed)
    record("scoring.meeting.opened", meeting, actor=by, now=now)
    return meeting


def fault_of(token: str) -> tuple[Slip | None, str]:
    """The slip of a token, and why it cannot be used now ("" when it can)."""
    slip = Slip.objects.select_related("meeting__survey").filter(digest=digest_of(token)).first()
    if slip is None:
        return None, _("This slip is not known. Scan the square code of your slip once more.")
    if slip.used:
        return slip, _("This slip was used already. It counts once; nobody can see or change what it said.")
    if slip.void:
        return slip, _("This slip is void. Ask for another one.")
    if slip.meeting.state == S.PLANNED:
        return slip, _("The meeting has not begun. Keep your slip and open this page again when votes are taken.")
    if slip.meeting.state != S.VOTING:
        return slip, _("The box is closed: no more votes are taken.")
    return slip, ""


@transaction.atomic
def cast(token: str, answers: Answers, opinions: Sequence[tuple[int, str]] = ()):
    """One vote falls into the box and the slip is used; both or neither. Raises Refused."""
    slip, fault = fault_of(token)
    if fault:
        raise Refused(None, fault)
    meeting = slip.meeting
    check(meeting, answers)
    box = Box.objects.select_for_update().filter(pk=meeting.pk).first()  # one vote after the other
    if box is None:
        raise Refused(None, _("The box is closed: no more votes are taken."))
    if not Slip.objects.filter(digest=slip.digest).free().update(used=True):
        raise Refused(None, _("This slip was used already. It counts once; nobody can see or change what it said."))
    heap = boxes.unseal(box)
    heap.put(answers, [(number, words.strip()[:LONGEST_OPINION]) for number, words in opinions if words.strip()])
    box.key, box.sealed = boxes.seal(meeting.pk, heap)
    box.save(update_fields=["key", "sealed"])


def check(meeting: SurveyMeeting, answers: Answers):
    """Every object of the survey with an option or nothing for each aspect, and not nothing at all."""
    numbers = {str(number) for number in meeting.survey.objects_asked.values_list("number", flat=True)}
    aspects = len(meeting.survey.aspects)
    fits = set(answers) == numbers and all(len(options) == aspects for options in answers.values())
    given = [option for options in answers.values() for option in options if option]
    if not fits or not set(given) <= set(OPTIONS):
        raise Refused(None, _("This form has expired; please open it again."))
    if not given:
        raise Refused(None, _("Your slip is empty. Choose at least one answer."))


@deed
def close_box(meeting: SurveyMeeting, *, by, now) -> SurveyMeeting:
    """No more votes. All of them are written at this moment, in the order of what they say; the box is gone."""
    meeting = lock(meeting)
    may(can_run(by, meeting.survey))
    meeting.close()
    box = Box.objects.select_for_update().get(pk=meeting.pk)
    as_actor(by)
    meeting.closed_at, meeting.closed_by = now, by.user
    meeting.save(update_fields=["state", "closed_at", "closed_by"])
    heap = boxes.unseal(box)
    votes = heap.votes
    Ballot.objects.bulk_create(Ballot(meeting=meeting, answers=boxes.read(vote)) for vote in votes)
    note(meeting, heap, now)
    box.delete()
    Slip.objects.filter(meeting=meeting).update(used=F("used"))  # all of them are now of this one transaction
    facts = {"votes": len(votes), "digest": boxes.digest(votes)}
    record("scoring.meeting.box_closed", meeting, actor=by, now=now, **facts)
    return meeting


def note(meeting: SurveyMeeting, heap: Heap, now):
    """Opinions from slips, in the order of their words: they belong to no vote."""
    known = {about.number: about for about in meeting.survey.objects_asked.all()}
    for number, words in heap.opinions:
        Opinion.objects.create(survey=meeting.survey, about=known[number], words=words, noted_at=now)
