"""The demo county keeps and misses its publication duties, and has requests and checks in every state."""

import pytest

from config.demo.scenes import openness
from config.demo.staged import Stage
from disclosure.models import Announcement, CatalogueChange, InfoRequest, Lesson, OpennessCheck, Publication
from monitoring.models import Finding
from monitoring.sweep import sweep
from tests.config.demo_county import SUNDAY, founded

pytestmark = pytest.mark.django_db


def test_openness_leaves_something_to_do_for_everybody():
    stage = Stage(*founded(SUNDAY), SUNDAY)
    for _when, call in sorted((m for m in openness.scene(stage) if m[0] <= SUNDAY), key=lambda moment: moment[0]):
        call()
    sweep(SUNDAY)
    states = set(InfoRequest.objects.values_list("state", flat=True))
    assert states == {"received", "correcting", "consulting", "drafted", "answered"}
    assert set(OpennessCheck.objects.values_list("state", flat=True)) == {
        "drafted",
        "rectifying",
        "reported",
        "closed",
    }
    assert set(Announcement.objects.values_list("state", flat=True)) == {"draft", "published", "withdrawn"}
    assert [change.state for change in CatalogueChange.objects.all()] == ["draft"]
    assert Lesson.objects.drafts().get().quiz
    late = Publication.objects.owed().filter(due_on__lt=SUNDAY.date()).count()
    assert (late, Publication.objects.public().count() > 100) == (1, True)
    assert Finding.objects.filter(code="Y27").exists()
