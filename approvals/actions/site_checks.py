"""Checks on the spot (实质核查) by at least two people (行政许可法 第三十四条第三款、第五十五条第二款)."""

from django.utils.translation import gettext as _

from accounts.models import Post
from approvals.actions.common import check_duty, lock
from approvals.flow import SITE_CHECK, STEP
from approvals.models import Case, Result, SiteCheck
from approvals.permissions import may_follow
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import WRONG_ORDER, deed, record
from records.attachments import bind, store
from records.refusal import Refused

TWO = 2  # people at least


def check_order(case: Case, name: str):
    if not may_follow(case, name):
        raise Refused(WRONG_ORDER, _("The course of this case does not allow a site check now."))


@deed
def assign_site_check(case: Case, *, by, now, first, second) -> SiteCheck:
    """Send two different people of the unit; raises Refused for `second` when it is only one."""
    case = lock(case, by, now)
    check_duty(by, "assign_site_check", case)
    check_order(case, "assign_site_check")
    people = {person.pk for person in (first, second) if person is not None}
    if len(people) < TWO:
        words = _("A site check is made by at least two people (Licensing Law, article 34).")
        raise Refused(None, words, field="second")
    posts = Post.objects.active().filter(user__in=people, organisation=case.organisation_id)
    if posts.values("user").distinct().count() < TWO:
        raise Refused(None, _("Both are people of this unit."), field="second")
    check = SiteCheck.objects.create(case=case, first=first, second=second, assigned_at=now)
    for clock in Deadline.objects.about(case).filter(name=STEP + SITE_CHECK).running():
        deadlines.meet(clock, now)
    record("approvals.case.site_check_assigned", case, actor=by, now=now, people=sorted(people))
    return check


@deed
def record_site_check(case: Case, *, by, now, passed: bool, findings: str, photos=()) -> SiteCheck:
    """One of the two writes down what they found; `photos` are uploads, kept with the check."""
    case = lock(case, by, now)
    check_duty(by, "record_site_check", case)
    check_order(case, "record_site_check")
    check = case.site_checks.select_for_update().get(checked_at=None)
    if passed is None or not findings.strip():
        words = _("Write down what was found and whether the requirements are met.")
        raise Refused(None, words, field="findings")
    check.checked_at, check.passed, check.findings = now, passed, findings.strip()
    check.save(update_fields=["checked_at", "passed", "findings"])
    keep(check, photos, by=by, now=now)
    record("approvals.case.site_checked", case, actor=by, now=now, passed=passed, photos=len(photos))
    return check


def keep(check: SiteCheck, photos, *, by, now):
    """Store the pictures of the place; a file we do not take is named at its field."""
    try:
        bind([store(photo, by=by, now=now, kind="site_check") for photo in photos], check, by=by, now=now)
    except Refused as refusal:
        raise Refused(None, refusal.message, field="photos") from refusal


def check_site(case: Case):
    """Raise Refused(V08) while a check that the item needs is missing, or while any is under way. Of a locked case."""
    if case.is_being_checked:
        raise Refused(WRONG_ORDER, _("Two people were sent for a site check; its result is missing."))
    if case.item.needs_site_check and not case.site_checks.exists():
        raise Refused(WRONG_ORDER, _("This item needs a site check by two people; its result is missing."))


def check_site_passed(case: Case, result: str):
    """What was found wanting on the spot is not granted."""
    if result != Result.GRANTED or not case.item.needs_site_check:
        return
    if case.site_checks.order_by("pk").values_list("passed", flat=True).last() is False:
        words = _("The site check found that the requirements are not met. Deny, or check once more first.")
        raise Refused(None, words, field="result")
