"""Who acts in the demo county: every post as an actor, every citizen, every item with its parts. Read once."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.actor import Actor
from accounts.models import Post, Role, User
from approvals.models import Item
from config.demo.accounts import ACCOUNTS
from config.demo.county import People, load

DEMO = {account.username for account in ACCOUNTS}


@dataclass
class Cast:
    """`posts` maps an organisation's key and a role to its actors; `citizens` leaves out the demo citizens."""

    people: People
    items: list[Item]
    posts: dict[tuple[int, str], list[Actor]]
    citizens: list[Actor]
    inspectors: list[Actor]
    demo: dict[str, Actor] = field(default_factory=dict)

    def staff(self, item: Item, role: str) -> list[Actor]:
        """The people of the item's unit in this role; never empty."""
        return self.posts[item.organisation_id, role]

    def item(self, code: str) -> Item:
        return next(item for item in self.items if item.code == code)


def read() -> Cast:
    posts, demo = defaultdict(list), {}
    for post in Post.objects.active().select_related("user", "organisation__parent").order_by("pk"):
        actor = Actor(post.user, post)
        posts[post.organisation_id, post.role].append(actor)
        if post.user.username in DEMO:
            demo[post.user.username] = actor
    citizens = [Actor(user) for user in User.objects.filter(is_citizen=True).order_by("pk")]
    demo |= {actor.user.username: actor for actor in citizens if actor.user.username in DEMO}
    return Cast(
        people=load().people,
        items=list(Item.objects.select_related("organisation").prefetch_related("documents", "steps").order_by("pk")),
        posts=dict(posts),
        citizens=[actor for actor in citizens if actor.user.username not in DEMO],
        inspectors=[actor for key, actors in posts.items() if key[1] == Role.INSPECTOR for actor in actors],
        demo=demo,
    )
