"""The demo county has notices, instructions, cases and lines in every state that a page should show."""

import pytest

from config.demo.scenes import notices
from config.demo.staged import Stage
from monitoring.models import ArchiveLine, EfficiencyCase, Finding, Notice
from monitoring.sweep import sweep
from tests.config.demo_county import SUNDAY, founded

pytestmark = pytest.mark.django_db


def test_the_stories_leave_something_to_do_for_everybody():
    stage = Stage(*founded(SUNDAY), SUNDAY)
    for _when, call in sorted((m for m in notices.scene(stage) if m[0] <= SUNDAY), key=lambda moment: moment[0]):
        call()
    sweep(SUNDAY)
    states = set(Notice.objects.values_list("state", flat=True))
    assert states == {"drafted", "issued", "answered", "raised", "closed"}
    assert set(EfficiencyCase.objects.values_list("state", flat=True)) == {"filed", "concluded"}
    assert set(ArchiveLine.objects.values_list("state", flat=True)) == {"proposed", "signed"}
    assert Finding.objects.filter(code="Y7").exists()
