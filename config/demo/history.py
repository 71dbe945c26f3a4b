"""What happens to one case, as a plain list of deeds. Pure: random numbers, calendar and cast in, deeds out.

Each function of COURSES tells one kind of life; the table says how often it occurs and to which cases. Whoever plays
the deeds leaves out those that lie in the future, so a course that has not ended yet is simply an open case.
"""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from accounts.actor import Actor
from accounts.models import Role
from approvals.actions.applying import PAPER, Applicant
from approvals.models import Item
from config.demo.cast import Cast
from config.demo.hours import Hours
from config.demo.words import ATTEMPT_GROUNDS, EXTENSION_REASONS, PROCEDURES
from deadlines.plan import Margins, warning_margin

USUAL_SPEED = (0.25, 0.7)  # share of the time that a good unit takes


@dataclass(frozen=True, slots=True)
class Deed:
    """One call of `approvals.actions`. A `refused` one must be refused: it leaves an anomaly."""

    at: datetime
    name: str
    by: Actor
    detail: dict
    refused: bool = False


@dataclass(slots=True)
class History:
    """One case: its first deed is `apply`. With `files` the applicant uploads instead of bringing paper."""

    item: Item
    applicant: dict
    citizen: Actor | None
    deeds: list[Deed] = field(default_factory=list)
    files: bool = False

    @property
    def at(self) -> datetime:
        return self.deeds[0].at

    @property
    def is_regular(self) -> bool:
        """Every deed was allowed and everything was on paper: such a history can be written in bulk."""
        return not self.files and not any(deed.refused for deed in self.deeds)


class Teller:
    """Tells the life of one case, deed by deed."""

    def __init__(self, cast: Cast, hours: Hours, rng: Random):
        self.cast, self.hours, self.rng = cast, hours, rng
        self.history: History | None = None

    def begin(self, item: Item, at: datetime, applicant: dict, citizen: Actor | None, lacking=0) -> History:
        """The application itself; `lacking` mandatory documents are not handed in (at the window only)."""
        self.history = History(item, applicant, citizen)
        self.clerk = self.rng.choice(self.cast.staff(item, Role.CLERK))
        documents = list(item.documents.all())
        left_out = [one for one in documents if one.is_required][-lacking:] if lacking else []
        papers = {
            one: PAPER for one in documents if one not in left_out and (one.is_required or self.rng.random() < 0.4)
        }
        self.do("apply", at, citizen or self.clerk, applicant=Applicant(**applicant), materials=papers)
        return self.history

    def do(self, name: str, at: datetime, by: Actor, refused=False, **detail) -> datetime:
        self.history.deeds.append(Deed(at, name, by, detail, refused))
        return at

    @property
    def item(self) -> Item:
        return self.history.item

    @property
    def last(self) -> datetime:
        return self.history.deeds[-1].at

    def someone(self, role: str) -> Actor:
        return self.rng.choice(self.cast.staff(self.item, role))

    def word(self, kind: str) -> str:
        return self.rng.choice(getattr(self.cast.people.opinions[self.item.theme], kind))

    def soon(self) -> datetime:
        """When the window turns to it: at once for a person who waits there, else the same or the next day."""
        if self.history.citizen is None:
            return self.hours.shortly(self.last)
        return self.hours.later(self.last, self.rng.choice([0, 0, 0, 1]))

    def accept(self, at=None) -> datetime:
        return self.do("accept", at or self.soon(), self.clerk)

    def review(self, days: int) -> datetime:
        at = self.hours.later(self.last, days)
        return self.do("review", at, self.someone(Role.REVIEWER), opinion=self.word("review"))

    def decide(self, days: int, result="granted") -> datetime:
        reason = self.word("refusal") if result == "denied" else ""
        role = self.rng.choice([Role.APPROVER, Role.APPROVER, Role.APPROVER, Role.HEAD])
        return self.do("decide", self.hours.later(self.last, days), self.someone(role), result=result, reason=reason)

    def decide_at_once(self, at=None, result="granted") -> datetime:
        reason = self.word("refusal") if result == "denied" else ""
        return self.do("decide_at_once", at or self.hours.shortly(self.last), self.clerk, result=result, reason=reason)

    def deliver(self):
        days = self.rng.choice([0, 0, 1, 1, 2, 3])
        if self.item.is_immediate and self.history.citizen is None:
            self.do("deliver", self.hours.shortly(self.last), self.clerk)
        else:
            self.do("deliver", self.hours.later(self.last, days), self.clerk)

    def limit(self, code: str) -> int:
        """Days that a step of the item may take."""
        return next(step.days for step in self.item.steps.all() if step.code == code)

    def pace(self) -> tuple[int, int]:
        """Days for review and decision so that not even a warning rings."""
        promised = self.item.promised_days
        quiet = promised - warning_margin(promised, Margins()) - 1
        total = min(quiet, round(promised * self.rng.uniform(*USUAL_SPEED)))
        first = min(self.limit("review"), self.rng.randint(0, max(total, 0)))
        return first, min(self.limit("approve"), max(total - first, 0))

    def handle(self, result="granted"):
        """Review, decide and deliver in good time, or all at once."""
        if self.item.is_immediate:
            self.decide_at_once(result=result)
        else:
            first, second = self.pace()
            self.review(first)
            self.decide(second, result)
        self.deliver()


def smooth(teller: Teller):
    teller.accept()
    teller.handle()


def denied(teller: Teller):
    teller.accept()
    teller.handle("denied")


def correct(teller: Teller):
    """The one-time notice and its answer some days later."""
    history, required = teller.history, [one for one in teller.item.documents.all() if one.is_required]
    have = history.deeds[0].detail["materials"]
    missing = [one for one in required if one not in have] or required[-1:]
    teller.do("request_correction", teller.soon(), teller.clerk, missing=missing, message=teller.word("correction"))
    back = teller.hours.later(teller.last, teller.rng.randint(1, 6))
    teller.do("correct", back, history.citizen or teller.clerk, materials=dict.fromkeys(missing, PAPER))


def corrected(teller: Teller):
    correct(teller)
    smooth(teller)


def refused(teller: Teller):
    teller.do("refuse", teller.soon(), teller.clerk, reason=teller.word("refusal"))


def withdrawn(teller: Teller):
    """Some think again before the window has looked, some while the case is under review."""
    if teller.rng.random() < 0.5 or teller.item.is_immediate:
        teller.do("withdraw", teller.hours.shortly(teller.last, 90), teller.history.citizen)
    else:
        teller.accept()
        teller.do("withdraw", teller.hours.shortly(teller.last, 300), teller.history.citizen)


def paused(teller: Teller):
    """A special procedure between acceptance and review; it does not count."""
    teller.accept()
    kind, ground = teller.rng.choice(PROCEDURES)
    told, reviewer = teller.rng.choice([5, 7, 10, 15]), teller.someone(Role.REVIEWER)
    teller.do("pause", teller.hours.later(teller.last, 0), reviewer, kind=kind, ground=ground, told_days=told)
    teller.do("resume", teller.hours.later(teller.last, teller.rng.randint(2, told)), reviewer)
    teller.handle()


def slow(teller: Teller):
    """In time, but only after the warning."""
    teller.accept()
    teller.review(teller.limit("review"))
    teller.decide(teller.limit("approve"))
    teller.deliver()


def extended(teller: Teller):
    teller.accept()
    teller.review(teller.limit("review"))
    reason = teller.rng.choice(EXTENSION_REASONS)
    teller.do("extend", teller.hours.later(teller.last, 0), teller.someone(Role.HEAD), reason=reason)
    teller.decide(teller.limit("approve"))
    teller.deliver()


def late_step(teller: Teller):
    """The review takes a day too long; the decision makes up for it."""
    teller.accept()
    teller.review(teller.limit("review") + 1)
    teller.decide(0)
    teller.deliver()


def late(teller: Teller, extra=(2, 4)):
    """Decided after the promise."""
    teller.accept()
    over = teller.rng.randint(*extra)
    if teller.item.is_immediate:
        teller.decide_at_once(teller.hours.later(teller.last, over - 1))
    else:
        first = teller.limit("review")
        teller.review(first)
        teller.decide(teller.item.promised_days - first + over - 1)
    teller.deliver()


def grave(teller: Teller):
    """Decided so late that the case got a red card."""
    late(teller, (7, 12))


def out_of_order(teller: Teller):
    """Somebody tries to go round the course once; the system refuses, the case goes on."""
    teller.accept()
    attempt(teller)
    teller.handle()


def again_and_again(teller: Teller):
    """Three attempts on one case: supervision warns."""
    teller.accept()
    for _attempt in range(3):
        attempt(teller)
    teller.handle()


def attempt(teller: Teller):
    """One deed that the course or the post forbids now."""
    name, role, detail = teller.rng.choice(ATTEMPT_GROUNDS)
    teller.do(name, teller.hours.shortly(teller.last, 8), teller.someone(role), refused=True, **detail)


def without_document(teller: Teller):
    """The window wants to accept although a mandatory document is missing; then it asks for it as it should."""
    teller.do("accept", teller.soon(), teller.clerk, refused=True)
    corrected(teller)
