"""How many cases take which course, and in which units: the county's months as a stream of histories.

The shares follow the published figures of such a system (58,584 cases: 1,791 warnings, 67 yellow and 10 red cards,
211 refused deeds); a small county gets at least a few of each so that no page is empty.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from approvals.models import Item
from config.demo import history
from config.demo.cast import Cast
from config.demo.history import History, Teller
from config.demo.hours import Hours
from config.demo.people import Inventor

DAYS = 183  # half a year
ONLINE_SHARE, REST_DAY_SHARE = 0.45, 0.06
OLD = 35  # days after which every course of a late case is over
POOR = {"zjj": 9, "zrzy": 7, "cgj": 5, "mzj": 4, "slj": 3, "scjg": 2}  # units that are late, by weight
GOOD = 0.25


@dataclass(frozen=True)
class Kind:
    """A course, how many of 100,000 cases take it, at least how many, and which may."""

    tell: Callable[[Teller], None]
    share: int
    at_least: int
    fits: Callable[["Order"], bool]
    lacking: int = 0
    is_fault: bool = False  # falls on the poor units, and only on cases old enough to be over


@dataclass(slots=True)
class Order:
    """An application before anybody has looked at it."""

    at: datetime
    item: Item
    online: bool
    kind: Kind | None = None


def promised(order: Order) -> bool:
    return not order.item.is_immediate


def immediate(order: Order) -> bool:
    return order.item.is_immediate


def roomy(order: Order) -> bool:
    """There are days between the promise and the gravest stage."""
    return order.item.statutory_days - order.item.promised_days > 4


def late_promised(order: Order) -> bool:
    return promised(order) and roomy(order)


def late_immediate(order: Order) -> bool:
    return immediate(order) and roomy(order)


def online(order: Order) -> bool:
    return order.online


def at_window(order: Order) -> bool:
    return not order.online


def any_case(order: Order) -> bool:
    return True


KINDS = [
    Kind(history.grave, 6, 2, promised, is_fault=True),
    Kind(history.late, 8, 2, late_promised, is_fault=True),
    Kind(history.late, 16, 2, late_immediate, is_fault=True),
    Kind(history.late_step, 26, 4, promised, is_fault=True),
    Kind(history.out_of_order, 250, 9, promised, is_fault=True),
    Kind(history.without_document, 95, 3, at_window, lacking=1, is_fault=True),
    Kind(history.again_and_again, 5, 1, promised, is_fault=True),
    Kind(history.slow, 2900, 105, promised),
    Kind(history.extended, 90, 3, promised),
    Kind(history.paused, 1500, 45, promised),
    Kind(history.corrected, 2500, 75, at_window, lacking=1),
    Kind(history.corrected, 2000, 60, online),
    Kind(history.refused, 900, 27, any_case),
    Kind(history.withdrawn, 700, 21, online),
    Kind(history.denied, 1500, 45, any_case),
]
SMOOTH = Kind(history.smooth, 0, 0, any_case)


def orders(cast: Cast, hours: Hours, rng: Random, now: datetime, count: int) -> list[Order]:
    """So many applications of the last half year, in the order of time."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    weights = [weight(hours, day) for day in days]
    popularity = [item.popularity for item in cast.items]
    remote = [item for item in cast.items if item.is_online]
    made = []
    while len(made) < count:
        for day in rng.choices(days, weights, k=count - len(made)):
            order = draw(cast, hours, rng, day, popularity, remote)
            if order.at < now:
                made.append(order)
    return sorted(made, key=lambda order: order.at)


def weight(hours: Hours, day: date) -> float:
    """Mondays are full, Fridays quiet, rest days belong to those who apply from home."""
    return 1.2 - day.weekday() * 0.08 if hours.calendar.is_working(day) else REST_DAY_SHARE


def draw(cast: Cast, hours: Hours, rng: Random, day: date, popularity, remote) -> Order:
    [item] = rng.choices(cast.items, popularity)
    if not hours.calendar.is_working(day):
        return Order(hours.online(day), item if item.is_online else rng.choice(remote), online=True)
    if item.is_online and rng.random() < ONLINE_SHARE:
        return Order(hours.online(day), item, online=True)
    return Order(hours.office(day), item, online=False)


def deal(made: list[Order], rng: Random, now: datetime):
    """Give every order its course; the rarest first."""
    old = now - timedelta(days=OLD)
    for kind in KINDS:
        wanted = max(kind.at_least, round(kind.share * len(made) / 100_000))
        fitting = [o for o in made if o.kind is None and kind.fits(o) and (o.at < old or not kind.is_fault)]
        for order in sample(fitting, wanted, rng, kind.is_fault):
            order.kind = kind


def sample(fitting: list[Order], wanted: int, rng: Random, by_fault: bool) -> list[Order]:
    """So many of them; where it is a fault, units draw with their weight (Efraimidis and Spirakis)."""
    if not by_fault:
        return rng.sample(fitting, min(wanted, len(fitting)))
    keyed = [
        (rng.random() ** (1 / POOR.get(order.item.organisation.code, GOOD)), n) for n, order in enumerate(fitting)
    ]
    return [fitting[n] for _key, n in sorted(keyed, reverse=True)[:wanted]]


def histories(made: list[Order], cast: Cast, hours: Hours, rng: Random) -> Iterator[History]:
    """Tell each order's life, one at a time."""
    inventor = Inventor(cast.people, rng)
    for order in made:
        kind = order.kind or SMOOTH
        teller = Teller(cast, hours, rng)
        citizen = rng.choice(cast.citizens) if order.online else None
        applicant = inventor.applicant(order.item, **known(order.item, citizen))
        teller.begin(order.item, order.at, applicant, citizen, kind.lacking)
        kind.tell(teller)
        yield teller.history


def known(item: Item, citizen) -> dict:
    """What an account already says about the person: the name only where people apply for themselves."""
    if citizen is None:
        return {}
    contact = {"telephone": citizen.user.telephone}
    return contact | {"applicant_name": citizen.user.name} if item.audience == "个人" else contact
