"""Penalty cases in every state, below and above 50,000 yuan; one file has lain longer than the law allows."""

from decimal import Decimal

from django.utils import timezone

from approvals.actions import penalties as actions
from approvals.models import Penalty, Slip
from config.demo.people import credit_code, id_number
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage

FOOD, OLD_FOOD, SITE, SMOKE = "CF-SCJG-001", "CF-SCJG-002", "CF-ZJJ-001", "CF-STHJ-001"
ART_122 = "《中华人民共和国食品安全法》第三十五条第一款、第一百二十二条第一款"
ART_124 = "《中华人民共和国食品安全法》第三十四条第十项、第一百二十四条第一款第五项"
ART_SITE = "《建筑工程施工许可管理办法》第三条、第十二条"
ART_SMOKE = "《中华人民共和国环境影响评价法》第二十五条、第三十一条第一款"
NOTHING_TO_SAY = "当事人表示对拟处罚的事实、理由、依据和内容无异议，放弃陈述、申辩。"
REVIEWED = "事实清楚、证据确凿，适用法律正确，程序合法，裁量适当，同意提交决定。"
MINUTES = "与会人员听取承办人员汇报和法制审核意见，一致同意处罚建议。"
DEEDS = {
    "propose": actions.propose,
    "tell": actions.tell,
    "hear_party": actions.hear_party,
    "hold_hearing": actions.hold_hearing,
    "give_review": actions.give_review,
    "decide": actions.decide,
    "drop": actions.drop,
    "serve": actions.serve,
    "close": actions.finish,
}


class Course:
    """One case: the deeds up to the state wanted, spread over working days."""

    def __init__(self, stage: Stage, code: str, party: str, facts: str, days: int):
        self.stage, self.item = stage, stage.cast.item(code)
        self.office = Office(stage, self.item.organisation.code)
        number = credit_code(stage.rng) if len(party) > 4 else id_number(stage.rng)
        self.party = {"party_name": party, "party_id": number, "party_address": "云溪县"}
        self.facts, self.when, self.slip = facts, ago(stage, days), False

    def filed(self):
        when, self.pk = self.when, None

        def call():
            officers = [self.office.clerk.user, self.office.second.user]
            unit = self.office.unit
            slip = Slip.objects.filter(organisation=unit, has_problems=True).first() if self.slip else None
            party = self.party
            if slip:
                party = {"party_name": slip.firm_name, "party_id": slip.firm_code, "party_address": slip.firm_address}
            about = {"party": party, "officers": officers, "facts": self.facts, "slip": slip}
            self.pk = actions.file(self.item, by=self.office.clerk, now=when, **about).pk

        return when, call

    def then(self, name: str, days: int, by, **detail):
        """The next deed so many working days later."""
        when = self.when = self.stage.hours.later(self.when, days)

        def call():
            DEEDS[name](Penalty.objects.get(pk=self.pk), by=by, now=when, **detail)

        return when, call

    def proposed(self, amount, basis: str, days: int = 6, measures: str = ""):
        detail = {"amount": Decimal(amount) if amount else None, "basis": basis, "other_measures": measures}
        return self.then("propose", days, self.office.clerk, **detail)

    def told(self):
        return self.then("tell", 1, self.office.clerk)

    def heard(self, statement: str = NOTHING_TO_SAY, **detail):
        return self.then("hear_party", 2, self.office.clerk, statement=statement, **detail)

    def reviewed(self):
        return self.then("give_review", 2, self.office.reviewer, review=REVIEWED)

    def met(self):
        """The meeting is held and written down on one day."""
        day = self.when = self.stage.hours.later(self.when, 1)
        people = f"{self.office.approver}、{self.office.reviewer}、承办机构负责人、法制机构负责人"

        def call():
            about = {"meeting_on": timezone.localdate(day), "attendees": people, "meeting": MINUTES}
            actions.hold_meeting(Penalty.objects.get(pk=self.pk), by=self.office.reviewer, now=day, **about)

        return day, call

    def decided(self, by, reason=""):
        return self.then("decide", 1, by, reason=reason)


def scene(stage: Stage):
    yield from small(stage)
    yield from large(stage)
    yield from under_way(stage)
    yield from told_and_dropped(stage)


def small(stage: Stage):
    """Below 50,000 yuan: one closed long ago, one at the deputy head after the review meeting."""
    done = Course(
        stage, FOOD, "刘大明", "当事人未取得食品经营许可，在解放路流动摊点从事热食类食品经营，违法所得1860元。", 55
    )
    steps = [done.filed(), done.proposed("8000.00", ART_122, measures="没收违法所得1860元"), done.told()]
    waived = "当事人表示无异议，放弃陈述、申辩和听证。"
    steps += [done.heard(waived, hearing="waived"), done.reviewed(), done.met(), done.decided(done.office.approver)]
    steps += [done.then("serve", 2, done.office.clerk), done.then("close", 9, done.office.clerk)]
    yield from steps
    waits = Course(
        stage, OLD_FOOD, "云溪县百味园餐饮有限公司", "后厨冷柜内存放超过保质期的速冻丸子12袋、沙拉酱3瓶。", 20
    )
    yield from [waits.filed(), waits.proposed("30000.00", ART_124, 5), waits.told(), waits.heard(), waits.reviewed()]
    yield waits.met()


def large(stage: Stage):
    """From 50,000 yuan on: decided by the head after a hearing; exactly 50,000; one at the head."""
    site = Course(
        stage, SITE, "云溪县恒基房地产开发有限公司", "锦华府三期未取得施工许可证，擅自开工建设，合同价款3860万元。", 58
    )
    yield from [site.filed(), site.proposed("386000.00", ART_SITE, 8), site.told()]
    when = stage.hours.later(site.when, 2)
    day = stage.hours.calendar.add(timezone.localdate(when), 8)
    asked = "当事人称已通过图审并报建，请求减轻处罚，要求听证。"
    yield demanded(site, when, asked, day)
    site.when = stage.hours.office(day)
    record = "听证由非本案调查人员主持，当事人委托代理人到场，双方举证质证，未提出影响定性的新证据。"
    yield site.then("hold_hearing", 0, site.office.reviewer, record_text=record)
    yield from [site.reviewed(), site.decided(site.office.head, "当事人主动停工并补办手续，按合同价款百分之一裁量。")]
    yield site.then("serve", 2, site.office.clerk)
    smoke = Course(
        stage, SMOKE, "云溪县鑫源建材有限公司", "年产30万吨机制砂项目环境影响报告表未经批准，擅自开工建设。", 16
    )
    yield from [smoke.filed(), smoke.proposed("50000.00", ART_SMOKE), smoke.told(), smoke.heard(), smoke.reviewed()]
    yield smoke.decided(smoke.office.head)
    food = Course(stage, FOOD, "云溪县味之道食品加工坊", "未取得食品生产许可加工糕点，货值金额6120元。", 24)
    yield from [food.filed(), food.proposed("61200.00", ART_122, 7, "没收违法生产的糕点86公斤"), food.told()]
    yield from [food.heard("当事人请求不予没收原料，未要求听证。", hearing="waived"), food.reviewed()]


def demanded(course: Course, when, statement: str, day):
    """The party demands a hearing, which is set for this day."""
    course.when = when

    def call():
        about = {"statement": statement, "hearing": "demanded", "hearing_on": day}
        actions.hear_party(Penalty.objects.get(pk=course.pk), by=course.office.clerk, now=when, **about)

    return when, call


def under_way(stage: Stage):
    """Filed, proposed, from an inspection, and one that lies longer than ninety days."""
    fresh = Course(stage, OLD_FOOD, "云溪县乐购便利店", "货架上销售超过保质期的牛奶6盒，已现场抽样取证。", 2)
    yield fresh.filed()
    proposed = Course(stage, FOOD, "王小红", "未取得食品经营许可，在自家一楼经营早餐店两个月。", 9)
    yield from [proposed.filed(), proposed.proposed("5000.00", ART_122)]
    found = Course(stage, SITE, "云溪县安居建筑工程有限公司", "检查发现未取得施工许可证擅自施工，基坑已开挖。", 18)
    found.slip = True
    yield from [found.filed(), found.proposed("42000.00", ART_SITE, 8, "责令停止施工，限期改正")]
    asleep = Course(
        stage, SITE, "云溪县兴盛装饰工程有限公司", "装饰工程投资额120万元，未办理施工许可证即进场施工。", 68
    )
    yield asleep.filed()


def told_and_dropped(stage: Stage):
    """The party may still speak; a hearing is set; no penalty for a trifle."""
    told = Course(stage, SITE, "云溪县众合建设有限公司", "厂房扩建工程未取得施工许可证擅自施工，合同价款210万元。", 10)
    yield from [told.filed(), told.proposed("31500.00", ART_SITE), told.told()]
    hearing = Course(stage, FOOD, "陈国强", "未取得食品经营许可，租赁门面从事食品批发，货值金额1.6万元。", 13)
    yield from [hearing.filed(), hearing.proposed("80000.00", ART_122), hearing.told()]
    when = stage.hours.later(hearing.when, 2)
    day = stage.hours.calendar.add(timezone.localdate(when), 9)
    yield demanded(hearing, when, "当事人认为货值金额认定过高，要求听证。", day)
    trifle = Course(stage, OLD_FOOD, "云溪县如意小吃店", "查获超过保质期的调味料1瓶，尚未使用，货值8元。", 30)
    yield trifle.filed()
    why = "违法行为轻微并及时改正，没有造成危害后果，依法不予行政处罚；已对当事人进行教育。"
    yield trifle.then("drop", 7, trifle.office.approver, reason=why)
