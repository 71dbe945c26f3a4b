"""What goes on when a unit ends or a person moves: the apps above say here how their open work is handed over.

What was issued to the old unit or in its name (cards, notices, tenders, money, lists) never changes: for that the main
successor stands (Organisation.stands_for), and `Actor.works_for` says yes to its people.

Accounts knows nothing of cases, orders or projects. An app appends its functions when it starts (AppConfig.ready):

* `HANDLERS.append(hand_over)` with `hand_over(old, plan, *, by, now) -> dict[str, int]`: give the open work of the
  unit `old` to the units that `plan.successor(*keys)` names, write an entry on each thing, and say how many there are.
  What is closed keeps the old unit, so the figures of the past stay as they were.
* `PERSONS.append(hand_over)` with `hand_over(post, to, *, by, now) -> dict[str, int]`: the open work that `post.user`
  has in `post.organisation` goes to the person `to`.
* `OBSTACLES.append(check)` with `check(old, heir) -> list[str]`: why the unit `heir` cannot stand for the unit `old`
  (two capacities that one unit must never have); asked when a reorganisation is entered and when it is carried out.
* `CONFLICTS.append(check)` with `check(user, organisation, role, today, leaves) -> list[str]`: why this person may not
  hold this role there besides what they hold but for the post they leave (the separation of duties); an empty list
  where nothing speaks against it.

Keys of the numbers are English msgids of the app's own catalogue, already translated.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import Organisation

HANDLERS: list[Callable[..., dict[str, int]]] = []
PERSONS: list[Callable[..., dict[str, int]]] = []
OBSTACLES: list[Callable[..., list[str]]] = []
CONFLICTS: list[Callable[..., list[str]]] = []


@dataclass(frozen=True)
class Plan:
    """Who succeeds an old unit: one for everything, others for what is named by a code (of an item, a project)."""

    main: Organisation
    named: dict[str, Organisation] = field(default_factory=dict)

    def successor(self, *keys: str) -> Organisation:
        """The unit that takes what has one of these codes; the main one otherwise."""
        return next((self.named[key] for key in keys if key in self.named), self.main)


def hand_over_unit(old: Organisation, plan: Plan, *, by, now) -> Counter:
    """Everything open goes to the successors; how many of what."""
    moved = Counter()
    for handler in HANDLERS:
        moved.update(handler(old, plan, by=by, now=now))
    return moved


def obstacles(old: Organisation, heir: Organisation) -> list[str]:
    """What speaks against this unit standing for the old one."""
    return [words for check in OBSTACLES for words in check(old, heir)]


def hand_over_person(post, to, *, by, now) -> Counter:
    """What this person has open in the unit of the post goes to a colleague."""
    moved = Counter()
    for handler in PERSONS:
        moved.update(handler(post, to, by=by, now=now))
    return moved


def conflicts(user, organisation, role, today, leaves=None) -> list[str]:
    """What speaks against this person holding this role there as well, once the post `leaves` has ended."""
    return [words for check in CONFLICTS for words in check(user, organisation, role, today, leaves)]
