"""Lists of powers and of risk points that are read in: all rows or none; INT-01 with 4,136 points of 60 units."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import Organisation
from powers import figures, rows, wording
from powers.actions import importing, lists, points
from powers.models import Power, PowerList, PowerStep, RiskPoint
from records import sheets
from records.models import Entry
from tests.gates import signed_in
from tests.powers.conftest import NOW, facts

pytestmark = pytest.mark.django_db


def book_of(kind, lines, headers=None):
    """A workbook of these lines; each line changes the example."""
    labels = sheets.labels(rows.FORMS[kind])
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(headers or list(labels.values()))
    for line in lines:
        sheet.append([(rows.EXAMPLES[kind] | line).get(name, "") for name in labels])
    file = io.BytesIO()
    workbook.save(file)
    return SimpleUploadedFile("list.xlsx", file.getvalue())


def text_of(kind, lines):
    """The same as a CSV file."""
    labels = sheets.labels(rows.FORMS[kind])
    told = [",".join(labels.values())]
    told += [",".join(str((rows.EXAMPLES[kind] | line).get(name, "")) for name in labels) for line in lines]
    return SimpleUploadedFile("list.csv", "\n".join(told).encode("utf-8-sig"))


def send(actor, kind, lines, headers=None):
    return signed_in(actor).post(reverse("powers:import", args=[kind]), {"file": book_of(kind, lines, headers)})


def faults(answer) -> list[tuple]:
    return [(fault.row, fault.column) for fault in answer.context["faults"]]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("审核：股长", [("review", "审核", "股长", "")]),
        (
            "受理:窗口（当日）；审批：局长 (2个工作日)",
            [("receive", "受理", "窗口", "当日"), ("decide", "审批", "局长", "2个工作日")],
        ),
        ("集体研究：局党组\n公示：办公室", [("other", "集体研究", "局党组", ""), ("publish", "公示", "办公室", "")]),
        ("", []),
    ],
)
def test_steps_in_one_cell(text, steps):
    assert [tuple(one.values()) for one in wording.steps_of(text)] == steps


def test_a_step_that_cannot_be_read_is_shown():
    with pytest.raises(ValueError, match="没有冒号"):
        wording.steps_of("审核：股长\n没有冒号")


def test_powers_are_read_into_the_draft(bureau, clerk):
    assert send(clerk, "powers", [{}, {"code": "XK-2"}]).status_code == 302
    draft = PowerList.objects.get()
    assert (draft.state, [power.code for power in draft.powers.all()]) == ("draft", ["XK-SCJG-001", "XK-2"])
    assert PowerStep.objects.count() == 6


def test_a_second_file_replaces_the_draft(bureau, clerk):
    send(clerk, "powers", [{}, {"code": "XK-2"}])
    send(clerk, "powers", [{"code": "XK-3"}])
    assert [power.code for power in Power.objects.all()] == ["XK-3"]


def test_the_office_reads_in_any_unit(bureau, other_bureau, checker):
    send(checker, "powers", [{}, {"organisation": "住建局", "code": "XK-2"}])
    assert PowerList.objects.count() == 2


def test_a_unit_reads_in_its_own_rows_only(bureau, other_bureau, clerk):
    answer = send(clerk, "powers", [{}, {"organisation": "住建局", "code": "XK-2"}])
    assert faults(answer) == [(3, "单位")]
    assert not PowerList.objects.exists()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ({"organisation": "没有局"}, "单位"),
        ({"code": "XK 2"}, "编码"),
        ({"name": "长" * 201}, "权力名称"),
        ({"kind": "魔法"}, "种类"),
        ({"kind": "村级工程"}, "种类"),
        ({"basis": ""}, "依据"),
        ({"object": "=1+1"}, "F"),
        ({"steps": "审核 股长"}, "运行环节"),
        ({"steps": ""}, "运行环节"),
        ({"code": "XK-SCJG-001"}, "编码"),
    ],
)
def test_a_wrong_power_is_named_with_row_and_column(bureau, clerk, line, column):
    answer = send(clerk, "powers", [{}, {"code": "XK-2"} | line])
    assert answer.status_code == 422
    assert faults(answer) == [(3, column)]
    assert not PowerList.objects.exists()


def test_missing_and_unknown_columns_are_named(bureau, clerk):
    headers = list(sheets.labels(rows.FORMS["powers"]).values())
    answer = send(clerk, "powers", [{}], [*headers[:-1], "别的"])
    assert faults(answer) == [(1, headers[-1]), (1, "别的")]


def test_what_is_being_checked_is_not_replaced(bureau, clerk, head):
    send(clerk, "powers", [{}])
    lists.declare(PowerList.objects.get(), by=head, now=NOW, words="清理一项")
    assert faults(send(clerk, "powers", [{"code": "XK-2"}])) == [(2, "单位")]
    assert Power.objects.get().code == "XK-SCJG-001"


def test_a_file_that_is_none_is_refused(bureau, clerk):
    file = SimpleUploadedFile("list.xlsx", b"PK but no workbook")
    answer = signed_in(clerk).post(reverse("powers:import", args=["powers"]), {"file": file})
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["powers", "points"])
def test_the_pattern_is_what_is_read(power, clerk, kind):
    answer = signed_in(clerk).get(reverse("powers:pattern", args=[kind]))
    upload = SimpleUploadedFile("pattern.xlsx", answer.getvalue())
    found = sheets.read(upload, rows.reader(kind))
    assert [fault for fault in found.faults if fault.row == 1] == []


# risk points

LINE = {"power": "XK-1"}


def test_points_are_read_assessed_and_not_decided(power, clerk):
    assert send(clerk, "points", [LINE, LINE | {"description": "另一处", "level": "A"}]).status_code == 302
    first, second = RiskPoint.objects.order_by("pk")
    assert (first.state, first.proposed, first.step.number) == ("proposed", "B", 2)
    assert (second.proposed, second.level) == ("A", "")
    assert first.reviews.count() == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ({"power": "XK-9"}, "权力事项编码"),
        ({"step": 9}, "环节序号"),
        ({"step": "二"}, "环节序号"),
        ({"probability": 6}, "发生几率"),
        ({"harm": "大"}, "危害程度"),
        ({"frequency": 2.5}, "行权频率"),
        ({"discretion": ""}, "自由裁量"),
        ({"level": "D"}, "建议等级"),
        ({"kind": "其他"}, "风险类别"),
        ({"finder": "审计"}, "来源"),
        ({"measure": ""}, "防控措施"),
        ({"measure_due_on": "2026-02-30"}, "措施期限"),
        ({}, "风险点"),
    ],
)
def test_a_wrong_point_is_named_with_row_and_column(power, clerk, line, column):
    answer = send(clerk, "points", [LINE, LINE | line])
    assert (answer.status_code, faults(answer)) == (422, [(3, column)])
    assert not RiskPoint.objects.exists()


def test_what_is_in_the_register_already_is_a_fault(power, clerk):
    send(clerk, "points", [LINE])
    assert faults(send(clerk, "points", [LINE])) == [(2, "风险点")]


def test_a_fault_of_the_deed_shows_what_stands_in_the_cell(power, clerk):
    send(clerk, "points", [LINE])
    [fault] = send(clerk, "points", [LINE]).context["faults"]
    assert fault.value == rows.EXAMPLES["points"]["description"]


def test_a_known_person_is_found_an_unknown_one_stays_a_name(power, clerk):
    send(clerk, "points", [LINE | {"person_name": "小王"}, LINE | {"description": "另一处", "person_name": "老外"}])
    first, second = RiskPoint.objects.order_by("pk")
    assert (first.person, second.person, second.person_name) == (clerk.user, None, "老外")


UNITS, LEVELS = 60, {"A": 453, "B": 1264, "C": 2419}


@pytest.fixture
def sixty(county, head, checker, director):
    """60 units with a published list of one power each; written as the importer writes them."""
    about = {"level": "department", "parent": county, "path": ""}
    units = [Organisation(code=f"u{n:02d}", name=f"第{n}局", short_name=f"{n}局", **about) for n in range(UNITS)]
    for unit in units:
        unit.path = f"{county.path}{unit.code}/"
    Organisation.objects.bulk_create(units)
    signed = {"begun_by": head.user, "declared_by": head.user, "checked_by": checker.user}
    signed |= {"published_by": director.user, "begun_at": NOW, "published_at": NOW}
    drafts = PowerList.objects.bulk_create(PowerList(organisation=unit, version=1, **signed) for unit in units)
    made = [Power(list=draft, number=1, **vars(facts(f"Q-{n}"))) for n, draft in enumerate(drafts)]
    Power.objects.bulk_create(made)
    for draft in drafts:
        draft.declare(), draft.check_off(), draft.publish()
    PowerList.objects.bulk_update(drafts, ["state"])
    return units


def test_int_01_a_county_of_sixty_units(sixty, checker, director, django_assert_max_num_queries):
    levels = [level for level, count in LEVELS.items() for _place in range(count)]
    lines = [
        {
            "organisation": f"{n % UNITS}局",
            "power": f"Q-{n % UNITS}",
            "step": "",
            "description": f"{n}",
            "level": level,
        }
        for n, level in enumerate(levels)
    ]
    with django_assert_max_num_queries(60):
        answer = signed_in(checker).post(reverse("powers:import", args=["points"]), {"file": text_of("points", lines)})
        assert answer.status_code == 302
    points.decide_all(list(RiskPoint.objects.all()), by=director, now=NOW, reason="会审会集体评定")
    assert RiskPoint.objects.counted() == {"a": 453, "b": 1264, "c": 2419, "sum": 4136}
    groups = figures.groups(RiskPoint.objects.visible_to(director))
    assert (len(groups), figures.together(groups, "").counts) == (60, [453, 1264, 2419])
    assert Entry.objects.filter(verb="powers.point.decided").count() == 4136


def test_the_same_form_twice_is_one_list(power, clerk):
    key = "00000000-0000-4000-8000-000000000001"
    found = sheets.read(book_of("points", [LINE]), rows.reader("points"))
    assert importing.read_points(found.rows, by=clerk, now=NOW, key=key) == 1
    importing.read_points(found.rows, by=clerk, now=NOW, key=key)
    assert RiskPoint.objects.count() == 1
