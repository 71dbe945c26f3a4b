"""A merger in one call, for tests of what follows."""

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role
from administration.actions import reorganising
from administration.actions.reorganising import Heir, Ordered
from administration.models import Reorganisation
from tests.conftest import at, employ

DAY = at("2026-03-13")


def signers() -> tuple[Actor, Actor]:
    """Who enters a reorganisation and who confirms it."""
    found = Post.objects.filter(user__username__in=["sys", "sec"]).select_related("user", "organisation")
    posts = {post.user.username: Actor(post.user, post) for post in found}
    if not posts:
        county = Organisation.objects.get(level="county")
        return employ("sys", "吴系统", county, Role.SYSTEM_ADMIN), employ("sec", "郑安全", county, Role.SECURITY_ADMIN)
    return posts["sys"], posts["sec"]


def proposed(old, into, by, now=DAY) -> Reorganisation:
    ordered = Ordered("merge", "云编〔2026〕2号", "机构改革", now.date(), heirs=(Heir(into),))
    return reorganising.propose(old, by=by, now=now, ordered=ordered)


def merge(old, into, *signing, now=DAY) -> Reorganisation:
    """The unit goes into another one; both rows are as the database has them afterwards."""
    system, security = signing or signers()
    row = proposed(old, into, system, now)
    reorganising.confirm(row, by=security, now=now, opinion="同意")
    for thing in (old, into, row):
        thing.refresh_from_db()
    return row


def now_of(actor) -> Actor:
    """The actor with the unit as it is after the merger."""
    actor.post.refresh_from_db()
    return actor
