"""Last year's deals written into the tables at once, as a centre takes over its books; the flags look at them too."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import Organisation
from config.demo.trading import data
from config.demo.trading_history import Deal, year_of_deals
from deadlines.words import chinese_date
from procurement.actions import facts
from procurement.actions.common import MEDIA, RELATED
from procurement.flows import FLOWS
from procurement.models import (
    Award,
    Bid,
    Candidate,
    Contract,
    Notice,
    Opening,
    Party,
    Regulator,
    Tender,
    Trade,
)
from procurement.numbers import tender_number
from records.actions import record
from records.money import yuan
from records.numbers import next_numbers

if TYPE_CHECKING:
    from config.demo.scenes.offices import Office

TENDERERS = ["jyj", "wjw", "slj", "jtj", "zjj", "nyj", "mzj", "scjg", "cgj", "ybj", "rsj"]


def take_over(rng: Random, now: datetime, centre: "Office"):
    year = timezone.localdate(now).year - (1 if timezone.localdate(now).month > 3 else 2)
    pools = bidders_of()
    deals = year_of_deals(rng, year, {"construction": len(pools["construction"]), "procurement": 6, "land": 5})
    tenders = write_tenders(rng, deals, centre)
    awards = write_awards(rng, deals, tenders, pools)
    write_openings(deals, tenders, pools)
    write_notices(deals, tenders, awards)
    told = Tender.objects.filter(pk__in=[tender.pk for tender in tenders]).select_related(*RELATED).order_by("pk")
    facts.refresh_many(told, now=now)
    record("procurement.books.taken_over", centre.unit, actor=centre.head, now=now, year=year, deals=len(deals))


def bidders_of() -> dict[str, list[Party]]:
    """Trade → the firms that bid in it."""
    groups = {row["name"]: row["group"] for row in data()["firms"]}
    firms = list(Party.objects.doing("bidder").order_by("pk"))
    works = [firm for firm in firms if groups.get(firm.name, "works") == "works"]
    goods = [firm for firm in firms if groups.get(firm.name) == "goods"]
    drugs = [firm for firm in firms if groups.get(firm.name) == "drugs"]
    buyers = [firm for firm in firms if groups.get(firm.name) == "buyers"]
    return {
        "construction": works,
        "procurement": goods,
        "drugs": [*drugs, *goods][: max(len(goods), 6)],
        "land": buyers,
        "property": buyers,
    }


def moment(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def write_tenders(rng: Random, deals: list[Deal], centre: "Office") -> list[Tender]:
    regulators = {row.trade: row.organisation for row in Regulator.objects.select_related("organisation")}
    offices = list(Organisation.objects.filter(code__in=TENDERERS).order_by("pk"))
    agents = list(Party.objects.doing("agent").order_by("pk"))
    sellers = list(Party.objects.doing("tenderer").order_by("pk"))
    numbers = numbered(deals)
    rows = []
    for place, deal in enumerate(deals):
        supervisor = regulators[deal.trade]
        office = rng.choice([one for one in offices if one.pk != supervisor.pk])
        sold = deal.start is not None and sellers
        rows.append(
            Tender(
                number=numbers[place],
                project_number=f"{deal.day.year}-420583-{place + 1:05d}",
                project_name=deal.title,
                trade=deal.trade,
                matter=deal.matter,
                method=deal.method,
                tenderer_organisation=None if sold else office,
                tenderer_party=rng.choice(sellers) if sold else None,
                agent=None if sold else rng.choice(agents),
                supervisor=supervisor,
                centre=centre.unit,
                approval_number=f"云发改审批〔{deal.day.year}〕{place + 1}号",
                funds_source="财政资金",
                control_price=deal.control,
                start_price=deal.start,
                estimate=deal.control,
                round=2 if deal.failed_before else 1,
                state=Tender.State.COMPLETED,
                done=len(FLOWS[Trade(deal.trade)].steps),
                applied_at=moment(deal.day - timedelta(days=60)),
                registered_at=moment(deal.day - timedelta(days=59)),
                published_at=moment(deal.day - timedelta(days=35)),
                bids_due_at=moment(deal.day - timedelta(days=9)),
                opened_at=moment(deal.day - timedelta(days=9), 11) if deal.bids else None,
                ended_at=moment(deal.day + timedelta(days=20)),
                place="交易中心第一开标室",
            )
        )
    return Tender.objects.bulk_create(rows, batch_size=500)


def numbered(deals: list[Deal]) -> list[str]:
    """Numbers of the days on which the projects were handed in; the counters of those days go on behind them."""
    days = [deal.day - timedelta(days=60) for deal in deals]
    serials = {day: iter(next_numbers(f"tender-{day:%m%d}", day.year, days.count(day))) for day in sorted(set(days))}
    return [tender_number(day, next(serials[day])) for day in days]


def write_awards(rng: Random, deals, tenders, pools) -> list[Award]:
    awards = Award.objects.bulk_create(
        (
            Award(
                tender=tender,
                round=tender.round,
                winner=pools[deal.trade][deal.winner % len(pools[deal.trade])],
                price=deal.price,
                determined_on=deal.day,
                noticed_at=moment(deal.day, 15),
                reported_at=moment(deal.day + timedelta(days=6)),
                losers_refunded_at=moment(deal.day + timedelta(days=14)),
            )
            for deal, tender in zip(deals, tenders, strict=True)
        ),
        batch_size=500,
    )
    Contract.objects.bulk_create(
        (
            Contract(
                award=award,
                number=f"YX-{award.determined_on.year}-{place:04d}",
                amount=award.price,
                duration_days=rng.choice([90, 120, 180, 240, 360]),
                signed_on=award.determined_on + timedelta(days=rng.randrange(3, 20)),
                published_at=moment(award.determined_on + timedelta(days=20)),
                filed_at=moment(award.determined_on + timedelta(days=20)),
                winner_refunded_at=moment(award.determined_on + timedelta(days=22)),
            )
            for place, award in enumerate(awards, 1)
        ),
        batch_size=500,
    )
    return awards


def write_openings(deals, tenders, pools):
    """Who came to the opening, with which price; the three first are the candidates."""
    openings, bids, candidates = [], [], []
    for deal, tender in zip(deals, tenders, strict=True):
        if not deal.bids:
            continue
        firms, at = pools[deal.trade], tender.opened_at
        about = {"tender": tender, "round": tender.round}
        openings.append(Opening(**about, bidders=len(deal.bids), opened_at=at))
        for place, (firm, price, marks) in enumerate(sorted(deal.bids, key=lambda bid: bid[1]), 1):
            party = firms[firm % len(firms)]
            when = tender.bids_due_at - timedelta(hours=place)
            bids.append(Bid(**about, party=party, price=price, marks=marks, submitted_at=when, opened_at=at))
            if place <= 3:
                candidates.append(Candidate(**about, rank=place, party=party, price=price, score=96 - 3 * place))
    Opening.objects.bulk_create(openings, batch_size=500)
    Bid.objects.bulk_create(bids, batch_size=500)
    Candidate.objects.bulk_create(candidates, batch_size=500)


def write_notices(deals, tenders, awards):
    rows = []
    for deal, tender, award in zip(deals, tenders, awards, strict=True):
        about = {"tender": tender, "organisation": tender.centre, "media": MEDIA[:2]}
        text = f"{tender.title}已具备交易条件，现公开交易，欢迎符合条件的单位参加。"
        day = moment(deal.day - timedelta(days=35))
        rows.append(Notice(**about, kind="tender", title=f"{tender.title}公告", text=text, published_at=day))
        if deal.failed_before:
            words = "递交投标文件的单位不足三家，本次招标失败，重新组织。"
            day = moment(deal.day - timedelta(days=30))
            rows.append(Notice(**about, kind="failed", title=f"{tender.title}流标公告", text=words, published_at=day))
        won = f"{tender.title}的中标人（受让人、成交人）为{award.winner.name}，成交价{yuan(award.price)}元。"
        told = [("成交人", award.winner.name), ("成交价（元）", yuan(award.price)), ("日期", chinese_date(deal.day))]
        more = {"round": tender.round, "facts": [list(row) for row in told], "published_at": moment(deal.day, 15)}
        rows.append(Notice(**about, kind="result", title=f"{tender.title}结果公告", text=won, **more))
    Notice.objects.bulk_create(rows, batch_size=500)
