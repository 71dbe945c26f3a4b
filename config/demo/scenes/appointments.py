"""Appointments of the last days, of today and of the next working day at the windows of the demo accounts."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from approvals.actions import appointments as actions
from approvals.appointments import SLOT, slots
from approvals.models import Appointment
from config.demo.scenes.offices import Office
from config.demo.staged import ZHANG, Stage

PAST = 6  # working days
TAKEN = [0, 1, 3, 4, 6, 8]  # slots of a day, counted from nine o'clock
BOOKED_BEFORE = 3  # working days


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    units, each = ("scjg", "zjj"), (PAST + 2) * len(TAKEN)
    some = stage.rng.sample(stage.cast.citizens, min(len(stage.cast.citizens), len(units) * each))
    for turn, code in enumerate(units):
        office = Office(stage, code)
        items = [item for item in stage.cast.items if item.organisation.code == code and item.kind in item.APPLIED_FOR]
        people = some[turn :: len(units)]  # nobody is at two windows at a time
        for number in range(-1, PAST):
            day = stage.tomorrow if number < 0 else stage.hours.nth_before(stage.today_or_next, number)
            for start in [slots(day)[one] for one in TAKEN]:
                if people:
                    yield from one(stage, office, stage.rng.choice(items), people.pop(), start)
    zhang = stage.cast.demo[ZHANG]
    start = slots(stage.tomorrow)[2]
    office = Office(stage, "zjj")
    items = [item for item in stage.cast.items if item.organisation.code == "zjj" and item.kind in item.APPLIED_FOR]
    yield from one(stage, office, items[0], zhang, start)


def one(stage: Stage, office: Office, item, by, start: datetime):
    """Booked some days before; when its time has passed, the window has noted whether the person came."""
    made = {}
    booked = stage.hours.office(stage.hours.nth_before(stage.hours.calendar.roll(start.date()), BOOKED_BEFORE))
    about = {"name": by.user.name, "telephone": by.user.telephone or by.user.username, "starts_at": start}

    def book():
        made["pk"] = actions.book(item, by=by, now=booked, **about).pk

    def note(action, when):
        action(Appointment.objects.get(pk=made["pk"]), by=office.clerk, now=when)

    yield booked, book
    if stage.rng.random() < 0.85:
        yield start + timedelta(minutes=4), partial(note, actions.come, start + timedelta(minutes=4))
    else:
        yield start + SLOT, partial(note, actions.miss, start + SLOT)
