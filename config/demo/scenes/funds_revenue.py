"""Fees of the last weeks: tickets of windows, cash of hand tickets handed over in time and too late, and a unit that
took fees onto an account of its own and spent them there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db.models import Q
from django.utils import timezone

from config.demo.scenes.funds_desk import Desk, fen
from funds.actions import collecting
from funds.actions.collecting import BankLine
from funds.models import BankAccount, BankEntry, Collection, Collector, FeeMatter, Purse

Moments = Iterator[tuple[datetime, Callable]]
WINDOWS = ["scjg", "zjj", "wjw", "jtj"]
DAYS = [15, 11, 8, 5, 2]  # working days ago on which the windows collected
KEEPER = "cgj"  # that has an account of its own
LATE, PROMPT = 0, 1  # of the units with hand tickets: handed over after nine working days, after two
SPENT = "支付市容巡查车辆维修费"


def moments(desk: Desk) -> Moments:
    for number, ago in enumerate(DAYS):
        for place, code in enumerate(WINDOWS):
            now = desk.at(ago, 10, 12 * place + number)
            yield now, partial(collect, desk, code, 7 * number + place, now)
    yield desk.at(7, 16), partial(list_of_the_bank, desk, 8, desk.at(7, 16))
    for place, (took, gave) in {LATE: (15, 6), PROMPT: (9, 7)}.items():
        yield desk.at(took, 11, place), partial(take_cash, desk, place, desk.at(took, 11, place))
        yield desk.at(gave, 16, 20 + place), partial(hand_over, desk, place, desk.at(gave, 16, 20 + place))
    yield desk.at(2, 11, 40), partial(take_cash, desk, PROMPT, desk.at(2, 11, 40))
    yield desk.at(6, 10, 50), partial(keep, desk, desk.at(6, 10, 50))
    yield desk.at(3, 16, 40), partial(spend, desk, desk.at(3, 16, 40))


def matter_of(unit, amount: int) -> FeeMatter:
    """The first fee of a unit whose standard allows so many fen."""
    allowed = Q(most=None) | Q(least__lte=amount, most__gte=amount)
    return FeeMatter.objects.filter(allowed, organisation=unit).select_related("organisation").order_by("pk").first()


def enter(desk: Desk, unit, by, number: int, now: datetime, account=None):
    payers = desk.told["revenue"]["tickets"]
    about = {"ticket": f"{timezone.localdate(now):%Y%m%d}{unit.pk:04d}{number:03d}", "account": account}
    amount = fen(120 + number * 85 % 900)
    about |= {"payer": payers[number % len(payers)], "amount": amount}
    collecting.collect(matter_of(unit, amount), by=by, now=now, collected_on=timezone.localdate(now), **about)


def treasury() -> BankAccount:
    return BankAccount.objects.get(sort=BankAccount.Sort.TREASURY)


def collect(desk: Desk, code: str, number: int, now: datetime):
    enter(desk, desk.unit(code), desk.clerk(code), number, now, treasury())


def list_of_the_bank(desk: Desk, ago: int, now: datetime):
    """The list of one day: every ticket, and a receipt that nobody knows."""
    fees = Collection.objects.filter(collected_on=desk.day(ago), account=treasury()).order_by("pk")
    rows = [(fee.amount, fee.ticket, fee.payer) for fee in fees] + [(fen(260), "20990000001", "刘满仓")]
    lines = [BankLine(n, BankEntry.Way.IN, *row) for n, row in enumerate(rows, 1)]
    collecting.read_day(treasury(), by=desk.cashier, now=now, day=desk.day(ago), lines=lines)


def hand_unit(place: int):
    found = Collector.objects.filter(way=Collector.Way.HAND, organisation__in=FeeMatter.objects.values("organisation"))
    return found.select_related("organisation").order_by("pk")[place].organisation


def take_cash(desk: Desk, place: int, now: datetime):
    unit = hand_unit(place)
    for number in (place + 1, place + 4):
        enter(desk, unit, desk.clerk(unit.code), number, now)


def hand_over(desk: Desk, place: int, now: datetime):
    unit = hand_unit(place)
    purse = Purse.objects.get(organisation=unit, state=Purse.State.OPEN)
    about = {"amount": purse.amount, "handed_on": timezone.localdate(now), "account": treasury()}
    paper = f"JK{timezone.localdate(now):%Y%m%d}{place:03d}"
    collecting.hand_over(purse, by=desk.clerk(unit.code), now=now, paper=paper, **about)


def own_account(desk: Desk) -> BankAccount:
    about = {"name": "云溪县城市管理局基本户", "bank": "云溪农村商业银行", "organisation": desk.unit(KEEPER)}
    return BankAccount.objects.get_or_create(number="82010000014560077", defaults=about | {"sort": "own"})[0]


def keep(desk: Desk, now: datetime):
    enter(desk, desk.unit(KEEPER), desk.clerk(KEEPER), 6, now, own_account(desk))


def spend(desk: Desk, now: datetime):
    """The list of that account, read in by finance: money went out before it was handed over."""
    day, bank = timezone.localdate(now), own_account(desk)
    lines = [BankLine(1, BankEntry.Way.OUT, fen(480), words=SPENT)]
    collecting.read_day(bank, by=desk.cashier, now=now, day=day, lines=lines)
