"""CMP-05: the reminder the day after the term, written criticism when five more working days have passed."""

import pytest

from accounts.models import Message
from complaints import actions
from monitoring.actions import urging
from monitoring.archive import Scope, read, year
from monitoring.models import Urge
from records.models import Document
from tests.conftest import at
from tests.gates import signed_in
from tests.monitoring.test_telling import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(make_order, dispatcher, bureau, clerk, approver, inspector):
    """Taken on Monday 2026-03-09; the answer is due on 2026-03-16."""
    moment = at("2026-03-09")
    order = actions.assign(make_order(now=moment), by=dispatcher, now=moment, unit=bureau)
    return actions.accept(order, by=clerk, now=moment)


def papers():
    return list(Urge.objects.order_by("pk").values_list("kind", "effective_on", "organisation__code"))


REMINDER, CRITICISM = ("reminder", "2026-03-17", "scjg"), ("criticism", "2026-03-23", "scjg")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2026-03-16"], []),
        (["2026-03-17"], [REMINDER]),
        (["2026-03-17", "2026-03-18", "2026-03-20"], [REMINDER]),
        (["2026-03-17", "2026-03-23"], [REMINDER, CRITICISM]),
        (["2026-03-25", "2026-03-26"], [REMINDER, CRITICISM]),  # the robot was down for a week
    ],
)
def test_each_paper_on_its_day_and_once(late, days, expected):
    for day in days:
        urging.run(at(day))
    assert [(kind, str(on), unit) for kind, on, unit in papers()] == expected


def test_nothing_follows_an_answer(late, clerk):
    urging.run(at("2026-03-17"))
    actions.reply(late, by=clerk, now=at("2026-03-18"), text="已处理。")
    urging.run(at("2026-03-30"))
    assert [kind for kind, _on, _unit in papers()] == ["reminder"]


def test_a_longer_term_moves_the_reminder(late, clerk, head):
    actions.ask_longer(late, by=clerk, now=at("2026-03-12"), reason="需要专业检测")
    actions.grant_longer(late, by=head, now=at("2026-03-13"))
    urging.run(at("2026-03-23"))
    assert papers() == []


def test_the_leader_in_charge_gets_a_copy(late, approver, head):
    urging.run(at("2026-03-17"))
    paper = Document.objects.get(kind="order_reminder")
    assert (paper.organisation.code, paper.addressee) == ("rexian", "云溪县市场监督管理局")
    assert "抄送：分管负责人 老周。" in paper.body["paragraphs"]
    tell(at("2026-03-17 09:05"))
    told = Message.objects.filter(thread__startswith="urge:").values_list("recipient__username", flat=True)
    assert set(told) == {"wang", "zhou"}


def test_criticism_names_the_reminder_and_reaches_the_head(late, head):
    urging.run(at("2026-03-17"))
    urging.run(at("2026-03-23"))
    paper = Document.objects.get(kind="order_criticism")
    assert Document.objects.get(kind="order_reminder").number in paper.body["paragraphs"][0]
    assert paper.organisation.code == "jiwei"
    tell(at("2026-03-23 09:05"))
    assert Message.objects.filter(recipient=head.user, thread__startswith="urge:").count() == 1


def test_criticism_goes_into_the_archive_of_the_unit_and_of_its_handler(late, bureau, clerk):
    urging.run(at("2026-03-23"))
    for person in (None, clerk.user):
        lines = read(Scope(bureau, year(2026), person), at("2026-03-24"))["complaints"]
        assert [line.tone for line in lines] == ["over", "warn"]


def test_the_complainant_does_not_see_what_passes_between_the_offices(late, citizen):
    urging.run(at("2026-03-23"))
    assert "催办" not in signed_in(citizen).get(f"/my/orders/{late.number}/").text


@pytest.mark.parametrize(("who", "count"), [("inspector", 2), ("head", 2), ("dispatcher", 2), ("stranger", 0)])
def test_the_register_shows_each_post_its_own(request, late, who, count):
    actor = request.getfixturevalue(who)
    urging.run(at("2026-03-23"))
    page = signed_in(actor).get("/supervision/urges/")
    assert page.text.count('href="/supervision/papers/') == count


def test_the_paper_opens_for_the_unit_and_for_no_other(late, clerk, stranger):
    urging.run(at("2026-03-17"))
    address = f"/supervision/papers/{Document.objects.get(kind='order_reminder').pk}/"
    assert "催办通知书" in signed_in(clerk).get(address).text
    assert signed_in(stranger).get(address).status_code == 404
