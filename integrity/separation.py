"""The separation matrix applied: who holds two duties now that exclude each other, and what speaks against a grant.

`against(user, organisation, role, today, leaves)` is asked by accounts.succession.conflicts before a post is granted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from django.utils.translation import gettext as _

from accounts.models import Organisation, Post, User
from integrity.models import Separation
from powers.models import PowerStep


@dataclass(frozen=True)
class Clash:
    """One person with two duties: where each is held."""

    person: User
    separation: Separation
    first: str
    second: str
    organisation: Organisation


def against(user, organisation, role, today: date, leaves: Post | None = None) -> list[str]:
    """Why this person may not get this role there besides what they keep; empty where nothing speaks against it."""
    rules = [one for one in Separation.objects.in_force(today) if not one.first.is_step]
    kept = Post.objects.standing().filter(user=user).exclude(pk=leaves.pk if leaves else None)
    posts = list(kept.select_related("organisation")) if rules else []
    return [
        _("%(first)s and %(second)s are not one person's (%(basis)s).")
        % {"first": mine.name, "second": wanted.name, "basis": rule.basis}
        for rule in rules
        for wanted, mine in ((rule.first, rule.second), (rule.second, rule.first))
        if wanted.covers(organisation, role) and any(holds(post, mine, rule, organisation) for post in posts)
    ]


def holds(post: Post, duty, rule: Separation, organisation) -> bool:
    near = not rule.same_unit or post.organisation_id == organisation.pk
    return near and duty.covers(post.organisation, post.role)


def clashes(within: Organisation, today: date) -> list[Clash]:
    """Everybody below this organisation who holds both duties of a pair now, by posts or by steps of powers."""
    rules = list(Separation.objects.in_force(today))
    return [*of_posts(rules, within), *of_steps(rules, within)]


def of_posts(rules: Iterable[Separation], within: Organisation) -> Iterable[Clash]:
    rules = [rule for rule in rules if not rule.first.is_step]
    held = defaultdict(list)
    rows = Post.objects.active().filter(organisation__path__startswith=within.path)
    for post in rows.select_related("user", "organisation").order_by("user", "pk"):
        held[post.user].append(post)
    for person, posts in held.items():
        for rule in rules if len(posts) > 1 else ():
            yield from pairs(person, posts, rule)


def pairs(person: User, posts: list[Post], rule: Separation) -> Iterable[Clash]:
    for one, other in permutations(posts, 2):
        if rule.first.covers(one.organisation, one.role) and holds(other, rule.second, rule, one.organisation):
            yield Clash(person, rule, str(one), str(other), one.organisation)


def of_steps(rules: Iterable[Separation], within: Organisation) -> Iterable[Clash]:
    """Two steps of one power with the same holder whose stages exclude each other; one row for all such powers."""
    by_stage = defaultdict(list)
    for rule in rules:
        if rule.first.is_step and rule.second.is_step:
            by_stage[rule.first.stage, rule.second.stage].append(rule)
    if not by_stage:
        return
    steps = PowerStep.objects.in_force().exclude(holder=None)
    rows = steps.filter(power__list__organisation__path__startswith=within.path)
    held = defaultdict(list)
    for step in rows.select_related("holder", "power__list__organisation").order_by("power", "number"):
        held[step.power, step.holder].append(step)
    found = defaultdict(list)
    for (power, person), mine in held.items():
        for rule, one, other in excluded(mine, by_stage):
            found[person, rule, power.organisation].append((power, one, other))
    for (person, rule, unit), places in found.items():
        power, one, other = places[0]
        more = _(" and %(count)s powers more") % {"count": len(places) - 1} if len(places) > 1 else ""
        yield Clash(person, rule, f"{power.name}·{one.name}{more}", f"{power.name}·{other.name}{more}", unit)


def excluded(steps: list[PowerStep], by_stage: dict) -> Iterable[tuple]:
    """The pairs of these steps that exclude each other, with the rule that says so."""
    for one, other in permutations(steps, 2):
        yield from ((rule, one, other) for rule in by_stage.get((one.stage, other.stage), ()))
