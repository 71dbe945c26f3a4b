"""Integrity talks: recorded by the discipline office, corrected by adding, looked at again when the term is over."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post
from complaints.actions.promises import start_clock
from complaints.flow import TALK
from complaints.models import IntegrityTalk, Order, TalkNote
from complaints.permissions_meetings import can_hold_talks
from deadlines import actions as deadlines
from records.actions import SAME_PERSON, deed, record
from records.deeds import for_update, needed
from records.numbers import next_number
from records.refusal import Refused

Kind = TalkNote.Kind


@dataclass(frozen=True)
class Told:
    """What is written down about a talk."""

    occasion: str
    talkers: str
    talked_on: date
    place: str
    content: str
    commitments: str = ""
    follow_up_on: date | None = None
    order: Order | None = None


@deed(makes=True)
def hold(post: Post, *, by, now, told: Told) -> IntegrityTalk:
    """Record a talk with the holder of this post. What was said enters the record of the platform by number alone."""
    if not can_hold_talks(by):
        raise PermissionDenied(_("Integrity talks are kept by the discipline office."))
    if post.user_id == by.user.pk:
        raise Refused(SAME_PERSON, _("Nobody records a talk with himself or herself."))
    check(told, timezone.localdate(now))
    talk = IntegrityTalk(
        office=by.organisation,
        person=post.user,
        organisation=post.organisation,
        written_at=now,
        written_by=by.user,
        **vars(told),
    )
    year = timezone.localdate(now).year
    talk.number = f"LZTH{year}-{next_number('integrity-talk', year):03d}"
    talk.save()
    if told.follow_up_on:
        office, day = talk.office, told.follow_up_on
        talk.clock = start_clock(talk, TALK, office, day, now, responsible=by.user)
        talk.save(update_fields=["clock"])
    record("complaints.integrity.recorded", talk, actor=by, now=now, number=talk.number)
    return talk


def check(told: Told, today: date):
    """Raise Refused that names the field."""
    for name in ("occasion", "talkers", "place", "content"):
        needed(getattr(told, name), name)
    if told.talked_on > today:
        raise Refused(None, _("This day has not come yet."), field="talked_on")
    if told.follow_up_on and told.follow_up_on <= today:
        raise Refused(None, _("Choose a day after today."), field="follow_up_on")


@deed(makes=True)
def add(talk: IntegrityTalk, *, by, now, kind: str, text: str) -> TalkNote:
    """Add to a talk: the office corrects or looks at it again, the person states a view. Nothing is changed."""
    talk = for_update(talk, "clock")
    check_kind(by, talk, kind)
    made = TalkNote.objects.create(talk=talk, kind=kind, text=needed(text, "text"), written_at=now, written_by=by.user)
    if kind == Kind.FOLLOW_UP and talk.clock and talk.clock.is_running:
        deadlines.meet(talk.clock, now)
    record("complaints.integrity.added", talk, actor=by, now=now, number=talk.number, kind=kind)
    return made


def check_kind(by, talk: IntegrityTalk, kind: str):
    """Raise PermissionDenied: whose word is whose."""
    mine = by.user is not None and talk.person_id == by.user.pk
    office = can_hold_talks(by) and by.works_for(talk.office_id)
    allowed = mine if kind == Kind.STATEMENT else office
    if not allowed:
        raise PermissionDenied(_("This is not yours to add."))
