"""My cases: where is it, who has it, until when, what must I do."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import actions
from approvals.models import Case, Result
from approvals.views import citizen_cases
from records.models import Attachment, Document, Entry
from tests.approvals.citizen_steps import apply_online, pdf, type_in
from tests.conftest import at, make_item
from tests.gates import signed_in


@pytest.fixture
def monday(time_machine):
    """It is Monday, 2 March 2026, nine o'clock."""
    time_machine.move_to(at("2026-03-02"), tick=False)
    return time_machine


@pytest.fixture
def handed_in(monday, zhang, item):
    apply_online(zhang, item)
    return Case.objects.get()


def page(client, case, more=""):
    return client.get(f"/my/{case.number}/{more}")


def text(client, case, more=""):
    return page(client, case, more).content.decode()


def accept(case, clerk, moment="2026-03-02 10:00"):
    return actions.accept(case, by=clerk, now=at(moment))


def ask_for(case, clerk, message="请补盖公章"):
    missing = list(case.item.documents.all())
    return actions.request_correction(case, by=clerk, now=timezone.now(), missing=missing, message=message)


def decide(case, clerk, reviewer, approver, result=Result.GRANTED, reason=""):
    accept(case, clerk)
    actions.review(case, by=reviewer, now=at("2026-03-03"), opinion="同意")
    return actions.decide(case, by=approver, now=at("2026-03-04"), result=result, reason=reason)


def test_nothing_handed_in_leads_to_the_guide(zhang):
    assert 'href="/items/"' in zhang.get("/my/").content.decode().split("您还没有提交过申请")[1]


def test_own_cases_are_listed(zhang, handed_in):
    assert handed_in.number in zhang.get("/my/").content.decode()


def test_cases_of_others_are_not_listed(neighbour, handed_in):
    assert handed_in.number not in neighbour.get("/my/").content.decode()


def test_drafts_are_listed(zhang, item):
    type_in(zhang, item)
    assert "继续填写" in zhang.get("/my/").content.decode()


def test_list_costs_few_statements(zhang, handed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        zhang.get("/my/")


@pytest.mark.parametrize("more", ["", "receipt/", "withdraw/", "correct/"])
def test_case_of_another_citizen_does_not_exist(neighbour, handed_in, more):
    assert page(neighbour, handed_in, more).status_code == 404


@pytest.mark.parametrize("more", ["", "receipt/", "withdraw/", "correct/"])
def test_guest_is_asked_to_sign_in(client, handed_in, more):
    assert page(client, handed_in, more).status_code == 302


def test_staff_have_no_citizen_page_of_a_case(clerk, handed_in):
    assert page(signed_in(clerk), handed_in).status_code == 404


@pytest.mark.parametrize("number", ["YX20260302-9999-9", "%00", "abc", "a'b", "x" * 300, "𠮷"])
def test_unknown_case_does_not_exist(zhang, number):
    assert zhang.get(f"/my/{number}/").status_code == 404


def test_waiting_case_says_until_when_the_window_answers(zhang, handed_in):
    assert "最迟2026年3月9日（星期一）答复您" in text(zhang, handed_in)


def test_accepted_case_says_until_when_it_is_ready(zhang, handed_in, clerk):
    accept(handed_in, clerk)
    assert "最迟2026年3月11日（星期三）办结" in text(zhang, handed_in)


def test_ring_counts_working_days(zhang, handed_in, clerk, monday):
    accept(handed_in, clerk)
    monday.move_to(at("2026-03-08"))  # Sunday: four days of seven are used
    assert page(zhang, handed_in).context["dial"].big == "3"


@pytest.mark.parametrize(
    ("day", "lamp"),
    [
        ("2026-03-04", ("ok", "剩余 5 个工作日")),
        ("2026-03-10", ("warn", "剩余 1 个工作日")),
        ("2026-03-11", ("warn", "今日到期")),
        ("2026-03-12", ("over", "超时 1 个工作日")),
    ],
)
def test_lamp_tells_how_much_time_is_left(zhang, handed_in, clerk, monday, day, lamp):
    accept(handed_in, clerk)
    monday.move_to(at(day))
    seen = page(zhang, handed_in).context
    assert (seen["tone"], seen["words"]) == lamp


def test_pause_stops_the_clock_on_the_page(zhang, handed_in, clerk, reviewer):
    accept(handed_in, clerk)
    actions.pause(handed_in, by=reviewer, now=at("2026-03-03"), kind="hearing", ground="听证", told_days=5)
    assert page(zhang, handed_in).context["tone"] == "pause"


def test_every_day_of_the_promise_is_explained(zhang, handed_in, clerk):
    accept(handed_in, clerk)
    lines = page(zhang, handed_in).context["lines"]
    assert (len(lines), lines[-1][0].used) == (10, 7)


def test_timeline_goes_from_the_application_to_the_delivery(zhang, handed_in, clerk, reviewer, approver):
    decide(handed_in, clerk, reviewer, approver)
    points = page(zhang, handed_in).context["points"]
    assert [point.look for point in points] == ["past"] * 4 + ["now"]


def test_person_in_charge_is_named(zhang, handed_in, clerk):
    accept(handed_in, clerk)
    assert "市场监管局 小王" in text(zhang, handed_in)


def test_granted_case_says_where_to_collect(zhang, handed_in, clerk, reviewer, approver):
    decide(handed_in, clerk, reviewer, approver)
    assert "请到窗口领取" in text(zhang, handed_in)


def test_denied_case_shows_the_reasons(zhang, handed_in, clerk, reviewer, approver):
    decide(handed_in, clerk, reviewer, approver, Result.DENIED, "场所不符合要求")
    assert "场所不符合要求" in text(zhang, handed_in)


def test_refused_case_shows_the_reasons(zhang, handed_in, clerk):
    actions.refuse(handed_in, by=clerk, now=at("2026-03-03"), reason="不属于本机关职权")
    assert "不属于本机关职权" in text(zhang, handed_in)


def test_immediate_item_has_no_countdown_of_days(zhang, bureau, clerk, monday):
    item = make_item(bureau, promised=0, code="NOW")
    apply_online(zhang, item)
    case = accept(Case.objects.get(), clerk)
    assert (page(zhang, case).context["limits"], page(zhang, case).context["lines"]) == ([], [])


def test_case_page_costs_few_statements(zhang, handed_in, clerk, reviewer, approver, django_assert_max_num_queries):
    decide(handed_in, clerk, reviewer, approver)
    with django_assert_max_num_queries(15):
        page(zhang, handed_in)


def status_of_file(client) -> int:
    """The answer to a request for the one file there is; closed, so that no handle stays open."""
    answer = client.get(f"/attachments/{Attachment.objects.get().token}/")
    answer.close()
    return answer.status_code


def test_own_file_can_be_downloaded(zhang, handed_in):
    assert status_of_file(zhang) == 200


def test_file_of_another_citizen_does_not_exist(neighbour, handed_in):
    assert status_of_file(neighbour) == 404


def test_clerk_of_the_unit_reads_the_files(clerk, handed_in):
    assert status_of_file(signed_in(clerk)) == 200


def test_receipt_shows_number_code_and_digest(zhang, handed_in):
    shown = text(zhang, handed_in, "receipt/")
    digest = Entry.objects.get(verb="approvals.case.received").digest
    assert [part for part in (handed_in.number, handed_in.query_code, digest) if part not in shown] == []


def test_receipt_says_when_the_entry_is_sealed(zhang, handed_in, monkeypatch):
    monkeypatch.setattr(citizen_cases, "receipt_of", lambda entry: {"seal": {"size": 1}})
    assert "已封存" in text(zhang, handed_in, "receipt/")


def test_document_of_the_own_case_can_be_read(zhang, handed_in, clerk):
    accept(handed_in, clerk)
    shown = zhang.get(f"/documents/{Document.objects.get(kind='acceptance').pk}/").content.decode()
    assert "受理通知书" in shown


@pytest.mark.parametrize("who", ["clerk", "inspector"])
def test_staff_who_may_see_the_case_read_its_documents(handed_in, clerk, who, request):
    accept(handed_in, clerk)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(f"/documents/{Document.objects.get(kind='acceptance').pk}/").status_code == 200


def test_document_of_another_citizen_does_not_exist(neighbour, handed_in, clerk):
    accept(handed_in, clerk)
    assert neighbour.get(f"/documents/{Document.objects.get(kind='acceptance').pk}/").status_code == 404


def test_document_of_another_unit_does_not_exist(stranger, handed_in, clerk):
    accept(handed_in, clerk)
    assert signed_in(stranger).get(f"/documents/{Document.objects.get(kind='acceptance').pk}/").status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999", "abc", "%00"])
def test_unknown_document_does_not_exist(zhang, pk):
    assert zhang.get(f"/documents/{pk}/").status_code == 404


def test_withdrawing_asks_first(zhang, handed_in):
    text(zhang, handed_in, "withdraw/")
    assert Case.objects.get().state == Case.State.SUBMITTED


def test_applicant_withdraws(zhang, handed_in):
    zhang.post(f"/my/{handed_in.number}/withdraw/", {"key": uuid.uuid4()})
    assert Case.objects.get().state == Case.State.WITHDRAWN


@pytest.mark.parametrize("key", ["", "rubbish", "\0"])
def test_withdrawing_needs_a_form_of_ours(zhang, handed_in, key):
    zhang.post(f"/my/{handed_in.number}/withdraw/", {"key": key})
    assert Case.objects.get().state == Case.State.SUBMITTED


def test_stale_tab_cannot_withdraw_a_decided_case(zhang, handed_in, clerk, reviewer, approver):
    decide(handed_in, clerk, reviewer, approver)
    zhang.post(f"/my/{handed_in.number}/withdraw/", {"key": uuid.uuid4()})
    assert Case.objects.get().state == Case.State.DECIDED


def test_neighbour_cannot_withdraw(neighbour, handed_in):
    neighbour.post(f"/my/{handed_in.number}/withdraw/", {"key": uuid.uuid4()})
    assert Case.objects.get().state == Case.State.SUBMITTED


def correct(client, case, **data):
    return client.post(f"/my/{case.number}/correct/", {"key": uuid.uuid4(), "go": "send"} | data)


def field(case, number=1):
    return f"document-{case.item.documents.get(code=f'D{number}').pk}"


def test_correction_lists_exactly_what_is_missing(zhang, bureau, clerk, monday):
    apply_online(zhang, make_item(bureau, documents=3))
    case = Case.objects.get()
    missing = list(case.item.documents.filter(code__in=["D1", "D3"]))
    actions.request_correction(case, by=clerk, now=at("2026-03-02"), missing=missing, message="")
    assert page(zhang, case, "correct/").context["form"].documents == missing


def test_correction_hands_everything_in(zhang, handed_in, clerk):
    ask_for(handed_in, clerk)
    correct(zhang, handed_in, **{field(handed_in): pdf("补.pdf")})
    assert (Case.objects.get().state, handed_in.materials.last().attachment.name) == (Case.State.SUBMITTED, "补.pdf")


def test_incomplete_correction_is_named_at_its_field(zhang, handed_in, clerk):
    ask_for(handed_in, clerk)
    answer = correct(zhang, handed_in)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field(handed_in)])


def test_uploads_of_a_correction_wait_for_the_rest(zhang, bureau, clerk, monday):
    apply_online(zhang, make_item(bureau, documents=2))
    case = Case.objects.get()
    ask_for(case, clerk)
    correct(zhang, case, **{field(case, 1): pdf("一.pdf"), field(case, 2): SimpleUploadedFile("x.exe", b"MZ")})
    correct(zhang, case, **{field(case, 2): pdf("二.pdf")})
    assert Case.objects.get().state == Case.State.SUBMITTED


def test_hostile_file_does_not_correct_anything(zhang, handed_in, clerk):
    ask_for(handed_in, clerk)
    correct(zhang, handed_in, **{field(handed_in): SimpleUploadedFile("x.pdf", b"MZ")})
    assert Case.objects.get().state == Case.State.CORRECTING


def test_upload_of_a_correction_can_be_removed(zhang, handed_in, clerk):
    ask_for(handed_in, clerk)
    correct(zhang, handed_in, go="upload", **{field(handed_in): pdf()})
    correct(zhang, handed_in, remove=handed_in.item.documents.get().pk)
    assert not Attachment.objects.unbound().exists()


def test_sending_a_correction_twice_counts_once(zhang, handed_in, clerk):
    ask_for(handed_in, clerk)
    key = uuid.uuid4()
    for _click in range(2):
        correct(zhang, handed_in, key=key, **{field(handed_in): pdf()})
    assert handed_in.materials.count() == 2


def test_neighbour_cannot_correct(neighbour, handed_in, clerk):
    ask_for(handed_in, clerk)
    assert correct(neighbour, handed_in, **{field(handed_in): pdf()}).status_code == 404


def test_correction_page_is_only_there_when_something_is_missing(zhang, handed_in):
    assert page(zhang, handed_in, "correct/").headers["Location"] == f"/my/{handed_in.number}/"
