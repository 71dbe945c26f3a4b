"""Who acts in the demo county: every post as an actor, every citizen, every item with its parts. Read once."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role, User
from approvals.models import Item
from config.demo.accounts import ACCOUNTS
from config.demo.county import People, load

DEMO = {account.username for account in ACCOUNTS}


@dataclass
class Cast:
    """`posts` maps an organisation's key and a role to its actors; `citizens` leaves out the demo citizens.

    `catalogue` is every version in force; `items` leaves out what has a course of its own (joint, first review,
    renewal, site check) and what the office does without an application: the invented histories know one course.
    """

    people: People
    catalogue: list[Item]
    posts: dict[tuple[int, str], list[Actor]]
    citizens: list[Actor]
    inspectors: list[Actor]
    demo: dict[str, Actor] = field(default_factory=dict)

    @cached_property
    def units(self) -> dict[str, Organisation]:
        found = (actors[0].organisation for actors in self.posts.values())
        return {unit.code: unit for unit in found}

    @cached_property
    def items(self) -> list[Item]:
        return [item for item in self.catalogue if is_ordinary(item)]

    def staff(self, item: Item, role: str) -> list[Actor]:
        """The people of the item's unit in this role; never empty."""
        return self.posts[item.organisation_id, role]

    def unit(self, code: str) -> Organisation:
        """Any unit that people work in, by its code."""
        return self.units[code]

    def item(self, code: str) -> Item:
        """Any item in force, by its code."""
        return next(item for item in self.catalogue if item.code == code)


def is_ordinary(item: Item) -> bool:
    special = item.is_joint or item.first_review or item.renews or item.needs_site_check
    return item.kind in Item.APPLIED_FOR and not special


def read() -> Cast:
    posts, demo = defaultdict(list), {}
    for post in Post.objects.active().select_related("user", "organisation__parent").order_by("pk"):
        actor = Actor(post.user, post)
        posts[post.organisation_id, post.role].append(actor)
        if post.user.username in DEMO:
            demo[post.user.username] = actor
    citizens = [Actor(user) for user in User.objects.filter(is_citizen=True).order_by("pk")]
    demo |= {actor.user.username: actor for actor in citizens if actor.user.username in DEMO}
    published = Item.objects.published().select_related("organisation").prefetch_related("documents", "steps")
    return Cast(
        people=load().people,
        catalogue=list(published.order_by("pk")),
        posts=dict(posts),
        citizens=[actor for actor in citizens if actor.user.username not in DEMO],
        inspectors=[actor for key, actors in posts.items() if key[1] == Role.INSPECTOR for actor in actors],
        demo=demo,
    )
