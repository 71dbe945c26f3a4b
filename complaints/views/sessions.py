"""Face to face for citizens and villages: free hours, booking, the page of a session, trying the devices."""

from datetime import timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions import sessions as actions
from complaints.forms import sessions as forms
from complaints.models import Session, Side, Slot
from complaints.permissions_meetings import can_book, is_video_room, side_of
from complaints.views.rooms import uses_camera
from records.desk import attempt, sent
from records.paging import sliced
from records.refusal import Refused

AHEAD = timedelta(days=21)  # free hours on the page
MOST = 60
State = Session.State
TONES = {
    State.BOOKED: "ok",
    State.HELD: "warn",
    State.SIGNED: "done",
    State.CANCELLED: "info",
    State.MISSED: "warn",
}
RELATED = ["slot__organisation", "slot__category", "village", "order__promise"]


def free(rows):
    """With the number of places that are left; full hours are left out."""
    taken = Count("sessions", filter=~Q(sessions__state=State.CANCELLED))
    return rows.annotate(left=F("capacity") - taken).filter(left__gt=0)


def own(actor):
    """The sessions that this person booked: by account, or as the video room of a village."""
    if actor.user is None or not can_book(actor):
        return Session.objects.none()
    mine = Q(village=actor.organisation) if is_video_room(actor) else Q(user=actor.user)
    return Session.objects.filter(mine).select_related(*RELATED)


@require_safe
@login_not_required
def sessions(request):
    """Which unit answers when; own sessions above."""
    now = timezone.now()
    form = forms.SlotsForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = Slot.objects.offered(now).filter(starts_at__lt=now + AHEAD).select_related("organisation", "category")
    if asked.get("unit"):
        rows = rows.filter(organisation=asked["unit"])
    if asked.get("category"):
        rows = rows.filter(Q(category=None) | Q(category__path__startswith=asked["category"].path))
    if asked.get("day"):
        rows = rows.filter(starts_at__date=asked["day"])
    slots = free(rows).order_by("starts_at", "organisation__sort", "pk")[:MOST]
    days = [(day, list(group)) for day, group in groupby(slots, lambda slot: timezone.localdate(slot.starts_at))]
    mine = own(request.actor).order_by("-slot__starts_at", "-pk")
    part = sliced(mine, request.GET, 10)
    about = {
        "form": form,
        "days": days,
        "part": part,
        "mine": [(session, lamp(session)) for session in part.rows],
        "may_book": can_book(request.actor) or request.actor.user is None,
        "base": base(request.actor),
    }
    return render(request, "complaints/meetings/sessions.html", about)


def lamp(session: Session, today=None):
    return TONES[session.state], session.get_state_display()


def base(actor) -> str:
    """Villages work at the desk, citizens on their side."""
    return "staff.html" if actor.is_staff_member else "portal.html"


@require_http_methods(["GET", "POST"])
def book(request, pk):
    """Take a place in an hour."""
    if not can_book(request.actor):
        raise PermissionDenied(_("Sessions are booked by citizens, or by the video room of a village."))
    slot = get_object_or_404(Slot.objects.select_related("organisation", "category"), pk=pk)
    user = request.actor.user
    known = {} if is_video_room(request.actor) else {"name": user.name, "telephone": user.telephone}
    form = forms.BookForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        made = attempt(request, form, actions.book, slot, **form.arguments())
        if made is not None:
            messages.success(request, _("The time is yours."))
            return redirect("complaints:session", made.number)
    about = {"form": form, "slot": slot, "base": base(request.actor)}
    return render(request, "complaints/meetings/book.html", about, status=422 if form.is_bound else 200)


def own_session(request, number) -> Session:
    """The session on the citizen's side; 404 for a stranger's as for an absent one."""
    found = get_object_or_404(Session.objects.visible_to(request.actor).select_related(*RELATED), number=number)
    if side_of(request.actor, found) != Side.CITIZEN:
        raise Http404
    return found


def page(request, session: Session, form=None, status=200):
    """When and where, the way into the room, the record to be signed, the promise."""
    now = timezone.now()
    minutes = session.minutes.prefetch_related("signatures").last()
    said = {signature.side: signature for signature in minutes.signatures.all()} if minutes else {}
    owed = session.state == State.HELD and minutes is not None and Side.CITIZEN not in said
    about = {
        "session": session,
        "state": lamp(session),
        "minutes": minutes,
        "objection": said.get(Side.CITIZEN) if said.get(Side.CITIZEN) and not said[Side.CITIZEN].agrees else None,
        "form": form or (forms.SignForm() if owed else None),
        "is_open": session.is_open_at(now),
        "may_cancel": session.state == State.BOOKED and now < session.slot.starts_at,
        "promise": getattr(session.order, "promise", None) if session.order_id else None,
        "listeners": session.arrivals.filter(side=Side.SUPERVISOR).exists(),
        "base": base(request.actor),
    }
    return render(request, "complaints/meetings/session.html", about, status=status)


@never_cache
@require_safe
def session(request, number):
    return page(request, own_session(request, number))


@require_http_methods(["GET", "POST"])
def sign(request, number):
    """Sign the record, or say what is wrong in it."""
    found = own_session(request, number)
    if request.method == "GET":
        return page(request, found)
    form = forms.SignForm(request.POST)
    if form.is_valid() and attempt(request, form, actions.sign, found, **form.arguments()) is not None:
        signed = form.cleaned_data["agrees"]
        messages.success(request, _("The record is signed.") if signed else _("The unit reads what you said."))
        return redirect("complaints:session", number)
    return page(request, found, form, status=422)


@require_POST
def cancel(request, number):
    """Give the place back."""
    found = own_session(request, number)
    try:
        actions.cancel(found, by=request.actor, now=timezone.now(), key=sent(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Cancelled; somebody else can have the time."))
    return redirect("complaints:session", number)


@require_safe
@login_not_required
@uses_camera
def devices(request):
    """Try camera, microphone and loudspeaker before the session. Nothing leaves the browser."""
    return render(
        request,
        "complaints/meetings/devices.html",
        {"base": base(request.actor), "back": reverse("complaints:sessions")},
    )
