"""What the pages of the desks have in common: who may open them, lists, pages of facts with deeds, lists read in.

Templates stand in templates/records/desk/: list.html, detail.html, form.html, import.html, denied.html.
"""

import csv
import functools
import io
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.exports import export_cell, xlsx_response
from records import sheets
from records.attachments import store
from records.fields import SentForm
from records.models import FormKey
from records.paging import PAGE_SIZE, sliced
from records.refusal import Faulty, Refused
from records.workbook import Reading

NOT_YOUR_DUTY = _("This deed is not the duty of your post.")
EXPIRED = _("This form has expired; please open it again.")
MOST = 20_000  # rows of a file


def denied(request, reason):
    """403 with the reason, for somebody who is signed in but whose post this is not."""
    base = "staff.html" if request.actor.is_staff_member else "portal.html"
    return render(request, "records/desk/denied.html", {"reason": reason, "base": base}, status=403)


def only(question, reason=NOT_YOUR_DUTY):
    """The view is for actors of whom `question` is true; the others are told why not."""

    def decorate(view):
        @functools.wraps(view)
        def ask(request, *args, **kwargs):
            return view(request, *args, **kwargs) if question(request.actor) else denied(request, reason)

        return ask

    return decorate


def sent(request) -> str:
    """The key of the form that was sent."""
    form = SentForm(request.POST)
    form.full_clean()
    return form.cleaned_data.get("key", "")


def is_known(actor, key: str) -> bool:
    """Was this very form sent before, by this actor or by somebody who is not named?"""
    return bool(key) and FormKey.objects.filter(Q(user=actor.user) | Q(user=None), key=key).exists()


def local(moment) -> str:
    """A moment in our time; "" for none."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def who(person, moment) -> str:
    """Who did it and when; "" for what nobody did yet."""
    return f"{person} {local(moment)}" if person else ""


def posted(request) -> tuple:
    """The arguments that bind a form to what was sent; none when its page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


@dataclass(frozen=True)
class Table:
    """One list: columns as (header, cell of a row); `lamp` gives (tone, words), `link` the page of a row."""

    title: str
    columns: list[tuple[str, Callable]]
    lamp: Callable
    link: Callable
    nothing: str = _("There is nothing here yet.")
    numeric: tuple = ()  # headers of the columns with amounts


def narrowed(rows, form):
    """The rows as the filter asks for them; what cannot be read narrows nothing."""
    form.is_valid()
    asked = form.cleaned_data
    return rows.filter(**{lookup: asked[name] for name, lookup in form.LOOKUPS.items() if asked.get(name)}), asked


def listing(
    request, table: Table, rows, form, *, template="records/desk/list.html", computed: Callable = list, **more
):
    """A page of a list, or all of it as a file. The form's LOOKUPS say which field narrows what.

    `computed` turns the rows of the database that are shown into what the cells are of.
    """
    rows, asked = narrowed(rows, form)
    headers = [header for header, _cell in table.columns]
    if asked.get("export"):
        lines = ([*(cell(row) for _h, cell in table.columns), table.lamp(row)[1]] for row in computed(rows[:MOST]))
        return exported(table.title, asked["export"], [*headers, _("State")], lines)
    part = sliced(rows, request.GET, PAGE_SIZE)
    page = {
        "table": table,
        "headers": [(header, header in table.numeric) for header in headers],
        "lines": [line(table, row) for row in computed(part.rows)],
        "page": part,
        "form": form,
        "is_narrowed": any(asked.get(bound.name) for bound in form.visible_fields()),
    }
    return render(request, template, page | more)


def line(table: Table, row) -> dict:
    cells = [(header, header in table.numeric, cell(row)) for header, cell in table.columns]
    return {"cells": cells, "state": table.lamp(row), "url": table.link(row)}


def exported(title, kind: str, headers, rows, day=None):
    """A file to save: `kind` is xlsx or csv (UTF-8 with a byte order mark, as spreadsheets expect)."""
    name = f"{title}-{(day or timezone.localdate()).isoformat()}"
    if kind == "xlsx":
        return xlsx_response(name, headers, rows)
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (headers, *rows):
        writer.writerow([export_cell(str(value) if value is not None else "") for value in row])
    return download("\ufeff" + text.getvalue(), name)


def download(text: str, name: str) -> HttpResponse:
    """A CSV file to save under this name."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    response.headers["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class Deed:
    """A form on the page of a row: `may(actor, row)` offers it, `action(row, by=, now=, key=, …)` does it.

    `of_row`: the form asks for things of the row and takes it as its first argument.
    """

    form: type
    action: Callable
    may: Callable
    label: str
    done: str
    icon: str = "check"
    grave: bool = False
    of_row: bool = False

    def ask(self, row, *args, **kwargs):
        """The form, empty or bound."""
        return self.form(row, *args, **kwargs) if self.of_row else self.form(*args, **kwargs)


def panels(request, row, deeds: dict[str, Deed], refused=None) -> list[dict]:
    """The deeds that this actor may do now; `refused` is (name, form) of the one that failed."""
    found = []
    for name, deed in deeds.items():
        if deed.may(request.actor, row):
            failed = refused is not None and refused[0] == name
            form = refused[1] if failed else deed.ask(row, auto_id=f"id_{name}_%s")
            found.append({"name": name, "deed": deed, "form": form, "open": failed})
    if found and not any(panel["open"] for panel in found):
        found[0]["open"] = True
    return found


def detail(request, row, deeds: dict[str, Deed], about: dict, refused=None):
    """The page of one row: `about` is title, facts, tables and where it hangs; see records/desk/detail.html."""
    failed = refused if refused and not deeds[refused[0]].may(request.actor, row) else None
    page = {"row": row, "deed_key": row.pk, "panels": panels(request, row, deeds, refused)}
    page |= {"refused": failed and failed[1]} | about
    template = about.get("template", "records/desk/detail.html")
    return render(request, template, page, status=422 if refused else 200)


def take(request, row, name: str, deeds: dict[str, Deed], page: Callable, after: Callable):
    """Do one deed; what was refused comes back with the page (`page(request, row, refused)`)."""
    if name not in deeds:
        raise Http404
    if request.method == "GET":  # somebody comes back after signing in again
        return page(request, row)
    deed = deeds[name]
    if not deed.may(request.actor, row):
        if is_known(request.actor, sent(request)):
            return redirect(after(row))
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    form = deed.ask(row, request.POST, request.FILES, auto_id=f"id_{name}_%s")
    if form.is_valid() and done(request, form, deed.action, row) is not None:
        messages.success(request, deed.done)
        return redirect(after(row))
    return page(request, row, (name, form))


def done(request, form, action, thing):
    """The result of the action; None, with the reason in the form, where it was refused."""
    now = timezone.now()
    try:
        files = [store(upload, by=request.actor, now=now) for upload in form.cleaned_data.get("files") or ()]
        arguments = form.arguments(files) if files else form.arguments()
        made = action(thing, by=request.actor, now=now, key=sent(request), **arguments)
    except Refused as refusal:
        blame(form, refusal)
        return None
    return made if made is not None else thing


def attempt(request, form, action, thing, **arguments):
    """What an action made; None, with the reason in the form, where it was refused or the key is another form's."""
    try:
        made = action(thing, by=request.actor, now=timezone.now(), key=sent(request), **arguments)
    except Refused as refusal:
        blame(form, refusal)
        return None
    if made is None:
        form.add_error(None, EXPIRED)
    return made


def blame(form, refusal):
    """Put what an action refused at the field it names, or on top of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


def new(request, form, action, thing, *, title, back, saved, after, template="records/desk/form.html", **more):
    """A page with one form that makes a row."""
    if form.is_bound and form.is_valid():
        made = done(request, form, action, thing)
        if made is not None:
            messages.success(request, saved)
            return redirect(after(made))
    page = {"form": form, "title": title, "back": back} | more
    return render(request, template, page, status=422 if form.is_bound else 200)


def read_in(
    request,
    form,
    make_row: Callable,
    action: Callable,
    *,
    title,
    saved,
    back: str,
    after: Callable | None = None,
    template="records/desk/import.html",
    **more,
):
    """GET asks for the file, POST takes all of it or says what is wrong (422).

    `make_row` makes the form of a row. `action(rows, by=, now=, key=)` gets (number in the file, cleaned row) and
    raises Faulty, or returns how many it made: any other answer stands for one a row. `after` gives the next page.
    """
    found = Reading()
    if form.is_bound and form.is_valid():
        try:
            found = sheets.read(form.cleaned_data["file"], make_row)
            if not found.faults:
                made = action(found.rows, by=request.actor, now=timezone.now(), key=sent(request) or None)
                messages.success(request, saved % {"count": made if isinstance(made, int) else len(found.rows)})
                return redirect(after(made) if after else back)
        except Faulty as faulty:
            found.blame_fields(faulty.faults)
        except Refused as refusal:
            blame(form, refusal)
    page = {"form": form, "faults": found.faults, "sheet": found.sheet, "title": title, "back": back} | more
    return render(request, template, page, status=422 if form.is_bound else 200)


def pattern(name, form: type, *examples: dict):
    """The list to fill in: the headers and some examples."""
    labels = sheets.labels(form)
    return xlsx_response(str(name), labels.values(), [[row.get(field, "") for field in labels] for row in examples])
