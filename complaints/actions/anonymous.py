"""What somebody does whom nobody knows: hand in an order with a code of its own, and come back to it."""

import io
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from complaints import budget, codes, pepper, puzzle
from complaints.actions.receiving import Filing, receive
from complaints.models import Order, Secret
from records import attachments
from records.files import FORMATS
from records.refusal import Refused

IMAGES = {suffix: form for suffix, form in FORMATS.items() if form.image}
PICTURE = "图片"  # the name of every picture: that of the file would tell its owner
AGAIN = timedelta(minutes=10)  # how long the same form shows the same code once more
MOST_WRONG = 120  # wrong codes a minute from everybody together; right ones are never slowed down


class TooMany(Exception):
    """More wrong codes than people mistype."""


def file(filing: Filing, *, sent: str, answer: str, now, pictures=()) -> Order:
    """Take in an anonymous order; `order.code` is the code, which is shown now and kept nowhere.

    `sent` is the puzzle of the form, `answer` its solution ("" where the browser could not compute). A form sent
    twice is one order. Raises Refused that names the field.
    """
    price = paid(sent, answer, now)
    if known := made_before(price.salt, now):
        return known
    if puzzle.in_last_hour(now) >= puzzle.MOST_AN_HOUR:
        words = _("Very much has arrived within this hour. Please try again later, or call 12345; no name is needed.")
        raise Refused(None, words)
    clean = [cleaned(picture, number) for number, picture in enumerate(pictures, 1)]
    about = Filing(**vars(filing) | {"contact": None, "puzzle": price.salt})
    try:
        with transaction.atomic():
            kept = [attachments.store(picture, by=ROBOT, now=now, formats=IMAGES) for picture in clean]
            return receive(about, by=ROBOT, now=now, files=kept)
    except IntegrityError:  # the same form, sent twice at the same moment
        return made_before(price.salt, now)


def paid(sent: str, answer: str, now) -> puzzle.Puzzle:
    """The puzzle of the form, once it is paid for. Raises Refused."""
    price = puzzle.read(sent, now)
    if price is None:
        raise Refused(None, _("This form has expired. Please send it again as it stands."))
    if not puzzle.is_paid(price, answer, now):
        words = _("Please wait one minute and send the form again, or call 12345; no name is needed there either.")
        raise Refused(None, words)
    return price


def made_before(salt: str, now) -> Order | None:
    """What this very form made a moment ago, with its code; later the code is not shown again."""
    secret = Secret.objects.select_related("order").filter(puzzle=pepper.mark("puzzle", salt)).first()
    if secret is None:
        return None
    if now - secret.order.received_at > AGAIN:
        raise Refused(None, _("This form was sent before. Please open your order with the code that was shown."))
    secret.order.code = codes.new_code(salt)
    return secret.order


def cleaned(picture, number: int) -> SimpleUploadedFile:
    """A picture under a name that says nothing. What is inside the picture, records.files takes away."""
    suffix = PurePosixPath(picture.name).suffix.lower()
    if suffix not in IMAGES:
        words = _(
            "Documents carry the name of their author inside, which we cannot take out. "
            "Please photograph the pages or take a screenshot, and hand in the pictures (JPG or PNG)."
        )
        raise Refused(None, words, field="files")
    if picture.size > attachments.MAX_BYTES:
        raise Refused(None, _("The file is larger than 10 MB. Please make it smaller or split it."), field="files")
    return SimpleUploadedFile(f"{PICTURE}{number}{suffix}", io.BytesIO(picture.read()).getvalue())


def find(typed: str, now) -> Order | None:
    """The order of this code; None for a wrong one. Raises TooMany when wrong ones arrive faster than people type."""
    code = codes.read(typed)
    order = by_mark(codes.mark(code)) if code else None
    if order is None and budget.spent("wrong-codes", now, MOST_WRONG):
        raise TooMany
    return order


def by_mark(mark: str) -> Order | None:
    """One look into a unique index, whatever was typed."""
    rows = Order.objects.select_related("organisation", "clock", "step_clock", "term", "secret")
    return rows.filter(secret__digest=mark).first()
