"""Every step issues its paper: numbered, with the facts of the tender, and nothing of bidders before the opening."""

import pytest
from django.urls import reverse

from procurement import actions, letters
from procurement.actions import complaining, objecting
from procurement.flows import FLOWS
from procurement.models import Against, Paper, Trade
from records.models import Document, Entry
from tests.conftest import at
from tests.gates import signed_in
from tests.procurement.sealing import acting_for
from tests.procurement.walks import walk


@pytest.mark.parametrize("trade", FLOWS)
def test_every_step_has_a_paper_with_words(trade):
    lacking = [step.code for step in FLOWS[trade].steps if not step.document or step.code not in letters.STEPS]
    assert lacking == []


@pytest.fixture
def whole(course):
    """A construction tender that was lived through."""
    course.to("nothing")
    return course


def test_eighteen_steps_leave_eighteen_papers_in_their_order(whole):
    steps = FLOWS[Trade.CONSTRUCTION].steps
    rows = Paper.objects.filter(code__in=[step.code for step in steps]).order_by("pk")
    assert [row.document.title for row in rows] == [letters.title_of(whole.tender, step) for step in steps]


def test_papers_are_numbered_without_gaps(whole):
    serials = list(Document.objects.filter(kind="trade").order_by("pk").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1))


def test_papers_stand_in_the_record(whole):
    numbers = [entry.body["number"] for entry in Entry.objects.filter(verb="records.document.trade").order_by("pk")]
    assert numbers == list(Document.objects.filter(kind="trade").order_by("pk").values_list("number", flat=True))


def told(course, code) -> dict:
    return dict(course.tender.papers.get(code=code).document.body["facts"])


FACTS = [
    ("register", "项目批准文号", "云发改审批〔2026〕15号"),
    ("conditions", "监督部门确认意见", "条件具备"),
    ("documents", "最高限价（元）", "9,600,000.00"),
    ("notice", "截止时间", "2026年3月23日09:30"),
    ("opening", "数量", "3家"),
    ("candidates", "公示期至", "2026年3月30日"),
    ("award", "中标人", "云溪建工集团有限公司"),
    ("contract", "合同编号", "YX-2026-018"),
]


def test_papers_state_the_facts_of_their_steps(whole):
    assert [(code, label, told(whole, code).get(label)) for code, label, _value in FACTS] == FACTS


def test_award_notice_is_for_the_winner_and_the_others_are_told(whole, firms):
    """招标投标法 第四十五条."""
    rows = whole.tender.papers.exclude(party=None).filter(code__in=["award", "loser"]).order_by("pk")
    assert [(row.code, row.party) for row in rows] == [
        ("award", firms["alpha"]),
        *(("loser", firms[key]) for key in sorted(("beta", "gamma"), key=lambda key: firms[key].pk)),
    ]


def test_no_paper_before_the_opening_names_a_bidder_or_an_expert(course, firms):
    course.to("opening")
    said = str(list(Document.objects.filter(kind="trade").values_list("body", "addressee")))
    assert [firm.name for firm in firms.values() if firm.name in said] == []
    assert "评审员" not in said


@pytest.mark.parametrize("trade", [Trade.PROCUREMENT, Trade.LAND, Trade.PROPERTY, Trade.DRUGS])
def test_other_trades_issue_theirs_up_to_the_notice(hand_in, cast, agent_firm, firms, trade):
    course = walk(hand_in, cast, agent_firm, firms, trade)
    course.to("notice")
    course.do("notice")
    assert course.tender.papers.count() == course.tender.done


def test_objection_is_answered_by_a_letter(course, bidder, firms, agent):
    course.to("clarify")
    about = {"party": firms["alpha"], "against": Against.DOCUMENTS, "text": "业绩要求过高"}
    made = objecting.lodge(course.tender, by=bidder, now=at("2026-03-11"), **about)
    objecting.answer(made, by=agent, now=at("2026-03-12"), text="已调整业绩要求", is_upheld=True)
    letter = course.tender.papers.get(code="objection")
    assert (letter.document.title, letter.party) == ("异议（质疑）答复书", firms["alpha"])
    assert firms["alpha"].name not in str(letter.document.body)


def test_complaint_leaves_acceptance_and_decision(course, bidder, firms, supervisor, supervisor_head):
    course.to("award")
    about = {"party": firms["alpha"], "against": Against.OTHER, "text": "请核查", "knew_on": at("2026-03-27").date()}
    made = complaining.file(course.tender, by=bidder, now=at("2026-03-27"), **about)
    complaining.accept(made, by=supervisor, now=at("2026-03-30"))
    complaining.decide(made, by=supervisor_head, now=at("2026-03-31"), outcome="dismissed", text="投诉缺乏事实依据")
    rows = course.tender.papers.filter(party=firms["alpha"]).order_by("pk")
    assert [row.document.title for row in rows] == ["投诉受理通知书", "投诉处理决定书"]
    assert rows[0].document.addressee == firms["alpha"].name


def test_suspension_is_told_to_the_tenderer(course, supervisor_head):
    course.to("clarify")
    actions.suspend(course.tender, by=supervisor_head, now=at("2026-03-11"), reason="核查串标线索")
    letter = course.tender.papers.get(code="suspension").document
    assert (letter.title, letter.addressee) == ("暂停交易活动通知书", "云溪县教育局")


def sheet(actor, paper):
    return signed_in(actor).get(reverse("procurement:paper", args=[paper.pk]))


def test_winner_reads_the_award_notice_and_a_loser_does_not(whole, firms):
    letter = whole.tender.papers.get(code="award")
    assert sheet(acting_for(firms["beta"]), letter).status_code == 404
    page = sheet(acting_for(firms["alpha"]), letter)
    assert "中标通知书" in page.content.decode()


def test_bidder_finds_letters_on_the_page_of_the_tender(whole, firms, time_machine):
    time_machine.move_to(at("2026-05-04"), tick=False)
    page = signed_in(acting_for(firms["beta"])).get(reverse("procurement:my_bid", args=[whole.tender.number]))
    assert [row.code for row in page.context["papers"]] == ["loser"]


def test_offices_find_the_papers_on_the_bench(whole, centre_clerk):
    page = signed_in(centre_clerk).get(reverse("procurement:tender", args=[whole.tender.number]))
    assert len(page.context["papers"]) == whole.tender.papers.count()


def test_committee_and_its_seed_show_as_numbers(whole):
    assert told(whole, "committee")["评标委员会人数"].startswith("5人")
