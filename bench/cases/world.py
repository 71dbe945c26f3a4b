"""Rows to measure on, made by SQL: one county, one item, its staff, accepted cases, open clocks."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role, User
from approvals.flow import PROMISE, REVIEW, STEP
from approvals.models import Case, Item
from deadlines import actions as clocks
from deadlines.models import Deadline

START = timezone.make_aware(datetime(2026, 3, 2, 9))  # noqa: DTZ001 -- made aware here
LATE = timezone.make_aware(datetime(2026, 3, 12, 9))  # noqa: DTZ001


def founded() -> tuple[Organisation, Item]:
    """The one bureau and its item; made on the first call."""
    county, _new = Organisation.objects.get_or_create(
        code="bench", defaults={"name": "县", "short_name": "县", "level": Organisation.Level.COUNTY}
    )
    facts = {"name": "局", "short_name": "局", "level": Organisation.Level.DEPARTMENT, "parent": county}
    bureau, _new = Organisation.objects.get_or_create(code="bench-bureau", defaults=facts)
    facts = {"name": "事项", "organisation": bureau, "kind": "permit", "handling": "promised"}
    facts |= {"promised_days": 7, "statutory_days": 20}
    item, new = Item.objects.get_or_create(code="BENCH", defaults=facts)
    if new:
        for code, days in ((REVIEW, 4), ("approve", 3)):
            item.steps.create(code=code, name=code, days=days)
        item.publish()
        item.save()
    return bureau, item


def employ(role: Role) -> Actor:
    bureau, _item = founded()
    user, _new = User.objects.get_or_create(username=f"bench-{role}", defaults={"name": role})
    post, _new = Post.objects.get_or_create(user=user, organisation=bureau, role=role)
    return Actor(user, post)


def accepted_cases(count: int) -> list[Case]:
    """Cases in review with both clocks running."""
    bureau, item = founded()
    facts = {"item": item, "organisation": bureau, "applicant_name": "张", "id_number": "x", "telephone": "1"}
    cases = Case.objects.bulk_create(Case(number=f"B{n:07}", submitted_at=START, **facts) for n in range(count))
    about = {"organisation": bureau, "now": START}
    promises = [clocks.build(case, PROMISE, limits=item.limits, **about) for case in cases]
    steps = [clocks.build(case, STEP + REVIEW, limits=item.limits, **about) for case in cases]
    Deadline.objects.bulk_create([*promises, *steps], batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE approvals_case c SET state = 'accepted', accepted_at = submitted_at, clock_id = p.id, "
            "step_clock_id = s.id FROM deadlines_deadline p, deadlines_deadline s WHERE c.number LIKE 'B%%' "
            "AND p.subject_id = c.id AND p.name = 'promised' AND s.subject_id = c.id AND s.name = 'step:review'"
        )
        cursor.execute("VACUUM ANALYZE approvals_case, deadlines_deadline")
    return list(Case.objects.filter(number__startswith="B").order_by("pk"))


def open_clocks(count: int, first_subject: int = 10_000_000):
    """So many running clocks with nothing due, copied from one that the clock itself planned."""
    bureau, item = founded()
    pattern = clocks.build(bureau, PROMISE, organisation=bureau, limits=item.limits, now=START)
    kind = ContentType.objects.get_for_model(Case).pk
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO deadlines_deadline (subject_type_id, subject_id, name, round, organisation_id, unit, "
            "promised, statutory, graded, warned, started_at, started_on, due_on, statutory_on, warn_on, overdue_on, "
            "grave_on, next_alarm_at, rung, policy_id, calendar_version, provisional, was_paused, extended_days) "
            "SELECT %s, %s + n, 'promised', 1, %s, 'working', 7, 20, true, true, %s, %s, %s, %s, %s, %s, %s, "
            "'2036-01-01', 1, %s, %s, false, false, 0 FROM generate_series(1, %s) n",
            [
                kind,
                first_subject,
                bureau.pk,
                START,
                pattern.started_on,
                pattern.due_on,
                pattern.statutory_on,
                pattern.warn_on,
                pattern.overdue_on,
                pattern.grave_on,
                pattern.policy_id,
                pattern.calendar_version,
                count,
            ],
        )
        cursor.execute("VACUUM ANALYZE deadlines_deadline")
