"""Who may do what in the hall that is not about one case: deputies, absences, representatives, attendance."""

from datetime import date

from accounts.models import Post, Role
from approvals.models import UNIT_ROLES


def can_appoint(actor, organisation_id: int) -> bool:
    """The head of a unit appoints deputies and the chief representative."""
    return actor.holds(Role.HEAD) and actor.works_for(organisation_id)


def can_answer_for(actor, post: Post) -> bool:
    """The holder of a post declares an absence; the head of the unit does it for somebody who cannot."""
    own = actor.user is not None and post.user_id == actor.user.pk and actor.works_for(post.organisation_id)
    return post.role in UNIT_ROLES and post.ended_on is None and (own or can_appoint(actor, post.organisation_id))


def can_attend(actor) -> bool:
    """Posts with a window are attended; a deputy attends for the holder who is away."""
    return actor.post is not None and actor.post.window_id is not None and actor.post.role in UNIT_ROLES


def can_see_attendance(actor) -> bool:
    """The head sees the unit's windows, inspectors and leaders all they watch."""
    return actor.holds(Role.HEAD, Role.INSPECTOR, Role.LEADER)


def attended_posts(actor, first: date, last: date):
    """The posts with a window that this actor may see, as far as they existed between two days."""
    if not can_see_attendance(actor):
        return Post.objects.none()
    posts = Post.objects.filter(window__isnull=False, role__in=UNIT_ROLES).exclude(ended_on__lt=first)
    if actor.holds(Role.HEAD):
        return posts.filter(organisation=actor.organisation)
    return posts.filter(organisation__path__startswith=actor.watched_path)
