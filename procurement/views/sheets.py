"""What the desks of the registers have in common: a list with its file, a page of facts with the deeds that follow."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from procurement.tables import MOST, exported
from procurement.views.common import NOT_YOUR_DUTY, blame, is_known, sent
from records.paging import PAGE_SIZE, sliced
from records.refusal import Refused


@dataclass(frozen=True)
class Table:
    """One list: columns as (header, cell of a row); `lamp` gives (tone, words), `link` the page of a row."""

    title: str
    columns: list[tuple[str, Callable]]
    lamp: Callable
    link: Callable
    nothing: str = _("There is nothing here yet.")


def listing(request, table: Table, rows, form, **more):
    """A page of a list, or all of it as a file. The form's LOOKUPS say which field narrows what."""
    form.is_valid()
    asked = form.cleaned_data
    rows = rows.filter(**{lookup: asked[name] for name, lookup in form.LOOKUPS.items() if asked.get(name)})
    headers = [header for header, _cell in table.columns]
    if asked.get("export"):
        lines = ([*(cell(row) for _h, cell in table.columns), table.lamp(row)[1]] for row in rows[:MOST])
        name = f"{table.title}-{timezone.localdate().isoformat()}"
        return exported(name, asked["export"], [*headers, _("State")], lines)
    part = sliced(rows, request.GET, PAGE_SIZE)
    page = {
        "table": table,
        "headers": headers,
        "lines": [line(table, row) for row in part.rows],
        "page": part,
        "form": form,
        "is_narrowed": any(asked.get(bound.name) for bound in form.visible_fields()),
    }
    return render(request, "procurement/registers/list.html", page | more)


def line(table: Table, row) -> dict:
    cells = [{"header": header, "value": cell(row)} for header, cell in table.columns]
    return {"cells": cells, "state": table.lamp(row), "url": table.link(row)}


@dataclass(frozen=True)
class Deed:
    """A form on the page of a row: `may(actor, row)` offers it, `action(row, by=, now=, key=, …)` does it."""

    form: type
    action: Callable
    may: Callable
    label: str
    done: str
    icon: str = "check"
    grave: bool = False


def panels(request, row, deeds: dict[str, Deed], refused=None) -> list[dict]:
    """The deeds that this actor may do now; `refused` is (name, form) of the one that failed."""
    found = []
    for name, deed in deeds.items():
        if deed.may(request.actor, row):
            failed = refused is not None and refused[0] == name
            form = refused[1] if failed else deed.form(auto_id=f"id_{name}_%s")
            found.append({"name": name, "deed": deed, "form": form, "open": failed})
    if found and not any(panel["open"] for panel in found):
        found[0]["open"] = True
    return found


def detail(request, row, deeds: dict[str, Deed], about: dict, refused=None):
    """The page of one row: `about` is title, facts, sections and where it hangs; see registers/detail.html."""
    page = {"row": row, "panels": panels(request, row, deeds, refused)} | about
    template = about.get("template", "procurement/registers/detail.html")
    return render(request, template, page, status=422 if refused else 200)


def take(request, row, name: str, deeds: dict[str, Deed], page: Callable, after: Callable):
    """Do one deed; what was refused comes back with the page (`page(request, row, refused)`)."""
    if name not in deeds:
        raise Http404
    if request.method == "GET":  # somebody comes back after signing in again
        return page(request, row)
    deed = deeds[name]
    if not deed.may(request.actor, row):
        if is_known(request.actor, sent(request)["key"]):
            return redirect(after(row))
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    form = deed.form(request.POST, request.FILES, auto_id=f"id_{name}_%s")
    if form.is_valid() and done(request, form, deed.action, row, **form.arguments()) is not None:
        messages.success(request, deed.done)
        return redirect(after(row))
    return page(request, row, (name, form))


def done(request, form, action, thing, **arguments):
    """The result of the action; None, with the reason in the form, where it was refused."""
    try:
        made = action(thing, by=request.actor, now=timezone.now(), key=sent(request)["key"], **arguments)
    except Refused as refusal:
        blame(form, refusal)
        return None
    return made if made is not None else thing


def new(request, form, action, thing, arguments: Callable, *, title, back, saved, after, **more):
    """A page with one form that makes a row. `arguments(form)` are those of the action."""
    if form.is_valid():
        made = done(request, form, action, thing, **arguments(form))
        if made is not None:
            messages.success(request, saved)
            return redirect(after(made))
    page = {"form": form, "title": title, "back": back} | more
    return render(request, "procurement/registers/form.html", page, status=422 if form.is_bound else 200)
