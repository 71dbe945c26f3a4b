"""Answers for everybody: agreed to, masked, two persons, off the page at once; never what the law keeps closed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client

from complaints import actions
from complaints.actions import publishing
from complaints.models import Publication
from records.refusal import Refused
from tests.complaints.conftest import ANSWER
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-09-24")
TEXT = "我叫张建国，住阳光小区3号楼2单元501室，电话13800000001，东门外工地夜里施工。"


@pytest.fixture
def answered(make_order, dispatcher, bureau, clerk):
    """An answered order; the citizen agrees to its publication."""

    def make(**more):
        order = make_order(**({"asked_public": True, "text": TEXT} | more))
        if order.organisation is None:
            actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=bureau)
        actions.accept(order, by=clerk, now=at("2026-09-21 10:00"))
        return actions.reply(order, by=clerk, now=at("2026-09-23"), text=ANSWER).order

    return make


@pytest.fixture
def proposed(answered, operator):
    return publishing.propose_publication(answered(), by=operator, now=NOW)


@pytest.fixture
def published(proposed, dispatcher):
    return publishing.publish(proposed, by=dispatcher, now=NOW)


def test_the_proposal_hides_who_it_is_and_keeps_the_office(proposed):
    assert proposed.question == "我叫张某某，住阳光小区***，电话***，东门外工地夜里施工。"
    assert "0371-62500123" in proposed.answer


def test_what_was_typed_goes_through_the_mask_again(proposed, dispatcher):
    texts = {"title": "施工噪音", "question": "张建国问，电话13800000001", "answer": ANSWER}
    assert publishing.publish(proposed, by=dispatcher, now=NOW, texts=texts).question == "张某某问，电话***"


def test_nobody_publishes_their_own_proposal(answered, dispatcher):
    mine = publishing.propose_publication(answered(), by=dispatcher, now=NOW)
    with pytest.raises(Refused):
        publishing.publish(mine, by=dispatcher, now=NOW)


@pytest.mark.parametrize(
    "more",
    [{"asked_public": False}, {"contact": None}, {"kind": "report"}],
    ids=["no consent", "anonymous", "report"],
)
def test_what_is_closed_is_not_proposed(answered, operator, more):
    order = answered(**more)
    with pytest.raises(PermissionDenied):
        publishing.propose_publication(order, by=operator, now=NOW)


def test_the_database_refuses_what_is_closed(replied, bureau):
    about = {"kind": replied.kind, "title": "x", "question": "x", "answer": "x", "organisation": bureau}
    days = {"asked_on": NOW.date(), "answered_on": NOW.date(), "proposed_at": NOW}
    with pytest.raises(DatabaseError, match="never published"):
        Publication.objects.create(order=replied, **about, **days)


@pytest.mark.parametrize("who", ["clerk", "head", "inspector"])
def test_only_the_hotline_office_publishes(request, answered, who):
    with pytest.raises(PermissionDenied):
        publishing.propose_publication(answered(), by=request.getfixturevalue(who), now=NOW)


def test_an_order_is_published_once(published, operator):
    with pytest.raises(Refused):
        publishing.propose_publication(published.order, by=operator, now=NOW)


def test_everybody_reads_it_and_finds_it_by_words(published):
    client = Client()
    for words in ("", "施工", "夜里工地太吵怎么办"):
        assert published.title in client.get("/voices/", {"q": words}).text
    assert published.title not in client.get("/voices/", {"q": "社保卡"}).text
    page = client.get(f"/voices/{published.pk}/").text
    assert "张某某" in page
    assert "13800000001" not in page


@pytest.mark.parametrize("hidden", ["proposed", "withdrawn"])
def test_what_is_not_public_is_not_found(request, proposed, dispatcher, operator, hidden):
    if hidden == "withdrawn":
        publishing.publish(proposed, by=dispatcher, now=NOW)
        publishing.withdraw_publication(proposed, by=operator, now=NOW, reason="有住址")
    assert Client().get(f"/voices/{proposed.pk}/").status_code == 404
    assert proposed.title not in Client().get("/voices/").text


def test_the_queue_leads_from_the_order_to_the_public_page(answered, operator, dispatcher):
    order = answered()
    first, second = signed_in(operator), signed_in(dispatcher)
    address = f"/desk/publications/of/{order.number}/"
    assert "张某某" in first.get(address).text
    texts = publishing.draft_of(order, publishing.last_reply(order))
    assert first.post(address, texts | {"question": "  "}).status_code == 422
    assert first.post(address, texts, follow=True).status_code == 200
    made = Publication.objects.get()
    assert first.post(f"/desk/publications/{made.pk}/publish/", texts).status_code == 422
    second.post(f"/desk/publications/{made.pk}/publish/", texts)
    made.refresh_from_db()
    assert made.state == "published"
    assert second.post(f"/desk/publications/{made.pk}/withdraw/", {"reason": ""}).status_code == 422


def test_a_confidential_matter_is_never_offered(make_order, make_category, dispatcher):
    make_order(asked_public=True, category=make_category("lianzheng", "党风廉政", is_confidential=True))
    assert "夜间施工" not in signed_in(dispatcher).get("/desk/publications/").text
