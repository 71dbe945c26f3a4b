"""Whatever is tried in whatever order by whomever: no guard of the course is ever broken."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement import actions
from procurement.flows import flow_of
from procurement.models import Notice, Tender
from procurement.periods import Regime, period
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.course import WAY

CODES = list(WAY)
RIGHT, WRONG, SIDE = "right", "wrong", "side"
SIDES = ["suspend", "resume", "fail", "reissue", "terminate"]
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just(RIGHT), st.just(""), st.integers(0, 3)),
        st.tuples(st.just(RIGHT), st.just(""), st.integers(0, 3)),
        st.tuples(st.just(WRONG), st.sampled_from(CODES), st.integers(-30, 60)),
        st.tuples(st.just(SIDE), st.sampled_from(SIDES), st.integers(0, 5)),
    ),
    min_size=6,
    max_size=24,
)


def rightly(course, cast, _name, _days):
    """The step that is owed, at its usual moment, by who does it."""
    code = course.tender.step
    if code in WAY:
        course.before(code)
        course.do(code)


def wrongly(course, cast, name, days):
    """Any step, by anybody, at any time."""
    people = list(cast.values())
    now = at(WAY[name][0]) + timedelta(days=days)
    actions.advance(course.tender, name, by=people[days % len(people)], now=now, data=course.facts(name))


def beside(course, cast, name, days):
    by = {"suspend": "head", "resume": "head", "fail": "centre", "reissue": "tenderer", "terminate": "head"}[name]
    more = {} if name in ("resume", "reissue") else {"reason": "核查线索"}
    now = at(WAY.get(course.tender.step, ("2026-04-16",))[0]) + timedelta(days=days)
    getattr(actions, name)(course.tender, by=cast[by], now=now, **more)


TRY = {RIGHT: rightly, WRONG: wrongly, SIDE: beside}


def attempt(course, cast, kind, name, days):
    try:
        with transaction.atomic():
            TRY[kind](course, cast, name, days)
    except (Refused, PermissionDenied):
        pass
    course.tender = Tender.objects.get(pk=course.tender.pk)


def broken(tender: Tender) -> list[str]:
    """Which of these do not hold any more."""
    return [check.__doc__ for check in (in_order, by_different_people, in_time) if not check(tender)]


def in_order(tender: Tender) -> bool:
    """Steps follow each other without a gap, in each round, and the last one completes the tender."""
    flow = flow_of(tender)
    owed = flow.after(tender.done)
    completed = (tender.state == Tender.State.COMPLETED) == (tender.done == len(flow.steps))
    rounds = all(without_gap(tender, flow, number) for number in range(1, tender.round + 1))
    return completed and rounds and tender.step == (owed.code if owed else "")


def without_gap(tender: Tender, flow, number: int) -> bool:
    rows = [row for row in tender.steps.filter(round=number).order_by("number") if row.finished_at]
    first = 1 if number == 1 else flow.number(flow.restart)
    return [row.number for row in rows] == list(range(first, first + len(rows)))


def by_different_people(tender: Tender) -> bool:
    """管办分离: nobody acts for the centre and approves for a department."""
    flow = flow_of(tender)
    by = {"centre": set(), "supervisor": set()}
    for row in tender.steps.exclude(finished_by=None):
        for capacity in set(flow.step(row.code).by) & by.keys():
            by[capacity].add(row.finished_by_id)
        if row.confirmed_by_id:
            by["supervisor"].add(row.confirmed_by_id)
    return not by["centre"] & by["supervisor"]


def in_time(tender: Tender) -> bool:
    """No minimum of the law is shorter than it may be."""
    due = timezone.localdate(tender.bids_due_at) if tender.published_at else None
    shown = tender.notices.filter(kind=Notice.Kind.CANDIDATES, round=tender.round).last()
    awards = tender.awards.filter(round=tender.round)
    public = all(timezone.localdate(award.noticed_at) > shown.until for award in awards)
    return public and (due is None or due >= period(Regime.BIDDING, "bids").end(tender.documents_from))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES)
def test_no_order_of_deeds_breaks_a_guard(course, cast, supervisor_head, moves):
    cast = cast | {"head": supervisor_head}
    start, keys = course.tender, dict(course.keys)
    with transaction.atomic():
        for kind, name, days in moves:
            attempt(course, cast, kind, name, days)
            assert broken(course.tender) == []
        transaction.set_rollback(True)
    course.tender, course.keys = Tender.objects.get(pk=start.pk), keys
