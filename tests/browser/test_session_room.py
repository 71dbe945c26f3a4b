"""A session by video in real browsers with fake cameras: two sides see each other under the policy, one listens in."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from complaints.models import Arrival, Part, Recording, Session, Slot
from records.models import Attachment
from tests.browser.conftest import ARGUMENTS, find_browser
from tests.browser.test_camera_pages import until
from tests.gates import faults, opened_narrow, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)
FAKE = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
WAIT = {"timeout": 60_000}
PLAYS = """(side) => {
  const video = document.querySelector(`[data-of=${side}] video`);
  if (!(video.videoWidth > 0) || !video.srcObject) return false;
  window.firstTime = window.firstTime || {};
  window.firstTime[side] = window.firstTime[side] ?? video.currentTime;
  return video.currentTime > window.firstTime[side] + 0.2;
}"""
REFUSED = """(path) => new Promise((done) => {
  const socket = new WebSocket(`ws://${location.host}${path}`);
  socket.onopen = () => done("open");
  socket.onclose = (event) => done(event.code);
})"""


@pytest.fixture(scope="module")
def chromium(browser):
    """A Chromium whose camera and microphone are made up."""
    made = browser.browser_type.launch(executable_path=find_browser(), args=[*ARGUMENTS, *FAKE])
    yield made
    made.close()


@pytest.fixture
def session(bureau, citizen, clerk):
    now = timezone.now()
    slot = Slot.objects.create(organisation=bureau, starts_at=now - timedelta(minutes=1), offered_at=now)
    about = {"user": citizen.user, "name": "老张", "telephone": "13800000001", "matter": "路灯坏了半个月"}
    return Session.objects.create(slot=slot, place=1, number="MDM20260921-001", booked_at=now, **about)


@pytest.fixture
def room(portal, session):
    return f"{portal}/face/{session.number}/room/"


def enter(seen):
    seen.page.locator("[data-join]").click()


def plays(seen, side):
    seen.page.wait_for_function(PLAYS, arg=side, **WAIT)


@pytest.fixture
def both(chromium, room, citizen, clerk):
    with visit(chromium, room, actor=clerk) as unit, visit(chromium, room, actor=citizen) as guest:
        enter(unit)
        enter(guest)
        plays(unit, "citizen")
        plays(guest, "unit")
        yield unit, guest


def test_two_sides_see_each_other_under_the_policy(both, session):
    unit, guest = both
    for seen in both:
        expect(seen.page.locator(".roomstate")).to_have_attribute("data-state", "on", **WAIT)
    assert (unit.complaints, guest.complaints) == ([], [])
    assert set(Arrival.objects.values_list("side", flat=True)) == {"unit", "citizen"}


def test_who_listens_in_is_seen_by_both(both, chromium, room, inspector):
    with visit(chromium, room, actor=inspector) as listener:
        enter(listener)
        plays(listener, "citizen")
        plays(listener, "unit")
        for seen in both:
            expect(seen.page.locator("[data-listener]")).to_be_visible(**WAIT)
        assert listener.page.locator("[data-mute], [data-agree]").count() == 0
    for seen in both:
        expect(seen.page.locator("[data-listener]")).to_be_hidden(**WAIT)


def test_a_recording_both_agree_to_arrives_with_its_digest(both):
    unit, guest = both
    unit.page.locator("[data-agree] button").click()
    expect(guest.page.locator("[data-asked]")).to_be_visible(**WAIT)
    assert Recording.objects.get().began_at is None
    guest.page.locator("[data-agree] button").click()
    for seen in both:
        expect(seen.page.locator("[data-recording]")).to_be_visible(**WAIT)
    unit.page.wait_for_timeout(2000)
    guest.page.locator("[data-stop] button").click()
    until(unit.page, lambda: Part.objects.exists())
    expect(unit.page.locator("[data-recording]")).to_be_hidden(**WAIT)
    file = Attachment.objects.about(Part.objects.get()).get()
    with file.file.open("rb") as kept:
        data = kept.read()
    assert (hashlib.sha256(data).hexdigest(), file.content_type) == (file.sha256, "video/webm")
    assert file.sha256[:16] in unit.page.locator("[data-parts]").inner_text()


def test_a_line_that_was_lost_is_found_again(both):
    unit, guest = both
    guest.page.reload()
    expect(unit.page.locator(".roomstate")).to_have_attribute("data-state", "wait", **WAIT)
    enter(guest)
    plays(guest, "unit")
    expect(unit.page.locator(".roomstate")).to_have_attribute("data-state", "on", **WAIT)


def test_hanging_up_is_noticed(both):
    unit, guest = both
    guest.page.locator("[data-leave]").click()
    expect(unit.page.locator(".roomstate")).to_contain_text("对方还没有来", **WAIT)


def test_a_second_page_of_the_same_side_replaces_the_first(both, chromium, room, clerk):
    unit, _guest = both
    with visit(chromium, room, actor=clerk) as second:
        enter(second)
        plays(second, "citizen")
        expect(unit.page.locator(".roomstate")).to_have_attribute("data-state", "off", **WAIT)


@pytest.mark.parametrize("who", ["stranger", "leader", "dispatcher_of_the_hotline", None])
def test_a_strangers_socket_is_refused(chromium, portal, session, who, request, leader, stranger, county):
    from accounts.models import Role
    from tests.conftest import employ

    known = {"stranger": lambda: stranger, "leader": lambda: leader, None: lambda: None}
    actor = known.get(who, lambda: employ("fang", "方秀兰", county, Role.DISPATCHER))()
    with visit(chromium, f"{portal}/programmes/", actor=actor) as seen:
        assert seen.page.evaluate(REFUSED, f"/ws/face/{session.number}/") == 1006
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("frame", ["x", "{}", '{"kind":"offer"}', '{"kind":"hello"}', '["changed"]', "[" * 5000])
def test_nonsense_ends_the_socket(chromium, room, citizen, session, frame):
    script = """([path, frame]) => new Promise((done) => {
      const socket = new WebSocket(`ws://${location.host}${path}`);
      socket.onmessage = () => socket.send(frame);
      socket.onclose = (event) => done(event.code);
    })"""
    with visit(chromium, room, actor=citizen) as seen:
        assert seen.page.evaluate(script, [f"/ws/face/{session.number}/", frame]) == 4400


def test_devices_are_tried_before(chromium, portal, citizen):
    with visit(chromium, f"{portal}/face/devices/", actor=citizen) as seen:
        seen.page.get_by_role("button", name="开始测试").click()
        expect(seen.page.locator("[data-state]")).to_contain_text("工作正常", **WAIT)
        seen.page.wait_for_function("() => document.querySelector('video').videoWidth > 0", **WAIT)
        seen.page.wait_for_function("() => document.getElementById('level').value > 0", **WAIT)
        assert seen.complaints == []


@pytest.mark.parametrize("who", ["citizen", "clerk", "inspector"])
def test_the_room_passes_the_gates(chromium, room, who, request):
    with visit(chromium, room, actor=request.getfixturevalue(who)) as seen:
        assert faults(seen) == []
        assert overflow(opened_narrow(seen).page) == 0
