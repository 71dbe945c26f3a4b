"""The collection of answered questions: two persons, versions, the yearly review, search, votes."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from complaints.actions import knowledge
from complaints.actions.knowledge import Text
from complaints.models import Article
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02")
SAID = Text("身份证丢了怎么补办？", "持户口簿到任一户籍窗口，二十日内领取，电话62500110。", "身份证 补领 挂失")


@pytest.fixture
def draft(bureau, clerk):
    return knowledge.write_article(bureau, by=clerk, now=NOW, said=SAID)


@pytest.fixture
def article(draft, head):
    return knowledge.approve_article(draft, by=head, now=NOW)


@pytest.mark.parametrize("words", ["身份证", "补办", "身份证丢失如何补领", "挂失", "证"])
def test_an_article_is_found_by_words_and_by_likeness(article, words):
    assert list(Article.objects.public(date(2026, 3, 3)).matching(words)) == [article]


@pytest.mark.parametrize("words", ["社保卡怎么办", "丢", "身高"])
def test_other_questions_do_not_find_it(article, words):
    found = Article.objects.public(date(2026, 3, 3)).matching(words)
    assert list(found) == ([article] if words == "丢" else [])


def test_nobody_reads_a_draft(draft):
    assert Client().get(f"/voices/knowledge/{draft.pk}/").status_code == 404


def test_the_author_does_not_approve(bureau, head):
    mine = knowledge.write_article(bureau, by=head, now=NOW, said=SAID)
    with pytest.raises(Refused):
        knowledge.approve_article(mine, by=head, now=NOW)


@pytest.mark.parametrize("who", ["stranger", "inspector"])
def test_a_stranger_neither_writes_nor_approves(request, bureau, draft, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        knowledge.write_article(bureau, by=actor, now=NOW, said=SAID)
    with pytest.raises(PermissionDenied):
        knowledge.approve_article(draft, by=actor, now=NOW)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Text(" ", "答"), "title"),
        (Text("问", "　"), "answer"),
        (Text("问", "答", valid_until=date(2026, 3, 1)), "valid_until"),
    ],
)
def test_what_is_missing_is_named(bureau, clerk, said, field):
    with pytest.raises(Refused) as refused:
        knowledge.write_article(bureau, by=clerk, now=NOW, said=said)
    assert refused.value.field == field


def test_the_old_text_holds_until_the_new_one_is_approved(article, clerk, head):
    new = Text("身份证丢了怎么补办？", "网上也能申请，十日内领取。", why="新增网办")
    knowledge.revise_article(article, by=clerk, now=at("2026-04-01"), said=new)
    article.refresh_from_db()
    assert (article.version, article.answer) == (1, SAID.answer)
    article = knowledge.approve_article(article, by=head, now=at("2026-04-02"))
    assert (article.version, article.answer) == (2, new.answer)
    assert [one.answer for one in article.versions.all()] == [SAID.answer, new.answer]


@pytest.mark.parametrize(("day", "rules"), [("2027-03-02", set()), ("2027-03-03", {"W9"})])
def test_a_year_without_review_is_told(article, day, rules):
    sweep(at(day))
    assert set(Finding.objects.exclude(level="anomaly").values_list("code", flat=True)) == rules


def test_a_review_begins_the_year_anew(article, clerk):
    reviewed = knowledge.review_article(article, by=clerk, now=at("2027-02-01"))
    assert reviewed.clock.due_on > date(2028, 1, 30)
    sweep(at("2027-03-10"))
    assert Finding.objects.count() == 0


def test_an_article_that_is_over_is_not_offered(draft, head, clerk):
    article = knowledge.approve_article(draft, by=head, now=NOW)
    knowledge.review_article(article, by=clerk, now=NOW, valid_until=date(2026, 3, 31))
    assert [Article.objects.public(date(2026, month, 31)).count() for month in (3, 5)] == [1, 0]


def test_one_form_is_one_vote_and_nothing_is_kept_of_who_voted(article):
    client, key = Client(), uuid4()
    address = f"/voices/knowledge/{article.pk}/vote/"
    for _again in range(2):
        assert client.post(address, {"helped": "yes", "key": key}).status_code == 302
    assert client.post(address, {"helped": "maybe", "key": uuid4()}).status_code == 400
    assert client.post(address, {"helped": "no", "key": "1"}).status_code == 400
    article.refresh_from_db()
    assert (article.helped, article.not_helped) == (1, 0)


def test_the_operator_finds_the_answer_while_somebody_is_on_the_telephone(article, operator):
    assert SAID.answer in signed_in(operator).get("/desk/knowledge/", {"q": "身份证丢了"}).text


def test_the_desk_leads_from_a_text_to_the_public_page(bureau, clerk, head):
    author, leader = signed_in(clerk), signed_in(head)
    typed = {"title": "户口怎么迁？", "answer": "到派出所。", "organisation": bureau.pk}
    assert author.post("/desk/knowledge/new/", typed | {"answer": ""}).status_code == 422
    author.post("/desk/knowledge/new/", typed)
    made = Article.objects.get()
    assert author.post(f"/desk/knowledge/{made.pk}/approve/", {}).status_code == 422
    assert "户口怎么迁？" in leader.get("/desk/knowledge/").text
    leader.post(f"/desk/knowledge/{made.pk}/approve/", {})
    assert "到派出所。" in Client().get(f"/voices/knowledge/{made.pk}/").text
    leader.post(f"/desk/knowledge/{made.pk}/retire/", {"reason": "已有新政策"})
    assert Client().get(f"/voices/knowledge/{made.pk}/").status_code == 404
