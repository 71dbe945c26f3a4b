"""The SMS gateway: signed requests over the wire, and which answers are worth another attempt."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail

from accounts.messaging import backends, checks
from accounts.models import Delivery, Message
from tests.conftest import at


class Gateway(BaseHTTPRequestHandler):
    """Keeps what it got and answers with the next status."""

    got, statuses = [], []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), body))
        self.send_response(self.statuses.pop(0) if self.statuses else 200)
        self.send_header("Location", "http://localhost:1/")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def gateway(settings):
    Gateway.got, Gateway.statuses = [], []
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_GATEWAY_SECRET = "s" * 32
    settings.MESSAGE_SIGNATURE = "云溪县政务服务"
    yield Gateway
    server.shutdown()
    server.server_close()


@pytest.fixture
def delivery(citizen):
    told = Message.objects.create(
        recipient=citizen.user, kind="paper", title="受理", thread="case:1", source="entry:1", made_at=at("2026-03-12")
    )
    return Delivery.objects.create(
        message=told, channel="sms", to="13800000001", words="您的办件已受理。", made_at=at("2026-03-12")
    )


def test_the_gateway_gets_number_and_words_and_nothing_else(gateway, delivery):
    assert backends.gateway(delivery) == "200 ok"
    [(_headers, body)] = gateway.got
    said = json.loads(body)
    assert said == {
        "id": backends.reference(delivery),
        "to": "13800000001",
        "text": "【云溪县政务服务】您的办件已受理。",
    }


def test_the_signature_can_be_checked_with_the_secret(gateway, delivery):
    backends.gateway(delivery)
    [(headers, body)] = gateway.got
    assert headers["X-Signature"] == backends.signature(headers["X-Timestamp"], body)
    assert headers["X-Signature"] != backends.signature(headers["X-Timestamp"], body + b" ")


def test_the_second_attempt_has_the_same_key(gateway, delivery):
    backends.gateway(delivery)
    backends.gateway(delivery)
    assert len({headers["Idempotency-Key"] for headers, _body in gateway.got}) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408, 301])
def test_worth_another_attempt(gateway, delivery, status):
    gateway.statuses.append(status)
    with pytest.raises(backends.Unreachable):
        backends.gateway(delivery)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_not_worth_another_attempt(gateway, delivery, status):
    gateway.statuses.append(status)
    with pytest.raises(backends.Rejected):
        backends.gateway(delivery)


def test_a_gateway_that_is_not_there(delivery, settings):
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET = "http://127.0.0.1:1/", "s" * 32
    with pytest.raises(backends.Unreachable):
        backends.gateway(delivery)


def test_mail_goes_through_djangos_mail(delivery):
    delivery.to = "zhang@example.cn"
    backends.smtp(delivery)
    [letter] = mail.outbox
    assert (letter.to, "您的办件已受理。" in letter.body) == (["zhang@example.cn"], True)


def test_a_register_is_no_telephone_book():
    assert Delivery(to="13812345678").masked == "138****5678"
    assert Delivery(to="zhang.jianguo@example.cn").masked == "z***@example.cn"


@pytest.mark.parametrize(
    ("url", "secret", "faults"),
    [
        ("", "", []),
        ("https://sms.example.cn/v1", "s" * 32, []),
        ("https://sms.example.cn/v1", "short", ["accounts.E002"]),
        ("file:///etc/passwd", "s" * 32, ["accounts.E001"]),
        ("sms.example.cn", "s" * 32, ["accounts.E001"]),
    ],
)
def test_settings_that_cannot_work_are_named(settings, url, secret, faults):
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET = url, secret
    assert [fault.id for fault in checks.gateway_is_usable(None)] == faults
