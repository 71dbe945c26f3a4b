"""Messages between applicant and window, what is new, what is to be done, who looked, papers used again."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from approvals import actions, inbox, talk
from approvals.actions import appointments
from approvals.actions.messages import read
from approvals.models import Case, CaseMessage, DraftFile, Hearing, Result
from records.actions import look
from records.models import Attachment, Entry
from records.refusal import Refused
from tests.approvals.citizen_steps import apply_online, pdf, send, type_in, upload
from tests.conftest import ZHANG, at, make_item
from tests.gates import signed_in

KEY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def monday(time_machine):
    """It is Monday, 2 March 2026, nine o'clock."""
    time_machine.move_to(at("2026-03-02"), tick=False)
    return time_machine


@pytest.fixture
def handed_in(monday, zhang, item):
    apply_online(zhang, item)
    return Case.objects.get()


def write(case, by, moment="2026-03-02 10:00", text="请问还缺什么？", **more):
    return actions.write(case, by=by, now=at(moment), text=text, **more)


def test_applicant_writes_to_the_window(handed_in, citizen):
    message = write(handed_in, citizen)
    assert (message.from_applicant, message.read_at) == (True, None)


def test_message_is_on_record_without_its_words(handed_in, citizen):
    write(handed_in, citizen)
    entry = Entry.objects.about(handed_in).get(verb="approvals.message.sent")
    assert (entry.body["from_applicant"], "text" in entry.body) == (True, False)


def test_same_form_twice_is_one_message(handed_in, citizen):
    key = uuid.uuid4()
    for _click in range(2):
        write(handed_in, citizen, key=key)
    assert CaseMessage.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "inspector"])
def test_others_do_not_write(request, handed_in, who):
    with pytest.raises(PermissionDenied):
        write(handed_in, request.getfixturevalue(who))


def test_answer_reads_the_question(handed_in, citizen, clerk):
    question = write(handed_in, citizen)
    write(handed_in, clerk, "2026-03-02 11:00", "材料齐全")
    question.refresh_from_db()
    assert question.read_at == at("2026-03-02 11:00")


def test_onlooker_leaves_it_unread(handed_in, citizen, inspector):
    write(handed_in, citizen)
    assert read(handed_in, by=inspector, now=at("2026-03-02 11:00")) == 0


def test_sixth_message_waits_for_an_answer(handed_in, citizen, clerk):
    for _number in range(5):
        write(handed_in, citizen)
    with pytest.raises(Refused):
        write(handed_in, citizen)
    write(handed_in, clerk, "2026-03-02 11:00", "请稍等")
    assert write(handed_in, citizen, "2026-03-02 12:00").pk


def lamps(case, today):
    return [line.words for line in talk.conversation(case, at(today).date())]


def test_answer_within_one_working_day_is_shown(handed_in, citizen, clerk):
    write(handed_in, citizen, "2026-03-06 16:00")
    write(handed_in, clerk, "2026-03-09 09:00", "材料齐全")
    assert lamps(handed_in, "2026-03-10") == ["1个工作日内已答复", ""]


def test_late_answer_is_shown(handed_in, citizen, clerk):
    write(handed_in, citizen, "2026-03-02 16:00")
    write(handed_in, clerk, "2026-03-04 09:00", "材料齐全")
    assert lamps(handed_in, "2026-03-04")[0] == "答复超过1个工作日"


def test_waiting_message_says_until_when(handed_in, citizen):
    write(handed_in, citizen, "2026-03-02 16:00")
    assert lamps(handed_in, "2026-03-03")[0].startswith("请于2026年3月3日")
    assert lamps(handed_in, "2026-03-04")[0] == "超过1个工作日未答复"


def test_writing_by_the_page(handed_in, zhang):
    zhang.post(f"/my/{handed_in.number}/messages/", {"key": KEY, "text": "请问还缺什么？"})
    assert "请问还缺什么？" in zhang.get(f"/my/{handed_in.number}/").content.decode()


@pytest.mark.parametrize("text", ["", "\u3000", "好" * 1001, "好\x00", "好\u202e坏"])
def test_bad_message_comes_back_on_the_case_page(handed_in, zhang, text):
    assert zhang.post(f"/my/{handed_in.number}/messages/", {"key": KEY, "text": text}).status_code == 422
    assert not CaseMessage.objects.exists()


def test_neighbour_does_not_write(handed_in, neighbour):
    assert neighbour.post(f"/my/{handed_in.number}/messages/", {"key": KEY, "text": "你好"}).status_code == 404


def test_desk_lists_what_waits_first(handed_in, citizen, clerk, item, received):
    write(handed_in, citizen)
    assert talk.unanswered(clerk.organisation) == 1
    page = signed_in(clerk).get("/desk/messages/")
    assert [line.message.case for line in page.context["rows"]] == [handed_in]


def test_list_costs_few_statements(handed_in, citizen, clerk, django_assert_max_num_queries):
    write(handed_in, citizen)
    desk = signed_in(clerk)
    with django_assert_max_num_queries(7):
        desk.get("/desk/messages/")


def test_desk_answers(handed_in, citizen, clerk):
    write(handed_in, citizen)
    desk = signed_in(clerk)
    desk.post(f"/desk/cases/{handed_in.number}/messages/", {"key": KEY, "text": "材料齐全"})
    assert "材料齐全" in desk.get(f"/desk/cases/{handed_in.number}/messages/").content.decode()


def test_desk_keeps_a_message_that_is_too_long(handed_in, clerk):
    answer = signed_in(clerk).post(f"/desk/cases/{handed_in.number}/messages/", {"key": KEY, "text": "好" * 1001})
    assert (answer.status_code, "好" * 1001 in answer.content.decode()) == (422, True)


def test_other_unit_does_not_read(handed_in, stranger):
    assert signed_in(stranger).get(f"/desk/cases/{handed_in.number}/messages/").status_code == 404


def test_workbench_says_that_somebody_waits(handed_in, citizen, clerk):
    write(handed_in, citizen)
    assert "等待答复" in signed_in(clerk).get(f"/desk/cases/{handed_in.number}/").content.decode()


def test_conversation_is_a_look(handed_in, clerk, zhang):
    signed_in(clerk).get(f"/desk/cases/{handed_in.number}/messages/")
    assert "市场监管局" in zhang.get(f"/my/{handed_in.number}/looks/").content.decode().split("谁看过我的信息</h1>")[1]


# what is new


def titles(citizen, moment="2026-03-02 12:00"):
    return [one.words for one in inbox.news(citizen.user, at(moment))]


def test_own_deeds_are_no_news(handed_in, citizen):
    assert titles(citizen) == []


def test_what_the_window_does_is_news(handed_in, citizen, clerk):
    actions.accept(handed_in, by=clerk, now=at("2026-03-02 10:00"))
    assert titles(citizen) == ["已受理"]


def test_opened_case_has_no_news(handed_in, citizen, clerk, zhang):
    actions.accept(handed_in, by=clerk, now=at("2026-03-02 10:00"))
    zhang.get(f"/my/{handed_in.number}/")
    assert titles(citizen) == []


def test_news_come_after_the_visit(handed_in, citizen, clerk, reviewer, zhang):
    actions.accept(handed_in, by=clerk, now=at("2026-03-02 10:00"))
    zhang.get(f"/my/{handed_in.number}/")
    actions.review(handed_in, by=reviewer, now=at("2026-03-02 11:00"), opinion="同意")
    assert len(titles(citizen)) == 1


def test_message_of_the_window_is_news(handed_in, citizen, clerk):
    write(handed_in, clerk, text="材料齐全")
    assert titles(citizen) == ["窗口给您留言了"]


def test_everything_read(handed_in, citizen, clerk, zhang):
    actions.accept(handed_in, by=clerk, now=at("2026-03-02 10:00"))
    write(handed_in, clerk, text="材料齐全")
    zhang.post("/my/read/")
    assert titles(citizen) == []


def test_news_of_others_are_not_shown(handed_in, clerk, neighbour):
    actions.accept(handed_in, by=clerk, now=at("2026-03-02 10:00"))
    assert neighbour.get("/my/").context["news"] == []


# what is to be done


def tasks(citizen, moment="2026-03-02 12:00"):
    return [(task.title, task.until and task.until.isoformat()) for task in inbox.tasks(citizen.user, at(moment))]


def test_nothing_to_do(handed_in, citizen):
    assert tasks(citizen) == []


def test_correction_is_to_be_done(handed_in, citizen, clerk):
    missing = list(handed_in.item.documents.all())
    actions.request_correction(handed_in, by=clerk, now=at("2026-03-02 10:00"), missing=missing, message="")
    assert tasks(citizen) == [("补交材料", None)]


@pytest.fixture
def decided(handed_in, clerk, reviewer, approver):
    actions.accept(handed_in, by=clerk, now=at("2026-03-02 10:00"))
    actions.review(handed_in, by=reviewer, now=at("2026-03-03"), opinion="同意")
    return actions.decide(handed_in, by=approver, now=at("2026-03-04"), result=Result.GRANTED)


def test_result_is_to_be_collected(decided, citizen):
    assert tasks(citizen)[0][0] == "到窗口领取结果"


def test_rating_is_asked_for_seven_days(decided, citizen, clerk):
    actions.deliver(decided, by=clerk, now=at("2026-03-05"))
    assert tasks(citizen, "2026-03-06") == [("请评价本次服务", "2026-03-12")]


def test_hearing_has_a_last_day(handed_in, citizen):
    Hearing.objects.create(case=handed_in, ground="拟不予许可", told_at=at("2026-03-02"), apply_by="2026-03-09")
    assert ("申请听证", "2026-03-09") in tasks(citizen)


def test_appointment_is_to_be_kept(handed_in, citizen, item):
    about = {"name": "张建国", "telephone": "13800000001"}
    appointments.book(item, by=citizen, now=at("2026-03-02"), starts_at=at("2026-03-03 09:00"), **about)
    assert tasks(citizen) == [("按预约到窗口办理", "2026-03-03")]


def test_own_page_costs_few_statements(decided, zhang, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        zhang.get("/my/")


def test_case_page_costs_few_statements(decided, zhang, django_assert_max_num_queries):
    zhang.get(f"/my/{decided.number}/")
    with django_assert_max_num_queries(24):
        zhang.get(f"/my/{decided.number}/")


# who looked


def test_every_look_is_shown_with_unit_and_post(handed_in, clerk, zhang):
    look(handed_in, clerk, at("2026-03-02 10:00"))
    shown = zhang.get("/my/looks/").content.decode()
    assert ("市场监管局" in shown, "小王" in shown) == (True, False)


def test_looks_at_others_are_not_shown(handed_in, clerk, neighbour):
    look(handed_in, clerk, at("2026-03-02 10:00"))
    assert "市场监管局" not in neighbour.get("/my/looks/").content.decode()
    assert neighbour.get(f"/my/{handed_in.number}/looks/").status_code == 404


def test_looks_cost_few_statements(handed_in, clerk, zhang, django_assert_max_num_queries):
    for _time in range(5):
        look(handed_in, clerk, at("2026-03-02 10:00"))
    with django_assert_max_num_queries(5):
        zhang.get("/my/looks/")


# papers used again


@pytest.fixture
def second(bureau):
    """Another item that asks for documents of the same names."""
    return make_item(bureau, code="XK-TEST-002", name="食品经营许可（变更）")


def choose(client, item, token=None):
    [document] = item.documents.all()
    token = token or Attachment.objects.filter(subject_id__isnull=False).get().token
    return client.post(f"/apply/{item.code}/?step=2", {"again": f"{document.pk}:{token}"})


def test_papers_handed_in_before_are_offered(handed_in, zhang, second):
    type_in(zhang, second)
    assert "材料.pdf" in zhang.get(f"/apply/{second.code}/?step=2").content.decode()


def test_paper_is_taken_again_with_one_click(handed_in, zhang, second):
    type_in(zhang, second)
    choose(zhang, second)
    zhang.post(f"/apply/{second.code}/?step=2", {"go": "next"})
    send(zhang, second)
    first, again = Attachment.objects.order_by("pk")
    assert (Case.objects.count(), first.sha256 == again.sha256, first.file.name == again.file.name) == (2, True, False)


def test_paper_of_another_person_is_not_taken(handed_in, neighbour, second):
    type_in(neighbour, second)
    choose(neighbour, second)
    assert not DraftFile.objects.exists()


def test_papers_of_other_names_are_not_offered(handed_in, zhang, bureau):
    other = make_item(bureau, code="XK-TEST-003", documents=0, published=False)
    other.documents.create(code="D1", name="租赁合同", sort=1)
    other.publish()
    other.save()
    type_in(zhang, other)
    assert "材料.pdf" not in zhang.get(f"/apply/{other.code}/?step=2").content.decode()


def test_papers_older_than_two_years_are_not_offered(handed_in, zhang, second, monday):
    monday.move_to(at("2028-03-02"), tick=False)
    type_in(zhang, second)
    assert "材料.pdf" not in zhang.get(f"/apply/{second.code}/?step=2").content.decode()


def test_other_uploads_of_the_same_form_are_kept(handed_in, zhang, bureau):
    two = make_item(bureau, code="XK-TEST-004", documents=2)
    type_in(zhang, two)
    upload(zhang, two, D2=pdf("新的.pdf"))
    assert DraftFile.objects.get().document.code == "D2"


@pytest.mark.parametrize("again", ["x", ":", "1:", "0:abc", "\x00:1", "1:00000000-0000-4000-8000-000000000009"])
def test_odd_choices_take_nothing(handed_in, zhang, second, again):
    type_in(zhang, second)
    assert zhang.post(f"/apply/{second.code}/?step=2", {"again": again}).status_code == 422


def test_joint_item_names_the_units(monday, zhang, bureau, other_bureau):
    joint = make_item(bureau, code="XK-JOINT-1", published=False, is_joint=True)
    joint.branches.create(code="B1", name="消防意见", organisation=other_bureau, days=7)
    joint.publish()
    joint.save()
    assert "云溪县住房和城乡建设局（消防意见" in zhang.get(f"/apply/{joint.code}/").content.decode()


def test_window_applicant_has_nobody_to_write_to(received, item, clerk):
    case = received(item, at("2026-03-02"))
    with pytest.raises(PermissionDenied):
        write(case, clerk)


def test_applicant_of_paper_reads_no_messages(received, item, clerk):
    case = received(item, at("2026-03-02"), ZHANG)
    assert "请电话联系" in signed_in(clerk).get(f"/desk/cases/{case.number}/messages/").content.decode()
