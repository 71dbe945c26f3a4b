"""The ledger of a fund as rows of a file: the columns in which movements are read in, and the line with the total."""

from collections.abc import Iterator

from funds.bankfiles import TOTAL, plain
from funds.flows import shown_name
from funds.models import Account, Fund, Posting, Stage, Voucher
from funds.movements import KINDS, RETURN

RELATED = ["voucher__reverses", "out_of__organisation", "out_of__payee", "into__organisation", "into__payee"]
MOST = 20_000


def kind_of(posting: Posting) -> str:
    """到账, 分拨 …: the word of the kind in a file of movements."""
    if posting.voucher.kind == Voucher.Kind.RETURN:
        return KINDS[RETURN]
    if posting.voucher.kind == Voucher.Kind.USE:
        return KINDS["direct" if posting.out_of.stage == Stage.ALLOCATED else "use"]
    return KINDS[posting.voucher.kind]


def place_of(account: Account, persons: bool) -> str:
    if account.payee_id or account.stage == Stage.OUTSIDE:
        return shown_name(account, persons)
    return account.organisation.short_name


def ledger_rows(fund: Fund, persons: bool) -> Iterator[list]:
    """A row for each posting in its order, then 合计 with number and sum. `persons`: whether their names are shown."""
    count = total = 0
    rows = Posting.objects.filter(voucher__fund=fund).select_related(*RELATED).order_by("pk")[:MOST]
    for row in rows.iterator(chunk_size=2000):
        count, total = count + 1, total + row.amount
        voucher = row.voucher
        yield [
            voucher.number,
            kind_of(row),
            voucher.happened_on.isoformat(),
            place_of(row.out_of, persons),
            place_of(row.into, persons),
            row.out_of.project or row.into.project,
            plain(row.amount),
            voucher.words,
            voucher.economic_class,
            voucher.paper,
            voucher.reverses.number if voucher.reverses_id else "",
        ]
    yield [TOTAL, count, "", "", "", "", plain(total), "", "", "", ""]
