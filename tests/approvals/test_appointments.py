"""Appointments at the window: which times there are, who gets the last place, who came."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.actor import Actor
from accounts.models import User, Window
from approvals import appointments as times
from approvals.actions import appointments as deeds
from approvals.models import Appointment
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, make_item
from tests.gates import signed_in

NOW = "2026-03-02 10:00"  # a Monday
FIRST = "2026-03-03 09:00"
KEY = "00000000-0000-4000-8000-000000000001"
State = Appointment.State


@pytest.fixture
def somebody(db):
    """Another citizen, as often as asked."""

    def make(tail):
        return Actor(User.objects.create_user(username=f"1390000{tail:04d}", name=f"市民{tail}", is_citizen=True))

    return make


def book(item, by, start=FIRST, now=NOW, **more):
    about = {"name": "张建国", "telephone": "13800000001"} | more
    return deeds.book(item, by=by, now=at(now), starts_at=at(start), **about)


@pytest.fixture
def booked(item, citizen):
    return book(item, citizen)


@pytest.fixture
def monday(time_machine):
    time_machine.move_to(at(NOW), tick=False)
    return time_machine


# times


def test_a_day_has_ten_slots():
    words = [times.Slot(start, 1).words for start in times.slots(date(2026, 3, 3))]
    assert (len(words), words[0], words[4], words[5], words[-1]) == (
        10,
        "09:00—09:30",
        "11:00—11:30",
        "14:00—14:30",
        "16:00—16:30",
    )


def test_ten_working_days_from_tomorrow(db):
    days = times.days(date(2026, 3, 6))  # a Friday
    assert (days[0], days[-1], len(days)) == (date(2026, 3, 9), date(2026, 3, 20), 10)


def test_holidays_are_left_out_and_make_up_days_are_not(db):
    days = times.days(date(2026, 4, 30))
    assert date(2026, 5, 4) not in days
    assert date(2026, 5, 9) in days  # a Saturday on which people work


@pytest.mark.parametrize(
    "start", ["2026-03-02 14:00", "2026-03-03 09:10", "2026-03-03 11:30", "2026-03-07 09:00", "2026-03-17 09:00"]
)
def test_other_times_are_refused(item, citizen, start):
    with pytest.raises(Refused):
        book(item, citizen, start)


# booking


def test_booking_keeps_a_place(booked, citizen):
    assert (booked.state, booked.place, booked.user) == (State.BOOKED, 1, citizen.user)


def test_number_carries_the_day(booked):
    assert booked.number == "YY20260303-001"


def test_booking_is_on_record(booked):
    assert Entry.objects.about(booked).get().verb == "approvals.appointment.booked"


def test_same_form_twice_is_one_appointment(item, citizen):
    key = uuid.uuid4()
    assert book(item, citizen, key=key) == book(item, citizen, key=key)


def test_unit_without_windows_receives_one_at_a_time(booked, item, somebody):
    with pytest.raises(Refused):
        book(item, somebody(1))


def test_every_window_is_a_place(item, bureau, citizen, somebody):
    for number in ("013", "014"):
        Window.objects.create(number=number, name="企业登记", hall="政务大厅", organisation=bureau)
    places = [book(item, by).place for by in (citizen, somebody(1))]
    with pytest.raises(Refused):
        book(item, somebody(2))
    assert places == [1, 2]


def test_slot_is_shared_by_the_items_of_a_unit(booked, bureau, somebody):
    with pytest.raises(Refused):
        book(make_item(bureau, code="XK-TEST-002"), somebody(1))


def test_database_refuses_a_place_taken_twice(booked, somebody):
    other = Appointment.objects.get(pk=booked.pk)
    other.pk, other.number, other.user = None, "YY20260303-002", somebody(1).user
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save(force_insert=True)


def test_one_person_is_not_in_two_places(booked, other_bureau, citizen):
    with pytest.raises(Refused):
        book(make_item(other_bureau, code="XK-TEST-003"), citizen)


def test_three_ahead_are_enough(item, citizen, booked):
    book(item, citizen, "2026-03-03 09:30")
    book(item, citizen, "2026-03-03 10:00")
    with pytest.raises(Refused):
        book(item, citizen, "2026-03-03 10:30")


@pytest.mark.parametrize("who", ["clerk", "inspector"])
def test_staff_books_nothing(request, item, who):
    with pytest.raises(PermissionDenied):
        book(item, request.getfixturevalue(who))


def test_item_out_of_force_is_refused(item, citizen):
    item.cancel()
    with pytest.raises(Refused):
        book(item, citizen)


@pytest.mark.django_db(transaction=True)
def test_two_people_after_the_last_place(item, citizen, somebody):
    people, results, barrier = [citizen, somebody(1)], [], threading.Barrier(2)

    def run(by):
        try:
            barrier.wait()
            results.append(book(item, by).place)
        except Refused:
            results.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(map(str, results)), Appointment.objects.count()) == (["1", "None"], 1)


# cancelling, coming, missing


def test_cancelled_place_is_free_again(booked, citizen, item, somebody):
    deeds.cancel(booked, by=citizen, now=at("2026-03-03 08:59"))
    assert book(item, somebody(1), now="2026-03-02 11:00").place == 1


def test_begun_appointment_is_not_cancelled(booked, citizen):
    with pytest.raises(Refused):
        deeds.cancel(booked, by=citizen, now=at(FIRST))


def test_others_cancel_nothing(booked, somebody):
    with pytest.raises(PermissionDenied):
        deeds.cancel(booked, by=somebody(1), now=at(NOW))


def test_window_notes_who_came(booked, clerk):
    assert deeds.come(booked, by=clerk, now=at("2026-03-03 08:55")).state == State.CAME


def test_nobody_comes_the_day_before(booked, clerk):
    with pytest.raises(Refused):
        deeds.come(booked, by=clerk, now=at(NOW))


def test_nobody_is_missing_before_the_slot_is_over(booked, clerk):
    with pytest.raises(Refused):
        deeds.miss(booked, by=clerk, now=at("2026-03-03 09:29"))
    assert deeds.miss(booked, by=clerk, now=at("2026-03-03 09:30")).state == State.MISSED


@pytest.mark.parametrize("who", ["stranger", "reviewer", "citizen"])
def test_only_the_window_of_the_unit_notes_it(request, booked, who):
    with pytest.raises(PermissionDenied):
        deeds.come(booked, by=request.getfixturevalue(who), now=at(FIRST))


def test_noted_is_noted(booked, clerk):
    deeds.come(booked, by=clerk, now=at(FIRST))
    with pytest.raises(Refused):
        deeds.miss(booked, by=clerk, now=at("2026-03-03 12:00"))


def missed(item, citizen, clerk, days=("2026-03-03", "2026-03-04", "2026-03-05")):
    for day in days:
        place = book(item, citizen, f"{day} 09:00")
        deeds.miss(place, by=clerk, now=at(f"{day} 12:00"))


def test_who_missed_three_comes_without(item, citizen, clerk):
    missed(item, citizen, clerk)
    with pytest.raises(Refused):
        book(item, citizen, "2026-03-10 09:00", "2026-03-06")


def test_two_missed_are_forgiven(item, citizen, clerk):
    missed(item, citizen, clerk, ("2026-03-03", "2026-03-04"))
    assert book(item, citizen, "2026-03-10 09:00", "2026-03-06").pk


def test_missed_are_forgotten_after_ninety_days(item, citizen, clerk):
    missed(item, citizen, clerk)
    assert not deeds.is_barred(citizen.user, at("2026-03-05") + timedelta(days=91))


# pages


def test_page_shows_days_then_times_then_the_form(monday, zhang, item):
    first = zhang.get(f"/appointments/book/{item.code}/").content.decode()
    second = zhang.get(f"/appointments/book/{item.code}/?day=2026-03-03").content.decode()
    third = zhang.get(f"/appointments/book/{item.code}/?day=2026-03-03&at=0900").content.decode()
    assert ("day=2026-03-03" in first, "at=0900" in second, 'name="telephone"' in third) == (True, True, True)


def test_booking_by_the_page(monday, zhang, item):
    sent = {"key": KEY, "name": "张建国", "telephone": "138 0000 0001"}
    answer = zhang.post(f"/appointments/book/{item.code}/?day=2026-03-03&at=0930", sent)
    place = Appointment.objects.get()
    assert (answer.url, place.telephone) == (f"/appointments/{place.number}/", "13800000001")


def test_full_slot_cannot_be_chosen(monday, neighbour, booked, item):
    shown = neighbour.get(f"/appointments/book/{item.code}/?day=2026-03-03").content.decode()
    assert ("at=0900" in shown, "约满" in shown) == (False, True)


@pytest.mark.parametrize(
    "query", ["", "day=2026-03-03", "day=2026-02-30&at=0900", "day=x&at=y", "day=0000-00-00", "day=2026-03-03&at=2500"]
)
def test_booking_without_a_time_comes_back(monday, zhang, item, query):
    sent = {"name": "张建国", "telephone": "13800000001"}
    assert zhang.post(f"/appointments/book/{item.code}/?{query}", sent).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\u3000"},
        {"name": "张\u202e三"},
        {"name": "<b>"},
        {"telephone": "123"},
        {"telephone": ""},
    ],
)
def test_bad_input_is_named(monday, zhang, item, wrong):
    sent = {"key": KEY, "name": "张建国", "telephone": "13800000001"} | wrong
    answer = zhang.post(f"/appointments/book/{item.code}/?day=2026-03-03&at=0900", sent)
    assert (answer.status_code, Appointment.objects.exists()) == (422, False)


def test_page_carries_number_and_square_code(monday, zhang, booked):
    shown = zhang.get(f"/appointments/{booked.number}/").content.decode()
    assert (booked.number in shown, "qrcode" in shown) == (True, True)


def test_appointment_of_another_does_not_exist(monday, neighbour, booked):
    assert neighbour.get(f"/appointments/{booked.number}/").status_code == 404
    assert neighbour.post(f"/appointments/{booked.number}/cancel/").status_code == 404


def test_cancelling_by_the_page(monday, zhang, booked):
    zhang.post(f"/appointments/{booked.number}/cancel/")
    assert Appointment.objects.get().state == State.CANCELLED


def test_own_page_costs_few_statements(monday, zhang, booked, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        zhang.get("/appointments/")


def test_window_sees_who_is_expected(time_machine, clerk, booked):
    time_machine.move_to(at("2026-03-03 08:50"), tick=False)
    assert "张建国" in signed_in(clerk).get("/desk/appointments/").content.decode()


def test_other_window_does_not(time_machine, stranger, booked):
    time_machine.move_to(at("2026-03-03 08:50"), tick=False)
    desk = signed_in(stranger)
    assert "张建国" not in desk.get("/desk/appointments/").content.decode()
    assert desk.post(f"/desk/appointments/{booked.number}/came/").status_code == 404


def test_scanned_number_leads_to_its_day(monday, clerk, booked):
    assert "张建国" in signed_in(clerk).get(f"/desk/appointments/?q={booked.number.lower()}").content.decode()


@pytest.mark.parametrize("query", ["q=x", "day=0001-01-01", "day=9999-12-31", "day=x", "q=%00"])
def test_list_survives_any_address(monday, clerk, booked, query):
    assert signed_in(clerk).get(f"/desk/appointments/?{query}").status_code == 200


def test_window_notes_by_the_page(time_machine, clerk, booked):
    time_machine.move_to(at("2026-03-03 09:05"), tick=False)
    signed_in(clerk).post(f"/desk/appointments/{booked.number}/came/", {"key": str(uuid.uuid4())})
    assert Appointment.objects.get().state == State.CAME


def test_unknown_deed_does_not_exist(monday, clerk, booked):
    assert signed_in(clerk).post(f"/desk/appointments/{booked.number}/eaten/").status_code == 404
