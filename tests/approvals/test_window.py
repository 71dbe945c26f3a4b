"""At the window: the checklist before acceptance, acceptance of many cases with one form, who looked at a case."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from approvals import actions
from approvals.models import Case, Material
from records.models import Anomaly, Document, Entry, Look
from records.refusal import Refused
from tests.conftest import ZHANG, at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-03-12"


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def long_list(bureau):
    """An item with two mandatory documents and an optional one."""
    item = make_item(bureau, code="XK-LIST", documents=2, published=False)
    item.documents.create(code="D3", name="其他材料", sort=3, is_required=False)
    item.publish()
    item.save()
    return item


@pytest.fixture
def waiting(long_list, received):
    return received(long_list, at("2026-03-11"))


def key():
    return str(uuid.uuid4())


def do(actor, case, deed, **fields):
    address = reverse("approvals:deed", args=[case.number, deed])
    return signed_in(actor).post(address, {"key": key()} | fields)


def ticked(item, *results, **remarks):
    """What the checklist sends: a result for each document, and remarks by code."""
    sent = {}
    for document, result in zip(item.documents.all(), results, strict=True):
        sent[f"result-{document.pk}"] = result
        sent[f"remark-{document.pk}"] = remarks.get(document.code, "")
    return sent


def test_complete_list_leads_to_acceptance(clerk, waiting, long_list):
    response = do(clerk, waiting, "check", **ticked(long_list, "complete", "complete", "not_needed"))
    assert response.url == reverse("approvals:deed", args=[waiting.number, "accept"])


def test_gaps_lead_to_the_prefilled_notice(clerk, waiting, long_list):
    sent = ticked(long_list, "missing", "illegible", "not_needed", D2="第3页字迹不清")
    response = signed_in(clerk).get(do(clerk, waiting, "check", **sent).url)
    [panel] = [panel for panel in response.context["panels"] if panel["open"]]
    assert panel["name"] == "request_correction"
    asked = [document for document in long_list.documents.all() if document.is_required]
    assert panel["form"].initial["missing"] == [str(document.pk) for document in asked]
    assert "申请材料2：不清晰或者不符合要求，请重新提交（第3页字迹不清）。" in panel["form"].initial["message"]
    assert "申请材料1：未提交。" in panel["form"].initial["message"]


def test_check_stands_in_the_record(clerk, waiting, long_list):
    do(clerk, waiting, "check", **ticked(long_list, "missing", "complete", "not_needed", D1="明日送来"))
    [first, *_rest] = Entry.objects.about(waiting).get(verb="approvals.case.checked").body["documents"]
    assert first == {"code": "D1", "result": "missing", "remark": "明日送来"}


def test_document_seen_during_the_check_is_registered_as_paper(clerk, long_list):
    case = actions.apply(long_list, by=clerk, now=at("2026-03-11"), applicant=ZHANG, materials={})
    do(clerk, case, "check", **ticked(long_list, "complete", "complete", "not_needed"))
    assert Material.objects.filter(case=case, is_paper=True).count() == 2


def test_mandatory_document_cannot_be_left_out(clerk, waiting, long_list):
    response = do(clerk, waiting, "check", **ticked(long_list, "not_needed", "complete", "not_needed"))
    assert response.status_code == 422
    assert not Entry.objects.filter(verb="approvals.case.checked").exists()


@pytest.mark.parametrize("remark", ["x" * 101, "\x00", "好\u202e"])
def test_bad_remark_is_named_at_its_field(clerk, waiting, long_list, remark):
    response = do(clerk, waiting, "check", **ticked(long_list, "missing", "complete", "not_needed", D1=remark))
    [panel] = [panel for panel in response.context["panels"] if panel["name"] == "check"]
    assert [name for name in panel["form"].errors if name.startswith("remark-")]


def test_reviewer_checks_no_list(reviewer, waiting, long_list):
    assert do(reviewer, waiting, "check", **ticked(long_list, "complete", "complete", "complete")).status_code == 403


def test_action_wants_every_document(clerk, waiting, long_list):
    with pytest.raises(Refused):
        actions.check_documents(waiting, by=clerk, now=at(TODAY), checks={})


def test_accepted_case_is_not_checked_again(clerk, item, accepted):
    case = accepted(item, at("2026-03-11"))
    checks = dict.fromkeys(item.documents.all(), ("complete", ""))
    with pytest.raises(Refused) as refusal:
        actions.check_documents(case, by=clerk, now=at(TODAY), checks=checks)
    assert refusal.value.code == "V08"


# many at once


@pytest.fixture
def three(item, received):
    return [received(item, at(f"2026-03-1{day}")) for day in range(3)]


@pytest.fixture
def incomplete(item, clerk):
    return actions.apply(item, by=clerk, now=at("2026-03-11"), applicant=ZHANG, materials={})


def ask(actor, cases):
    return signed_in(actor).get(reverse("approvals:batch"), {"case": [case.number for case in cases]})


def send(actor, cases, **fields):
    form = {"key": key(), "case": [case.number for case in cases]} | fields
    return signed_in(actor).post(reverse("approvals:batch"), form)


def states(cases):
    return [Case.objects.get(pk=case.pk).state for case in cases]


def outcomes(response):
    return [one.accepted for one in response.context["outcomes"]]


def test_queue_lets_tick_only_what_is_complete(clerk, three, incomplete):
    lines = signed_in(clerk).get(reverse("approvals:desk")).context["lines"]
    assert {line["number"] for line in lines if line["pick"]} == {case.number for case in three}


def test_reviewer_ticks_nothing(reviewer, item, accepted):
    accepted(item, at("2026-03-11"))
    assert not signed_in(reviewer).get(reverse("approvals:desk")).context["picking"]


def test_asking_changes_nothing(clerk, three):
    assert ask(clerk, three).status_code == 200
    assert states(three) == ["submitted"] * 3


def test_one_form_accepts_all(clerk, three):
    response = send(clerk, three)
    assert outcomes(response) == [True] * 3
    assert states(three) == ["accepted"] * 3
    assert Document.objects.filter(kind="acceptance").count() == 3


def test_what_lacks_documents_stays_and_is_no_anomaly(clerk, three, incomplete):
    response = send(clerk, [*three, incomplete])
    assert outcomes(response).count(False) == 1
    assert states([incomplete]) == ["submitted"]
    assert not Anomaly.objects.exists()


def test_same_form_twice_accepts_once(clerk, three):
    same = key()
    assert outcomes(send(clerk, three, key=same)) == outcomes(send(clerk, three, key=same)) == [True] * 3
    assert Document.objects.filter(kind="acceptance").count() == 3


def test_other_form_tells_that_a_case_is_accepted_already(clerk, three):
    send(clerk, three)
    response = send(clerk, three)
    assert outcomes(response) == [False] * 3


def test_foreign_case_is_left_out(stranger, three):
    assert send(stranger, three).context["outcomes"] == []
    assert states(three) == ["submitted"] * 3


def test_reviewer_accepts_nothing(reviewer, three):
    assert send(reviewer, three).status_code == 403


def test_form_without_a_key_is_not_carried_out(clerk, three):
    assert send(clerk, three, key="x").status_code == 422
    assert states(three) == ["submitted"] * 3


@pytest.mark.parametrize(
    "numbers", [[], ["x"], ["\x00"], ["YX20260312-0001-0' OR 1=1"], [f"YX20260312-{n:04}-0" for n in range(60)]]
)
def test_bad_numbers_are_named(clerk, numbers):
    response = signed_in(clerk).post(reverse("approvals:batch"), {"key": key(), "case": numbers})
    assert response.status_code == 422
    assert response.context["form"].errors["case"]


# who looked


def test_every_look_of_the_office_is_noted(inspector, waiting):
    signed_in(inspector).get(reverse("approvals:workbench", args=[waiting.number]))
    look = Look.objects.about(waiting).get()
    assert (look.user, look.post) == (inspector.user, inspector.post)


def test_open_form_is_a_look_as_well(clerk, waiting):
    signed_in(clerk).get(reverse("approvals:deed", args=[waiting.number, "accept"]))
    assert Look.objects.about(waiting).count() == 1


def test_list_is_no_look(clerk, waiting):
    signed_in(clerk).get(reverse("approvals:desk"))
    assert not Look.objects.exists()


def test_stranger_leaves_no_look(stranger, waiting):
    signed_in(stranger).get(reverse("approvals:workbench", args=[waiting.number]))
    assert not Look.objects.exists()
