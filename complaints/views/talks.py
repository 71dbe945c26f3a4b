"""What sessions and orders show of the offices, and the integrity talks that follow from it."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints.actions import talks as actions
from complaints.forms import meetings as forms
from complaints.models import IntegrityTalk, Order, Promise, Session, TalkNote
from complaints.permissions_meetings import can_hold_talks, can_see_talks
from complaints.views.common import only
from complaints.views.meetings import Table, listing
from complaints.words import frequent
from records.actions import look
from records.desk import attempt

LATELY = timedelta(days=90)
MOST = 10  # lines of a table
MOST_TEXTS = 5000
FOR_OFFICE = _("This page belongs to the discipline office.")


@require_safe
@only(can_hold_talks, FOR_OFFICE)
def tendencies(request):
    """Which units, matters and words come back in the last ninety days, in sessions and in orders."""
    now = timezone.now()
    today, since = timezone.localdate(now), now - LATELY
    orders = Order.objects.visible_to(request.actor).filter(received_at__gte=since, parent=None)
    sessions = Session.objects.visible_to(request.actor).filter(slot__starts_at__gte=since)
    titles = orders.order_by("-received_at").values_list("title", flat=True)[:MOST_TEXTS]
    matters = sessions.order_by("-pk").values_list("matter", flat=True)[:MOST_TEXTS]
    about = {
        "units": by_unit(orders, sessions, today),
        "categories": top(orders.exclude(category=None), "category__name"),
        "towns": top(orders.exclude(area=None), "area__short_name"),
        "words": frequent([*titles, *matters]),
        "orders": orders.count(),
        "sessions": sessions.count(),
        "since": timezone.localdate(since),
    }
    return render(request, "complaints/meetings/tendencies.html", about)


def top(rows, name: str) -> list[dict]:
    found = rows.order_by().values(name).annotate(count=Count("pk")).order_by("-count", name)[:MOST]
    return [{"name": row[name], "count": row["count"]} for row in found]


def by_unit(orders, sessions, today) -> list[dict]:
    """The units with most orders: complained of, dissatisfied, sessions, promises that are late."""
    bad = Q(visits__stars__lte=2)
    rows = (
        orders.exclude(organisation=None)
        .order_by()
        .values("organisation", "organisation__short_name")
        .annotate(count=Count("pk", distinct=True), bad=Count("pk", filter=bad, distinct=True))
        .order_by("-count", "organisation__short_name")[:MOST]
    )
    accused = count_of(orders, "accused")
    held, late = count_of(sessions, "slot__organisation"), count_of(Promise.objects.late(today), "organisation")
    return [
        {
            "name": row["organisation__short_name"],
            "orders": row["count"],
            "bad": row["bad"],
            "accused": accused.get(row["organisation"], 0),
            "sessions": held.get(row["organisation"], 0),
            "late": late.get(row["organisation"], 0),
        }
        for row in rows
    ]


def count_of(rows, name: str) -> dict:
    return dict(rows.order_by().values_list(name).annotate(Count("pk")))


# talks


def lamp(talk: IntegrityTalk, today):
    """Where the look after the talk stands."""
    if talk.clock is None:
        return "done", _("recorded")
    if talk.clock.met_on:
        return "done", _("looked at again")
    if talk.clock.due_on < today:
        return "over", _("look overdue")
    return "ok", _("to be looked at again")


TABLE = Table(
    title=_("Integrity talks"),
    columns=[
        (_("Number"), lambda row: row.number),
        (_("Occasion"), lambda row: row.occasion),
        (_("Talk with"), lambda row: row.person.name),
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("Day of the talk"), lambda row: row.talked_on.isoformat()),
        (_("Looked at again on"), lambda row: row.clock.due_on.isoformat() if row.clock else "—"),
    ],
    lamp=lamp,
    link=lambda row: reverse("complaints:talk", args=[row.number]),
    nothing=_("There is no talk that concerns you."),
)


@never_cache
@require_safe
@only(can_see_talks)
def talks(request):
    """Of the discipline office: those it held; of anybody else in office: those held with that person."""
    rows = IntegrityTalk.objects.visible_to(request.actor).select_related("person", "organisation", "clock")
    form = forms.TalksForm(request.GET)
    form.is_valid()
    add = [("complaints:new_talk", _("Record a talk"))] if can_hold_talks(request.actor) else []
    return listing(request, TABLE, rows, form, add=add)


@require_http_methods(["GET", "POST"])
@only(can_hold_talks, FOR_OFFICE)
def new(request):
    """Record a talk."""
    form = forms.TalkForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_valid():
        made = attempt(request, form, actions.hold, form.cleaned_data["post"], **form.arguments())
        if made is not None:
            return redirect("complaints:talk", made.number)
    about = {"form": form, "title": _("Record a talk"), "back": reverse("complaints:talks")}
    return render(request, "complaints/meetings/form.html", about, status=422 if form.is_bound else 200)


def seen(request, number) -> IntegrityTalk:
    rows = IntegrityTalk.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("person", "organisation", "office", "clock", "order"), number=number)


def kinds_for(actor, talk: IntegrityTalk) -> list[str]:
    """What this person may add."""
    mine = [TalkNote.Kind.STATEMENT] if talk.person_id == actor.user.pk else []
    office = can_hold_talks(actor) and actor.works_for(talk.office_id)
    return mine + ([TalkNote.Kind.FOLLOW_UP, TalkNote.Kind.CORRECTION] if office else [])


def page(request, talk: IntegrityTalk, form=None, status=200):
    """The talk and everything that was added. Every look of the office is on record."""
    look(talk, request.actor, timezone.now())
    kinds = kinds_for(request.actor, talk)
    about = {
        "talk": talk,
        "state": lamp(talk, timezone.localdate()),
        "notes": talk.notes.select_related("written_by"),
        "form": form or (forms.TalkNoteForm(kinds=kinds) if kinds else None),
    }
    return render(request, "complaints/meetings/talk.html", about, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@only(can_see_talks)
def talk(request, number):
    """One talk; a POST adds to it."""
    found = seen(request, number)
    if request.method == "GET":
        return page(request, found)
    kinds = kinds_for(request.actor, found)
    if not kinds:
        raise Http404
    form = forms.TalkNoteForm(request.POST, kinds=kinds)
    if form.is_valid() and attempt(request, form, actions.add, found, **form.arguments()) is not None:
        messages.success(request, _("Added; nothing of the talk itself is changed."))
        return redirect("complaints:talk", number)
    return page(request, found, form, status=422)
