"""The hall itself: chief representatives of the units (首席代表), and who came to the windows (到岗)."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import Organisation, Post, User
from approvals.actions.duty import UNIT_ROLES
from approvals.models import Attendance, Representative
from approvals.permissions_hall import can_appoint, can_attend
from records.actions import deed, record, report_violation
from records.deeds import for_update
from records.refusal import Refused

TERM_DAYS = 365  # a chief representative is not changed within one year (seed S2-13)
TOO_EARLY = "V10"  # 首席代表任职不满一年更换


def present_representative(organisation) -> Representative | None:
    found = Representative.objects.filter(organisation=organisation, until=None)
    return found.select_related("user", "organisation").first()


def is_early(representative: Representative, today) -> bool:
    """Has the representative served for less than a year?"""
    return (today - representative.since).days < TERM_DAYS


@deed(makes=True)
def appoint_representative(
    organisation: Organisation, *, by, now, user: User, mandate: str, reason: str = ""
) -> Representative:
    """Appoint the chief representative, in the place of the present one if there is one.

    A change needs a reason; within the first year it is carried out all the same and supervision gets a pre-warning.
    """
    for_update(organisation)  # one change at a time
    if not can_appoint(by, organisation.pk):
        raise PermissionDenied(_("Only the head of the unit appoints its chief representative."))
    check_mandate(organisation, user, mandate)
    today, before = timezone.localdate(now), present_representative(organisation)
    if before is not None:
        check_change(before, user, reason, today)
        before.until, before.reason = today, reason.strip()
        before.save(update_fields=["until", "reason"])
    made = Representative.objects.create(
        organisation=organisation, user=user, mandate=mandate.strip(), since=today, appointed_by=by.user
    )
    detail = {"user": user.pk, "since": today, "before": before.pk if before else None, "reason": reason.strip()}
    record("approvals.representative.appointed", made, actor=by, now=now, **detail)
    if before is not None and is_early(before, today):
        report_early(before, by=by, now=now, today=today)
    return made


def check_mandate(organisation, user: User, mandate: str):
    if not mandate.strip():
        raise Refused(None, _("Say which powers the representative has."), field="mandate")
    held = Post.objects.active().filter(user=user, organisation=organisation, role__in=UNIT_ROLES)
    if not held.exists():
        raise Refused(None, _("Choose somebody who holds a post in the unit."), field="user")


def check_change(before: Representative, user: User, reason: str, today):
    if before.user_id == user.pk:
        raise Refused(None, _("This person is the chief representative already."), field="user")
    if not reason.strip():
        raise Refused(None, _("Give the reason of the change; it stays in the register."), field="reason")


def report_early(before: Representative, *, by, now, today):
    """The change stands; supervision learns that it came too early."""
    message = _("The chief representative %(name)s was changed after %(days)s days; the term is %(term)s days.")
    report_violation(
        TOO_EARLY,
        before,
        deed="approvals.appoint_representative",
        message=message % {"name": before.user, "days": (today - before.since).days, "term": TERM_DAYS},
        organisation=before.organisation,
        responsible=by.user,
        now=now,
    )


@deed(makes=True)
def arrive(post: Post, *, by, now) -> Attendance:
    """Somebody is at the window now. The first arrival of the day counts; coming back after leaving is noted."""
    check_own_window(post, by)
    accounts.lock_post(post)
    there = todays(post, now)
    if there is not None and there.left_at is None:
        raise Refused(None, _("You are registered at the window already."))
    if there is None:
        there = Attendance.objects.create(
            post=post,
            user=by.user,
            organisation_id=post.organisation_id,
            day=timezone.localdate(now),
            arrived_at=now,
        )
    else:
        there.left_at = None
        there.save(update_fields=["left_at"])
    record("approvals.attendance.arrived", there, actor=by, now=now)
    return there


@deed(makes=True)
def leave(post: Post, *, by, now) -> Attendance:
    """Somebody leaves the window."""
    check_own_window(post, by)
    accounts.lock_post(post)
    there = todays(post, now)
    if there is None or there.left_at is not None:
        raise Refused(None, _("You are not registered at the window now."))
    there.left_at = now
    there.save(update_fields=["left_at"])
    record("approvals.attendance.left", there, actor=by, now=now)
    return there


def todays(post: Post, now) -> Attendance | None:
    return Attendance.objects.filter(post=post, day=timezone.localdate(now)).first()


def check_own_window(post: Post, by):
    """One registers oneself, from the post one acts from; nobody does it for somebody else."""
    if not can_attend(by) or by.post.pk != post.pk:
        raise PermissionDenied(_("Only who acts from a post with a window registers there."))
