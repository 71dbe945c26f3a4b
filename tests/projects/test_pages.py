"""The desks of projects over HTTP: a plan from the first page to its approval, a report, a problem, a visit, lists."""

import io
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image

from projects import rows
from projects.actions import nodes, watching
from projects.models import Change, FollowUp, MonthlyReport, Node, Problem, Project
from records import sheets
from tests.conftest import at
from tests.gates import signed_in
from tests.projects.conftest import WAN, facts, plan_of

PAGES = ["desk", "projects", "new", "plans", "nodes", "changes", "reports", "problems", "followups", "figures"]


@pytest.fixture(autouse=True)
def today():
    """The pages look at the clock: it is 1 April 2026, the day on which the report of March is asked for."""
    with time_machine.travel(at("2026-04-01 10:00"), tick=False):
        yield


@pytest.fixture
def desk(clerk):
    return signed_in(clerk)


def key():
    """A form of its own each time."""
    return {"key": str(uuid4())}


def photo(name="现场.jpg"):
    data = io.BytesIO()
    Image.new("RGB", (20, 20)).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue())


@pytest.mark.parametrize("name", PAGES)
def test_every_list_opens(project, desk, name):
    assert desk.get(reverse(f"projects:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "paper"])
def test_every_list_opens_for_the_office(project, client, overseer, name):
    assert signed_in(overseer).get(reverse(f"projects:{name}")).status_code == 200


def entry(**more):
    about = {
        "code": "ZD-2026-009",
        "name": "城南水厂扩建",
        "kind": "major",
        "year": "2026",
        "organisation": "市场监管局",
        "content": "日供水五万吨",
        "total": "80000000",
        "year_total": "30000000",
        "planned_start": "2026-04-10",
        "planned_finish": "2026-12-31",
    }
    return about | key() | more


def test_a_project_is_entered_and_its_plan_written_and_submitted(desk, bureau):
    answer = desk.post(reverse("projects:new"), entry())
    assert answer.url == reverse("projects:plan", args=["ZD-2026-009"])
    assert desk.get(answer.url).status_code == 200
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0}
    for number, (name, weight, day) in enumerate([("厂房封顶", 60, "2026-08-31"), ("设备调试", 40, "2026-12-20")]):
        given = {"stage": "works", "name": name, "weight": weight, "starts_on": "2026-04-10", "planned_on": day}
        form |= {f"form-{number}-{field}": value for field, value in given.items()}
    desk.post(answer.url, form)
    project = Project.objects.get(code="ZD-2026-009")
    assert list(project.nodes.values_list("name", "weight", "organisation")) == [
        ("厂房封顶", 60, bureau.pk),
        ("设备调试", 40, bureau.pk),
    ]
    desk.post(reverse("projects:project_deed", args=[project.code, "submit"]), key())
    assert Project.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("total", "8000万"),
        ("total", "-1"),
        ("year_total", "80000001"),
        ("planned_finish", "2026-02-30"),
        ("planned_finish", "2026-04-01"),
        ("organisation", "无此单位"),
        ("code", "编号"),
        ("name", "水厂\u202e"),
        ("year", "20266"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, field, typed):
    answer = desk.post(reverse("projects:new"), entry(**{field: typed}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Project.objects.exists()


def test_another_unit_is_entered_by_the_office_only(desk, other_bureau):
    answer = desk.post(reverse("projects:new"), entry(organisation="住建局"))
    assert "organisation" in answer.context["form"].errors


def test_a_row_of_a_plan_half_filled_is_said_there(desk, bureau, clerk):
    desk.post(reverse("projects:new"), entry())
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-name": "厂房封顶"}
    answer = desk.post(reverse("projects:plan", args=["ZD-2026-009"]), form)
    assert answer.status_code == 422
    assert set(answer.context["rows"].errors[0]) == {"weight", "starts_on", "planned_on"}


def test_the_office_approves_ticked_plans(submitted, client, overseer):
    signed_in(overseer).post(reverse("projects:plans"), {"plans": [submitted.code]})
    assert Project.objects.get().state == "planned"


def test_a_stranger_sees_no_project(project, client, stranger):
    client = signed_in(stranger)
    assert client.get(reverse("projects:project", args=[project.code])).status_code == 404


def test_a_unit_with_a_node_sees_the_project(bureau, clerk, overseer, other_bureau, stranger, client):
    from projects.actions import entering
    from tests.projects.conftest import entered

    project = entered(bureau, clerk, nodes=plan_of(bureau, other_bureau))
    entering.approve(project, by=overseer, now=at("2026-03-03"))
    page = signed_in(stranger).get(reverse("projects:project", args=[project.code]))
    assert page.status_code == 200


def test_the_page_of_a_project_has_its_nodes_and_curve(project, desk):
    page = desk.get(reverse("projects:project", args=[project.code])).content.decode()
    assert "征地拆迁完成" in page
    assert 'class="trend"' in page


def test_a_node_is_done_with_a_photograph(node, desk):
    desk.post(reverse("projects:node_deed", args=[node.pk, "done"]), {"words": "全部签约", "files": photo()} | key())
    page = desk.get(reverse("projects:node", args=[node.pk]))
    assert page.context["row"].done_on == date(2026, 4, 1)
    assert [file.name for file in page.context["pictures"]] == ["现场.jpg"]


def test_a_change_is_asked_for_and_decided_on_the_page_of_the_node(node, desk, clerk, overseer, client):
    desk.post(
        reverse("projects:node_deed", args=[node.pk, "change"]), {"to_on": "2026-07-31", "reason": "汛期"} | key()
    )
    office = signed_in(overseer)
    office.post(reverse("projects:node_deed", args=[node.pk, "approve"]), key())
    assert (Change.objects.get().state, Node.objects.get(pk=node.pk).planned_on) == ("approved", date(2026, 7, 31))


@pytest.fixture
def report(project):
    watching.run(timezone.now())
    return MonthlyReport.objects.get()


def test_a_report_is_handed_in_and_accepted(report, node, desk, client, follower):
    typed = {"investment": "5000000", f"share_{node.pk}": "30", "words_land": "完成征地", "files": photo()}
    for other in Node.objects.exclude(pk=node.pk):
        typed[f"share_{other.pk}"] = "0"
    answer = desk.post(reverse("projects:report_deed", args=[report.pk, "submit"]), typed | key())
    assert answer.status_code == 302
    signed_in(follower).post(reverse("projects:report_deed", args=[report.pk, "accept"]), key())
    assert (MonthlyReport.objects.get().investment, Node.objects.get(pk=node.pk).share) == (5 * WAN * 100, 30)


def test_a_report_refused_keeps_what_was_typed(report, node, desk):
    typed = {f"share_{one.pk}": "0" for one in Node.objects.all()} | {"investment": "7", "words_land": "进展"}
    answer = desk.post(
        reverse("projects:report_deed", args=[report.pk, "submit"]), typed | key() | {f"share_{node.pk}": "101"}
    )
    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()


def test_a_problem_is_raised_solved_and_confirmed(project, desk, client, head, other_bureau, stranger):
    typed = {"stage": "land", "organisation": "住建局", "words": "三户未签约", "due_on": "2026-04-20"}
    desk.post(reverse("projects:project_deed", args=[project.code, "problem"]), typed | key())
    problem = Problem.objects.get()
    other = signed_in(stranger)
    other.post(reverse("projects:problem_deed", args=[problem.pk, "solve"]), {"answer": "已全部签约"} | key())
    signed_in(head).post(reverse("projects:problem_deed", args=[problem.pk, "confirm"]), key())
    assert Problem.objects.get().state == "confirmed"


def test_a_visit_and_the_visit_after_it(project, client, follower):
    client = signed_in(follower)
    address = reverse("projects:project_deed", args=[project.code, "follow"])
    first = {"visited_on": "2026-03-20", "result": "wanting", "found": "机械未进场", "demanded": "一周内进场"}
    client.post(address, first | key())
    again = {"visited_on": "2026-03-30", "result": "good", "found": "已进场", "previous": FollowUp.objects.get().pk}
    client.post(address, again | key())
    assert FollowUp.objects.unsettled().count() == 0
    assert FollowUp.objects.count() == 2


def test_what_is_wanting_without_a_demand_is_said_at_the_demand(project, client, follower):
    typed = {"visited_on": "2026-03-20", "result": "wanting", "found": "机械未进场"}
    answer = signed_in(follower).post(reverse("projects:project_deed", args=[project.code, "follow"]), typed)
    assert answer.status_code == 422
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(("light", "count"), [("green", 1), ("red", 0)])
def test_the_list_is_narrowed_by_light(project, desk, light, count):
    page = desk.get(reverse("projects:projects"), {"light": light})
    assert len(page.context["lines"]) == count


# lists that are read in


def sheet(kind, *lines):
    book = Workbook()
    book.active.append(list(sheets.labels(rows.FORMS[kind]).values()))
    for line in lines:
        given = rows.EXAMPLES[kind] | {"organisation": "市场监管局"} | line
        book.active.append([given.get(field, "") for field in sheets.labels(rows.FORMS[kind])])
    data = io.BytesIO()
    book.save(data)
    return SimpleUploadedFile("项目.xlsx", data.getvalue())


def read_in(client, actor, kind, *lines):
    return signed_in(actor).post(reverse("projects:import", args=[kind]), {"file": sheet(kind, *lines)} | key())


def test_projects_and_their_nodes_are_read_in(client, overseer, bureau):
    read_in(client, overseer, "projects", {"code": "A1"}, {"code": "A2", "name": "污水厂"})
    lines = [{"code": code, "name": f"节点{n}", "weight": 50} for code in ("A1", "A2") for n in (1, 2)]
    signed_in(overseer).post(reverse("projects:import", args=["nodes"]), {"file": sheet("nodes", *lines)})
    assert list(Project.objects.order_by("code").values_list("code", "state")) == [
        ("A1", "submitted"),
        ("A2", "submitted"),
    ]


@pytest.mark.parametrize(
    ("change", "row", "column"),
    [
        ({"organisation": "无此单位"}, 3, "牵头单位"),
        ({"code": "A1"}, 3, "编号"),
        ({"planned_finish": "2026-02-30"}, 3, "计划竣工日期"),
        ({"kind": "大项目"}, 3, "类别"),
        ({"total": "3亿"}, 3, "总投资（元）"),
        ({"kind": "为民办实事"}, 3, "标准"),
    ],
)
def test_a_list_with_a_fault_is_not_taken_at_all(client, overseer, bureau, change, row, column):
    answer = read_in(client, overseer, "projects", {"code": "A1"}, {"code": "A2"} | change)
    [fault] = answer.context["faults"]
    assert (fault.row, bool(fault.message)) == (row, True)
    assert not Project.objects.exists()


@pytest.mark.parametrize("change", [{"weight": 49}, {"code": "B9"}, {"starts_on": "2026-12-01"}, {"stage": "收尾"}])
def test_nodes_with_a_fault_are_not_taken_at_all(client, overseer, bureau, change):
    read_in(client, overseer, "projects", {"code": "A1"})
    lines = [{"code": "A1", "weight": 50}, {"code": "A1", "weight": 50} | change]
    answer = signed_in(overseer).post(reverse("projects:import", args=["nodes"]), {"file": sheet("nodes", *lines)})
    assert answer.status_code == 422
    assert answer.context["faults"]
    assert not Node.objects.exists()


def test_the_pattern_can_be_read_in(client, overseer):
    answer = signed_in(overseer).get(reverse("projects:pattern", args=["projects"]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"


# the public


def test_everybody_reads_projects_in_force_only(project, client, bureau, clerk):
    from projects.actions import entering

    entering.enter(bureau, facts(code="GEHEIM", name="未公开项目"), by=clerk, now=at("2026-03-02"))
    page = client.get(reverse("projects:public")).content.decode()
    assert project.name in page
    assert "未公开项目" not in page
    assert client.get(reverse("projects:public_project", args=["GEHEIM"])).status_code == 404
    assert client.get(reverse("projects:public_project", args=[project.code])).status_code == 200


def test_photographs_are_public_once_the_report_is_accepted(report, node, client, clerk, follower):
    from projects.actions import reporting
    from projects.actions.reporting import Told
    from records import attachments

    now = timezone.now()
    picture = attachments.store(photo(), by=clerk, now=now)
    told = Told(100, {"land": "进展"}, {node.pk: 10}, [picture])
    reporting.submit(report, by=clerk, now=now, told=told)
    address = reverse("projects:photo", args=[picture.token])
    assert client.get(address).status_code == 404
    reporting.accept(report, by=follower, now=now)
    assert client.get(address)["Content-Type"] == "image/jpeg"


def test_a_file_beside_the_project_is_no_public_photograph(node, client, clerk):
    from records import attachments

    now = timezone.now()
    picture = attachments.store(photo(), by=clerk, now=now)
    nodes.do(node, by=clerk, now=now, words="完成", files=[picture])
    assert client.get(reverse("projects:photo", args=[picture.token])).status_code == 404


HEADERS = "项目编号,环节,节点,权重,开始日期,到期日,节点责任单位,完成日期"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("节点.csv", b""),
        ("节点.csv", HEADERS.encode()),
        ("节点.csv", f"{HEADERS},备注\n".encode()),
        ("节点.csv", "项目编号,环节\nA1,工程进展\n".encode()),
        ("节点.csv", f'{HEADERS}\nA1,工程进展,"封顶,100\n'.encode()),
        ("节点.csv", f"{HEADERS}\nA1,工程进展,封顶,一百,2026-03-01,2026-06-30,,\n".encode("gb18030")),
        ("节点.csv", f"{HEADERS}\nA1,工程进展,封顶\u202e,100,2026-03-01,2026-06-30,,\n".encode()),
        ("节点.csv", f"{HEADERS}\nA1,工程进展,封顶,100,2026年13月1日,2026-06-30,,\n".encode()),
        ("节点.csv", "项目".encode("utf-16")),
        ("节点.xlsx", b"PK\x03\x04 broken"),
        ("节点.xlsx", b"not a workbook"),
        ("节点.docx", b"PK\x03\x04"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_nothing_saved(client, overseer, bureau, name, data):
    read_in(client, overseer, "projects", {"code": "A1"})
    file = SimpleUploadedFile(name, data)
    answer = signed_in(overseer).post(reverse("projects:import", args=["nodes"]), {"file": file} | key())
    assert answer.status_code == 422
    assert answer.context["faults"] or answer.context["form"].errors
    assert not Node.objects.exists()


def test_a_list_in_gbk_is_read(client, overseer, bureau):
    read_in(client, overseer, "projects", {"code": "A1"})
    line = "A1,工程进展,封顶,100,2026/3/1,2026年6月30日,,"
    file = SimpleUploadedFile("节点.csv", f"{HEADERS}\n{line}\n".encode("gb18030"))
    signed_in(overseer).post(reverse("projects:import", args=["nodes"]), {"file": file} | key())
    assert Node.objects.get().planned_on == date(2026, 6, 30)


def test_the_same_form_twice_is_one_project(desk):
    form = entry()
    assert desk.post(reverse("projects:new"), form).url == desk.post(reverse("projects:new"), form).url
    assert Project.objects.count() == 1
