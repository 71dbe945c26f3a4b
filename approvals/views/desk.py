"""The lists of the desk: what waits for me, the cases of the unit, the search field."""

import re
from datetime import date

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Role
from approvals import grams, queues
from approvals.actions import batch, hall
from approvals.forms.desk import FilterForm, SearchForm, scanned
from approvals.models import Branch, Case, Item
from approvals.numbers import is_case_number
from approvals.permissions import can_look, can_register, can_work
from approvals.permissions_hall import can_attend
from deadlines import calendar as calendars
from records import desk as desks
from records import keyset, paging

SEARCH_SIZE = 50
NUMBER = re.compile(r"[A-Z]{2}\d{8}-\d{4,6}-\d")
NOT_YOUR_DESK = gettext_lazy("This page belongs to the posts that work on cases. Choose such a post if you hold one.")
EXPORT = {  # key of a line → header
    "number": gettext_lazy("Case number"),
    "item": gettext_lazy("Item"),
    "applicant": gettext_lazy("Applicant"),
    "unit": gettext_lazy("Unit"),
    "state": gettext_lazy("Step"),
    "submitted": gettext_lazy("Received"),
    "due": gettext_lazy("Due on"),
    "words": gettext_lazy("Time left"),
    "used": gettext_lazy("Used / limit (working days)"),
    "handler": gettext_lazy("Handled by"),
}


def only(question, reason=NOT_YOUR_DESK):
    """The view is for actors of whom `question` is true; the others are told why not."""
    return desks.only(question, reason)


def unit_items(actor):
    """The items of the actor's own unit; the watchers get none, their county has too many for one list."""
    if not can_work(actor):
        return []
    return list(Item.objects.filter(organisation=actor.organisation).order_by("name").values_list("code", "name"))


def export(cases, today):
    """Every case of the filtered list as a spreadsheet."""
    rows = queues.values(cases).iterator(chunk_size=2000)
    lines = (queues.line(row, today) for row in rows)
    name = f"{_('Cases')}-{today.day.isoformat()}"
    return xlsx_response(name, EXPORT.values(), ([line[key] for key in EXPORT] for line in lines))


def sheet(cases, asked, today, name, *, descending=False):
    """One page of the list as lines ready to print."""
    rows = queues.values(cases)
    cursors = {"after": asked.get("after"), "before": asked.get("before")}
    found = keyset.page(rows, name, size=paging.PAGE_SIZE, descending=descending, **cursors)
    return found, [queues.line(row, today) for row in found.rows]


@require_safe
@only(can_work)
def desk(request):
    """What waits for this post, least time left first."""
    actor, now = request.actor, timezone.now()
    today = queues.Today.at(now)
    form = FilterForm(request.GET, unit_items(actor), date)
    form.is_valid()
    asked = form.cleaned_data
    waiting, finished = queues.waiting_for(actor), queues.finished_today(actor, now)
    mine = Case.objects.filter(waiting | finished, organisation=actor.organisation)
    cases = queues.timed(queues.narrowed(mine, asked), today, finished)
    shown = cases.filter(tile=asked["tile"]) if asked.get("tile") else cases.filter(waiting)
    if asked.get("export"):
        return export(shown.order_by("due", "pk"), today)
    counts = queues.tile_counts(cases)
    found, lines = sheet(shown, asked, today, "due")
    pick(actor, found.rows, lines)
    total = counts[asked["tile"]] if asked.get("tile") else sum(counts.values()) - counts["finished"]
    page = {
        "form": form,
        "now": now,
        "tiles": tiles(counts, asked.get("tile")),
        "lines": lines,
        "pages": {"before": found.before, "after": found.after, "words": _("%(count)s cases") % {"count": total}},
        "nav_counts": {
            "approvals:desk": sum(counts.values()) - counts["finished"],
            "approvals:opinions": asked_of(actor),
        },
        "picking": any(line["pick"] for line in lines),
        "window": hall.todays(actor.post, now) if can_attend(actor) else None,
        "attends": can_attend(actor),
        "rest": not calendars.calendar().is_working(today.day),
        "narrowed": any(asked.get(name) for name in ("q", "item", "state", "since", "until", "tile")),
    }
    return render(request, "approvals/desk/queue.html", page)


def pick(actor, rows, lines):
    """Which lines may be ticked for acceptance together: they wait for it and no mandatory document is missing."""
    waiting = [row["pk"] for row in rows if row["state"] == Case.State.SUBMITTED] if can_register(actor) else []
    missing = batch.lacking(waiting) if waiting else {}
    for row, line in zip(rows, lines, strict=True):
        line["pick"] = row["pk"] in waiting and row["pk"] not in missing


def asked_of(actor) -> int:
    """How many opinions in joint cases wait for those who write or sign them."""
    if not actor.holds(Role.REVIEWER, Role.APPROVER, Role.HEAD):
        return 0
    return Branch.objects.waiting_for(actor).count()


def tiles(counts, chosen):
    """The six tiles: each a filter with its number."""
    return [
        {"name": name, "tone": tone, "words": words, "count": counts[name], "chosen": name == chosen}
        for name, (tone, words) in queues.TILES.items()
    ]


@require_safe
@only(can_look)
def cases(request):
    """Every case of the unit, newest first; for those who watch, of all units they watch."""
    actor, today = request.actor, queues.Today.at(timezone.now())
    form = FilterForm(request.GET, unit_items(actor))
    form.is_valid()
    asked = form.cleaned_data
    visible = queues.narrowed(Case.objects.listed_for(actor), asked)
    shown = queues.timed(visible, today, queues.closed())
    if asked.get("tile"):
        shown = shown.filter(tile=asked["tile"])
    oldest = asked.get("order") == "oldest"
    if asked.get("export"):
        return export(shown.order_by("submitted_at" if oldest else "-submitted_at", "pk"), today)
    found, lines = sheet(shown, asked, today, "submitted_at", descending=not oldest)
    counted = (shown if asked.get("tile") else visible).order_by("-submitted_at").values("pk")
    words = _("%(count)s cases") % {"count": paging.capped(counted)}
    page = {
        "form": form,
        "lines": lines,
        "oldest": oldest,
        "pages": {"before": found.before, "after": found.after, "words": words},
        "whole_county": not can_work(actor),
        "narrowed": any(asked.get(name) for name in ("q", "item", "state", "since", "until", "tile")),
    }
    return render(request, "approvals/desk/cases.html", page)


@require_safe
@only(can_look)
def search(request):
    """A scanned or typed number opens its case; anything else gives a list. A QR code of a receipt will do as well."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    visible = Case.objects.visible_to(request.actor)
    number = NUMBER.search(scanned(text))
    if number and visible.filter(number=number[0]).exists():
        return redirect("approvals:workbench", number[0])
    rows = named(request.actor, text, today := queues.Today.at(timezone.now())) if text else []
    page = {
        "form": form,
        "text": text,
        "lines": [queues.line(row, today) for row in rows],
        "limit": SEARCH_SIZE,
        "mistyped": bool(number) and not is_case_number(number[0]),
        "unknown": number[0] if number else "",
    }
    return render(request, "approvals/desk/search.html", page)


def named(actor, text, today):
    """The newest cases that fit: of the unit or of all that is watched, and those the unit has handed on or joins.

    Two statements, because each can be answered by an index and both together could not.
    """
    groups = [Case.objects.listed_for(actor), Case.objects.elsewhere(actor)]
    found = []
    for cases in groups:
        fitting = queues.timed(cases.filter(grams.named(text)), today, queues.closed())
        found += queues.values(fitting).order_by("-submitted_at", "-pk")[:SEARCH_SIZE]
    return sorted(found, key=lambda row: (row["submitted_at"], row["pk"]), reverse=True)[:SEARCH_SIZE]
