"""Compiled releases out of a file, one JSON object a line, read with a bound: no line too long is ever held."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

MOST_BYTES = 10_000_000  # of one line
MOST_FAULTS = 100
MARK = b"\xef\xbb\xbf"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Fault:
    """`line` as an editor counts; `field` as a path of the release, empty where the whole line is meant."""

    line: int
    field: str
    error: str

    def __str__(self):
        return f"{self.line}: {self.field or '-'}: {self.error}"


@dataclass
class Reading:
    """What was read so far: which OCIDs on which line, bad lines, and values that were left out of good ones."""

    seen: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def blame(self, line: int, where: str, error):
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, where, str(error)))

    def remark(self, line: int, where: str, error):
        if len(self.remarks) < MOST_FAULTS:
            self.remarks.append(Fault(line, where, str(error)))


def raw_lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """(number, bytes) of each line; None for one that is too long, of which no more than the bound is read at once."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MOST_BYTES + 1):
            number += 1
            if len(line) <= MOST_BYTES:
                yield number, line
                continue
            yield number, None
            while line and not line.endswith(b"\n"):
                line = file.readline(MOST_BYTES)


def releases(path: Path, reading: Reading) -> Iterator[tuple[int, dict]]:
    """The good releases with their lines; what is wrong goes into `reading`. Raises OSError."""
    for number, line in raw_lines(path):
        if line is None:
            reading.blame(number, "", _("This line is longer than %(size)s bytes.") % {"size": MOST_BYTES})
            continue
        line = line.removeprefix(MARK).strip()
        if line:
            yield from checked(number, line, reading)


def checked(number: int, line: bytes, reading: Reading) -> Iterator[tuple[int, dict]]:
    try:
        found = json.loads(line, parse_constant=refuse)
    except (ValueError, RecursionError):
        reading.blame(number, "", _("This line is no JSON object."))
        return
    if not isinstance(found, dict):
        reading.blame(number, "", _("This line is no JSON object."))
        return
    for release in unpacked(found):
        if fault := what_is_wrong(release, reading):
            reading.blame(number, *fault)
        else:
            reading.seen[release["ocid"]] = number
            yield number, release


def refuse(constant: str):
    """NaN and Infinity are no JSON."""
    raise ValueError(constant)


def unpacked(found: dict) -> list:
    """A line may also hold a release package or a record package."""
    if isinstance(found.get("releases"), list):
        return found["releases"]
    if isinstance(found.get("records"), list):
        return [row.get("compiledRelease") if isinstance(row, dict) else None for row in found["records"]]
    return [found]


def what_is_wrong(release, reading: Reading) -> tuple[str, str] | None:
    """(field, error) of a release that cannot be taken; None of one that can."""
    if not isinstance(release, dict):
        return "", _("This line is no JSON object.")
    ocid = release.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip():
        return "ocid", _("A release needs its OCID, as text.")
    if len(ocid) > 200 or FORBIDDEN.search(ocid):
        return "ocid", _("An OCID has at most 200 signs, all of them printable.")
    if ocid in reading.seen:
        words = _("The same OCID stands on line %(line)s already; compiled releases have each once.")
        return "ocid", words % {"line": reading.seen[ocid]}
    return None
