"""The demo county's departments with systems of their own; told once, looked at from several sides."""

from random import Random

import pytest

from config.demo.scenes import exchange
from config.demo.staged import Stage
from config.rounds import watch
from exchange.models import ForeignCase, Mapping, Problem, SourceSystem
from monitoring.models import Finding, PlatformFinding
from tests.config.demo_county import SUNDAY, founded, rolled_back

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Everything the scene tells, and one round of supervision after it."""
    with django_db_blocker.unblock(), rolled_back():
        cast, hours, _rng = founded(SUNDAY)
        stage = Stage(cast, hours, Random(1), SUNDAY)  # noqa: S311
        for when, call in sorted(exchange.scene(stage), key=lambda pair: pair[0]):
            if when <= SUNDAY:
                call()
        watch(SUNDAY)
        yield stage


def test_cases_are_open_decided_and_delivered(told):
    states = set(ForeignCase.objects.values_list("state", flat=True))
    assert states >= {"accepted", "delivered"}


def test_no_case_contradicts_itself(told):
    assert [case.doubts for case in ForeignCase.objects.all() if case.doubts] == []


def test_late_cases_got_their_cards(told):
    levels = set(Finding.objects.values_list("level", flat=True))
    assert levels >= {"warning", "yellow"}


def test_only_the_silent_system_is_a_fault_of_the_platform(told):
    silent = SourceSystem.objects.get(code=exchange.SILENT).name
    assert list(PlatformFinding.objects.filter(code="import_gap").values_list("about", flat=True)) == [silent]


def test_three_lines_wait_and_a_meaning_is_proposed(told):
    fields = sorted(Problem.objects.waiting().values_list("field", flat=True))
    assert (fields, Mapping.objects.get().state) == (["", "at", "item"], "proposed")
