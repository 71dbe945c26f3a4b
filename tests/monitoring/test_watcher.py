"""Faults of the platform: open once, closed when they are gone."""

import pytest

from monitoring import watcher
from monitoring.models import PlatformFinding
from records.models import Entry
from tests.conftest import at

pytestmark = pytest.mark.django_db
Code = PlatformFinding.Code


def test_same_fault_is_open_once():
    first = watcher.found(Code.IMPORT_GAP, "土地系统", now=at("2026-03-02"), hours=26)
    again = watcher.found(Code.IMPORT_GAP, "土地系统", now=at("2026-03-03"), hours=50)
    assert (PlatformFinding.objects.get(), again) == (first, None)


def test_another_source_is_another_fault():
    watcher.found(Code.IMPORT_GAP, "土地系统", now=at("2026-03-02"))
    assert watcher.found(Code.IMPORT_GAP, "房产系统", now=at("2026-03-02"))


def test_fault_that_came_back_is_a_new_finding():
    watcher.found(Code.LATE_SWEEP, "sweep", now=at("2026-03-02"))
    assert watcher.gone(Code.LATE_SWEEP, "sweep", now=at("2026-03-03")) == 1
    watcher.found(Code.LATE_SWEEP, "sweep", now=at("2026-03-04"))
    assert PlatformFinding.objects.filter(resolved_at=None).count() == 1


def test_fault_stands_in_the_record():
    found = watcher.found(Code.STALE_SEAL, "seal", now=at("2026-03-02"))
    assert Entry.objects.about(found).get().verb == "monitoring.platform.found"
