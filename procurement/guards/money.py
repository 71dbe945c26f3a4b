"""Guards about money: thresholds, shares and caps, by the parameters in force. Amounts in fen."""

from django.utils import timezone
from django.utils.translation import gettext as _

from procurement import parameters
from procurement.flows.base import Asked, Missing
from procurement.models import Candidate, Method, Tender, Trade
from records.money import yuan

OPEN_METHODS = {Method.PUBLIC, Method.LISTING, Method.AUCTION}


def today(asked: Asked):
    return timezone.localdate(asked.now)


def threshold_kept(asked: Asked) -> Missing | None:
    """State money from the threshold on is tendered publicly, unless the supervising department approves with ground.

    Only asked where the method is set; the ground is the law's (招标投标法实施条例 第八、九条).
    """
    method = asked.data.get("method") or asked.tender.method
    found = parameters.duty(asked.tender, today(asked))
    if not found.is_public or method in OPEN_METHODS or asked.data.get("ground"):
        return None
    words = _("From %(amount)s yuan on this is a public tender (%(law)s). Another method needs a ground of the law.")
    about = {"amount": yuan(found.threshold.value), "law": found.threshold.law}
    return Missing(words % about, "ground" if "method" in asked.data else None)


def amount_known(asked: Asked) -> Missing | None:
    """Without an amount no threshold can be looked up."""
    if parameters.amount_of(asked.tender) > 0 or asked.tender.start_price:
        return None
    return Missing(_("The estimate is missing: without it nobody can say which threshold holds."))


def guarantee_most(tender: Tender, on) -> int:
    """The most a bid guarantee may be: 2 % of the estimate or budget, in construction 800,000 yuan at most."""
    base = tender.estimate or tender.budget or 0
    most = parameters.percent(base, parameters.GUARANTEE, on)
    if tender.trade == Trade.CONSTRUCTION:
        most = min(most, parameters.value(parameters.CAP, on))
    return most


def guarantee_small_enough(asked: Asked) -> Missing | None:
    """招标投标法实施条例 第二十六条, 政府采购法实施条例 第三十三条."""
    amount = asked.data.get("guarantee", asked.tender.guarantee)
    if not amount:
        return None
    most = guarantee_most(asked.tender, today(asked))
    if amount <= most:
        return None
    law = parameters.row(parameters.GUARANTEE, today(asked)).law
    words = _("The bid guarantee is %(most)s yuan at most (%(law)s).")
    return Missing(words % {"most": yuan(most), "law": law}, "guarantee" if "guarantee" in asked.data else None)


def control_within_audit(asked: Asked) -> Missing | None:
    """The control price stays within the budget as audited before the tender (seed S2-21)."""
    price, audited = asked.data.get("control_price"), asked.tender.audited or asked.tender.budget
    if price is None or audited is None or price <= audited:
        return None
    words = _("The control price is above the budget as audited, %(audited)s yuan.")
    return Missing(words % {"audited": yuan(audited)}, "control_price")


def audited_within_budget(asked: Asked) -> Missing | None:
    audited, budget = asked.data.get("audited"), asked.tender.budget
    if audited is None or budget is None or audited <= budget:
        return None
    words = _(
        "The audited amount is above the approved budget of %(budget)s yuan; the budget has to be changed first."
    )
    return Missing(words % {"budget": yuan(budget)}, "audited")


def candidates_in_order(asked: Asked) -> Missing | None:
    """At most three, each firm once, none above the control price (招标投标法实施条例 第五十一、五十三条)."""
    rows = asked.data.get("candidates") or []
    if not rows:
        return Missing(_("Name the candidates in their order."), "candidates")
    if len(rows) > 3:
        return Missing(_("There are at most three candidates, in order."), "candidates")
    if len({row["party"].pk for row in rows}) < len(rows):
        return Missing(_("The same firm stands twice among the candidates."), "candidates")
    most = asked.tender.control_price
    if most is not None and any(row["price"] > most for row in rows):
        words = _("A price is above the control price of %(most)s yuan; such a bid is rejected.")
        return Missing(words % {"most": yuan(most)}, "candidates")
    return None


# 招标投标法实施条例 第五十五条: the only reasons for which the first candidate of a state-funded tender does not win
WHY_NOT_FIRST = {
    "gave_up": "放弃中标",
    "force_majeure": "因不可抗力不能履行合同",
    "no_guarantee": "不按照招标文件要求提交履约保证金",
    "unlawful": "被查实存在影响中标结果的违法行为",
}


def winner_among_candidates(asked: Asked) -> Missing | None:
    """The winner stands among the candidates; where the state pays, it is the first who may still win."""
    winner = asked.data.get("winner")
    ranked = list(Candidate.objects.filter(tender=asked.tender, round=asked.tender.round).order_by("rank"))
    place = next((row.rank for row in ranked if winner is not None and row.party_id == winner.pk), None)
    if place is None:
        return Missing(_("The winner is one of the candidates that were shown."), "winner")
    if place > 1 and asked.tender.is_state_funded and asked.data.get("reason") not in WHY_NOT_FIRST:
        words = _("Where the state pays, the first candidate wins. Choose the reason of the law why it does not.")
        return Missing(words, "reason")
    return None


def performance_small_enough(asked: Asked) -> Missing | None:
    """招标投标法实施条例 第五十八条, 政府采购法实施条例 第四十八条."""
    amount, guarantee = asked.data.get("amount"), asked.data.get("performance_guarantee") or 0
    if amount is None:
        return Missing(_("Please fill this in."), "amount")
    most = parameters.percent(amount, parameters.PERFORMANCE, today(asked))
    if guarantee <= most:
        return None
    words = _("The performance guarantee is %(most)s yuan at most, a tenth of the contract.")
    return Missing(words % {"most": yuan(most)}, "performance_guarantee")


def contract_equals_award(asked: Asked) -> Missing | None:
    """招标投标法 第四十六条: contract and bid say the same; a difference is examined before it is filed."""
    award = asked.tender.awards.filter(round=asked.tender.round).select_related("contract").first()
    if award is None or not hasattr(award, "contract"):
        return Missing(_("There is no contract yet."))
    told, contract = asked.data.get("explanation"), award.contract
    if contract.amount != award.price and not told:
        words = _("The contract differs from the award: %(contract)s yuan instead of %(award)s yuan.")
        return Missing(words % {"contract": yuan(contract.amount), "award": yuan(award.price)}, "explanation")
    if contract.duration_days != asked.tender.duration_days and not told:
        return Missing(_("The time of performance differs from the tender documents."), "explanation")
    return None


def start_price_stated(asked: Asked) -> Missing | None:
    """Offers rise from a price that was examined: not below the valuation unless the department approved it."""
    price, valued = asked.data.get("start_price"), asked.tender.audited
    if not price:
        return Missing(_("Give the starting price."), "start_price")
    if valued and price * 10 < valued * 9:
        words = _("The starting price is below nine tenths of the valuation of %(valued)s yuan.")
        return Missing(words % {"valued": yuan(valued)}, "start_price")
    return None


def land_guarantee(asked: Asked) -> Missing | None:
    """国土资发〔2010〕34号: a fifth of the starting price at least."""
    price, guarantee = asked.data.get("start_price"), asked.data.get("guarantee")
    if not price or guarantee is None:
        return None if price else Missing(_("Give the starting price."), "start_price")
    found = parameters.row("land_guarantee_percent", today(asked))
    least = -(-price * found.value // 100)
    if least <= guarantee <= price:
        return None
    words = _("The guarantee lies between %(least)s yuan and the starting price (%(law)s).")
    return Missing(words % {"least": yuan(least), "law": found.law}, "guarantee")


def property_guarantee(asked: Asked) -> Missing | None:
    """At most three tenths of the starting price."""
    price, guarantee = asked.data.get("start_price"), asked.data.get("guarantee")
    if not price or not guarantee:
        return None
    found = parameters.row("property_guarantee_percent", today(asked))
    most = price * found.value // 100
    if guarantee <= most:
        return None
    words = _("The guarantee is %(most)s yuan at most (%(law)s).")
    return Missing(words % {"most": yuan(most), "law": found.law}, "guarantee")


def price_not_below_start(asked: Asked) -> Missing | None:
    """Nothing is sold below the starting price."""
    price, start = asked.data.get("price"), asked.tender.start_price
    if not price:
        return Missing(_("Give the price of the deal."), "price")
    if start is None or price >= start:
        return None
    words = _("The price is below the starting price of %(start)s yuan: nothing is sold.")
    return Missing(words % {"start": yuan(start)}, "price")
