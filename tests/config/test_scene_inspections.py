"""The demo county has cameras, looks through them, and checks with findings in every state that a page should show."""

import pytest

from config.demo.scenes import inspections
from config.demo.staged import Stage
from monitoring.models import Camera, Inspection, PatrolNote, Shot, SpotFinding
from tests.config.demo_county import SUNDAY, founded

pytestmark = pytest.mark.django_db


def test_the_stories_leave_something_to_do_for_everybody():
    stage = Stage(*founded(SUNDAY), SUNDAY)
    for _when, call in sorted((m for m in inspections.scene(stage) if m[0] <= SUNDAY), key=lambda moment: moment[0]):
        call()
    assert set(Inspection.objects.values_list("state", "secret")) == {("concluded", False), ("approved", True)}
    assert set(SpotFinding.objects.values_list("state", flat=True)) == {"issued", "reported", "settled"}
    assert set(PatrolNote.objects.values_list("kind", flat=True)) == {"order", "irregular", "left"}
    assert Camera.objects.filter(window=None).count() == 2
    assert Shot.objects.exists()
