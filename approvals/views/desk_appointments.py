"""Who is expected at the windows of the unit today, and whether they came."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from approvals.actions import appointments as actions
from approvals.appointments import SLOT
from approvals.forms.citizen_more import DayForm
from approvals.models import Appointment
from approvals.permissions import can_keep_appointments, can_work
from approvals.views.desk import only
from deadlines.actions import midnight
from records.refusal import Refused

MOST = 200  # a unit's windows receive fewer people a day
DEEDS = {"came": (actions.come, _("The person came.")), "missed": (actions.miss, _("The person did not come."))}


@require_safe
@only(can_work)
def appointments(request):
    """One day, sorted by time; a typed or scanned number leads to its day."""
    now, form = timezone.now(), DayForm(request.GET)
    form.full_clean()
    day = form.cleaned_data.get("day") or timezone.localdate(now)
    number = form.cleaned_data.get("q", "").upper()
    ours = Appointment.objects.visible_to(request.actor).select_related("item")
    wanted = ours.filter(number=number).first() if number else None
    if wanted:
        day = timezone.localdate(wanted.starts_at)
    valid = ours.exclude(state=Appointment.State.CANCELLED).order_by("starts_at", "place")
    rows = list(valid.filter(starts_at__gte=midnight(day), starts_at__lt=midnight(day + timedelta(days=1)))[:MOST])
    more = {
        "form": form,
        "day": day,
        "rows": [(row, row.starts_at + SLOT <= now, row == wanted) for row in rows],
        "came": sum(row.state == Appointment.State.CAME for row in rows),
        "unknown": number if number and not wanted else "",
        "may_note": can_keep_appointments(request.actor) and day <= timezone.localdate(now),
        "following": None if rows else valid.filter(starts_at__gte=midnight(day)).first(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
    }
    return render(request, "approvals/desk/appointments.html", more)


@require_POST
@only(can_keep_appointments)
def note(request, number, how):
    """came or missed"""
    if how not in DEEDS:
        raise Http404
    found = get_object_or_404(Appointment.objects.visible_to(request.actor), number=number)
    action, words = DEEDS[how]
    try:
        action(found, by=request.actor, now=timezone.now(), key=request.POST.get("key", ""))
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{reverse('approvals:desk_appointments')}?day={timezone.localdate(found.starts_at).isoformat()}")
