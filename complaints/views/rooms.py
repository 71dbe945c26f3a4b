"""The room of a session: the same page for both sides and for who listens in; its deeds and its state."""

import functools
import json

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from complaints import ice
from complaints.actions import recordings
from complaints.actions import sessions as actions
from complaints.forms.sessions import PartForm
from complaints.models import Session, Side
from complaints.permissions_meetings import side_of
from records.desk import denied, sent
from records.models import Attachment
from records.refusal import Refused

CLOSED = _("The room is open from a quarter of an hour before the session.")
DEEDS = {"telephone": actions.telephone, "agree": recordings.agree, "stop": recordings.stop}


def uses_camera(view):
    """The policies of this page let it use camera and microphone, and play what it recorded."""

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        answer.uses_camera = True
        return answer

    return wrapped


def entered(request, number) -> tuple[Session, Side]:
    """The session and the side of this person; 404 for strangers, leaders included."""
    rows = Session.objects.visible_to(request.actor).select_related("slot__organisation", "slot__category", "village")
    found = get_object_or_404(rows, number=number)
    side = side_of(request.actor, found)
    if side is None:
        raise Http404
    return found, side


@never_cache
@require_safe
@uses_camera
def room(request, number):
    """The two pictures, the sign of a recording, the way out by telephone."""
    session, side = entered(request, number)
    now = timezone.now()
    if not session.is_open_at(now):
        return denied(request, CLOSED) if request.actor.is_staff_member else redirect("complaints:session", number)
    about = {
        "session": session,
        "side": side,
        "takes_part": side in (Side.CITIZEN, Side.UNIT),
        "ice": json.dumps(ice.servers(now, request.actor.user.pk)),
        "state": state_of(session, side, now),
        "other": session.slot.organisation.telephone if side == Side.CITIZEN else session.telephone,
        "back": way_back(session, side),
        "base": "staff.html" if request.actor.is_staff_member else "portal.html",
    }
    return render(request, "complaints/meetings/room.html", about)


def way_back(session: Session, side) -> str:
    name = "complaints:session" if side == Side.CITIZEN else "complaints:desk_session"
    return reverse(name, args=[session.number])


def state_of(session: Session, side, now) -> dict:
    """What the page shows of a recording: none, asked (by whom), running (since when, how many pieces are kept)."""
    running = session.recordings.filter(ended_at=None).first()
    told = {"recording": "none", "mine": False, "telephone": session.telephoned_at is not None}
    if running is None:
        return told
    told |= {"recording": "asked", "id": running.pk, "mine": running.asked_side == side}
    if running.began_at:
        since = int((now - running.began_at).total_seconds() * 1000)
        told |= {"recording": "running", "since": since, "parts": running.parts.count()}
    return told


@never_cache
@require_safe
def state(request, number):
    """The state for the page; it asks when somebody did something."""
    session, side = entered(request, number)
    return JsonResponse(state_of(session, side, timezone.now()))


@require_POST
def deed(request, number, deed):
    """Ask for or agree to a recording, stop it, go on by telephone. Works without scripts as well."""
    session, side = entered(request, number)
    now = timezone.now()
    if deed not in DEEDS:
        raise Http404
    try:
        DEEDS[deed](session, by=request.actor, now=now, key=sent(request))
    except Refused as refusal:
        if not request.accepts("text/html"):
            return HttpResponse(str(refusal.message), status=422, content_type="text/plain; charset=utf-8")
        messages.error(request, refusal.message)
    if request.accepts("text/html"):
        return redirect("complaints:room", number)
    return JsonResponse(state_of(session, side, now))


@require_POST
def part(request, number):
    """A piece of a recording: 201 with its digest, 422 with a sentence."""
    session, _side = entered(request, number)
    form = PartForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(_("The picture could not be kept; please try again"), status=422)
    running = get_object_or_404(session.recordings.all(), pk=form.cleaned_data["recording"])
    try:
        made = recordings.keep_part(running, by=request.actor, now=timezone.now(), **form.arguments())
    except Refused as refusal:
        return HttpResponse(str(refusal.message), status=422, content_type="text/plain; charset=utf-8")
    kept = Attachment.objects.about(made).get()
    return JsonResponse({"number": made.number, "sha256": kept.sha256}, status=201)
