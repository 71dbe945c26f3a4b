"""Joint handling as the posts see it."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from approvals import actions as approvals
from approvals.models import Case
from config.rounds import watch
from tests.approvals.joint.conftest import D, State, anomalies, branch
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def test_deemed_acceptance_asks_the_units_from_that_day(joint, received):
    case = received(joint, at("2026-03-02"))
    watch(at("2026-03-10 09:00"))
    case.refresh_from_db()
    assert (case.state, case.clock.started_on) == (Case.State.ACCEPTED, D("2026-03-02"))
    assert branch(case, "fgj").clock.started_on == D("2026-03-10")


def test_same_form_twice_is_one_opinion(case, units):
    key = str(uuid.uuid4())
    for _time in range(2):
        approvals.propose_opinion(case, by=units["fgj"].reviewer, now=at("2026-03-03"), agrees=True, key=key)
    assert (branch(case, "fgj").state, anomalies()) == (State.PROPOSED, [])


def test_asked_unit_sees_the_case_and_others_do_not(case, units, stranger):
    assert Case.objects.visible_to(units["fgj"].clerk).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(stranger).filter(pk=case.pk).exists()


@pytest.fixture
def _thursday():
    with time_machine.travel(at("2026-03-05 09:30"), tick=False):
        yield


def do(actor, case, deed, **fields):
    address = reverse("approvals:deed", args=[case.number, deed])
    return signed_in(actor).post(address, {"key": str(uuid.uuid4())} | fields)


def offered(actor, case):
    response = signed_in(actor).get(reverse("approvals:workbench", args=[case.number]))
    return [panel["name"] for panel in response.context["panels"]]


@pytest.mark.usefixtures("_thursday")
def test_each_post_is_offered_its_deed(case, units, reviewer):
    one = units["fgj"]
    before = [offered(actor, case) for actor in (one.clerk, one.reviewer, one.approver, reviewer)]
    approvals.propose_opinion(case, by=one.reviewer, now=at("2026-03-05"), agrees=True)
    after = [offered(actor, case) for actor in (one.reviewer, one.approver, one.head)]
    assert before[:3] == [[], ["propose_opinion"], []]
    assert "pause" in before[3]
    assert "review" not in before[3]
    assert after == [[], ["sign_opinion", "return_opinion"], ["sign_opinion", "return_opinion"]]


@pytest.mark.usefixtures("_thursday")
def test_opinion_goes_through_the_page(case, units):
    one = units["fgj"]
    assert do(one.reviewer, case, "propose_opinion", agrees="no", opinion="不符合").status_code == 302
    assert do(one.head, case, "sign_opinion").status_code == 302
    case.refresh_from_db()
    assert case.state == Case.State.DECIDED


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"agrees": "maybe"},
        {"agrees": "no", "opinion": ""},
        {"agrees": "no", "opinion": "　 "},
        {"agrees": "no", "opinion": "\x00"},
        {"agrees": "yes", "opinion": "好\u202e"},
        {"agrees": "yes", "opinion": "长" * 1501},
    ],
)
@pytest.mark.usefixtures("_thursday")
def test_bad_opinion_is_named_at_its_field(case, units, typed):
    response = do(units["fgj"].reviewer, case, "propose_opinion", **typed)
    [form] = [panel["form"] for panel in response.context["panels"] if panel["name"] == "propose_opinion"]
    assert response.status_code == 422
    assert form.errors
    assert branch(case, "fgj").state == State.OPEN


@pytest.mark.usefixtures("_thursday")
def test_leader_is_offered_extension_and_refusal(case, head, leader):
    approvals.request_extension(case, by=head, now=at("2026-03-05"), reason="复杂")
    assert offered(leader, case) == ["extend", "refuse_extension"]


@pytest.mark.usefixtures("_thursday")
def test_case_page_names_every_unit(case, units, inspector):
    said = signed_in(inspector).get(reverse("approvals:workbench", args=[case.number])).content.decode()
    assert all(one.unit.short_name in said for one in units.values())
