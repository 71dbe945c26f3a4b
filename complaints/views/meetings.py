"""What the pages of programmes, sessions, talks, visits and events have in common: lists, forms, deeds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.exports import xlsx_response
from records import paging
from records.desk import Deed
from records.fields import PlainForm

EXPORTED = 20_000  # lines


@dataclass(frozen=True)
class Table:
    """One list: its columns as (header, cell of a row), the state of a row, the page of a row.

    `wide` is the place of the column that takes the room; the first column of a page leads to the row.
    """

    title: str
    columns: list[tuple[str, Callable]]
    lamp: Callable  # (row, today) → (tone, words)
    link: Callable  # row → address
    nothing: str = _("There is nothing here yet.")
    wide: int = 1


def narrowed(rows, form):
    """The rows that the filters of the form leave."""
    form.is_valid()
    asked = form.cleaned_data
    return rows.filter(**{lookup: asked[name] for name, lookup in form.LOOKUPS.items() if asked.get(name)})


def listing(request, table: Table, rows, form, **more):
    """A list: a page of it, or all of it as a spreadsheet."""
    today = timezone.localdate()
    if form.cleaned_data.get("export"):
        lines = ([*(cell(row) for _h, cell in table.columns), table.lamp(row, today)[1]] for row in rows[:EXPORTED])
        headers = [*(header for header, _cell in table.columns), _("State")]
        return xlsx_response(f"{table.title}-{today.isoformat()}", headers, lines)
    part = paging.sliced(rows, request.GET, paging.PAGE_SIZE)
    about = {
        "table": table,
        "headers": [header for header, _cell in table.columns],
        "lines": [line(table, row, today) for row in part.rows],
        "part": part,
        "form": form,
        "is_narrowed": any(form.cleaned_data.get(bound.name) for bound in form.visible_fields()),
    }
    return render(request, more.pop("template", "complaints/meetings/list.html"), about | more)


def line(table: Table, row, today) -> dict:
    """One row as the page shows it."""
    cells = [{"header": header, "value": cell(row)} for header, cell in table.columns]
    return {"cells": cells, "state": table.lamp(row, today), "url": table.link(row), "name": str(row)}


def plain(action, label, done, may, icon="check") -> Deed:
    """A deed that is one button."""
    return Deed(PlainForm, action, may, label, done, icon, grave=icon == "stop")
