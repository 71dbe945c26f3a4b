"""The duty log of the room."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.exports import xlsx_response
from monitoring import actions
from monitoring.actions.duty import colleagues
from monitoring.forms_room import DutyNoteForm, HandOverForm
from monitoring.models import Card, Duty, PlatformFinding
from monitoring.permissions import can_watch
from monitoring.permissions_room import can_keep_duty
from records.refusal import Refused

TURNS = 14  # turns of duty on the page
EXPORTED = timedelta(days=366)


@require_safe
def log(request):
    """Who is on duty, what happened, and the turns before."""
    if not can_watch(request.actor):
        raise PermissionDenied
    if "xlsx" in request.GET:
        return export(request.actor, timezone.now())
    return show(request)


def show(request, note=None, handover=None, *, status=200):
    actor = request.actor
    turns = list(turns_of(actor)[:TURNS])
    current = next((turn for turn in turns if turn.ended_at is None), None)
    mine = current is not None and actor.user is not None and current.user_id == actor.user.pk
    context = {
        "current": current,
        "before": [turn for turn in turns if turn is not current],
        "mine": mine,
        "may_begin": current is None and can_keep_duty(actor, actor.organisation),
        "note": (note or DutyNoteForm()) if mine else None,
        "handover": (handover or HandOverForm(colleagues(current))) if mine else None,
        "open": left_open(actor),
    }
    return render(request, "monitoring/duty.html", context, status=status)


def turns_of(actor):
    rows = Duty.objects.visible_to(actor).select_related("user", "successor", "organisation")
    return rows.prefetch_related("notes")


def left_open(actor) -> dict[str, int]:
    """What whoever takes over finds: cards without an answer, faults of the platform."""
    cards = Card.objects.visible_to(actor).filter(state=Card.State.ISSUED, superseded_by=None)
    return {"cards": cards.count(), "faults": PlatformFinding.objects.filter(resolved_at=None).count()}


@require_POST
def begin(request):
    if not can_watch(request.actor):
        raise PermissionDenied
    return do(request, lambda **about: actions.begin_duty(request.actor.organisation, **about), _("You are on duty."))


@require_POST
def note(request, pk):
    duty = get_duty(request, pk)
    form = DutyNoteForm(request.POST)
    if not form.is_valid():
        return show(request, note=form, status=422)
    return do(request, lambda **about: actions.note_duty(duty, **about, **form.cleaned_data), _("Noted."))


@require_POST
def hand_over(request, pk):
    duty = get_duty(request, pk)
    form = HandOverForm(colleagues(duty), request.POST)
    if not form.is_valid():
        return show(request, handover=form, status=422)
    done = _("The duty is handed over.")
    return do(request, lambda **about: actions.hand_over_duty(duty, **about, **form.cleaned_data), done)


def get_duty(request, pk) -> Duty:
    """The turn, for whoever has it: everybody else is told so before the form is looked at."""
    duty = get_object_or_404(Duty.objects.visible_to(request.actor), pk=pk)
    if not can_keep_duty(request.actor, duty.organisation):
        raise PermissionDenied
    return duty


def do(request, deed, done):
    """One deed of the duty; a refusal is told on the page of the log."""
    try:
        deed(by=request.actor, now=timezone.now(), key=request.POST.get("key"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("monitoring:duty")


def export(actor, now):
    """The log of a year, a line for each event."""
    header = [_("Time"), _("Who was on duty"), _("Kind"), _("What happened")]
    turns = turns_of(actor).filter(began_at__gte=now - EXPORTED).order_by("began_at", "pk")
    return xlsx_response(_("Duty log of the room"), header, (line for turn in turns for line in lines(turn)))


def lines(turn: Duty):
    yield [turn.began_at, turn.user.name, _("duty taken up"), ""]
    for one in turn.notes.all():
        yield [one.noted_at, turn.user.name, one.get_kind_display(), one.text]
    if turn.ended_at:
        to = _("handed over to %(name)s") % {"name": turn.successor.name} if turn.successor else _("room closed")
        yield [turn.ended_at, turn.user.name, to, turn.handover]
