"""Movements of public funds as an owner's system tells them: one JSON object, read by the form that reads files."""

import json

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from funds.actions.importing import MOST, Batch
from funds.forms.movements import MovementForm
from funds.models import Fund
from funds.movements import Row
from records.fields import FenField

PLAIN = (str, int, float)
MOST_ERRORS = 100


class Unreadable(Exception):
    """What is wrong with a delivery: rows of {"line", "field", "error"}; nothing of it was taken."""

    def __init__(self, errors: list[dict]):
        super().__init__(errors[0]["error"])
        self.errors = errors[:MOST_ERRORS]


def error(line: int | None, field: str, words) -> dict:
    return {"line": line, "field": field, "error": str(words)}


def funds_of(source):
    """The funds a source system may speak of: those kept or managed by its unit, or below it."""
    path = source.organisation.path
    return Fund.objects.filter(finance__path__startswith=path) | Fund.objects.filter(manager__path__startswith=path)


def batch_of(data: bytes, source) -> Batch:
    """The movements of a delivery with what it says of their number and sum. Raises Unreadable."""
    body = decoded(data)
    rows, errors = [], []
    for line, given in enumerate(body["movements"], 1):
        form = MovementForm(texts(given))
        wrong = {name: words[0] for name, words in form.errors.items()}
        wrong |= odd(given)
        errors += [error(line, name, words) for name, words in wrong.items()]
        if not wrong:
            rows.append((line, Row(**form.cleaned_data)))
    if errors:
        raise Unreadable(errors)
    return Batch(
        _("delivered by the interface"), checked(rows), *stated(body), origin=source.name, fields=("count", "total")
    )


def decoded(data: bytes) -> dict:
    try:
        body = json.loads(data.decode("utf-8-sig"))
        json.dumps(body, ensure_ascii=False).encode()  # half of a sign written as an escape is no text
    except (ValueError, RecursionError):
        raise Unreadable([error(None, "", _("This is not JSON in UTF-8."))]) from None
    if not isinstance(body, dict) or not isinstance(body.get("movements"), list):
        raise Unreadable([error(None, "movements", _("A list must stand here."))])
    if len(body["movements"]) > MOST:
        told = _("More than %(most)s movements at once; please split the file.")
        raise Unreadable([error(None, "movements", told % {"most": MOST})])
    return body


def texts(given) -> dict:
    """What a form can read; everything else is reported by `odd`."""
    if not isinstance(given, dict):
        return {}
    return {name: str(value) for name, value in given.items() if is_plain(value)}


def is_plain(value) -> bool:
    return isinstance(value, PLAIN) and not isinstance(value, bool)


def odd(given) -> dict:
    """Keys nobody knows, and values that are neither text nor number."""
    if not isinstance(given, dict):
        return {"": _("An object must stand here.")}
    known = MovementForm.base_fields
    found = {name[:40]: _("This key is not known.") for name in given if name not in known}
    wrong = {name for name, value in given.items() if name in known and value is not None and not is_plain(value)}
    return found | {name: _("A text or a number must stand here.") for name in wrong}


def checked(rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    if not rows:
        raise Unreadable([error(None, "movements", _("There is nothing to book."))])
    return rows


def stated(body: dict) -> tuple[int, int]:
    """How many movements and how much (fen), as the delivery says it."""
    count, total = body.get("count"), body.get("total")
    if not isinstance(count, int) or isinstance(count, bool):
        raise Unreadable([error(None, "count", _("A whole number must stand here."))])
    try:
        return count, FenField().clean(str(total) if is_plain(total) else "")
    except ValidationError as wrong:
        raise Unreadable([error(None, "total", wrong.messages[0])]) from None
