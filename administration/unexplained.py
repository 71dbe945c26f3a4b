"""Posts that do not agree with the log of rights: whoever wrote them did not use the portal.

The log is append-only and sealed; a post that a hand in the database made or changed has no line there or another.
"""

from django.db.models import CharField, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from accounts.models import Post
from administration.models import RightChange

K = RightChange.Kind
CLOSING = [K.ENDED, K.MOVED]


def last(field: str, *kinds: str, keep: bool = True):
    """A field of the last line about a post; of these kinds, or of all others."""
    rows = RightChange.objects.filter(post=OuterRef("pk"))
    rows = rows.filter(kind__in=kinds) if keep else rows.exclude(kind__in=kinds)
    return Subquery(rows.order_by("-pk").values(field)[:1])


def unexplained():
    """Never granted; ended, suspended or in force against the last word; another person, unit or role than granted."""
    rows = Post.objects.annotate(
        said=last("kind", K.CHANGED, K.CONFIRMED, keep=False),
        granted_user=last("user", K.GRANTED),
        granted_unit=last("organisation", K.GRANTED),
        granted_role=last("role", K.GRANTED),
    )
    closed = Q(said__in=CLOSING)
    wrong = Q(granted_user=None) | ~Q(user=F("granted_user")) | ~Q(organisation=F("granted_unit"))
    wrong |= ~Q(role=Cast(F("granted_role"), CharField()))
    wrong |= closed & Q(ended_on=None) | ~closed & Q(ended_on__isnull=False)
    wrong |= Q(said=K.SUSPENDED, suspended_on=None) | Q(said__in=[K.GRANTED, K.RESTORED], suspended_on__isnull=False)
    return rows.filter(wrong).order_by("pk")
