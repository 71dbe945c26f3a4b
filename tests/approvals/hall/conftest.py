"""The hall on a Thursday in March: a clerk with a window, a colleague, a deputy."""

import io
import uuid

import pytest
import time_machine
from openpyxl import load_workbook

from accounts.models import Post, Role, Window
from approvals.actions import duty
from approvals.models import Case
from tests.conftest import at, employ

TODAY = "2026-03-12"  # a Thursday


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def second(bureau):
    """The other clerk of the unit."""
    return employ("ma", "小马", bureau, Role.CLERK)


@pytest.fixture
def window(clerk, bureau):
    made = Window.objects.create(number="013", name="企业开办", hall="一楼大厅", organisation=bureau)
    Post.objects.filter(pk=clerk.post.pk).update(window=made)
    clerk.post.refresh_from_db()
    return made


@pytest.fixture
def covered(clerk, second, head):
    """The clerk's post has a deputy."""
    return duty.appoint_deputy(clerk.post, by=head, now=at(TODAY), deputy=second.user)


def key():
    return str(uuid.uuid4())


def responsible(case):
    fresh = Case.objects.select_related("clock__responsible", "step_clock__responsible").get(pk=case.pk)
    return fresh.clock.responsible


def sheet_of(response):
    return list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)
