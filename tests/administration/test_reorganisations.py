"""Renaming, merging, splitting: two signatures, the day, what moves, what stays as it was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Organisation, Post, Role, Window
from administration.actions import granting, reorganising, robot
from administration.actions.granting import Wanted
from administration.actions.reorganising import Heir, Ordered
from administration.models import Grant, Reorganisation, RightChange
from approvals import actions as approvals
from approvals.models import Case, Item
from deadlines.models import Deadline
from projects.actions import entering
from projects.actions.entering import Facts, Planned
from projects.models import Project
from records.models import Document, Entry
from records.refusal import Refused
from tests.conftest import ZHANG, at, employ, make_item

NOW, TODAY, LATER = at("2026-03-02"), date(2026, 3, 2), date(2026, 4, 1)
R = Reorganisation.State


def rename(day=TODAY):
    return Ordered("rename", "云编〔2026〕1号", "机构改革", day, "云溪县市场监督管理和知识产权局", "市监知产局")


def merge(into, day=TODAY, **more):
    return Ordered("merge", "云编〔2026〕2号", "机构改革", day, heirs=(Heir(into),), **more)


NEW = Heir(code="wlj", name="云溪县文化旅游局", short_name="文旅局")


def carried_out(unit, ordered, system, security, now=NOW):
    row = reorganising.propose(unit, by=system, now=now, ordered=ordered)
    return reorganising.confirm(row, by=security, now=now, opinion="同意")


# names


def test_a_name_is_the_name_of_its_day(bureau, system, security):
    carried_out(bureau, rename(), system, security)
    bureau.refresh_from_db()
    assert bureau.name_on(date(2026, 3, 1)) == "云溪县市场监督管理局"
    assert bureau.name_on(TODAY) == bureau.name == "云溪县市场监督管理和知识产权局"


def test_two_renamings_keep_all_three_names(bureau, system, security):
    carried_out(bureau, rename(), system, security)
    again = Ordered("rename", "云编〔2026〕9号", "再改", LATER, "云溪县市场监管委", "市监委")
    bureau.refresh_from_db()
    carried_out(bureau, again, system, security, at("2026-04-01"))
    bureau.refresh_from_db()
    names = [bureau.name_on(day) for day in (date(2026, 3, 1), date(2026, 3, 31), LATER)]
    assert names == ["云溪县市场监督管理局", "云溪县市场监督管理和知识产权局", "云溪县市场监管委"]


def test_old_papers_keep_the_old_name(item, accepted, bureau, system, security):
    case = accepted(item, at("2026-02-24"))
    carried_out(bureau, rename(), system, security)
    paper = Document.objects.about(case).get(kind="acceptance")
    assert paper.issuer == "云溪县市场监督管理局"


def test_nothing_happens_before_the_second_signature(bureau, system):
    reorganising.propose(bureau, by=system, now=NOW, ordered=rename())
    robot.run(at("2026-03-03"))
    bureau.refresh_from_db()
    assert bureau.name == "云溪县市场监督管理局"


def test_nothing_happens_before_the_day(bureau, system, security):
    carried_out(bureau, rename(LATER), system, security)
    robot.run(at("2026-03-31 23:59"))
    bureau.refresh_from_db()
    assert bureau.name == "云溪县市场监督管理局"
    robot.run(at("2026-04-01 00:01"))
    bureau.refresh_from_db()
    assert (bureau.name, bureau.renamed_on) == ("云溪县市场监督管理和知识产权局", LATER)


@pytest.mark.parametrize("who", ["security", "auditor", "head", "leader"])
def test_only_the_system_administrator_enters_it(request, who, bureau):
    with pytest.raises(PermissionDenied):
        reorganising.propose(bureau, by=request.getfixturevalue(who), now=NOW, ordered=rename())


@pytest.mark.parametrize("who", ["auditor", "head"])
def test_only_a_security_administrator_confirms_it(request, who, bureau, system):
    row = reorganising.propose(bureau, by=system, now=NOW, ordered=rename())
    with pytest.raises(PermissionDenied):
        reorganising.confirm(row, by=request.getfixturevalue(who), now=NOW, opinion="同意")


def test_refused_is_over(bureau, system, security):
    row = reorganising.propose(bureau, by=system, now=NOW, ordered=rename())
    reorganising.refuse(row, by=security, now=NOW, opinion="文件未盖章")
    assert Reorganisation.objects.get().state == R.REFUSED


# merging


@pytest.fixture
def merged(item, accepted, bureau, other_bureau, clerk, head, system, security):
    """The market bureau with a case goes into the building bureau."""
    Window.objects.create(number="013", name="食品窗口", hall="政务大厅", organisation=bureau)
    case = accepted(item, at("2026-02-27"))
    row = carried_out(bureau, merge(other_bureau), system, security)
    return row, case


def test_open_cases_go_to_the_successor_with_their_clocks(merged, other_bureau):
    _row, case = merged
    case.refresh_from_db()
    assert case.organisation == other_bureau
    clocks = Deadline.objects.about(case).running()
    assert set(clocks.values_list("organisation", flat=True)) == {other_bureau.pk}


def test_no_day_of_a_case_moves(item, accepted, bureau, other_bureau, system, security):
    case = accepted(item, at("2026-02-27"))
    before = list(Deadline.objects.about(case).order_by("pk").values_list("due_on", "next_alarm_at"))
    carried_out(bureau, merge(other_bureau), system, security)
    assert list(Deadline.objects.about(case).order_by("pk").values_list("due_on", "next_alarm_at")) == before


def test_the_record_of_the_case_names_both_units(merged, bureau, other_bureau):
    _row, case = merged
    entry = Entry.objects.about(case).get(verb="approvals.case.succeeded")
    assert entry.body == {"from": bureau.pk, "to": other_bureau.pk}


def test_items_get_a_version_of_the_successor(merged, item, other_bureau):
    item.refresh_from_db()
    current = Item.objects.published().get(code=item.code)
    assert (current.organisation, current.version) == (other_bureau, item.version + 1)
    assert not item.is_published


def test_posts_and_windows_go_along(merged, clerk, bureau, other_bureau):
    assert Post.objects.active().get(user=clerk.user).organisation == other_bureau
    assert Window.objects.get().organisation == other_bureau
    assert not Post.objects.standing().filter(organisation=bureau).exists()


def test_the_old_unit_has_ended_and_both_lines_are_in_the_log(merged, clerk, bureau):
    bureau.refresh_from_db()
    assert bureau.ended_on == TODAY
    kinds = RightChange.objects.filter(user=clerk.user).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["granted", "moved"]


def test_what_was_handed_over_is_counted(merged):
    row, _case = merged
    assert row.moved == {"岗位数": 2, "事项数": 1, "在办件": 1}


def test_closed_cases_stay_with_the_old_unit(item, received, citizen, bureau, other_bureau, system, security):
    papers = dict.fromkeys(item.documents.all(), approvals.applying.PAPER)
    case = approvals.apply(item, by=citizen, now=at("2026-02-27"), applicant=ZHANG, materials=papers)
    approvals.withdraw(case, by=citizen, now=at("2026-02-28"))
    carried_out(bureau, merge(other_bureau), system, security)
    assert Case.objects.get(pk=case.pk).organisation == bureau


def test_the_successor_can_go_on_with_the_case(merged, reviewer, other_bureau):
    _row, case = merged
    colleague = employ("zl", "住建审核", other_bureau, Role.REVIEWER)
    done = approvals.review(Case.objects.get(pk=case.pk), by=colleague, now=at("2026-03-03"), opinion="同意")
    assert done.state == Case.State.REVIEWED


def test_a_post_of_the_plan_ends(clerk, head, bureau, other_bureau, system, security):
    carried_out(bureau, merge(other_bureau, ending=(head.post.pk,)), system, security)
    head.post.refresh_from_db()
    assert head.post.ended_on == TODAY
    assert not Post.objects.standing().filter(user=head.user).exists()


def test_who_holds_the_role_there_already_keeps_one(clerk, bureau, other_bureau, system, security):
    Post.objects.create(user=clerk.user, organisation=other_bureau, role=Role.CLERK)
    carried_out(bureau, merge(other_bureau), system, security)
    assert Post.objects.standing().filter(user=clerk.user).count() == 1


def test_a_grant_on_its_way_into_the_old_unit_expires(clerk, bureau, other_bureau, stranger, system, security):
    about = {"reason": "x", "document_number": "1号", "from_on": TODAY}
    granting.propose(bureau, by=security, now=NOW, wanted=Wanted(user=stranger.user, role=Role.CLERK, **about))
    carried_out(bureau, merge(other_bureau), system, security)
    assert Grant.objects.get().state == Grant.State.EXPIRED


def test_units_below_come_under_the_successor(county, bureau, other_bureau, system, security):
    about = {"name": "市监所", "short_name": "市监所", "level": "station"}
    station = Organisation.objects.create(code="sjs", parent=bureau, **about)
    carried_out(bureau, merge(other_bureau), system, security)
    station.refresh_from_db()
    assert station.path == f"{other_bureau.path}sjs/"


def test_it_goes_into_a_new_unit_as_well(clerk, bureau, system, security):
    ordered = Ordered("merge", "云编〔2026〕2号", "机构改革", TODAY, heirs=(NEW,))
    carried_out(bureau, ordered, system, security)
    new = Organisation.objects.get(code="wlj")
    assert (new.parent, new.level) == (bureau.parent, bureau.level)
    assert Post.objects.active().get(user=clerk.user).organisation == new


def test_projects_and_their_nodes_go_along(clerk, head, county, bureau, other_bureau, system, security):
    office = Organisation.objects.create(
        code="dcs", parent=county, name="督查室", short_name="督查室", level="department", business="projects"
    )
    director = employ("d", "督查", office, Role.HEAD)
    days = (date(2026, 3, 1), date(2026, 12, 31))
    facts = Facts("XM-1", "检测中心", "major", 2026, "新建检测中心", 100, 100, *days)
    project = entering.enter(bureau, facts, by=clerk, now=NOW)
    entering.write_plan(project, by=clerk, now=NOW, nodes=[Planned("works", "封顶", 100, *days, bureau)])
    entering.submit(project, by=clerk, now=NOW)
    entering.approve(project, by=director, now=NOW)
    carried_out(bureau, merge(other_bureau, date(2026, 3, 3)), system, security, at("2026-03-03"))
    project = Project.objects.get()
    assert project.organisation == other_bureau
    node = project.nodes.get()
    assert node.organisation == other_bureau
    assert Deadline.objects.about(node).running().get().organisation == other_bureau


# splitting


def test_a_split_deals_out_items_and_cases_by_code(bureau, other_bureau, received, head, system, security):
    food = make_item(bureau, code="XK-1", name="食品")
    drug = make_item(bureau, code="XK-2", name="药品")
    cases = [received(one, at("2026-02-27")) for one in (food, drug)]
    heirs = (Heir(other_bureau), Heir(code="wlj", name="药监局", short_name="药监局", takes=("XK-2",)))
    carried_out(bureau, Ordered("split", "云编3号", "机构改革", TODAY, heirs=heirs), system, security)
    units = [Case.objects.get(pk=case.pk).organisation.code for case in cases]
    assert units == ["zjj", "wlj"]
    assert Item.objects.published().get(code="XK-2").organisation.code == "wlj"


def test_a_split_deals_out_posts_by_the_plan(clerk, reviewer, bureau, other_bureau, system, security):
    heirs = (Heir(other_bureau), Heir(code="wlj", name="药监局", short_name="药监局", posts=(reviewer.post.pk,)))
    carried_out(bureau, Ordered("split", "云编3号", "机构改革", TODAY, heirs=heirs), system, security)
    assert Post.objects.active().get(user=reviewer.user).organisation.code == "wlj"
    assert Post.objects.active().get(user=clerk.user).organisation == other_bureau


# bad input


@pytest.mark.parametrize(
    ("heirs", "field"),
    [
        ((), "heirs"),
        ((Heir(code="A B", name="x", short_name="x"),), "heirs"),
        ((Heir(code="wlj", name="", short_name="x"),), "heirs"),
        ((Heir(code="zjj", name="x", short_name="x"),), "heirs"),
        ((Heir(code="wlj", name="云溪县住房和城乡建设局", short_name="x"),), "heirs"),
        ((NEW, Heir(code="w2", name="二局", short_name="二局")), "heirs"),
        ((Heir(code="wlj", name="新局", short_name="新局", posts=(999999,)),), "heirs"),
    ],
)
def test_bad_successors_are_refused(bureau, other_bureau, system, heirs, field):
    ordered = Ordered("merge", "云编2号", "x", TODAY, heirs=heirs)
    with pytest.raises(Refused) as refusal:
        reorganising.propose(bureau, by=system, now=NOW, ordered=ordered)
    assert refusal.value.field == field
    assert not Reorganisation.objects.exists()


def test_a_unit_does_not_go_into_itself(bureau, system):
    with pytest.raises(Refused):
        reorganising.propose(bureau, by=system, now=NOW, ordered=merge(bureau))


def test_a_name_in_use_is_refused(bureau, other_bureau, system):
    ordered = Ordered("rename", "1号", "x", TODAY, other_bureau.name, "x")
    with pytest.raises(Refused) as refusal:
        reorganising.propose(bureau, by=system, now=NOW, ordered=ordered)
    assert refusal.value.field == "new_name"


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2027, 6, 1)])
def test_a_day_outside_the_year_is_refused(bureau, system, day):
    with pytest.raises(Refused) as refusal:
        reorganising.propose(bureau, by=system, now=NOW, ordered=rename(day))
    assert refusal.value.field == "day"


def test_the_county_is_not_merged(county, bureau, system):
    with pytest.raises(Refused):
        reorganising.propose(county, by=system, now=NOW, ordered=merge(bureau))


def test_one_reorganisation_at_a_time(bureau, system):
    reorganising.propose(bureau, by=system, now=NOW, ordered=rename(LATER))
    with pytest.raises(Refused):
        reorganising.propose(bureau, by=system, now=NOW, ordered=rename(LATER))


def test_what_cannot_be_carried_out_stays_signed(bureau, other_bureau, system, security):
    row = carried_out(bureau, merge(other_bureau, LATER), system, security)
    other_bureau.ended_on = TODAY
    other_bureau.save()
    robot.run(at("2026-04-01"))
    row.refresh_from_db()
    assert row.state == R.CONFIRMED
    assert Organisation.objects.get(pk=bureau.pk).ended_on is None


def test_what_was_signed_does_not_change(bureau, other_bureau, system):
    row = reorganising.propose(bureau, by=system, now=NOW, ordered=merge(other_bureau, LATER))
    with pytest.raises(Exception, match="append"), transaction.atomic():
        Reorganisation.objects.filter(pk=row.pk).update(day=TODAY)


def test_proposer_and_second_differ_in_the_database(bureau, system):
    row = reorganising.propose(bureau, by=system, now=NOW, ordered=rename(LATER))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reorganisation.objects.filter(pk=row.pk).update(confirmed_by=system.user)
