"""The pages of indicators over HTTP: from a paper to a signed task, a notice, lists and files."""

import io
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Organisation, Role
from records import sheets
from scoring.actions.indicators import delays, weekly
from scoring.forms import goal_rows as rows
from scoring.models import Delay, GoalDocument, Indicator, Task, WeeklyForm
from tests.conftest import at, employ
from tests.gates import signed_in
from tests.scoring.goals import did, group, in_force, leaf, task_of

LISTS = ["indicators", "tasks", "delays", "goals", "weeklies"]
COUNTY = ["goal_units", "quarter"]


@pytest.fixture(autouse=True)
def today():
    """It is 2 July 2026: half of the year is over."""
    with time_machine.travel(at("2026-07-02 10:00"), tick=False):
        yield


@pytest.fixture
def document(office, bureau, other_bureau):
    return in_force(office, [group("A"), leaf("A1", bureau, 60), leaf("A2", other_bureau, 40)])


@pytest.fixture
def task(document):
    return task_of(document, "A1")


def key():
    return {"key": str(uuid4())}


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_a_unit(document, clerk, name):
    assert signed_in(clerk).get(reverse(f"scoring:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, *COUNTY, "goal_review", "new_goal"])
def test_lists_open_for_the_office(document, office, name):
    assert signed_in(office.head).get(reverse(f"scoring:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, *COUNTY])
def test_lists_open_for_who_watches(document, leader, name):
    assert signed_in(leader).get(reverse(f"scoring:{name}")).status_code == 200


def test_a_clerk_enters_progress_with_evidence(task, clerk):
    sent = {"day": "2026-07-01", "amount": "4.5", "words": "已建成", **key()}
    sent["files"] = SimpleUploadedFile("验收单.pdf", b"%PDF-1.4\n%%EOF")
    answer = signed_in(clerk).post(reverse("scoring:task_deed", args=[task.pk, "progress"]), sent, follow=True)
    assert "4.5 / 10个" in answer.content.decode()
    assert "验收单.pdf" in answer.content.decode()


def test_a_wrong_number_is_said_at_its_field_and_nothing_typed_is_lost(task, clerk):
    sent = {"day": "2026-07-01", "amount": "四个", "words": "已建成", **key()}
    answer = signed_in(clerk).post(reverse("scoring:task_deed", args=[task.pk, "progress"]), sent)
    assert answer.status_code == 422
    assert 'value="四个"' in answer.content.decode()


def test_a_strange_task_is_not_there(document, clerk):
    page = reverse("scoring:task", args=[task_of(document, "A2").pk])
    assert signed_in(clerk).get(page).status_code == 404


def test_the_office_issues_notices_for_the_ticked_ones(document, office, clerk):
    sent = {"tasks": [str(task.pk) for task in Task.objects.all()], **key()}
    signed_in(office.head).post(reverse("scoring:goal_review"), sent)
    assert Delay.objects.count() == 2
    desk = signed_in(clerk).get(reverse("scoring:indicators")).content.decode()
    assert "待说明的督促通知" in desk


def test_an_explanation_past_its_term_is_red_on_the_desk(task, office, clerk):
    delay = delays.issue(task, by=office.head, now=at("2026-06-01"))
    page = signed_in(clerk).get(reverse("scoring:indicators")).content.decode()
    assert "逾期未说明" in page
    assert delay.due_on == date(2026, 6, 15)


def test_the_paper_of_a_notice(task, office, clerk):
    delay = delays.issue(task, by=office.head, now=at("2026-07-02"))
    page = signed_in(clerk).get(reverse("scoring:delay_paper", args=[delay.pk])).content.decode()
    assert "绩效督促通知单" in page
    assert "10个工作日内" in page


def test_the_tree_is_searched_by_words_and_units(document, clerk):
    page = reverse("scoring:goal", args=[document.pk])
    found = signed_in(clerk).get(page, {"q": "指标A2"}).content.decode()
    assert "指标A2" in found
    assert "指标A1" not in found


def test_the_tree_opens_level_by_level(document, clerk):
    page, node = reverse("scoring:goal", args=[document.pk]), Indicator.objects.get(code="A")
    top = signed_in(clerk).get(page).content.decode()
    assert "下级2项" in top
    assert "指标A1" in signed_in(clerk).get(page, {"node": node.pk}).content.decode()


def sheet(lines) -> SimpleUploadedFile:
    book, data = Workbook(), io.BytesIO()
    book.active.append(list(sheets.labels(rows.FORMS["tree"]).values()))
    for line in lines:
        book.active.append(line)
    book.save(data)
    return SimpleUploadedFile("指标.xlsx", data.getvalue())


GOOD = [
    ["B", "", "民生", 100, "", "", "", None, None, "", ""],
    ["B1", "B", "新增就业", 100, "", "人", "越多越好", 3000, date(2026, 12, 31), "市场监管局", ""],
]


def entered(office):
    sent = {"title": "民生实事", "number": "云政发〔2026〕2号", "year": "2026", "issued_on": "2026-07-01"}
    sent |= {"tolerance": "10", "explain_days": "10", **key()}
    signed_in(office.clerk).post(reverse("scoring:new_goal"), sent)
    return GoalDocument.objects.get()


def test_from_a_paper_to_tasks_in_force(office, bureau, clerk):
    document, desk = entered(office), signed_in(office.clerk)
    desk.post(reverse("scoring:goal_import", args=[document.pk, "tree"]), {"file": sheet(GOOD), **key()})
    signed_in(office.head).post(reverse("scoring:goal_deed", args=[document.pk, "sign"]), key())
    page = signed_in(clerk).get(reverse("scoring:tasks")).content.decode()
    assert "新增就业" in page


def test_a_faulty_list_is_shown_with_row_and_column(office, bureau):
    document = entered(office)
    wrong = [GOOD[0], [*GOOD[1][:1], "Z", *GOOD[1][2:]]]
    answer = signed_in(office.clerk).post(
        reverse("scoring:goal_import", args=[document.pk, "tree"]), {"file": sheet(wrong), **key()}
    )
    assert (answer.status_code, Indicator.objects.count()) == (422, 0)
    assert "表中和文件中都没有此编码的指标" in answer.content.decode()


def cells(answer) -> list[tuple]:
    return list(load_workbook(io.BytesIO(answer.getvalue())).active.values)


def test_the_exported_tree_has_the_columns_of_the_pattern(document, office):
    found = cells(signed_in(office.clerk).get(reverse("scoring:goal", args=[document.pk]), {"export": "xlsx"}))
    assert list(found[0][:11]) == list(sheets.labels(rows.FORMS["tree"]).values())
    assert [line[0] for line in found[1:]] == ["A", "A1", "A2"]


def test_units_are_exported_with_their_rates(document, clerk, leader):
    did(task_of(document, "A1"), 5, clerk)
    found = cells(signed_in(leader).get(reverse("scoring:goal_units"), {"export": "xlsx"}))
    assert found[1][:4] == (1, "市场监管局", 1, Decimal("50"))


def test_a_unit_and_a_person_have_their_pages(task, head, clerk, office):
    from scoring.actions.indicators import tasks

    tasks.name(task, by=head, now=at("2026-07-02"), responsible=clerk.user)
    for name, argument in (("goal_unit", "scjg"), ("goal_person", clerk.user.pk)):
        page = signed_in(office.clerk).get(reverse(f"scoring:{name}", args=[argument])).content.decode()
        assert "指标A1" in page


def test_the_quarter_counts_tasks_due_in_it(office, bureau, clerk, leader):
    document = in_force(office, [group("A"), leaf("A1", bureau, due_on=date(2026, 6, 30))])
    did(task_of(document, "A1"), 10, clerk, on="2026-06-01")
    found = cells(signed_in(leader).get(reverse("scoring:quarter"), {"year": 2026, "quarter": 2, "export": "xlsx"}))
    assert found[1][0] == "市场监管局"
    assert found[1][6:9] == (1, 1, 100)


def test_a_squad_hands_in_its_week(bureau, head):
    squad = Organisation.objects.create(
        code="scjg-1", name="执法一中队", short_name="执法一中队", level="station", parent=bureau
    )
    sent = {"code": "aq", "name": "安全执法周报", "squads": [squad.pk], "fields_text": "检查企业 家\n发现隐患 处"}
    sent |= {"begins_on": "2026-06-01", "days": "1", **key()}
    signed_in(head).post(reverse("scoring:new_weekly"), sent)
    form, reporter = WeeklyForm.objects.get(), employ("dui", "队员", squad, Role.CLERK)
    assert [field["name"] for field in form.fields] == ["检查企业", "发现隐患"]
    report = {"week": "2026-06-22", "value_n1": "12", "value_n2": "3", "words": "已整改", **key()}
    page = signed_in(reporter).post(reverse("scoring:weekly_deed", args=[form.pk, "report"]), report, follow=True)
    assert "迟报" in page.content.decode()
    assert weekly.due_on(form, date(2026, 6, 22)) == date(2026, 6, 29)
