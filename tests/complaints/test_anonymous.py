"""Writing without a name: the code, the price, the way back, and that nothing anywhere tells who it was."""

import io
import random
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from complaints import actions, budget, codes, puzzle
from complaints.actions import anonymous
from complaints.models import Complainant, Kind, Order, Secret
from records.models import Attachment
from records.refusal import Refused
from tests.complaints.conftest import filing
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-09-21 10:00")
NEW, QUERY = "/complaints/anonymous/", "/complaints/anonymous/order/"
PLANTED = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "198.51.100.23",
    "HTTP_X_REAL_IP": "198.51.100.24",
    "HTTP_USER_AGENT": "PlantedBrowser/9.9",
    "HTTP_ACCEPT_LANGUAGE": "xx-planted",
}
IN_PICTURE = ["PLANTEDCAMERA", "Planted Author", "planted-comment", "planted-xmp"]
IN_NAME = "planted-wanglei-IMG_8841.jpg"


@pytest.fixture(autouse=True)
def cheap(monkeypatch, dispatcher):
    """Every puzzle costs one bit, and no test is out of budget because of another."""
    monkeypatch.setattr(puzzle, "BITS", 1)
    cache.clear()


def solved(price: puzzle.Puzzle) -> str:
    return next(str(number) for number in range(10_000) if price.is_solved(str(number)))


def sent(now=NOW, **more) -> Order:
    """An anonymous report, handed in and paid for."""
    price = puzzle.new(now)
    about = {"kind": Kind.REPORT, "title": "城管队员收受商户财物"} | more
    return anonymous.file(filing(**about), sent=str(price), answer=solved(price), now=now)


def picture(name=IN_NAME) -> SimpleUploadedFile:
    """A photograph that tells camera, author, place and more."""
    image = Image.new("RGB", (64, 48), "red")
    exif = image.getexif()
    exif[0x010F], exif[0x013B] = IN_PICTURE[0], IN_PICTURE[1]
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 33.0, 44.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=IN_PICTURE[2].encode(), xmp=f"<x>{IN_PICTURE[3]}</x>".encode())
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def form(**more) -> dict:
    """What the browser sends."""
    price = puzzle.new(timezone.now())
    typed = {"kind": Kind.REPORT, "title": "队员收受财物", "text": "九月十日在东街收受商户财物。"}
    return typed | {"puzzle": str(price), "answer": solved(price)} | more


# the code


def test_a_code_has_24_signs_of_which_one_checks():
    code = codes.new_code()
    assert (len(code), len(codes.SIGNS)) == (24, 31)  # 31 ** 23 are 113.9 bits
    assert codes.read(codes.printed(code).lower()) == code


@pytest.mark.parametrize("place", [0, 11, 22, 23])
def test_a_wrong_sign_is_no_code(place):
    code = codes.new_code()
    other = "A" if code[place] != "A" else "B"
    assert codes.read(code[:place] + other + code[place + 1 :]) == ""


def test_two_exchanged_signs_are_no_code():
    code = codes.new_code("a salt whose first two signs differ")
    assert code[0] != code[1]
    assert codes.read(code[1] + code[0] + code[2:]) == ""


def test_the_code_opens_the_order_and_nothing_else_does():
    order = sent()
    assert anonymous.find(codes.printed(order.code), NOW) == order
    assert order.query_code == ""
    assert not Complainant.objects.exists()


def test_the_database_holds_a_digest_only():
    order = sent()
    assert order.code not in everything_stored()
    assert Secret.objects.get().digest == codes.mark(order.code)


def test_guesses_find_nothing_and_slow_nobody_down(monkeypatch):
    order = sent()
    monkeypatch.setattr(anonymous, "MOST_WRONG", 50)
    generator, refused = random.Random(5), 0  # noqa: S311 - guesses
    for _guess in range(100):
        stem = "".join(generator.choices(codes.SIGNS, k=23))
        try:
            assert anonymous.find(stem + codes.check_sign(stem), NOW) is None
        except anonymous.TooMany:
            refused += 1
    assert refused == 50
    assert anonymous.find(order.code, NOW) == order


def test_signs_that_are_no_code_never_reach_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        for number in range(1000):
            codes.read(f"{number:024}")
            assert number > 100 or anonymous.find(f"{number:024}", NOW) is None


# the price


def test_a_puzzle_is_solved_by_the_right_number_only(monkeypatch):
    price = puzzle.Puzzle("ab" * 16, NOW, 8)
    right = solved(price)
    assert price.is_solved(right)
    assert not price.is_solved(f"{right}0") or not price.is_solved(f"{right}1")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: "x.y.z.w",
        lambda text: text.replace(".1.", ".0.", 1),
        lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
    ],
)
def test_a_forged_puzzle_buys_nothing(spoil):
    price = puzzle.new(NOW)
    with pytest.raises(Refused):
        anonymous.file(filing(), sent=spoil(str(price)), answer=solved(price), now=NOW)
    assert not Order.objects.exists()


def test_an_old_puzzle_buys_nothing():
    assert puzzle.read(str(puzzle.new(NOW)), NOW + timedelta(hours=7)) is None


def test_the_same_form_twice_is_one_order_with_one_code():
    price = puzzle.new(NOW)
    about = {"sent": str(price), "answer": solved(price), "now": NOW}
    first, second = anonymous.file(filing(), **about), anonymous.file(filing(), **about)
    assert (first, first.code) == (second, second.code)


def test_later_the_code_is_not_shown_again():
    price = puzzle.new(NOW)
    about = {"sent": str(price), "answer": solved(price)}
    anonymous.file(filing(), now=NOW, **about)
    with pytest.raises(Refused):
        anonymous.file(filing(), now=NOW + timedelta(hours=1), **about)


def test_whoever_cannot_compute_waits_a_minute():
    price = str(puzzle.new(NOW))
    with pytest.raises(Refused, match="1|一"):
        anonymous.file(filing(), sent=price, answer="", now=NOW + timedelta(seconds=20))
    assert anonymous.file(filing(), sent=price, answer="", now=NOW + timedelta(seconds=61)).pk


def test_not_many_may_wait_instead(monkeypatch):
    monkeypatch.setattr(budget, "spent", lambda *args: True)
    with pytest.raises(Refused):
        anonymous.file(filing(), sent=str(puzzle.new(NOW)), answer="", now=NOW + timedelta(seconds=61))


@pytest.mark.parametrize(("count", "bits"), [(0, 1), (9, 1), (10, 2), (40, 4), (100_000, 15)])
def test_the_price_rises_with_what_arrives(count, bits):
    assert puzzle.price(count) == bits


def test_a_flood_closes_the_door_for_the_hour(monkeypatch):
    monkeypatch.setattr(puzzle, "MOST_AN_HOUR", 2)
    sent()
    sent()
    with pytest.raises(Refused, match="12345"):
        sent()
    assert sent(NOW + timedelta(hours=1, minutes=1)).pk


# the way back


def test_questions_and_answers_without_a_name(inspector, nobody, make_category):
    order = sent(category=make_category("jubao", "违纪违法", is_confidential=True))
    actions.say(order, by=inspector, now=NOW, text="请说明时间地点。")
    actions.say(order, by=nobody, now=NOW, text="九月十日晚，东街。", code=order.code)
    talks = [(talk.from_complainant, talk.text, talk.sent_by) for talk in order.talks.all()]
    assert talks == [(False, "请说明时间地点。", inspector.user), (True, "九月十日晚，东街。", None)]


def test_the_page_of_the_code_does_what_the_author_may_do(client, clerk, dispatcher, bureau):
    order = sent(timezone.now(), kind=Kind.COMPLAINT)
    asked = {"code": order.code, "deed": "say", "text": "施工方是某公司"}
    assert "施工方是某公司" in client.post(QUERY, asked).content.decode()
    actions.assign(order, by=dispatcher, now=timezone.now(), unit=bureau)
    actions.accept(order, by=clerk, now=timezone.now())
    actions.reply(order, by=clerk, now=timezone.now(), text="已查处，罚款二百元。")
    page = client.post(QUERY, {"code": order.code})
    assert "已查处，罚款二百元。" in page.content.decode()
    client.post(QUERY, {"code": order.code, "deed": "rate", "stars": "5"})
    order.refresh_from_db()
    assert order.state == Order.State.CLOSED


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"code": "ABCD"}, 422), ({"code": ""}, 422), ({"code": "2" * 23 + codes.check_sign("2" * 23)}, 422)],
)
def test_a_wrong_code_is_told(client, asked, status):
    answer = client.post(QUERY, asked)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()


def test_many_wrong_codes_are_answered_shortly(client, monkeypatch):
    monkeypatch.setattr(anonymous, "MOST_WRONG", 0)
    assert client.post(QUERY, {"code": "2" * 23 + codes.check_sign("2" * 23)}).status_code == 429


def test_a_rating_without_a_grade_keeps_what_was_typed(client, dispatcher):
    order = sent(timezone.now())
    actions.answer_at_once(order, by=dispatcher, now=timezone.now(), text="已转有关部门核查。")
    answer = client.post(QUERY, {"code": order.code, "deed": "rate", "text": "说得不清楚"})
    assert answer.status_code == 422
    assert "说得不清楚" in answer.content.decode()


# nothing tells who it was


def everything_stored() -> str:
    """Every row of every table, every file and every key and value of Valkey, as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')  # noqa: S608 - names from the database
            found += [row for (row,) in cursor.fetchall()]
    for file in Attachment.objects.all():
        with file.file.open("rb") as content:
            found.append(content.read().decode("latin-1"))
    valkey = cache._cache.get_client()  # the plain client: keys and values as they lie there
    for key in valkey.keys("*"):
        found.append(key.decode("latin-1"))
        if valkey.type(key) == b"string":
            found.append(valkey.get(key).decode("latin-1"))
    return "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_planted_traces_are_found_nowhere(citizen, caplog, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(citizen)
    before = client.session.session_key
    rows = everything_stored().count(before)
    answer = client.post(NEW, form() | {"files": picture()}, **PLANTED)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    stored = everything_stored() + caplog.text + "".join(file.name for file in tmp_path.rglob("*"))
    assert "九月十日在东街收受商户财物。" in stored  # the net has no holes
    for trace in [*PLANTED.values(), *IN_PICTURE, IN_NAME, "wanglei"]:
        assert trace not in stored, trace
    order = Order.objects.get()
    assert (order.is_anonymous, order.received_by) == (True, None)
    assert Attachment.objects.get().uploader is None
    assert everything_stored().count(before) == rows  # nothing new in or about the session


def test_no_session_and_no_cookie_but_that_of_the_form(client):
    assert set(client.get(NEW).cookies) == {"csrftoken"}
    client.post(NEW, form())
    assert set(client.cookies) == {"csrftoken"}


def test_forged_forms_are_refused_without_a_session():
    assert Client(enforce_csrf_checks=True).post(NEW, form()).status_code == 403


def test_documents_carry_their_author_and_are_refused(client):
    answer = client.post(NEW, form() | {"files": SimpleUploadedFile("举报.docx", b"PK\x03\x04")})
    assert answer.status_code == 422
    assert not Order.objects.exists()
    assert "九月十日在东街收受商户财物。" in answer.content.decode()


def test_a_picture_keeps_nothing_but_what_it_shows(client):
    client.post(NEW, form() | {"files": picture()})
    file = Attachment.objects.get()
    with file.file.open("rb") as content:
        image = Image.open(io.BytesIO(content.read()))
        assert (file.name, image.size, dict(image.getexif())) == ("图片1.jpg", (64, 48), {})


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        ({"title": "　 "}, "title"),
        ({"text": ""}, "text"),
        ({"text": "坏\u202e字"}, "text"),
        ({"title": "长" * 101}, "title"),
        ({"kind": "petition"}, "kind"),
        ({"kind": "efficiency"}, "accused"),
        ({"category": "999999"}, "category"),
    ],
)
def test_bad_input_names_its_field(client, spoil, field):
    answer = client.post(NEW, form(**spoil))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Order.objects.exists()


def test_the_receipt_shows_the_code_once(client):
    shown = client.post(NEW, form()).context["code"]
    assert codes.mark(codes.read(shown)) == Secret.objects.get().digest


def test_nginx_writes_no_line_and_hands_nothing_on():
    text = (settings.BASE_DIR / "docker" / "nginx.conf").read_text()
    block = text.partition("location ~ ^/(complaints/anonymous|sealed|ballot)/ {")[2].partition("}")[0]
    lines = {line.strip() for line in block.splitlines()}
    assert {"access_log off;", "error_log /dev/null crit;", 'proxy_set_header X-Real-IP "";'} <= lines
