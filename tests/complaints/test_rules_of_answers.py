"""Rules W6–W9, Y10, Y11: what the deeds on orders become at the next sweep."""

import pytest

from complaints import actions
from monitoring.models import Card, Finding
from monitoring.sweep import sweep
from records.actions import report_violation
from tests.complaints.test_judging import EMPTY
from tests.conftest import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("violation", "rule", "level"),
    [
        ("V12", "W6", "warning"),
        ("V15", "W7", "warning"),
        ("V16", "W8", "warning"),
        ("V17", "W8", "warning"),
        ("V13", "Y10", "yellow"),
        ("V14", "Y11", "yellow"),
    ],
)
def test_each_violation_has_its_rule(handling, clerk, bureau, violation, rule, level):
    about = {"deed": "complaints.reply", "message": "答复空洞", "organisation": bureau, "responsible": clerk.user}
    report_violation(violation, handling, now=at("2026-09-22"), **about)
    sweep(at("2026-09-22 10:00"))
    [found] = Finding.objects.all()
    assert (found.code, found.level, found.responsible) == (rule, level, clerk.user)


def test_a_card_for_an_empty_answer_goes_to_the_unit_and_its_author(handling, clerk, citizen):
    order = actions.reply(handling, by=clerk, now=at("2026-09-23"), text=EMPTY, anyway="已当面答复").order
    actions.rate(order, by=citizen, now=at("2026-09-24"), stars=1, text="什么也没说")
    sweep(at("2026-09-24 10:00"))
    card = Card.objects.select_related("finding").get()
    assert (card.finding.code, card.finding.organisation.code, card.finding.responsible) == ("Y10", "scjg", clerk.user)
