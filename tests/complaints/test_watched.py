"""An order under the same sweep as a case: pre-warning, yellow, red to the unit and to whoever handles it."""

import pytest

from complaints import actions
from monitoring.models import Card, Finding
from monitoring.sweep import sweep
from tests.complaints.conftest import ANSWER
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def found():
    return list(Finding.objects.order_by("pk").values_list("code", "level", "organisation__code"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-09-24", []),
        ("2026-09-28", [("W4", "warning", "scjg")]),  # one day of five is left
        ("2026-09-30", [("W4", "warning", "scjg"), ("Y8", "yellow", "scjg")]),
        ("2026-10-13", [("W4", "warning", "scjg"), ("Y8", "yellow", "scjg"), ("R6", "red", "scjg")]),
    ],
)
def test_an_order_that_is_not_answered_rings(handling, clerk, day, expected):
    sweep(at(day))
    assert found() == expected
    assert set(Finding.objects.values_list("responsible", flat=True)) <= {clerk.user.pk}


def test_criticism_is_due_five_working_days_past_the_term(make_order, dispatcher, bureau, clerk):  # CMP-05
    moment = at("2026-03-09")
    order = actions.assign(make_order(now=moment), by=dispatcher, now=moment, unit=bureau)
    actions.accept(order, by=clerk, now=moment)
    assert str(order.clock.due_on) == "2026-03-16"
    sweep(at("2026-03-23"))
    dates = dict(Finding.objects.values_list("code", "effective_on"))
    assert (str(dates["Y8"]), str(dates["R6"])) == ("2026-03-17", "2026-03-23")


def test_a_unit_that_says_nothing_for_a_day_is_warned(assigned):
    sweep(at("2026-09-22 09:30"))
    assert found() == [("W5", "warning", "scjg")]


def test_the_hotline_office_is_watched_too(order):
    sweep(at("2026-09-23"))
    assert found() == [("Y8", "yellow", "rexian")]


def test_an_answer_in_time_rings_nothing(replied):
    sweep(at("2026-10-20"))
    assert found() == []


def test_a_late_answer_gets_its_card(handling, clerk):
    actions.reply(handling, by=clerk, now=at("2026-09-30"), text=ANSWER)
    sweep(at("2026-10-20"))
    assert found()[-1] == ("Y8", "yellow", "scjg")


def test_the_card_of_an_order_can_be_read(handling, inspector):
    sweep(at("2026-09-30"))
    page = signed_in(inspector).get(f"/supervision/findings/{Card.objects.get().finding_id}/")
    assert page.status_code == 200
    assert handling.number in page.text
    assert "答复" in page.text
