#!/usr/bin/env python3
"""The draw of evaluators, which anybody can repeat. Standard library only; a program: python3 drawing.py LOG.json

Evaluators of a category, sorted by their number in the pool, are shuffled (Fisher-Yates from the end) with numbers
taken from SHA-256(`<seed>|<category>|<n>`), n = 0, 1, 2 …, eight bytes at a time, big end first; a number that would
favour some places is thrown away. The first of the order are invited, as many as the quota says; who cannot
come makes room for the next of the same order. The quotas are those of the sizes (largest remainder), unless the log
says that the office set them. The log holds numbers alone, no names; `faults` says whether all of it fits together.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

WORDS = 2**64
Log = dict


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
    """The order of the draw, whatever the order in which the evaluators were listed."""
    order, source = sorted(codes), numbers(seed, label)
    for last in range(len(order) - 1, 0, -1):
        chosen = below(last + 1, source)
        order[last], order[chosen] = order[chosen], order[last]
    return order


def allotted(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """So many of each category that the shares are those of the pool (largest remainder, the larger one, the name).

    Raises ValueError where the pool is smaller than the number that is asked for.
    """
    whole = sum(sizes.values())
    if not 0 <= total <= whole:
        raise ValueError("more are asked for than the pool holds")
    exact = {name: Fraction(size * total, whole) if whole else Fraction(0) for name, size in sizes.items()}
    quotas = {name: int(share) for name, share in exact.items()}
    order = sorted(sizes, key=lambda name: (quotas[name] - exact[name], -sizes[name], name))
    for name in order[: total - sum(quotas.values())]:
        quotas[name] += 1
    return quotas


def drawn(seed: str, pools: Mapping[str, Sequence[str]], quotas: Mapping[str, int]) -> list[dict]:
    """Of each category in the order of the names: its pool, its quota, the order of the draw and who was chosen."""
    groups = []
    for name in sorted(pools):
        order = shuffled(seed, name, pools[name])
        size, quota = len(order), quotas.get(name, 0)
        if quota > size:
            raise ValueError(f"more are asked for than the category holds: {name}")
        about = {"category": name, "size": size, "quota": quota, "pool": sorted(pools[name])}
        groups.append(about | {"order": order, "chosen": order[:quota]})
    return groups


def faults(log: Log) -> list[str]:
    """What does not fit in the log of a draw; empty where everything does."""
    found = []
    sizes = {group["category"]: group["size"] for group in log["groups"]}
    quotas = {group["category"]: group["quota"] for group in log["groups"]}
    if log["proportional"] and allotted(sizes, sum(quotas.values())) != quotas:
        found.append("各类名额与人数比例不符")
    for group in log["groups"]:
        found += faults_of(log["seed"], group)
    return found


def faults_of(seed: str, group: dict) -> list[str]:
    name = group["category"]
    if len(set(group["pool"])) != group["size"]:
        return [f"{name}：人数与名单不符"]
    if shuffled(seed, name, group["pool"]) != group["order"]:
        return [f"{name}：顺序不是由种子得出的"]
    if group["order"][: group["quota"]] != group["chosen"]:
        return [f"{name}：没有按顺序抽取"]
    return []


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("用法：python3 drawing.py 抽签记录.json\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            found = faults(json.load(file))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        sys.stderr.write(f"读不出抽签记录：{wrong}\n")
        return 2
    said = found or ["抽签结果可以由公布的种子重新得出。"]
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
