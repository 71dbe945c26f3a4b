"""Sealed bids (电子投标文件): the format, and the bidder's tool that makes it without the portal.

    python mingjing_bid.py template BID.json --tender NUMBER --round 1   an empty statement to fill in
    python mingjing_bid.py seal BID.json --size 1024 --file 商务标.pdf    → BID.sealed (hand in), BID.key.json (keep)
    python mingjing_bid.py open BID.sealed BID.key.json                  what is inside, as the opening will read it

Python and `cryptography` are enough; nothing is sent anywhere. The portal uses these same functions, and its pages do
the same in the browser (static/js/procurement-seal.js): same key, salt, secret and nonce, same bytes.

A sealed bid, in bytes: magic 8 · box 32 · bidder 32 · withdrawal 32 · key 32 · nonce 12 · ciphertext · work 8.
The first five are the associated data of AES-256-GCM: nothing can be moved to another tender, round or bidder. The key
is committed to, because GCM alone would let one ciphertext open with two keys. The plain text is its length (8 bytes),
the content and zeros up to the size of the box: every bid of a tender is equally long. The work is a number that makes
the hash begin with zero bits, so that nobody fills a box by the thousand. Nothing in it tells who made it.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import sys
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"MJBID\x00\x01\n"
PLACES = {"box": (8, 40), "bidder": (40, 72), "withdrawal": (72, 104), "key": (104, 136), "nonce": (136, 148)}
BOUND, BODY, TAG, WORK = 136, 148, 16, 8  # end of the associated data; begin of the ciphertext; bytes
BUCKET = 64 * 1024  # a box is so many of these
WORK_BITS = 14
KEY_FORMAT, BID_FORMAT = "mingjing-bid-key-1", "mingjing-bid-1"
MOST_FEN = 10**15
FIELDS = ("manager", "author", "handler", "telephone")
DEVICES = ("mac", "cpu", "disk", "dongle")

WORDS = {
    "size": "文件长度不符合本标段投标箱的规格：可能没有传完，或者不是加密后的投标文件",
    "format": "这不是加密后的投标文件",
    "tender": "该文件是为其他标段或者其他轮次加密的，不能投入本投标箱",
    "work": "文件已损坏，或者没有完成防滥用计算，请重新加密",
    "changed": "密文与回执不符：收到之后被改动或者调换",
    "commitment": "密钥与投标时的承诺不符",
    "bidder": "投标人与投标时的承诺不符",
    "sealed": "密文无法解开：已被改动、截断或者调换",
    "content": "投标文件的内容无法读取",
    "large": "内容超过投标箱的规格，请压缩附件",
    "price_unit": "报价以元为单位填写数字，不要写“万元”；例如 9650000.00",
    "price_form": "报价只能是数字，最多两位小数；例如 9650000.00",
    "price_fen": "报价最多两位小数（精确到分）",
    "price_range": "报价应当大于零，并且不超过十万亿元",
    "keyfile": "这不是投标密钥文件",
}


class Unsealable(ValueError):
    """What is wrong: a key of WORDS."""

    def __init__(self, code: str):
        super().__init__(WORDS[code])
        self.code = code


@dataclass(frozen=True)
class Secrets:
    """What only the bidder has. Random, unless a test names it."""

    key: bytes
    salt: bytes
    withdrawal: bytes
    nonce: bytes

    @classmethod
    def new(cls):
        return cls(os.urandom(32), os.urandom(16), os.urandom(16), os.urandom(12))


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def box_mark(tender: str, round_: int) -> bytes:
    return sha256(f"mingjing-box-v1|{tender}|{round_}".encode())


def bidder_mark(party: str, salt: bytes) -> bytes:
    """The firm by its credit code, hidden by the salt until the opening."""
    return sha256(f"mingjing-bidder-v1|{party}|{salt.hex()}".encode())


def withdrawal_mark(secret: bytes) -> bytes:
    return sha256(b"mingjing-withdrawal-v1|", secret)


def key_mark(key: bytes, head: bytes) -> bytes:
    return sha256(b"mingjing-key-v1|", key, head)


def length(size: int) -> int:
    """Bytes of a sealed bid in a box of this size."""
    return BODY + size + TAG + WORK


def seal(content: bytes, *, tender: str, round_: int, party: str, size: int, secrets: Secrets | None = None):
    """(sealed bid, key file as a dict). `size` is that of the box in bytes. Raises Unsealable("large")."""
    mine = secrets or Secrets.new()
    if len(content) + 8 > size:
        raise Unsealable("large")
    marks = box_mark(tender, round_), bidder_mark(party, mine.salt), withdrawal_mark(mine.withdrawal)
    head = MAGIC + b"".join(marks)
    bound = head + key_mark(mine.key, head)
    plain = len(content).to_bytes(8, "big") + content + bytes(size - 8 - len(content))
    body = bound + mine.nonce + AESGCM(mine.key).encrypt(mine.nonce, plain, bound)
    sealed = body + work(body)
    kept = {"key": mine.key, "salt": mine.salt, "withdrawal": mine.withdrawal}
    about = {"format": KEY_FORMAT, "tender": tender, "round": round_, "party": party}
    return sealed, about | {name: value.hex() for name, value in kept.items()} | {"digest": digest(sealed)}


def digest(sealed: bytes) -> str:
    """By which a sealed bid is known: on the receipt, in the record and at the opening."""
    return hashlib.sha256(sealed).hexdigest()


def is_worked(body: bytes, number: bytes) -> bool:
    return int.from_bytes(sha256(sha256(body), number)[:4], "big") >> (32 - WORK_BITS) == 0


def work(body: bytes) -> bytes:
    """The smallest number that is enough, in 8 bytes."""
    known, below = hashlib.sha256(sha256(body)), (1 << (32 - WORK_BITS)).to_bytes(4, "big")
    for number in range(1 << 8 * WORK):
        tried, said = known.copy(), number.to_bytes(WORK, "big")
        tried.update(said)
        if tried.digest() < below:
            break
    return said


def mark(sealed: bytes, name: str) -> bytes:
    start, end = PLACES[name]
    return sealed[start:end]


def check(sealed: bytes, *, tender: str, round_: int, size: int):
    """Everything that can be said of a sealed bid without its key. Raises Unsealable."""
    if not sealed.startswith(MAGIC):
        raise Unsealable("format")
    if mark(sealed, "box") != box_mark(tender, round_):
        raise Unsealable("tender")
    if len(sealed) != length(size):
        raise Unsealable("size")
    if not is_worked(sealed[:-WORK], sealed[-WORK:]):
        raise Unsealable("work")


def check_key(sealed: bytes, *, key: bytes, salt: bytes, party: str):
    """Does this key belong to this bid, and the bid to this firm? Nothing is opened. Raises Unsealable."""
    if mark(sealed, "bidder") != bidder_mark(party, salt):
        raise Unsealable("bidder")
    if mark(sealed, "key") != key_mark(key, sealed[:104]):
        raise Unsealable("commitment")


def unseal(sealed: bytes, key: bytes) -> bytes:
    """The content. Raises Unsealable for another key and for anything that was changed."""
    if mark(sealed, "key") != key_mark(key, sealed[:104]):
        raise Unsealable("commitment")
    try:
        plain = AESGCM(key).decrypt(mark(sealed, "nonce"), sealed[BODY:-WORK], sealed[:BOUND])
    except (InvalidTag, ValueError):
        raise Unsealable("sealed") from None
    size = int.from_bytes(plain[:8], "big")
    if size > len(plain) - 8:
        raise Unsealable("content")
    return plain[8 : 8 + size]


def cover(tender: str, round_: int, size: int, withdrawal: bytes | None = None) -> bytes:
    """A sealed bid of nobody: random where a real one is sealed. Without its key nobody can tell them apart."""
    taking_back = withdrawal_mark(withdrawal) if withdrawal else os.urandom(32)
    body = MAGIC + box_mark(tender, round_) + os.urandom(32) + taking_back + os.urandom(BODY - 104 + size + TAG)
    return body + work(body)


def read_key(text: str) -> dict:
    """A key file. Raises Unsealable("keyfile")."""
    try:
        found = json.loads(text)
        if found["format"] != KEY_FORMAT:
            raise ValueError(found["format"])
        kept = {name: bytes.fromhex(found[name]) for name in ("key", "salt", "withdrawal")}
        about = {name: str(found[name]) for name in ("tender", "party", "digest")}
        return kept | about | {"round": int(found["round"])}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unsealable("keyfile") from None


def fen(typed: str) -> int:
    """A price as people type it in yuan ("9,650,000.00", full-width digits), in fen. Raises Unsealable."""
    text = unicodedata.normalize("NFKC", typed or "").replace(",", "").replace(" ", "").removeprefix("¥")
    if re.search("[万萬亿億千百]", text):
        raise Unsealable("price_unit")
    found = re.fullmatch(r"(\d{1,16})(?:\.(\d+))?元?", text, re.ASCII)
    if not found:
        raise Unsealable("price_form")
    whole, rest = found[1], found[2] or ""
    if len(rest) > 2:
        raise Unsealable("price_fen")
    amount = int(whole) * 100 + int(rest.ljust(2, "0"))
    if not 0 < amount <= MOST_FEN:
        raise Unsealable("price_range")
    return amount


def device(kind: str, value: str) -> str:
    """The mark of a device: equal for equal devices, without the number itself."""
    plain = "".join(sign for sign in value.lower() if sign.isalnum())
    return hmac.digest(b"mingjing-device-v1", f"{kind}|{plain}".encode(), "sha256").hex()


def encode(statement: dict) -> bytes:
    """The statement of a bid as it is sealed."""
    return json.dumps(statement, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def statement(typed: dict, files=(), devices: dict | None = None) -> dict:
    """What is sealed: the typed fields, the price in fen, the files, the marks of the device. Raises Unsealable."""
    guarantee = typed.get("guarantee") or {}
    return {
        "format": BID_FORMAT,
        "tender": typed["tender"],
        "round": int(typed["round"]),
        "party": typed["party"],
        "price": fen(str(typed["price"])),
        "days": int(typed["days"]) if typed.get("days") else None,
        **{name: str(typed.get(name) or "").strip() for name in FIELDS},
        "guarantee": {name: str(guarantee.get(name) or "").strip() for name in ("number", "payer", "account", "bank")},
        "devices": {kind: [device(kind, value) for value in values] for kind, values in (devices or {}).items()},
        "files": [{"name": name, "data": base64.b64encode(data).decode()} for name, data in files],
    }


# The tool of the bidder.

EMPTY = {
    "tender": "",
    "round": 1,
    "party": "统一社会信用代码",
    "price": "9650000.00",
    "days": 360,
    "manager": "项目经理姓名",
    "author": "投标文件编制人",
    "handler": "投标经办人",
    "telephone": "经办人电话",
    "guarantee": {
        "number": "保证金缴款编号或者保函编号",
        "payer": "付款户名",
        "account": "付款账号",
        "bank": "开户行",
    },
}


def devices_here() -> dict[str, list[str]]:
    """What this machine tells of itself; what it does not tell is left out."""
    found = {"mac": [f"{uuid.getnode():012x}"]} if not uuid.getnode() >> 40 & 1 else {}
    for kind, path in {"cpu": "/sys/class/dmi/id/product_uuid", "disk": "/etc/machine-id"}.items():
        try:
            found[kind] = [Path(path).read_text("utf-8").strip()]
        except OSError:
            continue
    return found


def make_template(asked) -> str:
    empty = EMPTY | {"tender": asked.tender, "round": asked.round}
    asked.bid.write_text(json.dumps(empty, ensure_ascii=False, indent=2), "utf-8")
    return f"已生成 {asked.bid}，填好后用 seal 加密"


def make_sealed(asked) -> str:
    typed = json.loads(asked.bid.read_text("utf-8"))
    files = [(path.name, path.read_bytes()) for path in asked.file]
    content = encode(statement(typed, files, devices_here()))
    about = {"tender": typed["tender"], "round_": int(typed["round"]), "party": typed["party"]}
    sealed, kept = seal(content, size=asked.size * 1024, **about)
    out, keys = asked.bid.with_suffix(".sealed"), asked.bid.with_suffix(".key.json")
    out.write_bytes(sealed)
    keys.write_text(json.dumps(kept, indent=2), "utf-8")
    lines = [f"加密文件：{out}（在截标前上传）", f"密钥文件：{keys}（只有您有，开标时要用，丢失无法补救）"]
    return "\n".join([*lines, f"摘要：{kept['digest']}"])


def make_open(asked) -> str:
    kept = read_key(asked.keys.read_text("utf-8"))
    sealed = asked.bid.read_bytes()
    if digest(sealed) != kept["digest"]:
        raise Unsealable("changed")
    check_key(sealed, key=kept["key"], salt=kept["salt"], party=kept["party"])
    found = json.loads(unseal(sealed, kept["key"]))
    for file in found["files"]:
        file["data"] = f"{len(base64.b64decode(file['data']))} 字节"
    return json.dumps(found, ensure_ascii=False, indent=2)


def arguments(given=None):
    parser = argparse.ArgumentParser(description="投标文件加密工具")
    verbs = parser.add_subparsers(required=True)
    new = verbs.add_parser("template", help="生成待填写的投标信息")
    new.add_argument("bid", type=Path)
    new.add_argument("--tender", required=True)
    new.add_argument("--round", type=int, default=1)
    new.set_defaults(run=make_template)
    sealer = verbs.add_parser("seal", help="加密")
    sealer.add_argument("bid", type=Path)
    sealer.add_argument("--size", type=int, required=True, help="投标箱规格（KiB），见投标页面")
    sealer.add_argument("--file", type=Path, action="append", default=[])
    sealer.set_defaults(run=make_sealed)
    opener = verbs.add_parser("open", help="用密钥检查加密文件")
    opener.add_argument("bid", type=Path)
    opener.add_argument("keys", type=Path)
    opener.set_defaults(run=make_open)
    return parser.parse_args(given)


def main(given=None) -> int:
    """0 done, 1 it does not fit (with the reason), 2 unreadable input."""
    asked = arguments(given)
    try:
        sys.stdout.write(asked.run(asked) + "\n")
    except Unsealable as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        sys.stderr.write(f"无法读取：{wrong}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
