#!/usr/bin/env python3
"""The draw of experts, so that anybody can repeat it. Standard library only; a program: python3 drawing.py LOG.json

Before the draw the SHA-256 of `mingjing-draw|<tender>|<round>|<seed>` is published. The eligible experts of a
speciality, sorted by their number in the pool, are shuffled (Fisher-Yates from the end) with whole numbers taken from
SHA-256(`<seed>|<speciality>|<n>`), n = 0, 1, 2 …, eight bytes at a time, big end first; a number that would favour
some places is thrown away. Seats are filled in that order; whoever cannot come or is close to a bidder makes room for
the next one. After the award the log with the seed is public, and `faults` says whether all of it fits together.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence

WORDS = 2**64


def commitment(tender: str, round_: int, seed: str) -> str:
    """What is published before the draw."""
    return hashlib.sha256(f"mingjing-draw|{tender}|{round_}|{seed}".encode()).hexdigest()


def numbers(seed: str, label: str) -> Iterator[int]:
    """Whole numbers below 2**64, one after the other."""
    count = 0
    while True:
        block = hashlib.sha256(f"{seed}|{label}|{count}".encode()).digest()
        for place in range(0, 32, 8):
            yield int.from_bytes(block[place : place + 8], "big")
        count += 1


def below(limit: int, source: Iterator[int]) -> int:
    """A number from 0 to limit - 1, each as likely as the others."""
    fair = WORDS - WORDS % limit
    return next(number for number in source if number < fair) % limit


def shuffled(seed: str, label: str, codes: Sequence[str]) -> list[str]:
    """The order of the draw, whatever the order in which the experts were listed."""
    order, source = sorted(codes), numbers(seed, label)
    for last in range(len(order) - 1, 0, -1):
        chosen = below(last + 1, source)
        order[last], order[chosen] = order[chosen], order[last]
    return order


def faults(log: dict) -> list[str]:
    """What does not fit in the log of a draw; empty where everything does."""
    found = []
    if commitment(log["tender"], log["round"], log["seed"]) != log["commitment"]:
        found.append("种子与事先公布的承诺值不一致")
    taken: list[str] = [seat["expert"] for seat in log["seats"] if seat["expert"]]
    if len(set(taken)) != len(taken):
        found.append("同一专家两次入选")
    for pool in log["pools"]:
        found += faults_of_pool(log, pool, taken)
    return found


def faults_of_pool(log: dict, pool: dict, taken: list[str]) -> list[str]:
    name = pool["speciality"]
    if shuffled(log["seed"], name, pool["eligible"]) != pool["order"]:
        return [f"{name}：顺序不是由种子得出的"]
    seated = [seat["expert"] for seat in log["seats"] if seat["expert"] and seat["speciality"] == name]
    if not set(seated) <= set(pool["order"]):
        return [f"{name}：有名单以外的人"]
    passed = {code for code, _reason in pool["skipped"]}
    elsewhere = set(taken) - set(seated)
    expected = [code for code in pool["order"] if code not in passed and code not in elsewhere][: len(seated)]
    if expected != seated:
        return [f"{name}：没有按顺序递补"]
    sitting = [seat for seat in log["seats"] if seat["speciality"] == name and seat["state"] == "accepted"]
    return [] if len(sitting) == pool["seats"] else [f"{name}：席位数不符"]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("用法：python3 drawing.py 抽取记录.json\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            found = faults(json.load(file))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        sys.stderr.write(f"读不出抽取记录：{wrong}\n")
        return 2
    said = found or ["抽取结果可以由公布的种子重新得出，与承诺值一致。"]
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
