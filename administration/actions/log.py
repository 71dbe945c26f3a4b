"""The log of rights: one line for everything that happens to a post, in the transaction in which it happens."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import Post
from administration.models import RightChange

KEPT = ("role", "title", "window_id", "is_contact", "deputy_id", "away_until", "suspended_on")


def facts(post: Post) -> dict:
    """What a post is, for the log."""
    found = {name: getattr(post, name) for name in KEPT} | {"organisation_id": post.organisation_id}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()}


def line(post: Post, kind: str, *, by, now, reason: str, **more) -> RightChange:
    """A line of the log, not saved. `more`: day, document_number, before, after, second."""
    return RightChange(
        post=post,
        user_id=post.user_id,
        organisation_id=post.organisation_id,
        role=post.role,
        kind=kind,
        reason=reason,
        changed_at=now,
        changed_by=by.user,
        **{"day": timezone.localdate(now)} | more,
    )


def note(post: Post, kind: str, **about) -> RightChange:
    row = line(post, kind, **about)
    row.save(force_insert=True)
    return row


def found(posts: Iterable[Post], *, by, now, reason: str, document_number: str) -> None:
    """The posts with which a county begins: nobody proposed them in the portal, the founding paper stands for them."""
    about = {"by": by, "now": now, "reason": reason, "document_number": document_number}
    lines = [line(post, RightChange.Kind.GRANTED, after=facts(post), **about) for post in posts]
    RightChange.objects.bulk_create(lines, batch_size=1000)
