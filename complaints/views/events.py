"""Citizens' events: the list, one event with its figures and opinions, typing in by form and by workbook."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from complaints import gatherings
from complaints.actions import events as actions
from complaints.forms import meetings as forms
from complaints.forms.fields import units
from complaints.models import Event, Opinion
from complaints.permissions_meetings import can_hold_events, can_see_events
from complaints.views.common import only
from complaints.views.meetings import Table, listing, plain
from records import workbook
from records.desk import Deed, attempt, panels, take
from records.paging import sliced
from records.refusal import Refused

NOT_FOR_YOU = _("Events are kept by the hotline office and the discipline office.")
State = Event.State
ON_A_PAGE = 15  # opinions
SHOWN = {
    "": lambda rows: rows,
    "open": lambda rows: rows.unanswered(),
    "new": lambda rows: rows.filter(order=None),
    "answered": lambda rows: rows.answered(),
}


def lamp(event: Event, today):
    return ("ok" if event.state == State.OPEN else "done"), event.get_state_display()


TABLE = Table(
    title=_("Citizens' events"),
    columns=[
        (_("Held on"), lambda row: row.held_on.isoformat()),
        (_("Event"), lambda row: row.name),
        (_("place"), lambda row: row.place),
        (_("host"), lambda row: row.host.short_name),
        (_("People taking part"), lambda row: row.participants),
        (_("Leaflets"), lambda row: row.leaflets),
    ],
    lamp=lamp,
    link=lambda row: reverse("complaints:event", args=[row.pk]),
)


@require_safe
@only(can_see_events, NOT_FOR_YOU)
def events(request):
    """All events, the newest first."""
    form = forms.EventsForm(request.GET)
    form.is_valid()
    rows = Event.objects.visible_to(request.actor).select_related("host")
    add = [("complaints:new_event", _("Write an event down"))] if can_hold_events(request.actor) else []
    return listing(request, TABLE, rows, form, add=add)


@require_http_methods(["GET", "POST"])
@only(can_hold_events, NOT_FOR_YOU)
def new(request):
    """Write an event down."""
    form = forms.EventForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = attempt(request, form, actions.make, request.actor.organisation, **form.arguments())
        if made is not None:
            return redirect("complaints:event", made.pk)
    about = {"form": form, "title": _("Write an event down"), "back": reverse("complaints:events")}
    return render(request, "complaints/meetings/form.html", about, status=422 if form.is_bound else 200)


def keeps(actor, event) -> bool:
    return can_hold_events(actor) and event.state == State.OPEN


DEEDS = {
    "rate": Deed(
        forms.RatingForm,
        actions.rate_unit,
        keeps,
        _("Figures of a unit"),
        _("The figures are noted."),
        "star",
    ),
    "close": plain(actions.close, _("Close the event"), _("Closed: every opinion has its answer."), keeps),
}


def seen(request, pk) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.actor).select_related("host"), pk=pk)


def page(request, event: Event, refused=None, status=200, form=None, faults=(), upload=None):
    """Figures, the fast form, opinions with what came of each."""
    keeper = keeps(request.actor, event)
    shown = request.GET.get("shown", "")
    rows = SHOWN.get(shown, SHOWN[""])(event.opinions.all()).select_related("organisation", "order__organisation")
    part = sliced(rows.order_by("-number"), request.GET, ON_A_PAGE)
    choices = units() if keeper else []
    about = {
        "event": event,
        "state": lamp(event, None),
        "sums": gatherings.figures(event),
        "part": part,
        "opinions": [opinion_line(opinion, keeper, choices) for opinion in part.rows],
        "shown": shown,
        "keeper": keeper,
        "form": form or (forms.OpinionForm() if keeper else None),
        "upload": upload or (forms.UploadForm() if keeper else None),
        "faults": faults,
        "panels": panels(request, event, DEEDS, refused),
        "deed_address": "complaints:event_deed",
        "deed_key": event.pk,
        "ratings": event.ratings.select_related("organisation")[:60],
    }
    return render(request, "complaints/meetings/event.html", about, status=422 if refused else status)


def opinion_line(opinion: Opinion, keeper: bool, choices) -> dict:
    """An opinion with its state; one that is not treated yet brings the form for it."""
    form = None
    if keeper and opinion.order_id is None:
        known = {"organisation": opinion.organisation_id}
        form = forms.TreatForm(rows=choices, auto_id=f"id_{opinion.pk}_%s", initial=known)
    return {"opinion": opinion, "lamp": opinion_lamp(opinion), "form": form}


def opinion_lamp(opinion: Opinion):
    if opinion.order is None:
        return "warn", _("to be decided")
    return ("done", _("answered")) if opinion.order.replied_at else ("ok", _("no answer yet"))


@require_http_methods(["GET", "POST"])
@only(can_see_events, NOT_FOR_YOU)
def event(request, pk):
    """The page; a POST is an opinion that was typed in."""
    found = seen(request, pk)
    if request.method == "GET":
        return page(request, found)
    if not can_hold_events(request.actor):
        raise PermissionDenied(NOT_FOR_YOU)
    form = forms.OpinionForm(request.POST)
    if form.is_valid() and attempt(request, form, actions.type_in, found, **form.arguments()) is not None:
        messages.success(request, _("The opinion is noted."))
        return redirect("complaints:event", pk)
    return page(request, found, form=form, status=422)


@require_http_methods(["GET", "POST"])
@only(can_see_events, NOT_FOR_YOU)
def deed(request, pk, deed):
    """The figures of a unit, or the end of the event."""
    found = seen(request, pk)
    return take(request, found, deed, DEEDS, page, lambda thing: reverse("complaints:event", args=[thing.pk]))


@require_http_methods(["GET", "POST"])
@only(can_hold_events, NOT_FOR_YOU)
def load(request, pk):
    """Opinions out of a workbook; all rows or none."""
    found = seen(request, pk)
    if request.method == "GET":
        return page(request, found)
    form, faults = forms.UploadForm(request.POST, request.FILES), []
    if form.is_valid():
        voices, faults = loaded(request, found, form)
        if voices:
            messages.success(request, _("%(count)s opinions are noted.") % {"count": len(voices)})
            return redirect("complaints:event", pk)
    return page(request, found, upload=form, faults=faults, status=422)


def loaded(request, event: Event, form):
    """The opinions that are noted now, or the faults of the workbook."""
    book = forms.book_of_units()
    try:
        found = workbook.read(form.cleaned_data["file"], lambda row: forms.OpinionRowForm(row, book=book))
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return None, []
    if found.faults:
        return None, found.faults
    voices = [actions.Voice(**row) for _number, row in found.rows]
    return attempt(request, form, actions.type_in, event, voices=voices) and voices, []


@require_safe
@only(can_hold_events, NOT_FOR_YOU)
def pattern(request):
    """An empty workbook with the right headers."""
    return xlsx_response(str(_("Opinions of an event")), [bound.label for bound in forms.OpinionRowForm(book={})], [])


@require_http_methods(["GET", "POST"])
@only(can_hold_events, NOT_FOR_YOU)
def treat(request, pk):
    """Decide how one opinion is treated; it becomes an order."""
    opinion = get_object_or_404(Opinion.objects.select_related("event"), pk=pk)
    back = redirect("complaints:event", opinion.event_id)
    if request.method == "GET":
        return back
    form = forms.TreatForm(request.POST)
    if form.is_valid() and attempt(request, form, actions.treat, opinion, **form.arguments()) is not None:
        messages.success(request, _("The opinion is an order now."))
        return back
    for errors in form.errors.values():
        messages.error(request, f"{opinion.number}：{' '.join(errors)}")
    if opinion.event.state != State.OPEN:
        raise Http404
    return page(request, opinion.event, status=422)
