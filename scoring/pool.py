"""Who the evaluators are, sealed: name and telephone encrypted with a key outside the database, bound to the number.

Telephones are compared as keyed digests. The same is done for those who rate in public: a digest of the person for
this unit and these days alone, so that two ratings of one person cannot be joined.
"""

import hashlib
import hmac
import json

from records import envelopes

EVALUATOR, RATER, CODE, SCREEN = "surveys:evaluator", "surveys:rater", "surveys:code", "surveys:screen"


def seal(number: str, name: str, telephone: str) -> tuple[str, bytes]:
    """(key id, sealed bytes) of one evaluator."""
    plain = json.dumps({"name": name, "telephone": telephone}, ensure_ascii=False).encode()
    return envelopes.seal(EVALUATOR, plain, f"evaluator:{number}")


def unseal(evaluator) -> dict:
    """{"name", "telephone"}. Raises KeyError for a key that is not here, InvalidTag for anything that was changed."""
    bound = f"evaluator:{evaluator.number}"
    return json.loads(envelopes.unseal(EVALUATOR, evaluator.key, evaluator.sealed, bound))


def mark(purpose: str, text: str) -> str:
    """The keyed digest of a text for this purpose."""
    return hmac.digest(envelopes.derived(purpose), text.encode(), hashlib.sha256).hex()


def telephone_mark(telephone: str) -> str:
    return mark(EVALUATOR, telephone)


def rater_mark(who: str, unit: int, period) -> str:
    """`who` is an account or a telephone; another unit or another week gives another digest."""
    return mark(RATER, f"{who}|{unit}|{period}")


def screen_secret(meeting_id: int) -> str:
    """What stands in the address of a meeting's screen. It follows from the key, so it lies nowhere."""
    return mark(SCREEN, str(meeting_id))[:32]
