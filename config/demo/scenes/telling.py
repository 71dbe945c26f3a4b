"""One case told deed by deed through the ordinary actions; the scenes of joint cases and first reviews share it."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from accounts.actor import Actor
from accounts.models import Organisation, Role
from approvals import actions
from approvals.actions.applying import PAPER, Applicant
from approvals.models import Case
from config.demo.play import Beginning
from config.demo.staged import Stage


class Telling:
    """`moments` collects (moment, deed); the case is known once the first deed has been done."""

    def __init__(self, stage: Stage, code: str):
        self.stage, self.item = stage, stage.cast.item(code)
        self.moments: list[tuple[datetime, partial]] = []
        self.number = ""

    def __iter__(self) -> Iterator[tuple[datetime, partial]]:
        return iter(self.moments)

    @property
    def last(self) -> datetime:
        return self.moments[-1][0]

    def day(self, back: int) -> date:
        """The working day so many working days before today."""
        return self.stage.hours.nth_before(self.stage.today_or_next, back)

    def ago(self, back: int) -> datetime:
        """A moment in the office hours of that day, after everything told so far."""
        moment = self.stage.hours.office(self.day(back))
        return moment if not self.moments or moment > self.last else self.stage.hours.shortly(self.last)

    def someone(self, unit: Organisation, role: str, number: int = 0) -> Actor:
        """Who holds this role in the unit; the demo accounts come first."""
        found = self.stage.cast.posts[unit.pk, role]
        return found[min(number, len(found) - 1)]

    def apply(self, when: datetime, *, by: Actor, place: Organisation | None = None, **known):
        applicant = Applicant(**self.stage.inventor.applicant(self.item, **known))
        self.moments.append((when, Beginning(self.begin, when, by, place, applicant)))

    def begin(self, now, by, place, applicant):
        papers = dict.fromkeys(self.item.documents.all(), PAPER)
        case = actions.apply(self.item, by=by, now=now, applicant=applicant, materials=papers, place=place)
        self.number = case.number

    def do(self, name: str, when: datetime, by: Actor, **detail):
        self.moments.append((when, partial(self.act, name, when, by, detail)))

    def act(self, name, now, by, detail):
        case = Case.objects.get(number=self.number)
        getattr(actions, name)(case, by=by, now=now, **detail)

    def decide(self, first: int, second: int, third: int | None = None):
        """Review, decision and, where told, delivery by the unit that decides, so many days back."""
        unit = self.item.organisation
        opinion = "经审核，申请材料齐全，符合法定条件和标准，建议准予。"
        self.do("review", self.ago(first), self.someone(unit, Role.REVIEWER), opinion=opinion)
        self.do("decide", self.ago(second), self.someone(unit, Role.APPROVER), result="granted")
        if third is not None:
            self.do("deliver", self.ago(third), self.someone(unit, Role.CLERK))
