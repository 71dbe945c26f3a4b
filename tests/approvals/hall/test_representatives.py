"""Chief representatives (首席代表) of the units in the hall."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.actions import hall
from approvals.models import Representative
from config import rounds
from monitoring.models import Finding
from records.refusal import Refused
from tests.approvals.hall.conftest import TODAY, key, sheet_of
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def appoint(head, person, when, **more):
    facts = {"user": person.user, "mandate": "受理、审核、签批"} | more
    return hall.appoint_representative(head.organisation, by=head, now=at(when), **facts)


def test_first_representative_needs_no_reason(head, reviewer):
    made = appoint(head, reviewer, "2026-01-05")
    assert (made.user, made.since, made.until) == (reviewer.user, date(2026, 1, 5), None)


def test_change_needs_a_reason(head, reviewer, approver):
    appoint(head, reviewer, "2025-01-02")
    with pytest.raises(Refused) as refusal:
        appoint(head, approver, TODAY)
    assert refusal.value.field == "reason"


def test_change_within_a_year_is_a_pre_warning(head, reviewer, approver):
    appoint(head, reviewer, "2025-03-13")  # 364 days ago
    appoint(head, approver, TODAY, reason="工作调动")
    rounds.watch(at(TODAY + " 10:00"))
    finding = Finding.objects.get()
    assert (finding.code, finding.level, finding.organisation, finding.responsible) == (
        "W2", "warning", head.organisation, head.user
    )  # fmt: skip


def test_change_after_a_year_is_none(head, reviewer, approver):
    appoint(head, reviewer, "2025-03-12")  # 365 days ago
    appoint(head, approver, TODAY, reason="轮岗")
    rounds.watch(at(TODAY + " 10:00"))
    assert not Finding.objects.exists()


def test_register_keeps_the_former_representative(head, reviewer, approver):
    appoint(head, reviewer, "2025-01-02")
    appoint(head, approver, TODAY, reason="轮岗")
    former = Representative.objects.get(user=reviewer.user)
    assert (former.until, former.reason) == (date(2026, 3, 12), "轮岗")


def test_same_person_again_is_refused(head, reviewer):
    appoint(head, reviewer, "2026-01-05")
    with pytest.raises(Refused):
        appoint(head, reviewer, TODAY, reason="再任")


def test_representative_belongs_to_the_unit(head, stranger):
    with pytest.raises(Refused):
        appoint(head, stranger, TODAY)


def test_clerk_appoints_no_representative(clerk, reviewer):
    with pytest.raises(PermissionDenied):
        appoint(clerk, reviewer, TODAY)


def test_appointing_through_the_page(head, reviewer):
    address = reverse("approvals:representatives")
    form = {"key": key(), "user": reviewer.user.pk, "mandate": "受理、审核、签批"}
    for _n in range(2):
        assert signed_in(head).post(address, form).status_code == 302
    assert Representative.objects.get().user == reviewer.user


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"mandate": "　"}, "mandate"),
        ({"mandate": "x" * 2000}, "mandate"),
        ({"user": "x"}, "user"),
        ({"user": ""}, "user"),
    ],
)
def test_bad_representative_is_named_at_its_field(head, reviewer, fields, wrong):
    form = {"key": key(), "user": reviewer.user.pk, "mandate": "受理"} | fields
    response = signed_in(head).post(reverse("approvals:representatives"), form)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])


def test_inspector_sees_the_representatives_of_every_unit(head, reviewer, inspector):
    appoint(head, reviewer, "2026-01-05")
    assert "小刘" in signed_in(inspector).get(reverse("approvals:representatives")).content.decode()


def test_stranger_does_not_see_them(head, reviewer, stranger):
    appoint(head, reviewer, "2026-01-05")
    assert "小刘" not in signed_in(stranger).get(reverse("approvals:representatives")).content.decode()


def test_register_of_representatives_as_a_spreadsheet(head, reviewer):
    appoint(head, reviewer, "2026-01-05", mandate="=1+1")
    _header, row = sheet_of(signed_in(head).get(reverse("approvals:representatives"), {"export": "xlsx"}))
    assert row[1:3] == ("小刘", "'=1+1")
