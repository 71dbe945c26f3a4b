"""Quota → plan → application → audit → payment, with three people and slips, until it is approved."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from deadlines.models import Deadline
from funds import clocks
from funds.actions import applying, planning, proposing
from funds.actions.ledger import balance
from funds.actions.proposing import Share
from funds.models import Application, Line, Plan, Posting, Proposal, Quota, Refusal, StatementLine
from records.models import Anomaly
from records.refusal import Refused
from tests.funds.money import YUAN, allocated, arrive, held
from tests.funds.payments import (
    MARCH,
    THEN,
    Cast,
    allocate,
    approved,
    draft,
    endowed,
    plan,
    submitted,
    wish,
)

pytestmark = pytest.mark.django_db
K = Proposal.Kind
S = Application.State
R = StatementLine.Result


@pytest.fixture
def cast(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def quota(fund, bureau, cast):
    return endowed(fund, bureau, cast)


def propose(fund, unit, yuan, by, kind=K.ALLOCATE, total=None, project="产业路"):
    share = Share(held(fund), unit, int(yuan * YUAN), project)
    return proposing.propose(fund, draft(kind, total or yuan), [share], by=by, now=THEN)


# Proposals


def test_nothing_moves_before_another_person_agrees(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    propose(fund, bureau, 60, cast.cashier)
    assert balance(held(fund)) == 100 * YUAN


def test_agreed_proposal_is_booked_and_opens_its_quota(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    made = proposing.approve_proposal(propose(fund, bureau, 60, cast.cashier), by=cast.auditor, now=THEN)
    assert made.voucher.amount == 60 * YUAN
    assert Quota.objects.get().account == allocated(fund, bureau)


def test_managing_department_proposes_and_finance_decides(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    made = propose(fund, bureau, 60, cast.clerk)
    assert proposing.approve_proposal(made, by=cast.auditor, now=THEN).state == "approved"


def test_managing_department_decides_nothing(fund, bureau, head, cast):
    arrive(fund, 100, by=cast.cashier)
    made = propose(fund, bureau, 60, cast.cashier)
    with pytest.raises(PermissionDenied):
        proposing.approve_proposal(made, by=head, now=THEN)


def test_who_proposes_does_not_decide(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    made = propose(fund, bureau, 60, cast.auditor)
    with pytest.raises(Refused) as refused:
        proposing.approve_proposal(made, by=cast.auditor, now=THEN)
    assert (refused.value.code, Anomaly.objects.get().code) == ("V07", "V07")


def test_database_knows_that_who_proposes_does_not_decide(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    made = propose(fund, bureau, 60, cast.auditor)
    with pytest.raises(IntegrityError, match="fund_proposal_by_two"), transaction.atomic():
        Proposal.objects.filter(pk=made.pk).update(decided_by=cast.auditor.user)


def test_lines_that_do_not_add_up_are_refused_with_the_difference(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    with pytest.raises(Refused, match="10.00") as refused:
        propose(fund, bureau, 60, cast.cashier, total=70)
    assert (refused.value.field, Proposal.objects.count()) == ("total", 0)


def smuggle(made):
    """Another line for a copy of the proposal, straight into the tables."""
    line = made.lines.get()
    made.pk, made.number, made._state.adding = None, "X", True
    with transaction.atomic():
        made.save()
        Line.objects.create(proposal=made, out_of=line.out_of, into=line.into, amount=1)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_lines_added_by_hand_are_refused(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    with pytest.raises(IntegrityError, match="sum of its lines"):
        smuggle(propose(fund, bureau, 60, cast.cashier))


def test_allocation_above_its_source_is_refused(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    with pytest.raises(Refused, match="0.01"):
        propose(fund, bureau, 100.01, cast.cashier)


def test_second_proposal_for_the_same_money_fails_when_it_is_decided(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    first, second = (propose(fund, bureau, 60, cast.cashier) for _ in range(2))
    proposing.approve_proposal(first, by=cast.auditor, now=THEN)
    with pytest.raises(Refused):
        proposing.approve_proposal(second, by=cast.auditor, now=THEN)
    assert Proposal.objects.get(pk=second.pk).state == "proposed"


def test_refusal_needs_its_reason(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    made = propose(fund, bureau, 60, cast.cashier)
    with pytest.raises(Refused) as refused:
        proposing.refuse_proposal(made, by=cast.auditor, now=THEN, reason=" ")
    assert refused.value.field == "reason"


def test_decided_proposal_is_decided(fund, bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    made = propose(fund, bureau, 60, cast.cashier)
    proposing.refuse_proposal(made, by=cast.auditor, now=THEN, reason="项目未批复")
    with pytest.raises(Refused):
        proposing.approve_proposal(made, by=cast.treasurer, now=THEN)


def test_one_proposal_shares_among_many(fund, bureau, other_bureau, cast):
    arrive(fund, 100, by=cast.cashier)
    shares = [Share(held(fund), unit, yuan * YUAN, "饮水") for unit, yuan in ((bureau, 40), (other_bureau, 60))]
    made = proposing.propose(fund, draft(K.ALLOCATE, 100), shares, by=cast.cashier, now=THEN)
    proposing.approve_proposal(made, by=cast.auditor, now=THEN)
    assert [balance(allocated(fund, unit, "饮水")) // YUAN for unit in (bureau, other_bureau)] == [40, 60]


def test_return_goes_back_to_where_it_was_taken(fund, bureau, cast, quota):
    posting = Posting.objects.get(into=quota.account)
    about = {"words": "项目取消", "happens_on": date(2026, 3, 10), "amount": 20_000 * YUAN}
    made = proposing.propose_return(posting, by=cast.cashier, now=THEN, **about)
    proposing.approve_proposal(made, by=cast.auditor, now=THEN)
    assert (balance(held(fund)), quota.granted()) == (20_000 * YUAN, 80_000 * YUAN)


# Plans


@pytest.mark.parametrize(("yuan", "refused"), [(40_000, False), (40_000.01, True)])
def test_plans_stay_within_the_quota(fund, bureau, cast, yuan, refused):
    arrive(fund, 100_000, by=cast.cashier)
    quota = allocate(fund, bureau, 100_000, cast)
    plan(quota, 60_000, cast)
    if refused:
        with pytest.raises(Refused, match="0.01"):
            plan(quota, yuan, cast, month=date(2026, 4, 1))
    else:
        plan(quota, yuan, cast, month=date(2026, 4, 1))
    assert Plan.objects.standing().total() == (60_000 if refused else 100_000) * YUAN


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2027, 1, 1)])
def test_plan_is_for_a_month_that_can_still_come(fund, bureau, cast, month):
    arrive(fund, 100, by=cast.cashier)
    with pytest.raises(Refused) as refused:
        plan(allocate(fund, bureau, 100, cast), 10, cast, month=month)
    assert refused.value.field == "month"


def test_other_units_plan_nothing(quota, stranger):
    with pytest.raises(PermissionDenied):
        planning.submit_plan(quota, by=stranger, now=THEN, month=MARCH, amount=1, words="款")


# Applications


def test_application_above_the_plan_of_the_month_is_refused(quota, cast):
    submitted(quota, 60_000, cast)
    with pytest.raises(Refused, match="20,000.00") as refused:
        submitted(quota, 60_000, cast)
    assert refused.value.code == "V31"


def test_application_of_a_month_without_plan_is_refused(quota, cast):
    with pytest.raises(Refused):
        submitted(quota, 1, cast, month=date(2026, 4, 1))


def test_returned_application_frees_the_plan(quota, cast):
    first = submitted(quota, 60_000, cast)
    applying.send_back(first, by=cast.auditor, now=THEN, category="papers", words="缺验收单")
    assert submitted(quota, 60_000, cast).state == S.SUBMITTED


def test_three_people_until_it_is_approved(quota, cast):
    made = approved(quota, 49_000, cast)
    people = {made.submitted_by.username, made.audited_by.username, made.approved_by.username}
    assert people == {"wang", "shen1", "jin1"}


def test_auditor_does_not_approve(quota, cast, finance):
    made = applying.audit(submitted(quota, 10, cast), by=cast.treasurer, now=THEN)
    with pytest.raises(Refused) as refused:
        applying.approve(made, by=cast.treasurer, now=THEN)
    assert refused.value.code == "V07"


def test_database_knows_the_three_people(quota, cast):
    made = approved(quota, 10, cast)
    with pytest.raises(IntegrityError, match="application_by_three_people"), transaction.atomic():
        Application.objects.filter(pk=made.pk).update(approved_by=cast.auditor.user)


def test_unit_neither_audits_nor_approves(quota, cast, head):
    with pytest.raises(PermissionDenied):
        applying.audit(submitted(quota, 10, cast), by=head, now=THEN)


def test_not_audited_is_not_approved(quota, cast):
    with pytest.raises(Refused) as refused:
        applying.approve(submitted(quota, 10, cast), by=cast.treasurer, now=THEN)
    assert refused.value.code == "V08"


def test_audit_is_owed_in_five_working_days(quota, cast):
    made = submitted(quota, 10, cast)
    clock = Deadline.objects.about(made).get()
    assert (clock.name, clock.due_on, clock.organisation) == (clocks.AUDIT, date(2026, 3, 17), quota.fund.finance)


def test_payment_is_owed_after_the_approval(quota, cast):
    made = approved(quota, 10, cast)
    rows = Deadline.objects.about(made).order_by("pk").values_list("name", "met_on")
    assert list(rows) == [(clocks.AUDIT, date(2026, 3, 10)), (clocks.PAYMENT, None)]


def test_slip_says_ground_words_and_rule(quota, cast):
    made = submitted(quota, 12_000, cast)
    about = {"category": "scope", "words": "办公费不属于扶贫资金支出范围", "law": "预算法第六十三条"}
    applying.refuse(made, by=cast.auditor, now=THEN, **about)
    slip = Refusal.objects.get()
    assert (slip.amount, slip.kind, slip.law) == (12_000 * YUAN, "refused", "预算法第六十三条")


def test_slip_is_not_given_without_a_reason(quota, cast):
    with pytest.raises(Refused):
        applying.refuse(submitted(quota, 1, cast), by=cast.auditor, now=THEN, category="other", words="  ")
    assert Refusal.objects.count() == 0


def test_returned_application_is_put_right_and_handed_in_again(quota, cast):
    made = submitted(quota, 12_000, cast)
    applying.send_back(made, by=cast.auditor, now=THEN, category="papers", words="金额与合同不符")
    applying.rewrite(made, wish(11_000), by=cast.clerk, now=THEN)
    again = applying.submit(made, by=cast.clerk, now=THEN)
    assert (again.round, again.amount, again.slips.count()) == (2, 11_000 * YUAN, 1)


def test_application_at_finance_is_not_rewritten(quota, cast):
    made = submitted(quota, 12_000, cast)
    with pytest.raises(Refused):
        applying.rewrite(made, wish(11_000), by=cast.clerk, now=THEN)


def test_authorised_payment_needs_disbursed_money(quota, cast):
    with pytest.raises(Refused) as refused:
        submitted(quota, 10, cast, kind=Application.Kind.AUTHORISED)
    assert refused.value.field == "amount"
