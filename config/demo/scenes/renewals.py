"""Licences of the paper register and what became of them: ending, renewed, asked for late, deemed renewed, revoked."""

from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.models import Role
from approvals import actions
from approvals.actions.applying import PAPER, Applicant
from approvals.actions.licences import last_day, licence_number
from approvals.models import Licence
from approvals.numbers import case_number
from config.demo.play import Beginning
from config.demo.scenes.telling import Telling
from config.demo.staged import ZHANG, Stage

FOOD, FOOD_RENEWAL = "XK-SCJG-001", "XK-SCJG-090"
HYGIENE, HYGIENE_RENEWAL = "XK-WJW-001", "XK-WJW-002"
SCOPES = {
    FOOD: "热食类食品制售；冷食类食品制售（不含生食水产品）",
    HYGIENE: "公共场所经营（住宿、理发店、美容店）",
}
TYPED_IN = 110  # working days ago: when the paper register was taken over
DEEMED = 6  # calendar days since the licence ended undecided
REVOKED = "经查，申请人隐瞒场所真实使用情况取得许可，依据《中华人民共和国行政许可法》第六十九条第二款予以撤销。"


def scene(stage: Stage):
    today = timezone.localdate(stage.now)
    zhang = {"applicant_name": "张建国", "telephone": ZHANG, "id_number": "11010519491231002X"}
    yield from Paper(stage, FOOD, today + timedelta(days=45), ZHANG, **zhang)
    yield from Paper(stage, HYGIENE, today + timedelta(days=21), ZHANG, **zhang)
    yield from Paper(stage, FOOD, today - timedelta(days=80))
    yield from in_time(stage, today)
    yield from too_late(stage, today)
    yield from granted(stage, today)
    yield from deemed(stage, today)
    yield from revoked(stage, today)


class Paper(Telling):
    """A licence from the paper register that ends on this day."""

    serial = 100

    def __init__(self, stage: Stage, code: str, until: date, citizen: str = "", **known):
        super().__init__(stage, code)
        self.until, self.citizen = until, citizen
        self.applicant = stage.inventor.applicant(self.item, **known)
        self.moments.append((self.ago(TYPED_IN), self.write))

    def write(self):
        """Type the licence in as it stands in the register."""
        first = self.first_day()
        Paper.serial += 1
        self.number = licence_number(case_number(first, Paper.serial))
        Licence.objects.create(
            number=self.number,
            name=self.item.certificate,
            item=self.item,
            organisation=self.item.organisation,
            owner=self.stage.cast.demo[self.citizen].user if self.citizen else None,
            holder_name=self.applicant["applicant_name"],
            id_number=self.applicant["id_number"],
            address=self.applicant.get("address", ""),
            scope=SCOPES[self.item.code],
            valid_from=first,
            valid_until=self.until,
            issued_at=timezone.make_aware(datetime.combine(first, time(10))),
        )

    def first_day(self) -> date:
        """The day from which the licence was valid: so many years before the day after its end."""
        following = self.until + timedelta(days=1)
        return last_day(following.replace(day=min(following.day, 28)), -self.item.validity_years) + timedelta(days=1)

    def revoke(self, when: datetime):
        head = self.someone(self.item.organisation, Role.HEAD)
        self.moments.append((when, partial(self.revoke_it, when, head)))
        return self

    def revoke_it(self, now, head):
        actions.revoke_licence(Licence.objects.get(number=self.number), by=head, now=now, reason=REVOKED)


class Renewal(Telling):
    """The renewal of a paper licence, handed in at the window and accepted."""

    def __init__(self, paper: Paper, code: str, when: datetime):
        super().__init__(paper.stage, code)
        self.paper = paper
        clerk = self.someone(self.item.organisation, Role.CLERK)
        self.moments.append((when, Beginning(self.hand_in, when, clerk)))
        self.do("accept", self.stage.hours.shortly(when), clerk)

    def hand_in(self, now, clerk):
        papers = dict.fromkeys(self.item.documents.all(), PAPER)
        about = {"applicant": Applicant(**self.paper.applicant), "materials": papers}
        licence = Licence.objects.get(number=self.paper.number)
        self.number = actions.apply(self.item, by=clerk, now=now, renews=licence, **about).number

    def __iter__(self):
        yield from self.paper
        yield from self.moments


def office_day(stage: Stage, day: date) -> datetime:
    """A moment of this day, or of the working day before it."""
    calendar = stage.hours.calendar
    return stage.hours.office(day if calendar.is_working(day) else calendar.numbered(calendar.count(day)))


def in_time(stage: Stage, today: date):
    paper = Paper(stage, FOOD, today + timedelta(days=38))
    return Renewal(paper, FOOD_RENEWAL, stage.hours.office(stage.hours.nth_before(stage.today_or_next, 2)))


def too_late(stage: Stage, today: date):
    paper = Paper(stage, FOOD, today + timedelta(days=17))
    return Renewal(paper, FOOD_RENEWAL, stage.hours.office(stage.hours.nth_before(stage.today_or_next, 1)))


def granted(stage: Stage, today: date):
    paper = Paper(stage, FOOD, today + timedelta(days=12))
    told = Renewal(paper, FOOD_RENEWAL, stage.hours.office(stage.hours.nth_before(stage.today_or_next, 30)))
    told.decide(28, 27, 26)
    return told


def deemed(stage: Stage, today: date):
    """Asked for in time and left lying: the law renews it, and supervision hands out a red card."""
    paper = Paper(stage, HYGIENE, today - timedelta(days=DEEMED))
    return Renewal(paper, HYGIENE_RENEWAL, office_day(stage, paper.until - timedelta(days=34)))


def revoked(stage: Stage, today: date):
    paper = Paper(stage, FOOD, today + timedelta(days=400))
    return paper.revoke(stage.hours.office(stage.hours.nth_before(stage.today_or_next, 8)))
