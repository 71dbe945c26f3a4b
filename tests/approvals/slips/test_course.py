"""Inspection slips: who may ask and answer, yearly limits, joining, carrying out."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Role
from approvals.actions import penalties
from approvals.actions import slips as actions
from approvals.models import Item, Slip
from config.rounds import watch
from monitoring.models import Finding
from records.models import Anomaly, Document
from records.refusal import Refused
from tests.approvals.slips.conftest import CODE, NEXT_WEEK, TODAY, carry, inspection, visit
from tests.conftest import at, employ, make_item, publish

pytestmark = pytest.mark.django_db


def test_approved_slip_is_a_numbered_paper_to_the_firm(approved):
    slip = approved()
    [paper] = Document.objects.about(slip)
    assert (paper.kind, paper.addressee, paper.body["code"]) == ("slip", slip.firm_name, slip.check_code)


def test_office_answers_within_two_working_days_or_gets_a_card(applied, discipline):
    applied()  # Tuesday: due Thursday
    watch(at("2026-03-12"))
    assert not Finding.objects.exists()
    watch(at("2026-03-13"))
    assert (Finding.objects.get().code, Finding.objects.get().organisation) == ("Y2", discipline)


@pytest.mark.parametrize("deed", ["approve", "refuse"])
def test_the_unit_does_not_answer_itself(applied, head, deed):
    with pytest.raises(PermissionDenied):
        getattr(actions, deed)(applied(), by=head, now=at(TODAY), reason="x")
    assert (Slip.objects.get().state, Anomaly.objects.get().code) == ("applied", "V07")


def test_one_inspector_is_not_enough(power, clerk, inspector):
    with pytest.raises(Refused) as refusal:
        actions.apply(power, by=clerk, now=at(TODAY), visit=visit(), inspectors=[clerk.user])
    assert refusal.value.field == "inspectors"


def test_inspectors_are_of_the_unit(power, clerk, stranger, inspector):
    with pytest.raises(Refused) as refusal:
        actions.apply(power, by=clerk, now=at(TODAY), visit=visit(), inspectors=[clerk.user, stranger.user])
    assert refusal.value.field == "inspectors"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(2026, 3, 9), date(2026, 3, 12), "from_on"),
        (date(2027, 3, 11), date(2027, 3, 12), "from_on"),
        (date(2026, 3, 16), date(2026, 3, 15), "until_on"),
        (date(2026, 3, 16), date(2026, 4, 16), "until_on"),
    ],
)
def test_days_are_planned_ahead_and_not_too_long(applied, start, end, field):
    with pytest.raises(Refused) as refusal:
        applied((start, end))
    assert refusal.value.field == field


def weeks_later(number):
    return NEXT_WEEK[0] + timedelta(weeks=4 * number), NEXT_WEEK[1] + timedelta(weeks=4 * number)


def test_third_visit_of_a_unit_in_a_year_needs_a_reason(approved, applied, inspector):
    approved()
    approved(weeks_later(1))
    third = applied(weeks_later(2))
    with pytest.raises(Refused) as refusal:
        actions.approve(third, by=inspector, now=at(TODAY))
    assert (refusal.value.field, Slip.objects.get(pk=third.pk).state) == ("reason", "applied")


def test_exception_with_a_reason_is_approved(approved, applied, inspector):
    approved()
    approved(weeks_later(1))
    third = actions.approve(applied(weeks_later(2)), by=inspector, now=at(TODAY), reason="群众集中投诉")
    assert third.state == "approved"


def test_the_year_of_the_visit_counts(approved, applied, inspector):
    approved()
    approved(weeks_later(1))
    in_january = applied((date(2027, 1, 5), date(2027, 1, 6)))
    assert actions.approve(in_january, by=inspector, now=at(TODAY)).state == "approved"


def test_refused_and_cancelled_visits_do_not_count(approved, applied, clerk, inspector):
    actions.cancel(approved(), by=clerk, now=at(TODAY), reason="计划调整")
    actions.refuse(applied(weeks_later(1)), by=inspector, now=at(TODAY), reason="没有必要")
    approved(weeks_later(2))
    assert approved(weeks_later(3)).state == "approved"


def test_fifth_visit_of_all_units_needs_a_reason(approved, elsewhere, county, inspector):
    approved()
    approved(weeks_later(1))
    for number in (2, 3):
        actions.approve(elsewhere(weeks_later(number)), by=inspector, now=at(TODAY))
    third = employ(
        "w", "w", inspector.organisation.parent.children.create(code="yjj", name="应急局", level="department"), "clerk"
    )
    crew = [third.user, employ("w2", "w2", third.organisation, "clerk").user]
    fifth = actions.apply(
        inspection(third.organisation, "JC-3"), by=third, now=at(TODAY), visit=visit(weeks_later(4)), inspectors=crew
    )
    with pytest.raises(Refused):
        actions.approve(fifth, by=inspector, now=at(TODAY))


def test_joined_visit_is_one_visit_with_both_crews(approved, elsewhere, inspector, other_crew):
    host = approved()
    guest = actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=host)
    assert (guest.state, guest.joined) == ("merged", host)
    assert set(actions.everybody_named(host)) >= set(other_crew)


def test_joined_visit_counts_once(approved, elsewhere, inspector):
    actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=approved())
    assert Slip.objects.of_firm(CODE).counting(2026).count() == 1


def test_only_an_approved_visit_takes_in_another(applied, elsewhere, inspector):
    with pytest.raises(Refused) as refusal:
        actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=applied())
    assert refusal.value.field == "into"


def test_host_of_others_is_not_cancelled(approved, elsewhere, inspector, clerk):
    host = approved()
    actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=host)
    with pytest.raises(Refused):
        actions.cancel(host, by=clerk, now=at(TODAY), reason="不去了")


def test_carried_out_with_problems_leads_to_a_penalty_case(approved, clerk, crew, bureau):
    slip = carry(approved(), clerk, crew)
    power = make_item(bureau, code="CF-1", documents=0, steps=(), published=False)
    power.kind = Item.Kind.PENALTY
    power.save()
    about = {"party": {"party_name": "x", "party_id": CODE}, "officers": crew, "facts": "x", "slip": slip}
    assert penalties.file(publish(power), by=clerk, now=at("2026-03-20"), **about).slip == slip


@pytest.mark.parametrize("on", [date(2026, 3, 15), date(2026, 3, 21), date(2026, 3, 20)])
def test_day_of_the_visit_lies_inside_the_period_and_not_ahead(approved, clerk, crew, on):
    with pytest.raises(Refused) as refusal:
        carry(approved(), clerk, crew, on=on, now="2026-03-19")
    assert refusal.value.field == "on"


def test_at_least_two_of_those_named_were_there(approved, clerk, crew, bureau):
    unnamed = employ("u", "u", bureau, Role.CLERK).user
    with pytest.raises(Refused) as refusal:
        carry(approved(), clerk, [crew[0], unnamed])
    assert refusal.value.field == "inspectors"


def test_nothing_is_carried_out_without_approval(applied, clerk, crew):
    with pytest.raises(Refused) as refusal:
        carry(applied(), clerk, crew)
    assert refusal.value.code == "V08"
