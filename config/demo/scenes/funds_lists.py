"""Direct subsidies: minimum living allowance of four villages, their lists at different places of their way.

One list is paid for two months (a payment came back, and somebody had died before), one is on show, one has an
objection, one is being written: a row of it stands elsewhere too, another is that of a public employee.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone

from config.demo.people import Inventor, id_number
from config.demo.scenes.funds_desk import Desk, fen
from config.demo.staged import ZHANG
from funds.actions import checking, claiming, granting, listing, programmes, subsidising
from funds.actions.checking import Entry
from funds.actions.granting import Answer
from funds.actions.listing import Row
from funds.actions.programmes import Wish
from funds.models import Grant, PayList, Programme, ProgrammeVersion, Roll, Roster

Moments = Iterator[tuple[datetime, Callable]]
NAME, RATE = "农村最低生活保障", 520  # yuan a month and person
NEXT_RATE = 560
ROWS = 12
OWN = Row("11010519491231002X", "张建国", "6228480082600126001", "云溪农村商业银行")
PAID, SHOWN = ("chengguan-wenchang", "chengguan"), ("qinghe-shangwan", "qinghe")
WRITTEN, DISPUTED = ("shimen-baishui", "shimen"), ("liulin-dahuai", "liulin")
FIRST_MONTH, SECOND_MONTH = 62, 38  # working days ago on which the lists of two months were begun
WAY = [(0, "show"), (9, "pass_on"), (10, "show"), (19, "pass_on"), (20, "show"), (29, "pass_on")]
OBJECTION = "该户子女在外务工，收入较高，请核实是否符合条件。"


def moments(desk: Desk) -> Moments:
    people = desk.kept["people"] = People(desk)
    for moment, deed in ((desk.at(71, 9), propose), (desk.at(71, 15), sign)):
        yield moment, partial(deed, desk, moment)
    now = desk.at(70, 9)
    yield now, partial(begin, desk, people, now)
    for began in (FIRST_MONTH, SECOND_MONTH):
        yield from rolled(desk, PAID, began, began, people.of(PAID))
        yield from moved(desk, PAID, began, began, len(WAY))
    yield from rolled(desk, SHOWN, 20, SECOND_MONTH, people.of(SHOWN))
    yield from moved(desk, SHOWN, 20, SECOND_MONTH, 2)
    now = desk.at(5, 10)
    yield now, partial(move, desk, SHOWN, SECOND_MONTH, "show", desk.signer(SHOWN[1]), now)
    yield from rolled(desk, DISPUTED, 6, SECOND_MONTH, people.of(DISPUTED))
    yield from moved(desk, DISPUTED, 6, SECOND_MONTH, 1)
    yield desk.at(3, 10), partial(object_to, desk, desk.at(3, 10))
    yield from rolled(desk, WRITTEN, 4, SECOND_MONTH, [*people.of(WRITTEN), people.of(PAID)[3]])
    yield from paid(desk, FIRST_MONTH, 16)
    yield from paid(desk, SECOND_MONTH, 7)
    yield desk.at(9, 9, 30), partial(died, desk, people, desk.at(9, 9, 30))
    yield desk.at(3, 20), partial(claim, desk, desk.at(3, 20))
    yield desk.at(2, 16), partial(raise_rate, desk, desk.at(2, 16))


class People:
    """Who stands on the lists: invented, but for the demo citizen; the same every month."""

    def __init__(self, desk: Desk):
        inventor, numbers = Inventor(desk.stage.cast.people, desk.rng), set()
        self.lists: dict[tuple, list[Row]] = {}
        for place, village in enumerate((PAID, SHOWN, WRITTEN, DISPUTED), 1):
            rows = [OWN] if village == PAID else []
            while len(rows) < ROWS:
                number = id_number(desk.rng)
                if number not in numbers:
                    numbers.add(number)
                    account = f"62284800{place:02d}{desk.rng.randrange(10**7):07d}{len(rows):02d}"
                    rows.append(Row(number, inventor.name(), account, "云溪农村商业银行"))
            self.lists[village] = rows

    def of(self, village: tuple) -> list[Row]:
        return self.lists[village]


def propose(desk: Desk, now: datetime):
    """The programme: asked for by the department, signed at finance."""
    fund = desk.fund("ms01")
    wish = Wish(basis=fund.basis, way=Programme.Way.FIXED, rate=fen(RATE), valid_from=month(desk, FIRST_MONTH))
    about = {"code": "dibao", "name": NAME, "manager": desk.unit("mzj"), "period": Programme.Period.MONTH}
    programmes.propose_new(fund, wish, by=desk.clerk("mzj"), now=now, reason="本年度补助资金已到账", **about)


def sign(desk: Desk, now: datetime):
    programmes.sign(ProgrammeVersion.objects.get(code="dibao"), by=desk.treasurer, now=now)


def raise_rate(desk: Desk, now: datetime):
    """A higher rate from next year on waits for its signature."""
    programme = Programme.objects.select_related("fund", "manager").get(code="dibao")
    wish = Wish(f"云民〔{now.year}〕31号", programme.way, fen(NEXT_RATE), date(now.year + 1, 1, 1))
    reason = "按上年度农村居民人均消费支出的增幅提高标准"
    programmes.propose_terms(programme, wish, by=desk.clerk("mzj"), now=now, reason=reason)


def begin(desk: Desk, people: People, now: datetime):
    """The books of other offices that lists are compared with."""
    employee = people.of(WRITTEN)[5]
    entries = [Entry(employee.number, employee.name, words="石门乡中心小学")]
    about = {"by": desk.clerk("rsj"), "now": now, "source": "机关事业单位人员工资库"}
    checking.load_roster(Roster.EMPLOYEES, entries, **about)


def died(desk: Desk, people: People, now: datetime):
    """A death is told late: before the first month began."""
    row, day = people.of(PAID)[7], month(desk, FIRST_MONTH) - timedelta(days=6)
    about = {"by": desk.clerk("gaj"), "now": now, "source": "公安户籍死亡注销登记"}
    checking.load_roster(Roster.DECEASED, [Entry(row.number, row.name, day)], **about)


def month(desk: Desk, began: int) -> date:
    return desk.day(began).replace(day=1)


def roll_of(desk: Desk, village: tuple, began: int) -> Roll:
    return Roll.objects.get(village=desk.unit(village[0]), period=month(desk, began), programme__code="dibao")


def rolled(desk: Desk, village: tuple, ago: int, began: int, rows: list[Row]) -> Moments:
    now = desk.at(ago, 9, 5)
    yield now, partial(write, desk, village, began, rows, now)


def write(desk: Desk, village: tuple, began: int, rows: list[Row], now: datetime):
    by, programme = desk.clerk(village[0]), Programme.objects.get(code="dibao")
    about = {"village": desk.unit(village[0]), "period": month(desk, began)}
    roll = listing.open_roll(programme, by=by, now=now, **about)
    listing.enter(roll, by=by, now=now, rows=rows)


def moved(desk: Desk, village: tuple, ago: int, began: int, steps: int) -> Moments:
    """Village, town, county: shown and passed on at each; the county by two people."""
    manager = (desk.signer("mzj"), desk.someone("mzj", "head"))
    hands = [desk.clerk(village[0])] * 2 + [desk.signer(village[1])] * 2 + list(manager)
    for (after, deed), by in list(zip(WAY, hands, strict=True))[:steps]:
        now = desk.at(ago - after, 14, after)
        yield now, partial(move, desk, village, began, deed, by, now)


def move(desk: Desk, village: tuple, began: int, deed: str, by, now: datetime):
    getattr(subsidising, deed)(roll_of(desk, village, began), by=by, now=now)


def object_to(desk: Desk, now: datetime):
    roll = roll_of(desk, DISPUTED, SECOND_MONTH)
    about = {"words": OBJECTION, "by_whom": "村民代表", "line": roll.lines.order_by("pk")[2]}
    subsidising.object_to(roll, by=desk.clerk(DISPUTED[0]), now=now, **about)


def paid(desk: Desk, began: int, ago: int) -> Moments:
    """Drafted by one, sent by another, answered by the bank two days later."""
    yield desk.at(ago, 9, 40), partial(draft, desk, began, desk.at(ago, 9, 40))
    yield desk.at(ago, 15, 40), partial(send, desk, began, desk.at(ago, 15, 40))
    yield desk.at(ago - 2, 11, 40), partial(settle, desk, began, desk.at(ago - 2, 11, 40))


def draft(desk: Desk, began: int, now: datetime):
    programme = Programme.objects.get(code="dibao")
    granting.draft(programme, by=desk.cashier, now=now, period=month(desk, began))


def pay_list(desk: Desk, began: int) -> PayList:
    return PayList.objects.filter(programme__code="dibao", period=month(desk, began)).latest("pk")


def send(desk: Desk, began: int, now: datetime):
    granting.send(pay_list(desk, began), by=desk.treasurer, now=now)


def settle(desk: Desk, began: int, now: datetime):
    """All paid, but for one account of the second month that was closed."""
    day, answers, found = timezone.localdate(now), [], pay_list(desk, began)
    grants = found.grants.filter(state=Grant.State.SENT).order_by("pk")
    for place, grant in enumerate(grants, 1):
        failed = began == SECOND_MONTH and place == 5
        answers.append(Answer(place, grant.reference, grant.amount, not failed, day, "账户已销户" if failed else ""))
    granting.settle(found, by=desk.cashier, now=now, answers=answers)


def claim(desk: Desk, now: datetime):
    """The demo citizen joins the account with what the lists say."""
    claiming.claim(by=desk.stage.cast.demo[ZHANG], now=now, name=OWN.name, number=OWN.number, account=OWN.account)
