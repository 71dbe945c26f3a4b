"""A draft that waits for its second signature: red after three days past the promise, tried on the last two months."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from config.demo.scenes.offices import ago
from config.demo.staged import Stage
from monitoring import actions
from monitoring.actions.rules import run_back_test
from monitoring.models import RuleVersion
from monitoring.rules import BY_CODE

CODE = "R1"
SAID = {
    "name": "严重超时",
    "law": "云溪县行政审批电子监察办法（征求意见稿）第十二条",
    "reason": "群众反映超时后仍久拖不决，拟将红牌由超过承诺时限五个工作日提前到三个工作日",
}
WEEKS = 8  # that the draft is tried on


def scene(stage: Stage) -> Iterator[tuple[datetime, object]]:
    inspector = stage.cast.inspectors[0]
    yield (when := ago(stage, 3)), partial(write, inspector, when)
    yield (when := ago(stage, 1)), partial(look_back, inspector, when)


def write(inspector, now: datetime):
    """The draft, to begin with the first of next month."""
    first = (timezone.localdate(now).replace(day=28) + timedelta(days=7)).replace(day=1)
    about = {"level": "red", "parameters": {"past_promise": 3}, "valid_from": first}
    actions.draft(BY_CODE[CODE], by=inspector, now=now, **about, **SAID)


def look_back(inspector, now: datetime):
    """What it would have found."""
    draft, last = RuleVersion.objects.drafts().get(code=CODE), timezone.localdate(now) - timedelta(days=1)
    days = {"first": last - timedelta(weeks=WEEKS), "last": last}
    run_back_test(actions.try_on_past(draft, by=inspector, now=now, **days).pk, lambda: now)
