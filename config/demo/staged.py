"""Cases that must be there whatever day it is: those of the demo citizens, and one of every situation of today."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Role
from approvals import drafts as approvals_drafts
from approvals.models import Item
from config.demo.cast import Cast
from config.demo.history import History, Teller, correct
from config.demo.hours import Hours
from config.demo.keyring import Keyring
from config.demo.people import Inventor, id_number
from config.demo.words import PROCEDURES

ZHANG, LI = "13800000001", "13800000002"
FOOD, FOOD_CHANGE = "XK-SCJG-001", "XK-SCJG-002"


def histories(cast: Cast, hours: Hours, rng: Random, now: datetime) -> list[History]:
    """All of them, in the order of time."""
    stage = Stage(cast, hours, rng, now)
    made = [*stage.today(), *stage.of_the_demo_people()]
    return sorted(made, key=lambda history: history.at)


class Stage:
    """Sets cases so that today they stand where a page needs them."""

    def __init__(self, cast: Cast, hours: Hours, rng: Random, now: datetime):
        self.cast, self.hours, self.rng, self.now = cast, hours, rng, now
        calendar, today = hours.calendar, timezone.localdate(now)
        self.today_or_next = calendar.roll(today)
        self.tomorrow = calendar.next_working(self.today_or_next)
        self.inventor, self.keyring = Inventor(cast.people, rng), Keyring()
        self.tight = [i for i in cast.items if not i.is_immediate and steps(i) == i.promised_days]
        self.roomy = [i for i in cast.items if not i.is_immediate and i.promised_days in range(3, 11)]
        self.immediate = [i for i in cast.items if i.is_immediate and i.statutory_days >= 5]

    def pick(self, items: list[Item], *units: str) -> Item:
        """One of these items, of one of these units if any has one."""
        own = [item for item in items if item.organisation.code in units]
        return self.rng.choice(own or items)

    def teller(self, item: Item, at: datetime, citizen=None, **known) -> Teller:
        teller = Teller(self.cast, self.hours, self.rng)
        teller.begin(item, at, self.inventor.applicant(item, **known), citizen)
        return teller

    def accepted(self, item: Item, used: int, by: date) -> Teller:
        """A case received and accepted at the window so long ago that by this working day so many days are used."""
        teller = self.teller(item, self.hours.office(self.hours.nth_before(by, used)))
        teller.accept()
        return teller

    def today(self) -> Iterator[History]:
        due, next_due = self.today_or_next, self.tomorrow
        for unit in ("scjg", "zjj", "", "", ""):
            yield self.at_decision(self.pick(self.tight, unit), due)
        for unit in ("scjg", "scjg", "zjj", "", "", ""):
            yield self.at_decision(self.pick(self.roomy, unit), next_due)
        for unit in ("scjg", "zrzy"):
            item = self.pick(self.roomy, unit)
            yield self.at_decision(item, due, item.promised_days + 3)
        yield self.accepted(self.pick(self.immediate, "scjg", "zjj"), 3, due).history
        item = self.pick(self.roomy, "zjj")
        yield self.at_decision(item, due, item.promised_days + 7)
        yield self.accepted(self.pick(self.immediate, "cgj", "zrzy", "zjj"), 8, due).history
        for unit in ("scjg", "zjj", "zrzy", "slj"):
            yield self.standing_still(self.pick(self.roomy, unit), due)
        yield from self.just_received()

    def at_decision(self, item: Item, by: date, used: int | None = None) -> History:
        """Reviewed in time, waiting for the decision; by this day so many days are used, all of them by default."""
        teller = self.accepted(item, item.promised_days if used is None else used, by)
        teller.review(teller.limit("review"))
        return teller.history

    def standing_still(self, item: Item, by: date) -> History:
        """A special procedure is open and no longer than told."""
        teller = self.accepted(item, 4, by)
        kind, ground = self.rng.choice(PROCEDURES)
        when, reviewer = self.hours.later(teller.last, 1), teller.someone(Role.REVIEWER)
        teller.do("pause", when, reviewer, kind=kind, ground=ground, told_days=self.rng.choice([10, 15]))
        return teller.history

    def just_received(self) -> Iterator[History]:
        """Online applications of the last hours, by night and on rest days too."""
        items = [item for item in self.cast.items if item.is_online]
        for minutes, unit in ((4, "scjg"), (9, ""), (17, "scjg"), (25, "zjj"), (48, ""), (70, "zjj"), (110, "")):
            citizen = self.rng.choice(self.cast.citizens)
            at = self.now - timedelta(minutes=minutes, seconds=self.rng.randrange(59))
            yield self.teller(self.pick(items, unit), at, citizen, telephone=citizen.user.telephone).history

    # the people whose passwords are printed on the sign-in page

    def mine(self, username: str, item: Item, used: int, **known) -> Teller:
        """An online application with uploaded files, so many working days ago."""
        citizen = self.cast.demo[username]
        at = self.hours.office(self.hours.nth_before(self.today_or_next, used))
        person = {"applicant_name": citizen.user.name, "telephone": username, "id_number": "11010519491231002X"}
        teller = self.teller(item, at, citizen, **person | known)
        teller.history.files = True
        return teller

    def of_the_demo_people(self) -> Iterator[History]:
        food, change = self.cast.item(FOOD), self.cast.item(FOOD_CHANGE)
        yield self.in_correction(self.mine(ZHANG, food, 3))
        yield self.due_soon(self.mine(ZHANG, change, change.promised_days))
        yield self.granted(self.mine(ZHANG, self.pick(self.roomy, "cgj"), 12))
        yield self.delivered(self.mine(ZHANG, self.pick(self.roomy, "zjj"), 41))
        li = {"id_number": id_number(self.rng)}
        yield self.mine(LI, self.pick(self.roomy, "wjw"), 1, **li).history
        yield self.delivered(self.mine(LI, self.pick(self.roomy, "mzj"), 63, **li))
        yield self.granted(self.mine(LI, self.pick(self.roomy, "rsj"), 11, **li))

    def in_correction(self, teller: Teller) -> History:
        correct(teller)
        teller.history.deeds.pop()  # the answer is still to come
        return teller.history

    def due_soon(self, teller: Teller) -> History:
        """Reviewed, the promise ends tomorrow."""
        teller.accept(self.hours.later(teller.last, 1))
        teller.review(teller.limit("review"))
        return teller.history

    def granted(self, teller: Teller) -> History:
        """The document waits to be fetched."""
        teller.accept()
        teller.review(1)
        teller.decide(0)
        return teller.history

    def delivered(self, teller: Teller) -> History:
        teller.accept()
        teller.handle()
        return teller.history


def steps(item: Item) -> int:
    return sum(step.days for step in item.steps.all())


def drafts(cast: Cast, now: datetime):
    """What the demo citizen began to fill in last night."""
    item = next(item for item in cast.items if item.is_online and item.organisation.code == "zjj")
    typed = {"applicant_name": "张建国", "telephone": ZHANG, "address": "云溪县建设路26号"}
    approvals_drafts.save_answers(cast.demo[ZHANG].user, item, typed, now=now - timedelta(hours=9))
