"""A unit with very many cases: every plan uses an index, pages cost few statements. Nothing is timed."""

import json
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, Role
from approvals import actions
from approvals.models import Case
from bench.cases.crowd import multiply
from tests.conftest import ZHANG, at, employ, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-03-12"
CLOSED, OPEN = (
    28_000,
    1_000,
)  # most cases of a unit that works are closed; the planner decides as with ten times as many


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """The unit and those who look at it; loaded once, taken back after the last test."""
    with django_db_blocker.unblock(), time_machine.travel(at(TODAY), tick=False):
        whole = transaction.atomic()
        whole.__enter__()
        yield loaded()
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def loaded():
    county = Organisation.objects.create(code="dahai", name="大海县人民政府", short_name="县政府", level="county")
    units = [
        Organisation.objects.create(
            code=code, name=f"大海县{name}", short_name=name, level="department", parent=county
        )
        for code, name in (("da", "甲局"), ("db", "乙局"), ("djw", "纪委"))
    ]
    bureau, other, discipline = units
    people = {role.value: employ(f"big-{role}", f"某{role}", bureau, role) for role in (Role.CLERK, Role.REVIEWER)}
    people["approver"] = employ("big-approver", "某审批", bureau, Role.APPROVER)
    people["head"] = employ("big-head", "某局长", bureau, Role.HEAD)
    people["inspector"] = employ("big-inspector", "某监察", discipline, Role.INSPECTOR)
    item = make_item(bureau, code="XK-BIG")
    waiting = handed_in(item, people["clerk"])
    multiply(waiting, waiting.step_clock, OPEN, "W")
    accepted = actions.accept(handed_in(item, people["clerk"]), by=people["clerk"], now=at("2026-03-10"))
    multiply(accepted, accepted.clock, OPEN, "A")
    done = finished(item, people)
    multiply(done, done.clock, CLOSED, "D")
    return SimpleNamespace(bureau=bureau, other=other, item=item, running=accepted, **people)


def handed_in(item, clerk):
    papers = dict.fromkeys(item.documents.all(), actions.applying.PAPER)
    return actions.apply(item, by=clerk, now=at("2026-03-10"), applicant=ZHANG, materials=papers)


def finished(item, people):
    """A case that was closed long ago."""
    case = actions.accept(handed_in(item, people["clerk"]), by=people["clerk"], now=at("2026-03-10"))
    actions.review(case, by=people["reviewer"], now=at("2026-03-10"), opinion="同意")
    actions.decide(case, by=people["approver"], now=at("2026-03-10"), result="granted")
    actions.deliver(case, by=people["clerk"], now=at("2026-03-11"))
    return Case.objects.select_related("clock").get(pk=case.pk)


def nodes(plan):
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def read_whole(statements) -> list[str]:
    """The statements that read the whole table of cases."""
    found = []
    with connection.cursor() as cursor:
        for one in statements:
            if not one["sql"].startswith("SELECT") or "approvals_case" not in one["sql"]:
                continue
            cursor.execute(f"EXPLAIN (FORMAT JSON) {one['sql']}")
            [row] = cursor.fetchall()
            plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
            scans = [(n["Node Type"], n.get("Relation Name")) for n in nodes(plan[0]["Plan"])]
            if ("Seq Scan", "approvals_case") in scans or ("Parallel Seq Scan", "approvals_case") in scans:
                found.append(one["sql"])
    return found


def statements(actor, address, **query):
    """Every statement of the second visit; the first fills the caches of the process."""
    client = signed_in(actor)
    client.get(address, query)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address, query)
    assert response.status_code == 200
    return caught.captured_queries


@pytest.mark.parametrize("who", ["clerk", "reviewer", "approver", "head"])
def test_queue_reads_no_whole_table(crowd, who):
    made = statements(getattr(crowd, who), reverse("approvals:desk"))
    assert read_whole(made) == []
    assert len(made) <= 8


@pytest.mark.parametrize("query", [{}, {"tile": "overdue"}, {"state": "accepted"}, {"order": "oldest"}])
@pytest.mark.parametrize("who", ["clerk", "inspector"])
def test_list_reads_no_whole_table(crowd, who, query):
    made = statements(getattr(crowd, who), reverse("approvals:desk_cases"), **query)
    assert read_whole(made) == []
    assert len(made) <= 8


@pytest.mark.parametrize("who", ["clerk", "inspector"])
def test_page_in_the_middle_reads_no_whole_table(crowd, who):
    cursor = Case.objects.filter(number="D00014000").get()
    made = statements(
        getattr(crowd, who), reverse("approvals:desk_cases"), after=f"{cursor.submitted_at.isoformat()}~{cursor.pk}"
    )
    assert read_whole(made) == []


@pytest.mark.parametrize("text", ["建国", "张", "王伟", "王伟芳", "没有这样的名字", "D0000100", "1234", "13900007919"])
@pytest.mark.parametrize("who", ["clerk", "inspector"])
def test_search_reads_no_whole_table(crowd, who, text):
    made = statements(getattr(crowd, who), reverse("approvals:desk_search"), q=text)
    assert read_whole(made) == []
    assert len(made) <= 8


@pytest.mark.parametrize("text", ["建国", "1234", "D0000100"])
def test_list_narrowed_by_words_reads_no_whole_table(crowd, text):
    assert read_whole(statements(crowd.clerk, reverse("approvals:desk_cases"), q=text)) == []


@pytest.mark.parametrize("who", ["clerk", "reviewer", "head", "inspector"])
def test_case_page_costs_few_statements(crowd, who):
    made = statements(getattr(crowd, who), reverse("approvals:workbench", args=[crowd.running.number]))
    assert read_whole(made) == []
    assert len(made) <= 15


def test_figures_read_no_whole_table(crowd):
    assert read_whole(statements(crowd.clerk, reverse("approvals:my_figures"))) == []
