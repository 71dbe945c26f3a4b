"""Acceptance and audit: by others than who used the money, by two persons, with photographs that tell no place."""

import hashlib
import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from accounts.models import Role
from funds.actions import verifying
from funds.actions.verifying import Finding
from funds.models import Check
from records.attachments import store
from records.models import Anomaly, Attachment, Entry
from records.refusal import Refused
from records.thumbnails import thumbnail
from tests.conftest import employ
from tests.funds.money import YUAN
from tests.funds.payments import LATER, Cast, endowed
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)


@pytest.fixture
def cast(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def quota(fund, other_bureau, cast):
    """A quota of the other bureau; the bureau of `fund` manages, and did not use the money."""
    worker = employ("gao1", "高工", other_bureau, Role.CLERK)
    return endowed(fund, other_bureau, Cast(worker, cast.cashier, cast.auditor, cast.treasurer))


@pytest.fixture
def manager(bureau):
    return employ("niu", "牛验收", bureau, Role.CLERK)


@pytest.fixture
def head(bureau):
    return employ("ma1", "马局长", bureau, Role.HEAD)


def finding(quota, yuan=90_000, **more) -> Finding:
    about = {"kind": "acceptance", "result": "good", "conclusion": "道路已通车，符合设计。", "account": quota.account}
    return Finding(amount=yuan * YUAN, **about | {"checked_on": DAY} | more)


def entered(quota, by, **more) -> Check:
    return verifying.check(quota.fund, finding(quota, **more), by=by, now=LATER)


def jpeg(side=900) -> bytes:
    """A photograph that says where it was taken."""
    picture, exif = Image.new("RGB", (side, side // 2), "green"), Image.Exif()
    exif[0x010F] = "Phone of 牛验收"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def photo(by) -> Attachment:
    return store(SimpleUploadedFile("现场.jpg", jpeg()), by=by, now=LATER)


def test_confirmed_by_a_second_person(quota, manager, head):
    row = verifying.confirm_check(entered(quota, manager), by=head, now=LATER)
    assert (row.state, row.decided_by, row.number[:8]) == ("confirmed", head.user, "YXYS2026")


def test_nobody_confirms_alone(quota, head):
    row = entered(quota, head)
    with pytest.raises(Refused) as refused:
        verifying.confirm_check(row, by=head, now=LATER)
    assert (refused.value.code, Check.objects.get().state) == ("V07", "entered")
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=row.pk).update(state="confirmed", decided_by=head.user)


def test_who_used_the_money_does_not_check_it(quota, cast):
    with pytest.raises(Refused) as refused:
        entered(quota, cast.auditor)
    assert (refused.value.code, Check.objects.count(), Anomaly.objects.count()) == ("V07", 0, 1)


def test_a_stranger_to_the_fund_accepts_nothing(quota, other_bureau):
    with pytest.raises(PermissionDenied):
        entered(quota, employ("tan", "谭", other_bureau, Role.HEAD))


def test_audits_are_for_those_who_watch(quota, manager, inspector):
    row = entered(quota, inspector, kind="audit", result="partly", questioned=5 * YUAN)
    assert row.number[:8] == "YXSJ2026"
    with pytest.raises(PermissionDenied):
        entered(quota, manager, kind="audit")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"yuan": 0}, "amount"),
        ({"yuan": 100_001}, "amount"),
        ({"questioned": 90_001 * YUAN, "result": "bad"}, "questioned"),
        ({"questioned": 1}, "result"),
        ({"checked_on": date(2026, 3, 14)}, "checked_on"),
        ({"conclusion": "  "}, "conclusion"),
    ],
)
def test_bad_findings_name_the_field(quota, manager, more, field):
    with pytest.raises(Refused) as refused:
        entered(quota, manager, **more)
    assert (refused.value.field, Check.objects.count()) == (field, 0)


def test_a_refused_check_keeps_its_reason(quota, manager, head):
    row = verifying.refuse_check(entered(quota, manager), by=head, now=LATER, reason="未到现场")
    assert (row.state, row.reason) == ("refused", "未到现场")
    assert Entry.objects.filter(verb="funds.check.refused").count() == 1


def test_photographs_lose_their_place_and_keep_their_digest(quota, manager):
    row = entered(quota, manager, files=[photo(manager)])
    [file] = Attachment.objects.about(row)
    with file.file.open("rb") as kept:
        data = kept.read()
    assert (hashlib.sha256(data).hexdigest(), len(Image.open(io.BytesIO(data)).getexif())) == (file.sha256, 0)
    assert Entry.objects.get(verb="records.attachment.bound").body["files"] == {str(file.token): file.sha256}


def test_a_small_picture_has_no_more_than_480_pixels(manager):
    small = Image.open(io.BytesIO(thumbnail(photo(manager))))
    assert (small.size, small.format, len(small.getexif())) == ((480, 240), "JPEG", 0)


def test_a_paper_has_no_small_picture(manager):
    paper = store(SimpleUploadedFile("报告.pdf", b"%PDF-1.4 x"), by=manager, now=LATER)
    assert thumbnail(paper) is None


def test_photographs_are_public_once_the_check_is_confirmed(quota, manager, head, client):
    kept = photo(manager)
    row = entered(quota, manager, files=[kept])
    address = reverse("funds:photo", args=[kept.token])
    before = client.get(address).status_code
    verifying.confirm_check(row, by=head, now=LATER)
    assert (before, client.get(address).headers["Content-Type"]) == (404, "image/jpeg")


def test_scans_of_a_check_are_read_by_those_who_see_the_fund(quota, manager, inspector, citizen):
    kept = photo(manager)
    entered(quota, manager, files=[kept])
    address = reverse("records:small", args=[kept.token])
    assert [signed_in(actor).get(address).status_code for actor in (inspector, citizen)] == [200, 404]


def test_entered_and_confirmed_by_http(quota, manager, head):
    typed = {"kind": "acceptance", "account": quota.account.pk, "checked_on": "2026-03-12", "amount": "90,000"}
    typed |= {"result": "good", "conclusion": "验收合格", "files": SimpleUploadedFile("现场.jpg", jpeg())}
    key = {"key": "7b0c4a1e-6f0e-4c2f-9a3e-0123456789ab"}
    response = signed_in(manager).post(reverse("funds:new_check", args=[quota.fund.code]), typed | key)
    row = Check.objects.get()
    assert response.url == reverse("funds:check", args=[row.pk])
    signed_in(head).post(reverse("funds:check_deed", args=[row.pk, "confirm"]), {"key": key["key"]})
    row.refresh_from_db()
    assert (row.state, row.amount, Attachment.objects.about(row).count()) == ("confirmed", 90_000 * YUAN, 1)


def typed_check(**more):
    return {
        "kind": "acceptance",
        "checked_on": "2026-03-12",
        "amount": "9",
        "result": "good",
        "conclusion": "相符",
    } | more


def test_one_voucher_is_checked_by_its_number(quota, manager):
    voucher = quota.fund.vouchers.first()
    address = reverse("funds:new_check", args=[quota.fund.code])
    key = {"key": "7b0c4a1e-6f0e-4c2f-9a3e-0123456789ab"}
    signed_in(manager).post(address, typed_check(voucher=voucher.number.lower()) | key)
    assert (Check.objects.get().voucher, Check.objects.get().account) == (voucher, None)


def test_a_voucher_of_the_fund_stands_alone(quota, manager):
    address, known = reverse("funds:new_check", args=[quota.fund.code]), quota.fund.vouchers.first().number
    faulty = [{"voucher": "YXZJ-0"}, {"voucher": known, "account": quota.account.pk}]
    answers = [signed_in(manager).post(address, typed_check(**more)) for more in faulty]
    assert [(said.status_code, set(said.context["form"].errors)) for said in answers] == [(422, {"voucher"})] * 2


def test_a_faulty_form_keeps_what_was_typed(quota, manager):
    typed = {"kind": "acceptance", "amount": "9万", "conclusion": "验收合格", "result": "good"}
    response = signed_in(manager).post(reverse("funds:new_check", args=[quota.fund.code]), typed)
    form = response.context["form"]
    assert (response.status_code, set(form.errors), form["conclusion"].value()) == (
        422,
        {"amount", "checked_on"},
        "验收合格",
    )


def test_checks_count_for_their_project(quota, manager, head, inspector):
    from funds import reports

    verifying.confirm_check(entered(quota, manager), by=head, now=LATER)
    other = employ("qian2", "钱二", inspector.organisation, Role.INSPECTOR)
    audit = entered(quota, inspector, kind="audit", result="bad", questioned=700 * YUAN)
    verifying.confirm_check(audit, by=other, now=LATER)
    assert reports.checks_of([quota.account]) == {quota.account_id: (90_000 * YUAN, 700 * YUAN)}


def test_users_of_a_project_are_all_who_signed(quota, cast):
    found = verifying.users_of(quota.fund, quota.account, None)
    assert found == {cast.cashier.user.pk, cast.auditor.user.pk}
