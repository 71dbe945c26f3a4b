"""Registration at the window: what is typed, ticked and scanned becomes one case, or nothing at all."""

import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.models import Case, Material
from records.models import Anomaly
from tests.conftest import at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
GOOD = {"applicant_name": "张建国", "id_number": "11010519491231002X", "telephone": "13800000001"}
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def _thursday(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(at("2026-03-12"), tick=False):
        yield


def page(actor, **query):
    return signed_in(actor).get(reverse("approvals:register"), query)


def send(actor, item, **fields):
    address = f"{reverse('approvals:register')}?item={item.code}"
    return signed_in(actor).post(address, GOOD | {"key": str(uuid.uuid4())} | fields)


def test_items_of_the_own_unit_are_offered(clerk, item, other_bureau):
    make_item(other_bureau, code="XK-OTHER")
    assert list(page(clerk).context["items"]) == [item]


def test_search_narrows_the_items(clerk, bureau, item):
    make_item(bureau, code="XK-2", name="药店经营许可")
    assert list(page(clerk, q="食品").context["items"]) == [item]


@pytest.mark.parametrize("who", ["reviewer", "approver", "head", "inspector"])
def test_only_window_clerks_register(request, item, who):
    assert page(request.getfixturevalue(who), item=item.code).status_code == 403


def test_clerk_of_another_unit_does_not_find_the_item(stranger, item):
    assert send(stranger, item).status_code == 404


@pytest.mark.parametrize("code", ["no-such", "𠮷"])
def test_unknown_item_is_not_found(clerk, code):
    assert page(clerk, item=code).status_code == 404


@pytest.mark.parametrize("query", [{"item": "\x00"}, {"q": "\x00"}, {"q": "x" * 500}, {"item": "x" * 500}])
def test_hostile_query_is_no_fault(clerk, item, query):
    assert page(clerk, **query).status_code == 200


def test_paper_seen_becomes_a_material(clerk, item):
    document = item.documents.get()
    response = send(clerk, item, **{f"paper-{document.pk}": "on"})
    case = Case.objects.get()
    assert response.url == reverse("approvals:workbench", args=[case.number])
    assert case.materials.get().is_paper


def test_incomplete_application_is_registered_for_the_one_time_notice(clerk, item):
    send(clerk, item)
    assert (Case.objects.get().state, Material.objects.count()) == ("submitted", 0)


def test_scan_is_kept_with_the_case(clerk, item):
    document = item.documents.get()
    send(clerk, item, **{f"scan-{document.pk}": SimpleUploadedFile("申请表.pdf", PDF)})
    assert Material.objects.get().attachment.name == "申请表.pdf"


@pytest.mark.parametrize(
    ("name", "content"),
    [("evil.exe", b"MZ"), ("申请.pdf", b"MZ\x90"), ("空.pdf", b""), ("x.svg", b"<svg/>"), ("a.jpg", b"\xff\xd8\xff0")],
)
def test_hostile_scan_is_named_at_its_field(clerk, item, name, content):
    document = item.documents.get()
    response = send(clerk, item, **{f"scan-{document.pk}": SimpleUploadedFile(name, content)})
    assert (response.status_code, list(response.context["papers"].errors)) == (422, [f"scan-{document.pk}"])
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("applicant_name", ""),
        ("applicant_name", "　"),
        ("applicant_name", "张" * 101),
        ("applicant_name", "张\x00三"),
        ("applicant_name", "张\u202e三"),
        ("applicant_name", "张\u200b三"),
        ("id_number", ""),
        ("id_number", "110105194912310021"),
        ("id_number", "11010519490231002X"),
        ("id_number", "91350100M000100Y44"),
        ("id_number", "12345"),
        ("telephone", ""),
        ("telephone", "12345"),
        ("telephone", "1380000000a"),
        ("address", "路" * 201),
        ("request", "字" * 2001),
        ("request", "\x07"),
    ],
)
def test_bad_input_is_named_at_its_field(clerk, item, field, value):
    response = send(clerk, item, **{field: value})
    assert (response.status_code, list(response.context["applicant"].errors)) == (422, [field])
    assert not Case.objects.exists()


def test_what_was_typed_and_ticked_is_kept(clerk, item):
    document = item.documents.get()
    response = send(clerk, item, telephone="x", **{f"paper-{document.pk}": "on"})
    assert "张建国" in response.content.decode()
    assert response.context["papers"][f"paper-{document.pk}"].value()


@pytest.mark.parametrize("name", ["𠮷田😀商店", "阿依古丽·买买提", "=1+1", "<b>店</b>"])
def test_rare_signs_are_kept(clerk, item, name):
    send(clerk, item, applicant_name=name)
    assert Case.objects.get().applicant_name == name


def test_landline_will_do_at_the_window(clerk, item):
    send(clerk, item, telephone="0724-2345678")
    assert Case.objects.get().telephone == "0724-2345678"


def test_same_form_twice_is_one_case(clerk, item):
    key = str(uuid.uuid4())
    addresses = {send(clerk, item, key=key).url for _click in range(2)}
    assert (len(addresses), Case.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "x", "\x00"])
def test_form_without_a_proper_key_is_not_accepted(clerk, item, key):
    assert send(clerk, item, key=key).status_code == 422
    assert not Case.objects.exists()


def test_document_of_another_item_is_passed_over(clerk, bureau, item):
    foreign = make_item(bureau, code="XK-2").documents.get()
    send(clerk, item, **{f"paper-{foreign.pk}": "on"})
    assert not Material.objects.exists()


def test_item_that_is_no_longer_published_is_not_found(clerk, item):
    item.cancel()
    item.save()
    assert send(clerk, item).status_code == 404
    assert not Anomaly.objects.exists()
