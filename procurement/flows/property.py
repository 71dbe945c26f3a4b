"""产权交易: disclosure, competition and settlement of state property (企业国有资产交易监督管理办法)."""

from procurement.flows.base import SYSTEM, Capacity, Flow, Step
from procurement.guards import bids, common, money, times
from procurement.guards.common import another_than, known, stated
from procurement.models import Trade
from procurement.periods import Regime

CENTRE, SUPERVISOR, TENDERER = Capacity.CENTRE, Capacity.SUPERVISOR, Capacity.TENDERER
LAW = "《企业国有资产交易监督管理办法》"

FLOW = Flow(
    Trade.PROPERTY,
    Regime.PROPERTY,
    (
        Step(
            "register",
            "受理转让申请登记",
            by=(CENTRE,),
            conditions=(common.papers_handed_over, known("approval_number"), money.amount_known),
            effect="register",
            document="公共资源交易登记受理单",
            law=LAW + "第七条、第八条",
        ),
        Step(
            "conditions",
            "内部决策、审计和资产评估核验",
            by=(CENTRE,),
            confirmed_by=SUPERVISOR,
            conditions=(common.confirmed,),
            contents=(stated("audit_number", "audited"),),
            effect="conditions",
            document="交易条件核验表",
            law=LAW + "第九条至第十二条",
        ),
        Step(
            "method",
            "交易方式核准",
            by=(SUPERVISOR,),
            contents=(stated("method"), common.method_of_sale),
            effect="method",
            document="交易方式核准意见",
            law=LAW + "第十三条",
        ),
        Step(
            "documents",
            "信息披露方案和转让底价编制",
            by=(TENDERER,),
            contents=(stated("start_price"), money.start_price_stated, money.property_guarantee),
            effect="documents",
            document="产权转让信息披露申请书",
            law=LAW + "第十五条、第十七条",
        ),
        Step(
            "filing",
            "转让方案备案",
            by=(SUPERVISOR,),
            conditions=(another_than("documents"),),
            contents=(common.terms_checked,),
            effect="filing",
            document="转让方案备案意见",
            law=LAW + "第十四条",
        ),
        Step(
            "notice",
            "正式披露转让信息",
            by=(CENTRE,),
            contents=(stated("media", "place"), times.not_before_today, times.bids_long_enough),
            effect="notice",
            document="产权转让公告",
            law=LAW + "第十三条",
        ),
        Step(
            "guarantee",
            "意向受让登记和保证金核验",
            by=(CENTRE,),
            document="受让资格确认书（封存）",
            law=LAW + "第十九条至第二十一条",
        ),
        Step(
            "offers",
            "网络竞价",
            by=(SYSTEM, CENTRE),
            conditions=(times.deadline_reached, bids.auction_ended),
            effect="opening",
            document="竞价记录",
            law=LAW + "第二十二条",
        ),
        Step(
            "award",
            "成交确认",
            by=(CENTRE,),
            conditions=(common.no_open_complaint,),
            contents=(stated("winner"), money.price_not_below_start, bids.follows_auction),
            effect="award",
            starts=("contract", "refund_losers"),
            document="成交确认书",
            law=LAW + "第二十二条、第二十三条",
        ),
        Step(
            "contract",
            "签订产权交易合同",
            by=(TENDERER,),
            contents=(stated("contract_number", "amount", "signed_on"), times.signed_after_award),
            effect="contract",
            meets=("contract",),
            starts=("payment",),
            document="产权交易合同",
            law=LAW + "第二十三条",
        ),
        Step(
            "payment",
            "交易价款结算",
            by=(CENTRE,),
            meets=("payment",),
            document="价款结算凭证",
            law=LAW + "第二十八条",
        ),
        Step(
            "filing_contract",
            "出具交易凭证和备案",
            by=(SUPERVISOR,),
            conditions=(common.losers_paid_back, times.result_shown),
            contents=(money.contract_equals_award,),
            effect="filing_contract",
            document="交易凭证",
            law=LAW + "第三十条",
        ),
    ),
)
