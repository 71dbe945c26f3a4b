"""Supervision notices: four eyes, the clock of the reply, verification, the chain of colours, instructions."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from deadlines.models import Deadline
from monitoring.actions import notices
from monitoring.models import Card, Finding, Notice
from monitoring.sweep import sweep
from records.models import Anomaly, Attachment, Document, Entry
from records.refusal import Refused
from tests.conftest import at

SAID = notices.Draft(
    matter="食品经营许可超时办理",
    facts="该办件承诺七个工作日，至今未办结",
    basis="行政审批电子监察预警纠错办法",
    demand="立即办结，查明原因，落实责任",
)


@pytest.fixture
def carded(accepted, item):
    """A case with a yellow card of 12 March."""
    case = accepted(item, at("2026-03-02"))
    sweep(at("2026-03-12"))
    return case


def drafted(case, inspector, day="2026-03-12 10:00", **more) -> Notice:
    card = Card.objects.filter(finding__subject_id=case.pk).first()
    origin = notices.Origin(card=card, finding=card.finding) if card else None
    about = {"organisation": case.organisation, "said": SAID, "origin": origin} | more
    return notices.draft(case, by=inspector, now=at(day), **about)


@pytest.fixture
def issued(carded, inspector, second):
    """A blue notice issued on Thursday 12 March: ten working days end on 26 March."""
    return notices.issue(drafted(carded, inspector), by=second, now=at("2026-03-12 11:00"))


def replied(notice, clerk, day="2026-03-20", **more):
    said = {"cause": "材料移交脱节", "measure": "已办结并建立交接登记"} | more
    return notices.reply(notice, by=clerk, now=at(day), **said)


@pytest.mark.django_db
def test_a_draft_has_no_number_and_no_clock(carded, inspector):
    notice = drafted(carded, inspector)
    assert (notice.number, notice.clock, notice.source) == ("", None, "card")


@pytest.mark.django_db
def test_the_drafter_does_not_issue(carded, inspector):
    notice = drafted(carded, inspector)
    with pytest.raises(PermissionDenied):
        notices.issue(notice, by=inspector, now=at("2026-03-12 11:00"))
    assert not Document.objects.filter(kind="supervision").exists()


@pytest.mark.django_db
def test_an_issued_notice_has_number_paper_and_ten_working_days(issued):
    paper = Document.objects.about(issued).get()
    assert issued.number == paper.number == "云督〔2026〕0001号"
    assert str(issued.clock.due_on) == "2026-03-26"
    assert "请于2026年3月26日前（10个工作日内）书面回复" in paper.body["paragraphs"][3]
    assert paper.body["level"] == "蓝色督办"


@pytest.mark.django_db
def test_a_leader_signs_in_the_name_of_the_office(carded, inspector, leader):
    notice = notices.issue(drafted(carded, inspector), by=leader, now=at("2026-03-12 11:00"))
    assert Document.objects.about(notice).get().organisation.name == "中共云溪县纪律检查委员会"


@pytest.mark.django_db
def test_a_unit_sees_issued_notices_only(carded, inspector, second, clerk, stranger):
    notice = drafted(carded, inspector)
    assert not Notice.objects.visible_to(clerk).exists()
    notices.issue(notice, by=second, now=at("2026-03-12 11:00"))
    assert Notice.objects.visible_to(clerk).exists()
    assert not Notice.objects.visible_to(stranger).exists()


@pytest.mark.django_db
def test_a_stranger_neither_drafts_nor_replies(carded, issued, stranger, clerk):
    with pytest.raises(PermissionDenied):
        drafted(carded, clerk)
    with pytest.raises(PermissionDenied):
        replied(issued, stranger)
    assert Anomaly.objects.filter(code="V07").count() == 2


@pytest.mark.django_db
def test_a_reply_in_time_meets_the_clock_and_leaves_a_paper(issued, clerk):
    notice = replied(issued, clerk)
    assert (notice.state, notice.clock.used_days) == ("answered", 6)
    paper = Document.objects.about(notice).get(kind="reply")
    assert paper.organisation == notice.organisation
    assert paper.addressee == "中共云溪县纪律检查委员会"


@pytest.mark.django_db
def test_files_of_a_reply_hang_on_it(issued, clerk, stranger, inspector):
    from records.attachments import may_read

    file = SimpleUploadedFile("整改照片.pdf", b"%PDF-1.4 x")
    replied(issued, clerk, files=[file])
    kept = Attachment.objects.about(issued.replies.get()).get()
    assert kept.name == "整改照片.pdf"
    assert [may_read(actor, kept) for actor in (clerk, inspector, stranger)] == [True, True, False]


@pytest.mark.django_db
def test_an_empty_reply_is_refused(issued, clerk):
    with pytest.raises(Refused):
        replied(issued, clerk, measure="　 ")
    issued.refresh_from_db()
    assert issued.state == "issued"


@pytest.mark.django_db
def test_no_reply_in_the_term_is_a_yellow_card_on_the_notice(issued):
    assert sweep(at("2026-03-26 23:59")).get("yellow") is None
    sweep(at("2026-03-27 00:01"))
    finding = Finding.objects.get(code="Y7")
    assert (finding.level, finding.used_days, finding.limit_days) == ("yellow", 11, 10)
    assert finding.subject == issued
    assert finding.card.number.startswith("云监黄〔2026〕")


@pytest.mark.django_db
def test_a_late_reply_is_carded_once(issued, clerk):
    replied(issued, clerk, "2026-03-30")
    sweep(at("2026-03-31"))
    sweep(at("2026-04-01"))
    assert Finding.objects.filter(code="Y7").count() == 1


@pytest.mark.django_db
def test_a_reply_that_holds_closes_the_notice(issued, clerk, inspector):
    notice = notices.close(replied(issued, clerk), by=inspector, now=at("2026-03-23"), reason="现场核对属实")
    assert notice.state == "closed"
    assert notice.replies.get().verdict.accepted
    assert not sweep(at("2026-04-30")).get("yellow")


@pytest.mark.django_db
def test_the_unit_does_not_verify_itself(issued, clerk, head):
    notice = replied(issued, clerk)
    with pytest.raises(PermissionDenied):
        notices.close(notice, by=head, now=at("2026-03-23"), reason="属实")


@pytest.mark.django_db
def test_a_reply_sent_back_gets_a_new_term(issued, clerk, inspector):
    notice = replied(issued, clerk)
    notice = notices.send_back(notice, by=inspector, now=at("2026-03-23"), reason="原因未查清", days=5)
    assert (notice.state, str(notice.clock.due_on), notice.clock.round) == ("returned", "2026-03-30", 2)
    sweep(at("2026-03-31"))
    assert Finding.objects.filter(code="Y7").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, -3, 61, 10_000])
def test_a_term_nobody_can_keep_is_refused(issued, clerk, inspector, days):
    notice = replied(issued, clerk)
    with pytest.raises(Refused):
        notices.send_back(notice, by=inspector, now=at("2026-03-23"), reason="原因未查清", days=days)


def raised(notice, inspector, day, colour="yellow"):
    said = notices.Draft(**(vars(SAID) | {"colour": colour}))
    return notices.raise_colour(notice, by=inspector, now=at(day), said=said)


@pytest.mark.django_db
def test_a_blue_notice_not_complied_with_becomes_yellow_then_red(issued, inspector, second):
    sweep(at("2026-03-27"))
    yellow = notices.issue(raised(issued, inspector, "2026-03-27"), by=second, now=at("2026-03-27 10:00"))
    issued.refresh_from_db()
    assert (issued.state, yellow.colour, yellow.previous) == ("raised", "yellow", issued)
    draft = raised(yellow, inspector, "2026-04-15", "red")
    red = notices.issue(draft, by=second, now=at("2026-04-15 10:00"))
    assert "约谈" in Document.objects.about(red).get().body["paragraphs"][3]


@pytest.mark.django_db
def test_a_notice_in_its_term_is_not_raised(issued, inspector):
    with pytest.raises(Refused):
        raised(issued, inspector, "2026-03-20")
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_no_colour_is_skipped(issued, inspector):
    with pytest.raises(Refused):
        raised(issued, inspector, "2026-03-27", "red")


@pytest.mark.django_db
def test_a_notice_answered_meanwhile_is_not_raised(issued, inspector, second, clerk):
    draft = raised(issued, inspector, "2026-03-27")
    replied(issued, clerk, "2026-03-27 11:00")
    with pytest.raises(Refused):
        notices.issue(draft, by=second, now=at("2026-03-27 12:00"))
    draft.refresh_from_db()
    assert draft.number == ""


@pytest.mark.django_db
def test_raising_loses_no_card_of_a_sweep_that_was_down(issued, inspector, second):
    notices.issue(raised(issued, inspector, "2026-03-30"), by=second, now=at("2026-03-30 10:00"))
    sweep(at("2026-03-31"))
    assert str(Finding.objects.get(code="Y7").effective_on) == "2026-03-27"


@pytest.mark.django_db
def test_the_issuer_does_not_withdraw(issued, second, inspector):
    with pytest.raises(PermissionDenied):
        notices.withdraw(issued, by=second, now=at("2026-03-13"), reason="对象有误")
    notice = notices.withdraw(issued, by=inspector, now=at("2026-03-13"), reason="对象有误")
    assert (notice.state, sweep(at("2026-04-30")).get("yellow")) == ("withdrawn", None)


@pytest.mark.django_db
def test_the_same_form_twice_is_one_notice(carded, inspector):
    key = str(uuid4())
    first, again = (drafted(carded, inspector, key=key) for _ in range(2))
    assert first == again
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_whoever_amends_is_the_drafter(carded, inspector, second):
    notice = notices.amend(drafted(carded, inspector), by=second, now=at("2026-03-12 10:30"), said=SAID)
    with pytest.raises(PermissionDenied):
        notices.issue(notice, by=second, now=at("2026-03-12 11:00"))
    assert notices.issue(notice, by=inspector, now=at("2026-03-12 11:00")).state == "issued"


@pytest.mark.django_db
def test_the_database_keeps_an_issued_notice_as_it_is(issued):
    for change in ({"demand": "无"}, {"days": 60}, {"number": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Notice.objects.filter(pk=issued.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.filter(pk=issued.pk).delete()


@pytest.mark.django_db
def test_a_change_of_state_by_hand_shows_in_the_record(issued):
    before = Entry.objects.about(issued).filter(verb="monitoring.notice.state").count()
    Notice.objects.filter(pk=issued.pk).update(state="closed")
    assert Entry.objects.about(issued).filter(verb="monitoring.notice.state").count() == before + 1


@pytest.mark.django_db
def test_a_person_of_another_unit_is_not_responsible(carded, inspector, stranger):
    with pytest.raises(Refused):
        drafted(carded, inspector, responsible=stranger.user)


# Instructions


@pytest.mark.django_db
def test_an_instruction_becomes_a_draft_that_an_inspector_signs(carded, bureau, leader, inspector):
    notice = notices.instruct(
        carded, by=leader, now=at("2026-03-12 15:00"), organisation=bureau, text="请查明原因，限期办结。"
    )
    assert (notice.source, notice.colour, notice.demand) == ("instruction", "yellow", "请查明原因，限期办结。")
    assert notice.instruction.number == "云批督〔2026〕0001号"
    assert notices.issue(notice, by=inspector, now=at("2026-03-13")).number == "云督〔2026〕0001号"
    assert Deadline.objects.get(name="instruction").met_on is not None


@pytest.mark.django_db
def test_an_instruction_left_lying_is_a_card_for_the_office(bureau, discipline, leader, inspector):
    notices.instruct(bureau, by=leader, now=at("2026-03-12"), organisation=bureau, text="请督办窗口纪律。")
    sweep(at("2026-03-18"))
    finding = Finding.objects.get(code="Y7")
    assert (finding.organisation, str(finding.effective_on)) == (discipline, "2026-03-18")


@pytest.mark.django_db
def test_only_a_leader_instructs(bureau, inspector, clerk):
    for actor in (inspector, clerk):
        with pytest.raises(PermissionDenied):
            notices.instruct(bureau, by=actor, now=at("2026-03-12"), organisation=bureau, text="请督办。")


@pytest.mark.django_db
def test_the_leader_who_instructed_does_not_sign_the_notice(bureau, leader, inspector):
    notice = notices.instruct(bureau, by=leader, now=at("2026-03-12"), organisation=bureau, text="请督办。")
    with pytest.raises(PermissionDenied):
        notices.issue(notice, by=leader, now=at("2026-03-13"))
