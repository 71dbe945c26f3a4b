"""What arrives by text message and e-mail: orders with receipts, once each, and never an answer to a machine."""

import io
import json
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image

from accounts.messaging.backends import signature
from accounts.models import Delivery
from complaints import actions, letterbox
from complaints.actions.arriving import MOST_A_DAY, Arrival, arrive
from complaints.models import Inbound, Order, Visit
from records.models import Attachment
from tests.complaints.test_telling import tell
from tests.conftest import at

pytestmark = pytest.mark.django_db
NOW = at("2026-09-22 10:00")
TEXT = "东街路口红绿灯坏了三天，没有人修。"
SECRET = "s" * 32


def sms(text=TEXT, reference="gw-1", telephone="13800000009", now=NOW):
    return arrive(Arrival("sms", reference, text, telephone=telephone), now=now)


# text messages


def test_a_text_message_becomes_an_order_with_receipt_and_result_by_sms(dispatcher, bureau, clerk, settings):  # CMP-19
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}
    order = sms().order
    assert (order.channel, order.text, order.complainant.telephone) == ("sms", TEXT, "13800000009")
    actions.assign(order, by=dispatcher, now=NOW, unit=bureau)
    actions.accept(order, by=clerk, now=NOW)
    actions.reply(order, by=clerk, now=NOW, text="信号灯已于今日修复，感谢来信。")
    tell(NOW)
    sent = list(Delivery.objects.order_by("pk").values_list("to", "words"))
    assert sent == [
        ("13800000009", f"您反映的事项已登记，工单{order.number}，查询码{order.query_code}，可凭此查询进度。"),
        ("13800000009", f"工单{order.number}已答复，请凭查询码{order.query_code}查看并评价。"),
    ]


def test_the_same_message_twice_is_one_order(county):
    first, second = sms(), sms()
    assert (first, Order.objects.count()) == (second, 1)


def test_a_grade_by_sms_rates_the_answer(dispatcher):
    order = sms().order
    actions.answer_at_once(order, by=dispatcher, now=NOW, text="已转交警大队，今日修复。")
    assert sms("不满意", "gw-2").order == order
    visit = Visit.objects.get()
    assert (visit.stars, visit.way) == (2, "sms")
    assert Order.objects.get().state == Order.State.SECOND


def test_a_grade_without_an_answer_to_rate_is_an_order_of_its_own(county):
    assert sms("满意").result == Inbound.Result.ORDER


@pytest.mark.parametrize("text", ["", "   ", "　"])
def test_an_empty_message_is_not_taken_in(county, text):
    assert (sms(text).result, Order.objects.count()) == ("refused", 0)


def test_one_sender_does_not_flood_the_office(county):
    results = [sms(reference=f"gw-{number}").result for number in range(MOST_A_DAY + 1)]
    assert results[-2:] == ["order", "refused"]
    assert sms(reference="other", telephone="13800000010").result == "order"


@pytest.fixture
def gateway(client, county, settings):
    """Deliver like the gateway; `secret` and `age` spoil the signature."""
    settings.SMS_GATEWAY_SECRET = SECRET

    def send(body, now=None, key=SECRET, age=0):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        written = str(int((now or timezone.now()).timestamp()) - age)
        settings.SMS_GATEWAY_SECRET = key
        signed = signature(written, data)
        settings.SMS_GATEWAY_SECRET = SECRET
        headers = {"X-Timestamp": written, "X-Signature": signed}
        return client.post("/api/v1/sms", data, content_type="application/json", headers=headers)

    return send


GOOD = {"id": "gw-9", "from": "138-0000-0009", "text": TEXT}


def test_the_gateway_delivers_signed_and_may_repeat(gateway):
    assert [gateway(GOOD).status_code, gateway(GOOD).status_code] == [201, 200]
    assert Order.objects.count() == 1


@pytest.mark.parametrize("how", [{"key": "x" * 32}, {"age": 301}, {"age": -301}])
def test_others_deliver_nothing(gateway, how):
    assert (gateway(GOOD, **how).status_code, Order.objects.count()) == (401, 0)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (GOOD | {"from": "abc"}, "from"),
        (GOOD | {"text": "长" * 2001}, "text"),
        (GOOD | {"text": "坏\u202e字"}, "text"),
        (GOOD | {"id": ""}, "id"),
        ([], "id"),
        (b"{", "id"),
        (b"\xff\xfe", "id"),
    ],
)
def test_a_message_that_cannot_be_read_names_the_field(gateway, body, field):
    answer = gateway(body)
    assert (answer.status_code, answer.json()["field"], Order.objects.count()) == (422, field, 0)


def test_without_a_secret_the_door_is_closed(client, settings):
    settings.SMS_GATEWAY_SECRET = ""
    headers = {"X-Timestamp": "0", "X-Signature": ""}
    assert client.post("/api/v1/sms", b"{}", content_type="application/json", headers=headers).status_code == 401


# the e-mail box


class Box:
    """An IMAP box that lies in memory."""

    def __init__(self, *letters):
        self.letters, self.seen = list(letters), set()

    def search(self, charset, *criteria):
        assert criteria == ("UNSEEN",)
        numbers = [n for n in range(1, len(self.letters) + 1) if n not in self.seen]
        return "OK", [" ".join(map(str, numbers)).encode()]

    def fetch(self, number, what):
        raw = self.letters[int(number) - 1]
        if what == "(RFC822.SIZE)":
            return "OK", [f"{int(number)} (RFC822.SIZE {len(raw)})".encode()]
        return "OK", [(f"{int(number)} (BODY[] {{{len(raw)}}}".encode(), raw), b")"]

    def store(self, number, command, flag):
        assert (command, flag) == ("+FLAGS", "\\Seen")
        self.seen.add(int(number))


def letter(text=TEXT, subject="红绿灯坏了", **headers) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["Subject"], made["Message-ID"] = "张建国 <zhang@example.com>", subject, "<1@example.com>"
    for name, value in headers.items():
        name = name.replace("_", "-")
        del made[name]
        made[name] = value
    made.set_content(text)
    return made


def fetched(*letters) -> list[Inbound]:
    return letterbox.fetch(Box(*(one if isinstance(one, bytes) else one.as_bytes() for one in letters)), NOW)


def test_a_letter_becomes_an_order_of_its_sender(county):
    order = fetched(letter())[0].order
    assert (order.channel, order.title, order.text) == ("mail", "红绿灯坏了", TEXT)
    assert (order.complainant.name, order.complainant.email) == ("张建国", "zhang@example.com")


def test_the_sender_gets_a_receipt_marked_as_automatic(county, settings):
    settings.MESSAGE_BACKENDS = {"email": "accounts.messaging.backends.smtp"}
    order = fetched(letter())[0].order
    [receipt] = mail.outbox
    assert (receipt.to, receipt.extra_headers["Auto-Submitted"]) == (["zhang@example.com"], "auto-replied")
    assert (order.query_code in receipt.body, TEXT in receipt.body) == (True, False)


def test_a_letter_is_fetched_once(county):
    box = Box(letter().as_bytes())
    assert [len(letterbox.fetch(box, NOW)), len(letterbox.fetch(box, NOW))] == [1, 0]
    fetched(letter())  # the box forgot the mark
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<news.example.com>"},
        {"Return_Path": "<>"},
        {"From": "noreply@localhost"},
        {"From": "kein Absender"},
    ],
)
def test_what_machines_send_is_never_answered(county, settings, headers):
    settings.MESSAGE_BACKENDS = {"email": "accounts.messaging.backends.smtp"}
    [kept] = fetched(letter(**headers))
    assert (kept.result, Order.objects.count(), mail.outbox) == ("refused", 0, [])


def test_the_words_of_html_are_taken_and_nothing_else(county):
    made = letter()
    made.set_content("<style>p{}</style><p>路灯<b>不亮</b></p><script>alert(1)</script><p>请修</p>", subtype="html")
    assert fetched(made)[0].order.text == "路灯不亮\n请修"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.com\r\nContent-Type: text/plain; charset=gb18030\r\n\r\n" + "路灯不亮请修".encode("gb18030"),
        b"From: a@example.com\r\nContent-Type: text/plain; charset=no-such-charset\r\n\r\n" + "路灯不亮请修".encode(),
        b"From: a@example.com\r\nSubject: =?utf-8?Q?=FF=FE?=\r\n\r\n" + "路灯不亮请修".encode(),
    ],
)
def test_odd_charsets_are_read_or_guessed(county, raw):
    assert "路灯不亮请修" in fetched(raw)[0].order.text


def test_invisible_signs_are_left_out(county):
    assert fetched(letter("路灯\u202e不\u200b亮"))[0].order.text == "路灯不亮"


def test_rubbish_is_kept_as_not_taken_in(county):
    kept = fetched(b"\x00\xff rubbish", b"", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x--")
    assert [one.result for one in kept] == ["refused"] * 3


def test_attachments_pass_the_same_guards(county):
    made, picture = letter(), io.BytesIO()
    image = Image.new("RGB", (8, 8))
    exif = image.getexif()
    exif[0x010F] = "PLANTEDCAMERA"
    image.save(picture, "JPEG", exif=exif)
    made.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename="现场.jpg")
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="病毒.exe")
    order = fetched(made)[0].order
    file = Attachment.objects.about(order).get()
    with file.file.open("rb") as content:
        assert (file.name, b"PLANTEDCAMERA" in content.read()) == ("现场.jpg", False)
    assert "病毒.exe" in order.text


def test_a_letter_that_is_too_large_stays_in_the_box(county, monkeypatch):
    monkeypatch.setattr(letterbox, "MOST_BYTES", 10)
    assert (fetched(letter()), Order.objects.count()) == ([], 0)
