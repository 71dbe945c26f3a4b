"""A firm reports an inspection without a slip."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.actions import slip_reports
from approvals.models import SlipReport
from config.rounds import watch
from monitoring.models import Finding
from records.models import Entry
from records.refusal import Refused
from tests.approvals.slips.conftest import TODAY
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def told(client, unit, **fields):
    good = {"organisation": unit.pk, "firm_name": "永兴砖厂", "happened_on": "2026-03-09", "what": "没有备案单"}
    return client.post(reverse("approvals:report_inspection"), good | {"key": str(uuid.uuid4())} | fields)


def test_report_gives_number_and_code_without_signing_in(client, bureau):
    answer = told(client, bureau)
    report = SlipReport.objects.get()
    assert client.get(answer.url).context["report"] == report
    assert report.check_code in client.get(answer.url).content.decode()


def test_report_keeps_no_sender(bureau, citizen):
    told(signed_in(citizen), bureau)
    entries = Entry.objects.about(SlipReport.objects.get())
    assert set(entries.values_list("actor", flat=True)) == {None}


def test_double_click_reports_once(client, bureau):
    key = str(uuid.uuid4())
    assert told(client, bureau, key=key).url == told(client, bureau, key=key).url
    assert SlipReport.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("organisation", value) for value in ("", "x", "0", "9" * 30)),
        *(("firm_name", value) for value in ("", "　", "a" * 101, "a\0")),
        *(("happened_on", value) for value in ("", "2026-02-30", "2026-03-11", "2023-03-09", "0000-00-00")),
        *(("what", value) for value in ("", "　", "字" * 2001, "\u202e")),
        *(("contact", value) for value in ("123", "x" * 50)),
    ],
)
def test_bad_report_is_named_at_its_field(client, bureau, field, value):
    answer = told(client, bureau, **{field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not SlipReport.objects.exists()


@pytest.fixture
def reported(bureau):
    about = {"firm_name": "永兴砖厂", "happened_on": date(2026, 3, 9), "what": "没有备案单"}
    return slip_reports.report(bureau, by=slip_reports.ANYBODY, now=at(TODAY), **about)


def test_confirmed_report_becomes_a_yellow_card_of_the_unit(reported, inspector, bureau):
    slip_reports.confirm(reported, by=inspector, now=at(TODAY), note="属实")
    watch(at("2026-03-11"))
    found = Finding.objects.get()
    assert (found.code, found.level, found.organisation, found.subject) == ("Y6", "yellow", bureau, reported)


def test_dismissed_report_is_no_finding(reported, inspector):
    slip_reports.dismiss(reported, by=inspector, now=at(TODAY), note="有备案单")
    watch(at("2026-03-11"))
    assert not Finding.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "head", "leader", "stranger"])
def test_only_the_efficiency_office_judges(request, reported, who):
    with pytest.raises(PermissionDenied):
        slip_reports.confirm(reported, by=request.getfixturevalue(who), now=at(TODAY), note="x")


def test_judged_once(reported, inspector):
    slip_reports.confirm(reported, by=inspector, now=at(TODAY), note="属实")
    with pytest.raises(Refused) as refusal:
        slip_reports.dismiss(reported, by=inspector, now=at(TODAY), note="x")
    assert refusal.value.code == "V08"


def test_the_accused_unit_does_not_read_reports(reported, head):
    assert signed_in(head).get(reverse("approvals:slip_reports")).status_code == 403
    assert signed_in(head).get(reverse("approvals:slip_report", args=[reported.pk])).status_code == 403


def test_inspector_reads_and_confirms_through_the_page(reported, inspector):
    browser = signed_in(inspector)
    assert browser.get(reverse("approvals:slip_report", args=[reported.pk])).status_code == 200
    address = reverse("approvals:slip_report_deed", args=[reported.pk, "confirm"])
    browser.post(address, {"note": "属实", "key": str(uuid.uuid4())})
    assert SlipReport.objects.get().state == "confirmed"
