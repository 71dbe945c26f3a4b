"""The e-mail box: letters are fetched, read with care, and become orders. Pure reading here; `fetch` talks to the box.

What machines send (automatic replies, lists, our own letters) is told by its headers and never answered, so that two
machines cannot write to each other for ever.
"""

import imaplib
import logging
import re
import smtplib
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import BadHeaderError
from django.core.mail import EmailMessage as Mail

from accounts.fields import is_invisible
from complaints.actions.arriving import Arrival, arrive
from complaints.flow import MOST_FILES
from complaints.models import Channel, Inbound

logger = logging.getLogger(__name__)
MOST_BYTES = 20 * 1024 * 1024  # of one letter
BATCH = 50  # letters in one round
LINES = re.compile(r"\n{3,}")
RECEIPT = "您的来信已登记，工单编号{number}，查询码{code}。请到 {site}/complaints/query/ 查询进度。"
LOST = "\ufffd"  # stands where a sign could not be read
CHARSETS = ("utf-8", "gb18030", "latin-1")
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, MessageError, AssertionError)
BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3"}
SILENT = {"script", "style", "head", "title"}


class Words(HTMLParser):
    """The words of a letter in HTML; nothing of it is ever shown as HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT and self.silent > 0

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def words_of(html: str) -> str:
    reader = Words()
    reader.feed(html)
    return "".join(reader.parts)


def clean(text: str) -> str:
    """Without control, bidi and zero-width signs, and without great gaps."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    kept = "".join(sign for place, sign in enumerate(plain) if sign in "\n\t" or not is_invisible(plain, place))
    return LINES.sub("\n\n", kept).strip()


def header(letter: EmailMessage, name: str) -> str:
    """One header as text; "" where it is missing or cannot be read."""
    try:
        return str(letter.get(name) or "")
    except UNREADABLE:
        return ""


def refused(letter: EmailMessage) -> str:
    """Why a letter is none that somebody wrote to us; "" for one that is."""
    automatic = header(letter, "Auto-Submitted").strip().lower() not in ("", "no")
    marked = any(header(letter, name) for name in ("X-Autoreply", "X-Auto-Response-Suppress", "List-Id"))
    bulk = header(letter, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply")
    if automatic or marked or bulk or header(letter, "Return-Path").strip() == "<>":
        return "自动回复或者群发邮件"
    address = sender(letter)[1].lower()
    if not address or address in own_addresses():
        return "没有发件人，或者是本系统发出的邮件"
    return ""


def own_addresses() -> set[str]:
    return {settings.DEFAULT_FROM_EMAIL.lower(), unquote(urlsplit(settings.MAILBOX_URL).username or "").lower()}


def sender(letter: EmailMessage) -> tuple[str, str]:
    """(name, address) of who wrote; an address that is none is ""."""
    name, address = parseaddr(header(letter, "From"))
    sound = re.fullmatch(r"[^\s@<>\"']{1,64}@[^\s@<>\"']{1,150}", address or "")
    return clean(name)[:50], address if sound else ""


def text_of(part) -> str:
    """The text of a part, whatever it says of its own charset."""
    try:
        text = part.get_content()
    except UNREADABLE:
        text = LOST
    return text if LOST not in text else guessed(part.get_payload(decode=True) or b"")


def guessed(raw: bytes) -> str:
    """The text in the first charset that fits; the last one fits everything."""
    for charset in CHARSETS:
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return ""


def body_of(letter: EmailMessage) -> str:
    """What was written: the plain text, else the words of the HTML."""
    try:
        part = letter.get_body(preferencelist=("plain", "html"))
    except UNREADABLE:
        part = None
    if part is None:
        return ""
    text = text_of(part)
    return clean(words_of(text) if part.get_content_subtype() == "html" else str(text))


def files_of(letter: EmailMessage) -> Iterator[SimpleUploadedFile]:
    """The attachments that have a name; what each may be, records.attachments decides."""
    try:
        parts = list(letter.iter_attachments())
    except UNREADABLE:
        return
    named = [part for part in parts if part.get_filename()]
    for part in named[:MOST_FILES]:
        yield SimpleUploadedFile(clean(part.get_filename())[:100] or "_", part.get_payload(decode=True) or b"")


def read(raw: bytes) -> tuple[Arrival, str]:
    """(what arrived, why it is refused or "") of one letter as it came over the line."""
    letter = message_from_bytes(raw, policy=policy.default)
    name, address = sender(letter)
    why = refused(letter)
    arrival = Arrival(
        channel=Channel.MAIL,
        reference=header(letter, "Message-ID").strip() or raw[:2000].hex(),
        text=body_of(letter),
        title=clean(header(letter, "Subject")).replace("\n", " "),
        name=name,
        email=address,
        files=() if why else tuple(files_of(letter)),
    )
    return arrival, why


def open_box(url: str):
    """The box behind imaps://user:password@host/folder, signed in, its folder chosen. Raises OSError, IMAP4.error."""
    parts = urlsplit(url)
    box = imaplib.IMAP4_SSL(parts.hostname, parts.port or imaplib.IMAP4_SSL_PORT, timeout=30)
    box.login(unquote(parts.username or ""), unquote(parts.password or ""))
    box.select(parts.path.strip("/") or "INBOX")
    return box


def fetch(box, now: datetime) -> list[Inbound]:
    """Take in what nobody has read yet. A letter is marked only when it is stored; a crash leaves it for later."""
    _kind, [numbers] = box.search(None, "UNSEEN")
    done = []
    for number in (numbers or b"").split()[:BATCH]:
        if size_of(box, number) > MOST_BYTES:
            logger.warning("a letter of the box is larger than %s bytes and stays there", MOST_BYTES)
        else:
            done.append(taken(box, number, now))
        box.store(number, "+FLAGS", "\\Seen")
    return done


def size_of(box, number: bytes) -> int:
    _kind, data = box.fetch(number, "(RFC822.SIZE)")
    found = re.search(rb"RFC822\.SIZE (\d+)", data[0] if isinstance(data[0], bytes) else data[0][0])
    return int(found[1]) if found else 0


def taken(box, number: bytes, now: datetime) -> Inbound:
    _kind, data = box.fetch(number, "(BODY.PEEK[])")
    raw = next(part[1] for part in data if isinstance(part, tuple))
    arrival, why = read(raw)
    made = arrive(arrival, now=now, refused=why)
    if made.result == Inbound.Result.ORDER and made.received_at == now:
        confirm(arrival, made.order)
    return made


def confirm(arrival: Arrival, order):
    """The receipt by e-mail: number and query code, nothing of the matter, marked as automatic."""
    if "email" not in settings.MESSAGE_BACKENDS or order.is_confidential:
        return
    words = RECEIPT.format(number=order.number, code=order.query_code, site=settings.MESSAGE_SITE)
    headers = {"Auto-Submitted": "auto-replied", "In-Reply-To": arrival.reference[:200]}
    receipt = Mail(f"【{settings.MESSAGE_SIGNATURE}】已收到您的来信", words, to=[arrival.email], headers=headers)
    try:
        receipt.send()
    except (smtplib.SMTPException, OSError, BadHeaderError) as error:
        logger.warning("the receipt of %s could not be sent: %s", order.number, type(error).__name__)
