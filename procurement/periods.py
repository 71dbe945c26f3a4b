"""Every period of the law of trading, as a table: how long, from what, until what, and by which article.

A minimum must have passed before the deed; a distance lies before a fixed day; a limit is owed by somebody and is a
clock. The start day is not counted; a last day that is a rest day moves to the next working day (Civil Code art.
201, 203). Days that are counted backwards do not move: the law protects who has to prepare.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deadlines import calendar as calendars
from deadlines.plan import Limits, Unit

CD, WD, H = Unit.CALENDAR, Unit.WORKING, Unit.HOURS


class Regime(StrEnum):
    """The body of law a flow follows."""

    BIDDING = "bidding"  # 招标投标法
    PROCUREMENT = "procurement"  # 政府采购法
    LAND = "land"  # 招标拍卖挂牌出让国有建设用地使用权规定
    PROPERTY = "property"  # 企业国有资产交易监督管理办法
    DRUGS = "drugs"  # 医疗机构药品集中采购工作规范


@dataclass(frozen=True)
class Period:
    """`law` names the article. `since` and `until` are events, for people to read."""

    code: str
    regime: Regime
    amount: int
    unit: Unit
    since: str
    until: str
    law: str

    @property
    def limits(self) -> Limits:
        """As a clock: kept or not, with a warning for longer ones."""
        return Limits(self.amount, unit=self.unit, graded=False, warned=self.unit != H and self.amount > 5)

    def end(self, start: date) -> date:
        """The last day of the period that begins on `start`."""
        calendar = calendars.calendar()
        if self.unit == WD:
            return calendar.add(start, self.amount)
        return calendar.roll(start + timedelta(days=self.amount))

    def latest_before(self, day: date) -> date:
        """The last day on which something may happen that is owed this long before `day`."""
        return day - timedelta(days=self.amount)


BID, GP, LAND, PROP, DRUGS = Regime
TL, TR = "《招标投标法》", "《招标投标法实施条例》"
GL, GR = "《政府采购法》", "《政府采购法实施条例》"
LR, PR = "《招标拍卖挂牌出让国有建设用地使用权规定》", "《企业国有资产交易监督管理办法》"
NR = "《政府采购非招标采购方式管理办法》"
DR, CR = "《医疗机构药品集中采购工作规范》", "《政府采购质疑和投诉办法》"

# code, regime, amount, unit, from, until, law
ROWS = [
    ("bids", BID, 20, CD, "招标文件开始发出之日", "提交投标文件截止之日", TL + "第二十四条"),
    ("documents", BID, 5, CD, "招标文件开始发售之日", "停止发售之日", TR + "第十六条"),
    ("prequalification", BID, 5, CD, "资格预审文件停止发售之日", "提交资格预审申请截止之日", TR + "第十七条"),
    (
        "clarification",
        BID,
        15,
        CD,
        "发出澄清或者修改",
        "提交投标文件截止之日",
        TL + "第二十三条、" + TR + "第二十一条",
    ),
    ("prequalification_change", BID, 3, CD, "澄清、修改资格预审文件", "提交资格预审申请截止之日", TR + "第二十一条"),
    ("object_documents", BID, 10, CD, "提出对招标文件的异议", "提交投标文件截止之日", TR + "第二十二条"),
    ("object_prequalification", BID, 2, CD, "提出对资格预审文件的异议", "提交资格预审申请截止之日", TR + "第二十二条"),
    ("answer", BID, 3, CD, "收到异议之日", "作出答复", TR + "第二十二条、第五十四条"),
    ("withdrawn_refund", BID, 5, CD, "收到撤回投标的通知", "退还投标保证金", TR + "第三十五条"),
    ("opening", BID, 2, H, "提交投标文件截止时间", "开标", TL + "第三十四条"),
    ("candidates", BID, 3, CD, "收到评标报告之日", "开始公示中标候选人", TR + "第五十四条"),
    ("publicity", BID, 3, CD, "公示中标候选人之日", "公示期满", TR + "第五十四条"),
    ("contract", BID, 30, CD, "发出中标通知书之日", "订立书面合同", TL + "第四十六条"),
    ("report", BID, 15, CD, "确定中标人之日", "向监督部门提交书面报告", TL + "第四十七条"),
    ("refund_losers", BID, 5, CD, "签订书面合同之日", "退还未中标人的投标保证金", TR + "第五十七条"),
    ("refund_winner", BID, 5, CD, "签订书面合同之日", "退还中标人的投标保证金", TR + "第五十七条"),
    ("complain", BID, 10, CD, "知道或者应当知道之日", "提出投诉", TR + "第六十条"),
    ("acceptance", BID, 3, WD, "收到投诉之日", "决定是否受理", TR + "第六十一条"),
    ("decision", BID, 30, WD, "受理投诉之日", "作出书面处理决定", TR + "第六十一条"),
    ("bids", GP, 20, CD, "招标文件开始发出之日", "提交投标文件截止之日", GL + "第三十五条"),
    ("bids_negotiation", GP, 3, WD, "谈判文件发出之日", "提交首次响应文件截止之日", NR + "第二十九条"),
    ("bids_inquiry", GP, 3, WD, "询价通知书发出之日", "提交响应文件截止之日", NR + "第四十五条"),
    ("bids_consultation", GP, 10, CD, "磋商文件发出之日", "提交首次响应文件截止之日", "财库〔2014〕214号第十条"),
    ("bids_single", GP, 5, WD, "公示单一来源采购之日", "公示期满", GR + "第三十八条"),
    ("documents", GP, 5, WD, "招标文件开始发出之日", "提供期限届满", GR + "第三十一条"),
    ("clarification", GP, 15, CD, "发出澄清或者修改", "提交投标文件截止之日", GR + "第三十一条"),
    ("opening", GP, 2, H, "投标截止时间", "开标", "《政府采购货物和服务招标投标管理办法》第三十九条"),
    ("inquiry", GP, 3, WD, "收到询问之日", "作出答复", GR + "第五十二条"),
    ("object", GP, 7, WD, "知道或者应知权益受到损害之日", "提出质疑", GL + "第五十二条"),
    ("answer", GP, 7, WD, "收到质疑之日", "作出答复", GL + "第五十三条"),
    ("evaluation_report", GP, 2, WD, "评审结束之日", "评审报告送交采购人", GR + "第四十三条"),
    ("winner", GP, 5, WD, "收到评审报告之日", "确定中标供应商", GR + "第四十三条"),
    ("announce", GP, 2, WD, "确定中标供应商之日", "公告中标结果", GR + "第四十三条"),
    ("contract", GP, 30, CD, "发出中标通知书之日", "签订政府采购合同", GL + "第四十六条"),
    ("publish_contract", GP, 2, WD, "签订合同之日", "公告政府采购合同", GR + "第五十条"),
    ("file_contract", GP, 7, WD, "签订合同之日", "合同副本备案", GL + "第四十七条"),
    ("refund_losers", GP, 5, WD, "发出中标通知书之日", "退还未中标供应商的投标保证金", GR + "第三十三条"),
    ("refund_winner", GP, 5, WD, "签订合同之日", "退还中标供应商的投标保证金", GR + "第三十三条"),
    (
        "withdrawn_refund",
        GP,
        5,
        WD,
        "收到撤回投标的通知",
        "退还投标保证金",
        "《政府采购货物和服务招标投标管理办法》第二十三条",
    ),
    ("complain", GP, 15, WD, "质疑答复期满之日", "提出投诉", GL + "第五十五条"),
    ("acceptance", GP, 5, WD, "收到投诉之日", "审查投诉书", CR + "第二十一条"),
    ("decision", GP, 30, WD, "收到投诉之日", "作出处理决定", GL + "第五十六条"),
    ("suspension", GP, 30, CD, "书面通知暂停采购活动之日", "暂停期满", GL + "第五十七条"),
    ("bids", LAND, 20, CD, "发布出让公告之日", "招标拍卖挂牌开始之日", LR + "第八条"),
    ("listing", LAND, 10, CD, "挂牌开始之日", "挂牌截止之日", LR + "第十八条"),
    ("announce", LAND, 10, WD, "活动结束之日", "公布出让结果", LR + "第二十二条"),
    ("refund_losers", LAND, 5, WD, "活动结束之日", "退还未竞得人的保证金", LR + "第二十一条"),
    ("contract", LAND, 10, WD, "发出成交确认书之日", "签订出让合同", "国土资发〔2006〕114号规范第十一条"),
    ("bids", PROP, 20, WD, "信息披露之日", "披露期满", PR + "第十三条"),
    ("announce", PROP, 5, WD, "公告交易结果之日", "公告期满", PR + "第三十条"),
    ("payment", PROP, 5, WD, "合同生效之日", "付清价款或者首期价款", PR + "第二十八条"),
    ("refund_losers", PROP, 5, WD, "确定受让方之日", "退还未受让方的保证金", "产权交易规则"),
    ("contract", PROP, 10, WD, "确定受让方之日", "签订交易合同", "产权交易规则"),
    ("bids", DRUGS, 20, CD, "集中采购文件开始发出之日", "提交采购文件截止之日", "比照" + TL + "第二十四条"),
    ("opening", DRUGS, 2, H, "截止时间", "开标", "比照" + TL + "第三十四条"),
    ("documents", DRUGS, 5, CD, "集中采购文件开始发出之日", "停止发出之日", "比照" + TR + "第十六条"),
    ("clarification", DRUGS, 15, CD, "发出澄清或者修改", "截止之日", "比照" + TL + "第二十三条"),
    ("publicity", DRUGS, 3, CD, "公示入围结果之日", "公示期满", "比照" + TR + "第五十四条"),
    ("contract", DRUGS, 30, CD, "公布采购结果之日", "签订购销合同", "比照" + TL + "第四十六条"),
    ("payment", DRUGS, 30, CD, "交货验收合格之日", "结算货款", "国办发〔2015〕7号第三条"),
]
PERIODS = {(row[1], row[0]): Period(*row) for row in ROWS}
# What the law of a market does not settle itself follows the law of bidding.
FALLBACK = {
    *("object_documents", "object_prequalification", "complain", "acceptance", "decision", "answer", "report"),
    "withdrawn_refund",
}


def period(regime: Regime, code: str) -> Period | None:
    """The period of this code in this body of law, or None where it knows none."""
    found = PERIODS.get((regime, code))
    return found or (PERIODS[BID, code] if code in FALLBACK and regime != GP else None)
