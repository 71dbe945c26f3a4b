"""The pages of notices, instructions, efficiency cases and archives, as people use them."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from config.demo.story import days_ago
from monitoring.actions import notices
from monitoring.models import ArchiveLine, EfficiencyCase, Finding, Instruction, Notice
from monitoring.sweep import sweep
from records.models import Attachment, Document, Printing
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TYPED = {
    "matter": "超时办理",
    "facts": "承诺七个工作日，至今未办结",
    "basis": "督办工作规定第十二条",
    "demand": "立即办结",
    "days": "10",
    "colour": "blue",
}


def key():
    return {"key": str(uuid4())}


@pytest.fixture
def found(accepted, item):
    accepted(item, days_ago(8, timezone.now()))
    sweep(timezone.now())
    return Finding.objects.get(code="Y1")


@pytest.fixture
def issued(bureau, inspector, second):
    words = notices.Draft(matter="超时办理", facts="至今未办结", basis="督办规定", demand="立即办结")
    about = {"by": inspector, "now": days_ago(3, timezone.now()), "organisation": bureau, "said": words}
    return notices.issue(notices.draft(bureau, **about), by=second, now=days_ago(2, timezone.now()))


def post(actor, address, typed=(), **files):
    return signed_in(actor).post(address, {**key(), **dict(typed), **files})


def test_a_notice_from_the_card_to_the_closing(found, inspector, second, clerk):
    page = signed_in(inspector).get(f"/supervision/notices/new/?finding={found.pk}")
    assert found.rule.law in page.text
    answer = post(inspector, f"/supervision/notices/new/?finding={found.pk}", TYPED)
    notice = Notice.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/supervision/notices/{notice.pk}/")
    assert post(inspector, f"/supervision/notices/{notice.pk}/issue/").status_code == 403
    assert post(second, f"/supervision/notices/{notice.pk}/issue/").status_code == 302
    found.card.refresh_from_db()
    assert found.card.state == "supervised"
    file = SimpleUploadedFile("整改.pdf", b"%PDF-1.4 x")
    said = {"cause": "漏看提醒", "measure": "当日办结"}
    assert post(clerk, f"/supervision/notices/{notice.pk}/reply/", said, files=file).status_code == 302
    token = Attachment.objects.get(kind="reply").token
    assert str(token) in signed_in(inspector).get(f"/supervision/notices/{notice.pk}/").text
    assert post(inspector, f"/supervision/notices/{notice.pk}/close/", {"reason": "属实"}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "closed"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("days", "十", "1至60之间"),
        ("days", "0", "1至60之间"),
        ("days", "1e400", "1至60之间"),
        ("matter", "　", "请填写"),
        ("facts", "a\x00b", ""),
        ("facts", "长" * 401, "400"),
        ("colour", "green", ""),
    ],
)
def test_a_wrong_field_comes_back_with_what_was_typed(bureau, inspector, field, typed, said):
    answer = post(inspector, f"/supervision/notices/new/?unit={bureau.code}", TYPED | {field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "督办工作规定第十二条" in answer.text
    assert not Notice.objects.exists()


@pytest.mark.parametrize("query", ["finding=abc", "finding=-1", "finding=99999", "unit=nowhere", "case=XK-0"])
def test_what_does_not_exist_is_not_found(inspector, query):
    assert signed_in(inspector).get(f"/supervision/notices/new/?{query}").status_code == 404


def test_a_double_click_is_one_notice(bureau, inspector):
    same = TYPED | key()
    for _click in range(2):
        signed_in(inspector).post(f"/supervision/notices/new/?unit={bureau.code}", same)
    assert Notice.objects.count() == 1


def test_a_page_overtaken_by_somebody_else_does_nothing(issued, inspector, clerk, head):
    page = signed_in(head).get(f"/supervision/notices/{issued.pk}/")
    seen = page.context["mark"]
    said = {"cause": "漏看提醒", "measure": "当日办结"}
    post(clerk, f"/supervision/notices/{issued.pk}/reply/", said)
    answer = post(head, f"/supervision/notices/{issued.pk}/reply/", said | {"seen": seen})
    assert answer.status_code == 409
    assert issued.replies.count() == 1


def test_the_paper_has_the_red_head_and_its_copies_are_registered(issued, clerk):
    paper = Document.objects.about(issued).get()
    page = signed_in(clerk).get(f"/supervision/papers/{paper.pk}/")
    assert "中共云溪县纪律检查委员会" in page.text
    assert "蓝色督办" in page.text
    post(clerk, f"/supervision/papers/{paper.pk}/", {"copies": "2"})
    assert Printing.objects.get().copies == 2


def test_a_unit_does_not_read_the_leaders_own_words(bureau, leader, inspector, head):
    now = days_ago(2, timezone.now())
    notice = notices.instruct(bureau, by=leader, now=now, organisation=bureau, text="请查明原因")
    notices.issue(notice, by=inspector, now=days_ago(1, timezone.now()))
    paper = Document.objects.about(notice).get(kind="instruction")
    assert signed_in(head).get(f"/supervision/papers/{paper.pk}/").status_code == 404
    assert signed_in(inspector).get(f"/supervision/papers/{paper.pk}/").status_code == 200
    assert notice.instruction.number not in signed_in(head).get(f"/supervision/notices/{notice.pk}/").text.replace(
        notice.basis, ""
    )


def test_a_leader_writes_an_instruction_on_a_unit(bureau, leader, inspector):
    typed = {"text": "请查明原因，限期整改。", "days": "5", "colour": "red"}
    answer = post(leader, f"/supervision/instructions/new/?unit={bureau.code}", typed)
    assert answer.status_code == 302
    assert Instruction.objects.get().notice.colour == "red"
    assert "请查明原因" in signed_in(inspector).get("/supervision/instructions/").text


def test_a_leader_writes_an_instruction_without_a_subject(bureau, leader, inspector):
    typed = {"unit": str(bureau.pk), "text": "请督办。", "days": "5", "colour": "blue"}
    assert post(leader, "/supervision/instructions/new/", typed).status_code == 302
    assert Instruction.objects.get().organisation == bureau


def test_registers_are_narrowed_and_exported(issued, inspector):
    client = signed_in(inspector)
    assert issued.number in client.get("/supervision/notices/?state=issued").text
    assert issued.number not in client.get("/supervision/notices/?state=closed").text
    assert client.get("/supervision/notices/?since=2026年13月&unit=x&colour=y").status_code == 200
    book = client.get("/supervision/notices/?xlsx=1")
    assert book.getvalue()[:2] == b"PK"


def test_an_efficiency_case_from_a_notice_to_its_conclusion(issued, inspector, second, clerk):
    typed = {
        "matter": "久督不改",
        "source": "notice",
        "gravity": "general",
        "facts": "多次督办不改",
        "basis": "问责办法",
    }
    assert post(inspector, f"/supervision/efficiency/new/?notice={issued.pk}", typed).status_code == 302
    case = EfficiencyCase.objects.get()
    page = f"/supervision/efficiency/{case.pk}/"
    assert case.notice == issued
    assert post(second, f"{page}file/").status_code == 302
    named = {"person": str(clerk.user.pk), "part": "direct", "conduct": "拖延不办"}
    assert post(inspector, f"{page}involve/", named).status_code == 302
    outcome = {"involved": str(case.involved.get().pk), "kind": "talk", "statement": "承认", "reason": "失职"}
    assert post(inspector, f"{page}propose_outcome/", outcome).status_code == 302
    decision = {"outcome": str(case.outcomes.get().pk), "approved": "yes"}
    assert post(second, f"{page}decide_outcome/", decision).status_code == 302
    assert post(second, f"{page}conclude/", {"result": "属实"}).status_code == 302
    assert "诫勉谈话" in signed_in(inspector).get(page).text
    paper = Document.objects.about(case.outcomes.get()).get()
    assert signed_in(clerk).get(f"/supervision/papers/{paper.pk}/").status_code == 200


def test_one_reads_and_corrects_the_own_archive(found, clerk, inspector):
    client = signed_in(clerk)
    address = client.get("/desk/archive/").url
    assert found.card.number in client.get(address).text
    typed = {
        "kind": "cards",
        "corrects": f"card:{found.card.pk}",
        "happened_on": timezone.localdate().isoformat(),
        "text": "当日停电",
        "source": "供电公司证明",
    }
    assert client.post(address, typed | {"corrects": ""} | key()).status_code == 422
    assert client.post(address, typed | key()).status_code == 302
    line = ArchiveLine.objects.get()
    assert post(inspector, f"/supervision/archive-lines/{line.pk}/sign/").status_code == 302
    assert "当日停电" in client.get(f"{address}?print=1").text
    assert client.get(f"{address}?xlsx=1").getvalue()[:2] == b"PK"
    assert client.get(f"{address}?year=1800").status_code == 200


def test_a_page_of_notices_asks_few_questions(issued, inspector, django_assert_max_num_queries):
    client = signed_in(inspector)
    with django_assert_max_num_queries(20):
        client.get("/supervision/notices/")
