"""Cutting what was sent or lies in a file into lines, each with its number."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

LINES = {"application/x-ndjson", "application/jsonl", "application/json-lines", "text/plain"}
Line = tuple[int, str]


def lines_of(body: bytes, content_type: str) -> list[Line]:
    """The lines of a delivery. One JSON object may stand on several lines unless JSON lines are announced."""
    text = decoded(body)
    if content_type not in LINES and is_object(text):
        return [(1, text)]
    return numbered(text.split("\n"))


def decoded(body: bytes) -> str:
    """UTF-8, with or without a mark at the beginning; what is no UTF-8 shows as � and is refused as unreadable."""
    return body.decode("utf-8-sig", errors="replace")


def is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def numbered(lines: Iterable[str]) -> list[Line]:
    """The lines that are not blank, counted from 1 as an editor counts them."""
    return [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]


def batches(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    lines = iter(lines)
    while batch := list(islice(lines, size)):
        yield batch
