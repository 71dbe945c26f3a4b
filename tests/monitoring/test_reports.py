"""Reports: every number opens its rows, what was signed stays, two people sign."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from monitoring import actions, reports
from monitoring.issue import issue
from monitoring.models import Card, Finding, Report, RuleVersion
from monitoring.reports_figures import FIGURES, keys
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, employ, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
DECEMBER = at("2026-12-02")
NOVEMBER = reports.period_of("month", at("2026-11-15").date())
TO = ["中共云溪县委员会", "云溪县人民政府", "中共云溪县委组织部"]


@pytest.fixture
def colleague(discipline):
    return employ("qian", "小钱", discipline, Role.INSPECTOR)


@pytest.fixture
def november(bureau, clerk, received):
    """Twelve pre-warnings, two yellow cards and a red one on different cases."""
    item = make_item(bureau, steps=())
    levels = ["warning"] * 12 + ["yellow"] * 2 + ["red"]
    rule = RuleVersion.objects.filter(code="Y1").first()
    found = [
        Finding(
            rule=rule,
            code="Y1",
            level=level,
            occurrence=str(place),
            subject=received(item, at("2026-11-02")),
            organisation=bureau,
            responsible=clerk.user,
            effective_on=at("2026-11-12").date(),
            issued_at=at("2026-11-12"),
        )
        for place, level in enumerate(levels)
    ]
    issue(found, at("2026-11-12"))
    return found


def withdraw(card):
    """As an appeal does it."""
    card.withdraw()
    card.counts_as = ""
    card.save(update_fields=["state", "counts_as"])


def propose(county, by, kind="summary", now=DECEMBER, **more):
    about = {"kind": kind, "first": at("2026-11-01").date(), "recipients": TO}
    return actions.propose_report(county, by=by, now=now, **about | more)


def count(report, name, unit=""):
    return len(keys(report.rows, name, unit))


@pytest.mark.usefixtures("november")
def test_month_with_a_withdrawn_card(county, inspector):
    """12 pre-warnings, 2 yellow, 1 red; one yellow withdrawn: the report says 12, 1 (+1 withdrawn), 1."""
    withdraw(Card.objects.filter(colour="yellow").first())
    report = propose(county, inspector)
    names = ["warning", "yellow", "yellow_withdrawn", "red", "red_withdrawn"]
    assert [count(report, name) for name in names] == [12, 1, 1, 1, 0]


@pytest.mark.usefixtures("november")
def test_summary_goes_to_committee_government_and_organisation_department(county):
    assert reports.recipients("summary", county) == TO


@pytest.mark.usefixtures("november")
def test_summary_names_the_persons_for_their_archives(county, inspector, clerk):
    report = propose(county, inspector)
    assert report.body["persons"] == [[clerk.user.pk, "小王", "市场监管局", 12, 2, 1]]


@pytest.mark.usefixtures("november")
def test_every_number_is_the_count_of_its_rows(county, inspector):
    report = propose(county, inspector)
    client = signed_in(inspector)
    page = client.get(reverse("monitoring:report", args=[report.pk]))
    for line in page.context["lines"]:
        for name, number in line["cells"]:
            query = {"figure": name, "unit": line["code"]}
            rows = client.get(reverse("monitoring:report_rows", args=[report.pk]), query)
            assert rows.context["count"] == number == len(rows.context["rows"])


@pytest.mark.usefixtures("november")
def test_signed_report_keeps_its_numbers_when_a_card_is_withdrawn_later(county, inspector, colleague):
    report = actions.issue_report(propose(county, inspector), by=colleague, now=DECEMBER)
    withdraw(Card.objects.get(colour="red"))
    report.refresh_from_db()
    assert (count(report, "red"), reports.digest(report)) == (1, report.digest)


@pytest.mark.usefixtures("november")
def test_correction_is_an_edition_of_its_own(county, inspector, colleague):
    actions.issue_report(propose(county, inspector), by=colleague, now=DECEMBER)
    withdraw(Card.objects.get(colour="red"))
    again = actions.issue_report(propose(county, inspector), by=colleague, now=DECEMBER)
    assert again.number == "云审批月汇总〔2026〕第11期（更正第1次）"
    assert (count(again, "red"), count(again, "red_withdrawn")) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "first", "number"),
    [
        ("week", "2026-11-09", "云效监周报〔2026〕第46期"),
        ("week", "2025-12-29", "云效监周报〔2026〕第1期"),
        ("month", "2026-11-30", "云效监月报〔2026〕第11期"),
        ("summary", "2026-11-01", "云审批月汇总〔2026〕第11期"),
        ("circular", "2026-11-01", "云政服中心通报〔2026〕第11期"),
    ],
)
def test_number_follows_the_period(county, inspector, colleague, kind, first, number):
    report = propose(county, inspector, kind, first=at(first).date())
    assert actions.issue_report(report, by=colleague, now=DECEMBER).number == number


def test_author_cannot_sign(county, inspector):
    report = propose(county, inspector)
    with pytest.raises(PermissionDenied):
        actions.issue_report(report, by=inspector, now=DECEMBER)
    assert Report.objects.get().number == ""


def test_leader_may_sign(county, inspector, leader):
    assert actions.issue_report(propose(county, inspector), by=leader, now=DECEMBER).state == "issued"


def test_period_that_runs_cannot_be_issued(county, inspector):
    with pytest.raises(Refused):
        propose(county, inspector, now=at("2026-11-30 23:59"))
    assert not Report.objects.exists()


def test_one_proposal_at_a_time(county, inspector, colleague):
    propose(county, inspector)
    with pytest.raises(Refused):
        propose(county, colleague)


def test_sent_back_report_may_be_proposed_again(county, inspector, colleague):
    actions.drop_report(propose(county, inspector), by=colleague, now=DECEMBER, reason="分管领导要求补充")
    assert propose(county, inspector).edition == 1


def test_issue_stands_in_the_record_with_digest_and_recipients(county, inspector, colleague):
    report = actions.issue_report(propose(county, inspector), by=colleague, now=DECEMBER)
    entry = Entry.objects.about(report).get(verb="monitoring.report.issued")
    assert (entry.body["digest"], entry.body["recipients"]) == (report.digest, TO)


@pytest.mark.parametrize("changed", [{"body": {}}, {"digest": ""}, {"recipients": []}, {"last": "2026-12-31"}])
def test_database_refuses_to_change_a_frozen_report(county, inspector, changed):
    propose(county, inspector)
    with pytest.raises(ProgrammingError, match="append-only"):
        Report.objects.update(**changed)


@pytest.mark.parametrize("kind", Report.Kind.values)
@pytest.mark.usefixtures("november")
def test_every_kind_has_a_sheet_and_a_workbook(inspector, kind):
    client = signed_in(inspector)
    query = f"?kind={kind}&on=2026-11-12"
    page = client.get(reverse("monitoring:report_draft") + query)
    assert page.status_code == 200
    answer = client.get(reverse("monitoring:report_draft") + query + "&xlsx=1")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][0] == "单位"


def test_sheet_is_proposed_and_signed_in_the_browser(county, inspector, colleague):
    typed = {
        "kind": "summary",
        "on": "2026-01-15",
        "recipients": "中共云溪县委员会\n 云溪县人民政府 \n\n云溪县人民政府",
    }
    signed_in(inspector).post(reverse("monitoring:report_propose"), typed)
    report = Report.objects.get()
    assert report.recipients == ["中共云溪县委员会", "云溪县人民政府"]
    signed_in(colleague).post(reverse("monitoring:report_issue", args=[report.pk]))
    assert "云审批月汇总〔2026〕第1期" in signed_in(inspector).get(reverse("monitoring:reports")).content.decode()


@pytest.mark.parametrize("recipients", ["", "　", "x" * 61, "\n".join(f"单位{n}" for n in range(31)), "a\x00"])
def test_unusable_list_of_recipients_comes_back(inspector, recipients):
    typed = {"kind": "summary", "on": "2026-01-15", "recipients": recipients}
    assert signed_in(inspector).post(reverse("monitoring:report_propose"), typed).status_code == 422
    assert not Report.objects.exists()


@pytest.mark.parametrize("query", ["?kind=x", "?on=2026-02-30", "?on=9999-12-31", "?kind=week&on=", "?on=x'--"])
def test_hostile_queries_get_a_sheet(inspector, query):
    assert signed_in(inspector).get(reverse("monitoring:report_draft") + query).status_code == 200


@pytest.mark.parametrize("query", ["", "?figure=nothing", "?figure=red&page=0", "?figure=red&page=x", "?figure=x'--"])
def test_unknown_number_is_not_found(inspector, query):
    assert signed_in(inspector).get(reverse("monitoring:report_draft_rows") + query).status_code == 404


def test_clerk_reads_no_reports(clerk):
    assert signed_in(clerk).get(reverse("monitoring:reports")).status_code == 403


def test_figures_have_names_of_their_own():
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)
