"""Whatever supervision finds has a number, a title and a page, and its days are called what they are."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organisation, Role
from approvals.actions import hall
from approvals.actions import slip_reports as reports
from deadlines import actions as deadlines
from deadlines.plan import Limits, Unit
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.models import Anomaly, Look
from records.subjects import Subject, described
from tests.conftest import at, employ, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def page_of(found, actor):
    return signed_in(actor).get(reverse("monitoring:finding", args=[found.pk])).content.decode()


@pytest.fixture
def late_renewal(bureau, accepted):
    """A clock of calendar days that ran out."""
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    limits = Limits(5, unit=Unit.CALENDAR, graded=False, warned=False)
    deadlines.start(case, "renewal", organisation=bureau, limits=limits, now=at("2026-03-02"))
    sweep(at("2026-03-10"))
    return Finding.objects.get(code="R1", deadline__name="renewal")


def test_calendar_days_are_called_calendar_days(inspector, late_renewal):
    assert "8 / 5 个自然日" in page_of(late_renewal, inspector)


def test_finding_says_what_was_timed(inspector, late_renewal):
    assert "延续申请的决定" in page_of(late_renewal, inspector)


def test_register_and_workbook_name_the_unit_of_the_days(inspector, late_renewal):
    register = signed_in(inspector).get(reverse("monitoring:cards")).content.decode()
    assert "8 / 5 个自然日" in register


@pytest.fixture
def reported(bureau, inspector):
    """A confirmed report of an inspection without a slip."""
    about = {"firm_name": "好运来酒店", "happened_on": date(2026, 3, 2), "what": "来了两个人"}
    found = reports.report(bureau, by=reports.ANYBODY, now=at("2026-03-03"), **about)
    reports.confirm(found, by=inspector, now=at("2026-03-04"), note="查实")
    sweep(at("2026-03-05"))
    return found


def test_report_without_slip_is_linked_for_the_inspector(inspector, reported):
    page = page_of(Finding.objects.get(code="Y6"), inspector)
    assert f'<a href="{reverse("approvals:slip_report", args=[reported.pk])}">{reported.number}</a>' in page


def test_report_without_slip_has_no_link_for_the_unit(clerk, reported):
    assert reverse("approvals:slip_report", args=[reported.pk]) not in page_of(Finding.objects.get(code="Y6"), clerk)


def test_what_was_found_out_is_not_called_refused(inspector, reported):
    assert "被锁止的操作" not in page_of(Finding.objects.get(code="Y6"), inspector)


def test_representative_is_named(inspector, bureau, head, clerk, approver):
    for day, person in (("2026-01-05", clerk), ("2026-03-02", approver)):
        about = {"user": person.user, "mandate": "受理审批", "reason": "轮岗"}
        hall.appoint_representative(bureau, by=head, now=at(day), **about)
    sweep(at("2026-03-03"))
    page = page_of(Finding.objects.get(code="W2"), inspector)
    assert f'<a href="{reverse("approvals:representatives")}">小王</a>' in page


def test_things_without_words_of_their_own_show_their_text(bureau, clerk):
    about = {"code": "V07", "deed": "x", "message": "x", "happened_at": at("2026-03-02")}
    made = Anomaly.objects.create(subject=clerk.post, organisation=bureau, **about)
    assert described([made]) == [Subject(title=str(clerk.post))]


def test_one_query_for_each_kind_of_thing(late_renewal, reported, django_assert_num_queries):
    rows = list(Finding.objects.all())
    described(rows)  # the content types are known from now on
    with django_assert_num_queries(2):
        described(rows)


def test_register_narrows_by_rule(inspector, late_renewal, reported):
    page = signed_in(inspector).get(reverse("monitoring:cards") + "?code=Y6").content.decode()
    assert reported.number in page
    assert late_renewal.card.number not in page


def test_register_narrows_by_a_town(inspector, county):
    town = Organisation.objects.create(
        code="qh", name="清河镇人民政府", short_name="清河镇", level="town", parent=county
    )
    page = signed_in(inspector).get(reverse("monitoring:cards"))
    assert town in page.context["filter"].form.fields["organisation"].queryset


def test_way_back_of_the_unit_is_its_own_list(clerk, late_renewal):
    assert f'<a href="{reverse("monitoring:my_cards")}">' in page_of(late_renewal, clerk)


def test_leader_sees_what_waits_for_a_decision(leader):
    assert reverse("approvals:extension_requests") in signed_in(leader).get("/leaders/").content.decode()


def test_whoever_reads_the_case_of_the_report_is_noted(leader, bureau, accepted):
    case = accepted(make_item(bureau), at("2026-03-02"))
    signed_in(leader).get(reverse("scoring:case", args=[case.number]))
    assert Look.objects.get().user == leader.user


def test_administrator_finds_the_catalogue_from_the_admin(county):
    admin = employ("sysadmin", "吴新民", county, Role.SYSTEM_ADMIN)
    assert reverse("approvals:catalogue") in signed_in(admin).get("/admin/").content.decode()
