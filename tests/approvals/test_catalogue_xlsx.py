"""The workbook of the catalogue: out, changed, in again; and everything that can be wrong with it."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.models import Role, Window
from approvals.catalogue import reading
from approvals.catalogue.content import content
from approvals.catalogue.importing import plan
from approvals.catalogue.writing import workbook
from approvals.models import Item
from records.refusal import Refused
from tests.conftest import employ, make_item, publish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
LOAD = "/desk/catalogue/import/"
ITEM, DOCUMENTS, STEPS, FEES = "事项", "材料", "环节", "收费"


@pytest.fixture(autouse=True)
def _files_go_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def item(bureau):
    about = {"legal_basis": ["《食品安全法》第三十五条"], "certificate": "食品经营许可证"}
    item = make_item(bureau, documents=2, published=False, **about)
    item.fees.create(code="F1", name="工本费", amount="10.00", basis="某某文件", valid_from=date(2020, 1, 1))
    item.windows.add(Window.objects.create(number="013", name="食品窗口", hall="一楼大厅", organisation=bureau))
    return publish(item)


@pytest.fixture
def keeper(county):
    return signed_in(employ("sysadmin", "吴新民", county, Role.SYSTEM_ADMIN))


def exported(item):
    """The workbook of this one item, open for changes."""
    with workbook([(item.code, content(item))]) as file:
        return load_workbook(io.BytesIO(file.read()))


@pytest.fixture
def book(item):
    return exported(item)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(sheet, header) -> int:
    return [cell.value for cell in sheet[1]].index(header) + 1


def put(book, sheet, header, value, row=2):
    book[sheet].cell(row, place(book[sheet], header)).value = value


def faults(book):
    return [(fault.sheet, fault.row, fault.column) for fault in plan("目录.xlsx", saved(book)).faults]


def send(client, data, name="目录.xlsx"):
    return client.post(LOAD, {"file": SimpleUploadedFile(name, data)})


# there and back


def test_the_same_workbook_changes_nothing(book):
    found = plan("目录.xlsx", saved(book))
    assert (found.changes, found.faults, found.unchanged) == ([], [], 1)


def test_a_changed_promise_is_shown_before_it_is_saved(book, keeper):
    put(book, ITEM, "承诺时限（工作日）", 8)
    page = send(keeper, saved(book))
    assert page.status_code == 200
    assert [row.right for row in page.context["changes"][0]["rows"]] == [["8"]]
    assert not Item.objects.filter(state="draft").exists()


def test_confirmed_it_is_a_draft(book, keeper, item):
    put(book, ITEM, "承诺时限（工作日）", 8)
    kept = send(keeper, saved(book)).context["kept"]
    keeper.post(LOAD, {"token": kept.token, "key": "00000000-0000-4000-8000-000000000001"})
    draft = Item.objects.get(state="draft")
    assert (draft.code, draft.version, draft.promised_days, draft.steps.count()) == (item.code, 2, 8, 2)


def test_confirmed_twice_it_is_one_draft(book, keeper):
    put(book, ITEM, "承诺时限（工作日）", 8)
    kept = send(keeper, saved(book)).context["kept"]
    for _click in range(2):
        keeper.post(LOAD, {"token": kept.token, "key": "00000000-0000-4000-8000-000000000001"})
    assert Item.objects.filter(state="draft").count() == 1


def test_somebody_elses_workbook_cannot_be_confirmed(book, keeper, county):
    put(book, ITEM, "承诺时限（工作日）", 8)
    kept = send(keeper, saved(book)).context["kept"]
    signed_in(employ("sys2", "另一位", county, Role.SYSTEM_ADMIN)).post(LOAD, {"token": kept.token})
    assert not Item.objects.filter(state="draft").exists()


def test_an_unknown_code_is_a_new_item(book, keeper):
    for sheet in (ITEM, DOCUMENTS, STEPS, FEES):
        for row in range(2, book[sheet].max_row + 1):
            put(book, sheet, "事项编码", "XK-NEW-001", row)
    kept = send(keeper, saved(book)).context["kept"]
    keeper.post(LOAD, {"token": kept.token, "key": "00000000-0000-4000-8000-000000000001"})
    assert Item.objects.get(code="XK-NEW-001").version == 1


def test_samples_stay_with_their_documents(book, item, keeper):
    put(book, DOCUMENTS, "说明", "签字")
    [change] = plan("目录.xlsx", saved(book)).changes
    assert len(change.rows) == 1


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "-营业执照", "@申请书", "+证明"])
def test_text_that_looks_like_a_formula_comes_back_unchanged(bureau, text):
    about = {"legal_basis": ["某法"], "certificate": "证", "in_hall": True, "at_window": False}
    item = make_item(bureau, name=text, **about)
    found = plan("目录.xlsx", saved(exported(item)))
    assert (found.unchanged, found.faults) == (1, [])


def test_only_the_system_administrator_reads_in(item, head, book):
    assert send(signed_in(head), saved(book)).status_code == 403


# what is wrong with a cell

CELLS = {
    "blank": (ITEM, "事项名称", ""),
    "full-width blank": (ITEM, "事项名称", "\u3000\u3000"),
    "too long": (ITEM, "事项名称", "长" * 201),
    "direction sign": (ITEM, "事项名称", "食品\u202e经营"),
    "zero-width": (ITEM, "事项名称", "食品\u200b经营"),
    "unknown unit": (ITEM, "实施机关", "火星管理局"),
    "unknown kind": (ITEM, "权力类型", "魔法"),
    "text for a number": (ITEM, "承诺时限（工作日）", "七天"),
    "half a day": (ITEM, "承诺时限（工作日）", 7.5),
    "negative days": (ITEM, "承诺时限（工作日）", -1),
    "huge number": (ITEM, "法定时限（工作日）", 10**30),
    "not yes or no": (ITEM, "网上可办", "也许"),
    "day that does not exist": (ITEM, "计划进驻日期", "2026-02-30"),
    "year 9999": (ITEM, "计划进驻日期", "9999-01-01"),
    "serial number for a date": (ITEM, "计划进驻日期", 46000),
    "unknown window": (ITEM, "窗口号", "999"),
    "code with odd signs": (ITEM, "事项编码", "XK'--"),
    "formula": (ITEM, "承诺时限（工作日）", "=3+4"),
    "money NaN": (FEES, "标准（元）", "NaN"),
    "money infinite": (FEES, "标准（元）", "1e400"),
    "money negative": (FEES, "标准（元）", -5),
    "money 3 decimals": (FEES, "标准（元）", 10.005),
    "money in words": (FEES, "标准（元）", "1万元"),
    "copies 0": (DOCUMENTS, "份数", 0),
    "step of 0 days": (STEPS, "时限（工作日）", 0),
}


@pytest.mark.parametrize(("sheet", "header", "value"), CELLS.values(), ids=CELLS.keys())
def test_a_wrong_cell_is_named_by_sheet_row_and_column(book, sheet, header, value):
    put(book, sheet, header, value)
    assert (sheet, 2, header) in faults(book)


def test_an_error_value_is_named(book):
    cell = book[FEES].cell(2, place(book[FEES], "标准（元）"))
    cell.value, cell.data_type = "#N/A", "e"
    assert faults(book) == [(FEES, 2, "标准（元）")]


GOOD = {
    "full-width digits": ("承诺时限（工作日）", "７", "promised_days", 7),
    "text digits": ("承诺时限（工作日）", " 7 ", "promised_days", 7),
    "Chinese date": ("计划进驻日期", "2026年3月2日", "entering_on", date(2026, 3, 2)),
    "spreadsheet date": ("计划进驻日期", date(2026, 3, 2), "entering_on", date(2026, 3, 2)),
    "rare sign": ("主题", "𠮷祥", "theme", "𠮷祥"),
    "code of the unit": ("实施机关", "scjg", "organisation", None),
}


@pytest.mark.parametrize(("header", "value", "name", "wanted"), GOOD.values(), ids=GOOD.keys())
def test_what_a_person_would_write_is_understood(book, item, header, value, name, wanted):
    if name == "organisation":
        value, wanted = item.organisation.code, item.organisation
    put(book, ITEM, header, value)
    assert reading.read("目录.xlsx", saved(book)).contents[item.code][name] == wanted


def test_a_window_number_that_lost_its_zeros_is_understood(book, item):
    put(book, ITEM, "窗口号", 13)
    assert [window.number for window in reading.read("a.xlsx", saved(book)).contents[item.code].windows] == ["013"]


# what is wrong with the whole


def test_a_missing_sheet(book):
    del book[FEES]
    assert faults(book) == [(FEES, 0, "")]


def test_a_missing_column(book):
    book[FEES].delete_cols(place(book[FEES], "标准（元）"))
    assert faults(book) == [(FEES, 1, "标准（元）")]


def test_a_renamed_column_is_missing_and_unknown(book):
    put(book, FEES, "标准（元）", "价钱", row=1)
    assert faults(book) == [(FEES, 1, "标准（元）"), (FEES, 1, "价钱")]


def test_an_extra_column(book):
    book[FEES].cell(1, 20).value = "备注"
    assert (FEES, 1, "备注") in faults(book)


def test_a_column_twice(book):
    book[FEES].cell(1, book[FEES].max_column + 1).value = "标准（元）"
    assert faults(book) == [(FEES, 1, "标准（元）")]


def test_columns_in_another_order_are_fine(book):
    sheet = book[STEPS]
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    assert faults(book) == []


def test_blank_lines_are_passed_over(book):
    put(book, STEPS, "名称", "\u3000", row=9)
    assert faults(book) == []


def test_the_same_item_twice(book):
    sheet = book[ITEM]
    for cell in sheet[2]:
        sheet.cell(3, cell.column).value = cell.value
    assert faults(book) == [(ITEM, 3, "事项编码")]


def test_the_same_document_twice(book):
    put(book, DOCUMENTS, "编码", "D1", row=3)
    assert faults(book) == [(DOCUMENTS, 3, "编码")]


def test_a_part_of_no_item(book):
    put(book, STEPS, "事项编码", "XK-NONE")
    assert (STEPS, 2, "事项编码") in faults(book)


def test_what_the_head_could_not_publish_is_named_at_the_item(book):
    put(book, ITEM, "承诺时限（工作日）", 21)
    assert faults(book) == [(ITEM, 2, "事项编码")]


def test_an_item_that_is_being_revised(book, keeper):
    put(book, ITEM, "承诺时限（工作日）", 8)
    kept = send(keeper, saved(book)).context["kept"]
    keeper.post(LOAD, {"token": kept.token, "key": "00000000-0000-4000-8000-000000000001"})
    assert faults(book) == [(ITEM, 2, "事项编码")]


def test_an_item_that_is_being_revised_elsewhere_may_stay_in_the_workbook(book, keeper):
    unchanged = saved(book)
    put(book, ITEM, "承诺时限（工作日）", 8)
    kept = send(keeper, saved(book)).context["kept"]
    keeper.post(LOAD, {"token": kept.token, "key": "00000000-0000-4000-8000-000000000001"})
    found = plan("目录.xlsx", unchanged)
    assert (found.faults, found.unchanged) == ([], 1)


def test_a_fault_of_the_item_is_not_told_again_for_its_documents(book):
    put(book, ITEM, "承诺时限（工作日）", "七天")
    assert faults(book) == [(ITEM, 2, "承诺时限（工作日）")]


def test_one_fault_and_nothing_is_saved(book, keeper):
    put(book, ITEM, "承诺时限（工作日）", 8)
    put(book, FEES, "标准（元）", "NaN")
    page = send(keeper, saved(book))
    assert (page.status_code, page.context["kept"], Item.objects.filter(state="draft").count()) == (422, None, 0)


def test_an_empty_catalogue(book):
    for sheet in book:
        sheet.delete_rows(2, 10)
    assert faults(book) == [(ITEM, 0, "")]


def test_more_rows_than_a_catalogue_has(item, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    book = exported(item)
    put(book, STEPS, "名称", "多余", row=5)
    assert (STEPS, 5, "") in faults(book)


def test_a_hundred_thousand_and_one_rows(item):
    book = Workbook(write_only=True)
    for sheet in reading.SHEETS:
        page = book.create_sheet(sheet.title)
        page.append(sheet.headers)
    for _row in range(100_001):
        page.append([None, "x"])
    assert any(fault.row == reading.MOST_ROWS + 2 or fault.row for fault in plan("a.xlsx", saved(book)).faults)


# files that are no workbook


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", b"0" * (101 * 1024 * 1024))
    return data.getvalue()


def entities() -> bytes:
    """A workbook whose part refers to itself again and again."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>')
        archive.writestr("xl/workbook.xml", "<x/>")
    return data.getvalue()


HOSTILE = {
    "CSV in GB18030": ("目录.csv", "事项编码,事项名称\n".encode("gb18030")),
    "CSV called xlsx": ("目录.xlsx", "事项编码,事项名称\n".encode("gb18030")),
    "UTF-16 called xlsx": ("目录.xlsx", "事项编码".encode("utf-16")),
    "old xls": ("目录.xls", b"\xd0\xcf\x11\xe0"),
    "with a password": ("目录.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "damaged": ("目录.xlsx", b"PK\x03\x04damaged"),
    "bomb": ("目录.xlsx", bomb()),
    "entities": ("目录.xlsx", entities()),
    "document": ("目录.docx", b"PK\x03\x04"),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_workbook_is_refused(item, name, data):
    with pytest.raises(Refused):
        plan(name, data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04damaged"], ids=["empty", "damaged"])
def test_the_page_says_what_to_do_with_a_bad_file(keeper, item, data):
    page = send(keeper, data)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_no_file_at_all(keeper, item):
    assert keeper.post(LOAD, {}).status_code == 422


@pytest.mark.parametrize("token", ["x", "00000000-0000-4000-8000-000000000009"])
def test_a_made_up_token_saves_nothing(keeper, item, token):
    assert keeper.post(LOAD, {"token": token}).status_code in (302, 404)
