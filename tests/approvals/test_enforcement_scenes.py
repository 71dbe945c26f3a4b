"""The demo county shows penalties, levies and slips in every state; told once, looked at from several sides."""

from random import Random

import pytest

from accounts.models import Organisation
from approvals.models import Levy, Penalty, Slip, SlipReport
from config.demo.scenes import levies, penalties, slips
from config.demo.staged import Stage
from config.rounds import watch
from monitoring.models import Finding
from records.models import Anomaly
from tests.config.demo_county import SUNDAY, founded, rolled_back

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county_at_work(django_db_setup, django_db_blocker):
    """Everything the three scenes tell, and one round of supervision after it."""
    with django_db_blocker.unblock(), rolled_back():
        cast, hours, _rng = founded(SUNDAY)
        stage = Stage(cast, hours, Random(1), SUNDAY)  # noqa: S311
        told = [pair for scene in (slips.scene, penalties.scene, levies.scene) for pair in scene(stage)]
        for when, call in sorted(told, key=lambda pair: pair[0]):
            if when <= SUNDAY:
                call()
        watch(SUNDAY)
        yield stage


def states(model) -> set[str]:
    return set(model.objects.values_list("state", flat=True))


def test_penalties_stand_in_every_state(county_at_work):
    assert states(Penalty) == {"filed", "proposed", "told", "reviewed", "decided", "served", "closed", "dropped"}


def test_slips_stand_in_every_state_of_a_visit(county_at_work):
    assert states(Slip) == {"applied", "approved", "merged", "refused", "carried_out"}


def test_levies_stand_in_every_state(county_at_work):
    assert states(Levy) == {"assessed", "returned", "approved", "paid"}


def test_one_report_is_confirmed_and_one_waits(county_at_work):
    assert states(SlipReport) == {"confirmed", "reported"}


def test_an_inspection_with_problems_became_a_penalty_case(county_at_work):
    assert Penalty.objects.get(slip__isnull=False).slip.has_problems


def test_confirmed_report_is_a_yellow_card(county_at_work):
    unit = Organisation.objects.get(code="xfj")
    assert Finding.objects.filter(code="Y6", organisation=unit, level="yellow").count() == 1


def test_the_sleeping_file_and_the_unapproved_levy_ring(county_at_work):
    late = Finding.objects.filter(code="Y2").order_by("occurrence")
    assert list(late.values_list("occurrence", flat=True)) == ["step:levy:1", "step:penalty:1"]


def test_nobody_of_the_demo_broke_a_rule(county_at_work):
    assert not Anomaly.objects.exclude(code="V09").exists()
