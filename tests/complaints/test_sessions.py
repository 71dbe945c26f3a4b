"""Face to face by video: hours, bookings, the room's sides, the record that both sign, recordings."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.actor import Actor
from accounts.models import Organisation, Role, User
from complaints.actions import recordings, sessions
from complaints.models import Arrival, Order, Part, Session, Side, Slot
from complaints.permissions_meetings import side_of
from records.models import Attachment, Entry
from records.refusal import Refused
from tests.complaints.meetings import PLEDGE
from tests.conftest import at, employ

pytestmark = pytest.mark.django_db
BEFORE, DURING, AFTER = at("2026-09-18"), at("2026-09-21 10:05"), at("2026-09-21 10:40")
WHO = {"name": "张建国", "telephone": "13800000001", "matter": "小区路灯坏了半个月没有人修"}
CLIP = b"\x1aE\xdf\xa3" + b"a piece of video"


@pytest.fixture
def slot(bureau, clerk):
    offered = sessions.Offer(at("2026-09-21 10:00"), count=2)
    return sessions.offer(bureau, by=clerk, now=BEFORE, offered=offered)[0]


@pytest.fixture
def session(slot, citizen, dispatcher):
    return sessions.book(slot, by=citizen, now=BEFORE, **WHO)


@pytest.fixture
def held(session, clerk):
    sessions.write_minutes(session, by=clerk, now=DURING, question="路灯何时修好？", answer="本周五前修好。")
    return Session.objects.get()


@pytest.fixture
def village(county):
    town = Organisation.objects.create(
        code="chengguan", name="城关镇", short_name="城关镇", level="town", parent=county
    )
    made = Organisation.objects.create(
        code="wenchang", name="文昌村", short_name="文昌村", level="village", parent=town
    )
    return employ("cun", "文昌村代办员", made, Role.CLERK)


def stored(session):
    return Session.objects.get(pk=session.pk)


def test_hours_are_offered_in_a_row(slot):
    assert [str(one.starts_at) for one in Slot.objects.all()] == [
        "2026-09-21 02:00:00+00:00",
        "2026-09-21 02:30:00+00:00",
    ]


@pytest.mark.parametrize(
    ("starts_at", "more", "field"),
    [
        ("2026-09-21 10:30", {}, "starts_at"),  # offered already
        ("2026-09-18 08:00", {}, "starts_at"),  # gone
        ("2027-09-18 08:00", {}, "starts_at"),
        ("2026-09-22 08:00", {"count": 13}, "count"),
        ("2026-09-22 08:00", {"count": 0}, "count"),
    ],
)
def test_hours_that_cannot_be_offered(slot, clerk, bureau, starts_at, more, field):
    with pytest.raises(Refused) as refusal:
        sessions.offer(bureau, by=clerk, now=BEFORE, offered=sessions.Offer(at(starts_at), **more))
    assert refusal.value.field == field
    assert Slot.objects.count() == 2


def test_a_strangers_unit_offers_nothing_here(bureau, stranger):
    with pytest.raises(PermissionDenied):
        sessions.offer(bureau, by=stranger, now=BEFORE, offered=sessions.Offer(at("2026-09-22 10:00")))


def test_the_last_place_is_given_once(session, slot):
    other = Actor(User.objects.create_user(username="13800000002", name="李四", is_citizen=True))
    with pytest.raises(Refused):
        sessions.book(slot, by=other, now=BEFORE, **WHO)
    sessions.cancel(session, by=Actor(session.user), now=BEFORE)
    assert sessions.book(slot, by=other, now=BEFORE, **WHO).place == 1


def test_nobody_sits_in_two_sessions_at_a_time(session, citizen, other_bureau, stranger):
    offered = sessions.Offer(at("2026-09-21 10:15"))
    [parallel] = sessions.offer(other_bureau, by=stranger, now=BEFORE, offered=offered)
    with pytest.raises(Refused):
        sessions.book(parallel, by=citizen, now=BEFORE, **WHO)


def test_a_village_books_for_somebody_without_an_account(slot, village):
    made = sessions.book(slot, by=village, now=BEFORE, **WHO)
    assert (made.user, made.village, side_of(village, made)) == (None, village.organisation, Side.CITIZEN)


@pytest.mark.parametrize("who", ["clerk", "inspector", "nobody"])
def test_who_does_not_book(slot, who, request):
    with pytest.raises(PermissionDenied):
        sessions.book(slot, by=request.getfixturevalue(who), now=BEFORE, **WHO)


def test_a_session_that_has_begun_is_not_cancelled(session, citizen):
    with pytest.raises(Refused):
        sessions.cancel(session, by=citizen, now=DURING)


def test_an_hour_that_is_booked_is_not_taken_back(session, slot, clerk):
    with pytest.raises(Refused):
        sessions.withdraw_slot(slot, by=clerk, now=BEFORE)


def test_who_did_not_come_is_noted_after_the_hour(session, clerk):
    with pytest.raises(Refused):
        sessions.miss(session, by=clerk, now=DURING)
    assert sessions.miss(session, by=clerk, now=AFTER).state == Session.State.MISSED


def test_somebody_who_was_there_has_not_stayed_away(session, clerk, citizen):
    sessions.arrive(session, by=citizen, now=DURING)
    with pytest.raises(Refused):
        sessions.miss(session, by=clerk, now=AFTER)


@pytest.mark.parametrize(
    ("who", "side"),
    [
        ("citizen", "citizen"),
        ("clerk", "unit"),
        ("head", "unit"),
        ("inspector", "supervisor"),
        ("stranger", None),
        ("leader", None),
        ("dispatcher", None),
        ("nobody", None),
    ],
)
def test_the_sides_of_a_session(session, who, side, request):
    assert side_of(request.getfixturevalue(who), session) == side


@pytest.mark.parametrize("moment", ["2026-09-21 09:44", "2026-09-21 12:31"])
def test_the_room_is_closed_before_and_after(session, citizen, moment):
    with pytest.raises(PermissionDenied):
        sessions.arrive(session, by=citizen, now=at(moment))


def test_listening_in_is_on_record(session, inspector):
    sessions.arrive(session, by=inspector, now=DURING)
    assert Arrival.objects.get().side == Side.SUPERVISOR
    entry = Entry.objects.get(verb="complaints.session.entered")
    assert (entry.actor, entry.body["side"]) == (inspector.user, "supervisor")


def test_both_sign_the_record(held, citizen):
    assert held.outcome == Session.Outcome.ANSWERED
    sessions.sign(held, by=citizen, now=DURING, agrees=True)
    assert stored(held).state == Session.State.SIGNED
    assert list(held.minutes.get().signatures.values_list("side", flat=True)) == ["unit", "citizen"]


def test_an_objection_leads_to_a_new_version(held, citizen, clerk):
    with pytest.raises(Refused) as refusal:
        sessions.sign(held, by=citizen, now=DURING, agrees=False)
    assert refusal.value.field == "remark"
    sessions.sign(held, by=citizen, now=DURING, agrees=False, remark="说的是周三，不是周五")
    assert stored(held).state == Session.State.HELD
    sessions.write_minutes(held, by=clerk, now=AFTER, question="路灯何时修好？", answer="本周三前修好。")
    sessions.sign(held, by=citizen, now=AFTER, agrees=True)
    assert stored(held).state == Session.State.SIGNED
    assert list(held.minutes.values_list("version", flat=True)) == [1, 2]


def test_a_version_is_signed_once(held, citizen):
    sessions.sign(held, by=citizen, now=DURING, agrees=True)
    with pytest.raises(Refused) as refusal:
        sessions.sign(held, by=citizen, now=DURING, agrees=True)
    assert refusal.value.code == "V08"


def test_a_promise_becomes_the_citizens_order(session, clerk, citizen, bureau):
    about = {"question": "路灯何时修好？", "answer": "承诺限期修好。", "pledge": PLEDGE}
    sessions.write_minutes(session, by=clerk, now=DURING, **about)
    order = Order.objects.get()
    assert (order.channel, order.organisation, order.promise.made_by) == ("session", bureau, "小王")
    assert Order.objects.visible_to(citizen).get() == order
    assert [step.number for step in order.promise.milestones.all()] == [1, 2]


def test_the_unit_alone_writes_the_record(session, citizen, stranger, inspector):
    for other in (citizen, stranger, inspector):
        with pytest.raises(PermissionDenied):
            sessions.write_minutes(session, by=other, now=DURING, question="？", answer="好")


def test_going_on_by_telephone_is_noted_once(session, citizen, clerk):
    sessions.telephone(session, by=citizen, now=DURING)
    sessions.telephone(session, by=clerk, now=AFTER)
    assert stored(session).telephoned_at == DURING


# recordings


@pytest.fixture
def running(session, clerk, citizen):
    recordings.agree(session, by=clerk, now=DURING)
    return recordings.agree(session, by=citizen, now=DURING + timedelta(minutes=1))


def keep(recording, by, now=DURING + timedelta(minutes=2), number=1, **more):
    file = SimpleUploadedFile("part.webm", CLIP, "video/webm")
    about = {"number": number, "after": timedelta(seconds=10), "seconds": 30} | more
    return recordings.keep_part(recording, file, by=by, now=now, **about)


@pytest.mark.parametrize("who", ["clerk", "citizen"])
def test_one_side_alone_records_nothing(session, who, request, clerk):
    asker = request.getfixturevalue(who)
    asked = recordings.agree(session, by=asker, now=DURING)
    assert not recordings.agree(session, by=asker, now=DURING).is_running
    with pytest.raises(PermissionDenied):
        keep(asked, clerk)


def test_both_sides_know_of_a_recording(running):
    assert running.is_running
    verbs = Entry.objects.filter(verb__startswith="complaints.recording").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["complaints.recording.asked", "complaints.recording.began"]


@pytest.mark.parametrize("who", ["clerk", "citizen"])
def test_either_side_stops_it(running, session, who, clerk, request):
    recordings.stop(session, by=request.getfixturevalue(who), now=AFTER)
    with pytest.raises(PermissionDenied):
        keep(running, clerk, now=AFTER + timedelta(minutes=3))


def test_a_supervisor_neither_starts_nor_stops(running, session, inspector):
    for deed in (recordings.agree, recordings.stop):
        with pytest.raises(PermissionDenied):
            deed(session, by=inspector, now=DURING)


def test_a_piece_is_kept_with_digest_place_and_time(running, clerk, bureau):
    part = keep(running, clerk)
    file = Attachment.objects.about(part).get()
    assert (part.place, part.taken_at) == (bureau.name, DURING + timedelta(seconds=70))
    entry = Entry.objects.get(verb="complaints.recording.kept")
    assert entry.body["sha256"] == file.sha256


def test_a_piece_sent_twice_is_kept_once(running, clerk):
    assert keep(running, clerk) == keep(running, clerk)
    assert Part.objects.count() == Attachment.objects.count() == 1


@pytest.mark.parametrize("more", [{"seconds": 61}, {"number": 0}, {"number": 241}, {"seconds": -1}])
def test_pieces_that_cannot_be(running, clerk, more):
    with pytest.raises(Refused):
        keep(running, clerk, **more)


def test_the_citizens_browser_uploads_nothing(running, citizen):
    with pytest.raises(PermissionDenied):
        keep(running, citizen)


def test_what_is_signed_is_not_rewritten(held):
    for rows in (held.minutes.all(), Arrival.objects.filter(session=held)):
        assert rows.exists() is (rows.model is not Arrival)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        held.minutes.update(answer="从未承诺")
