"""Fees: after the table of the day, never beyond it; what was taken beyond is found, carded and given back."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from approvals import actions, tariff
from approvals.models import Charge, Item, Refund
from config.rounds import watch
from deadlines.words import chinese_date
from monitoring.models import Finding
from records.models import Anomaly, Document, Entry
from records.refusal import Refused
from tests.conftest import at, employ, make_item, publish

pytestmark = pytest.mark.django_db
NOW = at("2026-03-12 10:00")


def with_fees(bureau, *fees, **more) -> Item:
    """A published item with fees given as (code, amount, unit, valid from, valid to)."""
    item = make_item(bureau, published=False, **more)
    for sort, (code, amount, unit, first, last) in enumerate(fees):
        about = {"name": f"费用{code}", "amount": amount, "unit": unit, "basis": "发改价格〔2019〕914号", "sort": sort}
        item.fees.create(code=code, valid_from=first, valid_to=last, **about)
    return publish(item)


@pytest.fixture
def passport(bureau):
    return with_fees(bureau, ("HZ", "120.00", "本", None, None))


@pytest.fixture
def case(passport, accepted):
    return accepted(passport, at("2026-03-11"))


@pytest.fixture
def fee(passport):
    return passport.fees.get()


@pytest.fixture
def paid(case, clerk, fee):
    return actions.charge(case, by=clerk, now=NOW, fee=fee)


@pytest.fixture
def overcharged(item, accepted, clerk):
    """APR-29: the item is free, 50.00 yuan were taken."""
    found = accepted(item, at("2026-03-11"))
    about = {"name": "材料审核费", "amount": Decimal("50.00"), "charged_by": clerk.user}
    return actions.record_charge(found, by=clerk, now=NOW, **about)


def refused(action, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as caught:
        action(*args, **kwargs)
    return caught.value


# at our own desk


def test_the_table_of_the_day_is_charged(paid):
    assert (paid.amount, paid.listed, paid.quantity) == (Decimal("120.00"), Decimal("120.00"), Decimal("1"))


def test_quantity_times_rate(case, clerk, fee):
    charge = actions.charge(case, by=clerk, now=NOW, fee=fee, quantity=Decimal("3"))
    assert charge.amount == Decimal("360.00")


def test_half_a_fen_is_rounded_up(bureau, accepted, clerk):
    item = with_fees(bureau, ("WJ", "0.33", "平方米", None, None))
    case = accepted(item, at("2026-03-11"))
    charge = actions.charge(case, by=clerk, now=NOW, fee=item.fees.get(), quantity=Decimal("1.5"))
    assert charge.amount == Decimal("0.50")  # 0.495


def test_the_receipt_says_the_amount_in_capitals(paid):
    assert "合计（大写）：人民币壹佰贰拾元整" in paid.receipt.body["after"]


def test_the_receipt_has_a_number_of_its_kind(paid):
    assert paid.receipt.number.endswith("审费〔2026〕0001号")


def test_less_than_the_table_may_be_charged(case, clerk, fee):
    assert actions.charge(case, by=clerk, now=NOW, fee=fee, amount=Decimal("60.00")).excess == 0


def test_more_than_the_table_is_refused(case, clerk, fee):
    error = refused(actions.charge, case, by=clerk, now=NOW, fee=fee, amount=Decimal("120.01"))
    assert (error.code, error.field) == ("V06", "amount")


def test_the_refusal_names_the_table(case, clerk, fee):
    error = refused(actions.charge, case, by=clerk, now=NOW, fee=fee, amount=Decimal("150"))
    assert "费用HZ 120.00元/本" in str(error.message)


def test_a_refused_charge_leaves_an_anomaly_and_no_money(case, clerk, fee):
    refused(actions.charge, case, by=clerk, now=NOW, fee=fee, amount=Decimal("150"))
    anomaly = Anomaly.objects.get()
    assert (anomaly.code, anomaly.carried_out, Charge.objects.count()) == ("V06", False, 0)


def test_a_free_item_takes_no_money(item, accepted, clerk):
    case = accepted(item, at("2026-03-11"))
    assert refused(actions.charge, case, by=clerk, now=NOW, fee=None, amount=Decimal("50")).code == "V06"


def test_a_fee_of_another_item_is_refused(case, clerk, bureau):
    other = with_fees(bureau, ("X", "500.00", "件", None, None), code="XK-TEST-002")
    assert refused(actions.charge, case, by=clerk, now=NOW, fee=other.fees.get()).code == "V06"


@pytest.mark.parametrize(
    ("first", "last", "charged"),
    [
        (date(2026, 3, 12), None, True),
        (date(2026, 3, 13), None, False),
        (None, date(2026, 3, 12), True),
        (None, date(2026, 3, 11), False),
    ],
)
def test_a_fee_is_valid_from_its_first_to_its_last_day(bureau, accepted, clerk, first, last, charged):
    item = with_fees(bureau, ("GB", "10.00", "", first, last))
    case = accepted(item, at("2026-03-11"))
    if charged:
        assert actions.charge(case, by=clerk, now=NOW, fee=item.fees.get()).amount == Decimal("10.00")
    else:
        assert refused(actions.charge, case, by=clerk, now=NOW, fee=item.fees.get()).code == "V06"


def test_the_version_in_force_that_day_counts(passport, case, clerk, bureau):
    """The fee was abolished by version 2; the open case of version 1 pays nothing any more."""
    Item.objects.filter(pk=passport.pk).update(valid_to=date(2026, 3, 11))
    old = Item.objects.get(pk=passport.pk)
    old.retire()
    old.save()
    make_item(bureau, version=2, valid_from=date(2026, 3, 12))
    assert refused(actions.charge, case, by=clerk, now=NOW, fee=passport.fees.get()).code == "V06"
    assert tariff.table(passport, date(2026, 3, 11)).get().amount == Decimal("120.00")


def test_the_same_fee_is_not_taken_twice(paid, case, clerk, fee):
    assert refused(actions.charge, case, by=clerk, now=NOW, fee=fee).code == "V06"


def test_a_refunded_fee_may_be_taken_again(paid, case, clerk, reviewer, fee):
    actions.refund(paid, by=reviewer, now=NOW, amount=Decimal("120.00"), reason="数量录错")
    assert actions.charge(case, by=clerk, now=NOW, fee=fee, quantity=Decimal(2)).amount == Decimal("240.00")


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1E+400", "10000000000"])
def test_no_such_amount_is_charged(case, clerk, fee, amount):
    assert refused(actions.charge, case, by=clerk, now=NOW, fee=fee, amount=Decimal(amount)).field == "amount"


def test_the_same_form_twice_is_one_charge(case, clerk, fee):
    key = uuid.uuid4()
    first, second = (actions.charge(case, by=clerk, now=NOW, fee=fee, key=key) for _click in range(2))
    assert first == second


@pytest.mark.parametrize("who", ["reviewer", "stranger"])
def test_only_the_window_of_the_unit_takes_money(case, fee, who, request):
    with pytest.raises(PermissionDenied):
        actions.charge(case, by=request.getfixturevalue(who), now=NOW, fee=fee)


def test_a_closed_case_is_not_charged(passport, received, clerk):
    case = actions.refuse(received(passport, at("2026-03-11")), by=clerk, now=NOW, reason="不属于受理范围")
    assert refused(actions.charge, case, by=clerk, now=NOW, fee=passport.fees.get()).code is None


def test_a_charge_is_on_record(paid, case):
    assert Entry.objects.about(case).get(verb="approvals.case.charged").body["amount"] == "120.00"


# what was taken elsewhere


def test_apr_29_the_excess_is_to_be_refunded(overcharged):
    assert (overcharged.listed, overcharged.excess) == (Decimal("0.00"), Decimal("50.00"))


def test_apr_29_is_a_violation(overcharged):
    anomaly = Anomaly.objects.get()
    assert (anomaly.code, anomaly.carried_out, anomaly.organisation) == ("V06", True, overcharged.case.organisation)


def test_apr_29_gets_a_red_card_at_the_next_sweep(overcharged, clerk):
    watch(at("2026-03-12 12:00"))
    finding = Finding.objects.get(code="R2")
    assert (finding.level, finding.responsible) == ("red", clerk.user)


def test_a_listed_charge_found_is_no_violation(case, clerk, fee):
    actions.record_charge(case, by=clerk, now=NOW, name=fee.name, fee=fee, amount=Decimal("120.00"))
    assert not Anomaly.objects.exists()


def test_a_charge_above_the_rate_is_found(case, clerk, fee):
    found = actions.record_charge(case, by=clerk, now=NOW, name=fee.name, fee=fee, amount=Decimal("200.00"))
    assert (found.excess, Anomaly.objects.get().code) == (Decimal("80.00"), "V06")


# refunds


def test_a_refund_by_another_person(paid, reviewer):
    refund = actions.refund(paid, by=reviewer, now=NOW, amount=Decimal("20.00"), reason="减免")
    assert tariff.with_refunds(Charge.objects.all()).get().kept == Decimal("100.00")
    assert refund.refunded_by == reviewer.user


def test_a_refund_comes_with_its_receipt(paid, reviewer):
    actions.refund(paid, by=reviewer, now=NOW, amount=Decimal("20.00"), reason="减免")
    paper = Document.objects.about(paid.case).get(kind=Document.Kind.REFUND)
    assert paper.body["paragraphs"][1:3] == ["退费原因：减免", "退还金额（大写）：人民币贰拾元整"]


def test_nobody_refunds_what_they_took(paid, clerk):
    assert refused(actions.refund, paid, by=clerk, now=NOW, amount=Decimal("1"), reason="错收").code == "V07"


def test_never_more_than_was_charged_in_all(paid, reviewer):
    actions.refund(paid, by=reviewer, now=NOW, amount=Decimal("100.00"), reason="减免")
    error = refused(actions.refund, paid, by=reviewer, now=NOW, amount=Decimal("20.01"), reason="减免")
    assert (error.field, Refund.objects.count()) == ("amount", 1)


@pytest.mark.parametrize("reason", ["", "  ", "　"])
def test_a_refund_has_a_reason(paid, reviewer, reason):
    error = refused(actions.refund, paid, by=reviewer, now=NOW, amount=Decimal("1"), reason=reason)
    assert error.field == "reason"


def test_another_unit_refunds_nothing(paid, stranger):
    with pytest.raises(PermissionDenied):
        actions.refund(paid, by=stranger, now=NOW, amount=Decimal("1"), reason="错收")


def test_the_same_refund_form_twice_is_one_refund(paid, reviewer):
    key = uuid.uuid4()
    for _click in range(2):
        actions.refund(paid, by=reviewer, now=NOW, amount=Decimal("60"), reason="减免", key=key)
    assert Refund.objects.count() == 1


def test_what_is_owed_shrinks_with_the_refund(overcharged, reviewer):
    actions.refund(overcharged, by=reviewer, now=NOW, amount=Decimal("30.00"), reason="违规收费退还")
    assert tariff.with_refunds(Charge.objects.all()).get().owed == Decimal("20.00")


# the receipt for the application


def test_a_receipt_is_issued_with_the_application(received, item):
    case = received(item, at("2026-03-11"))
    document = Document.objects.about(case).get(kind=Document.Kind.RECEIPT)
    assert [row[1:3] for row in document.body["table"]["rows"]] == [["申请材料1", "纸质件"]]


def test_the_receipt_counts_honestly_from_the_next_working_day(received, item):
    """Received on Saturday 19 September 2026; Sunday is a make-up working day."""
    case = received(item, at("2026-09-19"))
    text = "".join(Document.objects.about(case).get(kind=Document.Kind.RECEIPT).body["after"])
    assert f"自{chinese_date(date(2026, 9, 20))}（星期日）" in text


def test_an_online_application_has_its_receipt_too(citizen, item):
    employ("x", "某", item.organisation, "clerk")
    papers = dict.fromkeys(item.documents.all())
    applicant = actions.Applicant("张建国", "11010519491231002X", "13800000001")
    case = actions.apply(item, by=citizen, now=NOW, applicant=applicant, materials=papers)
    assert Document.objects.about(case).filter(kind=Document.Kind.RECEIPT).exists()
