"""Joint handling (并联审批): opinions of several units, the join, a refusal."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from accounts.models import Post
from approvals import actions as approvals
from approvals.models import Case
from config.rounds import watch
from deadlines.models import Deadline
from monitoring.models import Card, Finding
from records.models import Document, Entry
from records.refusal import Refused
from tests.approvals.joint.conftest import D, State, anomalies, answer, branch, join
from tests.conftest import at

pytestmark = pytest.mark.django_db


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
