"""Tables for spreadsheets: no cell runs as a formula, no row is kept in memory."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from django.http import FileResponse
from django.utils.functional import Promise
from django.utils.timezone import is_aware, localtime
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
MAX_SIGNS = 32_767  # what one cell of a spreadsheet holds
SPOOL_BYTES = 1024 * 1024  # kept in memory up to here, then in a temporary file


def export_cell(value):
    """One value as a spreadsheet may safely show it: text never becomes a formula, local time, no control signs."""
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, datetime) and is_aware(value):
        return localtime(value).replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    guard = "'" if text.lstrip(" \u3000").startswith(FORMULA_SIGNS) else ""
    return (guard + text)[:MAX_SIGNS]


def xlsx_response(filename: str, header: Iterable, rows: Iterable[Iterable]) -> FileResponse:
    """A workbook of one sheet to save as `filename`.xlsx; rows are written one by one."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([export_cell(value) for value in header])
    for row in rows:
        sheet.append([export_cell(value) for value in row])
    file = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}.xlsx"
    response.headers["Cache-Control"] = "no-store"
    return response
