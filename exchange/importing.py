"""A whole file of events: in batches of one transaction each, or, while one bad line forbids it, not at all."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from exchange.intake import Outcome, take
from exchange.models import SourceSystem
from exchange.problems import Bad, note
from exchange.reading import Line, batches

BATCH = 5000  # lines


class Stopped(Exception):
    """There are bad lines and nobody said to skip them: nothing was taken in."""

    def __init__(self, faults: list[Bad]):
        super().__init__(len(faults))
        self.faults = faults


def numbered(lines: Iterable[str]) -> Iterable[Line]:
    return ((number, line.strip()) for number, line in enumerate(lines, 1) if line.strip())


def import_lines(source: SourceSystem, lines: Iterable[str], now: datetime, *, skip_bad=False) -> Outcome:
    """Take a history in. Units that only the history knows are entered. Raises Stopped at bad lines.

    Without `skip_bad` it is one transaction; with it every batch is one, so that memory stays flat either way.
    """
    total = Outcome()
    if skip_bad:
        gather(source, lines, now, total)
        return total
    with transaction.atomic():
        gather(source, lines, now, total)
        if total.faults:
            transaction.set_rollback(True)
    if total.faults:
        note(source, total.faults, now)
        raise Stopped(total.faults)
    return total


def gather(source: SourceSystem, lines: Iterable[str], now: datetime, total: Outcome):
    for batch in batches(numbered(lines), BATCH):
        told = {"skip_bad": True, "create_units": True, "patience": timedelta(0)}
        outcome = take(source, batch, now, **told)
        total.created += outcome.created
        total.known += outcome.known
        total.faults += outcome.faults
