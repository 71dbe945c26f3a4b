"""The lists of the desks: what waits for the unit, what waits for the hotline office, every order."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from complaints import queues
from complaints.forms.desk import FilterForm
from complaints.models import Order
from complaints.permissions import can_dispatch, can_look, can_work
from complaints.views.common import only
from records import keyset, paging

EXPORT = {  # key of a line → header
    "number": gettext_lazy("Order number"),
    "title": gettext_lazy("Order title"),
    "about": gettext_lazy("Kind and category"),
    "channel": gettext_lazy("Door"),
    "unit": gettext_lazy("Unit"),
    "handler": gettext_lazy("Handled by"),
    "state": gettext_lazy("Step"),
    "received": gettext_lazy("Received"),
    "due": gettext_lazy("Due on"),
    "words": gettext_lazy("Time left"),
}
NOT_THE_HOTLINE = gettext_lazy("This page belongs to the hotline office, which assigns the orders.")


def export(orders, today):
    """Every order of the filtered list as a spreadsheet."""
    rows = queues.values(orders).iterator(chunk_size=2000)
    lines = (queues.line(row, today) for row in rows)
    name = f"{_('Orders')}-{today.day.isoformat()}"
    return xlsx_response(name, EXPORT.values(), ([line[key] for key in EXPORT] for line in lines))


def sheet(orders, asked, today, name, *, descending=False) -> dict:
    """One page of the list: lines ready to print, and the cursors of its neighbours."""
    cursors = {"after": asked.get("after"), "before": asked.get("before")}
    found = keyset.page(queues.values(orders), name, size=paging.PAGE_SIZE, descending=descending, **cursors)
    return {
        "lines": [queues.line(row, today) for row in found.rows],
        "pages": {"before": found.before, "after": found.after},
    }


def told(count) -> str:
    return _("%(count)s orders") % {"count": count}


@require_safe
@only(can_work)
def desk(request):
    """What waits for this post in its unit, least time left first."""
    actor = request.actor
    if can_dispatch(actor):
        return hotline(request)
    today = queues.Today.at(timezone.now())
    form = FilterForm(request.GET, by_day=True)
    form.is_valid()
    asked = form.cleaned_data
    mine = Order.objects.listed_for(actor).filter(queues.waiting_for(actor))
    orders = queues.timed(queues.narrowed(mine, asked), today)
    shown = orders.filter(tile=asked["tile"]) if asked.get("tile") in queues.TILES else orders
    if asked.get("export"):
        return export(shown.order_by("due", "pk"), today)
    counts = queues.tile_counts(orders)
    page = sheet(shown, asked, today, "due")
    page["pages"]["words"] = told(counts.get(asked.get("tile"), sum(counts.values())))
    page |= {"form": form, "now": today.now, "tiles": tiles(queues.TILES, counts, asked.get("tile"))}
    page["nav_counts"] = {"complaints:desk": sum(counts.values())}
    return render(request, "complaints/desk/queue.html", page)


def tiles(table, counts, chosen) -> list[dict]:
    """Each a filter with its number."""
    return [
        {"name": name, "tone": row[0], "words": row[1], "count": counts[name], "chosen": name == chosen}
        for name, row in table.items()
    ]


@require_safe
@only(can_dispatch, NOT_THE_HOTLINE)
def hotline(request):
    """The dispatcher's queue: to be assigned, returned, to be visited back, with the units."""
    actor, today = request.actor, queues.Today.at(timezone.now())
    form = FilterForm(request.GET, by_day=True, with_units=True)
    form.is_valid()
    asked = form.cleaned_data
    mine = queues.narrowed(Order.objects.listed_for(actor).open(), asked)
    counts = queues.hotline_counts(mine, actor)
    chosen = asked.get("tile") if asked.get("tile") in queues.HOTLINE_TILES else first(counts)
    shown = queues.timed(mine.filter(queues.HOTLINE_TILES[chosen][2](actor)), today)
    if asked.get("export"):
        return export(shown.order_by("due", "pk"), today)
    page = sheet(shown, asked, today, "due")
    page["pages"]["words"] = told(counts[chosen])
    page |= {"form": form, "now": today.now, "tiles": tiles(queues.HOTLINE_TILES, counts, chosen)}
    page |= {"of_hotline": True, "whole_county": True}
    page["nav_counts"] = {"complaints:desk": counts["received"] + counts["returned"]}
    return render(request, "complaints/desk/queue.html", page)


def first(counts) -> str:
    """The tile that is open when none was chosen: the first with something in it."""
    return next((name for name in queues.HOTLINE_TILES if counts[name]), "received")


@require_safe
@only(can_look)
def orders(request):
    """Every order of the unit, newest first; of the county for those who watch it."""
    actor, today = request.actor, queues.Today.at(timezone.now())
    wide = queues.watches(actor)
    form = FilterForm(request.GET, with_units=wide)
    form.is_valid()
    asked = form.cleaned_data
    visible = queues.narrowed(Order.objects.listed_for(actor), asked)
    shown = queues.timed(visible, today)
    if asked.get("tile") in queues.TILES:
        shown = shown.filter(tile=asked["tile"], closed_at=None)
    if asked.get("export"):
        return export(shown.order_by("-received_at", "-pk"), today)
    page = sheet(shown, asked, today, "received_at", descending=True)
    counted = (shown if asked.get("tile") else visible).order_by("-received_at").values("pk")
    page["pages"]["words"] = told(paging.capped(counted))
    return render(request, "complaints/desk/orders.html", page | {"form": form, "whole_county": wide})
