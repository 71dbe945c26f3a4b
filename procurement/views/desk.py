"""The desks of the offices: what waits, every tender, one tender, handing in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from procurement import actions, queues
from procurement.forms.desk import ApplicationForm, FilterForm
from procurement.models import UNIT_ROLES, Tender
from procurement.permissions import can_look
from procurement.views import bench
from procurement.views.common import NOT_YOUR_DUTY, blame, only
from records.actions import look
from records.desk import denied, sent
from records.paging import PAGE_SIZE, sliced
from records.refusal import Refused


def works(actor) -> bool:
    return actor.holds(*UNIT_ROLES)


@require_safe
@only(works)
def desk(request):
    """What waits for this office, least time left first."""
    form = FilterForm(request.GET)
    form.is_valid()
    asked, today = form.cleaned_data, timezone.localdate()
    mine = queues.timed(Tender.objects.visible_to(request.actor).open(), queues.turn(request.actor))
    rows = queues.waiting(queues.narrowed(mine, asked))
    counts = {name: rows.filter(tile[2](today)).count() for name, tile in queues.TILES.items()}
    chosen = asked.get("tile") if asked.get("tile") in queues.TILES else ""
    shown = rows.filter(queues.TILES[chosen][2](today)) if chosen else rows
    shown = shown.order_by(*URGENT)
    if asked.get("export"):
        return exported(shown)
    tiles = [
        {"name": name, "tone": tile[0], "words": tile[1], "count": counts[name], "chosen": name == chosen}
        for name, tile in queues.TILES.items()
    ]
    page = listed(request, shown, form) | {"tiles": tiles, "now": timezone.now()}
    page["refunds"] = list(queues.refunds(request.actor)[:5])
    return render(request, "procurement/desk/queue.html", page)


URGENT = ["due", "-turn", "pk"]  # rows without a limit come last: NULL sorts after every date


def exported(rows):
    name = f"{_('Tenders')}-{timezone.localdate().isoformat()}"
    return xlsx_response(name, queues.EXPORT.values(), queues.sheet(rows))


def listed(request, rows, form) -> dict:
    """One page of a list."""
    page, today = sliced(rows, request.GET, PAGE_SIZE), timezone.localdate()
    return {"form": form, "page": page, "lines": [queues.line(tender, today) for tender in page.rows]}


@require_safe
@only(can_look)
def tenders(request):
    """Every tender this post may see, newest first."""
    form = FilterForm(request.GET)
    form.is_valid()
    mine = queues.turn(request.actor)
    rows = queues.timed(queues.narrowed(Tender.objects.visible_to(request.actor), form.cleaned_data), mine)
    rows = rows.order_by("-applied_at", "-pk")
    if form.cleaned_data.get("export"):
        return exported(rows)
    return render(request, "procurement/desk/tenders.html", listed(request, rows, form))


@require_safe
@only(can_look)
def tender(request, number):
    found = bench.seen_tender(request.actor, number)
    look(found, request.actor, timezone.now())
    return bench.show(request, found)


@require_http_methods(["GET", "POST"])
@only(can_look)
def deed(request, number, deed):
    return bench.do(request, number, deed)


@require_http_methods(["GET", "POST"])
@only(works)
def new(request):
    """An office hands in what it wants traded."""
    own = request.actor.organisation
    form = ApplicationForm(request.POST if request.method == "POST" else None, own=own)
    if form.is_valid():
        answer = handed_in(request, form, own, tenderer_organisation=own)
        if answer is not None:
            return answer
    status = 422 if form.is_bound else 200
    return render(request, "procurement/new.html", {"form": form, "base": "staff.html"}, status=status)


def handed_in(request, form, tenderer, **who):
    """The page of the new tender; None where the action refused and the form says why."""
    wanted = form.application(**who)
    try:
        made = actions.hand_in(
            tenderer or wanted.tenderer_party, wanted, by=request.actor, now=timezone.now(), key=sent(request)
        )
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        blame(form, refusal)
        return None
    messages.success(request, _("Handed in: the centre checks the papers and begins the course."))
    return redirect("procurement:tender" if request.actor.is_staff_member else "procurement:my_tender", made.number)
