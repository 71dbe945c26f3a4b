"""Deputies and absences (A/B 岗): who stands in, and who answers for the running clocks meanwhile.

The clocks move with an entry on each case, so that a card falls on whoever had the case when it rang.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.actor import ROBOT
from accounts.models import Post, User
from approvals.models import UNIT_ROLES, Case
from approvals.permissions_hall import can_answer_for, can_appoint
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import EntryDraft, deed, record, record_many
from records.models import Entry
from records.refusal import Refused

LONGEST_ABSENCE = 183  # days; somebody who is away longer gives up the post
PASSED_ON = "approvals.post.clocks_passed_on"


def colleagues(post: Post):
    """The people who may stand in for the holder: those with another active post in the same unit."""
    posts = Post.objects.active().filter(organisation=post.organisation_id, role__in=UNIT_ROLES)
    return User.objects.filter(is_active=True, posts__in=posts).exclude(pk=post.user_id).order_by("pk").distinct()


@deed
def appoint_deputy(post: Post, *, by, now, deputy: User) -> Post:
    """The head says who stands in for the holder of a post (B 岗)."""
    post = accounts.lock_post(post)
    if not can_appoint(by, post.organisation_id) or not can_answer_for(by, post):
        raise PermissionDenied(_("Only the head of the unit appoints deputies."))
    if not colleagues(post).filter(pk=deputy.pk).exists():
        raise Refused(None, _("The deputy must hold another post in the same unit."), field="deputy")
    if post.away_until and post.deputy_id not in (None, deputy.pk):
        pass_on(post, post.deputy, deputy, by=by, now=now)
    accounts.set_deputy(post, deputy)
    record("approvals.post.deputy", post, actor=by, now=now, deputy=deputy.pk)
    return post


@deed
def go_away(post: Post, *, by, now, until) -> Post:
    """The holder is away up to and including `until`; the deputy takes over post and running clocks."""
    post = accounts.lock_post(post)
    if not can_answer_for(by, post):
        raise PermissionDenied(_("Only the holder of the post or the head of the unit declares an absence."))
    today = timezone.localdate(now)
    if not 0 <= (until - today).days <= LONGEST_ABSENCE:
        raise Refused(None, _("Choose a day between today and half a year ahead."), field="until")
    if post.deputy is None:
        raise Refused(None, _("Nobody stands in for this post; the head of the unit appoints a deputy first."))
    if is_away(post.deputy, post.organisation_id, today):
        raise Refused(None, _("The deputy is away too; the head of the unit appoints somebody else first."))
    accounts.set_absence(post, until)
    record("approvals.post.away", post, actor=by, now=now, until=until, deputy=post.deputy_id)
    pass_on(post, post.user, post.deputy, by=by, now=now)
    return post


def is_away(user: User, organisation_id: int, today) -> bool:
    """Has this person declared an absence from a post in this unit?"""
    return Post.objects.active().filter(user=user, organisation=organisation_id, away_until__gte=today).exists()


@deed
def come_back(post: Post, *, by, now) -> Post:
    """The holder is back; what was passed on and still runs comes back too. The robot does it when the time is up."""
    post = accounts.lock_post(post)
    if by is not ROBOT and not can_answer_for(by, post):
        raise PermissionDenied(_("Only the holder of the post or the head of the unit ends an absence."))
    if post.away_until is None:
        raise Refused(None, _("The holder of this post is not away."))
    give_back(post, by=by, now=now)
    accounts.set_absence(post, None)
    record("approvals.post.back", post, actor=by, now=now)
    return post


@deed
def hand_over(post: Post, *, by, now, to: User) -> int:
    """Hand one's running clocks of this unit to a colleague for good; returns how many there were."""
    post = accounts.lock_post(post)
    if not can_answer_for(by, post):
        raise PermissionDenied(_("Only the holder of the post or the head of the unit hands cases over."))
    if not colleagues(post).filter(pk=to.pk).exists():
        raise Refused(None, _("Choose somebody who holds a post in the same unit."), field="to")
    moved = move(running(post.organisation_id, post.user), post, to, by=by, now=now)
    if not moved:
        raise Refused(None, _("No clock runs under this name in the unit; there is nothing to hand over."))
    record("approvals.post.handed_over", post, actor=by, now=now, to=to.pk, clocks=len(moved))
    return len(moved)


def running(organisation_id, user):
    """The running clocks of cases that somebody answers for in this unit."""
    kind = ContentType.objects.get_for_model(Case)
    return Deadline.objects.running().filter(subject_type=kind, organisation=organisation_id, responsible=user)


def move(clocks, post: Post, to: User, *, by, now) -> list[int]:
    """Lock the cases, change who answers for these clocks, write an entry on each case."""
    about = set(clocks.values_list("subject_id", flat=True))
    cases = list(Case.objects.select_for_update().filter(pk__in=about).order_by("pk"))
    moved = deadlines.hand_over(clocks, to)
    detail = {"from": post.user_id, "to": to.pk, "post": post.pk}
    record_many(EntryDraft("approvals.case.handed_over", case, by, now, detail) for case in cases)
    return moved


def pass_on(post: Post, sender: User, receiver: User, *, by, now):
    """For the time of an absence: the entry keeps which clocks went, so that they can come back."""
    clocks = running(post.organisation_id, sender)
    if sender != post.user:  # from one deputy to the next: only what came from the holder
        clocks = clocks.filter(pk__in=passed_on(post))
    moved = move(clocks, post, receiver, by=by, now=now)
    if moved:
        record(PASSED_ON, post, actor=by, now=now, to=receiver.pk, clocks=moved)


def passed_on(post: Post) -> list[int]:
    """The clocks that went to a deputy since the absence began."""
    entries = Entry.objects.about(post)
    began = entries.filter(verb="approvals.post.away").order_by("-pk").values_list("pk", flat=True).first()
    bodies = entries.filter(verb=PASSED_ON, pk__gte=began or 0).values_list("body", flat=True)
    return sorted({clock for body in bodies for clock in body["clocks"]})


def give_back(post: Post, *, by, now):
    went = running(post.organisation_id, post.deputy).filter(pk__in=passed_on(post))
    move(went, post, post.user, by=by, now=now)


def run(now):
    """The robot's part: new clocks of people who are away go to their deputies; whose time is up comes back."""
    today = timezone.localdate(now)
    posts = Post.objects.active().filter(deputy__isnull=False, away_until__isnull=False, role__in=UNIT_ROLES)
    if not posts.exists():  # as on most days
        return
    for post in posts.filter(away_until__lt=today).order_by("pk"):
        come_back(post, by=ROBOT, now=now)
    new = running(OuterRef("organisation"), OuterRef("user"))
    for post in posts.filter(Exists(new), away_until__gte=today).order_by("pk"):
        pass_on_new(post, by=ROBOT, now=now)


@deed
def pass_on_new(post: Post, *, by, now) -> Post:
    """Clocks that were started under the name of somebody who is away."""
    post = accounts.lock_post(post)
    if post.away_until and post.deputy:
        pass_on(post, post.user, post.deputy, by=by, now=now)
    return post
