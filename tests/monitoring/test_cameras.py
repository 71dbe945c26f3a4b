"""Cameras: who may look, what a look leaves on record, pictures with digest, place and time as evidence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.models import Role, Window
from monitoring import actions
from monitoring.actions import cameras, inspections
from monitoring.models import Camera, Patrol, PatrolNote, Shot
from records.attachments import may_read
from records.models import Attachment, Entry
from records.refusal import Refused
from tests.conftest import at, employ
from tests.gates import signed_in
from tests.monitoring.test_inspections import PNG, SEEN

WEBM = b"\x1aE\xdf\xa3" + bytes(200)
SECRETS = ("media.yunxi", "s3cret")


@pytest.fixture(autouse=True)
def media(settings):
    settings.CAMERA_ORIGINS = ["https://media.yunxi:8889"]


@pytest.fixture
def camera(bureau):
    window = Window.objects.create(number="A03", name="食品经营许可", hall="政务服务大厅一楼", organisation=bureau)
    return Camera.objects.create(
        code="a03",
        place="A03窗口",
        hall=window.hall,
        window=window,
        organisation=bureau,
        stream="https://media.yunxi:8889/a03/whep",
        token="s3cret",
    )


@pytest.fixture
def look(camera, inspector):
    return cameras.look(camera, by=inspector, now=at("2026-03-12 10:00"))


def kept(look, inspector, kind="picture", **more) -> Shot:
    name, data = ("snapshot.png", PNG) if kind == "picture" else ("clip.webm", WEBM)
    about = {"after": timedelta(seconds=30), "now": at("2026-03-12 10:01")} | more
    return cameras.keep_shot(look, SimpleUploadedFile(name, data), by=inspector, kind=kind, **about)


@pytest.mark.django_db
def test_every_look_is_on_record_before_the_address_is_told(camera, inspector):
    told = signed_in(inspector).post("/supervision/cameras/at/a03/look/").json()
    patrol = Patrol.objects.get()
    assert told == {"patrol": patrol.pk, "address": camera.stream, "token": "s3cret"}
    entry = Entry.objects.about(camera).get(verb="monitoring.camera.looked")
    assert (entry.actor, entry.body["patrol"]) == (inspector.user, patrol.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["clerk", "head", "stranger", "citizen"])
def test_nobody_else_is_told_the_address(camera, who, request):
    answer = signed_in(request.getfixturevalue(who)).post("/supervision/cameras/at/a03/look/")
    assert (answer.status_code, Patrol.objects.count()) == (403, 0)
    assert not any(secret in answer.content.decode() for secret in SECRETS)


@pytest.mark.django_db
def test_an_inspector_of_another_county_does_not_find_the_camera(camera, db):
    from accounts.models import Organisation

    other = Organisation.objects.create(code="qingshan", name="青山县人民政府", short_name="青山县", level="county")
    office = Organisation.objects.create(
        code="qsjw", name="青山县纪委", short_name="纪委", level="department", parent=other
    )
    foreign = employ("foreign", "外县", office, Role.INSPECTOR)
    assert signed_in(foreign).post("/supervision/cameras/at/a03/look/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "at/a03/", "log/"])
def test_pages_never_carry_the_address(camera, look, inspector, path):
    page = signed_in(inspector).get(f"/supervision/cameras/{path}").content.decode()
    assert "A03窗口" in page
    assert not any(secret in page for secret in SECRETS)


@pytest.mark.django_db
def test_the_policy_of_a_page_with_a_camera_names_the_media_server(camera, inspector):
    policy = signed_in(inspector).get("/supervision/cameras/at/a03/").headers["Content-Security-Policy"]
    assert "connect-src 'self' https://media.yunxi:8889; media-src 'self' blob:;" in policy


@pytest.mark.django_db
def test_the_policy_of_other_pages_does_not(camera, inspector):
    policy = signed_in(inspector).get("/supervision/cameras/log/").headers["Content-Security-Policy"]
    assert ("media.yunxi" in policy, "media-src" in policy) == (False, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stream",
    [
        "https://elsewhere.example/a03/whep",
        "http://media.yunxi:8889/a03/whep",
        "https://media.yunxi:8889@evil.example/a03",
        "javascript:alert(1)",
        "http://[",
        "",
    ],
)
def test_an_address_outside_the_media_servers_is_refused(camera, stream):
    camera.stream = stream
    with pytest.raises(ValidationError) as refused:
        camera.full_clean()
    assert list(refused.value.message_dict) == ["stream"]


@pytest.mark.django_db
def test_a_lost_line_goes_on_as_the_same_look(camera, look, inspector):
    assert cameras.look(camera, by=inspector, now=at("2026-03-12 11:00"), patrol=look) == look


@pytest.mark.django_db
def test_a_look_that_was_left_does_not_go_on(camera, look, inspector):
    cameras.leave(look, by=inspector, now=at("2026-03-12 10:30"))
    assert cameras.look(camera, by=inspector, now=at("2026-03-12 11:00"), patrol=look) != look


@pytest.mark.django_db
def test_a_look_of_somebody_else_does_not_go_on(camera, look, leader):
    assert cameras.look(camera, by=leader, now=at("2026-03-12 11:00"), patrol=look).by == leader.user


@pytest.mark.django_db
def test_leaving_twice_counts_once(look, inspector):
    first = cameras.leave(look, by=inspector, now=at("2026-03-12 10:30"))
    assert cameras.leave(look, by=inspector, now=at("2026-03-12 10:31")) == first
    assert look.left_at == at("2026-03-12 10:30")


@pytest.mark.django_db
def test_what_was_seen_is_in_the_log(camera, look, inspector):
    about = {"kind": "irregular", "text": "窗口无人，未摆去向牌", "patrol": look}
    cameras.say(camera, by=inspector, now=at("2026-03-12 10:05"), **about)
    page = signed_in(inspector).get("/supervision/cameras/log/?camera=a03&kind=irregular").content.decode()
    assert ("窗口无人，未摆去向牌" in page, "老赵" in page) == (True, True)


@pytest.mark.django_db
def test_what_is_irregular_is_described(camera, look, inspector):
    with pytest.raises(Refused) as refusal:
        cameras.say(camera, by=inspector, now=at("2026-03-12 10:05"), kind="irregular", text="\u3000", patrol=look)
    assert (refusal.value.field, PatrolNote.objects.count()) == ("text", 0)


@pytest.mark.django_db
def test_what_was_seen_on_the_monitor_makes_a_look_of_its_own(camera, inspector):
    signed_in(inspector).post("/supervision/cameras/at/a03/say/", {"kind": "order", "key": str(uuid4())})
    assert Patrol.objects.get().said[0].kind == "order"


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Patrol, PatrolNote, Shot])
def test_nothing_of_a_look_can_be_changed(camera, look, inspector, model):
    cameras.say(camera, by=inspector, now=at("2026-03-12 10:05"), kind="order", patrol=look)
    kept(look, inspector)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    field = {Patrol: "began_at", PatrolNote: "at", Shot: "taken_at"}[model]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**{field: at("2026-03-01")})


@pytest.mark.django_db
def test_a_picture_carries_digest_place_and_the_time_of_the_server(camera, look, inspector):
    shot = kept(look, inspector)
    file = Attachment.objects.about(shot).get()
    assert (shot.taken_at, shot.number) == (
        at("2026-03-12 10:00") + timedelta(seconds=30),
        f"a03-20260312-100030-{shot.pk}",
    )
    body = Entry.objects.about(camera).get(verb="monitoring.camera.kept").body
    assert (body["sha256"], body["place"], body["shot"]) == (file.sha256, "A03窗口", shot.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        {"after": timedelta(minutes=5)},
        {"after": timedelta(seconds=-1)},
        {"kind": "clip", "seconds": 61},
    ],
)
def test_a_picture_of_the_future_or_a_long_stretch_is_refused(look, inspector, words):
    with pytest.raises(Refused):
        kept(look, inspector, **words)
    assert (Shot.objects.count(), Attachment.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_stretch_that_is_none_is_refused(look, inspector):
    with pytest.raises(Refused):
        cameras.keep_shot(
            look,
            SimpleUploadedFile("clip.webm", b"MZ" + bytes(50)),
            by=inspector,
            now=at("2026-03-12 10:01"),
            kind="clip",
            after=timedelta(0),
            seconds=3,
        )
    assert not Shot.objects.exists()


@pytest.mark.django_db
def test_films_are_taken_from_the_room_only(inspector):
    from records.attachments import store

    with pytest.raises(Refused):
        store(SimpleUploadedFile("clip.webm", WEBM), by=inspector, now=at("2026-03-12"))


@pytest.mark.django_db
def test_a_leader_looks_but_keeps_nothing(camera, leader):
    look = cameras.look(camera, by=leader, now=at("2026-03-12 10:00"))
    with pytest.raises(PermissionDenied):
        kept(look, leader)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "picture", "after": "1e400"},
        {"kind": "nonsense", "after": "0"},
        {"kind": "picture", "after": "-1"},
    ],
)
def test_a_page_that_sends_nonsense_gets_an_answer(look, inspector, data):
    file = {"file": SimpleUploadedFile("a.png", PNG)}
    answer = signed_in(inspector).post(f"/supervision/cameras/looks/{look.pk}/keep/", data | file)
    assert (answer.status_code, Shot.objects.count()) == (422, 0)


@pytest.mark.django_db
def test_a_picture_hangs_on_a_finding_of_the_room(look, inspector, bureau, clerk):
    shot = kept(look, inspector, "clip", seconds=5)
    seen = inspections.Seen(**vars(SEEN) | {"found_at": shot.taken_at})
    finding = inspections.note_from_room(
        look, by=inspector, now=at("2026-03-12 10:10"), unit=bureau, said=seen, shots=[shot]
    )
    copy, original = Attachment.objects.about(finding).get(), Attachment.objects.about(shot).get()
    body = Entry.objects.about(finding).get(verb="monitoring.camera.evidence").body
    assert (copy.sha256, body["sha256"], body["shot"]) == (original.sha256, original.sha256, shot.number)
    assert may_read(clerk, copy) is False


@pytest.mark.django_db
def test_a_picture_hangs_on_a_card_by_hand(look, camera, inspector, bureau, clerk):
    shot = kept(look, inspector)
    said = actions.Proposal(
        level="yellow",
        responsible=clerk.user,
        facts="窗口空岗半小时",
        basis="《政务服务大厅管理办法》第九条",
        camera_place=camera.place,
        camera_at=shot.taken_at,
        camera_clip=shot.number,
    )
    card = actions.propose(bureau, by=inspector, now=at("2026-03-12 11:00"), said=said, shots=[shot])
    body = Entry.objects.about(card).get(verb="monitoring.camera.evidence").body
    assert body["sha256"] == Attachment.objects.about(card).get().sha256
    assert body["place"] == "A03窗口"


@pytest.mark.django_db
def test_the_form_of_a_card_begins_with_the_picture(look, inspector):
    shot = kept(look, inspector)
    page = signed_in(inspector).get(f"/supervision/cards/new/?unit=scjg&shot={shot.pk}").content.decode()
    assert f'value="{shot.number}"' in page


@pytest.mark.django_db
def test_the_page_of_a_window_says_who_sits_there(camera, inspector, clerk):
    clerk.post.window = camera.window
    clerk.post.save()
    page = signed_in(inspector).get("/supervision/windows/A03/").content.decode()
    assert ("小王" in page, "/supervision/cameras/at/a03/look/" in page) == (True, True)


@pytest.mark.django_db
def test_a_camera_that_was_taken_down_shows_nothing(camera, inspector):
    camera.retired_on = at("2026-03-01").date()
    camera.save()
    with pytest.raises(PermissionDenied):
        cameras.look(camera, by=inspector, now=at("2026-03-12"))


@pytest.mark.django_db
def test_only_the_system_administrator_sees_the_address(camera, county):
    pages = []
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        admin = employ(f"a-{role}", "管理员", county, role)
        pages.append(signed_in(admin).get(f"/admin/monitoring/camera/{camera.pk}/change/").content.decode())
    assert [secret in page for page in pages for secret in SECRETS] == [True, False, False, False]
