"""Inquiries, spot checks and reports tell those whose turn it is, and the one they are about; never the doer."""

import pytest

from accounts.messaging.outbox import send
from accounts.models import Message, Role
from monitoring import actions, telling
from monitoring.actions import efficiency, inspections
from records.models import Entry
from tests.conftest import at, employ
from tests.monitoring.test_inspections import PLAN, SEEN
from tests.monitoring.test_reports import TO

pytestmark = pytest.mark.django_db
NOW = at("2026-12-03")


@pytest.fixture
def second(discipline, clerk, approver, head, stranger, leader):
    return employ("qian", "老钱", discipline, Role.INSPECTOR)


def told(kind):
    """Who is told of a deed, when everything on record is told."""
    send(telling.drafts(list(Entry.objects.filter(verb__in=telling.VERBS).order_by("pk")), NOW), NOW)
    return set(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


@pytest.fixture
def proposed(bureau, inspector, second):
    said = efficiency.Proposal(matter="窗口推诿", facts="同一申请三次退件", basis="行政问责办法第八条")
    return efficiency.propose(bureau, by=inspector, now=NOW, organisation=bureau, said=said)


def test_a_proposed_inquiry_waits_for_the_colleague(proposed):
    assert told("efficiency.proposed") == {"老钱"}


def test_an_inquiry_is_told_to_the_unit(proposed, second):
    efficiency.file(proposed, by=second, now=NOW)
    assert told("efficiency.filed") == {"老周", "老何"}


def decided(proposed, inspector, second, clerk, *, approved):
    case = efficiency.file(proposed, by=second, now=NOW)
    efficiency.involve(case, by=inspector, now=NOW, person=clerk.user, part="direct", conduct="未一次性告知")
    about = {"involved": case.involved.get(), "kind": "talk", "statement": "承认", "reason": "违反首问负责制"}
    outcome = efficiency.propose_outcome(case, by=inspector, now=NOW, **about)
    decision = {"outcome": outcome, "approved": approved, "reason": "证据不足"}
    efficiency.decide_outcome(case, by=second, now=NOW, **decision)


def test_an_outcome_is_told_to_the_person_and_the_head(proposed, inspector, second, clerk):
    decided(proposed, inspector, second, clerk, approved=True)
    assert told("efficiency.outcome_decided") == {"小王", "老何"}


def test_an_outcome_that_was_refused_is_told_to_nobody(proposed, inspector, second, clerk):
    decided(proposed, inspector, second, clerk, approved=False)
    assert told("efficiency.outcome_decided") == set()


def test_a_finding_of_a_check_is_told_to_the_unit_when_it_is_issued(bureau, inspector, second):
    about = {"units": [bureau], "inspectors": [second.user, inspector.user], "said": PLAN}
    check = inspections.plan(inspector.organisation, by=inspector, now=at("2026-03-10"), **about)
    inspections.approve(check, by=second, now=at("2026-03-10 10:00"))
    found = inspections.note(check, by=inspector, now=at("2026-03-11 11:00"), unit=bureau, said=SEEN)
    before = told("spot_finding.issued")
    inspections.issue(found, by=second, now=at("2026-03-11 15:00"))
    assert (before, told("spot_finding.issued")) == (set(), {"老周", "老何"})


def test_a_report_goes_from_its_author_to_the_office_and_then_to_the_leader(county, inspector, second):
    report = actions.propose_report(
        county, by=inspector, now=NOW, kind="month", first=at("2026-11-01").date(), recipients=TO
    )
    actions.issue_report(report, by=second, now=NOW)
    assert (told("report.proposed"), told("report.issued")) == ({"老钱"}, {"老赵", "孙县长"})
