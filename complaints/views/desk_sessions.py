"""Face to face at the desk: hours that the unit offers, its sessions, the record; supervisors see all of them."""

from django.contrib import messages
from django.db.models import Count, Q
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
from complaints.permissions_meetings import can_offer, can_see_sessions, is_video_room, side_of
from complaints.views.common import only
from complaints.views.meetings import Table, listing, narrowed, plain
from complaints.views.sessions import RELATED, lamp
from records.desk import Deed, attempt, panels, sent, take
from records.models import Attachment
from records.refusal import Refused

State = Session.State
TABLE = Table(
    title=_("Face to face by video"),
    columns=[
        (_("Number"), lambda row: row.number),
        (_("What it is about"), lambda row: row.matter),
        (_("Time"), lambda row: f"{timezone.localtime(row.slot.starts_at):%Y-%m-%d %H:%M}"),
        (_("Unit"), lambda row: row.slot.organisation.short_name),
        (_("Category"), lambda row: row.slot.category.name if row.slot.category else "—"),
        (_("Who speaks"), lambda row: f"{row.name}（{row.village.short_name}）" if row.village else row.name),
        (_("Outcome"), lambda row: row.get_outcome_display() or "—"),
    ],
    lamp=lamp,
    link=lambda row: reverse("complaints:desk_session", args=[row.number]),
    nothing=_("Nobody has booked yet."),
)


@require_safe
@only(can_see_sessions)
def desk(request):
    """The sessions of the unit and the hours that it offers. Villages have theirs where citizens have them."""
    if is_video_room(request.actor):
        return redirect("complaints:sessions")
    form = forms.SessionsForm(request.GET)
    now, seen = timezone.now(), Session.objects.visible_to(request.actor)
    rows = narrowed(seen, form).select_related(*RELATED).order_by("-slot__starts_at", "-pk")
    if text := form.cleaned_data.get("q"):
        rows = rows.filter(Q(number__iexact=text) | Q(name__icontains=text))
    offers = can_offer(request.actor)
    about = {
        "tiles": tiles(seen, timezone.localdate(now)),
        "add": [("complaints:offer_slots", _("Offer hours"))] if offers else [],
        "slots": own_slots(request.actor, now) if offers else [],
        "template": "complaints/meetings/desk_sessions.html",
    }
    return listing(request, TABLE, rows, form, **about)


def tiles(rows, today) -> list[tuple]:
    sums = rows.order_by().aggregate(
        today=Count("pk", filter=Q(slot__starts_at__date=today, state__in=[State.BOOKED, State.HELD])),
        unsigned=Count("pk", filter=Q(state=State.HELD)),
        answered=Count("pk", filter=Q(outcome=Session.Outcome.ANSWERED)),
        promised=Count("pk", filter=Q(outcome=Session.Outcome.PROMISED)),
    )
    return [
        (sums["today"], _("today"), "info"),
        (sums["unsigned"], _("record to be signed"), "warn"),
        (sums["answered"], _("answered on the spot"), "ok"),
        (sums["promised"], _("promised, with a timetable"), "info"),
    ]


def own_slots(actor, now):
    rows = Slot.objects.offered(now).filter(organisation=actor.organisation).select_related("category")
    taken = Count("sessions", filter=~Q(sessions__state=State.CANCELLED))
    return rows.annotate(taken=taken).order_by("starts_at", "pk")[:40]


@require_http_methods(["GET", "POST"])
@only(can_offer)
def offer(request):
    """Offer hours in a row."""
    form = forms.OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        unit = request.actor.organisation
        made = attempt(request, form, actions.offer, unit, **form.arguments())
        if made is not None:
            messages.success(request, _("Offered; citizens can book now."))
            return redirect("complaints:desk_sessions")
    about = {"form": form, "title": _("Offer hours"), "back": reverse("complaints:desk_sessions")}
    return render(request, "complaints/meetings/form.html", about, status=422 if form.is_bound else 200)


@require_POST
@only(can_offer)
def withdraw(request, pk):
    """Take an hour back."""
    slot = get_object_or_404(Slot, pk=pk, organisation=request.actor.organisation)
    try:
        actions.withdraw_slot(slot, by=request.actor, now=timezone.now(), key=sent(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The hour is taken back."))
    return redirect("complaints:desk_sessions")


def writes(*states):
    """A deed of the unit, in these states of the session, once it has begun."""

    def may(actor, session):
        begun = timezone.now() >= session.slot.starts_at
        return side_of(actor, session) == Side.UNIT and session.state in states and begun

    return may


def is_objected(actor, session) -> bool:
    """The citizen's side said that the last version is wrong."""
    last = session.minutes.last()
    said = last.signatures.filter(side=Side.CITIZEN, agrees=False) if last else None
    return writes(State.HELD)(actor, session) and said is not None and said.exists()


def may_miss(actor, session) -> bool:
    return writes(State.BOOKED)(actor, session) and timezone.now() >= session.slot.ends_at


DEEDS = {
    "answered": Deed(
        forms.MinutesForm,
        actions.write_minutes,
        writes(State.BOOKED),
        _("Answered on the spot"),
        _("The record waits for the signature of the other side."),
    ),
    "promised": Deed(
        forms.PromisedForm,
        actions.write_minutes,
        writes(State.BOOKED),
        _("Promised, with a road map"),
        _("The record waits for the signature of the other side."),
        "flag",
    ),
    "again": Deed(
        forms.MinutesForm,
        actions.write_minutes,
        is_objected,
        _("Write the record again"),
        _("The record waits for the signature of the other side."),
        "edit",
    ),
    "miss": plain(actions.miss, _("Nobody came"), _("Noted."), may_miss, "stop"),
}


def seen(actor, number) -> Session:
    found = get_object_or_404(Session.objects.visible_to(actor).select_related(*RELATED), number=number)
    if side_of(actor, found) == Side.CITIZEN:
        raise Http404
    return found


def page(request, session: Session, refused=None):
    """Facts and record left, what the unit can do right."""
    actor, now = request.actor, timezone.now()
    about = {
        "session": session,
        "state": lamp(session),
        "side": side_of(actor, session),
        "is_open": session.is_open_at(now) and side_of(actor, session) is not None,
        "versions": list(session.minutes.prefetch_related("signatures__by").select_related("written_by")),
        "arrivals": session.arrivals.select_related("by")[:50],
        "recordings": with_parts(session) if side_of(actor, session) else [],
        "promise": getattr(session.order, "promise", None) if session.order_id else None,
        "panels": panels(request, session, DEEDS, refused),
        "deed_address": "complaints:session_deed",
        "deed_key": session.number,
    }
    return render(request, "complaints/meetings/desk_session.html", about, status=422 if refused else 200)


def with_parts(session: Session) -> list[dict]:
    """The recordings with the file of each piece."""
    return [
        {"recording": one, "parts": [(part, Attachment.objects.about(part).first()) for part in one.parts.all()]}
        for one in session.recordings.prefetch_related("parts")
    ]


@never_cache
@require_safe
@only(can_see_sessions)
def session(request, number):
    return page(request, seen(request.actor, number))


@require_http_methods(["GET", "POST"])
@only(can_see_sessions)
def deed(request, number, deed):
    """Write the record, or note that nobody came."""
    found = seen(request.actor, number)
    after = lambda thing: reverse("complaints:desk_session", args=[thing.number])  # noqa: E731
    return take(request, found, deed, DEEDS, page, after)
