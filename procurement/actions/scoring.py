"""The evaluation: criteria settled before the notice, one locked sheet a seat, the report when all are in.

As with the draw, nothing a member does is recorded under its own name before the award.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from deadlines.words import chinese_date
from procurement import evaluating, parameters
from procurement.actions import facts
from procurement.actions.common import enter, lock, today
from procurement.actions.draws import current, own
from procurement.bidding import bidders_of
from procurement.evaluating import Marks, Place
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.models import Criterion, Draw, Report, Score, Seat, Sheet, Tender
from records.actions import WRONG_ORDER, deed, record
from records.money import yuan
from records.refusal import Refused

HUNDRED = Decimal(100)


@deed
def settle_criteria(tender: Tender, *, by, now, rows: list[dict]) -> Tender:
    """Write the evaluation method: [{name, kind, points}, …], a hundred points in all. Fixed by the notice."""
    tender = lock(tender, now)
    enter(tender, [Capacity.AGENT, Capacity.TENDERER, Capacity.CENTRE], by, now)
    if tender.published_at is not None:
        raise Refused(WRONG_ORDER, _("The criteria were published with the notice and are fixed."))
    if not rows or sum(row["points"] for row in rows) != HUNDRED:
        raise Refused(None, _("The points of all criteria are 100 together."), field="points")
    tender.criteria.all().delete()
    Criterion.objects.bulk_create(Criterion(tender=tender, number=n, **row) for n, row in enumerate(rows, 1))
    told = [[row["name"], row["kind"], str(row["points"])] for row in rows]
    record("procurement.criteria.settled", tender, actor=by, now=now, criteria=told)
    return tender


@transaction.atomic
def hand_in(seat: Seat, *, by, now, points: Mapping, rejected: Mapping | None = None, note: str = "") -> Sheet:
    """The scores of one member: (criterion id, party id) → points. Locked from here on.

    Raises Refused that names the field `p<party>_<criterion>` for a score that is missing or beyond its most points.
    """
    seat = own(seat, by.user)
    tender = lock(seat.draw.tender, now)
    check_time(tender, seat)
    rejected = {str(party): ground for party, ground in (rejected or {}).items()}
    bidders = bidders_of(tender)
    criteria = [row for row in tender.criteria.all() if row.is_judged]
    wanted = [(row, bidder) for row in criteria for bidder in bidders if str(bidder.party) not in rejected]
    for row, bidder in wanted:
        check_points(row, bidder.party, points.get((row.pk, bidder.party)))
    given = {f"{row.pk}:{bidder.party}": str(points[row.pk, bidder.party]) for row, bidder in wanted}
    sheet = Sheet.objects.create(
        seat=seat, rejected=rejected, note=note.strip(), digest=digest([given, rejected]), locked_at=now
    )
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=row, party_id=bidder.party, points=points[row.pk, bidder.party])
        for row, bidder in wanted
    )
    about = {"seat": seat.number, "digest": sheet.digest}
    record("procurement.scores.locked", seat.draw, actor=ROBOT, now=now, **about)
    if len(sheets_of(seat.draw)) == seat.draw.members:
        report(tender, seat.draw, now)
    return sheet


def check_time(tender: Tender, seat: Seat):
    """Scores come from whoever has arrived, during the evaluation, once."""
    if tender.step != "evaluation" or tender.state != Tender.State.RUNNING:
        raise Refused(None, _("Bids are scored when the evaluation is the step that is owed."))
    if seat.state != Seat.State.ACCEPTED or seat.arrived_at is None:
        raise Refused(None, _("Sign in for the evaluation first."))
    if Sheet.objects.filter(seat=seat).exists():
        raise Refused(None, _("Your scores are handed in and locked."))


def check_points(row: Criterion, party: int, given):
    """A number from 0 to the most points, with two places at most."""
    if given is None or not given.is_finite() or not 0 <= given <= row.points or given != evaluating.rounded(given):
        words = _("“%(criterion)s” takes 0 to %(points)s points, with two places at most.")
        raise Refused(None, words % {"criterion": row.name, "points": row.points}, field=f"p{party}_{row.pk}")


def sheets_of(draw: Draw) -> list[Marks]:
    """The locked sheets of those who sit; whoever was replaced has no voice."""
    sheets = Sheet.objects.filter(seat__draw=draw, seat__state=Seat.State.ACCEPTED)
    sheets = sheets.select_related("seat").prefetch_related("scores").order_by("seat__number")
    return [marks(sheet) for sheet in sheets]


def marks(sheet: Sheet) -> Marks:
    points: dict[int, Decimal] = {}
    for score in sheet.scores.all():
        points[score.party_id] = points.get(score.party_id, Decimal(0)) + score.points
    return Marks(sheet.seat.number, points, {int(party): ground for party, ground in sheet.rejected.items()})


def digest(what) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def report(tender: Tender, draw: Draw, now) -> Report:
    """All members have handed in: the ranking follows, and whoever scored far from the others is named by seat."""
    bidders, sheets = bidders_of(tender), sheets_of(draw)
    places = evaluating.ranking(bidders, tender.criteria.all(), sheets)
    names = {bidder.party: bidder.name for bidder in bidders}
    out = [
        {"party": party, "name": names[party], "ground": ground}
        for party, ground in sorted(evaluating.rejected(sheets).items())
    ]
    ranking = [as_plain(place) for place in places]
    far = deviating(sheets, names, now)
    made = Report.objects.create(
        tender=tender,
        round=tender.round,
        ranking=ranking,
        rejected=out,
        deviations=far,
        text=words_of(tender, draw, places, out, now),
        digest=digest([ranking, out, far]),
        made_at=now,
    )
    record("procurement.report.made", tender, actor=ROBOT, now=now, round=tender.round, digest=made.digest)
    facts.refresh(tender, now=now)
    return made


def deviating(sheets: list[Marks], names: dict[int, str], now) -> list[dict]:
    threshold = parameters.value("score_deviation", today(now))
    return [
        {
            "seat": row.seat,
            "party": row.party,
            "name": names[row.party],
            "points": str(row.points),
            "mean": str(row.mean),
            "percent": str(row.percent),
        }
        for row in evaluating.deviations(sheets, threshold)
    ]


def as_plain(place: Place) -> dict:
    return {
        "party": place.bidder.party,
        "name": place.bidder.name,
        "manager": place.bidder.manager,
        "price": place.bidder.price,
        "judged": str(place.judged),
        "for_price": str(place.for_price),
        "total": str(place.total),
    }


def words_of(tender: Tender, draw: Draw, places: list[Place], out: list[dict], now) -> str:
    """评标报告: what 评标委员会和评标方法暂行规定 第四十二条 asks for, from what is on record."""
    lines = [
        f"{tender.title}（{tender.number}，第{tender.round}轮）评标委员会由{draw.members}人组成，"
        f"其中随机抽取的专家{draw.experts}人，于{chinese_date(timezone.localdate(now))}完成评审。",
        f"参加评审的投标文件{len(places) + len(out)}份，有效{len(places)}份，否决{len(out)}份。",
        *(f"否决{row['name']}的投标：{row['ground']}。" for row in out),
        *(
            f"第{number}名：{place.bidder.name}，投标报价{yuan(place.bidder.price)}元，综合得分{place.total}分。"
            for number, place in enumerate(places, 1)
        ),
        "各成员评分表在提交时即锁定，其摘要记入存证；成员姓名在定标后公布。",
    ]
    return "\n".join(lines)


def report_of(tender: Tender) -> Report | None:
    return tender.reports.filter(round=tender.round).first()


def is_evaluated(tender: Tender) -> bool:
    """Does this trade have an evaluation at all, and is its report there?"""
    return not flow_of(tender).has("evaluation") or report_of(tender) is not None


__all__ = ["current", "hand_in", "report_of", "settle_criteria", "sheets_of"]
