"""One deed (a review): lock, guard, transition, clocks, entry, form key — against the same statements sent by hand."""

import itertools
import json
import uuid

from django.db import connection, transaction

from accounts.models import Role
from approvals import actions as approvals
from approvals.models import Case
from bench.cases.world import START, accepted_cases, employ
from bench.measure import Result, compare, for_seconds
from records.models import Entry

POOL = 3000


def reset():
    """Bring every case back to where it was; not timed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE approvals_case c SET state = 'accepted', reviewer_id = NULL, review_opinion = '', "
            "step_clock_id = (SELECT id FROM deadlines_deadline d WHERE d.subject_id = c.id "
            "AND d.name = 'step:review' "
            "AND d.subject_type_id = (SELECT id FROM django_content_type WHERE model = 'case')) "
            "WHERE state = 'reviewed'"
        )
        cursor.execute("DELETE FROM deadlines_deadline WHERE name = 'step:approve'")
        cursor.execute(
            "UPDATE deadlines_deadline SET met_on = NULL, used_days = NULL, next_alarm_at = overdue_on "
            "WHERE name = 'step:review' AND met_on IS NOT NULL"
        )
        cursor.execute("VACUUM approvals_case, deadlines_deadline")


def by_action(cases, reviewer):
    def one():
        approvals.review(next(cases), by=reviewer, now=START, opinion="符合条件", key=str(uuid.uuid4()))

    return one


LOCK = (
    "SELECT c.*, i.*, o.*, p.*, s.* FROM approvals_case c JOIN approvals_item i ON i.id = c.item_id "
    "JOIN accounts_organisation o ON o.id = c.organisation_id LEFT JOIN deadlines_deadline p ON p.id = c.clock_id "
    "LEFT JOIN deadlines_deadline s ON s.id = c.step_clock_id WHERE c.id = %s FOR UPDATE OF c"
)
NEXT_CLOCK = """
INSERT INTO deadlines_deadline (subject_type_id, subject_id, name, round, organisation_id, unit, promised, graded,
    warned, started_at, started_on, due_on, overdue_on, next_alarm_at, rung, policy_id, calendar_version, provisional,
    was_paused, extended_days)
SELECT subject_type_id, subject_id, 'step:approve', 1, organisation_id, unit, 3, false,
    false, started_at, started_on, due_on, overdue_on, overdue_on, 0, policy_id, calendar_version, false,
    false, 0
FROM deadlines_deadline WHERE id = %s RETURNING id
"""


def by_hand(cases, reviewer):
    def one():
        case = next(cases)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_formkey (user_id, key) VALUES (%s, %s)", [reviewer.user.pk, str(uuid.uuid4())]
            )
            cursor.execute(LOCK, [case.pk])
            cursor.fetchone()
            cursor.execute(
                "UPDATE deadlines_deadline SET met_on = %s, used_days = 0, next_alarm_at = NULL WHERE id = %s",
                [START.date(), case.step_clock_id],
            )
            cursor.execute(NEXT_CLOCK, [case.step_clock_id])
            [clock] = cursor.fetchone()
            cursor.execute(
                "UPDATE approvals_case SET state = 'reviewed', reviewer_id = %s, review_opinion = %s, "
                "step_clock_id = %s WHERE id = %s",
                [reviewer.user.pk, "符合条件", clock, case.pk],
            )
            cursor.execute(
                "INSERT INTO records_entry (subject_type_id, subject_id, verb, actor_id, post_id, organisation_id, "
                "happened_at, body) VALUES ((SELECT subject_type_id FROM deadlines_deadline WHERE id = %s), %s, "
                "'approvals.case.reviewed', %s, %s, %s, %s, %s)",
                [
                    clock,
                    case.pk,
                    reviewer.user.pk,
                    reviewer.post.pk,
                    reviewer.post.organisation_id,
                    START,
                    json.dumps({}),
                ],
            )

    return one


def same_result(cases, reviewer):
    """Both ways leave the same case, clocks and entry behind."""
    seen = []
    for way, case in zip((by_action, by_hand), cases[:2], strict=True):
        way(iter([case]), reviewer)()
        facts = Case.objects.values_list("state", "reviewer_id", "review_opinion", "step_clock__name").get(pk=case.pk)
        verb = Entry.objects.filter(subject_id=case.pk, verb="approvals.case.reviewed").count()
        seen.append((facts, verb))
    if seen[0] != seen[1]:
        raise SystemExit(f"transition: the two sides differ: {seen}")


def run(pairs: int, full: bool) -> list[Result]:
    reviewer, cases = employ(Role.REVIEWER), accepted_cases(POOL)
    same_result(cases, reviewer)
    seconds = 2 if full else 1
    ours, hand = (for_seconds(seconds, way(itertools.cycle(cases), reviewer)) for way in (by_action, by_hand))
    return [compare("transition", ours, hand, pairs=pairs, unit="deeds/s", before=reset)]
