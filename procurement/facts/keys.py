"""Marks of bids as digests: normalised, so that blanks, width and case do not hide that two are the same."""

import re
import unicodedata
import uuid

from django.utils.crypto import salted_hmac

SALT = "procurement.facts.keys"
# A telephone or an address is written in many ways; for comparison only these signs count.
IGNORED = {"telephone": r"\D", "mac": r"[^0-9a-f]", "account": r"\D"}
COUNTRY = re.compile(r"^(?:0{0,2}86)(?=1\d{10}$)")


def normal(kind: str, value: str) -> str:
    """How a value is compared: NFKC, no blanks, lower case; of telephones, accounts and network cards the signs."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value))).casefold()
    text = re.sub(IGNORED.get(kind, r"[·•.,，。;；:：\-—_]"), "", text)
    return COUNTRY.sub("", text) if kind == "telephone" else text


def digest(kind: str, value: str) -> uuid.UUID | None:
    """HMAC-SHA-256 of the normalised value, cut to 128 bits; None where nothing is left of it."""
    plain = normal(kind, value)
    if not plain:
        return None
    return uuid.UUID(bytes=salted_hmac(SALT, f"{kind}:{plain}", algorithm="sha256").digest()[:16])
