"""The ways out of the house. A backend takes a delivery and returns what the other side said.

It raises Unreachable when a later attempt may work, Rejected when none will. Which backend serves which way says
settings.MESSAGE_BACKENDS.
"""

import hashlib
import hmac
import json
import logging
import smtplib
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.models import Delivery

logger = logging.getLogger(__name__)
TIMEOUT = 10  # seconds
ANSWER_LENGTH = 300
TRY_LATER = {408, 425, 429}  # of the 4xx, these may work later; all others never will


class Unreachable(Exception):
    """Not now: the line is down, the other side is busy or broken."""


class Rejected(Exception):
    """Never: the other side does not take this number, this address or these words."""


def console(delivery: Delivery) -> str:
    """Writes the message into the log of the server: for trying things out, nothing leaves the house."""
    logger.info("%s to %s: %s", delivery.channel, delivery.masked, delivery.words)
    return "console"


def smtp(delivery: Delivery) -> str:
    """By the mail server of EMAIL_URL, with a number that stays the same when it is sent again."""
    headers = {"Message-ID": f"<{reference(delivery)}@{settings.MESSAGE_HOST}>"}
    subject = f"【{settings.MESSAGE_SIGNATURE}】{delivery.words}"[:70]
    mail = EmailMessage(subject, f"{delivery.words}\n{settings.MESSAGE_SITE}", to=[delivery.to], headers=headers)
    try:
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
        raise Rejected(str(refused)) from refused
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    return "250"


def gateway(delivery: Delivery) -> str:
    """By the SMS gateway at SMS_GATEWAY_URL: one signed POST a message.

    The signature is HMAC-SHA256 with SMS_GATEWAY_SECRET over the time of writing, a line feed and the body; the key
    in `Idempotency-Key` is the same at every attempt, so that the gateway can drop a message that it has already.
    """
    body = {"id": reference(delivery), "to": delivery.to, "text": f"【{settings.MESSAGE_SIGNATURE}】{delivery.words}"}
    data = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked when the settings are read
        settings.SMS_GATEWAY_URL, data=data, headers=signed_headers(delivery, data), method="POST"
    )
    try:
        with OPENER.open(request, timeout=TIMEOUT) as answer:
            return f"{answer.status} {answer.read(ANSWER_LENGTH).decode('utf-8', 'replace')}"
    except urllib.error.HTTPError as error:
        raise verdict(error.code)(f"{error.code} {error.reason}") from error
    except OSError as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error


def verdict(status: int) -> type[Exception]:
    """What an answer of the gateway other than 2xx means."""
    return Rejected if 400 <= status < 500 and status not in TRY_LATER else Unreachable


def signed_headers(delivery: Delivery, data: bytes) -> dict[str, str]:
    written = str(int(delivery.made_at.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": reference(delivery),
        "X-Timestamp": written,
        "X-Signature": signature(written, data),
    }


def signature(written: str, data: bytes) -> str:
    key = settings.SMS_GATEWAY_SECRET.encode()
    return hmac.new(key, written.encode() + b"\n" + data, hashlib.sha256).hexdigest()


def reference(delivery: Delivery) -> str:
    """The number of a message for the other side; it says nothing and is the same at every attempt."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), f"delivery:{delivery.pk}".encode(), hashlib.sha256)
    return mac.hex()[:32]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A signed message goes where the settings say and nowhere else."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return None


OPENER = urllib.request.build_opener(NoRedirects)


def is_address(url: str) -> bool:
    """May a gateway live here? https, or http on this very machine or net (the closed government network)."""
    parts = urlsplit(url)
    return parts.scheme in ("https", "http") and bool(parts.hostname)
