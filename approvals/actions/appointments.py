"""Appointments at the window: booked and cancelled by citizens, kept or missed as the window sees it."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.appointments import MISSED_DAYS, MISSED_MOST, MOST_AHEAD, SLOT, is_bookable
from approvals.models import Appointment, Item
from approvals.permissions import can_keep_appointments
from records.actions import deed, record
from records.deeds import for_update
from records.numbers import next_number
from records.refusal import Refused

State = Appointment.State


def capacity(organisation) -> int:
    """How many people a unit receives at a time: one at each of its windows, at least one."""
    return max(1, organisation.windows.count())


def missed_lately(user, now) -> int:
    """How many appointments this person has missed in the last ninety days."""
    since = now - timedelta(days=MISSED_DAYS)
    return Appointment.objects.filter(user=user, state=State.MISSED, starts_at__gte=since).count()


def is_barred(user, now) -> bool:
    """Three missed in ninety days: the places go to others, the window is open without an appointment."""
    return missed_lately(user, now) >= MISSED_MOST


@deed(makes=True)
def book(item: Item, *, by, now, starts_at: datetime, name: str, telephone: str) -> Appointment:
    """Keep a place free at the window of the item's unit. Raises Refused with the reason that a person understands."""
    if by.user is None or by.is_staff_member:
        raise PermissionDenied(_("Appointments are booked by citizens."))
    check_bookable(item, by.user, starts_at, now)
    place = Appointment(
        organisation=item.organisation,
        item=item,
        user=by.user,
        name=name.strip(),
        telephone=telephone,
        starts_at=starts_at,
        booked_at=now,
        number=number_of(starts_at),
    )
    take_place(place)
    record("approvals.appointment.booked", place, actor=by, now=now, number=place.number)
    return place


def check_bookable(item: Item, user, starts_at, now):
    """Raise Refused for anything that speaks against this booking but a full slot."""
    if item.state != Item.State.PUBLISHED or item.kind not in Item.APPLIED_FOR:
        raise Refused(None, _("This item cannot be applied for any more; please look for it in the guide again."))
    if not is_bookable(starts_at, now):
        raise Refused(None, _("Please choose one of the times on this page."))
    if is_barred(user, now):
        raise Refused(
            None, _("You missed three appointments in ninety days. Please come without one; you are served.")
        )
    ahead = Appointment.objects.filter(user=user).ahead(now)
    if ahead.count() >= MOST_AHEAD:
        raise Refused(None, _("You have three appointments already. Cancel one that you do not need."))
    if ahead.filter(starts_at=starts_at).exists():
        raise Refused(None, _("You have another appointment at this time."))


def number_of(starts_at) -> str:
    """YY20261123-007: the day and a serial of that day."""
    day = timezone.localdate(starts_at)
    return f"YY{day:%Y%m%d}-{next_number(f'appointment-{day:%m%d}', day.year):03d}"


def take_place(wanted: Appointment):
    """Save into the first free place of the slot. Two people after the last one: the database lets one in."""
    same = Appointment.objects.filter(organisation=wanted.organisation, starts_at=wanted.starts_at)
    taken = set(same.exclude(state=State.CANCELLED).values_list("place", flat=True))
    for place in range(1, capacity(wanted.organisation) + 1):
        if place in taken:
            continue
        wanted.place = place
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:  # somebody was faster
            continue
        return
    raise Refused(None, _("This time has just been taken. Please choose another one."))


def lock(appointment: Appointment) -> Appointment:
    return for_update(appointment, "item")


@deed
def cancel(appointment: Appointment, *, by, now) -> Appointment:
    """The citizen gives the place back, until the slot begins."""
    appointment = lock(appointment)
    if by.user is None or by.is_staff_member or appointment.user_id != by.user.pk:
        raise PermissionDenied(_("Appointments are cancelled by the person who booked them."))
    if appointment.state == State.CANCELLED:
        return appointment
    if now >= appointment.starts_at:
        raise Refused(None, _("This appointment has begun; it can no longer be cancelled."))
    appointment.cancel()
    return closed(appointment, "cancelled", by, now)


@deed
def come(appointment: Appointment, *, by, now) -> Appointment:
    """The person is at the window, on the day of the appointment."""
    appointment = lock(appointment)
    check_window(appointment, by)
    appointment.come()
    if timezone.localdate(now) < timezone.localdate(appointment.starts_at):
        raise Refused(None, _("This appointment is on another day."))
    return closed(appointment, "came", by, now)


@deed
def miss(appointment: Appointment, *, by, now) -> Appointment:
    """The person did not come until the slot was over."""
    appointment = lock(appointment)
    check_window(appointment, by)
    appointment.miss()
    if now < appointment.starts_at + SLOT:
        raise Refused(None, _("The time is not over yet; the person may still come."))
    return closed(appointment, "missed", by, now)


def check_window(appointment: Appointment, by):
    """Raise PermissionDenied unless the actor sits at a window of this unit."""
    if not (can_keep_appointments(by) and by.works_for(appointment.organisation_id)):
        raise PermissionDenied(_("Whether somebody came is noted by the window of the unit."))


def closed(appointment: Appointment, how: str, by, now) -> Appointment:
    appointment.save(update_fields=["state"])
    record(f"approvals.appointment.{how}", appointment, actor=by, now=now, number=appointment.number)
    return appointment
