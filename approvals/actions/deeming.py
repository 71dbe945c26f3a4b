"""What the law puts in the place of a deed that was not done in time. The robot writes it down; see `run`."""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from accounts.actor import ROBOT
from approvals import letters
from approvals.actions.common import letter, lock, owe, settle
from approvals.actions.deciding import close_with
from approvals.actions.receiving import start_clocks
from approvals.flow import FIRST_REVIEW, FIRST_REVIEW_DAYS, NOTICE, RENEWAL_DAYS, STEP
from approvals.models import Case, Result
from approvals.places import is_below
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
    received_at = case.step_clock.started_at
    settle(case, now)
    if is_below(case):
        case.accept_below()
        case.organisation_id = town_of(case).pk
        owe(case, STEP + FIRST_REVIEW, FIRST_REVIEW_DAYS, now=received_at)
        case.is_deemed = True
        case.save(update_fields=["state", "organisation", "step_clock", "is_deemed"])
    else:
        case.deem_accepted()
        start_clocks(case, responsible=None, now=received_at)
        case.accepted_at, case.is_deemed = received_at, True
        case.save(update_fields=["state", "accepted_at", "is_deemed", "clock", "step_clock"])
        letter(Document.Kind.ACCEPTANCE, case, letters.deemed_acceptance(case), by=by, now=now)
    record("approvals.case.deemed_accepted", case, actor=by, now=now, accepted_on=timezone.localdate(received_at))
    return case


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
    """The licence ran out before the decision on a renewal asked for in time: renewed (行政许可法 第五十条)."""
    case = lock(case)
    if case.state not in Case.IN_HAND or not is_timely(case) or case.renews.valid_until >= timezone.localdate(now):
        return case
    case.deem_renewed()
    case.is_deemed = True
    case.save(update_fields=["is_deemed"])
    close_with(case, by=by, now=now, result=Result.GRANTED, reason=letters.DEEMED_RENEWED)
    record("approvals.case.deemed_renewed", case, actor=by, now=now, licence=case.renews.number)
    return case


def is_timely(case: Case) -> bool:
    """Was the renewal asked for at least thirty calendar days before the licence runs out?"""
    until = case.renews.valid_until if case.renews else None
    return until is not None and timezone.localdate(case.submitted_at) <= until - timedelta(days=RENEWAL_DAYS)


def run(now) -> int:
    """Do everything the law has put in the place of missing deeds up to now; returns how many cases that concerned.

    May run twice or late: each deed looks again at the locked case, and its dates come from the case.
    """
    today = timezone.localdate(now)
    open_cases = Case.objects.filter(closed_at=None)
    answers = open_cases.filter(state=State.SUBMITTED, step_clock__name=NOTICE, step_clock__overdue_on__lte=today)
    in_time = F("renews__valid_until") - timedelta(days=RENEWAL_DAYS)
    renewals = open_cases.filter(
        state__in=Case.IN_HAND, renews__valid_until__lt=today, submitted_at__date__lte=in_time
    )
    done = 0
    for deed_of_law, cases in ((deem_accepted, answers), (deem_renewed, renewals)):
        for case in cases.order_by("pk"):
            deed_of_law(case, by=ROBOT, now=now)
            done += 1
    return done
