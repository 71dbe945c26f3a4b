"""Quarterly checks: a sheet that adds up, two persons, faults put right in their term, the share in a score."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from approvals.statistics import Period
from disclosure import evidence
from disclosure.actions import checking
from disclosure.actions.checking import Seen, Sheet
from disclosure.models import CheckPoint, OpennessCheck
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import at

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 1, 1)


def sheet(lost=0, finding="3月晚公开", until=None):
    """All points but so many of the line on time limits."""
    lines = tuple(
        Seen(point, Decimal(point.points - (lost if point.code == "time" else 0)), finding if lost else "")
        for point in CheckPoint.objects.all()
    )
    return Sheet(date(2026, 3, 15), lines, "", until)


def written(unit, by, **more):
    return checking.write(unit, by=by, now=at("2026-04-02"), sheet=sheet(**more))


@pytest.fixture
def faulty(bureau, publicist, director):
    """To be put right by Friday 10 April 2026."""
    row = written(bureau, publicist, lost=4, until=date(2026, 4, 10))
    return checking.confirm(row, by=director, now=at("2026-04-02 15:00"))


def test_points_of_the_sheet_add_up_to_100():
    assert sum(CheckPoint.objects.values_list("points", flat=True)) == 100


def test_check_belongs_to_its_quarter_and_has_its_total(bureau, publicist):
    row = written(bureau, publicist, lost=4)
    assert (row.quarter, row.total) == (QUARTER, Decimal(96))


def test_check_without_faults_is_closed_by_the_second_person(bureau, publicist, director):
    row = checking.confirm(written(bureau, publicist), by=director, now=at("2026-04-02"))
    assert row.state == OpennessCheck.State.CLOSED


def test_who_writes_does_not_confirm(bureau, director):
    with pytest.raises(Refused):
        checking.confirm(written(bureau, director), by=director, now=at("2026-04-02"))


def test_office_does_not_check_itself(office, publicist):
    with pytest.raises(PermissionDenied):
        written(office, publicist)


def test_unit_does_not_check(bureau, head):
    with pytest.raises(PermissionDenied):
        written(bureau, head)


def test_one_check_a_quarter(bureau, publicist):
    written(bureau, publicist)
    with pytest.raises(Refused) as refused:
        written(bureau, publicist)
    assert refused.value.field == "quarter"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lost": 4, "finding": " "}, "finding_time"),
        ({"lost": 25}, "points_time"),
        ({"lost": -1}, "points_time"),
        ({"lost": 4, "until": date(2026, 4, 1)}, "rectify_by"),
    ],
)
def test_wrong_sheet_names_its_field_and_nothing_is_saved(bureau, publicist, more, field):
    with pytest.raises(Refused) as refused:
        written(bureau, publicist, **more)
    assert (refused.value.field, OpennessCheck.objects.exists()) == (field, False)


def test_unit_sees_its_check_only_once_confirmed(bureau, publicist, head):
    written(bureau, publicist)
    assert not OpennessCheck.objects.visible_to(head).exists()


def test_faults_not_put_right_are_a_yellow_card(faulty):
    sweep(at("2026-04-10 23:59"))
    assert not Finding.objects.filter(code="Y27").exists()
    sweep(at("2026-04-13 00:01"))
    assert Finding.objects.get(code="Y27").organisation_id == faulty.organisation_id


def test_put_right_closed_by_the_office(faulty, clerk, director):
    row = checking.put_right(faulty, by=clerk, now=at("2026-04-08"), report="已补发")
    assert checking.close(row, by=director, now=at("2026-04-09")).state == OpennessCheck.State.CLOSED


def test_what_is_not_right_gets_a_new_term(faulty, clerk, director):
    row = checking.put_right(faulty, by=clerk, now=at("2026-04-08"), report="已补发")
    about = {"reason": "附件仍打不开", "rectify_by": date(2026, 4, 17)}
    checking.reopen(row, by=director, now=at("2026-04-09"), **about)
    sweep(at("2026-04-20 00:01"))
    assert Finding.objects.filter(code="Y27").count() == 1


@pytest.mark.parametrize(
    ("first", "last", "points"),
    [(QUARTER, date(2026, 3, 31), [Decimal("9.6")]), (date(2026, 4, 1), date(2026, 6, 30), [])],
)
def test_mean_of_the_checks_is_a_share_of_an_item(bureau, faulty, first, last, points):
    asked = SimpleNamespace(
        sheet=SimpleNamespace(organisation=bureau),
        period=Period(first, last),
        item=object(),
        worth=lambda share: 10 * share,
    )
    assert [found.points for found in evidence.openness(asked)] == points
