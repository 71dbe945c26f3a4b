"""Joint handling (并联审批): opinions of several units, the join, a refusal, the longer term of the government."""

import uuid
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role
from approvals import actions as approvals
from approvals.models import Branch, Case, ExtensionRequest
from config.rounds import watch
from deadlines.models import Deadline
from monitoring.models import Card, Finding
from records.models import Anomaly, Document, Entry
from records.refusal import Refused
from tests.conftest import at, employ, make_item, publish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
D = date.fromisoformat
State = Branch.State
UNITS = {
    "fgj": ("发展和改革局", "发改局", 5),
    "zrzy": ("自然资源和规划局", "自然资源局", 7),
    "sthj": ("生态环境分局", "生态局", 10),
}


@pytest.fixture
def units(county):
    """Code of each unit → its organisation and people."""
    made = {}
    for code, (name, short, days) in UNITS.items():
        unit = Organisation.objects.create(
            code=code, name=f"云溪县{name}", short_name=short, level="department", parent=county
        )
        roles = {role.value: employ(f"{code}-{role}", f"{short}{role}", unit, role) for role in Role if role in STAFF}
        made[code] = SimpleNamespace(unit=unit, days=days, **roles)
    return made


STAFF = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]


@pytest.fixture
def joint(bureau, units):
    item = make_item(bureau, promised=45, statutory=45, published=False, is_joint=True, code="XK-JOINT-1")
    for sort, (code, one) in enumerate(units.items(), 1):
        item.branches.create(
            code=code, name=f"{one.unit.short_name}意见", organisation=one.unit, days=one.days, sort=sort
        )
    return publish(item)


@pytest.fixture
def case(joint, accepted):
    return accepted(joint, at("2026-03-02"))


def answer(case, one, day, *, agrees=True, opinion="符合条件"):
    approvals.propose_opinion(case, by=one.reviewer, now=at(f"{day} 09:00"), agrees=agrees, opinion=opinion)
    return approvals.sign_opinion(case, by=one.head, now=at(f"{day} 10:00"))


def join(case, units, day="2026-03-05"):
    for one in units.values():
        case = answer(case, one, day)
    return case


def branch(case, code):
    return case.branches.select_related("clock").get(part__code=code)


def anomalies():
    return list(Anomaly.objects.values_list("code", flat=True))


def test_acceptance_asks_every_unit_with_its_own_clock(case, units):
    rows = {b.part.code: b for b in case.branches.select_related("part", "clock")}
    assert {code: (b.clock.name, b.clock.organisation, b.clock.due_on) for code, b in rows.items()} == {
        "fgj": ("step:branch:fgj", units["fgj"].unit, D("2026-03-09")),
        "zrzy": ("step:branch:zrzy", units["zrzy"].unit, D("2026-03-11")),
        "sthj": ("step:branch:sthj", units["sthj"].unit, D("2026-03-16")),
    }


def test_each_unit_gets_a_copy_notice(case, units):
    papers = Document.objects.about(case).filter(kind=Document.Kind.COPY_NOTICE)
    assert {paper.addressee for paper in papers} == {one.unit.name for one in units.values()}


def test_lead_has_no_clock_of_its_review_while_units_are_asked(case):
    assert case.step_clock is None


def test_ordinary_item_asks_nobody(item, accepted):
    case = accepted(item, at("2026-03-02"))
    assert not case.branches.exists()
    assert case.step_clock is not None


def test_one_late_unit_is_carded_alone(case, units):
    """APR-26."""
    answer(case, units["fgj"], "2026-03-06")
    watch(at("2026-03-12 09:00"))
    answer(case, units["zrzy"], "2026-03-12")
    answer(case, units["sthj"], "2026-03-16")
    watch(at("2026-03-17 09:00"))
    finding = Finding.objects.get()
    assert (finding.code, finding.level, finding.organisation) == ("Y2", "yellow", units["zrzy"].unit)
    assert (finding.used_days, finding.limit_days) == (8, 7)
    assert branch(case, "zrzy").clock.used_days == 8
    assert Card.objects.get().colour == "yellow"


def test_late_opinion_is_carded_although_the_sweep_came_after_it(case, units):
    answer(case, units["zrzy"], "2026-03-12")
    watch(at("2026-03-13 09:00"))
    assert [f.organisation for f in Finding.objects.filter(code="Y2")] == [units["fgj"].unit, units["zrzy"].unit]


def test_last_agreement_joins_and_starts_the_review_of_the_lead(case, units):
    case = join(case, units, "2026-03-16")
    assert (case.step_clock.name, case.step_clock.started_on) == ("step:review", D("2026-03-16"))
    assert Entry.objects.about(case).filter(verb="approvals.case.joined").count() == 1


def test_lead_goes_on_to_one_certificate_after_the_join(case, units, reviewer, approver, clerk):
    case = join(case, units)
    case = approvals.review(case, by=reviewer, now=at("2026-03-06"), opinion="各单位均同意")
    case = approvals.decide(case, by=approver, now=at("2026-03-09"), result="granted")
    case = approvals.deliver(case, by=clerk, now=at("2026-03-10"))
    assert case.state == Case.State.DELIVERED
    assert Document.objects.about(case).filter(kind=Document.Kind.GRANTED).count() == 1
    assert not Deadline.objects.about(case).running().exists()


def test_review_before_the_join_names_the_missing_units(case, units, reviewer):
    answer(case, units["fgj"], "2026-03-03")
    with pytest.raises(Refused, match="自然资源局、生态局") as refused:
        approvals.review(case, by=reviewer, now=at("2026-03-04"), opinion="符合")
    assert refused.value.code == "V08"
    assert anomalies() == ["V08"]


def test_one_disagreement_closes_the_case_with_its_reasons(case, units):
    case = answer(case, units["sthj"], "2026-03-05", agrees=False, opinion="选址位于饮用水水源保护区。")
    assert (case.state, case.result) == (Case.State.DECIDED, "denied")
    assert "生态环境分局" in case.reason
    assert "饮用水水源保护区" in case.reason
    assert Document.objects.about(case).get(kind=Document.Kind.DENIED).organisation == case.organisation
    assert set(case.branches.values_list("part__code", "state")) == {
        ("sthj", State.DISAGREED),
        ("fgj", State.CLOSED),
        ("zrzy", State.CLOSED),
    }


def test_after_a_disagreement_only_the_delivery_is_owed(case, units):
    case = answer(case, units["sthj"], "2026-03-05", agrees=False, opinion="不符合规划环评。")
    running = Deadline.objects.about(case).running()
    assert [(clock.name, clock.due_on) for clock in running] == [("delivery", D("2026-03-19"))]
    assert (case.clock.met_on, case.clock.used_days) == (D("2026-03-05"), 3)


def test_after_a_disagreement_nobody_is_carded_any_more(case, units):
    answer(case, units["sthj"], "2026-03-05", agrees=False, opinion="不符合规划环评。")
    watch(at("2026-03-18 09:00"))
    assert not Finding.objects.exists()


def test_withdrawal_releases_the_units(joint, citizen, clerk, units):
    papers = dict.fromkeys(joint.documents.all())
    from tests.conftest import ZHANG

    case = approvals.apply(joint, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    case = approvals.accept(case, by=clerk, now=at("2026-03-02"))
    approvals.withdraw(case, by=citizen, now=at("2026-03-04"))
    assert set(case.branches.values_list("state", flat=True)) == {State.CLOSED}
    assert not Deadline.objects.about(case).running().exists()


@pytest.mark.parametrize("opinion", ["", "  ", "　"])
def test_disagreement_needs_reasons(case, units, opinion):
    with pytest.raises(Refused):
        approvals.propose_opinion(case, by=units["fgj"].reviewer, now=at("2026-03-03"), agrees=False, opinion=opinion)
    assert branch(case, "fgj").state == State.OPEN


def test_author_of_an_opinion_does_not_sign_it(case, units):
    one = units["fgj"]
    approvals.propose_opinion(case, by=one.reviewer, now=at("2026-03-03"), agrees=True)
    both = Actor(one.reviewer.user, Post.objects.create(user=one.reviewer.user, organisation=one.unit, role="head"))
    with pytest.raises(Refused):
        approvals.sign_opinion(case, by=both, now=at("2026-03-03"))
    assert (anomalies(), branch(case, "fgj").state) == (["V07"], State.PROPOSED)


@pytest.mark.parametrize("role", ["clerk", "approver", "head"])
def test_only_the_reviewer_proposes(case, units, role):
    with pytest.raises(PermissionDenied):
        approvals.propose_opinion(case, by=getattr(units["fgj"], role), now=at("2026-03-03"), agrees=True)
    assert anomalies() == ["V07"]


def test_lead_does_not_answer_for_the_units(case, reviewer):
    with pytest.raises(PermissionDenied):
        approvals.propose_opinion(case, by=reviewer, now=at("2026-03-03"), agrees=True)


def test_signing_before_the_proposal_is_out_of_order(case, units):
    with pytest.raises(Refused):
        approvals.sign_opinion(case, by=units["fgj"].head, now=at("2026-03-03"))
    assert anomalies() == ["V08"]


def test_opinion_sent_back_is_written_again_and_its_days_go_on(case, units):
    one = units["fgj"]
    approvals.propose_opinion(case, by=one.reviewer, now=at("2026-03-03"), agrees=True, opinion="同意")
    approvals.return_opinion(case, by=one.approver, now=at("2026-03-04"), reason="请补充产业政策依据。")
    assert branch(case, "fgj").state == State.OPEN
    answer(case, one, "2026-03-05", opinion="符合产业政策，同意。")
    assert branch(case, "fgj").clock.used_days == 3


def test_answered_unit_does_not_answer_twice(case, units):
    answer(case, units["fgj"], "2026-03-03")
    with pytest.raises(Refused):
        approvals.propose_opinion(case, by=units["fgj"].reviewer, now=at("2026-03-04"), agrees=False, opinion="改")
    assert anomalies() == ["V08"]


def test_special_procedure_stops_the_days_of_the_units_too(case, units, reviewer):
    approvals.pause(case, by=reviewer, now=at("2026-03-03"), kind="expert_review", ground="论证", told_days=10)
    approvals.resume(case, by=reviewer, now=at("2026-03-17"))
    clock = branch(case, "fgj").clock
    assert clock.due_on == D("2026-03-23")  # one of five days was used on the 3rd, four more from the 18th on


def test_nothing_is_signed_while_a_special_procedure_is_open(case, units, reviewer):
    approvals.propose_opinion(case, by=units["fgj"].reviewer, now=at("2026-03-03"), agrees=False, opinion="不符合")
    approvals.pause(case, by=reviewer, now=at("2026-03-03"), kind="expert_review", ground="论证", told_days=10)
    with pytest.raises(Refused):
        approvals.sign_opinion(case, by=units["fgj"].head, now=at("2026-03-04"))
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def test_joint_term_is_45_working_days(case):
    """APR-10."""
    assert (case.clock.due_on, case.clock.statutory_on) == (D("2026-05-08"), D("2026-05-08"))


def test_government_grants_15_more(case, leader):
    """APR-10, second half."""
    case = approvals.extend(case, by=leader, now=at("2026-04-20"), reason="需与省级规划衔接。")
    assert (case.clock.due_on, case.clock.statutory_on) == (D("2026-05-28"), D("2026-05-28"))
    [letter] = Document.objects.about(case).filter(kind=Document.Kind.EXTENSION)
    assert "本级人民政府" in "".join(letter.body["paragraphs"])


def test_head_cannot_extend_a_joint_case(case, head):
    with pytest.raises(PermissionDenied):
        approvals.extend(case, by=head, now=at("2026-04-20"), reason="复杂")
    assert anomalies() == ["V07"]


def test_request_of_the_head_is_answered_by_the_extension(case, head, leader):
    approvals.request_extension(case, by=head, now=at("2026-04-20"), reason="需与省级规划衔接。", days=10)
    approvals.extend(case, by=leader, now=at("2026-04-21"), reason="同意延长。", days=10)
    request = ExtensionRequest.objects.get()
    assert (request.state, request.answered_by) == (ExtensionRequest.State.APPROVED, leader.user)


def test_government_may_say_no(case, head, leader):
    approvals.request_extension(case, by=head, now=at("2026-04-20"), reason="人手不足。")
    approvals.refuse_extension(case, by=leader, now=at("2026-04-21"), reason="人手不足不是延长的理由。")
    assert ExtensionRequest.objects.get().state == ExtensionRequest.State.REFUSED
    case.refresh_from_db()
    assert case.clock.due_on == D("2026-05-08")


@pytest.mark.parametrize(
    ("day", "detail"),
    [
        ("2026-04-20", {"reason": " "}),
        ("2026-04-20", {"reason": "复杂", "days": 16}),
        ("2026-04-20", {"reason": "复杂", "days": 0}),
        ("2026-05-09", {"reason": "复杂"}),
    ],
    ids=["no reason", "too many days", "no days", "expired"],
)
def test_request_that_the_law_does_not_allow(case, head, day, detail):
    with pytest.raises(Refused):
        approvals.request_extension(case, by=head, now=at(day), **detail)
    assert not ExtensionRequest.objects.exists()


def test_second_request_waits_for_the_answer_to_the_first(case, head):
    approvals.request_extension(case, by=head, now=at("2026-04-20"), reason="复杂")
    with pytest.raises(Refused):
        approvals.request_extension(case, by=head, now=at("2026-04-21"), reason="更复杂")
    assert anomalies() == ["V08"]


def test_request_lapses_with_the_case(case, head, units):
    approvals.request_extension(case, by=head, now=at("2026-03-04"), reason="复杂")
    answer(case, units["fgj"], "2026-03-05", agrees=False, opinion="不符合产业政策")
    assert ExtensionRequest.objects.get().state == ExtensionRequest.State.LAPSED


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


# through the pages


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
