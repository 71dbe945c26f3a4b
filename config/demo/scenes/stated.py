"""What is stated with each step of a live tender of the demo county: prices, dates, firms."""

from decimal import Decimal

from procurement.actions import scoring
from procurement.actions.common import MEDIA
from procurement.guards.common import TERMS
from procurement.models import Auction, Party, Trade

SALES = {Trade.LAND, Trade.PROPERTY}
LONG = {"public", "invitation", "listing"}  # methods with the long periods of a tender
NOTICE = "{name}已具备交易条件，现公开交易。符合条件的单位均可参加，文件自公告载明之日起在交易平台免费获取。"


def conditions(course, tender):
    amount = tender.estimate or tender.start_price
    return {"audit_number": f"云审预〔{course.first.year}〕{course.number + 31}号", "audited": amount * 98 // 100}


def approved(course, tender):
    ground = "" if tender.method in LONG else "采购需求复杂，不能事先确定详细规格和具体要求"
    return {"method": tender.method, "organised_by": "agent", "ground": ground}


def documents(course, tender):
    if course.trade in SALES:
        share = 20 if course.trade == Trade.LAND else 10
        return {"start_price": tender.start_price, "guarantee": tender.start_price * share // 100}
    most = min(tender.estimate * 2 // 100, 80_000_000)
    control = tender.audited * 98 // 100
    return {
        "control_price": control,
        "guarantee": most // 100_000 * 100_000,
        "validity_days": 90,
        "duration_days": 240,
    }


def notice(course, tender):
    return {
        "media": MEDIA[:2],
        "documents_from": course.day(10),
        "documents_until": course.documents_until(),
        "bids_due_at": course.due,
        "place": f"交易中心第{'一二三'[course.number % 3]}开标室",
        "text": NOTICE.format(name=tender.title),
    }


def candidates(course, tender):
    """As the report of the committee has them."""
    found = scoring.report_of(tender)
    rows = found.ranking[:3] if found else []
    return {
        "candidates": [
            {"party": Party.objects.get(pk=row["party"]), "price": row["price"], "score": Decimal(row["total"])}
            for row in rows
        ]
    }


def winner(course, tender):
    first = tender.candidates.filter(round=tender.round).order_by("rank").select_related("party").first()
    if first is not None:
        return {"winner": first.party}
    sold = Auction.objects.filter(tender=tender, round=tender.round).exclude(winner=None).first()
    if sold is not None:
        return {"winner": sold.winner, "price": sold.price}
    return {"winner": course.firms()[0], "price": tender.start_price * (108 + course.number % 9) // 100}


def contract(course, tender):
    award = tender.awards.get(round=tender.round)
    return {
        "contract_number": f"YX-{course.first.year}-{course.number + 101:03d}",
        "amount": award.price,
        "signed_on": course.later(course.offers_end() if course.trade in SALES else course.opened)["contract"],
        "performance_guarantee": 0 if course.trade in SALES else award.price // 10,
    }


FACTS = {
    "conditions": conditions,
    "method": approved,
    "agent": lambda course, tender: {"agent": course.agent_firm(), "way": "随机抽取"},
    "documents": documents,
    "filing": lambda course, tender: {
        "terms": list(TERMS),
        "opinion": "经核查，未发现排斥潜在投标人的条款，予以备案。",
    },
    "notice": notice,
    "committee": lambda course, tender: {"members": 5, "experts": 4},
    "candidates": candidates,
    "ranking": candidates,
    "decide": winner,
    "award": lambda course, tender: winner(course, tender) if not course.flow.has("decide") else {},
    "contract": contract,
}
