"""What is proven: by whom, against whom, with which picture; case, order, card and inquiry find each other."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from approvals import actions as approvals
from complaints import actions
from complaints.actions.proving import Established, establish
from complaints.models import Proof
from monitoring.archive import Scope, read, year
from monitoring.models import Card, EfficiencyCase, Finding
from records.refusal import Refused
from tests.conftest import ZHANG, at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-09-23")
SAID = Established(
    "proven", "窗口离岗四十分钟", "窗口工作规范第十二条", camera_place="综合窗口", camera_at=at("2026-09-21 10:25")
)


@pytest.fixture
def against(make_order, dispatcher, bureau, other_bureau, stranger):
    """An efficiency complaint against the bureau, handled by the other one."""
    order = make_order(kind="efficiency", accused=bureau, title="窗口无人办理")
    actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=other_bureau)
    return actions.accept(order, by=stranger, now=at("2026-09-21 10:00"))


@pytest.fixture
def proven(against, inspector):
    return establish(against, by=inspector, now=NOW, said=SAID)


def test_a_proof_names_what_was_broken_and_by_whom(proven, bureau):
    assert (proven.holds, proven.accused, proven.camera_place) == (True, bureau, "综合窗口")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"verdict": "maybe"}, "verdict"),
        ({"facts": " "}, "facts"),
        ({"basis": ""}, "basis"),
        ({"camera_at": at("2026-09-24")}, "camera_at"),
    ],
)
def test_what_is_missing_is_named(against, inspector, changed, field):
    said = Established(**(vars(SAID) | changed))
    with pytest.raises(Refused) as refused:
        establish(against, by=inspector, now=NOW, said=said)
    assert refused.value.field == field
    assert Proof.objects.count() == 0


def test_what_is_not_proven_stands_against_nobody(against, stranger):
    proof = establish(against, by=stranger, now=NOW, said=Established("unproven", "在岗"))
    assert proof.accused is None


def test_nobody_of_the_accused_unit_establishes_anything(against, bureau):
    with pytest.raises(PermissionDenied):
        establish(against, by=employ("wang", "小王", bureau, "clerk"), now=NOW, said=SAID)


def test_the_archive_of_the_unit_says_it_without_the_complainant(proven, bureau):
    [line] = read(Scope(bureau, year(2026)), at("2026-09-24"))["complaints"]
    assert proven.order.number in line.text
    assert "张建国" not in line.text


def test_a_card_by_hand_begins_with_what_is_proven(proven, inspector, bureau, clerk):
    client = signed_in(inspector)
    address = f"/supervision/cards/new/?unit={bureau.code}&order={proven.order.number}"
    page = client.get(address).text
    assert "窗口离岗四十分钟" in page
    assert "综合窗口" in page
    typed = {"level": "yellow", "responsible": clerk.user.pk, "facts": "离岗", "basis": "规范", "order": "X"}
    assert client.post(address, typed).status_code == 422
    client.post(address, typed | {"order": proven.order.number})
    found = Card.objects.select_related("finding").get().finding
    assert (found.subject, found.evidence["order"]) == (proven.order, proven.order.number)


def test_an_inquiry_from_a_complaint_in_one_step(proven, inspector, bureau):
    client = signed_in(inspector)
    address = f"/supervision/efficiency/new/?order={proven.order.number}"
    assert "窗口离岗四十分钟" in client.get(address).text
    typed = {"matter": "窗口无人", "source": "complaint", "gravity": "general", "facts": "离岗", "basis": "规范"}
    client.post(address, typed | {"key": uuid4()})
    case = EfficiencyCase.objects.get()
    assert (case.subject, case.organisation, case.source) == (proven.order, bureau, "complaint")
    assert "窗口无人" in client.get(f"/desk/orders/{proven.order.number}/").text


def test_case_and_complaint_show_each_other_to_those_who_may_see(item, bureau, citizen, inspector, make_order):
    papers = dict.fromkeys(item.documents.all())
    case = approvals.apply(item, by=citizen, now=at("2026-09-01"), applicant=ZHANG, materials=papers)
    order = make_order(title="迟迟不给办", accused=bureau, about=(case,))
    client = signed_in(inspector)
    assert "迟迟不给办" in client.get(f"/desk/cases/{case.number}/").text
    assert case.number in client.get(f"/desk/orders/{order.number}/").text
    accused = signed_in(employ("wang", "小王", bureau, "clerk"))
    assert "迟迟不给办" not in accused.get(f"/desk/cases/{case.number}/").text


def test_the_form_on_the_page_keeps_what_was_typed(against, stranger):
    client, address = signed_in(stranger), f"/desk/proofs/{against.number}/"
    answer = client.post(address, {"verdict": "proven", "facts": "离岗四十分钟"})
    assert answer.status_code == 422
    assert "离岗四十分钟" in answer.text
    client.post(address, {"verdict": "unproven", "facts": "在岗"})
    assert Proof.objects.get().facts == "在岗"
    assert Finding.objects.count() == 0
