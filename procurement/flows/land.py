"""土地出让: listing or auction of the right to use state land (招标拍卖挂牌出让国有建设用地使用权规定)."""

from procurement.flows.base import SYSTEM, Capacity, Flow, Step
from procurement.guards import bids, common, money, times
from procurement.guards.common import another_than, known, stated
from procurement.models import Trade
from procurement.periods import Regime

CENTRE, SUPERVISOR, TENDERER = Capacity.CENTRE, Capacity.SUPERVISOR, Capacity.TENDERER
LAW = "《招标拍卖挂牌出让国有建设用地使用权规定》"

FLOW = Flow(
    Trade.LAND,
    Regime.LAND,
    (
        Step(
            "register",
            "受理出让委托登记",
            by=(CENTRE,),
            conditions=(common.papers_handed_over, known("approval_number"), money.amount_known),
            effect="register",
            document="公共资源交易登记受理单",
            law=LAW + "第六条",
        ),
        Step(
            "conditions",
            "出让方案、规划条件和地价评估核验",
            by=(CENTRE,),
            confirmed_by=SUPERVISOR,
            conditions=(common.confirmed,),
            contents=(stated("audit_number", "audited"),),
            effect="conditions",
            document="交易条件核验表",
            law=LAW + "第六条、第十条",
        ),
        Step(
            "method",
            "出让方式核准",
            by=(SUPERVISOR,),
            contents=(stated("method"), common.method_of_sale),
            effect="method",
            document="出让方式核准意见",
            law=LAW + "第四条",
        ),
        Step(
            "documents",
            "出让文件和起始价编制",
            by=(TENDERER,),
            contents=(stated("start_price", "guarantee"), money.start_price_stated, money.land_guarantee),
            effect="documents",
            document="国有建设用地使用权出让文件",
            law=LAW + "第七条、第十条",
        ),
        Step(
            "filing",
            "出让文件备案",
            by=(SUPERVISOR,),
            conditions=(another_than("documents"),),
            contents=(common.terms_checked,),
            effect="filing",
            document="出让文件备案意见",
            law=LAW + "第七条",
        ),
        Step(
            "notice",
            "发布出让公告",
            by=(CENTRE,),
            contents=(stated("media", "place"), times.not_before_today, times.bids_long_enough),
            effect="notice",
            document="国有建设用地使用权出让公告",
            law=LAW + "第八条、第九条",
        ),
        Step(
            "clarify",
            "现场踏勘和答疑",
            by=(TENDERER,),
            document="踏勘和答疑记录",
            law=LAW + "第十二条",
        ),
        Step(
            "guarantee",
            "竞买申请受理和保证金核验",
            by=(CENTRE,),
            document="竞买资格确认书（封存）",
            law=LAW + "第十四条",
        ),
        Step(
            "offers",
            "挂牌报价或者拍卖竞价",
            by=(SYSTEM, CENTRE),
            conditions=(times.listing_over, bids.auction_ended),
            effect="opening",
            document="报价记录",
            law=LAW + "第十五条至第十九条",
        ),
        Step(
            "award",
            "成交确认",
            by=(CENTRE,),
            conditions=(common.no_open_complaint,),
            contents=(stated("winner"), money.price_not_below_start, bids.follows_auction),
            effect="award",
            starts=("contract", "announce", "refund_losers"),
            document="成交确认书",
            law=LAW + "第二十条",
        ),
        Step(
            "result",
            "公布出让结果",
            by=(CENTRE,),
            meets=("announce",),
            document="出让结果公告",
            law=LAW + "第二十二条",
        ),
        Step(
            "contract",
            "签订出让合同",
            by=(TENDERER,),
            contents=(stated("contract_number", "amount", "signed_on"), times.signed_after_award),
            effect="contract",
            meets=("contract",),
            document="国有建设用地使用权出让合同",
            law=LAW + "第二十一条",
        ),
        Step(
            "filing_contract",
            "出让合同备案和资料移交",
            by=(SUPERVISOR,),
            conditions=(common.losers_paid_back,),
            contents=(money.contract_equals_award,),
            effect="filing_contract",
            document="合同备案表",
            law=LAW + "第二十三条",
        ),
    ),
)
