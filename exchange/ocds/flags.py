"""The red flags of a file without saving anything: the same SQL over tables that end with the transaction.

The temporary tables have the names of the real ones and hide them, so the comparison groups are those of the file.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from exchange.ocds.cardinal import Cardinal, Result
from exchange.ocds.lines import Reading, releases
from exchange.ocds.release import Reader
from exchange.reading import batches
from procurement.facts.plain import TenderFacts
from procurement.facts.store import store
from procurement.flags import BY_CODE
from procurement.flags.base import plain
from procurement.flags.look import defaults, look_at_all
from procurement.models import (
    FactBid,
    FactChange,
    FactComplaint,
    FactKey,
    FactParty,
    FactPeriod,
    FactScore,
    FactSeat,
    FactTender,
    FactTerm,
)

BATCH = 2000  # tenders stored at a time
HIDDEN = [
    *(FactParty, FactTender, FactBid, FactKey, FactSeat, FactScore),
    *(FactComplaint, FactChange, FactPeriod, FactTerm),
]


@contextmanager
def nothing_saved():
    """Within, the tables of facts are empty ones of this session alone; afterwards they are gone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for model in HIDDEN:
                table = model._meta.db_table
                cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL) ON COMMIT DROP")
        yield
        transaction.set_rollback(True)


def stored(tenders: Iterable[TenderFacts], now: datetime):
    for batch in batches(tenders, BATCH):
        store(batch, now)
    with connection.cursor() as cursor:
        for model in HIDDEN:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def read(path: Path, reading: Reading, reader: Reader, cardinal: Cardinal | None) -> Iterator[TenderFacts]:
    for line, release in releases(path, reading):
        if cardinal is not None:
            cardinal.add(release)
        if (facts := reader.facts(line, release)) is not None:
            yield facts


def lines_of_flags(settings: dict | None = None) -> list[dict]:
    """What the rules find in the facts that are stored, as the lines of contracts.md."""
    rows = {pk: row for pk, *row in FactTender.objects.order_by().values_list("pk", "ocid", "buyer__code")}
    people = {pk: row for pk, *row in FactParty.objects.order_by().values_list("pk", "code", "name")}
    names = {pk: name or code for pk, (code, name) in people.items()}
    lines = []
    for code, found in look_at_all(settings or defaults()).items():
        for row in found:
            ocid, buyer = rows[row.tender]
            lines.append(
                {
                    "ocid": ocid,
                    "flag": code,
                    "severity": row.severity,
                    "buyer": buyer or "",
                    "parties": [people[pk][0] for pk in row.parties],
                    "value": as_number(row.value),
                    "threshold": as_number(row.threshold),
                    "group_size": row.group_size,
                    "explanation": str(BY_CODE[code].explain(row, names)),
                }
            )
    return sorted(lines, key=lambda line: (line["ocid"], line["flag"], line["parties"]))


def as_number(value) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def line_of_indicator(row: Result) -> dict:
    """An indicator of Cardinal as a line; what is about an organisation has no OCID."""
    group = {
        "OCID": _("contracting process"),
        "Buyer": _("buyer"),
        "ProcuringEntity": _("procuring entity"),
        "Tenderer": _("bidder"),
    }[row.group]
    words = _("%(code)s of Cardinal for the %(group)s %(id)s: %(value)s.")
    about = {"code": row.code, "group": group, "id": row.id, "value": plain(round(row.value, 6))}
    return {
        "ocid": row.id if row.group == "OCID" else None,
        "flag": row.code,
        "severity": "medium",
        "buyer": row.buyer,
        "parties": list(row.parties),
        "value": row.value,
        "threshold": row.fence,
        "group_size": row.size,
        "explanation": words % about,
        "group": row.group,
        "id": row.id,
    }


def flags_of(path: Path, now: datetime, *, cardinal=False, currency="") -> tuple[list[dict], Reading]:
    """The lines of a file and what its reading left out. Raises OSError. Saves nothing."""
    reading, indicators = Reading(), Cardinal(currency) if cardinal else None
    with nothing_saved():
        stored(read(path, reading, Reader(reading, currency), indicators), now)
        lines = lines_of_flags()
    if indicators is not None:
        lines += [line_of_indicator(row) for row in indicators.results()]
    return lines, reading
