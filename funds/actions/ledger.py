"""Booking: a voucher of moves between accounts, each taken from the oldest money that lies there.

Everything that moves money ends here. One transaction: the accounts that give are locked in the order of their
numbers, their lots are picked oldest first, the postings are written, and the database moves the lots.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.models import Account, Closing, Fund, Lot, Posting, Stage, Voucher
from funds.money import yuan
from funds.permissions import can_book, can_close
from records.actions import as_actor, deed, record
from records.numbers import next_number
from records.refusal import Refused

FUNDS = "V31"  # money that is not there, or not to be had this way
MOVES = {  # kind of voucher → stage it takes from, stage it brings to
    Voucher.Kind.SHARE: (Stage.HELD, Stage.HELD),
    Voucher.Kind.ALLOCATE: (Stage.HELD, Stage.ALLOCATED),
    Voucher.Kind.DISBURSE: (Stage.ALLOCATED, Stage.DISBURSED),
}
LATE = "posting_after_its_parent"  # the guard of the database
USE = {Stage.ALLOCATED, Stage.DISBURSED}  # 直接支付 pays from the allocation, 授权支付 from what was disbursed


@dataclass(frozen=True)
class Move:
    """So much (whole fen, or pieces) from one account to another."""

    out_of: Account
    into: Account
    amount: int


@dataclass(frozen=True)
class Slip:
    """What a voucher says beside its moves. `key` makes the same booking count once."""

    fund: Fund
    kind: str
    happened_on: date
    words: str
    economic_class: str = ""
    paper: str = ""
    reverses: Voucher | None = None
    key: uuid.UUID | None = None
    parents: dict[int, Posting] = field(default_factory=dict)  # account → the posting to take from, where it is given


def account_of(fund: Fund, stage: str, *, organisation=None, payee=None, project="", name="") -> Account:
    """The account, made when it is used for the first time."""
    named = name or project or str(payee or organisation)
    about = {"fund": fund, "stage": stage, "organisation": organisation, "payee": payee, "project": project}
    return Account.objects.get_or_create(**about, name=named)[0]


def book(slip: Slip, moves: Iterable[Move], *, by, now) -> Voucher:
    """Write a voucher; the caller has asked whether the actor may, and holds a transaction.

    Raises Refused (V31) when an account does not hold so much, the period is closed, or the day lies ahead.
    """
    moves = list(moves)
    known, closed = _asked(slip)
    if known is not None:
        return _booked(slip, moves, known)
    _check_day(slip, closed, now)
    _check_moves(slip, moves)
    _lock(slip.kind, moves)
    rows = _taken(slip, moves)
    return _write(slip, rows, by, now)


# Was this key booked already, and until when are the accounts closed? One statement for both.
ASKED = """
SELECT (SELECT id FROM funds_voucher WHERE key = %s), (SELECT max(until) FROM funds_closing WHERE fund_id = %s)
"""


def _asked(slip: Slip) -> tuple[int | None, date | None]:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [str(slip.key) if slip.key else None, slip.fund.pk])
        return cursor.fetchone()


def _booked(slip: Slip, moves: list[Move], was: int) -> Voucher:
    """The voucher that was booked with this key. Raises Refused where it says something else."""
    was = Voucher.objects.get(pk=was)
    if (was.fund_id, was.kind, was.amount) != (slip.fund.pk, slip.kind, sum(move.amount for move in moves)):
        raise Refused(FUNDS, _("Another booking was made with this key already: %(number)s.") % {"number": was})
    return was


def _check_day(slip: Slip, closed: date | None, now):
    if slip.happened_on > timezone.localdate(now):
        raise Refused(None, _("The day lies in the future."), field="happened_on")
    if closed is not None and closed >= slip.happened_on:
        words = _("The accounts are closed until %(day)s; choose a later day.")
        raise Refused(FUNDS, words % {"day": closed}, field="happened_on")


def _check_moves(slip: Slip, moves: list[Move]):
    """Raise Refused for nothing, negative amounts, accounts of other funds and steps the course does not have."""
    if not moves:
        raise Refused(None, _("There is nothing to book."))
    for move in moves:
        if move.amount <= 0:
            raise Refused(None, _("The amount must be greater than zero."), field="amount")
        if {move.out_of.fund_id, move.into.fund_id} != {slip.fund.pk}:
            raise Refused(FUNDS, _("Money never moves from one fund to another."), field="fund")
        if not _follows(slip.kind, move.out_of.stage, move.into.stage):
            words = _("Money does not go from “%(one)s” to “%(other)s” this way.")
            stages = {"one": move.out_of.get_stage_display(), "other": move.into.get_stage_display()}
            raise Refused(FUNDS, words % stages)


def _follows(kind: str, one: str, other: str) -> bool:
    if kind == Voucher.Kind.ARRIVE:
        return (one, other) == (Stage.OUTSIDE, Stage.HELD)
    if kind == Voucher.Kind.USE:
        return one in USE and other == Stage.USED
    return kind == Voucher.Kind.RETURN or MOVES[kind] == (one, other)


# Plain SQL in the middle of every payment: the ORM's way of saying the same costs more than the statements.
LOCK = "SELECT id FROM funds_account WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE"
POST = """
INSERT INTO funds_posting (voucher_id, parent_id, out_of_id, into_id, amount)
SELECT %s, parent, one, other, amount
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) WITH ORDINALITY AS rows
    (parent, one, other, amount, place) ORDER BY place
"""


def _lock(kind: str, moves: list[Move]):
    """The accounts that give, in the order of their numbers: whoever else takes from them waits."""
    giving = sorted({move.out_of.pk for move in moves if kind != Voucher.Kind.ARRIVE})
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [giving])


# The oldest lots of an account that cover an amount; `before` is what the older ones cover.
ENOUGH = """
SELECT posting_id, source_id, rest FROM (
    SELECT posting_id, source_id, rest, sum(rest) OVER (ORDER BY posting_id) - rest AS before
    FROM funds_lot WHERE account_id = %s AND rest > 0 {only}) lots
WHERE before < %s ORDER BY posting_id
"""


def _taken(slip: Slip, moves: list[Move]) -> list[tuple]:
    """(parent, out of, into, amount) of the postings that make up the moves; each account is read once.

    Only an arrival makes new money; what went back to its giver and comes again by a return is the same money.
    """
    if slip.kind == Voucher.Kind.ARRIVE:
        return [(None, move.out_of.pk, move.into.pk, move.amount) for move in moves]
    wanted = {}
    for move in moves:
        wanted[move.out_of] = wanted.get(move.out_of, 0) + move.amount
    lots = {one.pk: _lots(one, amount, slip.parents.get(one.pk)) for one, amount in wanted.items()}
    return [row for move in moves for row in _cut(move, lots[move.out_of.pk])]


def _cut(move: Move, lots: list[list[int]]) -> list[tuple]:
    """Take a move from the first of these lots [posting, rest], which become smaller."""
    left, rows = move.amount, []
    while left:
        taken = min(lots[0][1], left)
        rows.append((lots[0][0], move.out_of.pk, move.into.pk, taken))
        left -= taken
        lots[0][1] -= taken
        if not lots[0][1]:
            lots.pop(0)
    return rows


def _lots(account: Account, amount: int, parent: Posting | None) -> list[list[int]]:
    """The oldest lots of an account that cover so much, or the one that is given. Raises Refused for too little."""
    only = "AND posting_id = %s" if parent else ""
    values = [account.pk, *([parent.pk] if parent else []), amount]
    with connection.cursor() as cursor:
        cursor.execute(ENOUGH.format(only=only), values)
        lots = [[posting, int(rest)] for posting, _source, rest in cursor.fetchall()]
    missing = amount - sum(rest for _posting, rest in lots)
    if missing > 0:
        words = _("“%(account)s” does not hold so much: %(missing)s are missing.")
        raise Refused(FUNDS, words % {"account": account, "missing": yuan(missing)}, field="amount")
    return lots


def digest_of(rows) -> str:
    """SHA-256 over the postings, a line each: parent:out of:into:amount. The database computes the same."""
    lines = [":".join(str(value or 0) for value in row) for row in rows]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _write(slip: Slip, rows: list[tuple], by, now) -> Voucher:
    as_actor(by)
    year = slip.happened_on.year
    voucher = Voucher(
        number=voucher_number(slip.fund, year, next_number(f"voucher-{slip.fund.pk}", year)),
        fund=slip.fund,
        kind=slip.kind,
        happened_on=slip.happened_on,
        amount=sum(row[3] for row in rows),
        lines=len(rows),
        digest=digest_of(rows),
        words=slip.words,
        economic_class=slip.economic_class,
        paper=slip.paper,
        reverses=slip.reverses,
        organisation=by.organisation or slip.fund.finance,
        booked_at=now,
        booked_by=by.user,
        key=slip.key,
    )
    _insert(voucher)
    _post(voucher, rows)
    return voucher


def _post(voucher: Voucher, rows: list[tuple]):
    """Write the postings. The database knows on which day each of them may be moved on."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(POST, [voucher.pk, *(list(column) for column in zip(*rows, strict=True))])
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != LATE:
            raise
        told = _("The money came there only later than on this day.")
        raise Refused(FUNDS, told, field="happened_on") from error


def _insert(voucher: Voucher):
    """Write the row with one plain statement. The database adds the transaction: it is read when somebody asks."""
    fields = [field for field in Voucher._meta.concrete_fields if field.name not in ("id", "txid")]
    columns, signs = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(voucher, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO funds_voucher ({columns}) VALUES ({signs}) RETURNING id", values)  # noqa: S608
        [voucher.pk] = cursor.fetchone()
    voucher._state.adding, voucher._state.db = False, connection.alias
    vars(voucher).pop("txid")


def voucher_number(fund: Fund, year: int, serial: int) -> str:
    """YXZJ2026-FP01-000012 = county, 资金, year, fund, serial."""
    return f"{settings.COUNTY['case_prefix']}ZJ{year}-{fund.code.upper()}-{serial:06d}"


@deed(makes=True)
def arrive(fund: Fund, *, by, now, giver: str, amount: int, happened_on: date, words: str, paper="") -> Voucher:
    """Money (or goods) came in: from whom, how much, on which day, on which paper. The finance bureau holds it."""
    if not can_book(by, fund):
        raise PermissionDenied(_("The ledger is kept by the finance bureau of this fund."))
    outside = account_of(fund, Stage.OUTSIDE, name=giver)
    held = account_of(fund, Stage.HELD, organisation=fund.finance)
    slip = Slip(fund, Voucher.Kind.ARRIVE, happened_on, words, paper=paper)
    voucher = book(slip, [Move(outside, held, amount)], by=by, now=now)
    record("funds.voucher.arrived", voucher, actor=by, now=now, amount=amount, giver=giver)
    return voucher


@deed(makes=True)
def give_back(posting: Posting, *, by, now, happened_on: date, words: str, amount: int | None = None, paper=""):
    """Money goes back to where this posting took it (退回); without an amount all of it (冲正). Nothing is erased.

    Raises Refused (V31) where less than that still lies there.
    """
    voucher = posting.voucher
    if not can_book(by, voucher.fund):
        raise PermissionDenied(_("The ledger is kept by the finance bureau of this fund."))
    move = Move(posting.into, posting.out_of, posting.amount if amount is None else amount)
    about = {"paper": paper, "reverses": voucher, "parents": {posting.into_id: posting}}
    slip = Slip(voucher.fund, Voucher.Kind.RETURN, happened_on, words, voucher.economic_class, **about)
    made = book(slip, [move], by=by, now=now)
    record("funds.voucher.returned", made, actor=by, now=now, of=voucher.number, amount=made.amount)
    return made


@deed
def close_period(fund: Fund, *, by, now, until: date) -> Closing:
    """Nothing is booked up to this day any more."""
    if not can_close(by, fund):
        raise PermissionDenied(_("Accounts are closed by the head of the finance bureau."))
    if until >= timezone.localdate(now):
        raise Refused(None, _("Only days that are over can be closed."), field="until")
    last = fund.closings.first()
    if last and until <= last.until:
        raise Refused(None, _("The accounts are closed until %(day)s already.") % {"day": last.until}, field="until")
    closing = Closing.objects.create(fund=fund, until=until, closed_at=now, closed_by=by.user)
    record("funds.period.closed", fund, actor=by, now=now, until=str(until))
    return closing


def balance(account: Account) -> int:
    """What lies in an account now, in fen."""
    return sum(Lot.objects.of(account).values_list("rest", flat=True))
