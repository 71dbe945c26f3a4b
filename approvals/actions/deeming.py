"""What the law puts in the place of a deed that was not done in time. The robot writes it down; see `run`."""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from accounts.actor import ROBOT
from approvals import letters, renewals
from approvals.actions.branches import ask_units
from approvals.actions.clocks import open_pauses, restart_clocks
from approvals.actions.common import letter, lock, owe, settle
from approvals.actions.deciding import close_with
from approvals.actions.hearings import let_pass
from approvals.actions.receiving import start_clocks
from approvals.flow import FIRST_REVIEW, FIRST_REVIEW_DAYS, NOTICE, RENEWAL_DAYS, STEP
from approvals.models import Case, Hearing, Licence, Result
from approvals.places import is_below
from approvals.renewals import is_timely
from records.actions import deed, record
from records.models import Document

logger = logging.getLogger(__name__)
State = Case.State


@deed
def deem_accepted(case: Case, *, by, now) -> Case:
    """Nobody answered in five working days: accepted from the day of receipt (行政许可法 第三十二条第四项).

    The promise counts from the day on which the documents came, so it may already be near its end.
    """
    case = lock(case)
    if not unanswered(case, timezone.localdate(now)):
        return case
    if is_below(case):
        received_at = case.step_clock.started_at
        settle(case, now)
        case.accept_below()
        case.organisation_id = town_of(case).pk
        owe(case, STEP + FIRST_REVIEW, FIRST_REVIEW_DAYS, now=received_at)
        case.is_deemed = True
        case.save(update_fields=["state", "organisation", "step_clock", "is_deemed"])
        letter(Document.Kind.ACCEPTANCE, case, letters.deemed_below(case, received_at), by=by, now=now)
        note_acceptance(case, received_at, by=by, now=now)
    else:
        accept_by_law(case, by=by, now=now)
    return case


def accept_by_law(case: Case, *, by, now):
    """Accepted from the day on which the documents came, and the applicant is told."""
    received_at = case.step_clock.started_at
    settle(case, now)
    case.deem_accepted()
    start_clocks(case, responsible=None, now=received_at)
    case.accepted_at, case.is_deemed = received_at, True
    case.save(update_fields=["state", "accepted_at", "is_deemed", "clock", "step_clock"])
    letter(Document.Kind.ACCEPTANCE, case, letters.deemed_acceptance(case), by=by, now=now)
    note_acceptance(case, received_at, by=by, now=now)
    ask_units(case, by=by, now=now)


def note_acceptance(case: Case, received_at, *, by, now):
    record("approvals.case.deemed_accepted", case, actor=by, now=now, accepted_on=timezone.localdate(received_at))


def town_of(case: Case):
    """The town that reviews first: where the case lies, or the parent of the village."""
    unit = case.organisation
    return unit.parent if unit.level == unit.Level.VILLAGE else unit


def unanswered(case: Case, today) -> bool:
    """Does the case still wait for an answer, with the five days behind it?"""
    clock = case.step_clock
    return case.state == State.SUBMITTED and clock is not None and clock.name == NOTICE and clock.overdue_on <= today


@deed
def deem_renewed(case: Case, *, by, now) -> Case:
    """The licence ran out before the decision on a renewal asked for in time: renewed (行政许可法 第五十条).

    A renewal that was not even accepted by then is first deemed accepted from the day it came. One that waits for
    the applicant's correction is not: what was asked for is not there.
    """
    today = timezone.localdate(now)
    case = lock(case)
    if not is_due_for_renewal(case, today):
        return case
    if case.state == State.SUBMITTED:
        accept_by_law(case, by=by, now=now)
    for kind in open_pauses(case):
        restart_clocks(case, kind=kind, now=now)
    renewals.keep_the_day(case)
    case.deem_renewed()
    case.is_deemed = True
    case.save(update_fields=["is_deemed"])
    close_with(case, by=by, now=now, result=Result.GRANTED, reason=letters.DEEMED_RENEWED)
    record("approvals.case.deemed_renewed", case, actor=by, now=now, licence=case.renews.number)
    return case


def is_due_for_renewal(case: Case, today) -> bool:
    """Is this an undecided, timely renewal of a licence that ended before today?"""
    undecided = case.state in Case.IN_HAND or (case.state == State.SUBMITTED and not is_below(case))
    if not undecided or not is_timely(case):
        return False
    return case.renews.state == Licence.State.VALID and case.renews.valid_until < today


def run(now) -> int:
    """Do everything the law has put in the place of missing deeds up to now; returns how many cases that concerned.

    May run twice or late: each deed looks again at the locked case, and its dates come from the case.
    """
    today = timezone.localdate(now)
    open_cases = Case.objects.filter(closed_at=None)
    answers = open_cases.filter(state=State.SUBMITTED, step_clock__name=NOTICE, step_clock__overdue_on__lte=today)
    ended = open_cases.filter(renews__valid_until__lt=today, renews__state=Licence.State.VALID)
    in_time = F("renews__valid_until") - timedelta(days=RENEWAL_DAYS)
    undecided = ended.filter(state__in=[State.SUBMITTED, *Case.IN_HAND], submitted_at__date__lte=in_time)
    unheard = open_cases.filter(hearing__state=Hearing.State.TOLD, hearing__apply_by__lt=today)
    done = 0
    for deed_of_law, cases in ((deem_accepted, answers), (deem_renewed, undecided), (let_pass, unheard)):
        for case in cases.only("pk").order_by("pk"):  # each deed reads the locked row
            deed_of_law(case, by=ROBOT, now=now)
            done += 1
    return done
