"""Reads the workbook of the catalogue. Every fault says sheet, row, column and cure; nothing is saved here."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from accounts.models import Organisation, Window
from approvals.catalogue.cells import text_of
from approvals.catalogue.content import Content
from approvals.catalogue.sheets import CODE, ITEM, OF_ITEM, SHEETS, UNIT, WINDOWS, Sheet
from records.files import check
from records.refusal import Refused

MOST_ROWS = 20_000  # of one sheet; the largest county catalogue known has some 3,000 items
MOST_COLUMNS = 60
MOST_FAULTS = 200
UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    OSError,
    SyntaxError,
    EOFError,
)


@dataclass(frozen=True)
class Fault:
    """Where it is and what to do; `row` is the number shown by the spreadsheet, 0 for the whole sheet."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass
class Reading:
    """`contents` maps a code to what the file says; `rows` to the row of the item; `spoiled`: of rows with a fault."""

    contents: dict[str, Content] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    spoiled: set[str] = field(default_factory=set)

    def blame(self, sheet: str, row: int, column: str, message):
        self.faults.append(Fault(sheet, row, column, str(message)))

    @property
    def is_full(self) -> bool:
        return len(self.faults) >= MOST_FAULTS


def read(name: str, data: bytes) -> Reading:
    """What stands in the file. Raises Refused for a file that is no workbook or not to be opened."""
    if not name.lower().endswith(".xlsx") or not data.startswith(b"PK"):
        raise Refused(
            None,
            _(
                "This is not an .xlsx workbook (a CSV, an old .xls or a file with a password cannot be read). "
                "Open it in Excel or WPS and save it as “Excel workbook (.xlsx)” without a password."
            ),
            field="file",
        )
    check(name, data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
        found = Reading()
        fill_books()
        for sheet in SHEETS:
            read_sheet(book, sheet, found)
    except UNREADABLE:
        raise Refused(
            None, _("The workbook is damaged. Please save it again in Excel or WPS."), field="file"
        ) from None
    return found


def fill_books():
    """Which units exist, by name and by code."""
    units = list(Organisation.objects.all())
    UNIT.book = {unit.name: unit for unit in units} | {unit.code: unit for unit in units}


def read_sheet(book, sheet: Sheet, found: Reading):
    if sheet.title not in book.sheetnames:
        found.blame(sheet.title, 0, "", _("The sheet is missing. Please take the exported workbook as a pattern."))
        return
    lines = book[sheet.title].iter_rows(max_col=MOST_COLUMNS)
    order = read_headers(sheet, next(lines, ()), found)
    if order is None:
        return
    take = take_items if sheet.title == ITEM else take_parts
    take(sheet, read_rows(sheet, lines, order, found), found)


def read_headers(sheet: Sheet, cells, found: Reading) -> list | None:
    """Which column stands where; None when the headers are not those of the format."""
    words = [text_of(cell.value) for cell in cells]
    while words and not words[-1]:
        words.pop()
    known = {column.header: column for column in sheet.columns}
    faults = [
        *((word, _("This column is missing.")) for word in known if word not in words),
        *(
            (word or "—", _("This column is not known; delete it or give it its old name."))
            for word in words
            if word not in known
        ),
        *(
            (word, _("This column stands there twice; delete one."))
            for word, times in Counter(words).items()
            if times > 1
        ),
    ]
    for word, message in faults:
        found.blame(sheet.title, 1, word, message)
    return None if faults else [known[word] for word in words]


def read_rows(sheet: Sheet, lines, order, found: Reading) -> Iterator[tuple[int, dict]]:
    """Row number and clean values of each line that is not blank; a line with a fault is left out."""
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            words = _("The sheet has more than %(most)s rows; please split the file.") % {"most": MOST_ROWS}
            found.blame(sheet.title, number, "", words)
            return
        if found.is_full:
            return
        if all(cell.value is None or not text_of(cell.value) for cell in cells):
            continue
        values = read_cells(sheet, number, zip(order, cells, strict=False), found)
        if values is not None:
            yield number, values


def read_cells(sheet: Sheet, number: int, pairs: Iterable, found: Reading) -> dict | None:
    before, values = len(found.faults), {}
    for column, cell in pairs:
        try:
            values[column.name] = read_cell(column, cell)
        except ValidationError as wrong:
            found.blame(sheet.title, number, column.header, " ".join(wrong.messages))
    for column in sheet.columns:
        if column.name not in values and len(found.faults) == before:
            found.blame(sheet.title, number, column.header, _("This row ends before this column."))
    if len(found.faults) == before:
        return values
    if sheet.title == ITEM:
        found.spoiled.add(values.get(CODE, ""))
    return None


def read_cell(column, cell):
    if cell.data_type == "f":
        raise ValidationError(_("There is a formula in this cell. Paste its value instead."))
    if cell.data_type == "e":
        raise ValidationError(_("There is an error value (%(value)s) in this cell.") % {"value": cell.value})
    return column.cell.read(cell.value)


def take_items(sheet: Sheet, rows, found: Reading):
    counters = {window.number: window for window in Window.objects.all()}
    headers = {column.name: column.header for column in sheet.columns}
    for number, values in rows:
        code, windows = values.pop(CODE), values.pop(WINDOWS)
        if code in found.rows:
            words = _("Row %(row)s has the same code.") % {"row": found.rows[code]}
            found.blame(sheet.title, number, headers[CODE], words)
            continue
        numbers = [
            word.zfill(3) for word in windows.replace("，", "、").replace(",", "、").split("、") if word.strip()
        ]
        unknown = [word for word in numbers if word not in counters]
        if unknown:
            words = _("There is no window %(number)s.") % {"number": "、".join(unknown)}
            found.blame(sheet.title, number, headers[WINDOWS], words)
        found.rows[code] = number
        chosen = sorted({word for word in numbers if word in counters})
        found.contents[code] = Content(values, windows=[counters[word] for word in chosen])


def take_parts(sheet: Sheet, rows, found: Reading):
    seen = {}
    for number, values in rows:
        code = values.pop("item")
        if code in found.spoiled and code not in found.rows:
            continue  # the fault in the row of the item has been told
        if code not in found.rows:
            words = _("The sheet “%(sheet)s” has no such code.") % {"sheet": ITEM}
            found.blame(sheet.title, number, OF_ITEM.header, words)
            continue
        key = code, values["code"], values.get("valid_from")
        if key in seen:
            words = _("Row %(row)s has the same code.") % {"row": seen[key]}
            found.blame(sheet.title, number, sheet.columns[1].header, words)
            continue
        seen[key] = number
        found.contents[code].parts[sheet.kind].append(values)
