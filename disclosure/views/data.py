"""Open data: the list of what can be taken, each with its dictionary; CSV and JSON."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.exports import export_cell
from disclosure.datasets import BY_CODE, DATASETS
from disclosure.views.common import today

LICENCE = "CC BY 4.0"


def dataset_of(code: str):
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


@login_not_required
@require_safe
def datasets(request):
    rows = [(one, one.updated()) for one in DATASETS]
    return render(request, "disclosure/data.html", {"rows": rows, "licence": LICENCE})


@login_not_required
@require_safe
def dataset(request, code):
    """The dictionary of one list, with its first rows."""
    one = dataset_of(code)
    lines = one.lines()
    sample = [line for _number, line in zip(range(5), lines, strict=False)]
    page = {"dataset": one, "updated": one.updated(), "sample": sample, "licence": LICENCE}
    return render(request, "disclosure/dataset.html", page)


@login_not_required
@require_safe
def csv_file(request, code):
    """UTF-8 with a byte order mark, as spreadsheets expect; one line a row, headers as in the dictionary."""
    one = dataset_of(code)
    return download(csv_lines(one), f"{one.code}-{today().isoformat()}.csv", "text/csv; charset=utf-8")


def csv_lines(one):
    yield "\ufeff" + csv_line([column.name for column in one.columns])
    for line in one.lines():
        yield csv_line(line)


def csv_line(cells) -> str:
    words = [export_cell("" if cell is None else str(cell)) for cell in cells]
    quoted = ['"' + word.replace('"', '""') + '"' if set(word) & set(',"\n\r') else word for word in words]
    return ",".join(quoted) + "\r\n"


@login_not_required
@require_safe
def json_file(request, code):
    """{"dataset", "licence", "made_at", "columns", "rows": [{…}, …]}; rows are written one after the other."""
    one = dataset_of(code)
    return download(json_lines(one), f"{one.code}-{today().isoformat()}.json", "application/json; charset=utf-8")


def json_lines(one):
    columns = [{"name": column.name, "type": column.type, "words": str(column.words)} for column in one.columns]
    head = {"dataset": one.code, "title": str(one.title), "licence": LICENCE}
    head |= {"made_at": timezone.localtime().isoformat(timespec="seconds"), "columns": columns}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    names, comma = [column.name for column in one.columns], "\n"
    for line in one.lines():
        yield comma + json.dumps(dict(zip(names, line, strict=True)), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def download(lines, name: str, kind: str):
    response = StreamingHttpResponse(lines, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
