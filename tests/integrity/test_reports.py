"""Quarterly self-reports (INT-07), the summary of the year, the analysis of a quarter signed by two."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Message
from integrity import figures, sentences, telling
from integrity.actions import analysing, reporting, robot
from integrity.actions.reporting import Stated
from integrity.models import Analysis, SelfReport
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import at
from tests.integrity.conftest import alarmed

STATED = Stated("化解风险点两个", "总体可控")


@pytest.fixture
def report(power):
    robot.run(at("2026-01-12"))
    return SelfReport.objects.get()


def test_every_unit_with_a_power_list_is_asked_for_the_report_of_the_quarter(report, bureau):
    assert (report.organisation, report.period, report.due_on) == (bureau, "2026Q1", date(2026, 3, 31))


def test_nobody_is_asked_twice(report):
    assert robot.run(at("2026-01-13")) == 0


def test_int_07_a_unit_without_a_statement_is_reminded_and_missing_in_the_year(report, head):
    """INT-07: on 1 April the statement of the first quarter is missing."""
    robot.run(at("2026-03-31"))
    assert SelfReport.objects.get(quarter=1).reminded_at is None
    now = at("2026-04-01")
    sweep(now)
    robot.run(now)
    assert SelfReport.objects.get(quarter=1).reminded_at == now
    assert Finding.objects.get().code == "W26"
    [(unit, four, missing)] = figures.year_of(SelfReport.objects.all(), 2026, now.date())
    assert (unit, missing, four[0].quarter) == (head.organisation, 1, 1)
    assert four[2:] == [None, None]


@pytest.mark.django_db(transaction=True)
def test_the_head_is_told(report, head):
    robot.run(at("2026-04-01"))
    telling.tell(at("2026-04-01 09:05"))
    titles = Message.objects.filter(recipient=head.user).values_list("title", flat=True)
    assert any("逾期未报" in title for title in titles)


def test_a_report_in_time_is_not_missing(report, head, inspector):
    reporting.submit(report, by=head, now=at("2026-03-30"), stated=STATED)
    reporting.accept(report, by=inspector, now=at("2026-04-02"))
    robot.run(at("2026-04-02"))
    [(_unit, _four, missing)] = figures.year_of(SelfReport.objects.all(), 2026, date(2026, 4, 2))
    assert missing == 0
    assert SelfReport.objects.get(quarter=1).state == "accepted"


def test_what_is_sent_back_is_missing_again(report, head, inspector):
    reporting.submit(report, by=head, now=at("2026-03-30"), stated=STATED)
    reporting.send_back(report, by=inspector, now=at("2026-04-02"), reason="未写风险点")
    assert figures.is_missing(SelfReport.objects.get(), date(2026, 4, 2))


@pytest.mark.parametrize("field", ["resolved", "assessment"])
def test_a_report_says_something(report, head, field):
    blank = {"resolved": "有", "assessment": "有", field: "　 "}
    with pytest.raises(Refused) as refused:
        reporting.submit(report, by=head, now=at("2026-03-30"), stated=Stated(**blank))
    assert refused.value.field == field
    assert SelfReport.objects.get().state == "owed"


def test_a_clerk_does_not_speak_for_the_unit(report, clerk):
    with pytest.raises(PermissionDenied):
        reporting.submit(report, by=clerk, now=at("2026-03-30"), stated=STATED)


def test_the_figures_of_the_day_are_kept_with_the_report(report, point, head):
    made = reporting.submit(report, by=head, now=at("2026-03-30"), stated=STATED)
    assert made.figures == {"a": 1, "b": 0, "c": 0, "alarms": 0, "open": 0, "unanswered": 0}


# analysis


@pytest.fixture
def analysis(county, point, bureau, inspector, second):
    alarmed(bureau, inspector, second)
    return analysing.draft(county, by=inspector, now=at("2026-04-03"), year=2026, quarter_number=1)


def test_an_analysis_counts_what_is_there_beside_the_quarter_before(analysis):
    [line] = analysis.figures["units"]
    assert {key: line["now"][key] for key in ("alarms", "open", "a")} == {"alarms": 1, "open": 1, "a": 1}
    assert line["before"]["alarms"] == 0
    assert analysis.figures["now"]["alarms"] == 1


def test_the_sentences_say_the_figures(analysis):
    assert "发出廉政风险预警警报1份（比上季度增加1）" in analysis.words
    assert "市场监管局：预警警报1份" in analysis.words
    assert "A级1个" in analysis.words


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (3, 3, "与上季度持平"),
        (3, 2, "比上季度增加1，升幅50.0%"),
        (1, 4, "比上季度减少3，降幅75.0%"),
        (2, 0, "比上季度增加2"),
    ],
)
def test_changes_in_words(now, then, words):
    assert sentences.change(now, then) == words


def test_two_sign_an_analysis(analysis, inspector, second):
    analysing.edit(analysis, by=inspector, now=at("2026-04-03"), words="一、总体平稳。")
    analysing.sign(analysis, by=inspector, now=at("2026-04-03"))
    with pytest.raises(Refused):
        analysing.countersign(analysis, by=inspector, now=at("2026-04-03"))
    made = analysing.countersign(analysis, by=second, now=at("2026-04-03"))
    assert (made.state, made.words) == ("final", "一、总体平稳。")


def test_what_is_signed_is_not_edited(analysis, inspector, second):
    analysing.sign(analysis, by=inspector, now=at("2026-04-03"))
    with pytest.raises(Refused):
        analysing.edit(analysis, by=second, now=at("2026-04-03"), words="改")
    analysing.reopen(analysis, by=second, now=at("2026-04-03"))
    analysing.edit(analysis, by=second, now=at("2026-04-03"), words="改")
    assert Analysis.objects.get().words == "改"


def test_a_quarter_to_come_and_a_second_analysis_are_refused(county, analysis, inspector):
    for quarter in (1, 3):
        with pytest.raises(Refused) as refused:
            analysing.draft(county, by=inspector, now=at("2026-04-03"), year=2026, quarter_number=quarter)
        assert refused.value.field == "quarter"


def test_a_second_unit_has_a_line_of_its_own(county, other_bureau, point, inspector, second):
    alarmed(other_bureau, inspector, second, "B")
    made = analysing.draft(county, by=inspector, now=at("2026-04-03"), year=2026, quarter_number=1)
    assert [line["name"] for line in made.figures["units"]] == ["住建局", "市场监管局"]
