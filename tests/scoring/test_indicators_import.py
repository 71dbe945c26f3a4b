"""Trees read in from lists: all rows or none, each fault with row, column and cure; thousands of rows in one go."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from records import sheets
from records.refusal import Faulty
from scoring.actions.indicators import goals, importing
from scoring.forms import goal_rows as rows
from scoring.models import Indicator, Task
from tests.conftest import at
from tests.scoring.goals import BEGUN, SIGNED, drafted

HEADS = "编码,上级指标,指标,权重,指标标准,计量单位,方向,目标值,到期日,单位,责任人"
GROUP = "A,,经济发展,100,,,,,,,"
LEAF = "A1,A,工业增加值,100,同比增长7%,亿元,越多越好,18,2026-12-31,市场监管局,小王"


def read(*lines, kind="tree", heads=HEADS):
    upload = SimpleUploadedFile("指标.csv", "\n".join([heads, *lines]).encode())
    return sheets.read(upload, rows.row_form(kind))


def taken(document, office, *lines):
    return importing.read_tree(document, read(*lines).rows, by=office.clerk, now=BEGUN)


@pytest.fixture
def document(office):
    return drafted(office, [])


def test_a_tree_is_taken_with_its_tasks(document, office, clerk):
    assert taken(document, office, GROUP, LEAF) == 2
    task = Task.objects.get()
    assert (task.target, task.organisation, task.responsible) == (Decimal(18), clerk.organisation, clerk.user)


def test_rows_may_stand_in_any_order(document, office, clerk):
    taken(document, office, LEAF, GROUP)
    assert Indicator.objects.get(code="A1").parent.code == "A"


def changed(**cells):
    """The row of a leaf with other cells."""
    names = ["code", "parent", "name", "weight", "standard", "measure", "direction", "target", "due_on"]
    names += ["unit", "person"]
    return ",".join(str(cells.get(name, value)) for name, value in zip(names, LEAF.split(","), strict=True))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"unit": "火星局"}, "单位"),
        ({"weight": "很重"}, "权重"),
        ({"due_on": "2026-02-30"}, "到期日"),
        ({"direction": "向上"}, "方向"),
        ({"target": "NaN"}, "目标值"),
        ({"target": "1.23456"}, "目标值"),
        ({"person": "查无此人"}, "责任人"),
        ({"name": ""}, "指标"),
    ],
)
def test_a_cell_that_cannot_be_read_is_blamed_at_its_column(bureau, clerk, cells, column):
    assert [(fault.row, fault.column) for fault in read(GROUP, changed(**cells)).faults] == [(3, column)]


@pytest.mark.parametrize(
    ("lines", "row", "field"),
    [
        ([GROUP, changed(parent="Z")], 3, "parent"),
        ([GROUP, LEAF, LEAF], 4, "code"),
        ([GROUP, changed(weight="0")], 3, "weight"),
        ([GROUP, changed(weight="100.5")], 3, "weight"),
        ([GROUP, changed(due_on="2025-12-31")], 3, "due_on"),
        ([GROUP, changed(due_on="")], 3, "due_on"),
        ([GROUP, changed(target="0")], 3, "target"),
        ([GROUP, changed(target="")], 3, "target"),
        ([GROUP, LEAF, changed(code="A2", parent="A1")], 4, "parent"),
        (["A,B,一,50,,,,,,,", "B,A,二,50,,,,,,,"], 2, "parent"),
    ],
)
def test_a_row_that_does_not_fit_is_blamed_and_nothing_is_saved(document, office, clerk, lines, row, field):
    with pytest.raises(Faulty) as faulty:
        taken(document, office, *lines)
    assert (faulty.value.faults[0][:2], Indicator.objects.count()) == ((row, field), 0)


def test_a_code_of_the_document_is_not_taken_twice(document, office, clerk):
    taken(document, office, GROUP, LEAF)
    with pytest.raises(Faulty) as faulty:
        taken(document, office, changed(code="A1"))
    assert faulty.value.faults[0][:2] == (2, "code")


def test_further_units_share_an_indicator(document, office, clerk, other_bureau):
    taken(document, office, GROUP, LEAF)
    found = read("A1,住建局,,6,", kind="tasks", heads="编码,单位,责任人,目标值,到期日")
    importing.read_tasks(document, found.rows, by=office.clerk, now=BEGUN)
    task = Task.objects.get(organisation=other_bureau)
    assert (task.target, task.due_on) == (Decimal(6), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("line", "field"), [("B9,住建局,,,", "code"), ("A,住建局,,,", "code"), ("A1,市场监管局,,,", "organisation")]
)
def test_further_units_that_do_not_fit(document, office, clerk, other_bureau, line, field):
    taken(document, office, GROUP, LEAF)
    found = read(line, kind="tasks", heads="编码,单位,责任人,目标值,到期日")
    with pytest.raises(Faulty) as faulty:
        importing.read_tasks(document, found.rows, by=office.clerk, now=BEGUN)
    assert faulty.value.faults[0][:2] == (2, field)


def test_four_thousand_indicators_in_one_go(document, office, bureau, django_assert_max_num_queries):
    """Forty groups of a hundred; the number of statements does not grow with the rows."""
    groups = [f"G{n},,领域{n},2.5,,,,,,," for n in range(40)]
    leaves = [
        f"G{n}-{m},G{n},指标{n}-{m},1,标准,个,越多越好,{m + 1},2026-12-31,市场监管局,"
        for n in range(40)
        for m in range(100)
    ]
    found = read(*groups, *leaves)
    assert (len(found.rows), found.faults) == (4040, [])
    with django_assert_max_num_queries(30):
        importing.read_tree(document, found.rows, by=office.clerk, now=BEGUN)
    signed = goals.sign(document, by=office.head, now=SIGNED)
    assert (signed.state, Task.objects.count()) == ("in_force", 4000)
    assert set(Task.objects.values_list("weight", flat=True)) == {Decimal("0.025000")}


def test_only_the_office_reads_in(document, clerk):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        importing.read_tree(document, [], by=clerk, now=at("2026-01-05"))
