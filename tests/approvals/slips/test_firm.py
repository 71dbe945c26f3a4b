"""The firm's check of a slip by number and code."""

import pytest
import time_machine
from django.urls import reverse

from approvals.actions import slips as actions
from tests.approvals.slips.conftest import TODAY, carry
from tests.conftest import at

pytestmark = pytest.mark.django_db


def check(client, number, code):
    return client.get(reverse("approvals:slip_shown", args=[number]), {"code": code})


@pytest.mark.parametrize(
    ("today", "tone"), [("2026-03-15", "warn"), ("2026-03-16", "ok"), ("2026-03-20", "ok"), ("2026-03-21", "over")]
)
def test_slip_is_valid_inside_its_period_only(client, approved, today, tone):
    slip = approved()
    with time_machine.travel(at(today), tick=False):
        assert check(client, slip.number, slip.check_code).context["tone"] == tone


def test_slip_that_waits_is_not_valid(client, applied):
    slip = applied()
    assert check(client, slip.number, slip.check_code).context["tone"] == "over"


def test_used_slip_does_not_open_the_door_again(client, approved, clerk, crew):
    slip = carry(approved(), clerk, crew)
    assert check(client, slip.number, slip.check_code).context["tone"] == "done"


def test_joined_slip_is_as_good_as_its_host(client, approved, elsewhere, inspector):
    guest = actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=approved())
    with time_machine.travel(at("2026-03-17"), tick=False):
        page = check(client, guest.number, guest.check_code)
    assert (page.context["tone"], len(page.context["visits"])) == ("ok", 2)


@pytest.mark.parametrize("code", ["", "AAAAAAAA", "\0", "'; --", "x" * 500, "𠮷"])
def test_wrong_code_shows_nothing(client, approved, code):
    page = check(client, approved().number, code)
    assert (page.status_code, "宏达" in page.content.decode()) == (404, False)


def test_unknown_number_looks_like_a_wrong_code(client, approved):
    wrong = check(client, approved().number, "AAAAAAAA").context["form"].non_field_errors()
    assert check(client, "JC20260310-9999-1", "AAAAAAAA").context["form"].non_field_errors() == wrong


def test_guessing_ends_after_ten_tries(client, approved):
    slip = approved()
    for _try in range(10):
        check(client, slip.number, "AAAAAAAA")
    assert check(client, slip.number, slip.check_code).status_code == 404


@pytest.mark.parametrize("number", ["ｊｃ20260310-0001-X", "", "\0", "x" * 300, "<script>", "../../"])
def test_typed_rubbish_is_told_at_the_form(client, number):
    answer = client.post(reverse("approvals:slip_check"), {"number": number, "code": "AAAAAAAA"})
    assert answer.status_code == 422


def test_typed_number_and_code_lead_to_the_slip(client, approved):
    slip = approved()
    typed = {"number": slip.number.lower(), "code": slip.check_code.lower()}
    assert client.post(reverse("approvals:slip_check"), typed, follow=True).context["slip"] == slip
