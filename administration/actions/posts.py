"""What happens to a post that exists: changed, ended, suspended, restored; each with a line in the log of rights."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import succession
from accounts.actions import lock_post
from accounts.models import ADMIN_ROLES, Organisation, Post, Tone, User, Window
from administration.actions import log, telling
from administration.models import Confirmation, Grant, RightChange
from administration.permissions import can_change_post, can_restore, is_colleague
from records.actions import as_actor, deed, record
from records.deeds import may, needed
from records.refusal import Refused

K = RightChange.Kind


def check_standing(post: Post):
    if post.ended_on is not None:
        raise Refused(None, _("This post has ended already."))


@deed
def end(post: Post, *, by, now, reason: str, document_number: str, takes_over: User | None = None) -> Post:
    """End a post today. A right that goes needs no second signature; its open work goes to a colleague, if named."""
    post = lock_post(post)
    may(can_change_post(by, post), _("Rights are ended by the security administrator; nobody ends the own ones."))
    check_standing(post)
    check_not_the_last(post)
    if takes_over and not is_colleague(post, takes_over):
        raise Refused(None, _("Choose somebody who holds another post in the unit that is left."), field="takes_over")
    about = {"reason": needed(reason, "reason"), "document_number": needed(document_number, "document_number")}
    finish(post, by=by, now=now, takes_over=takes_over, **about)
    return post


def check_not_the_last(post: Post):
    """The portal never loses the last of its system, security or audit administrators."""
    others = Post.objects.active().filter(role=post.role, user__is_active=True).exclude(pk=post.pk)
    if post.role in ADMIN_ROLES and not others.exists():
        raise Refused(None, _("This is the last administrator of this kind: grant another one first."))


def finish(post: Post, *, by, now, reason: str, document_number: str = "", takes_over: User | None = None):
    """The end itself, with everything that hangs on it. The caller has locked the post and asked who may."""
    as_actor(by)
    before = log.facts(post)
    post.ended_on = timezone.localdate(now)
    post.save(update_fields=["ended_on"])
    moved = succession.hand_over_person(post, takes_over, by=by, now=now) if takes_over else {}
    after = {"ended_on": post.ended_on.isoformat(), "taken_over_by": takes_over.pk if takes_over else None}
    about = {"reason": reason, "document_number": document_number, "before": before, "after": after}
    log.note(post, K.ENDED, by=by, now=now, **about)
    record("administration.post.ended", post, actor=by, now=now, reason=reason, moved=dict(moved))
    settle(post, by=by, now=now)
    words = {"post": post, "day": post.ended_on}
    telling.tell(post, "ended", {post.user_id}, _("Your post %(post)s has ended on %(day)s.") % words, reason, now)
    if takes_over:
        title = _("The open work of %(person)s is yours now.") % {"person": post.user}
        telling.tell(post, "taken", {takes_over.pk}, title, reason, now, tone=Tone.WARNING)


def settle(post: Post, *, by, now):
    """What spoke of this post: its grant has ended, and no review asks about it any more."""
    for grant in Grant.objects.select_for_update().filter(post=post, state=Grant.State.IN_FORCE):
        grant.end()
        grant.save(update_fields=["state"])
    for row in Confirmation.objects.select_for_update().open().filter(post=post):
        row.lapse()
        row.decided_at = now
        row.save(update_fields=["state", "decided_at"])


@deed
def change(
    post: Post,
    *,
    by,
    now,
    reason: str,
    title: str = "",
    window: Window | None = None,
    deputy: User | None = None,
    is_contact: bool = False,
) -> Post:
    """Title, window, deputy, contact: what leaves the right itself as it is. Another role is another grant."""
    post = lock_post(post)
    may(can_change_post(by, post), _("Posts are changed by the security administrator; nobody changes the own one."))
    check_standing(post)
    if window and window.organisation_id != post.organisation_id:
        raise Refused(None, _("This window belongs to another unit."), field="window")
    check_deputy(post, deputy)
    before = log.facts(post)
    post.title, post.window, post.deputy, post.is_contact = title.strip(), window, deputy, is_contact
    after = log.facts(post)
    if after == before:
        raise Refused(None, _("Nothing of the post would change."))
    as_actor(by)
    post.save(update_fields=["title", "window", "deputy", "is_contact"])
    changed = {name: value for name, value in after.items() if before[name] != value}
    was = {name: before[name] for name in changed}
    log.note(post, K.CHANGED, by=by, now=now, reason=needed(reason, "reason"), before=was, after=changed)
    record("administration.post.changed", post, actor=by, now=now, **changed)
    return post


def check_deputy(post: Post, deputy: User | None):
    """Somebody of the same unit; nobody for an administrator, and no change while somebody stands in."""
    if deputy is None or deputy.pk == post.deputy_id:
        return
    if post.role in ADMIN_ROLES:
        raise Refused(None, _("Nobody stands in for an administrator: grant a second one instead."), field="deputy")
    if not is_colleague(post, deputy):
        raise Refused(None, _("The deputy must hold another post in the same unit."), field="deputy")
    if post.away_until:
        raise Refused(None, _("The holder is away: the head of the unit changes who stands in."), field="deputy")


def suspend(post: Post, *, by, now, reason: str):
    """No rights from now on, until somebody restores or ends the post. The caller has locked it."""
    as_actor(by)
    post.suspended_on = timezone.localdate(now)
    post.save(update_fields=["suspended_on"])
    log.note(post, K.SUSPENDED, by=by, now=now, reason=reason, after={"suspended_on": post.suspended_on.isoformat()})
    record("administration.post.suspended", post, actor=by, now=now, reason=reason)
    title = _("Your post %(post)s is suspended.") % {"post": post}
    telling.tell(post, f"suspended-{post.suspended_on}", {post.user_id}, title, reason, now, tone=Tone.WARNING)


@deed
def restore(post: Post, *, by, now, reason: str) -> Post:
    """A suspended post gives its rights again."""
    post = lock_post(post)
    may(can_restore(by, post), _("The head of the unit or a security administrator restores it; nobody the own one."))
    check_standing(post)
    if post.suspended_on is None:
        raise Refused(None, _("This post is not suspended."))
    as_actor(by)
    was, post.suspended_on = post.suspended_on, None
    post.save(update_fields=["suspended_on"])
    reason = needed(reason, "reason")
    log.note(post, K.RESTORED, by=by, now=now, reason=reason, before={"suspended_on": was.isoformat()})
    record("administration.post.restored", post, actor=by, now=now, reason=reason)
    title = _("Your post %(post)s is restored.") % {"post": post}
    telling.tell(post, f"restored-{now:%Y%m%d%H%M%S}", {post.user_id}, title, reason, now)
    return post


def relocate(post: Post, organisation: Organisation, *, by, now, reason: str, document_number: str) -> Post | None:
    """The post goes to the successor of its unit: it ends here, and the same begins there.

    None where the person holds this role there already. Neither needs the two signatures of a grant: the two of the
    reorganisation stand for them.
    """
    before = log.facts(post)
    post.ended_on = timezone.localdate(now)
    post.save(update_fields=["ended_on"])
    settle(post, by=by, now=now)
    about = {"by": by, "now": now, "reason": reason, "document_number": document_number}
    there = Post.objects.standing().filter(user=post.user_id, organisation=organisation, role=post.role)
    moved = None
    if not there.exists():
        names = ("user_id", "role", "title", "window_id", "deputy_id", "is_contact", "away_until", "suspended_on")
        moved = Post.objects.create(organisation=organisation, **{name: getattr(post, name) for name in names})
        log.note(moved, K.GRANTED, before=before, after=log.facts(moved), **about)
    log.note(post, K.MOVED, before=before, after={"post": moved.pk if moved else there.first().pk}, **about)
    title = _("Your post is now one of %(unit)s.") % {"unit": organisation.name}
    telling.tell(post, "moved", {post.user_id}, title, reason, now)
    return moved
