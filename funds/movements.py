"""What a row of an owner's system means in the ledger: which accounts, which kind of voucher."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Organisation
from funds.actions.ledger import FUNDS, Move, Slip, account_of
from funds.forms.fields import PayeeField
from funds.models import Account, Fund, Posting, Stage, Voucher
from funds.money import yuan
from records.fields import UnitField
from records.refusal import Refused

K = Voucher.Kind
RETURN = "return"
# kind of row → voucher, stage taken from, stage brought to. 直接支付 leaves the allocation, 授权支付 the disbursed.
COURSE = {
    "arrive": (K.ARRIVE, Stage.OUTSIDE, Stage.HELD),
    "share": (K.SHARE, Stage.HELD, Stage.HELD),
    "allocate": (K.ALLOCATE, Stage.HELD, Stage.ALLOCATED),
    "disburse": (K.DISBURSE, Stage.ALLOCATED, Stage.DISBURSED),
    "direct": (K.USE, Stage.ALLOCATED, Stage.USED),
    "use": (K.USE, Stage.DISBURSED, Stage.USED),
}
WORDS = {
    "到账": "arrive",
    "分拨": "share",
    "分配": "allocate",
    "拨付": "disburse",
    "直接支付": "direct",
    "授权支付": "use",
    "退回": RETURN,
}
KINDS = {kind: words for words, kind in WORDS.items()}
WITH_PROJECT = {Stage.ALLOCATED, Stage.DISBURSED}


@dataclass(frozen=True)
class Row:
    """One movement: `number` in the owner's system, `amount` in fen, places by name or account number."""

    number: str
    kind: str
    day: date
    amount: int
    words: str
    out_of: str = ""
    into: str = ""
    project: str = ""
    economic_class: str = ""
    paper: str = ""
    returns: str = ""

    @classmethod
    def of(cls, kept: Mapping) -> "Row":
        """From what a delivery keeps: the day stands there as text."""
        return cls(**kept | {"day": date.fromisoformat(kept["day"])})

    def kept(self) -> dict:
        return vars(self) | {"day": self.day.isoformat()}


def booking(fund: Fund, row: Row, before: Mapping[str, Voucher]) -> tuple[Slip, list[Move]]:
    """The voucher and its move; `before` are those of earlier rows by their numbers.

    Raises Refused that names the column. The caller holds a transaction.
    """
    about = {"words": row.words, "economic_class": row.economic_class, "paper": row.paper or row.number}
    if row.kind == RETURN:
        return returning(row, before.get(row.returns) or original(fund, row.returns), about)
    kind, one, other = COURSE[row.kind]
    out_of, into = place(fund, one, row.out_of, row, "out_of"), place(fund, other, row.into, row, "into")
    if out_of == into:
        raise Refused(FUNDS, _("The money lies there already; choose another unit."), field="into")
    return Slip(fund, kind, row.day, **about), [Move(out_of, into, row.amount)]


def place(fund: Fund, stage: str, name: str, row: Row, field: str) -> Account:
    """The account of this name at a stage, made when it is used for the first time."""
    if stage == Stage.OUTSIDE:
        return account_of(fund, stage, name=name)
    if stage == Stage.USED:
        return account_of(fund, stage, payee=found(PayeeField(), name, field))
    unit: Organisation = found(UnitField(), name, field)
    return account_of(fund, stage, organisation=unit, project=row.project if stage in WITH_PROJECT else "")


def found(named, name: str, field: str):
    """The unit or the payee of this name; Refused with the words of the field."""
    try:
        return named.clean(name)
    except ValidationError as error:
        raise Refused(None, " ".join(error.messages), field=field) from None


def returning(row: Row, voucher: Voucher, about: dict) -> tuple[Slip, list[Move]]:
    """Money goes back to where a voucher took it: the last posting of it that still holds so much."""
    postings = Posting.objects.filter(voucher=voucher).select_related("out_of", "into", "lot").order_by("-pk")
    posting = next((one for one in postings if one.lot.rest >= row.amount), None)
    if posting is None:
        most = max((one.lot.rest for one in postings), default=0)
        told = _("No posting of %(number)s still holds so much; the greatest rest is %(most)s. Give it back in parts.")
        raise Refused(FUNDS, told % {"number": voucher, "most": yuan(most)}, field="amount")
    about |= {"reverses": voucher, "parents": {posting.into_id: posting}}
    return Slip(voucher.fund, K.RETURN, row.day, **about), [Move(posting.into, posting.out_of, row.amount)]


def original(fund: Fund, number: str) -> Voucher:
    """A voucher by our number or by that of the owner's system."""
    vouchers = Voucher.objects.filter(fund=fund)
    voucher = vouchers.filter(number__iexact=number).first() or vouchers.filter(movement__number=number).first()
    if voucher is None:
        raise Refused(None, _("No voucher of this fund has this number."), field="returns")
    return voucher
