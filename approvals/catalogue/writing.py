"""The catalogue as a workbook that can be edited and read in again."""

import tempfile
from collections.abc import Iterable
from urllib.parse import quote

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from accounts.exports import SPOOL_BYTES, XLSX, export_cell
from approvals.catalogue.content import Content
from approvals.catalogue.sheets import CODE, ITEM, SHEETS, WINDOWS

WIDTH = 18  # of a column, in signs


def workbook(found: Iterable[tuple[str, Content]]):
    """An open temporary file; `found` is (code, content) of each item."""
    book, found = Workbook(write_only=True), list(found)
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "C2"
        for place in range(1, len(sheet.columns) + 1):
            page.column_dimensions[get_column_letter(place)].width = WIDTH
        page.append(sheet.headers)
        for code, content in found:
            for values in rows(sheet, code, content):
                page.append([export_cell(value) for value in values])
    file = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def rows(sheet, code: str, content: Content) -> Iterable[list]:
    if sheet.title == ITEM:
        windows = "、".join(window.number for window in content.windows)
        values = content.fields | {CODE: code, WINDOWS: windows}
        yield [column.cell.write(values[column.name]) for column in sheet.columns]
    for part in content.parts.get(sheet.kind, ()):
        values = part | {"item": code}
        yield [column.cell.write(values[column.name]) for column in sheet.columns]


def response(filename: str, found: Iterable[tuple[str, Content]]) -> FileResponse:
    """The workbook to save as `filename`.xlsx."""
    answer = FileResponse(workbook(found), content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}.xlsx"
    answer.headers["Cache-Control"] = "no-store"
    return answer
