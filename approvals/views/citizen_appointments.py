"""Appointments at the window: choose the item, the day, the time, and say who comes."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals import appointments as times
from approvals.actions import appointments as actions
from approvals.forms.citizen_more import AppointmentForm, ItemNameForm, SlotForm
from approvals.models import Appointment, Item
from records.refusal import Refused

ITEMS, PAST = 12, 10
State = Appointment.State


@never_cache
@require_safe
def mine(request):
    """Own appointments, and the items one can come for."""
    now = timezone.now()
    form = ItemNameForm(request.GET)
    text = form.text()
    offered = Item.objects.published().filter(kind__in=Item.APPLIED_FOR).select_related("organisation")
    own = Appointment.objects.filter(user=request.user).select_related("item", "organisation")
    more = {
        "form": form,
        "text": text,
        "items": offered.filter(name__icontains=text).order_by("-popularity", "code")[:ITEMS],
        "ahead": own.ahead(now),
        "past": own.exclude(pk__in=own.ahead(now).values("pk")).order_by("-starts_at")[:PAST],
        "barred": actions.is_barred(request.user, now),
    }
    return render(request, "approvals/citizen/appointments.html", more)


@never_cache
@require_http_methods(["GET", "POST"])
def book(request, code):
    """?day=…&at=…: first the day, then the time, then who comes."""
    if not request.user.is_citizen:
        raise PermissionDenied(_("Appointments are booked by citizens."))
    now = timezone.now()
    offered = Item.objects.published().filter(kind__in=Item.APPLIED_FOR).select_related("organisation")
    item = get_object_or_404(offered, code=code)
    day, start = SlotForm(request.GET).chosen()
    form = AppointmentForm(
        request.POST if request.method == "POST" else None,
        initial={"name": request.user.name, "telephone": request.user.telephone},
    )
    if request.method == "POST" and form.is_valid() and (made := booked(request, item, start, form, now)):
        return redirect("approvals:appointment", made.number)
    more = {"item": item, "form": form, "day": day, "start": start, "barred": actions.is_barred(request.user, now)}
    more |= offers(item, day, start, now)
    status = 422 if request.method == "POST" else 200
    return render(request, "approvals/citizen/appointment_book.html", more, status=status)


def offers(item, day, start, now) -> dict:
    """The ten days with what is left on each, and the slots of the chosen one."""
    capacity, taken = actions.capacity(item.organisation), taken_places(item, now)
    days = [(one, times.free_slots(one, capacity, taken)) for one in times.days(timezone.localdate(now))]
    slots = next((slots for one, slots in days if one == day), [])
    return {
        "days": [(one, sum(slot.free for slot in slots)) for one, slots in days],
        "slots": slots,
        "slot": next((slot for slot in slots if slot.starts_at == start), None),
    }


def taken_places(item, now) -> Counter:
    """Beginning of a slot → how many places of the unit are gone."""
    rows = Appointment.objects.filter(organisation=item.organisation, starts_at__gt=now).exclude(state=State.CANCELLED)
    return Counter(dict(rows.order_by().values_list("starts_at").annotate(Count("pk"))))


def booked(request, item, start, form, now) -> Appointment | None:
    """The appointment; what speaks against it goes to the top of the form."""
    about = {"by": request.actor, "now": now, "key": request.POST.get("key", "")}
    try:
        if start is None:
            raise Refused(None, _("Please choose one of the times on this page."))
        return actions.book(item, starts_at=start, **about, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


def own(request, number) -> Appointment:
    """The person's own appointment, or 404."""
    rows = Appointment.objects.filter(user=request.user)
    return get_object_or_404(rows.select_related("item", "organisation"), number=number)


@never_cache
@require_safe
def appointment(request, number):
    """The number to show at the window, with its square code."""
    found = own(request, number)
    more = {
        "appointment": found,
        "windows": found.organisation.windows.all()[:3],
        "documents": found.item.documents.all(),
        "can_cancel": found.state == State.BOOKED and timezone.now() < found.starts_at,
        "until": found.starts_at + times.SLOT,
    }
    return render(request, "approvals/citizen/appointment.html", more)


@require_POST
def cancel(request, number):
    """Give the place back."""
    found = own(request, number)
    try:
        actions.cancel(found, by=request.actor, now=timezone.now(), key=request.POST.get("key") or None)
        messages.success(request, _("The appointment is cancelled; somebody else can have the time."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("approvals:appointments")
