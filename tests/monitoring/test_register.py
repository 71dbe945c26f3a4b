"""Registers, the page of one finding, answering and closing."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from monitoring.figures import percent
from monitoring.models import Card, Finding, RuleVersion
from monitoring.points import LINES
from records.models import Anomaly, Entry
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
SAID = {"cause": "经办人请假，未交接", "measure": "已补办并明确A/B岗"}


def page_of(card):
    return reverse("monitoring:finding", args=[card.finding_id])


def test_page_of_a_card_explains_every_day(inspector, card):
    page = signed_in(inspector).get(page_of(card)).content.decode()
    assert card.number in page
    assert "2026年3月12日（周四）" in page
    assert "行政审批电子监察预警纠错办法" in page


def test_unit_answers_and_inspector_closes(clerk, inspector, card):
    signed_in(clerk).post(reverse("monitoring:card_deed", args=[card.finding_id, "answer"]), SAID)
    card.refresh_from_db()
    assert card.state == Card.State.ANSWERED
    signed_in(inspector).post(reverse("monitoring:card_deed", args=[card.finding_id, "close"]))
    card.refresh_from_db()
    assert card.state == Card.State.CLOSED
    assert Entry.objects.about(card).filter(verb="monitoring.card.closed").exists()


@pytest.mark.parametrize("wrong", [{"cause": "　", "measure": "x"}, {"cause": "x" * 2001, "measure": "y"}, {}])
def test_bad_answer_keeps_what_was_typed_and_changes_nothing(clerk, card, wrong):
    answer = signed_in(clerk).post(reverse("monitoring:card_deed", args=[card.finding_id, "answer"]), wrong)
    assert answer.status_code == 422
    assert wrong.get("measure", "") in answer.content.decode()
    card.refresh_from_db()
    assert card.state == Card.State.ISSUED


def test_double_click_is_one_answer(clerk, card):
    client, data = signed_in(clerk), SAID | {"key": "00000000-0000-4000-8000-000000000003"}
    for _n in range(2):
        client.post(reverse("monitoring:card_deed", args=[card.finding_id, "answer"]), data)
    assert card.answers.count() == 1


def test_stranger_does_not_even_see_the_card(stranger, card):
    client = signed_in(stranger)
    assert client.get(page_of(card)).status_code == 404
    assert client.post(reverse("monitoring:card_deed", args=[card.finding_id, "answer"]), SAID).status_code == 404
    assert card.answers.count() == 0


def test_inspector_cannot_answer_for_the_unit_and_the_attempt_is_recorded(inspector, card):
    assert (
        signed_in(inspector).post(reverse("monitoring:card_deed", args=[card.finding_id, "answer"]), SAID).status_code
        == 403
    )
    assert card.answers.count() == 0
    assert Anomaly.objects.get().code == "V07"


def test_unanswered_card_cannot_be_closed(inspector, card):
    signed_in(inspector).post(reverse("monitoring:card_deed", args=[card.finding_id, "close"]))
    card.refresh_from_db()
    assert card.state == Card.State.ISSUED


@pytest.mark.parametrize("query", ["", "?level=yellow", "?since=2026-03-12", "?level=red", "?before=1"])
def test_register_can_be_narrowed(inspector, card, query):
    page = signed_in(inspector).get(reverse("monitoring:cards") + query).content.decode()
    shown = query not in ("?level=red", "?before=1")
    assert (card.number in page) is shown


@pytest.mark.parametrize("query", ["?level=x", "?since=2026-02-30", "?before=-1", "?before=abc", "?organisation=x'--"])
@pytest.mark.usefixtures("card")
def test_hostile_queries_get_a_page(inspector, query):
    assert signed_in(inspector).get(reverse("monitoring:cards") + query).status_code == 200


def test_register_exports_to_excel(inspector, card):
    answer = signed_in(inspector).get(reverse("monitoring:cards") + "?level=yellow&xlsx=1")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(load_workbook(BytesIO(content)).active.values)
    assert rows[1][0] == card.number


def test_overview_counts_what_waits(inspector, card):
    page = signed_in(inspector).get(reverse("monitoring:overview"))
    assert page.context["waiting"] == 1


def test_rules_are_shown_with_their_basis(inspector):
    assert "超过承诺时限" in signed_in(inspector).get(reverse("monitoring:rules")).content.decode()


def test_every_rule_in_force_stands_at_one_line_of_business(inspector):
    client = signed_in(inspector)
    pages = [client.get(reverse("monitoring:rules"), {"line": line}).context["points"] for line in LINES]
    shown = [version.code for points in pages for _point, rules in points for version, _count in rules]
    assert sorted(shown) == sorted(RuleVersion.objects.values_list("code", flat=True))


def test_unit_sees_its_own_cards(clerk, stranger, card):
    assert card.number in signed_in(clerk).get(reverse("monitoring:my_cards")).content.decode()
    assert card.number not in signed_in(stranger).get(reverse("monitoring:my_cards")).content.decode()


def test_month_of_a_whole_district_adds_up(inspector, bureau, county):
    """A year of one district: 211 anomalies, 1,791 pre-warnings, 67 yellow and 10 red cards."""
    figures = {"anomaly": 211, "warning": 1791, "yellow": 67, "red": 10}
    now, rule = timezone.now(), RuleVersion.objects.get(code="Y1")
    about = {"organisation": bureau, "effective_on": timezone.localdate(now), "issued_at": now, "subject": county}
    Finding.objects.bulk_create(
        Finding(rule=rule, code="Y1", level=level, occurrence=f"{level}:{number}", **about)
        for level, count in figures.items()
        for number in range(count)
    )
    tiles = signed_in(inspector).get(reverse("monitoring:overview")).context["tiles"]
    assert tiles == figures
    assert (str(percent(67, 1791)), str(percent(10, 67))) == ("3.74", "14.93")
