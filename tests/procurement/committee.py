"""A committee without the ceremony, for tests that only walk past it."""

from decimal import Decimal

from accounts.models import User
from procurement import veil
from procurement.actions import draws
from procurement.drawing import commitment, shuffled
from procurement.models import Criterion, Draw, Expert, Report, Speciality
from records.refusal import Refused
from tests.conftest import at

SEED = "5e" * 32


def make_experts(count: int, speciality: str = "A06", start: int = 1, **more) -> list[Expert]:
    """Experts of the pool with an account each: ZJ0001, ZJ0002 …"""
    found = Speciality.objects.get(code=speciality)
    numbers = range(start, start + count)
    users = User.objects.bulk_create(
        User(username=f"139100{n:05d}", telephone=f"139100{n:05d}", name=f"评审员{n}号", password="!", is_citizen=True)
        for n in numbers
    )
    about = {"employer_name": "湖北省工程咨询院", "entered_at": at("2026-01-05"), "confirmed_at": at("2026-01-06")}
    experts = Expert.objects.bulk_create(
        Expert(
            code=f"ZJ{n:04d}",
            name=f"评审员{n}号",
            user=user,
            telephone=user.telephone,
            state=Expert.State.REGISTERED,
            **about | more,
        )
        for n, user in zip(numbers, users, strict=True)
    )
    found.experts.add(*experts)
    return experts


def criteria(tender):
    """Forty points for the price, sixty for what the committee judges."""
    rows = (("投标报价", "lowest", 40), ("技术方案", "judged", 60))
    Criterion.objects.bulk_create(
        Criterion(tender=tender, number=number, name=name, kind=kind, points=points)
        for number, (name, kind, points) in enumerate(rows, 1)
    )


def seated(tender, moment="2026-03-22 15:00", members=5) -> Draw:
    """A committee of experts who have all said yes, drawn with a known seed."""
    experts = make_experts(members, start=Expert.objects.count() + 1)
    now, name, codes = at(moment), veil.current(), [expert.code for expert in experts]
    row = Draw.objects.create(
        tender=tender,
        round=tender.round,
        needs=[["A06", members]],
        state=Draw.State.DRAWN,
        commitment=commitment(tender.number, tender.round, SEED),
        key=name,
        sealed_seed=veil.seal(name, f"seed:{tender.pk}:{tender.round}", SEED),
        committed_at=now,
        drawn_at=now,
    )
    order = shuffled(SEED, "A06", codes)
    pool = {"speciality": "A06", "seats": members, "eligible": codes, "excluded": [], "order": order, "skipped": []}
    log = {"tender": tender.number, "round": row.round, "commitment": row.commitment, "pools": [pool], "seats": []}
    by_code = {expert.code: expert for expert in experts}
    for number, code in enumerate(order, 1):
        expert = by_code[code]
        about = {"speciality": "A06", "state": "accepted", "invited_at": now}
        draws.seat(row, number, expert.user, {"expert": code, "name": expert.name}, **about)
        line = {"number": number, "speciality": "A06", "expert": code, "name": expert.name, "state": "accepted"}
        log["seats"].append(line)
    draws.seal_log(row, log)
    return row


def evaluated(tender, prices: dict, moment="2026-03-23 16:00") -> Report:
    """The report of a committee that put these firms (party → price in fen) in this order."""
    ranking = [
        {"party": party.pk, "name": party.name, "manager": "", "price": price, "total": str(Decimal(95 - place))}
        for place, (party, price) in enumerate(prices.items())
    ]
    about = {"round": tender.round, "text": "评标报告", "digest": "0" * 64, "made_at": at(moment)}
    return Report.objects.create(tender=tender, ranking=ranking, **about)


def refused_field(call):
    """The field of the refusal; None where nothing was refused."""
    try:
        call()
    except Refused as refusal:
        return refusal.field
    return None
