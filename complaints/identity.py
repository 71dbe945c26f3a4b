"""Who wrote an order, sealed: encrypted at rest, readable only with a key outside the database.

The envelope (records.envelopes) is bound to the order, so that a sealed identity cannot be moved to another one. Each
row names its key; `manage.py reseal_identities` seals rows of older keys anew.
"""

import json
import re

from complaints import pepper
from records import envelopes

PURPOSE = "complaints:identity"
FIELDS = ("name", "telephone", "email", "address")


def keys() -> dict[str, bytes]:
    """Key id → 32 bytes; the first one seals."""
    return envelopes.keys(PURPOSE)


def current() -> str:
    """The id of the key that seals now."""
    return next(iter(keys()))


def bound(order_id: int) -> str:
    return f"order:{order_id}"


def seal(order_id: int, facts: dict) -> tuple[str, bytes]:
    """(key id, sealed bytes) of who wrote this order."""
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    return envelopes.seal(PURPOSE, plain, bound(order_id))


def unseal(order_id: int, name: str, sealed: bytes) -> dict:
    """What was sealed. Raises KeyError for a key that is not here, InvalidTag for anything that was changed."""
    return json.loads(envelopes.unseal(PURPOSE, name, sealed, bound(order_id)))


def account_mark(user) -> str:
    """By which the orders of an account are found."""
    return pepper.mark("account", str(user.pk))


def sender_mark(telephone: str, email: str) -> str:
    """By which somebody is known again: the telephone, else the e-mail address; "" for neither."""
    return caller_mark(telephone) or (pepper.mark("mail", email.lower()) if email else "")


def caller_mark(telephone: str) -> str:
    """By which the orders of a telephone number are found, however it was typed; "" for none."""
    digits = re.sub(r"\D", "", telephone)
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    return pepper.mark("telephone", digits) if digits else ""
