"""What an opened bid says: the sealed JSON, read strictly. Plain data in, plain data out; no database."""

import base64
import binascii
import json
from dataclasses import dataclass, field

from procurement.sealing import BID_FORMAT, DEVICES, MOST_FEN, Unsealable

LONGEST = {"manager": 50, "author": 50, "handler": 50, "telephone": 30}
GUARANTEE = {"number": 60, "payer": 100, "account": 60, "bank": 100}
MOST_DAYS, MOST_FILES, MOST_MARKS, LONGEST_NAME = 20_000, 50, 20, 200


@dataclass(frozen=True)
class Statement:
    """Price in fen; `devices` kind → marks; `files` (name, bytes)."""

    price: int
    days: int | None
    manager: str
    author: str
    handler: str
    telephone: str
    guarantee: dict
    devices: dict
    files: tuple = field(repr=False)


def read(content: bytes, *, tender: str, round_: int, party: str) -> Statement:
    """Raises Unsealable: "content" for anything that is not such a statement, "tender" and "bidder" for another's,
    "price_range" for a price that is none."""
    found = parsed(content)
    if (found.get("tender"), found.get("round")) != (tender, round_):
        raise Unsealable("tender")
    if found.get("party") != party:
        raise Unsealable("bidder")
    guarantee = found.get("guarantee")
    return Statement(
        price=price(found.get("price")),
        days=days(found.get("days")),
        **{name: text(found.get(name), most) for name, most in LONGEST.items()},
        guarantee={name: text(kept(guarantee).get(name), most) for name, most in GUARANTEE.items()},
        devices=devices(kept(found.get("devices"))),
        files=files(found.get("files") or []),
    )


def parsed(content: bytes) -> dict:
    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError):
        raise Unsealable("content") from None
    if not isinstance(found, dict) or found.get("format") != BID_FORMAT:
        raise Unsealable("content")
    return found


def whole(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def price(value) -> int:
    """Whole fen: a price that was not typed through one of our tools may be anything."""
    if not whole(value) or not 0 < value <= MOST_FEN:
        raise Unsealable("price_range")
    return value


def days(value) -> int | None:
    if value is not None and not (whole(value) and 0 < value <= MOST_DAYS):
        raise Unsealable("content")
    return value


def kept(value) -> dict:
    if value is not None and not isinstance(value, dict):
        raise Unsealable("content")
    return value or {}


def text(value, most: int) -> str:
    """Without blanks around it and without signs that do not show."""
    if value is not None and not isinstance(value, str):
        raise Unsealable("content")
    shown = "".join(sign for sign in value or "" if sign.isprintable())
    return shown.strip()[:most]


def devices(value: dict) -> dict:
    rows = {kind: value.get(kind) or [] for kind in DEVICES}
    if not all(isinstance(marks, list) and len(marks) <= MOST_MARKS for marks in rows.values()):
        raise Unsealable("content")
    return {kind: [text(mark, 64) for mark in marks] for kind, marks in rows.items() if marks}


def files(value) -> tuple:
    if not isinstance(value, list) or len(value) > MOST_FILES:
        raise Unsealable("content")
    return tuple(file(row) for row in value)


def file(row) -> tuple[str, bytes]:
    try:
        return text(row["name"], LONGEST_NAME), base64.b64decode(row["data"], validate=True)
    except (TypeError, KeyError, ValueError, binascii.Error):
        raise Unsealable("content") from None
