"""What nobody may read before the award: who sits in a committee. Sealed with a key that is not in the database.

An envelope (records.envelopes) is bound to its draw and seat. A mark (HMAC) lets a person find the own seat, and
nobody else.
"""

import hashlib
import hmac
import json

from records import envelopes

PURPOSE = "procurement:committee"


def keys() -> dict[str, bytes]:
    """Key id → 32 bytes; the first one seals. Other purposes of the same secrets have other keys."""
    found = {name: hmac.digest(key, PURPOSE.encode(), hashlib.sha256) for name, key in envelopes.named_keys().items()}
    found.setdefault(envelopes.DERIVED, envelopes.derived(PURPOSE))
    return found


def current() -> str:
    """The id of the key that seals now."""
    return next(iter(keys()))


def seal(name: str, bound: str, facts) -> bytes:
    """`facts` under the key of this name, bound to a place such as "seat:7:2"."""
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    return envelopes.encrypt(keys()[name], plain, bound)


def unseal(name: str, bound: str, sealed) -> dict | list | str:
    """What was sealed. Raises KeyError for a key that is not here, InvalidTag for anything that was changed."""
    return json.loads(envelopes.decrypt(keys()[name], sealed, bound))


def mark(draw_id: int, user_id: int, name: str) -> str:
    """By which a person finds the own seat in this draw; it says nothing in any other draw."""
    return hmac.new(keys()[name], f"{draw_id}:{user_id}".encode(), hashlib.sha256).hexdigest()
