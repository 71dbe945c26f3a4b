"""Lessons of integrity: written with questions, previewed, published by a second person, withdrawn; answers stand."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from disclosure.actions import teaching
from disclosure.actions.teaching import Article, Question
from disclosure.models import Indexed, Lesson
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02")
ARTICLE = Article("清正家风", "town", "家风连着作风。", "家风好，作风才正。\n管好身边的人。")
ASKED = Question("家人收礼，责任由谁承担？", ("家人", "公职人员本人", "送礼人"), 1, "利用的是职务影响。")
DESK = "/desk/openness/lessons/"
TYPED = {"title": "清正家风", "code": "jiafeng", "level": "town", "summary": "家风连着作风", "body": "家风好"}
QUESTION = {
    "ask": "家人收礼怎么办？",
    "option_a": "收下",
    "option_b": "退回并报告",
    "option_c": "转送",
    "right": "1",
    "why": "责任仍在本人",
}


def key(**typed):
    return typed | {"key": str(uuid4())}


def written(by, code="jiafeng", questions=(ASKED,)):
    row = teaching.write(None, by=by, now=NOW, code=code, article=ARTICLE)
    for one in questions:
        row = teaching.add_question(row, by=by, now=NOW, question=one)
    return row


@pytest.fixture
def draft(publicist):
    return written(publicist)


@pytest.fixture
def published(draft, director):
    return teaching.publish(draft, by=director, now=NOW)


def test_draft_is_nobodys_page_and_found_by_nobody(client, draft):
    assert client.get("/lessons/jiafeng/").status_code == 404
    assert "清正家风" not in client.get("/lessons/").content.decode()
    assert not Indexed.objects.filter(kind="lesson", key="jiafeng").exists()


def test_published_by_another_everybody_reads_and_finds_it(client, published):
    assert "家人收礼" in client.get("/lessons/jiafeng/").content.decode()
    assert "清正家风" in client.get("/lessons/").content.decode()
    assert Indexed.objects.filter(kind="lesson", key="jiafeng").exists()
    verbs = list(Entry.objects.about(published).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["disclosure.lesson.written", "disclosure.lesson.question_added", "disclosure.lesson.published"]


def test_who_writes_does_not_publish(director):
    row = written(director)
    with pytest.raises(Refused):
        teaching.publish(row, by=director, now=NOW)
    row.refresh_from_db()
    assert row.state == "draft"


def test_who_amends_a_draft_does_not_publish_it(draft, director, publicist):
    row = teaching.amend(draft, by=director, now=NOW, article=ARTICLE)
    with pytest.raises(Refused):
        teaching.publish(row, by=director, now=NOW)
    assert teaching.publish(row, by=publicist, now=NOW).state == "published"


def test_lesson_without_a_question_is_not_published(publicist, director):
    row = written(publicist, questions=())
    with pytest.raises(Refused):
        teaching.publish(row, by=director, now=NOW)
    row.refresh_from_db()
    row.publish()
    row.published_on, row.published_by = NOW.date(), director.user
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "deed",
    [
        lambda row, by: written(by, code="x"),
        lambda row, by: teaching.amend(row, by=by, now=NOW, article=ARTICLE),
        lambda row, by: teaching.add_question(row, by=by, now=NOW, question=ASKED),
        lambda row, by: teaching.change_question(row, by=by, now=NOW, place=0, was=ASKED.ask, question=ASKED),
        lambda row, by: teaching.take_out_question(row, by=by, now=NOW, place=0, was=ASKED.ask),
        lambda row, by: teaching.publish(row, by=by, now=NOW),
        lambda row, by: teaching.drop(row, by=by, now=NOW, reason="不用了"),
        lambda row, by: teaching.revise(Lesson.objects.get(code="huibi"), by=by, now=NOW),
        lambda row, by: teaching.withdraw(Lesson.objects.get(code="huibi"), by=by, now=NOW, reason="不用了"),
    ],
)
def test_stranger_does_not_teach(draft, head, deed):
    before = Lesson.objects.count()
    with pytest.raises(PermissionDenied):
        deed(draft, head)
    draft.refresh_from_db()
    assert (draft.state, draft.quiz, Lesson.objects.count()) == ("draft", [ASKED.told()], before)


@pytest.mark.parametrize("field", ["title", "level", "summary", "body"])
def test_lesson_that_lacks_something_names_it(publicist, field):
    article = Article(**vars(ARTICLE) | {field: " "})
    with pytest.raises(Refused) as refused:
        teaching.write(None, by=publicist, now=NOW, code="jiafeng", article=article)
    assert (refused.value.field, Lesson.objects.filter(code="jiafeng").exists()) == (field, False)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ask": " "}, "ask"),
        ({"options": ("一",)}, "option_b"),
        ({"options": ("一", "二", "三", "四", "五")}, "option_b"),
        ({"options": ("一", "一")}, "option_b"),
        ({"options": ("一", " ")}, "option_b"),
        ({"right": 3}, "right"),
        ({"right": -1}, "right"),
        ({"why": ""}, "why"),
    ],
)
def test_question_that_lacks_something_names_it(draft, publicist, changed, field):
    with pytest.raises(Refused) as refused:
        teaching.add_question(draft, by=publicist, now=NOW, question=Question(**vars(ASKED) | changed))
    draft.refresh_from_db()
    assert (refused.value.field, len(draft.quiz)) == (field, 1)


def test_quiz_has_at_most_ten_questions(publicist):
    row = written(publicist, questions=[ASKED] * teaching.QUESTIONS)
    with pytest.raises(Refused):
        teaching.add_question(row, by=publicist, now=NOW, question=ASKED)


def test_questions_are_changed_and_taken_out(draft, publicist):
    other = Question("二问", ("是", "否"), 0, "解析")
    row = teaching.add_question(draft, by=publicist, now=NOW, question=other)
    row = teaching.change_question(
        row, by=publicist, now=NOW, place=0, was=ASKED.ask, question=Question("一问", ("是", "否"), 1, "因")
    )
    assert [one["ask"] for one in row.quiz] == ["一问", "二问"]
    row = teaching.take_out_question(row, by=publicist, now=NOW, place=0, was="一问")
    assert [one["ask"] for one in row.quiz] == ["二问"]


@pytest.mark.parametrize("place", [0, 1])
def test_question_that_moved_meanwhile_is_not_overwritten(draft, publicist, place):
    with pytest.raises(Refused):
        teaching.change_question(draft, by=publicist, now=NOW, place=place, was="另一道题", question=ASKED)


# versions


@pytest.fixture
def second(published, publicist, director):
    """The second version turns the answer round."""
    teaching.revise(published, by=publicist, now=at("2026-04-01"))
    row = Lesson.objects.get(code="jiafeng", version=2)
    turned = Question("家人收礼，应当怎么办？", ("退回", "收下"), 0, "责任仍在本人。")
    row = teaching.change_question(row, by=publicist, now=at("2026-04-01"), place=0, was=ASKED.ask, question=turned)
    return teaching.publish(row, by=director, now=at("2026-04-02"))


def test_published_words_stand(published, publicist):
    with pytest.raises(Refused):
        teaching.amend(published, by=publicist, now=NOW, article=ARTICLE)
    with pytest.raises(Refused):
        teaching.add_question(published, by=publicist, now=NOW, question=ASKED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_lesson SET quiz = '[]' WHERE code = 'jiafeng'")


def test_new_version_replaces_the_published_one(client, second):
    states = dict(Lesson.objects.filter(code="jiafeng").values_list("version", "state"))
    assert states == {1: "replaced", 2: "published"}
    assert "应当怎么办" in client.get("/lessons/jiafeng/").content.decode()
    assert Indexed.objects.filter(kind="lesson", key="jiafeng").count() == 1


def test_answers_given_earlier_keep_their_result(client, published, publicist, director, request):
    sent = {"v": "1", "a0": "1"}
    assert "答对1题" in client.get("/lessons/jiafeng/", sent).content.decode()
    request.getfixturevalue("second")
    page = client.get("/lessons/jiafeng/", sent).content.decode()
    assert ("答对1题" in page, "较早的版本" in page, ASKED.ask in page) == (True, True, True)
    assert "答对0题" in client.get("/lessons/jiafeng/", {"v": "2", "a0": "1"}).content.decode()


@pytest.mark.parametrize("v", ["x", "99", "-1", "", "1e400"])
def test_version_that_never_was_shows_the_present_one(client, second, v):
    page = client.get("/lessons/jiafeng/", {"v": v, "a0": "0"}).content.decode()
    assert ("应当怎么办" in page, "答对" in page) == (True, False)


def test_one_new_version_at_a_time(published, publicist):
    teaching.revise(published, by=publicist, now=NOW)
    with pytest.raises(Refused):
        teaching.revise(published, by=publicist, now=NOW)


def test_withdrawn_lesson_says_why_and_can_begin_anew(client, published, director, publicist):
    teaching.withdraw(published, by=director, now=NOW, reason="案例有误")
    answer = client.get("/lessons/jiafeng/", {"v": "1", "a0": "1"})
    page = answer.content.decode()
    assert (answer.status_code, "案例有误" in page, "管好身边的人" in page) == (410, True, False)
    assert not Indexed.objects.filter(kind="lesson", key="jiafeng").exists()
    teaching.revise(published, by=publicist, now=NOW)
    teaching.publish(Lesson.objects.get(code="jiafeng", version=2), by=director, now=NOW)
    assert client.get("/lessons/jiafeng/").status_code == 200
    answer = client.get("/lessons/jiafeng/", {"v": "1", "a0": "1"})  # judged by nothing, not by the new questions
    assert (answer.status_code, "阅读最新版本" in answer.content.decode()) == (410, True)


def test_draft_is_given_up_and_the_published_one_stays(client, published, publicist):
    teaching.revise(published, by=publicist, now=NOW)
    teaching.drop(Lesson.objects.drafts().get(), by=publicist, now=NOW, reason="不改了")
    assert client.get("/lessons/jiafeng/").status_code == 200


# pages


def test_lesson_is_written_previewed_and_published_at_the_desk(client, publicist, director):
    writer = signed_in(publicist)
    for address in ("/desk/openness/", "/lessons/"):
        assert DESK in writer.get(address).content.decode()
    assert DESK not in client.get("/lessons/").content.decode()
    sent = key(**TYPED)
    addresses = {writer.post(f"{DESK}new/", sent).headers["Location"] for _twice in range(2)}
    row = Lesson.objects.get(code="jiafeng")
    assert addresses == {row.address}
    assert "至少添加一道题目" in writer.get(row.address).content.decode()
    sent = key(**QUESTION)
    for _twice in range(2):
        writer.post(f"{row.address}ask/", sent)
    page = writer.get(f"{row.address}preview/").content.decode()
    assert ("预览" in page, "退回并报告" in page) == (True, True)
    assert "答对1题" in writer.get(f"{row.address}preview/", {"a0": "1"}).content.decode()
    signed_in(director).post(f"{row.address}publish/", key())
    row.refresh_from_db()
    assert (row.state, row.quiz[0]["options"]) == ("published", ["收下", "退回并报告", "转送"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "标题"),
        ({"code": "清正"}, "编码"),
        ({"code": "huibi"}, "已有使用这个编码的文章"),
        ({"level": "planet"}, "适用层级"),
        ({"summary": " "}, "摘要"),
        ({"body": ""}, "内容"),
    ],
)
def test_form_of_a_lesson_keeps_what_was_typed(publicist, typed, words):
    answer = signed_in(publicist).post(f"{DESK}new/", key(**TYPED | {"summary": "家风某某"} | typed))
    page = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in page) == (422, True)
    assert "家风某某" in page or "summary" in typed
    assert not Lesson.objects.filter(code="jiafeng").exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"ask": ""}, "问题"),
        ({"option_a": ""}, "选项A"),
        ({"option_b": ""}, "选项B"),
        ({"option_c": "", "option_d": "丁"}, "依次上移"),
        ({"option_b": "收下"}, "不能相同"),
        ({"right": ""}, "请选择"),
        ({"right": "9"}, "哪个选项正确"),
        ({"right": "3"}, "已填写的选项"),
        ({"why": ""}, "答案解析"),
    ],
)
def test_form_of_a_question_keeps_what_was_typed(draft, publicist, typed, words):
    answer = signed_in(publicist).post(f"{draft.address}ask/", key(**QUESTION | typed))
    page = answer.content.decode()
    draft.refresh_from_db()
    assert (answer.status_code, words in page, len(draft.quiz)) == (422, True, 1)
    assert "家人收礼怎么办" in page or "ask" in typed


def test_question_is_changed_and_taken_out_at_the_desk(draft, publicist):
    client, address = signed_in(publicist), f"{DESK}questions/{draft.pk}-1/"
    assert address in client.get(draft.address).content.decode()
    assert ASKED.why in client.get(address).content.decode()
    answer = client.post(f"{address}change/", key(**QUESTION, was=ASKED.ask))
    draft.refresh_from_db()
    assert (answer.headers["Location"], draft.quiz[0]["right"]) == (draft.address, 1)
    sent = key(was=QUESTION["ask"])
    answers = [client.post(f"{address}take-out/", sent) for _twice in range(2)]
    draft.refresh_from_db()
    assert ([answer.headers["Location"] for answer in answers], draft.quiz) == ([draft.address] * 2, [])


def test_question_of_a_published_lesson_offers_nothing(published, publicist):
    client = signed_in(publicist)
    address = f"{DESK}questions/{published.pk}-1/"
    assert client.post(f"{address}change/", key(**QUESTION, was=ASKED.ask)).status_code == 403
    assert client.get(f"{DESK}questions/{published.pk}-9/").status_code == 404


def test_new_version_leads_to_its_draft(published, publicist):
    answer = signed_in(publicist).post(f"{published.address}revise/", key())
    assert answer.headers["Location"] == Lesson.objects.drafts().get().address


def test_unit_reads_and_changes_nothing(draft, head):
    client = signed_in(head)
    assert client.get(draft.address).status_code == 200
    assert client.post(f"{draft.address}publish/", key()).status_code == 403
