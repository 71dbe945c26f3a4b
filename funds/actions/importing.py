"""Movements of owners' systems: read all or nothing, tried out on the ledger, booked once a second person agrees."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from funds.actions.ledger import FUNDS, book
from funds.actions.watching import look_after
from funds.models import Delivery, Fund, Movement, Quota, Voucher
from funds.money import yuan
from funds.movements import Row, booking
from funds.numbers import next_paper
from funds.permissions.checks import can_book_delivery, can_deliver, can_drop_delivery
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Faulty, Refused, RowFault

MOST = 2000  # movements of one delivery: all of them are one transaction


class Known(Refused):
    """Every movement was delivered before; `delivery` holds them."""

    def __init__(self, delivery: Delivery):
        words = _("These movements were delivered already: %(number)s.") % {"number": delivery}
        super().__init__(None, words, field="file")
        self.delivery = delivery


@dataclass(frozen=True)
class Batch:
    """Rows with their numbers in the file, and what its last line says of them (count, fen)."""

    name: str
    rows: Sequence[tuple[int, Row]]
    count: int
    total: int
    last: int = 0  # number of that line
    origin: str = ""  # the source system; empty for a file at the desk
    fields: tuple[str, str] = ("kind", "amount")  # where that line says how many and how much


@deed(makes=True)
def deliver(fund: Fund, batch: Batch, *, by, now) -> Delivery:
    """Take movements in, to be booked when a second person agrees. Each is tried out on the ledger first.

    Raises Faulty with every row that cannot be booked, Known where all of them were delivered before.
    """
    may((by.user is None and bool(batch.origin)) or can_deliver(by, fund))
    _check_totals(batch)
    _check_rows(fund, batch)
    rows = _new(fund, batch)
    if faults := rehearsed(fund, rows, by, now):
        raise Faulty(faults)
    as_actor(by)
    delivery = Delivery.objects.create(
        number=next_paper("delivery", now),
        fund=fund,
        name=batch.name[:150],
        origin=batch.origin,
        digest=digest_of(batch),
        count=len(rows),
        total=sum(row.amount for _line, row in rows),
        rows=[[line, row.kept()] for line, row in rows],
        read_at=now,
        read_by=by.user,
    )
    record("funds.delivery.read", delivery, actor=by, now=now, count=delivery.count, total=delivery.total)
    return delivery


def _check_totals(batch: Batch):
    """The last line and the rows say the same, or rows were lost or added."""
    total, count = sum(row.amount for _line, row in batch.rows), len(batch.rows)
    faults = []
    if not count:
        faults.append(RowFault(batch.last, "", _("There is nothing below the headers.")))
    if count > MOST:
        told = _("More than %(most)s movements at once; please split the file.")
        faults.append(RowFault(batch.last, "", told % {"most": MOST}))
    if batch.count != count:
        told = _("The total says %(said)s movements, the file has %(found)s.")
        faults.append(RowFault(batch.last, batch.fields[0], told % {"said": batch.count, "found": count}))
    if batch.total != total:
        told = _("The total says %(said)s, the lines add up to %(found)s.")
        faults.append(RowFault(batch.last, batch.fields[1], told % {"said": yuan(batch.total), "found": yuan(total)}))
    if faults:
        raise Faulty(faults)


def _check_rows(fund: Fund, batch: Batch):
    """No number twice in one delivery, and whole pieces where goods are counted."""
    seen, faults = {}, []
    for line, row in batch.rows:
        if row.number in seen:
            told = _("This number stands in row %(row)s already.") % {"row": seen[row.number]}
            faults.append(RowFault(line, "number", told))
        seen.setdefault(row.number, line)
        if fund.measure == Fund.Measure.GOODS and row.amount % 100:
            faults.append(RowFault(line, "amount", _("Goods are counted in whole pieces.")))
    if faults:
        raise Faulty(faults)


def _new(fund: Fund, batch: Batch) -> list[tuple[int, Row]]:
    """The rows that were not booked yet. Raises Known for nothing new, Faulty for a known number with other values."""
    before = Delivery.objects.filter(fund=fund, digest=digest_of(batch)).exclude(state=Delivery.State.DROPPED).first()
    if before:
        raise Known(before)
    numbers = [row.number for _line, row in batch.rows]
    booked = Movement.objects.filter(fund=fund, number__in=numbers).select_related("voucher", "delivery")
    known = {movement.number: movement for movement in booked}
    told = _("This number was booked already with other values: %(voucher)s.")
    faults = [
        RowFault(line, "number", told % {"voucher": known[row.number].voucher})
        for line, row in batch.rows
        if row.number in known and not _same(row, known[row.number].voucher)
    ]
    if faults:
        raise Faulty(faults)
    rows = [(line, row) for line, row in batch.rows if row.number not in known]
    if not rows:
        raise Known(known[numbers[0]].delivery)
    return rows


def _same(row: Row, voucher: Voucher) -> bool:
    return (row.day, row.amount) == (voucher.happened_on, voucher.amount)


def digest_of(batch: Batch) -> str:
    """SHA-256 over the rows in their order, wherever the file lay and whatever its name was."""
    rows = [row.kept() for _line, row in batch.rows]
    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def rehearsed(fund: Fund, rows, by, now) -> list[RowFault]:
    """What the ledger says to these rows in their order; nothing of it stays."""
    with transaction.atomic():
        _vouchers, faults = _booked(fund, rows, by, now)
        transaction.set_rollback(True)
    return faults


def _booked(fund: Fund, rows, by, now) -> tuple[dict[str, Voucher], list[RowFault]]:
    """Row by row: number → voucher of what could be booked, and what could not."""
    vouchers, faults = {}, []
    for line, row in rows:
        try:
            with transaction.atomic():
                vouchers[row.number] = _book(fund, row, vouchers, by, now)
        except Refused as refusal:
            faults.append(RowFault(line, _column(refusal.field), str(refusal.message)))
    return vouchers, faults


def _column(field) -> str:
    return {"happened_on": "day", "fund": ""}.get(field, field or "")


def _book(fund: Fund, row: Row, before: dict[str, Voucher], by, now) -> Voucher:
    slip, moves = booking(fund, row, before)
    voucher = book(slip, moves, by=by, now=now)
    if row.kind == "allocate" and not Quota.objects.filter(account=moves[0].into).exists():
        quota = Quota.objects.create(account=moves[0].into, code=next_paper("quota", now), opened_at=now)
        record("funds.quota.opened", quota, actor=by, now=now, code=quota.code, account=quota.account_id)
    return voucher


def _locked(delivery: Delivery) -> Delivery:
    return for_update(delivery, "fund__finance")


@deed
def confirm_delivery(delivery: Delivery, *, by, now) -> Delivery:
    """Book all rows. Where one of them cannot be booked any more, none is."""
    delivery = _locked(delivery)
    another(by, delivery.read_by_id)
    may(can_book_delivery(by, delivery))
    delivery.book()
    rows = [(line, Row.of(kept)) for line, kept in delivery.rows]
    vouchers, faults = _booked(delivery.fund, rows, by, now)
    if faults:
        told = _("Row %(row)s cannot be booked any more: %(why)s")
        raise Refused(FUNDS, told % {"row": faults[0].row, "why": faults[0].message})
    about = {"delivery": delivery, "fund": delivery.fund}
    Movement.objects.bulk_create(Movement(number=n, voucher=voucher, **about) for n, voucher in vouchers.items())
    _decided(delivery, by, now)
    look_after(vouchers.values(), now)
    record("funds.delivery.booked", delivery, actor=by, now=now, count=len(vouchers), total=delivery.total)
    return delivery


@deed
def drop_delivery(delivery: Delivery, *, by, now, reason: str) -> Delivery:
    """It was the wrong file: nothing of it is booked, and it may be delivered again."""
    delivery = _locked(delivery)
    may(can_drop_delivery(by, delivery))
    delivery.drop()
    _decided(delivery, by, now, needed(reason, "reason"))
    record("funds.delivery.dropped", delivery, actor=by, now=now, reason=delivery.reason)
    return delivery


def _decided(delivery: Delivery, by, now, reason=""):
    as_actor(by)
    delivery.decided_by, delivery.decided_at, delivery.reason = by.user, now, reason
    delivery.save(update_fields=["state", "decided_by", "decided_at", "reason"])
