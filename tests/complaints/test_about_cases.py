"""Orders about a case or a window: named by their number, seen beside the case by whoever may see them."""

import pytest
from django.urls import reverse

from accounts.models import Window
from complaints.models import Order
from tests.conftest import at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "补正材料一直不告知",
    "text": "提交一周了，窗口只说材料不全，没有给一次性告知单。",
    "name": "张建国",
    "telephone": "13800000001",
}


@pytest.fixture
def case(bureau, accepted):
    return accepted(make_item(bureau, steps=()), at("2026-09-14"))


def send(citizen, unit, **more):
    return signed_in(citizen).post(reverse("complaints:new", args=["efficiency"]), TYPED | {"accused": unit.pk} | more)


def test_the_page_of_a_case_leads_to_a_complaint_about_it(case, citizen, bureau):
    case.__class__.objects.filter(pk=case.pk).update(applicant=citizen.user)
    address = f"{reverse('complaints:new', args=['efficiency'])}?about={case.number}"
    assert address in signed_in(citizen).get(reverse("approvals:case", args=[case.number])).content.decode()
    form = signed_in(citizen).get(address).context["form"]
    assert (form.initial["about"], form.initial["accused"]) == (case.number, bureau.pk)


def test_the_order_points_at_the_case(case, citizen, bureau):
    send(citizen, bureau, about=f" {case.number.lower()}")
    [reference] = Order.objects.get().references.all()
    assert (reference.subject, reference.words) == (case, f"{case.number} {case.item.name}")


def test_the_inspector_sees_it_beside_the_case(case, citizen, bureau, inspector, clerk):
    send(citizen, bureau, about=case.number)
    page = reverse("approvals:workbench", args=[case.number])
    assert TYPED["title"] in signed_in(inspector).get(page).content.decode()
    assert TYPED["title"] not in signed_in(clerk).get(page).content.decode()


def test_the_order_points_at_a_window(citizen, bureau):
    window = Window.objects.create(number="A03", name="食品经营许可", hall="一楼", organisation=bureau)
    send(citizen, bureau, about="Ａ03")
    assert Order.objects.get().references.get().subject == window


@pytest.mark.parametrize("number", ["YX20260302-9999-9", "B99", "𠮷", "x" * 41])
def test_an_unknown_number_is_named_at_its_field(number, citizen, bureau):
    answer = send(citizen, bureau, about=number)
    assert (answer.status_code, list(answer.context["form"].errors), Order.objects.exists()) == (422, ["about"], False)


@pytest.mark.parametrize("number", ["", "x" * 300, "%00", "YX20260302-9999-9"])
def test_any_address_of_the_form_opens(number, citizen):
    address = f"{reverse('complaints:new', args=['efficiency'])}?about={number}"
    assert "about" not in signed_in(citizen).get(address).context["form"].initial
