"""Supervision notices in every state, leaders' instructions, two efficiency cases, lines in archives.

Each story is told by moments that follow one another; what a step made is remembered for the next one.
"""

from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from config.demo.papers import pdf
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage
from monitoring.actions import archive, efficiency, notices
from monitoring.models import ArchiveLine, Card, EfficiencyCase, Notice

ORDER = "《云溪县行政效能电子监察督办工作规定》第十二条"
BLAME = "《云溪县机关工作人员行政问责办法》第八条、第十五条"


class Story:
    """One scene: the people who watch, and the notice or case that the steps are about."""

    def __init__(self, stage: Stage, code: str, model=Notice):
        self.stage, self.model, self.pk = stage, model, None
        self.office = Office(stage, code)
        demo = stage.cast.demo
        self.zhao, self.qian, self.sun = demo["zhao"], demo["qian"], demo["sun"]

    def step(self, back: int, action, by, make=None, **arguments):
        """One deed so many working days ago. `make` gives further arguments when the time has come."""
        when = ago(self.stage, back)

        def call():
            more = make() if make else {}
            thing = self.model.objects.get(pk=self.pk) if self.pk else self.office.unit
            made = action(thing, by=by, now=when, **arguments, **more)
            self.pk = made.pk if isinstance(made, self.model) else self.pk

        return when, call

    def drafted(self, back: int, by=None, **said):
        """Drafted so many working days ago."""
        words = notices.Draft(**{"basis": ORDER, **said})
        return self.step(back, notices.draft, by or self.zhao, organisation=self.office.unit, said=words)

    def replied(self, back: int, cause: str, measure: str):
        def files():
            page = pdf("整改情况说明", self.office.unit.name, measure[:24], "（演示材料，内容为虚构）")
            return {"files": [SimpleUploadedFile("整改情况说明.pdf", page)]}

        return self.step(back, notices.reply, self.office.clerk, files, cause=cause, measure=measure)


def scene(stage: Stage):
    yield from settled(Story(stage, "zjj"))
    yield from raised(Story(stage, "zrzy"))
    yield from waiting(Story(stage, "slj"))
    yield from overdue(Story(stage, "cgj"))
    yield from instructed(Story(stage, "scjg"))
    yield from on_a_card(Story(stage, "scjg"))
    yield from to_be_signed(Story(stage, "wjw"))
    yield from concluded(Story(stage, "cgj", EfficiencyCase))
    yield from under_inquiry(Story(stage, "zjj", EfficiencyCase))
    yield from archived(stage)


def settled(story: Story):
    """Found by walking through the hall; answered in time and settled."""
    facts = "大厅巡查发现，该局056号窗口上午10时至10时40分无人在岗，也未摆放去向牌，3名群众等候。"
    demand = "查明空岗原因，落实A、B岗替代制度，向等候群众致歉，并报送整改情况。"
    yield story.drafted(33, matter="窗口工作时间空岗", facts=facts, demand=demand)
    yield story.step(32, notices.issue, story.qian)
    cause = "窗口工作人员临时外出取件，B岗人员未及时顶岗，交接制度没有落实。"
    measure = "已由分管副局长约谈当事人，向三名群众电话致歉；自本周起实行离岗登记，B岗到位后A岗方可离开。"
    yield story.replied(27, cause, measure)
    reason = "调取一周到岗记录并现场查看，离岗登记已执行，未再发现空岗。"
    yield story.step(25, notices.close, story.zhao, reason=reason)


def raised(story: Story):
    """A blue notice without an answer becomes a yellow one; the first reply goes back, the second holds."""
    facts = "四件不动产登记办件补正后超过十个工作日未继续办理，也未向申请人说明原因。"
    demand = "逐件查明停办原因，十个工作日内全部办结，并书面告知申请人。"
    yield story.drafted(40, matter="补正后长期不办", facts=facts, demand=demand, days=5)
    yield story.step(39, notices.issue, story.qian)
    more = notices.Draft("补正后长期不办", f"蓝色督办逾期未回复。{facts}", ORDER, demand, 5, "yellow")
    yield story.step(32, notices.raise_colour, story.zhao, said=more)
    yield story.step(31, notices.issue, story.qian)
    yield story.replied(27, "人手不足，办件积压。", "正在抓紧办理。")
    reason = "回复没有逐件说明原因和办理结果，其中两件仍未办结，退回重办。"
    yield story.step(26, notices.send_back, story.zhao, reason=reason, days=5)
    measure = "四件均已办结并通知申请人领证，分管领导在局务会上作出检讨，建立补正办件每周清零台账。"
    yield story.replied(22, "经办人调岗时没有移交补正办件，系统待办无人认领。", measure)
    yield story.step(21, notices.close, story.zhao, reason="四件办件核对属实，申请人回访满意。")


def waiting(story: Story):
    """Issued, the term still runs."""
    facts = "公示栏中取水许可办理时限仍为20个工作日，与事项目录公布的承诺时限不一致。"
    demand = "更正公示内容，核对本单位全部事项的公示信息，报送核对清单。"
    yield story.drafted(5, matter="公示信息与目录不一致", facts=facts, demand=demand)
    yield story.step(4, notices.issue, story.qian)


def overdue(story: Story):
    """No answer in ten working days: the sweep has handed out a card."""
    facts = "群众反映户外广告设置许可窗口要求提交目录以外的租赁合同公证书，经核实情况属实。"
    demand = "立即停止索要目录以外材料，退还已收材料，对经办人员进行教育。"
    yield story.drafted(14, matter="索要目录以外的材料", facts=facts, demand=demand)
    yield story.step(13, notices.issue, story.qian)


def instructed(story: Story):
    """One instruction has been carried out as far as the reply, one waits for the signature of the office."""
    text = "请效能办督促市场监管局查明近期办件超时的原因，拿出管用的办法，不要一督了之。"
    yield story.step(9, notices.instruct, story.sun, organisation=story.office.unit, text=text)
    yield story.step(8, notices.issue, story.zhao)
    measure = "对超时办件逐件复盘，增设一名审核人员，承诺时限过半即由股长提醒；本周在办件全部在时限内。"
    yield story.replied(2, "审核环节一人负责，请假期间没有代岗，造成办件停留。", measure)
    second = Story(story.stage, "mzj")
    words = "民政窗口群众排队时间长，请会同政务服务中心研究错峰办法，限期见效。"
    yield second.step(1, notices.instruct, second.sun, organisation=second.office.unit, text=words)


def on_a_card(story: Story):
    """The newest card on a late case is put under supervision."""
    when = ago(story.stage, 6)

    def draft():
        late = Card.objects.counting().filter(finding__deadline__isnull=False, appeals=None)
        card = late.filter(state__in=[Card.State.ISSUED, Card.State.ANSWERED]).first()
        if card is None:
            return
        finding = card.finding
        said = notices.Draft(
            matter=f"{finding.rule.name}整改",
            facts=f"{finding.effective_on:%Y年%-m月%-d日}，该局一件办件{finding.rule.name}，系统已发牌{card.number}。",
            basis=finding.rule.law,
            demand="立即办结该办件，查明超时环节和责任人，防止再次发生。",
        )
        about = {"said": said, "origin": notices.Origin(card=card, finding=finding), "by": story.zhao}
        story.pk = notices.draft(finding.subject, now=when, organisation=finding.organisation, **about).pk

    yield when, draft
    signed = ago(story.stage, 5)

    def sign():
        if story.pk:
            notices.issue(Notice.objects.get(pk=story.pk), by=story.qian, now=signed)

    yield signed, sign


def to_be_signed(story: Story):
    """Drafted yesterday by the second inspector: it waits for the first."""
    facts = "三天内两次发现窗口工作人员在办理业务时使用手机，视频巡查记录在案。"
    demand = "对当事人批评教育，组织窗口人员学习服务规范，报送整改情况。"
    yield story.drafted(1, story.qian, matter="窗口纪律松弛", facts=facts, demand=demand)


def concluded(story: Story):
    """An inquiry that ended with an admonition and a talk."""
    facts = "该局两名工作人员对企业反映的问题相互推诿，同一申请被退回四次，企业开工推迟二十余天。"
    said = efficiency.Proposal("推诿扯皮影响企业开工", facts, BLAME, "complaint", "major")
    yield story.step(45, efficiency.propose, story.zhao, organisation=story.office.unit, said=said)
    yield story.step(44, efficiency.file, story.qian)
    clerk, leader = story.office.clerk.user, story.office.approver.user
    people = [
        (clerk, "direct", "admonition", "四次退件均未一次性告知。", "承认未一次性告知，愿意改正。"),
        (leader, "charge", "talk", "分管窗口工作，对长期退件不掌握、不过问。", "承认管理不到位，接受组织处理。"),
    ]
    for step, (person, part, kind, conduct, statement) in enumerate(people):
        about = {"person": person, "part": part, "conduct": conduct}
        yield story.step(40 - step, efficiency.involve, story.zhao, **about)

        def outcome(person=person):
            return {"involved": EfficiencyCase.objects.get(pk=story.pk).involved.get(person=person)}

        words = {"kind": kind, "statement": statement, "reason": f"事实清楚，依照{BLAME}处理。"}
        yield story.step(36 - step, efficiency.propose_outcome, story.zhao, outcome, **words)

        def decision(person=person):
            return {"outcome": EfficiencyCase.objects.get(pk=story.pk).outcomes.get(involved__person=person)}

        yield story.step(33 - step, efficiency.decide_outcome, story.qian, decision, approved=True)
    result = "问题属实。对直接责任人给予行政告诫，对分管负责人诫勉谈话；该局已向企业致歉，并修订退件审核制度。"
    yield story.step(30, efficiency.conclude, story.qian, result=result)


def under_inquiry(story: Story):
    """Filed last week; the outcome for one person waits for the second signature."""
    facts = "施工许可办件连续两月出现受理后补造材料时间的情况，系统异常记录七条。"
    said = efficiency.Proposal("受理材料弄虚作假", facts, BLAME, "card", "general")
    yield story.step(9, efficiency.propose, story.zhao, organisation=story.office.unit, said=said)
    yield story.step(8, efficiency.file, story.qian)
    person = story.office.second.user
    about = {"person": person, "part": "direct", "conduct": "两次将收件日期登记为次日，掩盖收件不及时。"}
    yield story.step(6, efficiency.involve, story.zhao, **about)

    def outcome():
        return {"involved": EfficiencyCase.objects.get(pk=story.pk).involved.get()}

    words = {"kind": "criticism", "statement": "当天系统录入较晚，没有主观故意。", "reason": "情节轻微，系初次。"}
    yield story.step(3, efficiency.propose_outcome, story.zhao, outcome, **words)


def archived(stage: Stage):
    """Appraisals that no table of ours knows, and a clerk who asks for a correction."""
    demo, unit = stage.cast.demo, Office(stage, "scjg").unit
    lines = [
        (20, None, "上半年服务评议在32个部门中列第6位，评为“良好”。", "云效办〔2026〕11号通报"),
        (18, demo["wang"].user, "二季度窗口服务之星。", "政务服务中心第二季度评比结果"),
    ]
    for days, person, text, source in lines:
        when, signed = ago(stage, days), ago(stage, days - 2)
        about = {"kind": "appraisal", "text": text, "source": source, "person": person}
        yield when, partial(note, unit, demo["zhao"], when, about)
        yield signed, partial(sign, demo["qian"], text, signed)
    when = ago(stage, 2)
    text = "外出参加业务培训当天的到岗记录应为公务外出，已附培训通知。"
    about = {"kind": "attendance", "text": text, "source": "县政务服务中心培训通知", "person": demo["wang"].user}
    post = demo["wang"].post
    yield when, partial(note, unit, demo["wang"], when, about | {"corrects": f"attendance:{post.pk}"})


def note(unit, by, now, about: dict):
    archive.propose_line(unit, by=by, now=now, happened_on=timezone.localdate(now), **about)


def sign(by, text: str, now):
    archive.sign_line(ArchiveLine.objects.get(text=text), by=by, now=now)
