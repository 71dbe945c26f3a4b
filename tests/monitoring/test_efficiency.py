"""Efficiency cases: four eyes from the filing to every outcome, papers, leaders in major cases."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from monitoring.actions import efficiency
from monitoring.models import EfficiencyCase, Finding, Involved, Outcome
from monitoring.sweep import sweep
from records.models import Document
from records.refusal import Refused
from tests.conftest import at

SAID = efficiency.Proposal(matter="窗口推诿", facts="同一申请三次退件", basis="行政问责办法第八条")
NOW = at("2026-03-12")


def proposed(unit, inspector, **more) -> EfficiencyCase:
    said = efficiency.Proposal(**(vars(SAID) | more))
    return efficiency.propose(unit, by=inspector, now=NOW, organisation=unit, said=said)


@pytest.fixture
def filed(bureau, inspector, second):
    return efficiency.file(proposed(bureau, inspector), by=second, now=NOW)


def named(case, inspector, person, part=Involved.Part.DIRECT):
    efficiency.involve(case, by=inspector, now=NOW, person=person, part=part, conduct="未一次性告知")
    return case.involved.get(person=person)


def outcome(case, inspector, involved, kind="criticism", **more):
    about = {"involved": involved, "kind": kind, "statement": "承认", "reason": "违反首问负责制"} | more
    return efficiency.propose_outcome(case, by=inspector, now=NOW, **about)


@pytest.mark.django_db
def test_the_proposer_does_not_file(bureau, inspector):
    with pytest.raises(PermissionDenied):
        efficiency.file(proposed(bureau, inspector), by=inspector, now=NOW)


@pytest.mark.django_db
def test_filing_gives_number_letter_and_thirty_working_days(filed):
    assert (filed.number, filed.state) == ("云效立〔2026〕0001号", "filed")
    assert Document.objects.about(filed).get().addressee == "云溪县市场监督管理局"
    assert filed.clock.promised == 30


@pytest.mark.django_db
def test_an_inquiry_that_takes_too_long_is_a_card_for_the_office(filed, discipline):
    sweep(at("2026-06-30"))
    assert Finding.objects.get(code="Y7").organisation == discipline


@pytest.mark.django_db
def test_a_case_is_dropped_with_a_reason_only(bureau, inspector, second):
    case = proposed(bureau, inspector)
    with pytest.raises(Refused):
        efficiency.drop(case, by=second, now=NOW, reason=" ")
    assert efficiency.drop(case, by=second, now=NOW, reason="线索不实").state == "dropped"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("none", "不予追究责任告知书"),
        ("criticism", "批评教育通知书"),
        ("talk", "诫勉谈话通知书"),
        ("admonition", "行政告诫书"),
        ("circular", "通报批评决定"),
        ("party", "处分登记通知书"),
        ("administrative", "处分登记通知书"),
        ("transfer", "问题线索移送函"),
    ],
)
def test_every_outcome_has_its_paper(filed, inspector, second, clerk, kind, title):
    made = outcome(filed, inspector, named(filed, inspector, clerk.user), kind)
    efficiency.decide_outcome(filed, by=second, now=NOW, outcome=made, approved=True)
    paper = Document.objects.about(made).get()
    assert (paper.title, paper.addressee) == (title, "云溪县市场监督管理局 小王")


@pytest.mark.django_db
def test_the_proposer_of_an_outcome_does_not_decide(filed, inspector, clerk):
    made = outcome(filed, inspector, named(filed, inspector, clerk.user))
    with pytest.raises(PermissionDenied):
        efficiency.decide_outcome(filed, by=inspector, now=NOW, outcome=made, approved=True)
    made.refresh_from_db()
    assert made.state == "proposed"


@pytest.mark.django_db
def test_an_outcome_not_approved_may_be_proposed_anew(filed, inspector, second, clerk):
    involved = named(filed, inspector, clerk.user)
    first = outcome(filed, inspector, involved, "admonition")
    about = {"by": second, "now": NOW, "outcome": first}
    with pytest.raises(Refused):
        efficiency.decide_outcome(filed, approved=False, **about)
    efficiency.decide_outcome(filed, approved=False, reason="过重", **about)
    outcome(filed, inspector, involved, "criticism")
    assert [one.state for one in filed.outcomes.all()] == ["refused", "proposed"]


@pytest.mark.django_db
def test_nobody_gets_two_outcomes(filed, inspector, clerk):
    involved = named(filed, inspector, clerk.user)
    outcome(filed, inspector, involved)
    with pytest.raises(Refused):
        outcome(filed, inspector, involved, "talk")


@pytest.mark.django_db
def test_nobody_is_dealt_with_unheard(filed, inspector, clerk):
    with pytest.raises(Refused):
        outcome(filed, inspector, named(filed, inspector, clerk.user), statement="　")


@pytest.mark.django_db
def test_a_unit_gets_no_personal_sanction(filed, inspector):
    with pytest.raises(Refused):
        outcome(filed, inspector, None, "party")
    assert outcome(filed, inspector, None, "circular").whose == "云溪县市场监督管理局"


@pytest.mark.django_db
def test_people_of_other_units_are_not_named(filed, inspector, stranger):
    with pytest.raises(Refused):
        named(filed, inspector, stranger.user)


def settle(case, inspector, second, involved, kind="talk"):
    made = outcome(case, inspector, involved, kind)
    return efficiency.decide_outcome(case, by=second, now=NOW, outcome=made, approved=True)


@pytest.mark.django_db
def test_a_case_is_concluded_when_everybody_has_an_outcome(filed, inspector, second, clerk, head):
    first, other = named(filed, inspector, clerk.user), named(filed, inspector, head.user, Involved.Part.MAIN)
    settle(filed, inspector, second, first)
    with pytest.raises(Refused):
        efficiency.conclude(filed, by=second, now=NOW, result="属实")
    settle(filed, inspector, second, other, "none")
    case = efficiency.conclude(filed, by=second, now=NOW, result="属实")
    assert (case.state, str(case.clock.met_on)) == ("concluded", "2026-03-12")
    assert Outcome.objects.of_consequence().count() == 1


@pytest.mark.django_db
def test_the_proposer_does_not_conclude(filed, inspector, second, clerk):
    settle(filed, inspector, second, named(filed, inspector, clerk.user))
    with pytest.raises(PermissionDenied):
        efficiency.conclude(filed, by=inspector, now=NOW, result="属实")


@pytest.mark.django_db
def test_a_major_case_looks_into_the_leaders(bureau, inspector, second, clerk, head):
    case = efficiency.file(proposed(bureau, inspector, gravity="major"), by=second, now=NOW)
    settle(case, inspector, second, named(case, inspector, clerk.user))
    with pytest.raises(Refused):
        efficiency.conclude(case, by=second, now=NOW, result="属实")
    settle(case, inspector, second, named(case, inspector, head.user, Involved.Part.MAIN))
    assert efficiency.conclude(case, by=second, now=NOW, result="属实").state == "concluded"


@pytest.mark.django_db
def test_units_do_not_read_inquiries(filed, clerk, head, inspector, leader):
    readable = [EfficiencyCase.objects.visible_to(actor).exists() for actor in (clerk, head, inspector, leader)]
    assert readable == [False, False, True, True]


@pytest.mark.django_db
def test_the_database_keeps_what_was_filed(filed):
    with pytest.raises(DatabaseError), transaction.atomic():
        EfficiencyCase.objects.filter(pk=filed.pk).update(facts="无")
