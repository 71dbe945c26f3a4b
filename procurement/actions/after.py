"""What is owed after the award besides the course: the report, the guarantees, the publication, later additions."""

from django.utils.translation import gettext as _

from procurement import clocks, parameters
from procurement.actions.common import CONDITION, enter, lock, publish, today
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.models import Award, Contract, Guarantee, Notice, Supplement, Tender
from procurement.periods import Regime
from records.actions import WRONG_ORDER, deed, record
from records.deeds import needed
from records.money import yuan
from records.refusal import Refused

LOSERS, WINNER = "losers", "winner"


def award_of(tender: Tender) -> Award:
    """The award of this round, locked; Refused where there is none."""
    found = Award.objects.select_for_update().filter(tender=tender, round=tender.round).first()
    if found is None:
        raise Refused(WRONG_ORDER, _("There is no award yet."))
    return found


def contract_of(tender: Tender) -> Contract:
    found = Contract.objects.select_for_update().filter(award=award_of(tender)).first()
    if found is None:
        raise Refused(WRONG_ORDER, _("There is no contract yet."))
    return found


@deed
def report(tender: Tender, *, by, now, text: str) -> Tender:
    """招标投标法 第四十七条: the written report of the tenderer to the supervising department, once."""
    tender = lock(tender, now)
    enter(tender, [Capacity.TENDERER, Capacity.AGENT], by, now)
    award = award_of(tender)
    if award.reported_at is not None:
        raise Refused(WRONG_ORDER, _("The written report was handed in already."))
    text = needed(text, "text", _("Write the report on the tender."))
    award.reported_at = now
    award.save(update_fields=["reported_at"])
    clocks.meet(tender, "report", now)
    record("procurement.tender.reported", tender, actor=by, now=now, text=text)
    return tender


@deed
def guarantees_returned(tender: Tender, *, by, now, whose: str) -> Tender:
    """The centre has paid the bid guarantees back: those of the losers, or that of the winner."""
    tender = lock(tender, now)
    enter(tender, [Capacity.CENTRE], by, now)
    row, field = returned_row(tender, whose)
    if getattr(row, field) is not None:
        raise Refused(WRONG_ORDER, _("This was paid back already."))
    setattr(row, field, now)
    row.save(update_fields=[field])
    settle_held(tender, whose, by, now)
    clocks.meet(tender, f"refund_{whose}", now)
    record("procurement.guarantees.returned", tender, actor=by, now=now, whose=whose)
    return tender


def settle_held(tender: Tender, whose: str, by, now):
    """Whatever the register still holds of theirs went back with this deed."""
    winner = award_of(tender).winner
    held = Guarantee.objects.filter(bid__tender=tender, bid__round=tender.round, state=Guarantee.State.HELD)
    rows = held.filter(bid__party=winner) if whose == WINNER else held.exclude(bid__party=winner)
    for row in rows.order_by("pk").select_for_update(of=("self",)):
        row.state, row.settled_at, row.settled_by = Guarantee.State.RETURNED, now, by.user
        row.save(update_fields=["state", "settled_at", "settled_by"])


def returned_row(tender: Tender, whose: str):
    """The row and its field that hold when these guarantees went back."""
    if whose == LOSERS:
        return award_of(tender), "losers_refunded_at"
    return contract_of(tender), "winner_refunded_at"


@deed
def publish_contract(tender: Tender, *, by, now) -> Notice:
    """The contract becomes public (政府采购法实施条例 第五十条: two working days)."""
    tender = lock(tender, now)
    enter(tender, [Capacity.TENDERER, Capacity.AGENT], by, now)
    contract = contract_of(tender)
    if contract.published_at is not None:
        raise Refused(WRONG_ORDER, _("The contract was published already."))
    contract.published_at = now
    contract.save(update_fields=["published_at"])
    winner = contract.award.winner
    facts = [
        ("合同编号", contract.number),
        ("中标人（供应商）", winner.name),
        ("合同金额（元）", yuan(contract.amount)),
    ]
    text = f"{tender.title}合同已于{contract.signed_on:%Y年%m月%d日}签订，现予公告。"
    made = publish(tender, Notice.Kind.CONTRACT, text, by=by, now=now, facts=facts)
    clocks.meet(tender, "publish_contract", now)
    record("procurement.contract.published", tender, actor=by, now=now, contract=contract.number)
    return made


@deed
def supplement(tender: Tender, *, by, now, amount: int, reason: str, signed_on) -> Supplement:
    """A supplementary contract: same supplier, same terms, together a tenth of the contract at most (GP law 49)."""
    tender = lock(tender, now)
    enter(tender, [Capacity.TENDERER], by, now)
    contract = contract_of(tender)
    check_supplement(tender, contract, amount, signed_on, now)
    about = {"reason": needed(reason, "reason"), "signed_on": signed_on, "entered_at": now, "entered_by": by.user}
    made = Supplement.objects.create(contract=contract, amount=amount, **about)
    record("procurement.contract.supplemented", tender, actor=by, now=now, amount=amount)
    return made


def check_supplement(tender: Tender, contract: Contract, amount: int, signed_on, now):
    if amount <= 0:
        raise Refused(None, _("Give the amount that is added, above zero."), field="amount")
    if not contract.signed_on <= signed_on <= today(now):
        raise Refused(None, _("It is signed after the contract, and not in the future."), field="signed_on")
    if flow_of(tender).regime != Regime.PROCUREMENT:
        return
    most = parameters.percent(contract.amount, parameters.SUPPLEMENT, today(now))
    before = sum(contract.supplements.values_list("amount", flat=True))
    if before + amount > most:
        words = _("Supplements are %(most)s yuan at most, a tenth of the contract; %(before)s yuan are used already.")
        raise Refused(CONDITION, words % {"most": yuan(most), "before": yuan(before)}, field="amount")
