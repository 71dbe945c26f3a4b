"""Reads a list out of a workbook: each row through a form, every fault with row, column and cure. Saves nothing."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django import forms
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from records.files import check
from records.refusal import MOST_FAULTS, Refused, RowFault

MOST_ROWS = 5000
MOST_COLUMNS = 40
LONGEST_VALUE = 60  # signs of a cell that are repeated where it is blamed
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
    """Where it is and what to do; `row` is the number that the spreadsheet shows."""

    row: int
    column: str
    message: str
    value: str = ""  # what stands in the cell


@dataclass
class Reading:
    """The cleaned rows with their numbers, what was typed in them, and what is wrong."""

    rows: list[tuple[int, dict]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # field → header of its column
    typed: dict[int, dict] = field(default_factory=dict)  # number of a row → field → text of its cell
    sheet: str = ""  # its name in the workbook; a CSV file has none

    def blame(self, row: int, column: str, message, value=""):
        self.faults.append(Fault(row, column, str(message), str(value or "")[:LONGEST_VALUE]))

    def blame_fields(self, faults: Iterable[RowFault]):
        """What a deed found wrong, under the headers of the file and with what stands in the cells."""
        for row, name, message in faults:
            self.blame(row, self.labels.get(name, ""), message, self.typed.get(row, {}).get(name))

    @property
    def is_full(self) -> bool:
        return len(self.faults) >= MOST_FAULTS


def read(upload, make_form: Callable[[dict], forms.Form]) -> Reading:
    """What stands in the first sheet. The labels of the form's fields are the headers.

    Raises Refused for a file that is no workbook; everything inside it becomes a fault.
    """
    data = upload.read()
    if not upload.name.lower().endswith(".xlsx") or not data.startswith(b"PK"):
        words = _("This is not an .xlsx workbook. Open it in Excel or WPS and save it as “Excel workbook (.xlsx)”.")
        raise Refused(None, words, field="file")
    check(upload.name, data)
    found = Reading()
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        found.sheet = sheet.title
        lines = sheet.iter_rows(max_col=MOST_COLUMNS)
        order = headers(make_form({}), next(lines, ()), found)
        for number, values in numbered(lines, order, found):
            take(make_form(values), number, found)
    except UNREADABLE:
        words = _("The workbook is damaged. Please save it again in Excel or WPS.")
        raise Refused(None, words, field="file") from None
    if not found.rows and not found.faults:
        found.blame(2, "", _("There is nothing below the headers."))
    return found


def headers(form: forms.Form, cells, found: Reading) -> list[str]:
    """The field under each column; [] when they are not those of the form."""
    found.labels = {bound.name: str(bound.label) for bound in form}
    names = {label: name for name, label in found.labels.items()}
    words = [text_of(cell) for cell in cells]
    while words and not words[-1]:
        words.pop()
    for label in [label for label in names if label not in words]:
        found.blame(1, label, _("This column is missing."))
    for word in [word for word in words if word not in names]:
        found.blame(1, word or "—", _("This column is not known; delete it or give it its old name."))
    for word in {word for word in words if words.count(word) > 1}:
        found.blame(1, word, _("This column stands there twice; delete one."))
    return [] if found.faults else [names[word] for word in words]


def numbered(lines, order: list[str], found: Reading) -> Iterator[tuple[int, dict]]:
    """Row number and texts of each line that is not blank."""
    if not order:
        return
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            found.blame(
                number, "", _("The sheet has more than %(most)s rows; please split the file.") % {"most": MOST_ROWS}
            )
            return
        if found.is_full:
            return
        if any(text_of(cell) for cell in cells) and not has_formula(cells, number, found):
            yield number, {name: text_of(cell) for name, cell in zip(order, cells, strict=False)}


def has_formula(cells, number: int, found: Reading) -> bool:
    """A cell that computes, or that holds an error, is not taken."""
    wrong = [cell for cell in cells if cell.value is not None and cell.data_type in ("f", "e")]
    for cell in wrong:
        found.blame(number, cell.column_letter, _("There is a formula in this cell. Paste its value instead."))
    return bool(wrong)


def text_of(cell) -> str:
    """A cell as somebody would type it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip(" \u3000\n\t")


def take(form: forms.Form, number: int, found: Reading):
    found.typed[number] = form.data
    if form.is_valid():
        found.rows.append((number, form.cleaned_data))
    else:
        found.blame_fields((number, name, " ".join(errors)) for name, errors in form.errors.items())
