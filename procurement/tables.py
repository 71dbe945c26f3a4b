"""Open lists as files: xlsx or CSV, the same rows."""

import csv
import io
from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpResponse

from accounts.exports import export_cell, xlsx_response

MOST = 20_000  # rows of a file


def exported(name: str, kind: str, headers: Iterable, rows: Iterable[Iterable]):
    """A file to save: `kind` is xlsx or csv (UTF-8 with a byte order mark, as spreadsheets expect)."""
    if kind == "xlsx":
        return xlsx_response(name, headers, rows)
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (headers, *rows):
        writer.writerow([export_cell(str(value) if value is not None else "") for value in row])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    response.headers["Cache-Control"] = "no-store"
    return response
