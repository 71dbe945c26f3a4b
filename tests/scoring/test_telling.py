"""Who is told what of scores, surveys, goals and duty reports; never the doer, never who may not read it."""

from datetime import date

import pytest

from accounts.messaging.outbox import send
from accounts.models import Message, Role
from config import rounds as robot
from records.models import Bookmark, Entry
from scoring import telling
from scoring.actions import consequences, duty, reviews, rounds
from scoring.actions.duty import Call
from scoring.actions.indicators import delays
from scoring.actions.surveys import opinions
from scoring.models import Consequence, Kind, Mark
from tests.conftest import employ
from tests.scoring.goals import group, in_force, leaf, task_of
from tests.scoring.sheets import THEN, begun, item_of, mark, published, sheet_of
from tests.scoring.sheets import in_force as scheme_in_force
from tests.scoring.test_duty import failed, talked

pytestmark = pytest.mark.django_db


def messages(kind) -> list[tuple]:
    """(who, title up to the colon) of a kind, when everything on record is told."""
    entries = list(Entry.objects.filter(verb__in=telling.VERBS).order_by("pk"))
    send(telling.drafts(entries, THEN), THEN)
    rows = Message.objects.filter(kind=f"scoring.{kind}").order_by("recipient__name")
    return [(row.recipient.name, row.title.partition("：")[0]) for row in rows]


@pytest.fixture
def mayors(towns):
    return [employ(f"mayor{n}", f"镇长{n}", town, Role.HEAD) for n, town in enumerate(towns[:2], 1)]


@pytest.fixture
def ranked(office, towns, mayors):
    """Two towns in a published round; the last has to rectify, and its superior gets a letter."""
    rules = [{"when": {"last": 1}, "do": ["rectify", "letter", "move"]}]
    round = begun(office, towns[:2], parameters={"consequences": rules})
    mark(office, sheet_of(round, towns[1]), Mark.Kind.PART, 30, item=item_of(round))
    published(office, round)
    return round


def test_every_unit_is_told_of_its_published_score(ranked):
    assert messages("publication") == [("镇长1", "考评结果已公布"), ("镇长2", "考评结果已公布")]


def test_each_unit_reads_about_itself_alone(ranked, mayors):
    messages("publication")
    assert "青山镇" in mayors[1].user.inbox.get().title
    assert "城关镇" not in mayors[1].user.inbox.get().title


def test_the_robot_reads_the_record_of_scores(ranked):
    robot.tell(THEN)
    assert Bookmark.objects.filter(reader=telling.READER).exists()


def test_a_score_of_a_person_is_told_to_the_person_and_the_head(office, bureau, clerk, approver, head):
    about = {"code": "people", "about": "staff", "cadence": "quarter"}
    period = {"name": "第二季度", "first": date(2026, 4, 1), "last": date(2026, 6, 30)}
    subjects = [(clerk.user, bureau, "小王")]
    round = rounds.open_round(scheme_in_force(office, **about), subjects, by=office.clerk, now=THEN, **period)
    published(office, round)
    assert [who for who, _title in messages("publication")] == ["小王", "老何"]


def test_a_review_is_told_to_the_office_and_its_decision_to_the_unit(office, ranked, towns, mayors):
    asked = reviews.ask(sheet_of(ranked, towns[1]), by=mayors[1], now=THEN, grounds="请核实")
    assert messages("review.asked") == [("考小评", "收到复核申请")]
    reviews.propose(asked, by=office.clerk, now=THEN, outcome="refuse", opinion="属实")
    assert messages("review.proposed") == [("平主任", "复核答复待签发")]
    reviews.decide(asked, by=office.head, now=THEN)
    assert messages("review.decided") == [("镇长2", "复核已有结果")]


def test_a_rectification_goes_to_the_unit_and_its_report_to_the_office(office, ranked, mayors):
    row = consequences.confirm(Consequence.objects.get(kind=Kind.RECTIFY), by=office.head, now=THEN)
    assert messages("consequence.confirmed") == [("镇长2", "考评结果运用")]
    consequences.answer(row, by=mayors[1], now=THEN, words="已整改")
    assert messages("consequence.answered") == [("考小评", "整改待验收")]
    consequences.send_back(row, by=office.clerk, now=THEN, reason="没有佐证")
    assert messages("consequence.sent_back") == [("镇长2", "整改报告被退回")]


def test_a_letter_goes_to_the_superior(office, ranked, county, mayors):
    employ("county-head", "县长", county, Role.HEAD)
    consequences.confirm(Consequence.objects.get(kind=Kind.LETTER), by=office.head, now=THEN)
    assert messages("consequence.confirmed") == [("县长", "考评结果运用")]


def test_a_proposal_about_the_head_is_not_told_to_the_unit(office, ranked):
    consequences.confirm(Consequence.objects.get(kind=Kind.MOVE), by=office.head, now=THEN)
    assert messages("consequence.confirmed") == []


def test_an_opinion_goes_to_those_who_answer_and_back_to_the_office(office, survey, bureau, clerk, approver):
    said = {"about": survey.objects_asked.get(), "words": "张三说窗口少"}
    opinion = opinions.note(survey, by=office.clerk, now=THEN, **said)
    assert not messages("opinion.given")
    about = {"wording": "窗口少", "way": "study", "organisation": bureau}
    opinions.give(opinion, by=office.clerk, now=THEN, **about)
    assert messages("opinion.given") == [("小王", "测评意见待答复"), ("老周", "测评意见待答复")]
    assert not Message.objects.filter(title__contains="张三").exists()
    opinions.answer(opinion, by=clerk, now=THEN, words="已增设")
    assert messages("opinion.answered") == [("考小评", "测评意见已答复，待审核")]


def test_a_notice_of_delay_goes_to_who_is_responsible_and_the_head(office, bureau, clerk, approver, head):
    document = in_force(office, [group("A"), leaf("A1", bureau, 100, responsible=clerk.user)])
    row = delays.issue(task_of(document, "A1"), by=office.head, now=THEN)
    assert messages("delay.issued") == [(who, "绩效督促通知单") for who in ("小王", "老何", "老周")]
    delays.explain(row, by=clerk, now=THEN, why="征地未完成", measures="七月底前补齐")
    assert messages("delay.explained") == [("考小评", "滞后说明待审核")]


@pytest.fixture
def report(inspector, clerk, approver, head):
    said = Call(2026, date(2026, 12, 31), [clerk.post])
    return duty.call(inspector.organisation, said, by=inspector, now=THEN).reports.get()


def test_a_duty_report_concerns_the_person_alone(report, inspector, clerk):
    assert messages("duty.called") == [("小王", "请提交述职述廉报告")]
    row = failed(report, clerk, inspector)
    assert messages("duty.evaluated") == [("小王", "述职述廉报告已评议")]
    talked(row, inspector)
    assert messages("duty.talk_held") == [("小王", "谈话已记录，请重新提交述职述廉报告")]


def test_what_leaves_the_house_names_nobody(ranked):
    entries = list(Entry.objects.filter(verb__in=telling.VERBS))
    assert {draft.words for draft in telling.drafts(entries, THEN)} == {"考评结果已公布，请登录平台查看。"}
