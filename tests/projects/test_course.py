"""A plan comes into force by two people, its nodes have clocks, a missed one is red, carded, drafted for a notice."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F

from config import rounds
from deadlines.models import Deadline
from monitoring.actions import notices
from monitoring.models import Card, Finding, Notice, WarningEnd
from projects.actions import entering, nodes, reporting, watching, working
from projects.actions.entering import Planned
from projects.actions.reporting import Told
from projects.models import MonthlyReport, Node, Project
from projects.scores import missed
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.projects.conftest import WAN, entered, facts, plan_of

JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def lights(day):
    return list(Project.objects.lit(date.fromisoformat(day)).values_list("light", flat=True))


def red() -> Card:
    """The one card about a missed node."""
    return Card.objects.get(finding__code="R8")


def has_red() -> bool:
    return Card.objects.filter(finding__code="R8").exists()


# SCO-34


@pytest.mark.parametrize(
    ("day", "light"), [("2026-06-14", "green"), ("2026-06-15", "yellow"), ("2026-06-30", "yellow")]
)
def test_a_node_is_yellow_ten_working_days_before_its_day(project, day, light):
    assert lights(day) == [light]


def test_a_node_that_keeps_pace_is_green(project, node):
    Node.objects.filter(pk=node.pk).update(share=99)
    assert lights("2026-06-26") == ["green"]


def test_a_missed_node_is_red_the_day_after(project):
    assert lights("2026-07-01") == ["red"]


def test_a_missed_node_gets_its_red_card_the_day_after(project, node):
    rounds.watch(at("2026-06-30"))
    assert not has_red()
    rounds.watch(at("2026-07-01"))
    card = red()
    assert (card.finding.code, card.colour, card.finding.subject, card.finding.organisation) == (
        *("R8", "red"),
        *(node, node.organisation),
    )
    assert card.finding.effective_on == date(2026, 7, 1)


def test_a_day_of_rest_is_red_at_once_and_carded_on_the_first_working_day(bureau, clerk, overseer):
    """4 July 2026 is a Saturday."""
    plan = [Planned("works", "封顶", 100, date(2026, 3, 1), date(2026, 7, 4), bureau)]
    entering.approve(entered(bureau, clerk, nodes=plan), by=overseer, now=at("2026-03-03"))
    assert lights("2026-07-05") == ["red"]
    rounds.watch(at("2026-07-05"))
    assert not has_red()
    rounds.watch(at("2026-07-06"))
    assert red().finding.effective_on == date(2026, 7, 6)


def test_a_missed_node_is_evidence_for_scoring(project, node, bureau):
    assert list(missed(bureau, *JUNE, date(2026, 6, 30))) == []
    assert list(missed(bureau, *JUNE, date(2026, 7, 1))) == [node]


def test_a_node_done_late_stays_evidence(project, node, bureau, clerk):
    nodes.do(node, by=clerk, now=at("2026-07-02"), words="补偿协议全部签订")
    assert list(missed(bureau, *JUNE, date(2026, 12, 31))) == [node]
    assert lights("2026-07-02") == ["green"]


def test_a_red_card_becomes_the_draft_of_a_notice_once(project, node):
    for day in ("2026-07-01", "2026-07-02", "2026-07-03"):
        rounds.watch(at(day))
    draft = Notice.objects.get()
    assert (draft.state, draft.drafted_by, draft.subject, draft.card) == ("drafted", None, node, red())
    assert "应于2026年6月30日前完成，截至2026年7月1日完成0%" in draft.facts


def test_a_notice_of_the_robot_waits_for_two_people(project, inspector, second):
    for day in ("2026-07-01", "2026-07-02"):
        rounds.watch(at(day))
    draft = Notice.objects.get()
    with pytest.raises(PermissionDenied):
        notices.issue(draft, by=inspector, now=at("2026-07-03"))
    said = notices.Draft(draft.matter, draft.facts, draft.basis, draft.demand, colour=draft.colour)
    notices.amend(draft, by=inspector, now=at("2026-07-03"), said=said)
    assert notices.issue(draft, by=second, now=at("2026-07-03")).state == "issued"


def test_a_node_behind_its_pace_is_warned_of_once(project, node):
    for day in ("2026-06-15", "2026-06-16"):
        rounds.watch(at(day))
    found = Finding.objects.get(code="W22")
    assert (found.subject, found.effective_on, found.level) == (node, date(2026, 6, 15), "warning")


@pytest.mark.parametrize(("done", "outcome"), [("2026-06-29", "resolved"), (None, "overtaken")])
def test_a_warning_ends_when_the_node_is_done_or_carded(project, node, clerk, done, outcome):
    rounds.watch(at("2026-06-16"))
    if done:
        nodes.do(node, by=clerk, now=at(done), words="完成")
    for day in ("2026-07-01", "2026-07-02"):
        rounds.watch(at(day))
    assert WarningEnd.objects.get().outcome == outcome


def test_a_node_done_in_time_is_no_card(project, node, clerk):
    nodes.do(node, by=clerk, now=at("2026-06-30"), words="完成")
    rounds.watch(at("2026-07-01"))
    assert not has_red()


# plans


def test_who_submits_a_plan_does_not_approve_it(bureau, overseer):
    project = entered(bureau, overseer)
    with pytest.raises(Refused, match="他人"):
        entering.approve(project, by=overseer, now=at("2026-03-03"))


def test_the_lead_unit_does_not_approve_its_plan(submitted, head):
    with pytest.raises(PermissionDenied):
        entering.approve(submitted, by=head, now=at("2026-03-03"))


@pytest.mark.parametrize("weights", [(50, 30, 19), (50, 30, 21)])
def test_weights_that_do_not_make_100_are_named(bureau, clerk, weights):
    project = entering.enter(bureau, facts(), by=clerk, now=at("2026-03-02"))
    plan = [Planned(**vars(one) | {"weight": w}) for one, w in zip(plan_of(bureau), weights, strict=True)]
    entering.write_plan(project, by=clerk, now=at("2026-03-02"), nodes=plan)
    with pytest.raises(Refused, match=str(sum(weights))):
        entering.submit(project, by=clerk, now=at("2026-03-02"))


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_the_weights_of_a_plan_in_force(project, node):
    for hand in (lambda: Node.objects.filter(pk=node.pk).update(weight=49), lambda: node.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            hand()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"planned_finish": date(2026, 2, 1)}, "planned_finish"),
        ({"planned_production": date(2026, 12, 1)}, "planned_production"),
        ({"year_total": 26_001 * WAN}, "year_total"),
        ({"kind": "people"}, "standard"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(bureau, clerk, change, field):
    with pytest.raises(Refused) as refusal:
        entering.enter(bureau, facts(**change), by=clerk, now=at("2026-03-02"))
    assert refusal.value.field == field


def test_a_code_is_given_once(submitted, bureau, clerk):
    with pytest.raises(Refused) as refusal:
        entering.enter(bureau, facts(), by=clerk, now=at("2026-03-02"))
    assert refusal.value.field == "code"


def test_every_node_has_a_clock_to_its_day(project):
    days = Deadline.objects.filter(name="project:node").order_by("due_on").values_list("due_on", flat=True)
    assert list(days) == [date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]


# changes


def proposed(node, clerk, now="2026-06-01"):
    return nodes.propose_change(node, by=clerk, now=at(now), to_on=date(2026, 7, 31), reason="汛期停工")


def test_an_approved_change_moves_the_day_and_keeps_the_first(node, clerk, overseer):
    nodes.approve_change(proposed(node, clerk), by=overseer, now=at("2026-06-02"))
    node.refresh_from_db()
    assert (node.planned_on, node.original_on) == (date(2026, 7, 31), date(2026, 6, 30))
    rounds.watch(at("2026-07-01"))
    assert not has_red()
    rounds.watch(at("2026-08-03"))
    assert Card.objects.filter(finding__code="R8").count() == 1


def test_a_missed_node_is_not_moved(node, clerk):
    with pytest.raises(Refused, match="不得调整"):
        proposed(node, clerk, now="2026-07-01")


def test_a_change_is_not_approved_after_the_day(node, clerk, overseer):
    change = proposed(node, clerk)
    with pytest.raises(Refused):
        nodes.approve_change(change, by=overseer, now=at("2026-07-01"))


def test_a_stranger_moves_nothing(node, stranger):
    with pytest.raises(PermissionDenied):
        proposed(node, stranger)


# life


def test_a_project_is_finished_only_when_every_node_is_done(project, clerk, overseer):
    working.start(project, by=clerk, now=at("2026-03-10"), on=date(2026, 3, 9))
    told = {"now": at("2026-06-01"), "words": "完成"}
    with pytest.raises(Refused, match="征地拆迁完成"):
        working.finish(project, by=overseer, on=date(2026, 6, 1), **told)
    for one in project.nodes.all():
        nodes.do(one, by=clerk, **told)
    assert working.finish(project, by=overseer, on=date(2026, 6, 1), **told).state == "finished"


def test_a_suspended_project_owes_nothing_and_goes_on_with_later_days(project, node, overseer):
    working.suspend(project, by=overseer, now=at("2026-06-01"), reason="规划调整")
    rounds.watch(at("2026-07-01"))
    assert not has_red()
    working.resume(project, by=overseer, now=at("2026-07-01"), words="规划已批准")
    node.refresh_from_db()
    assert (node.planned_on, node.original_on) == (date(2026, 7, 30), date(2026, 6, 30))


def test_supervision_finds_a_node_not_done(node, clerk, inspector):
    nodes.do(node, by=clerk, now=at("2026-06-30"), words="完成")
    nodes.undo(node, by=inspector, now=at("2026-07-02"), share=80, words="仍有三户未签协议")
    rounds.watch(at("2026-07-03"))
    assert red().finding.subject == node


# works for the people


def test_a_work_for_the_people_that_is_late_is_red(bureau, clerk, overseer):
    more = {"kind": "people", "standard": "通过竣工验收", "planned_finish": date(2026, 9, 30)}
    plan = [Planned("works", "建成", 100, date(2026, 3, 1), date(2026, 9, 30), bureau)]
    entering.approve(entered(bureau, clerk, nodes=plan, **more), by=overseer, now=at("2026-03-03"))
    rounds.watch(at("2026-10-08"))
    assert set(Card.objects.values_list("finding__code", "colour")) >= {("R8", "red"), ("R9", "red")}


# monthly reports


@pytest.fixture
def report(project):
    watching.run(at("2026-04-01"))
    return MonthlyReport.objects.get()


def told(node, share=40, **more) -> Told:
    return Told(investment=500 * WAN, words={"land": "完成征地四十亩"}, shares={node.pk: share}, **more)


def test_the_report_of_a_month_is_asked_for_once(report):
    watching.run(at("2026-04-02"))
    assert (report.month, MonthlyReport.objects.count()) == (date(2026, 3, 1), 1)


def test_months_that_the_robot_missed_are_caught_up(project):
    assert watching.run(at("2026-06-01")) == 3


def test_a_report_is_due_on_the_fifth_working_day(report):
    """1 to 3 April 2026 are working days, 4 to 6 April Qingming."""
    assert Deadline.objects.get(name="project:report").due_on == date(2026, 4, 8)


def test_a_late_report_is_a_yellow_card(report):
    rounds.watch(at("2026-04-08"))
    assert not Card.objects.exists()
    rounds.watch(at("2026-04-09"))
    assert Card.objects.get().finding.code == "Y19"


def test_an_accepted_report_moves_the_nodes(report, node, clerk, follower):
    reporting.submit(report, by=clerk, now=at("2026-04-02"), told=told(node))
    node.refresh_from_db()
    assert node.share == 0
    reporting.accept(report, by=follower, now=at("2026-04-03"))
    node.refresh_from_db()
    assert node.share == 40


def test_a_report_sent_back_is_owed_within_three_days(report, node, clerk, follower):
    reporting.submit(report, by=clerk, now=at("2026-04-02"), told=told(node))
    reporting.send_back(report, by=follower, now=at("2026-04-03"), reason="缺少现场照片")
    clock = Deadline.objects.filter(name="project:report").latest("round")
    assert (clock.round, clock.due_on) == (2, date(2026, 4, 9))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"investment": -1}, "investment"),
        ({"words": {"land": " "}}, "words_works"),
        ({"share": 101}, "share"),
        ({"share": 100}, "share"),
    ],
)
def test_a_report_that_cannot_be_is_refused_at_its_field(report, node, clerk, change, field):
    said = vars(told(node, change.pop("share", 40))) | change
    with pytest.raises(Refused) as refusal:
        reporting.submit(report, by=clerk, now=at("2026-04-02"), told=Told(**said))
    assert refusal.value.field.startswith(field)
    assert not Entry.objects.filter(verb="projects.report.submitted").exists()


def test_no_clock_is_left_of_a_project_that_stands_still(project, overseer):
    working.suspend(project, by=overseer, now=at("2026-06-01"), reason="规划调整")
    assert not Deadline.objects.running().filter(name__startswith="project:node", due_on__gte=F("started_on")).exists()
