"""Collecting fees: every one has a ticket and belongs into the single account; cash is handed over within its term.

What a unit keeps on an account of its own, or takes in cash without hand tickets, is entered all the same, and a
suspicion is raised: 坐支、截留 (财政违法行为处罚处分条例 第四条).
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits
from funds.actions.common import positive
from funds.actions.flags import suspect
from funds.clocks import HANDOVER, days_of
from funds.models import BankAccount, BankDay, BankEntry, Collection, Collector, FeeMatter, Purse
from funds.money import yuan
from funds.permissions.revenue import can_collect, can_hand_over, is_finance
from records.actions import as_actor, deed, record
from records.deeds import for_update, may, needed
from records.refusal import Faulty, Refused, RowFault

KEPT = "FF-14"  # 坐支、截留: fees that did not reach the single account


@deed
def collect(
    matter: FeeMatter,
    *,
    by,
    now,
    ticket: str,
    payer: str,
    amount: int,
    collected_on: date,
    account: BankAccount | None = None,
    pieces: int = 1,
) -> Collection:
    """Enter a fee that was paid: onto an account, or in cash (no account). `amount` in fen, of so many `pieces`.

    Cash of hand tickets waits in the purse of the unit with a clock; any other way past the single account is flagged.
    """
    may(can_collect(by, matter))
    collector = Collector.objects.filter(organisation=matter.organisation).first()
    if collector is None:
        raise Refused(None, _("This unit is not registered as a collecting unit."))
    check_facts(matter, needed(ticket, "ticket"), amount, collected_on, account, now)
    within_standard(matter, amount, pieces)
    as_actor(by)
    fee = Collection(
        ticket=ticket.strip(),
        matter=matter,
        organisation=matter.organisation,
        way=collector.way,
        payer=needed(payer, "payer"),
        amount=amount,
        pieces=pieces,
        collected_on=collected_on,
        account=account,
        entered_at=now,
        entered_by=by.user,
    )
    place(fee, by, now)
    fee.save()
    record("funds.fee.collected", fee, actor=by, now=now, ticket=fee.ticket, amount=amount, state=fee.state)
    if is_kept(fee):
        flag_kept(fee, now)
    return fee


def check_facts(matter: FeeMatter, ticket: str, amount: int, day: date, account, now):
    positive(amount)
    if not matter.is_open:
        raise Refused(None, _("This fee is not charged any more."), field="matter")
    if day > timezone.localdate(now):
        raise Refused(None, _("The day lies in the future."), field="collected_on")
    if account is not None and not account.is_single and account.organisation_id != matter.organisation_id:
        raise Refused(None, _("This account belongs to another unit."), field="account")
    if Collection.objects.filter(ticket=ticket.strip()).exists():
        raise Refused(None, _("This ticket was entered already."), field="ticket")


def above_standard(matter: FeeMatter, amount: int, pieces: int) -> str:
    """What is wrong with an amount above the standard, in words with the limit; "" for nothing."""
    if matter.most is None or amount <= matter.most * pieces:
        return ""
    words = _("The standard is %(standard)s: no more than %(most)s yuan for %(pieces)s.")
    standard = matter.standard_words or yuan(matter.most)
    return words % {"standard": standard, "most": yuan(matter.most * pieces), "pieces": pieces}


def within_standard(matter: FeeMatter, amount: int, pieces: int):
    positive(pieces, "pieces")
    if words := above_standard(matter, amount, pieces):
        raise Refused(None, words, field="amount")


@deed
def collect_all(organisation: Organisation, *, by, now, fees: list[tuple[int, FeeMatter, dict]]) -> int:
    """Enter the fees of a file: (line, matter, what `collect` wants of it). All of them or none.

    Returns how many. Raises Refused with the line of the first fault.
    """
    for line, matter, facts in fees:
        try:
            collect(matter, by=by, now=now, **facts)
        except Refused as refusal:
            words = _("Line %(line)s: %(words)s") % {"line": line, "words": refusal.message}
            raise Refused(refusal.code, words, field="file") from refusal
    return len(fees)


def place(fee: Collection, by, now):
    """Where the money is now: with the treasury, on an account of the unit, or in its purse."""
    if fee.account is not None and fee.account.is_single:
        fee.reach_treasury()
        return
    fee.purse = purse_of(fee, now)
    fee.purse.amount += fee.amount
    fee.purse.save(update_fields=["amount"])
    if fee.account is not None:
        fee.keep_on_own_account()


def purse_of(fee: Collection, now) -> Purse:
    """The open purse of the unit; the first receipt opens it and starts its clock."""
    purse = Purse.objects.select_for_update().filter(organisation=fee.organisation, state=Purse.State.OPEN).first()
    if purse is None:
        purse = Purse.objects.create(organisation=fee.organisation, opened_at=now)
        limits = Limits(days_of(HANDOVER, now))
        deadlines.start(purse, HANDOVER, organisation=fee.organisation, limits=limits, now=now)
    return purse


def is_kept(fee: Collection) -> bool:
    """Past the single account, and not by hand tickets, which alone may be taken in cash (FUN-25)."""
    on_own = fee.account is not None and not fee.account.is_single
    return on_own or (fee.account is None and fee.way != Collector.Way.HAND)


def flag_kept(fee: Collection, now):
    where = fee.account.name if fee.account else _("cash")
    detail = {"ticket": fee.ticket, "matter": fee.matter.name, "where": where, "way": fee.get_way_display()}
    about = {"fund": None, "organisation": fee.organisation, "subject": fee, "topic": f"fee:{fee.pk}"}
    suspect(KEPT, **about, value=fee.amount, threshold=None, detail=detail, now=now)


@deed
def hand_over(purse: Purse, *, by, now, amount: int, handed_on: date, paper: str, account: BankAccount) -> Purse:
    """All that is in the purse goes to the single account, with one payment slip. The sum must be exact."""
    purse = for_update(purse, "organisation")
    may(can_hand_over(by, purse))
    check_hand_over(purse, amount, handed_on, account, now)
    as_actor(by)
    purse.hand_over()
    purse.handed_on, purse.paper, purse.handed_by = handed_on, needed(paper, "paper")[:40], by.user
    purse.save(update_fields=["state", "handed_on", "paper", "handed_by"])
    fees = list(purse.collections.select_for_update().order_by("pk"))
    for fee in fees:
        fee.reach_treasury()
        fee.account = account
    Collection.objects.bulk_update(fees, ["state", "account"], batch_size=500)
    for clock in Deadline.objects.about(purse).running().order_by("pk"):
        deadlines.meet(clock, now)
    record("funds.purse.handed_over", purse, actor=by, now=now, amount=purse.amount, paper=purse.paper)
    return purse


def check_hand_over(purse: Purse, amount: int, day: date, account: BankAccount, now):
    if not account.is_single:
        raise Refused(None, _("Fees are handed over to the single account only."), field="account")
    if amount != purse.amount:
        words = _("%(amount)s yuan were collected; all of it is handed over.")
        raise Refused(None, words % {"amount": yuan(purse.amount)}, field="amount")
    if not timezone.localdate(purse.opened_at) <= day <= timezone.localdate(now):
        raise Refused(None, _("The day lies before the first receipt or in the future."), field="handed_on")


@dataclass(frozen=True)
class BankLine:
    """One line of a bank's daily list; `ticket` is that of a fee or the number of a payment slip."""

    line: int
    way: str
    amount: int
    ticket: str = ""
    payer: str = ""
    words: str = ""


@deed(makes=True)
def read_day(account: BankAccount, *, by, now, day: date, lines: list[BankLine]) -> BankDay:
    """Take the list of one day in: tickets are confirmed, differences found, own accounts watched for 坐支."""
    if not is_finance(by):
        raise PermissionDenied(_("The lists of the bank are read in by the finance bureau."))
    for_update(account)
    check_lines(account, day, lines, now)
    as_actor(by)
    listed = BankDay.objects.create(
        account=account,
        day=day,
        count=len(lines),
        amount=sum(line.amount for line in lines),
        digest=digest_of(account, day, lines),
        loaded_at=now,
        loaded_by=by.user,
    )
    entries = [entry_of(listed, line, now) for line in lines]
    BankEntry.objects.bulk_create(entries, batch_size=1000)
    record("funds.bank_day.read", listed, actor=by, now=now, account=account.number, lines=len(lines))
    if not account.is_single:
        watch_own(account, listed, now)
    return listed


def digest_of(account: BankAccount, day: date, lines: list[BankLine]) -> str:
    text = "\n".join([account.number, str(day), *(f"{line.way}:{line.ticket}:{line.amount}" for line in lines)])
    return hashlib.sha256(text.encode()).hexdigest()


def check_lines(account: BankAccount, day: date, lines: list[BankLine], now):
    if day > timezone.localdate(now):
        raise Refused(None, _("The day lies in the future."), field="day")
    if BankDay.objects.filter(account=account, day=day).exists():
        raise Refused(None, _("The list of this day was read in already."), field="day")
    if not lines:
        raise Refused(None, _("There is nothing below the headers."), field="file")
    seen, faults = set(), []
    for line in lines:
        if line.ticket and line.ticket in seen:
            faults.append(RowFault(line.line, "ticket", _("this ticket stands there twice.")))
        seen.add(line.ticket)
    if faults:
        raise Faulty(faults)


def entry_of(listed: BankDay, line: BankLine, now) -> BankEntry:
    about = {name: getattr(line, name) for name in ("way", "ticket", "payer", "amount", "words")}
    fee, result = matched(listed.account, line)
    return BankEntry(bank_day=listed, collection=fee, result=result, **about)


def matched(account: BankAccount, line: BankLine) -> tuple[Collection | None, str]:
    """The fee of a line and how it compares; what agrees is confirmed."""
    result = BankEntry.Result
    if line.way == BankEntry.Way.OUT:
        return None, result.EXPENSE
    if not account.is_single:
        return None, result.OWN
    purse = Purse.objects.filter(paper=line.ticket, state=Purse.State.HANDED).first() if line.ticket else None
    fees = list(Collection.objects.select_for_update().filter(purse=purse) if purse else of_ticket(line.ticket))
    if not fees:
        return None, result.UNKNOWN
    if sum(fee.amount for fee in fees) != line.amount:
        return fees[0], result.ALTERED
    for fee in fees:
        if fee.state == Collection.State.TREASURY:
            fee.confirm()
            fee.save(update_fields=["state"])
    return fees[0], result.MATCHED


def of_ticket(ticket: str):
    """The fee with this ticket that came straight to the treasury; one of a purse comes with its payment slip."""
    return Collection.objects.select_for_update().filter(ticket=ticket, purse=None) if ticket else []


def watch_own(account: BankAccount, listed: BankDay, now):
    """坐支: an expense on an account of the unit that has received money which is not handed over (FUN-25)."""
    spent = listed.entries.filter(way=BankEntry.Way.OUT).aggregate(sum=Sum("amount", default=0))["sum"]
    came = BankEntry.objects.filter(bank_day__account=account, way=BankEntry.Way.IN, bank_day__day__lte=listed.day)
    received = came.aggregate(sum=Sum("amount", default=0))["sum"]
    fees = Collection.objects.filter(account=account, state=Collection.State.OWN, collected_on__lte=listed.day)
    received = max(received, fees.aggregate(sum=Sum("amount", default=0))["sum"])
    if not spent or not received:
        return
    about = {"fund": None, "organisation": account.organisation, "subject": listed}
    detail = {"account": account.number, "day": str(listed.day), "received": received, "spent": spent}
    topic = f"account:{account.pk}:{listed.day}"
    suspect(KEPT, **about, topic=topic, value=min(spent, received), threshold=0, detail=detail, now=now)


def unconfirmed(collections, before: date):
    """Fees that should be with the treasury since before this day, and no list of the bank shows them."""
    fees = collections.filter(state=Collection.State.TREASURY)
    straight = fees.filter(purse=None, collected_on__lt=before)
    return straight | fees.filter(purse__handed_on__lt=before)
