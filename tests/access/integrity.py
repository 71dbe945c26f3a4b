"""What stands behind the addresses of integrity risks: an alarm of level A that was raised, with its order, a proposal
of accountability, a reminder, a self-report, an analysis, a line of an archive.
"""

from accounts.models import Role
from integrity.actions import analysing, entering, noting, ordering, reminding
from integrity.actions.entering import Told
from integrity.actions.noting import Noted
from integrity.actions.reminding import Words
from integrity.models import Accountability, Reminder, RiskOrder, SelfReport
from tests.conftest import at, employ

NOW = at("2026-03-03")


def risked(people, discipline, bureau, power) -> dict:
    """The arguments of the addresses of integrity risks."""
    first, clerk = people["inspector"], people["clerk"]
    second = employ("p-risk-second", "某复核", discipline, Role.INSPECTOR)
    told = Told("letter", "反映窗口收受礼品", informant="匿名来信人")
    information = entering.enter(bureau, by=first, now=NOW, told=told)
    entering.ask(information, by=second, now=NOW, reason="核实")
    entering.judge(information, by=first, now=NOW, level="A", reason="具体", demand="整改")
    entering.confirm(information, by=second, now=NOW)
    order = RiskOrder.objects.get()
    ordering.escalate(order, by=second, now=at("2026-03-12"), verdict="未报方案")
    raised = RiskOrder.objects.exclude(pk=order.pk).get()
    words = Words("inquiry", "函询", "请说明", person=clerk.user)
    reminding.send(bureau, by=first, now=NOW, words=words)
    report = SelfReport.objects.create(organisation=bureau, year=2026, quarter=1, due_on="2026-03-31", opened_at=NOW)
    analysis = analysing.draft(bureau.parent, by=first, now=NOW, year=2026, quarter_number=1)
    noted = Noted("praise", NOW.date(), "受表彰", "文件")
    note = noting.propose(clerk.user, by=first, now=NOW, organisation=bureau, noted=noted)
    reminder, proposal = Reminder.objects.get().pk, Accountability.objects.get(kind="talk").pk
    return {
        "integrity:information": [information.pk],
        "integrity:information_deed": [information.pk, "ask"],
        "integrity:opening_deed": [information.openings.get().pk, "allow"],
        "integrity:order": [raised.pk],
        "integrity:order_deed": [raised.pk, "plan"],
        "integrity:paper": [raised.pk, "alarm"],
        "integrity:proposal": [proposal],
        "integrity:proposal_deed": [proposal, "decide"],
        "integrity:reminder": [reminder],
        "integrity:reminder_deed": [reminder, "answer"],
        "integrity:letter": [reminder],
        "integrity:report": [report.pk],
        "integrity:report_deed": [report.pk, "submit"],
        "integrity:analysis": [analysis.pk],
        "integrity:analysis_deed": [analysis.pk, "sign"],
        "integrity:analysis_paper": [analysis.pk],
        "integrity:archive": [bureau.code, clerk.user.pk],
        "integrity:note": [note.pk, "sign"],
        "integrity:ledger": [power],
    }
