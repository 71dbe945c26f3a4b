"""管办分离: the centre acts, departments approve, nobody does both in one project; and who sees what."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Post, Role
from procurement import actions
from procurement.models import Participation, Party, Tender
from records.models import Anomaly
from records.refusal import Refused
from tests.conftest import at, employ
from tests.procurement.conftest import application, make_representative


def test_department_does_not_do_the_steps_of_the_centre(course, supervisor):
    with pytest.raises(PermissionDenied):
        actions.advance(course.tender, "register", by=supervisor, now=at("2026-02-03"))
    assert list(Anomaly.objects.values_list("code", flat=True)) == ["V07"]


def test_centre_does_not_approve(course, centre_head):
    course.to("method")
    with pytest.raises(PermissionDenied):
        course.do("method", by=centre_head)


def test_person_of_both_offices_acts_in_one_capacity_in_the_whole_project(course, hand_in, centre, other_bureau):
    """Somebody with a post in the centre and one in the department: the first deed decides, for every lot."""
    from accounts.actor import Actor

    both = employ("double", "双岗", centre, Role.CLERK)
    in_department = Actor(both.user, Post.objects.create(user=both.user, organisation=other_bureau, role=Role.HEAD))
    course.do("register", by=both)
    lot_two = hand_in("2026-02-03", lot="二标段")
    with pytest.raises(Refused) as refused:
        actions.confirm(course.tender, "conditions", by=in_department, now=at("2026-02-04"), opinion="同意")
    assert refused.value.code == "V07"
    with pytest.raises(Refused):
        actions.suspend(course.tender, by=in_department, now=at("2026-02-04"), reason="核查")
    assert lot_two.project_number == course.tender.project_number


def test_database_refuses_a_second_capacity(course, centre_clerk):
    course.to("conditions")
    row = {"project_number": course.tender.project_number, "user": centre_clerk.user, "since": at("2026-02-05")}
    with pytest.raises(IntegrityError, match="one_capacity_in_a_project"), transaction.atomic():
        Participation.objects.create(tender=course.tender, capacity="supervisor", **row)


def test_centre_never_supervises_what_it_trades(centre, purchaser, tenderer):
    with pytest.raises(Refused) as refused:
        actions.hand_in(purchaser, application(centre, centre, purchaser), by=tenderer, now=at("2026-02-02"))
    assert refused.value.field == "supervisor"


def test_who_confirms_a_step_does_not_do_it(course, supervisor):
    course.to("conditions")
    with pytest.raises(Refused, match="确认|confirmed"):
        actions.advance(
            course.tender,
            "conditions",
            by=course.cast["centre"],
            now=at("2026-02-04"),
            data={"audit_number": "8号", "audited": 900_000_000},
        )


def test_whoever_wrote_the_documents_does_not_file_them(course, hand_in, agent_firm, other_bureau, supervisor):
    """Steps 5 and 6 are done by different people (S3-11), even where one person could act for both."""
    from procurement.flows import Asked, flow_of
    from procurement.guards.common import another_than
    from procurement.models import Step

    course.to("filing")
    Step.objects.filter(tender=course.tender, code="documents").update(finished_by=supervisor.user)
    flow = flow_of(course.tender)
    asked = Asked(course.tender, flow, flow.step("filing"), supervisor, at("2026-02-12"))
    assert another_than("documents")(asked).code == "V07"


def test_without_papers_nothing_is_handed_in(centre, other_bureau, purchaser, tenderer):
    """S1-56: what comes before the trade is handed over, or the trade does not begin."""
    wanted = application(centre, other_bureau, purchaser, papers=())
    with pytest.raises(Refused) as refused:
        actions.hand_in(purchaser, wanted, by=tenderer, now=at("2026-02-02"))
    assert refused.value.field == "papers"


def test_papers_go_back_to_the_department_with_the_contract(course):
    course.to("nothing")
    back = course.tender.handovers.get(way="out")
    assert back.papers[0] == "公共资源交易登记受理单"
    assert back.papers[-1] == "合同备案表"


def test_everybody_sees_their_own_tenders(course, agent, bidder, inspector, stranger, clerk, tenderer, centre_clerk):
    course.to("documents")
    seen = {
        name: Tender.objects.visible_to(actor).exists()
        for name, actor in {
            "agent": agent,
            "bidder": bidder,
            "inspector": inspector,
            "supervisor": stranger,
            "other office": clerk,
            "tenderer": tenderer,
            "centre": centre_clerk,
        }.items()
    }
    assert seen == {
        "agent": True,
        "bidder": False,
        "inspector": True,
        "supervisor": True,
        "other office": False,
        "tenderer": True,
        "centre": True,
    }


def test_firm_is_registered_once_by_its_code(centre, centre_clerk, make_firm):
    actions.register_party(centre, make_firm(), by=centre_clerk, now=at("2026-02-02"))
    with pytest.raises(Refused) as refused:
        actions.register_party(centre, make_firm(name="另一公司"), by=centre_clerk, now=at("2026-02-02"))
    assert refused.value.field == "code"
    assert Party.objects.count() == 1


@pytest.mark.parametrize("code", ["91420583MA0000005X", "91420583MA000000", "91420583MA0000005O", ""])
def test_wrong_credit_code_is_refused(centre, centre_clerk, make_firm, code):
    with pytest.raises(Refused) as refused:
        actions.register_party(centre, make_firm(code=code), by=centre_clerk, now=at("2026-02-02"))
    assert refused.value.field == "code"


def test_staff_never_acts_for_a_firm(firms, centre_clerk, tenderer):
    with pytest.raises(Refused) as refused:
        actions.represent(firms["alpha"], tenderer.user, by=centre_clerk, now=at("2026-02-02"))
    assert refused.value.field == "telephone"


def test_representation_ends(firms, centre_clerk, bidder):
    from procurement.permissions import represents

    row = firms["alpha"].representatives.get()
    actions.end_representation(row, by=centre_clerk, now=at("2026-02-02"))
    assert represents(bidder, firms["alpha"].pk, at("2026-02-02"))
    assert not represents(bidder, firms["alpha"].pk, at("2026-02-03"))


def test_restricted_agent_is_not_chosen(course, inspector, agent_firm):
    """S1-43: whoever is restricted is not chosen until the restriction ends."""
    from deadlines import holds

    holds.hold(agent_firm, "泄露应当保密的情况，限制代理六个月", by=inspector, now=at("2026-02-01"))
    course.to("agent")
    with pytest.raises(Refused, match="限制代理六个月") as refused:
        course.do("agent")
    assert refused.value.field == "agent"


def test_tender_that_supervision_holds_does_not_move(course, inspector):
    from deadlines import holds

    holds.hold(course.tender, "核查围标线索", by=inspector, now=at("2026-02-02"))
    with pytest.raises(Refused, match="核查围标线索"):
        course.do("register")


def test_agent_and_bidder_in_one_project_is_refused(course, agent, firms):
    from procurement.actions import objecting
    from procurement.models import Against, Representative

    Representative.objects.create(user=agent.user, party=firms["alpha"], since=at("2026-01-01").date())
    course.to("issue")
    with pytest.raises(Refused) as refused:
        objecting.lodge(
            course.tender,
            by=agent,
            now=at("2026-03-05"),
            party=firms["alpha"],
            against=Against.DOCUMENTS,
            text="业绩要求过高",
        )
    assert refused.value.code == "V07"


def test_firm_as_tenderer_acts_through_its_representative(hand_in, firms, centre_clerk):
    seller = make_representative(firms["gamma"], "13900000009", "许晴")
    tender = hand_in(
        by=seller,
        trade="property",
        tenderer_organisation=None,
        tenderer_party=firms["gamma"],
        start_price=200_000_000,
    )
    assert list(Tender.objects.visible_to(seller)) == [tender]
