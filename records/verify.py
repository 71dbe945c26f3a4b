"""Is the record intact? Checks an exported bundle without the portal: Python and `cryptography` are enough.

    python verify.py BUNDLE PUBKEY [--witness FILE] [--receipts FILE]

BUNDLE is from `manage.py export_records`; PUBKEY holds the sealer's public keys in hex; the other two, JSON lines as
well, hold seals and receipts kept by others. Exit code 0: intact; 1: the first fault, and where; 2: unreadable file.
"""

import argparse
import json
import sys
from datetime import datetime
from functools import reduce
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

GRACE, IN_FLIGHT = 60, 3600  # seconds: clocks may differ; a transaction may have been open while a seal was made
SIGNED = ["size", "root", "sealed_at", "previous", "oldest_txid", "next_txid", "key"]
FAULTS = {
    "gap": "第 {size} 号叶缺失：此处是第 {number} 号",
    "deleted": "记录 {entry}（第 {number} 号叶）已被删除",
    "edited": "记录 {entry} 被改动：与登记或封存的原文不符",
    "backdated": "记录 {entry} 被倒签：登记时间 {recorded_at} 早于本应封存它的时间",
    "inserted": "记录 {entry} 是事后塞入的：早该封存而没有封存",
    "key": "封存（{size} 条）使用了不受信任的密钥 {key}",
    "forged": "封存（{size} 条）的签名是伪造的",
    "chain": "封存（{size} 条）没有接续上一次封存：中间的封存被删除或替换",
    "truncated": "尾部被截断：封存过 {size} 条记录，现存 {found} 条",
    "root": "前 {size} 条记录的根与封存不符：历史被改写",
    "unsealed": "最后的封存被删除：第 {size} 号叶之后没有封存",
    "incomplete": "文件不完整：缺少结尾或条数不符",
    "witness": "前 {size} 条记录与他处留存的封存不符：历史被改写",
    "lost": "回执对应的记录 {entry} 不在登记中",
    "swapped": "回执与记录不符：回执写的是记录 {entry}，其摘要属于记录 {found}",
}


class Fault(Exception):
    """The first thing that is wrong: a kind of FAULTS, and where."""


def insist(truth, kind, where, **more):
    if not truth:
        raise Fault(FAULTS[kind].format(**where | more) + f" [{kind}]")


def check_signature(seal, keys):
    insist(seal["key"] in keys, "key", seal)
    text = "\n".join(["mingjing-seal-1", *(str(seal[name]) for name in SIGNED), ""]).encode()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal["key"])).verify(bytes.fromhex(seal["signature"]), text)
    except (InvalidSignature, ValueError):
        insist(False, "forged", seal)


class Check:  # walks the lines once; memory does not grow with the record
    def __init__(self, keys, witness=(), receipts=()):
        self.keys, self.size, self.stack, self.early = set(keys), 0, [], None
        self.last = {"sealed_at": "1970-01-01T00:00:00Z", "oldest_txid": 0, "next_txid": 0, "size": 0}
        self.previous, self.seen, self.kept = "0" * 64, {"entries": 0, "seals": 0}, {}  # kept by others: size -> root
        self.receipts = {receipt["digest"]: receipt for receipt in receipts}
        for seal in [*witness, *(receipt["seal"] for receipt in receipts if receipt.get("seal"))]:
            check_signature(seal, self.keys)
            insist(self.kept.setdefault(seal["size"], seal["root"]) == seal["root"], "witness", seal)

    def run(self, lines):
        """Raises Fault at the first fault; returns the counts when there is none."""
        steps, line = {"leaf": self.leaf, "seal": self.seal, "entry": self.text}, None
        for line in lines:
            steps.get(line["t"], id)(line)
        insist(line == {"t": "end"} | self.seen, "incomplete", {})
        insist(self.size == self.last["size"], "unsealed", self.last)
        insist(max([0, *self.kept]) <= self.size, "truncated", {"size": max([0, *self.kept]), "found": self.size})
        insist(not self.receipts, "lost", next(iter(self.receipts.values()), {}))
        return self.seen

    def text(self, line):
        """The entry itself: hashed text, columns and digest agree, and a receipt that names it fits."""
        self.seen["entries"] += 1
        digest = sha256(b"\0" + line["canon"].encode()).hexdigest()
        insist(digest == line["digest"] == (line["leaf_digest"] or digest), "edited", line)
        said = json.loads(line["canon"])
        insist(line["columns"] is None and said["id"] == line["entry"], "edited", line)
        insist(line["leaf_digest"] or said["txid"] >= self.last["oldest_txid"], "inserted", line)
        receipt = self.receipts.pop(digest, line)
        insist(receipt["entry"] == said["id"], "swapped", receipt, found=said["id"])
        return said

    def leaf(self, line):
        insist(line["number"] == self.size, "gap", line, size=self.size)
        insist(line["canon"] is not None, "deleted", line)
        said = self.text(line)
        at, before = (datetime.fromisoformat(facts) for facts in (said["recorded_at"], self.last["sealed_at"]))
        slack = GRACE if said["txid"] >= self.last["next_txid"] else IN_FLIGHT
        if said["txid"] < self.last["oldest_txid"] or (before - at).total_seconds() > slack:
            self.early = self.early or line | said
        self.size += 1
        node, count = bytes.fromhex(line["leaf_digest"]), self.size
        while count % 2 == 0:
            node, count = sha256(b"\1" + self.stack.pop() + node).digest(), count // 2
        self.stack.append(node)
        if self.size in self.kept:
            insist(self.kept[self.size] == self.root(), "witness", {"size": self.size})

    def root(self):
        return reduce(lambda root, node: sha256(b"\1" + node + root).digest(), reversed(self.stack or [b""])).hex()

    def seal(self, seal):
        self.seen["seals"] += 1
        check_signature(seal, self.keys)
        insist(seal["previous"] == self.previous, "chain", seal)
        insist(seal["size"] == self.size, "truncated", seal, found=self.size)
        insist(seal["root"] == self.root(), "root", seal)
        restored = seal["next_txid"] < self.last["oldest_txid"]  # from a dump: transactions count from the start again
        insist(restored or not self.early, "backdated", self.early or {})
        self.previous, self.last, self.early = sha256(bytes.fromhex(seal["signature"])).hexdigest(), seal, None


def read(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                yield json.loads(line)
            except ValueError:
                raise ValueError(f"{path} 第 {number} 行不是 JSON") from None


def main(arguments):
    parser = argparse.ArgumentParser(usage=__doc__)
    for name in ("bundle", "pubkey", "--witness", "--receipts"):
        parser.add_argument(name)
    options = parser.parse_args(arguments)
    try:
        with open(options.pubkey, encoding="ascii") as file:
            keys = file.read().split()
        kept = [list(read(path)) if path else [] for path in (options.witness, options.receipts)]
        seen = Check(keys, *kept).run(read(options.bundle))
    except Fault as fault:
        return 1, f"有问题：{fault}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return 2, f"无法读取：{error}"
    return 0, f"完好：{seen['entries']} 条记录，{seen['seals']} 次封存"


if __name__ == "__main__":
    code, sentence = main(sys.argv[1:])
    print(sentence)  # noqa: T201
    sys.exit(code)
