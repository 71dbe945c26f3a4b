"""Farmland subsidy: so much a mu, once a year. One list is paid, one waits at the county, one is on show there."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.utils import timezone

from config.demo.scenes.funds_desk import Desk, fen
from config.demo.scenes.funds_lists import DISPUTED, OWN, SHOWN, WAY, WRITTEN
from funds.actions import granting, listing, programmes, subsidising
from funds.actions.granting import Answer
from funds.actions.listing import Row
from funds.actions.programmes import Wish
from funds.models import PayList, Programme, ProgrammeVersion, Roll

Moments = Iterator[tuple[datetime, Callable]]
CODE, NAME, MANAGER = "gengdi", "耕地地力保护补贴", "nyj"
RATE = 104  # yuan a mu and year
# village and town, working days ago on which the list was begun, how far it came
LISTS = [(SHOWN, 46, 6), (DISPUTED, 25, 5), (WRITTEN, 20, 4)]
PAID = 6  # working days ago


def moments(desk: Desk) -> Moments:
    for moment, deed in ((desk.at(60, 9, 30), propose), (desk.at(60, 15, 30), sign)):
        yield moment, partial(deed, desk, moment)
    for place, (village, began, steps) in enumerate(LISTS):
        now = desk.at(began, 9, 35)
        yield now, partial(write, desk, village, rows_of(desk, village, place), now)
        yield from moved(desk, village, began, steps)
    for ago, hour, deed in ((PAID, 10, draft), (PAID, 16, send), (PAID - 2, 10, settle)):
        now = desk.at(ago, hour, 20)
        yield now, partial(deed, desk, now)


def year(desk: Desk) -> date:
    return desk.day(LISTS[0][1]).replace(month=1, day=1)


def propose(desk: Desk, now: datetime):
    """Everybody with contracted land gets it, whoever pays them otherwise."""
    fund = desk.fund("nb01")
    wish = Wish(fund.basis, Programme.Way.AREA, fen(RATE), year(desk), economic_class="30310", bars_employees=False)
    about = {"code": CODE, "name": NAME, "manager": desk.unit(MANAGER), "period": Programme.Period.YEAR}
    programmes.propose_new(fund, wish, by=desk.clerk(MANAGER), now=now, reason="按本年度补贴面积测算标准", **about)


def sign(desk: Desk, now: datetime):
    programmes.sign(ProgrammeVersion.objects.get(code=CODE), by=desk.treasurer, now=now)


def rows_of(desk: Desk, village: tuple, place: int) -> list[Row]:
    """The people of the village with their land; one row of the last list asks for more than its area gives."""
    people = [*desk.kept["people"].of(village)[:10], *([OWN] if place == 0 else [])]
    rows = []
    for number, one in enumerate(people):
        area = Decimal(180 + (number * 137 + place * 61) % 640) / 100
        asked = fen(RATE) * 4 if place == len(LISTS) - 1 and number == 4 else None
        rows.append(Row(one.number, one.name, one.account, one.bank, area, asked))
    return rows


def write(desk: Desk, village: tuple, rows: list[Row], now: datetime):
    about = {"village": desk.unit(village[0]), "period": year(desk)}
    by = desk.clerk(village[0])
    roll = listing.open_roll(Programme.objects.get(code=CODE), by=by, now=now, **about)
    listing.enter(roll, by=by, now=now, rows=rows)


def moved(desk: Desk, village: tuple, began: int, steps: int) -> Moments:
    manager = (desk.signer(MANAGER), desk.someone(MANAGER, "head"))
    hands = [desk.clerk(village[0])] * 2 + [desk.signer(village[1])] * 2 + list(manager)
    for (after, deed), by in list(zip(WAY, hands, strict=True))[:steps]:
        now = desk.at(began - after, 15, after)
        yield now, partial(move, desk, village, deed, by, now)


def move(desk: Desk, village: tuple, deed: str, by, now: datetime):
    roll = Roll.objects.get(village=desk.unit(village[0]), programme__code=CODE)
    getattr(subsidising, deed)(roll, by=by, now=now)


def draft(desk: Desk, now: datetime):
    granting.draft(Programme.objects.get(code=CODE), by=desk.cashier, now=now, period=year(desk))


def send(desk: Desk, now: datetime):
    granting.send(PayList.objects.get(programme__code=CODE), by=desk.treasurer, now=now)


def settle(desk: Desk, now: datetime):
    found, day = PayList.objects.get(programme__code=CODE), timezone.localdate(now)
    grants = found.grants.order_by("pk")
    answers = [Answer(place, one.reference, one.amount, True, day, "") for place, one in enumerate(grants, 1)]
    granting.settle(found, by=desk.cashier, now=now, answers=answers)
