"""好差评: the applicant rates once; a bad rating is contacted, put right and visited back; silence is a default."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from approvals.actions.common import within
from approvals.models import Case, Rating
from approvals.permissions import can_follow_up, can_rate
from approvals.ratings import (
    ASPECTS,
    CONTACT,
    CONTACT_DAYS,
    DEFAULT_AFTER_DAYS,
    RATED_AFTER,
    RECTIFY,
    RECTIFY_DAYS,
    VISIT,
    VISIT_DAYS,
    is_rateable,
)
from deadlines import actions as deadlines
from deadlines.actions import midnight
from records.actions import EntryDraft, deed, record, record_many
from records.deeds import for_update, needed
from records.refusal import Refused

LOOK_BACK_DAYS = 60  # a robot that stood still for so long still finds every case that nobody rated
BATCH = 1000


@deed(makes=True)
def rate(case: Case, *, by, now, stars: int, aspects=None, comment: str = "", code: str = "") -> Rating:
    """One rating of a finished case, by the applicant or by whoever holds the receipt with its query code.

    `aspects` maps the codes of ASPECTS to stars. Raises PermissionDenied for staff, whoever's case it is.
    """
    case = for_update(case)  # nothing of its item and clocks is looked at
    if not can_rate(by, case, code):
        raise PermissionDenied(_("Only the applicant rates a case; the staff has no part in it."))
    if not is_rateable(case):
        raise Refused(None, _("You can rate the service as soon as the case is finished."))
    if Rating.objects.filter(case=case).exists():
        raise Refused(None, _("This case has been rated already; every case is rated once."))
    if stars not in Rating.Stars.values:
        raise Refused(None, _("Please choose one to five stars."), field="stars")
    rating = Rating.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        stars=stars,
        aspects=known_aspects(case, aspects or {}),
        comment=comment.strip(),
        with_code=by.user is None or by.user.pk != case.applicant_id,
        rated_at=now,
    )
    if rating.is_bad:
        rating.follow_up()
        rating.clock = start(rating, CONTACT, CONTACT_DAYS, now)
        rating.save(update_fields=["state", "clock"])
    record("approvals.rating.given", case, actor=by, now=now, stars=stars, with_code=rating.with_code)
    return rating


def known_aspects(case: Case, given: dict) -> dict:
    """The stars of the aspects that belong to the way this case was applied for."""
    codes = [code for code, _words in ASPECTS[case.channel]]
    return {code: given[code] for code in codes if given.get(code) in Rating.Stars.values}


def start(rating: Rating, name: str, days: int, since):
    """The clock of the next deed of the follow-up; late, it rings on the unit."""
    return deadlines.start(rating.case, name, limits=within(days), organisation=rating.organisation_id, now=since)


def lock_rating(rating: Rating, by) -> Rating:
    """The rating as it is now, locked. Raises PermissionDenied unless its follow-up is up to this actor."""
    rows = Rating.objects.select_for_update(of=("self",)).select_related("case", "clock")
    rating = rows.get(pk=rating.pk)
    if not can_follow_up(by, rating):
        raise PermissionDenied(_("Bad ratings are followed up by the unit that was rated."))
    return rating


@deed
def contact(rating: Rating, *, by, now, contact_note: str) -> Rating:
    """The unit has spoken with the dissatisfied applicant. Fifteen working days from the rating to put it right."""
    rating = lock_rating(rating, by)
    rating.contact()
    rating.contact_note = needed(contact_note, "contact_note", _("Please write down what was said or done."))
    rating.contacted_at, rating.contacted_by = now, by.user
    deadlines.meet(rating.clock, now)
    rating.clock = start(rating, RECTIFY, RECTIFY_DAYS, rating.rated_at)
    rating.save(update_fields=["state", "contact_note", "contacted_at", "contacted_by", "clock"])
    record("approvals.rating.contacted", rating.case, actor=by, now=now)
    return rating


@deed
def rectify(rating: Rating, *, by, now, rectification: str) -> Rating:
    """What the applicant complained of has been put right."""
    rating = lock_rating(rating, by)
    rating.rectify()
    rating.rectification = needed(rectification, "rectification", _("Please write down what was said or done."))
    rating.rectified_at, rating.handler = now, by.user
    deadlines.meet(rating.clock, now)
    rating.clock = start(rating, VISIT, VISIT_DAYS, now)
    rating.save(update_fields=["state", "rectification", "rectified_at", "handler", "clock"])
    record("approvals.rating.rectified", rating.case, actor=by, now=now)
    return rating


@deed
def visit_back(rating: Rating, *, by, now, visit_note: str, is_satisfied_now: bool) -> Rating:
    """Somebody who had no part in the handling asks the applicant again."""
    rating = lock_rating(rating, by)
    rating.visit_back()
    if by.user.pk in (rating.handler_id, rating.contacted_by_id):
        raise Refused(None, _("The visit back is made by somebody who had no part in the handling."))
    rating.visit_note = needed(visit_note, "visit_note", _("Please write down what was said or done."))
    rating.visited_at, rating.visitor, rating.is_satisfied_now = now, by.user, is_satisfied_now
    deadlines.meet(rating.clock, now)
    rating.clock = None
    rating.save(update_fields=["state", "visit_note", "visited_at", "visitor", "is_satisfied_now", "clock"])
    record("approvals.rating.visited_back", rating.case, actor=by, now=now, is_satisfied_now=is_satisfied_now)
    return rating


def run(now) -> int:
    """Rate by default what nobody has rated in seven calendar days; returns how many. Safe to run late or twice."""
    done = 0
    while made := default_ratings(now):
        done += made
    return done


@transaction.atomic
def default_ratings(now) -> int:
    """One batch. A case that is being rated at this moment is passed over; the next round looks again."""
    today = timezone.localdate(now)
    last = midnight(today - timedelta(days=DEFAULT_AFTER_DAYS))
    closed = Case.objects.filter(closed_at__gte=last - timedelta(days=LOOK_BACK_DAYS), closed_at__lt=last)
    silent = closed.filter(state__in=RATED_AFTER, rating=None).order_by("closed_at", "pk")
    cases = list(silent.select_for_update(of=("self",), skip_locked=True).only("organisation_id")[:BATCH])
    rated = set(Rating.objects.filter(case__in=cases).values_list("case_id", flat=True))  # in the meantime
    cases = [case for case in cases if case.pk not in rated]
    Rating.objects.bulk_create(
        Rating(case=case, organisation_id=case.organisation_id, stars=Rating.Stars.FAIR, is_default=True, rated_at=now)
        for case in cases
    )
    verb, stars = "approvals.rating.by_default", {"stars": int(Rating.Stars.FAIR)}
    record_many(EntryDraft(verb, case, ROBOT, now, stars) for case in cases)
    return len(cases)
