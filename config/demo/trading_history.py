"""Last year's deals, as the county's published figures have them (seed S1-30): 269 in construction, 35 of land.

Pure: random numbers in, plain deals out. Construction saves 15 percent of the control prices on the mean of the deals,
24 at most; the sums are those of the seed. Amounts in fen.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

MEAN, HIGHEST = 15.0, 24.0  # percent
CONSTRUCTION, LAND = 112_380_000_000, 41_400_000_000  # fen: 11亿+, 4.14亿
YUAN = 100


@dataclass
class Deal:
    """One deal that was done. `control` for tenders, `start` for what rises; `bids` are (firm, price, marks)."""

    trade: str
    matter: str
    method: str
    title: str
    day: date  # of the award
    price: int
    control: int | None = None
    start: int | None = None
    bids: list[tuple[int, int, dict]] = field(default_factory=list)
    winner: int = 0
    failed_before: bool = False


def rates(rng: Random, count: int) -> list[float]:
    """Saving rates in percent: their mean is 15.00, the highest 24.00."""
    found = [rng.uniform(6, 23) for _place in range(count - 1)] + [HIGHEST]
    for _round in range(60):
        off = MEAN - sum(found) / count
        found = [min(max(rate + off, 1.5), HIGHEST - 0.3) for rate in found[:-1]] + [HIGHEST]
    return found


def shares(rng: Random, count: int, total: int, step: int) -> list[int]:
    """`count` amounts that sum up to the total; all but the last are whole steps."""
    weights = [rng.lognormvariate(0, 0.8) for _place in range(count)]
    whole = sum(weights)
    found = [max(round(total * weight / whole / step), 1) * step for weight in weights]
    found[-1] += total - sum(found)
    if found[-1] <= 0:
        return shares(rng, count, total, step)
    return found


def workday(rng: Random, year: int) -> date:
    """A day from Monday to Friday, not around New Year."""
    while True:
        day = date(year, 1, 10) + timedelta(days=rng.randrange(340))
        if day.weekday() < 5:
            return day


WORKS = ["教学楼新建工程", "农村公路提档升级工程", "老旧小区改造工程", "污水管网工程", "水库除险加固工程"]
WORKS += ["卫生院综合楼工程", "高标准农田建设工程", "街道亮化工程", "安置房工程", "堤防整治工程", "停车场工程"]
GOODS = ["办公设备采购", "医疗设备采购", "教学仪器采购", "信息系统建设", "公务用车采购", "物业管理服务", "印刷服务"]
PLACES = ["城关镇", "云溪街道", "高桥镇", "双河镇", "石门镇", "柳林乡", "白马镇", "青山乡", "龙泉镇", "沙河镇"]
PROPERTIES = ["国有房产转让", "国有股权转让", "报废车辆处置", "商铺租赁权转让"]
DRUGS = ["抗生素类药品集中采购", "心血管类药品集中采购", "输液类药品集中采购", "医用耗材集中采购"]


def competing(rng: Random, firms: int, price: int, control: int, count: int) -> tuple[int, list]:
    """Who bid: the winner and others above its price, below the control price."""
    chosen = rng.sample(range(firms), count)
    room = control - price
    bids = [(chosen[0], price, {})]
    for firm in chosen[1:]:
        bids.append((firm, price + max(round(room * rng.uniform(0.08, 0.96) / YUAN), 1) * YUAN, {}))
    return chosen[0], bids


def construction(rng: Random, year: int, firms: int, count: int = 269) -> list[Deal]:
    prices, found = shares(rng, count, CONSTRUCTION, 10_000 * YUAN), []
    for price, rate in zip(prices, rates(rng, count), strict=True):
        control = round(price / (1 - rate / 100) / YUAN) * YUAN
        winner, bids = competing(rng, firms, price, control, rng.choice([3, 3, 4, 4, 5, 6, 7]))
        title = f"{rng.choice(PLACES)}{rng.choice(WORKS)}"
        deal = Deal("construction", "works", "public", title, workday(rng, year), price, control, None, bids, winner)
        found.append(deal)
    return with_patterns(found)


def with_patterns(deals: list[Deal]) -> list[Deal]:
    """What red flags look for: one account, even gaps, a group in which one wins, prices too close, near control."""
    deals.sort(key=lambda deal: deal.day)
    late = deals[len(deals) // 2 :]
    account = {"account": ["6222021802008846123"]}
    for deal in late[3:4]:
        deal.bids = [(firm, price, account if place < 2 else {}) for place, (firm, price, _m) in enumerate(deal.bids)]
    for number, deal in enumerate(late[10:15]):  # the same three firms, the first one wins
        step = round(deal.price * 0.012 / YUAN) * YUAN + number * YUAN
        deal.bids = [(place, deal.price + place * step + place * place * 37 * YUAN, {}) for place in range(3)]
        deal.winner = 0
    even = late[20]
    even.bids = [(5 + place, even.price + place * 5_000 * YUAN, {}) for place in range(4)]
    even.winner = 5
    late[30].bids = [(firm, price, {"author": ["zhangwei-2019"]}) for firm, price, _marks in late[30].bids[:3]]
    return deals


def land(rng: Random, year: int, firms: int, count: int = 35) -> list[Deal]:
    found = []
    for number, price in enumerate(shares(rng, count, LAND, 10_000 * YUAN), 1):
        start = round(price / rng.uniform(1.0, 1.28) / (10_000 * YUAN)) * 10_000 * YUAN
        start = min(max(start, 10_000 * YUAN), price)
        title = f"{rng.choice(PLACES)}{year}-{number:02d}号地块国有建设用地使用权出让"
        about = ("land", "rights", "listing", title, workday(rng, year), price)
        found.append(Deal(*about, None, start, [], rng.randrange(firms)))
    return found


def others(rng: Random, year: int, firms: int) -> list[Deal]:
    """Procurement, drugs and property besides."""
    found = []
    for count, trade, matter, titles in (
        (96, "procurement", "goods", GOODS),
        (14, "drugs", "goods", DRUGS),
        (18, "property", "rights", PROPERTIES),
    ):
        for _number in range(count):
            price = round(rng.lognormvariate(13.2, 0.7)) * YUAN
            title, day = f"{rng.choice(PLACES)}{rng.choice(titles)}", workday(rng, year)
            if trade == "property":
                start = round(price / rng.uniform(1.0, 1.2) / YUAN) * YUAN
                found.append(Deal(trade, matter, "listing", title, day, price, None, start, [], rng.randrange(firms)))
                continue
            control = round(price / rng.uniform(0.84, 0.97) / YUAN) * YUAN
            winner, bids = competing(rng, firms, price, control, rng.choice([3, 3, 4, 5]))
            found.append(Deal(trade, matter, "public", title, day, price, control, None, bids, winner))
    return found


def failing(rng: Random, deals: list[Deal], count: int = 11) -> list[Deal]:
    """Some of them needed a second round."""
    for deal in rng.sample([deal for deal in deals if deal.control], count):
        deal.failed_before = True
    return deals


def year_of_deals(rng: Random, year: int, firms: dict[str, int]) -> list[Deal]:
    """Everything that was traded in this year, by day. `firms`: trade → how many firms bid in it."""
    found = failing(rng, construction(rng, year, firms["construction"]))
    found += land(rng, year, firms["land"]) + others(rng, year, firms["procurement"])
    return sorted(found, key=lambda deal: (deal.day, deal.title))
