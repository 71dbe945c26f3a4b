"""`manage.py import_events`, silent sources, and what the figures count."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from exchange import gaps
from exchange.models import Event, ForeignCase, Problem
from monitoring.figures import Period, daily, in_hand, unit_figures
from monitoring.models import PlatformFinding
from monitoring.sweep import sweep
from tests.conftest import at
from tests.exchange.conftest import ITEM, received, told

pytestmark = pytest.mark.django_db
HISTORY = [
    ITEM | {"organisation": "县住建局（外部）"},
    received("2026-03-02 08:30"),
    told("case.accepted", "2026-03-02"),
]


@pytest.fixture
def file(tmp_path):
    def make(*events):
        path = tmp_path / "history.jsonl"
        path.write_text("\n".join(e if isinstance(e, str) else json.dumps(e) for e in events), "utf-8")
        return path

    return make


def test_file_is_taken_in_once(county, file, capsys):
    path = file(*HISTORY)
    call_command("import_events", path)
    call_command("import_events", path)
    assert (Event.objects.count(), ForeignCase.objects.count()) == (3, 1)


def test_unit_that_only_the_history_knows_is_entered(county, file):
    call_command("import_events", file(*HISTORY))
    assert Organisation.objects.get(name="县住建局（外部）").parent == county


def test_bad_line_stops_the_import(county, file, capsys):
    with pytest.raises(CommandError) as stopped:
        call_command("import_events", file(HISTORY[0], "{", *HISTORY[1:]))
    told = capsys.readouterr().err
    assert (stopped.value.returncode, told.split(":")[0]) == (2, "2")
    assert (Event.objects.count(), Problem.objects.count()) == (0, 1)


def test_good_lines_on_demand(county, file):
    call_command("import_events", file(HISTORY[0], "{", *HISTORY[1:]), skip_bad=True)
    assert ForeignCase.objects.get().state == "accepted"


@pytest.mark.parametrize("path", ["/nowhere/history.jsonl", "/"])
def test_file_that_cannot_be_read(county, path):
    with pytest.raises(CommandError) as stopped:
        call_command("import_events", path)
    assert stopped.value.returncode == 2


def test_silent_source_is_a_fault_of_the_platform_until_it_sends_again(source, tell):
    tell("2026-03-02 10:00", ITEM)
    assert [gaps.watch(at("2026-03-03 09:00")), gaps.watch(at("2026-03-03 10:30"))] == [0, 1]
    tell("2026-03-03 11:00", received("2026-03-02"))
    gaps.watch(at("2026-03-03 11:30"))
    assert PlatformFinding.objects.get().resolved_at == at("2026-03-03 11:30")


def test_rest_days_are_no_gap(source, tell):
    tell("2026-03-06 17:00", ITEM)
    assert gaps.watch(at("2026-03-09 12:00")) == 0


def test_figures_count_the_cases_of_other_systems(county, tell):
    tell("2026-03-02 12:00", ITEM, received("2026-03-02 08:30"), told("case.accepted", "2026-03-02"))
    sweep(at("2026-03-12"))
    month = Period(date(2026, 3, 1), date(2026, 3, 31))
    [unit] = [u for u in unit_figures(county.path, month, date(2026, 3, 12)) if u.organisation.code == "zjj"]
    assert (unit.accepted, unit.finished, unit.open_overdue, unit.yellow) == (1, 0, 1, 1)


def test_board_shows_them_among_the_open_cases_and_in_the_trend(county, tell, source):
    tell("2026-03-02 12:00", ITEM, received("2026-03-02 08:30"), told("case.accepted", "2026-03-02"))
    sweep(at("2026-03-12"))
    cell = in_hand(county.path)[source.organisation_id]["accepted"]
    assert (cell["cases"], cell["yellow"]) == (1, 1)
    assert daily(county.path, [date(2026, 3, 2)])["accepted"] == [1]
