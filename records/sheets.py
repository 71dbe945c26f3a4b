"""Lists that people hand in: a workbook or a CSV file (UTF-8 or GBK), each row through a form. Saves nothing."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from records import workbook
from records.files import MAX_BYTES
from records.refusal import Refused

LONGEST = 10_000  # signs of a line


@dataclass(frozen=True)
class Cell:
    """A cell of a CSV file, as records.workbook reads cells."""

    value: str
    data_type: str = "s"
    column_letter: str = ""


def read(upload, make_form) -> workbook.Reading:
    """The rows and what is wrong with them. The labels of the form's fields are the headers.

    Raises Refused for a file that is neither; everything inside it becomes a fault with its row and column.
    """
    if upload.size > MAX_BYTES:
        raise Refused(None, _("The file is larger than 10 MB. Please make it smaller or split it."), field="file")
    if not upload.name.lower().endswith(".csv"):
        return workbook.read(upload, make_form)
    found = workbook.Reading()
    lines = cells_of(text_of(upload.read()), found)
    if found.faults:
        return found
    order = workbook.headers(make_form({}), next(lines, ()), found)
    for number, values in workbook.numbered(lines, order, found):
        workbook.take(make_form(values), number, found)
    if not found.rows and not found.faults:
        found.blame(2, "", _("There is nothing below the headers."))
    return found


def labels(form: type) -> dict[str, str]:
    """Field → header of its column."""
    return {name: str(field.label) for name, field in form.base_fields.items()}


def cells_of(text: str, found: workbook.Reading):
    """The lines of a CSV text as cells; a line that is too long or broken becomes the only fault."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST:
            words = _("This line is longer than %(most)s signs; the file is damaged.")
            found.blame(number, "", words % {"most": LONGEST})
            return iter(())
    reader, rows = csv.reader(io.StringIO(text), strict=True), []
    try:
        rows = [[Cell(cell) for cell in row[: workbook.MOST_COLUMNS]] for row in reader]
    except csv.Error:
        found.blame(reader.line_num, "", _("The quotation marks in this line do not match."))
    return iter(rows)


def text_of(data: bytes, cure: str = "") -> str:
    """UTF-8 with or without a mark, or GB 18030 as older programs write it. Refused, with the cure, for all else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    cure = cure or _("The file is not text in UTF-8 or GBK. Save it again as CSV in UTF-8.")
    raise Refused(None, cure, field="file")
