"""A camera in a real browser: it plays under the policy, its snapshot and recording arrive with digest and time."""

import asyncio
import threading
from contextlib import contextmanager

import pytest

from accounts.models import Window
from monitoring.actions import cameras
from monitoring.models import Camera, Patrol, Shot
from records.models import Attachment
from tests.gates import NARROW, faults, overflow, visit

pytest.importorskip("aiortc", reason="aiortc is missing: pip install -r requirements-dev.txt")
pytestmark = pytest.mark.django_db(transaction=True)
PLAYS = "() => { const v = document.querySelector('video'); return v.videoWidth > 0 && v.currentTime > 0.2; }"
LIVE = "() => document.querySelector('[data-state]').dataset.state === 'on'"
WAIT = {"timeout": 60_000}


@pytest.fixture(scope="module")
def media():
    """A media server with one synthetic hall, in a thread of its own."""
    from config.demo.camera import Server

    loop, server, ready = asyncio.new_event_loop(), Server(token="s3cret"), threading.Event()

    def run():
        asyncio.set_event_loop(loop)
        server.listening = loop.run_until_complete(server.serve(0))
        ready.set()
        loop.run_forever()
        waiting = asyncio.all_tasks(loop)  # of connections that the browser opened and never used
        for task in waiting:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*waiting, asyncio.sleep(0.2), return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    server.origin = f"http://127.0.0.1:{server.listening.sockets[0].getsockname()[1]}"
    yield server
    for key in list(server.sessions):
        asyncio.run_coroutine_threadsafe(server.end(key), loop).result(10)
    loop.call_soon_threadsafe(server.listening.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture
def camera(media, bureau, settings):
    settings.CAMERA_ORIGINS = [media.origin]
    window = Window.objects.create(number="A03", name="食品经营许可", hall="政务服务大厅一楼", organisation=bureau)
    about = {"hall": window.hall, "window": window, "organisation": bureau, "token": media.token}
    return Camera.objects.create(code="a03", place="A03窗口", stream=f"{media.origin}/a03/whep", **about)


@contextmanager
def watching(browser, address, **about):
    """Opens a page that may play; at the end the look is left before the page goes, so that nothing is under way."""
    with visit(browser, address, **about) as seen:
        yield seen
        ending = seen.page.locator("#player [data-stop], #player [data-close]")
        if ending.count():
            seen.page.wait_for_function("() => document.querySelector('[name=patrol]').value", **WAIT)
            ending.click()
            until(seen.page, lambda: not Patrol.objects.exclude(notes__kind="left").exists())


def until(page, holds):
    """Wait until the database says so; a minute at most."""
    for _fifth in range(300):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it never came")


@pytest.fixture
def seen(browser, live_server, camera, inspector):
    with watching(browser, live_server.url + "/supervision/windows/A03/", actor=inspector) as seen:
        seen.page.wait_for_function(PLAYS, **WAIT)
        seen.page.wait_for_function(LIVE, **WAIT)
        yield seen


def test_the_page_of_a_window_plays_its_camera(seen, camera, inspector):
    assert (Patrol.objects.get().by, seen.complaints) == (inspector.user, [])


def test_a_snapshot_arrives_with_digest_and_time(seen, camera):
    seen.page.get_by_role("button", name="截图").click()
    seen.page.wait_for_selector("#shots li", **WAIT)
    shot = Shot.objects.get()
    file = Attachment.objects.about(shot).get()
    assert (shot.kind, file.content_type) == ("picture", "image/png")
    assert file.sha256 in seen.page.locator("#shots li").first.inner_text()


def test_a_recorded_stretch_arrives(seen, camera):
    button = seen.page.locator("[data-record]")
    button.click()
    seen.page.wait_for_timeout(1500)
    button.click()
    seen.page.wait_for_selector("#shots li", **WAIT)
    shot = Shot.objects.get()
    assert (shot.kind, Attachment.objects.about(shot).get().content_type) == ("clip", "video/webm")


def test_stopping_ends_the_look_and_the_session(seen, media):
    ended = media.ended
    seen.page.locator("[data-stop]").click()
    seen.page.wait_for_function("() => document.querySelector('video').srcObject === null")
    until(seen.page, lambda: media.ended > ended and Patrol.objects.get().left_at)
    assert (media.ended, Patrol.objects.get().left_at is not None) == (ended + 1, True)


def test_a_camera_plays_in_the_room(browser, live_server, camera, inspector, clerk):
    clerk.post.window = camera.window
    clerk.post.save()
    with watching(browser, live_server.url + "/supervision/board/windows/", actor=inspector) as seen:
        seen.page.locator("[data-look]").first.click()
        seen.page.wait_for_function(PLAYS, **WAIT)
        assert seen.page.locator("dialog.tv").is_visible()
        assert seen.complaints == []


def test_a_camera_that_is_out_of_reach_is_said_to_be(browser, live_server, camera, inspector):
    camera.token = "wrong"
    camera.save()
    with watching(browser, live_server.url + "/supervision/cameras/at/a03/", actor=inspector) as seen:
        seen.page.wait_for_selector("[data-state=off]", **WAIT)
        assert "没有画面" in seen.page.locator("[data-state]").inner_text()


@pytest.mark.parametrize("path", ["cameras/", "cameras/log/", "inspections/", "inspections/new/", "windows/A03/"])
def test_pages_pass_the_gates(browser, live_server, camera, inspector, path):
    from django.utils import timezone

    note = cameras.say(camera, by=inspector, now=timezone.now(), kind="irregular", text="无人在岗")
    cameras.leave(note.patrol, by=inspector, now=timezone.now())
    with watching(browser, f"{live_server.url}/supervision/{path}", actor=inspector) as seen:
        assert faults(seen) == []
    with watching(browser, f"{live_server.url}/supervision/{path}", actor=inspector, size=NARROW) as seen:
        assert overflow(seen.page) == 0
