"""Whom supervision tells of what: lists that grow with the level, and who is asked when nobody reads.

The lists are data (the pattern of Hunan's system: a yellow card goes to the list of the pre-warning as well, a red
one to both). The rung after the last list is the discipline office itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from accounts.models import Organisation, Post, Role
from deadlines import calendar as calendars
from monitoring.models import Level


@dataclass
class Posts:
    """The posts of all units that may have to be told, read once for a batch.

    A unit that has ended is told through the one that stands for it: its posts count for both.
    """

    today: date
    units: frozenset[int]
    by_role: dict = field(default_factory=lambda: defaultdict(list))
    by_holder: dict = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        parents = Organisation.objects.filter(pk__in=self.units).exclude(parent=None).values_list("parent", flat=True)
        rows = Post.objects.active().exclude(role__in=[Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
        rows = rows.answering_for(*self.units, *parents) | rows.filter(role__in=[Role.INSPECTOR, Role.LEADER])
        for post in rows.select_related("organisation").order_by("pk"):
            for unit in post.organisation.units:
                self.enter(unit, post)

    def enter(self, unit: int, post: Post):
        self.by_role[unit, post.role].append(post)
        self.by_holder[unit, post.user_id].append(post)
        if post.is_contact:
            self.by_role[unit, "contact"].append(post)

    def of(self, unit: int, role: str) -> set[int]:
        """Who holds this role in the unit, and who stands in for them today."""
        return {person for post in self.by_role.get((unit, role), ()) for person in reached(post, self.today)}

    @cached_property
    def watchers(self) -> list[Post]:
        return [post for (_unit, role), posts in self.by_role.items() if role == Role.INSPECTOR for post in posts]

    def inspectors(self, unit: Organisation) -> set[int]:
        """The people of the office that watches this unit."""
        offices = {post.organisation_id for post in self.watchers if watches(post.organisation, unit)}
        return {person for office in offices for person in self.of(office, Role.INSPECTOR)}

    def leaders(self, unit: Organisation) -> set[int]:
        """Whoever leads discipline in the county: the leader of the office, else those of the government above it."""
        offices = [post.organisation for post in self.watchers if watches(post.organisation, unit)]
        own = {person for office in offices for person in self.of(office.pk, Role.LEADER)}
        return own or {person for office in offices for person in self.of(office.parent_id, Role.LEADER)}


def reached(post: Post, today: date) -> set[int]:
    """The holder of a post; while they are away their deputy as well."""
    away = post.away_until is not None and post.away_until >= today
    return {post.user_id} | ({post.deputy_id} if away and post.deputy_id else set())


def watches(office: Organisation, unit: Organisation) -> bool:
    """Does this office watch the unit? Its county's path is the beginning of the unit's."""
    path = office.path
    above = path[: path.rstrip("/").rfind("/") + 1] or path
    return unit.path.startswith(above)


@dataclass(frozen=True)
class Concern:
    """A matter of supervision: where it happened and who handled it."""

    unit: Organisation
    handler: int | None = None


def handler(concern: Concern, posts: Posts) -> set[int]:
    """Who handles the matter; the clerks of the unit while nobody has it."""
    if concern.handler is None:
        return posts.of(concern.unit.pk, Role.CLERK)
    own = posts.by_holder.get((concern.unit.pk, concern.handler), ())
    return {concern.handler}.union(*(reached(post, posts.today) for post in own))


def named(concern: Concern, posts: Posts) -> set[int]:
    """Who handles the matter, where somebody is named."""
    return handler(concern, posts) if concern.handler else set()


def section_head(concern: Concern, posts: Posts) -> set[int]:
    return posts.of(concern.unit.pk, Role.REVIEWER)


def contact(concern: Concern, posts: Posts) -> set[int]:
    """The unit's supervision contact; where none is named, whoever approves in it."""
    return posts.of(concern.unit.pk, "contact") or posts.of(concern.unit.pk, Role.APPROVER)


def unit_head(concern: Concern, posts: Posts) -> set[int]:
    return posts.of(concern.unit.pk, Role.HEAD)


def leader_in_charge(concern: Concern, posts: Posts) -> set[int]:
    """分管负责人: who approves in the unit."""
    return posts.of(concern.unit.pk, Role.APPROVER)


def discipline_leader(concern: Concern, posts: Posts) -> set[int]:
    return posts.leaders(concern.unit)


def office(concern: Concern, posts: Posts) -> set[int]:
    return posts.inspectors(concern.unit)


Group = Callable[[Concern, Posts], set[int]]
RUNGS: list[tuple[str, tuple[Group, ...]]] = [
    (Level.WARNING, (handler,)),
    (Level.YELLOW, (section_head, contact)),
    (Level.RED, (unit_head, discipline_leader)),
    ("office", (office,)),
]
ORDER = [name for name, _groups in RUNGS]
HOURS = {Level.WARNING: 24, Level.YELLOW: 24, Level.RED: 4}  # unread for so long, a matter goes one rung up
OPENS, CLOSES = time(8, 30), time(17, 30)  # nobody is blamed for not reading at night


def up_to(level: str, concern: Concern, posts: Posts) -> set[int]:
    """Everybody on the lists of this level and of those below it."""
    return people(RUNGS[: ORDER.index(level) + 1], concern, posts)


def at_rung(rung: int, concern: Concern, posts: Posts) -> set[int]:
    """Those of one rung only; nobody above the last."""
    return people(RUNGS[rung : rung + 1], concern, posts)


def people(rungs: Iterable, concern: Concern, posts: Posts) -> set[int]:
    return {person for _level, groups in rungs for group in groups for person in group(concern, posts)}


def unread_until(level: str, now: datetime) -> datetime | None:
    """When a matter of this level goes up, told now: hours from the next moment at which somebody is at work."""
    hours = HOURS.get(level)
    return at_work(at_work(now) + timedelta(hours=hours)) if hours else None


def at_work(moment: datetime) -> datetime:
    """The moment itself in the office hours of a working day; else when the next ones begin."""
    local, calendar = timezone.localtime(moment), calendars.calendar()
    day = local.date()
    if not calendar.is_working(day) or local.time() >= CLOSES:
        day = calendar.next_working(day)
    elif local.time() >= OPENS:
        return moment
    return timezone.make_aware(datetime.combine(day, OPENS), local.tzinfo)
