"""Problems with a unit and a day; follow-ups; what the database keeps; who sees what."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from config import rounds
from monitoring.models import Card, Finding
from projects.actions import following, solving, watching
from projects.actions.following import Visit
from projects.models import Change, FollowUp, MonthlyReport, Node, Problem, Project, Term
from records.crosscheck import first_difference
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at


@pytest.fixture
def problem(project, clerk, other_bureau):
    about = {"stage": "land", "organisation": other_bureau, "words": "三户未签约", "due_on": date(2026, 4, 20)}
    return solving.raise_problem(project, by=clerk, now=at("2026-03-10"), **about)


def codes(code):
    return Finding.objects.filter(code=code).count()


def test_a_problem_left_unsolved_is_a_yellow_card_of_the_unit_named(problem, other_bureau):
    rounds.watch(at("2026-04-20"))
    assert codes("Y20") == 0
    rounds.watch(at("2026-04-21"))
    card = Card.objects.get(finding__code="Y20")
    assert (card.colour, card.finding.organisation) == ("yellow", other_bureau)


def test_a_solved_problem_rings_no_more(problem, stranger):
    solving.solve(problem, by=stranger, now=at("2026-04-20"), answer="已签约")
    rounds.watch(at("2026-04-21"))
    assert codes("Y20") == 0


def test_a_problem_open_again_has_a_new_day(problem, stranger, head):
    solving.solve(problem, by=stranger, now=at("2026-04-15"), answer="已签约")
    solving.reopen(problem, by=head, now=at("2026-04-16"), reason="仍有一户", due_on=date(2026, 4, 30))
    rounds.watch(at("2026-04-30"))
    assert codes("Y20") == 0
    rounds.watch(at("2026-05-06"))
    assert codes("Y20") == 1


def test_the_unit_named_solves_and_nobody_else(problem, clerk):
    with pytest.raises(PermissionDenied):
        solving.solve(problem, by=clerk, now=at("2026-04-15"), answer="已签约")


def test_who_solved_does_not_confirm(project, clerk, bureau):
    about = {"stage": "land", "organisation": bureau, "words": "三户未签约", "due_on": date(2026, 4, 20)}
    own = solving.raise_problem(project, by=clerk, now=at("2026-03-10"), **about)
    solving.solve(own, by=clerk, now=at("2026-04-15"), answer="已签约")
    with pytest.raises(Refused):
        solving.confirm(own, by=clerk, now=at("2026-04-16"))


def test_a_problem_is_not_due_in_the_past(project, clerk, bureau):
    about = {"stage": "land", "organisation": bureau, "words": "三户未签约", "due_on": date(2026, 3, 10)}
    with pytest.raises(Refused) as refusal:
        solving.raise_problem(project, by=clerk, now=at("2026-03-10"), **about)
    assert refusal.value.field == "due_on"


# follow-ups


def visit(**more) -> Visit:
    return Visit(**{"visited_on": date(2026, 3, 20), "result": "good", "found": "机械已进场"} | more)


def test_inspectors_go_there_too(project, inspector):
    row = following.follow(project, by=inspector, now=at("2026-03-20"), visit=visit())
    assert row.organisation == inspector.organisation


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"visited_on": date(2026, 3, 22)}, "visited_on"),
        ({"result": "wanting"}, "demanded"),
        ({"found": " "}, "found"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_at_its_field(project, follower, change, field):
    with pytest.raises(Refused) as refusal:
        following.follow(project, by=follower, now=at("2026-03-21"), visit=visit(**change))
    assert refusal.value.field == field
    assert not Entry.objects.filter(verb="projects.followup.entered").exists()


def test_a_visit_is_followed_once(project, follower):
    first = following.follow(project, by=follower, now=at("2026-03-20"), visit=visit())
    again = visit(previous=first)
    following.follow(project, by=follower, now=at("2026-03-21"), visit=again)
    with pytest.raises(Refused) as refusal:
        following.follow(project, by=follower, now=at("2026-03-22"), visit=again)
    assert refusal.value.field == "previous"


def test_the_lead_unit_enters_no_visit(project, clerk):
    with pytest.raises(PermissionDenied):
        following.follow(project, by=clerk, now=at("2026-03-20"), visit=visit())
    assert not FollowUp.objects.exists()


# what the database keeps


@pytest.mark.parametrize(
    "hand",
    [
        lambda project: project.nodes.filter(number=1).update(name="改名"),
        lambda project: project.nodes.filter(number=1).update(share=99, done_on=date(2026, 6, 1)),
        lambda project: project.nodes.filter(number=1).delete(),
        lambda project: Project.objects.update(approved_by=project.submitted_by),
        lambda project: Term.objects.update(days=9),
        lambda project: FollowUp.objects.update(found="改写"),
    ],
)
def test_a_hand_on_the_table_is_refused(project, follower, hand):
    following.follow(project, by=follower, now=at("2026-03-20"), visit=visit())
    with pytest.raises(DatabaseError), transaction.atomic():
        hand(project)


def test_a_day_moved_by_hand_shows(project):
    assert first_difference() is None
    with transaction.atomic():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE projects_node SET planned_on = '2027-01-01' WHERE number = 1")
            cursor.execute("SET LOCAL session_replication_role = origin")
    assert "projects.Node" in first_difference()


# who sees what


@pytest.mark.parametrize("actor", ["clerk", "overseer", "inspector", "leader"])
def test_who_sees_everything_of_a_project(project, problem, actor, request):
    watching.run(at("2026-04-01"))
    seen = request.getfixturevalue(actor)
    for model in (Project, Node, MonthlyReport, Problem):
        assert model.objects.visible_to(seen).exists()


def test_a_citizen_sees_nothing_at_the_desks(project, citizen):
    assert not any(model.objects.visible_to(citizen).exists() for model in (Project, Node, Change, Problem))


def test_the_unit_of_a_problem_sees_the_project(project, stranger, problem):
    assert Project.objects.visible_to(stranger).get() == project
