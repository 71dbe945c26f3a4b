"""The applicant's right to be heard before the decision (行政许可法 第四十七条、第四十八条)."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post
from approvals import letters, letters_hearing
from approvals.actions.clocks import is_open, restart_clocks, stop_clocks
from approvals.actions.common import check_duty, letter, lock
from approvals.flow import (
    HEARING,
    HEARING_APPLY_DAYS,
    HEARING_HOLD_DAYS,
    HEARING_NOTICE_DAYS,
    PAUSES,
    SAME_PERSON,
)
from approvals.models import Case, Hearing
from approvals.permissions import can_be_heard, may_follow
from deadlines import calendar as calendars
from deadlines.words import with_weekday
from records.actions import WRONG_ORDER, deed, record
from records.models import Document
from records.refusal import Refused

State = Hearing.State


def check_order(case: Case, name: str):
    """The deeds of a hearing are no transitions of the case; the same order is asked for all the same."""
    if not may_follow(case, name):
        raise Refused(WRONG_ORDER, _("The hearing of this case does not allow this now."))


@deed
def tell_hearing_right(case: Case, *, by, now, ground: str) -> Case:
    """Tell the applicant in writing of the right to a hearing; the decision waits until the five days are over."""
    case = lock(case, by, now)
    check_duty(by, "tell_hearing_right", case)
    check_order(case, "tell_hearing_right")
    if not ground.strip():
        raise Refused(None, _("Say what the hearing would be about."), field="ground")
    apply_by = calendars.calendar().add(timezone.localdate(now), HEARING_APPLY_DAYS)
    hearing = Hearing.objects.create(case=case, ground=ground.strip(), told_at=now, apply_by=apply_by)
    letter(Document.Kind.HEARING_RIGHT, case, letters_hearing.right(case, hearing), by=by, now=now)
    record("approvals.case.hearing_told", case, actor=by, now=now, apply_by=apply_by)
    return case


@deed
def apply_for_hearing(case: Case, *, by, now) -> Case:
    """The applicant wants to be heard, online or at the window: the clocks stand still until the hearing is held."""
    case = lock(case, by, now)
    check_party(by, case)
    check_order(case, "apply_for_hearing")
    hearing, today = case.hearing, timezone.localdate(now)
    hearing.apply()
    if today > hearing.apply_by:
        words = _("A hearing had to be applied for by %(date)s.")
        raise Refused(None, words % {"date": with_weekday(hearing.apply_by)})
    hearing.applied_at = now
    hearing.hold_by = calendars.calendar().add(today, HEARING_HOLD_DAYS)
    if not is_open(case, HEARING):
        ground = hearing.ground
        hearing.clock = stop_clocks(case, kind=HEARING, ground=ground, told_days=HEARING_HOLD_DAYS, now=now)
        body = letters.procedure(case, str(PAUSES[HEARING]), ground, HEARING_HOLD_DAYS)
        letter(Document.Kind.PROCEDURE, case, body, by=by, now=now)
    hearing.save(update_fields=["state", "applied_at", "hold_by", "clock"])
    record("approvals.case.hearing_applied", case, actor=by, now=now, hold_by=hearing.hold_by)
    return case


def check_party(by, case: Case):
    """Raise PermissionDenied unless it is the applicant, or the window for an applicant who came there."""
    if not can_be_heard(by, case):
        raise PermissionDenied(_("Only the applicant decides whether to be heard."))


@deed
def waive_hearing(case: Case, *, by, now) -> Case:
    """The applicant does not want to be heard, or no longer; the course goes on at once."""
    case = lock(case, by, now)
    check_party(by, case)
    check_order(case, "waive_hearing")
    case.hearing.waive()
    case.hearing.save(update_fields=["state"])
    if is_open(case, HEARING):
        restart_clocks(case, kind=HEARING, now=now)
    record("approvals.case.hearing_waived", case, actor=by, now=now, by_applicant=True)
    return case


@deed
def let_pass(case: Case, *, by, now) -> Case:
    """Nobody applied in five days: the hearing is waived. Done by the robot; looks again at the locked case."""
    case = lock(case)
    hearing = getattr(case, "hearing", None)
    if case.state not in Case.IN_HAND or hearing is None or not may_pass(hearing, timezone.localdate(now)):
        return case
    hearing.waive()
    hearing.save(update_fields=["state"])
    record("approvals.case.hearing_waived", case, actor=by, now=now, by_applicant=False)
    return case


def may_pass(hearing: Hearing, today) -> bool:
    """Has the time to apply gone by without an application?"""
    return hearing.state == State.TOLD and hearing.apply_by < today


@deed
def schedule_hearing(case: Case, *, by, now, session_at, place: str, chair) -> Case:
    """Set date, place and chair, and announce them at least seven working days before; a later notice moves them.

    `chair` is a person of the unit who neither reviews the application nor will decide it.
    """
    case = lock(case, by, now)
    check_duty(by, "schedule_hearing", case)
    check_order(case, "schedule_hearing")
    hearing = case.hearing
    hearing.schedule()
    check_session(hearing, timezone.localdate(session_at), timezone.localdate(now))
    check_chair(case, chair, by)
    if not place.strip():
        raise Refused(None, _("Say where the hearing takes place."), field="place")
    hearing.session_at, hearing.place, hearing.chair, hearing.noticed_at = session_at, place.strip(), chair, now
    hearing.save(update_fields=["state", "session_at", "place", "chair", "noticed_at"])
    letter(Document.Kind.HEARING_SESSION, case, letters_hearing.session(case, hearing), by=by, now=now)
    about = {"session_at": session_at, "place": hearing.place, "chair": chair.pk}
    record("approvals.case.hearing_scheduled", case, actor=by, now=now, **about)
    return case


def earliest_session(today):
    """The first day for a session that is announced today."""
    return calendars.calendar().add(today, HEARING_NOTICE_DAYS)


def check_session(hearing: Hearing, day, today):
    """The session lies seven working days ahead, on a working day, and within the twenty days as far as possible."""
    first = earliest_session(today)
    if day < first:
        words = _("The hearing is announced at least seven working days before; the earliest day is %(date)s.")
        raise Refused(None, words % {"date": with_weekday(first)}, field="session_at")
    if day > max(hearing.hold_by, first):
        words = _("The hearing has to be held by %(date)s.")
        raise Refused(None, words % {"date": with_weekday(max(hearing.hold_by, first))}, field="session_at")
    if not calendars.calendar().is_working(day):
        raise Refused(None, _("Choose a working day."), field="session_at")


def check_chair(case: Case, chair, by):
    """Somebody of the unit other than those who review the application (第四十八条第一款第三项)."""
    if chair.pk in (by.user.pk, case.reviewer_id):
        words = _("The chair must not be the one who reviews this application (Licensing Law, article 48).")
        raise Refused(SAME_PERSON, words, field="chair")
    if not Post.objects.active().filter(user=chair, organisation=case.organisation_id).exists():
        raise Refused(None, _("The chair is a person of this unit."), field="chair")


@deed
def hold_hearing(case: Case, *, by, now, minutes: str) -> Case:
    """The hearing was held; the decision rests on its minutes (第四十八条第二款). The clocks count from tomorrow."""
    case = lock(case, by, now)
    check_duty(by, "hold_hearing", case)
    check_order(case, "hold_hearing")
    hearing = case.hearing
    hearing.hold()
    if now < hearing.session_at:
        words = _("The hearing begins on %(date)s.")
        raise Refused(None, words % {"date": with_weekday(timezone.localdate(hearing.session_at))})
    if not minutes.strip():
        raise Refused(None, _("A hearing needs minutes (Licensing Law, article 48)."), field="minutes")
    hearing.minutes, hearing.held_at = minutes.strip(), now
    hearing.save(update_fields=["state", "minutes", "held_at"])
    if is_open(case, HEARING):
        restart_clocks(case, kind=HEARING, now=now)
    record("approvals.case.hearing_held", case, actor=by, now=now, due_on=case.clock.due_on)
    return case


def check_hearing(case: Case, by, now):
    """Raise Refused while the applicant may still be heard, and for the chair, who does not decide."""
    hearing = getattr(case, "hearing", None)
    if hearing is None:
        return
    if hearing.state == State.TOLD and timezone.localdate(now) <= hearing.apply_by:
        words = _("Until %(date)s the applicant may still apply for a hearing; the decision has to wait.")
        raise Refused(WRONG_ORDER, words % {"date": with_weekday(hearing.apply_by)})
    if hearing.state in Hearing.RUNNING:
        raise Refused(WRONG_ORDER, _("The hearing has not been held yet; the decision rests on its minutes."))
    check_not_chair(case, by)


def check_not_chair(case: Case, by):
    """The chair of the hearing neither reviews the application nor decides on it."""
    hearing = getattr(case, "hearing", None)
    if hearing is not None and hearing.chair_id is not None and hearing.chair_id == by.user.pk:
        raise Refused(SAME_PERSON, _("You chaired the hearing; somebody else reviews and decides."))


def announce_by(session_on):
    """The last day on which a session on this working day may be announced."""
    calendar = calendars.calendar()
    return calendar.numbered(calendar.count(session_on) - HEARING_NOTICE_DAYS)
