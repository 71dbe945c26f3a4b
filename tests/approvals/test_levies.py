"""Levies: the table of the day, fen-exact amounts, four eyes, notice and receipt, the clock of the approval."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Role
from approvals.actions import levies as actions
from approvals.models import Item, Levy
from config.rounds import watch
from monitoring.models import Finding
from records.models import Anomaly, Document
from records.refusal import Refused
from tests.conftest import at, employ, make_item, publish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
PAYER = {"payer_name": "云溪县锦绣置业有限公司", "payer_id": "91999921MA0000000K"}


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(at("2026-03-10"), tick=False):
        yield


@pytest.fixture
def power(bureau):
    item = make_item(bureau, code="ZS-1", name="配套费征收", documents=0, steps=(), published=False)
    item.kind = Item.Kind.LEVY
    item.save()
    item.fees.create(code="A", name="旧标准", amount="40.00", valid_to=date(2026, 3, 9))
    item.fees.create(code="A", name="现行标准", amount="60.33", unit="平方米", valid_from=date(2026, 3, 10))
    item.fees.create(code="A2", name="未来标准", amount="80.00", valid_from=date(2026, 3, 11))
    return publish(item)


@pytest.fixture
def rate(power):
    return power.fees.get(name="现行标准")


@pytest.fixture
def assessed(power, rate, clerk):
    def make(quantity="100.05", by=clerk, **more):
        about = {"fee": rate, "payer": PAYER, "period": "一期工程", "quantity": Decimal(quantity)} | more
        return actions.assess(power, by=by, now=at("2026-03-10"), **about)

    return make


@pytest.mark.parametrize(
    ("quantity", "amount"), [("1", "60.33"), ("100.05", "6036.02"), ("0.01", "0.60"), ("0.25", "15.08")]
)
def test_amount_is_quantity_times_rate_to_the_fen(assessed, quantity, amount):
    assert assessed(quantity).amount == Decimal(amount)


@pytest.mark.parametrize("quantity", ["0", "-1", "9999999999.99"])
def test_quantity_must_give_an_amount(assessed, quantity):
    with pytest.raises(Refused) as refusal:
        assessed(quantity)
    assert refusal.value.field == "quantity"


@pytest.mark.parametrize("name", ["旧标准", "未来标准"])
def test_rate_of_another_day_is_refused(assessed, power, name):
    with pytest.raises(Refused) as refusal:
        assessed(fee=power.fees.get(name=name))
    assert refusal.value.field == "fee"


def test_assessor_does_not_approve_even_with_another_post(assessed, bureau, clerk):
    promoted = employ("x", "x", bureau, Role.APPROVER)
    levy = assessed()
    Levy.objects.filter(pk=levy.pk).update(assessed_by=promoted.user)
    with pytest.raises(PermissionDenied):
        actions.approve(levy, by=promoted, now=at("2026-03-11"))
    assert (Levy.objects.get().state, Anomaly.objects.get().code) == ("assessed", "V07")


def test_approval_sends_the_notice_with_the_day_of_payment(assessed, approver):
    levy = actions.approve(assessed(), by=approver, now=at("2026-03-11"))
    [notice] = Document.objects.about(levy)
    assert (notice.kind, levy.pay_by, levy.clock.is_running) == ("levy", date(2026, 3, 26), False)
    assert "6036.02元" in notice.body["paragraphs"][0]


def test_payment_gives_a_receipt(assessed, approver, clerk):
    levy = actions.approve(assessed(), by=approver, now=at("2026-03-11"))
    levy = actions.pay(levy, by=clerk, now=at("2026-03-20"))
    kinds = list(Document.objects.about(levy).order_by("pk").values_list("kind", flat=True))
    assert (levy.state, kinds) == ("paid", ["levy", "payment"])


def test_nothing_is_paid_before_the_approval(assessed, clerk):
    with pytest.raises(Refused) as refusal:
        actions.pay(assessed(), by=clerk, now=at("2026-03-11"))
    assert refusal.value.code == "V08"


def test_sent_back_is_assessed_again_with_a_new_clock(assessed, approver, clerk):
    levy = actions.send_back(assessed(), by=approver, now=at("2026-03-11"), reason="面积有误")
    about = {"quantity": Decimal(2), "period": "一期工程"}
    levy = actions.assess_again(levy, by=clerk, now=at("2026-03-12"), **about)
    assert (levy.state, levy.amount, levy.clock.round) == ("assessed", Decimal("120.66"), 2)


def test_ten_working_days_for_the_approval(assessed):
    assessed()  # Tuesday the 10th + 10 working days = Tuesday the 24th
    watch(at("2026-03-24"))
    assert not Finding.objects.exists()
    watch(at("2026-03-25"))
    assert (Finding.objects.get().code, Finding.objects.get().occurrence) == ("Y2", "step:levy:1")


def form(actor, rate, **fields):
    good = PAYER | {"fee": rate.pk, "period": "一期工程", "quantity": "100.05", "key": str(uuid.uuid4())}
    return signed_in(actor).post(reverse("approvals:new_levy"), good | fields)


def test_form_assesses(clerk, rate):
    answer = form(clerk, rate)
    assert answer.url == reverse("approvals:levy", args=[Levy.objects.get().pk])


def test_double_click_assesses_once(clerk, rate):
    key = str(uuid.uuid4())
    assert form(clerk, rate, key=key).url == form(clerk, rate, key=key).url
    assert Levy.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("quantity", value) for value in ("", "NaN", "1e400", "-1", "0", "0.001", "1万", "=1", "12345678901")),
        *(("payer_name", value) for value in ("", "　", "a" * 101, "a\0", "甲\u202e")),
        *(("payer_id", value) for value in ("", "1", "91999921MA0000000L", "110105194912310021")),
        *(("period", value) for value in ("", "　", "期" * 101, "\x07")),
        *(("fee", value) for value in ("", "0", "x", "9" * 30)),
        ("note", "字" * 1001),
    ],
)
def test_bad_input_is_named_at_its_field(clerk, rate, field, value):
    answer = form(clerk, rate, **{field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Levy.objects.exists()


def test_only_rates_of_the_unit_and_the_day_are_offered(clerk, rate):
    page = signed_in(clerk).get(reverse("approvals:new_levy"))
    assert list(page.context["form"].fields["fee"].queryset) == [rate]


def test_unpaid_after_the_day_is_red_in_the_register(assessed, approver, clerk):
    actions.approve(assessed(), by=approver, now=at("2026-03-11"))
    with time_machine.travel(at("2026-03-27"), tick=False):
        [(_levy, (tone, _words), _cells)] = signed_in(clerk).get(reverse("approvals:levies")).context["lines"]
    assert tone == "over"
