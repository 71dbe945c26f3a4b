"""Inspection slips at the desk: the form, near visits, the calendar."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from approvals.models import Slip
from tests.approvals.slips.conftest import CODE
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def ask(actor, power, crew, **fields):
    good = {"item": power.pk, "firm_name": "宏达", "firm_code": CODE, "purpose": "现场", "from_on": "2026-03-16"}
    good |= {"until_on": "2026-03-20", "inspectors": [user.pk for user in crew], "key": str(uuid.uuid4())}
    return signed_in(actor).post(reverse("approvals:new_slip"), good | fields)


def test_form_asks_for_a_slip(clerk, power, crew, inspector):
    assert ask(clerk, power, crew).url == reverse("approvals:slip", args=[Slip.objects.get().pk])


def test_near_visit_of_another_unit_is_shown_before_anything_is_sent(clerk, power, crew, elsewhere):
    elsewhere((date(2026, 4, 4), date(2026, 4, 5)))  # 15 days after the 20th
    answer = ask(clerk, power, crew)
    assert (answer.status_code, len(answer.context["warnings"]), Slip.objects.count()) == (422, 1, 1)


def test_visit_sixteen_days_away_is_not_near(clerk, power, crew, elsewhere):
    elsewhere((date(2026, 4, 5), date(2026, 4, 6)))
    assert ask(clerk, power, crew).status_code == 302


@pytest.mark.parametrize("join", ["", "0", "x", "99999"])
def test_question_about_joining_must_be_answered(clerk, power, crew, elsewhere, join):
    elsewhere()
    assert ask(clerk, power, crew, warned="on", join=join).status_code == 422


def test_unit_may_wish_to_join_or_go_alone(clerk, power, crew, elsewhere):
    host = elsewhere()
    ask(clerk, power, crew, warned="on", join=str(host.pk))
    ask(clerk, power, crew, warned="on", join="alone")
    assert list(Slip.objects.order_by("pk").values_list("joined", flat=True)) == [None, host.pk, None]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("firm_code", value) for value in ("", "x", "91999921MA0000000L", "11010519491231002X")),
        *(("firm_name", value) for value in ("", "　", "a" * 101, "a\0", "甲\u202e")),
        *(("purpose", value) for value in ("", "字" * 1001, "\x07")),
        *(("from_on", value) for value in ("", "2026-02-30", "0000-01-01", "9999-12-31", "46000", "2026-03-09")),
        *(("until_on", value) for value in ("", "x", "2026-03-15", "2026-05-01")),
        *(("inspectors", value) for value in ("", "x", "0", "9" * 30)),
        *(("item", value) for value in ("", "x", "0", "9" * 30)),
    ],
)
def test_bad_input_is_named_at_its_field(clerk, power, crew, inspector, field, value):
    answer = ask(clerk, power, crew, **{field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Slip.objects.exists()


def test_firm_history_shows_visits_of_all_units(approved, elsewhere, clerk):
    approved()
    elsewhere()
    page = signed_in(clerk).get(reverse("approvals:firm", args=[CODE]))
    assert [mine for _slip, _state, mine in page.context["rows"]] == [False, True]


@pytest.mark.parametrize("month", ["", "2026-03", "2026-13", "x", "\0", "0001-01", "9999-12"])
def test_calendar_takes_any_month(approved, clerk, month):
    approved()
    assert signed_in(clerk).get(reverse("approvals:slip_calendar"), {"month": month}).status_code == 200


def test_inspector_sees_limits_and_near_visits(approved, elsewhere, inspector):
    approved()
    other = elsewhere()
    page = signed_in(inspector).get(reverse("approvals:slip", args=[other.pk]))
    assert [note["tone"] for note in page.context["notes"]] == ["warn", "info"]


def test_inspector_approves_through_the_page(applied, inspector):
    address = reverse("approvals:slip_deed", args=[applied().pk, "approve"])
    signed_in(inspector).post(address, {"key": str(uuid.uuid4()), "reason": ""})
    assert Slip.objects.get().state == "approved"
