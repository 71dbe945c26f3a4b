"""Paying what lists ask for: one payment list, one voucher, one file; and what the bank says of every payment."""

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.actions.checking import check
from funds.actions.ledger import Move, Slip, account_of, give_back
from funds.actions.listing import account_number
from funds.actions.watching import look_after, post
from funds.models import Account, Grant, Payee, PayList, Programme, Roll, RollLine, Stage, Voucher
from funds.money import yuan
from funds.numbers import next_paper
from funds.permissions.subsidies import can_draft, can_send
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may
from records.refusal import Faulty, Refused, RowFault

HEADERS = ["清单号", "流水号", "姓名", "收款账号", "开户行", "金额", "用途"]
DONE = [Grant.State.FAILED, Grant.State.DROPPED]  # the row may be paid again


def payable(programme: Programme, period: date):
    """The rows of approved lists that stand in order and are not paid, nor being paid."""
    grants = Grant.objects.filter(line=OuterRef("pk")).exclude(state__in=DONE)
    lines = RollLine.objects.filter(programme=programme, period=period, state=RollLine.State.LISTED)
    return lines.filter(roll__state=Roll.State.APPROVED).exclude(Exists(grants)).order_by("pk")


@deed(makes=True)
def draft(programme: Programme, *, by, now, period: date) -> PayList:
    """Put all payable rows of a period on a payment list. Rows that fail a check meanwhile are left out."""
    may(can_draft(by, programme))
    for_update(programme)
    period = programme.first_day(period)
    check(payable(programme, period), now, by)
    lines = list(payable(programme, period))
    if not lines:
        raise Refused(None, _("There is no row of an approved list to be paid for this period."), field="period")
    as_actor(by)
    about = {"programme": programme, "period": period, "drafted_at": now, "drafted_by": by.user}
    amount = sum(line.amount for line in lines)
    pay_list = PayList.objects.create(number=next_paper("pay", now), count=len(lines), amount=amount, **about)
    Grant.objects.bulk_create(
        Grant(pay_list=pay_list, line=line, reference=f"{pay_list.number}-{place:05d}", amount=line.amount)
        for place, line in enumerate(lines, 1)
    )
    record("funds.pay_list.drafted", pay_list, actor=by, now=now, count=len(lines), amount=amount)
    return pay_list


def locked(pay_list: PayList) -> PayList:
    lists = PayList.objects.select_for_update(of=("self",)).select_related("programme__fund", "programme__manager")
    return lists.get(pk=pay_list.pk)


@deed
def send(pay_list: PayList, *, by, now) -> PayList:
    """A second person of finance checks the rows again, books them with one voucher and hands the file to the bank.

    Raises Refused (V31) when the managing department has not so much money allocated for the programme.
    """
    pay_list = locked(pay_list)
    another(by, pay_list.drafted_by_id)
    may(can_send(by, pay_list))
    as_actor(by)
    pay_list.send()
    check(RollLine.objects.filter(grants__pay_list=pay_list), now, by)
    leave_out(pay_list)
    grants = list(pay_list.grants.filter(state=Grant.State.PLANNED).select_related("line__recipient"))
    if not grants:
        raise Refused(None, _("No row of this list may be paid any more: drop it."))
    accounts = used_accounts(pay_list.programme, grants, now)
    for grant in grants:
        grant.account = accounts[grant.line.recipient.digest, grant.line.account_shown]
    pay_list.voucher = pay(pay_list, grants, by, now)
    for grant in grants:
        grant.send()
    Grant.objects.bulk_update(grants, ["state", "account"], batch_size=500)
    pay_list.count, pay_list.amount = len(grants), sum(grant.amount for grant in grants)
    pay_list.digest = hashlib.sha256(bank_file(pay_list).encode()).hexdigest()
    pay_list.decided_at, pay_list.decided_by = now, by.user
    pay_list.save(update_fields=["state", "count", "amount", "voucher", "digest", "decided_at", "decided_by"])
    record("funds.pay_list.sent", pay_list, actor=by, now=now, count=pay_list.count, amount=pay_list.amount)
    return pay_list


def leave_out(pay_list: PayList):
    """Rows that may not be paid any more fall off the list."""
    grants = list(pay_list.grants.exclude(line__state=RollLine.State.LISTED))
    for grant in grants:
        grant.drop()
        grant.reason = _("The row failed a check before it was paid.")
    Grant.objects.bulk_update(grants, ["state", "reason"], batch_size=500)


def used_accounts(programme: Programme, grants: list[Grant], now) -> dict[tuple[str, str], Account]:
    """(digest of the person, masked bank account) → the account of the ledger where the money ends."""
    lines = [grant.line for grant in grants]
    Payee.objects.bulk_create([payee_of(line, now) for line in lines], ignore_conflicts=True, batch_size=1000)
    marks = {line.recipient.digest for line in lines}
    payees = {(one.identity, one.account_number): one for one in Payee.objects.filter(identity__in=marks)}
    about = {"fund": programme.fund, "stage": Stage.USED}
    Account.objects.bulk_create(
        [Account(payee=payee, name=str(payee), **about) for payee in payees.values()],
        ignore_conflicts=True,
        batch_size=1000,
    )
    rows = Account.objects.filter(payee__in=payees.values(), organisation=None, project="", **about)
    return {(row.payee.identity, row.payee.account_number): row for row in rows.select_related("payee")}


def payee_of(line: RollLine, now) -> Payee:
    """A person stands among the payees with a masked name, by the digest of the number."""
    about = {"identity": line.recipient.digest, "account_number": line.account_shown, "bank": line.bank}
    return Payee(sort=Payee.Sort.PERSON, name=str(line.recipient), entered_at=now, **about)


def pay(pay_list: PayList, grants: list[Grant], by, now) -> Voucher:
    programme = pay_list.programme.at(pay_list.period)
    named = {"organisation": programme.manager, "project": programme.name}
    out_of = account_of(programme.fund, Stage.ALLOCATED, **named)
    words = f"{programme.name}{programme.in_words(pay_list.period)}发放"
    about = {"economic_class": programme.economic_class, "paper": pay_list.number}
    slip = Slip(programme.fund, Voucher.Kind.USE, timezone.localdate(now), words, **about)
    return post(slip, [Move(out_of, grant.account, grant.amount) for grant in grants], by=by, now=now)


def bank_file(pay_list: PayList) -> str:
    """The file for the agent bank (docs/formats/subsidy-payments.md); accounts stand in it in clear."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADERS)
    grants = pay_list.grants.filter(account__isnull=False).select_related("line").order_by("pk")
    words, total, count = f"{pay_list.programme}{pay_list.programme.in_words(pay_list.period)}", 0, 0
    for grant in grants:
        line = grant.line
        amount = yuan(grant.amount).replace(",", "")
        writer.writerow(
            [pay_list.number, grant.reference, line.holder, account_number(line), line.bank, amount, words]
        )
        total, count = total + grant.amount, count + 1
    writer.writerow(["合计", count, "", "", "", yuan(total).replace(",", ""), ""])
    return text.getvalue()


@deed
def drop(pay_list: PayList, *, by, now) -> PayList:
    """A payment list that was not sent falls away; its rows may stand on another."""
    pay_list = locked(pay_list)
    may(can_draft(by, pay_list.programme))
    as_actor(by)
    pay_list.drop()
    pay_list.save(update_fields=["state"])
    grants = list(pay_list.grants.filter(state=Grant.State.PLANNED))
    for grant in grants:
        grant.drop()
    Grant.objects.bulk_update(grants, ["state"], batch_size=500)
    record("funds.pay_list.dropped", pay_list, actor=by, now=now)
    return pay_list


@dataclass(frozen=True)
class Answer:
    """What the bank says of one payment; `amount` in fen, `line` where it stands in its file."""

    line: int
    reference: str
    amount: int
    is_paid: bool
    day: date
    reason: str = ""


@deed
def settle(pay_list: PayList, *, by, now, answers: list[Answer]) -> PayList:
    """Take the answers of the bank in: paid ones are closed, failed ones go back to the allocation to be paid anew.

    All or none: raises Faulty for answers about payments that are not ours, doubled, or of another amount. Answers
    that came before are no fault; a payment that is not answered stays with the bank.
    """
    pay_list = locked(pay_list)
    may(can_draft(by, pay_list.programme))
    as_actor(by)
    sent = {grant.reference: grant for grant in pay_list.grants.select_related("line", "account")}
    news, returned = checked(answers, sent, now), []
    for answer in news:
        returned += take(pay_list, sent[answer.reference], answer, by, now)
    grants = [sent[answer.reference] for answer in news]
    Grant.objects.bulk_update(grants, ["state", "bank_day", "reason"], batch_size=500)
    if returned:
        look_after(returned, now)
    if not pay_list.grants.filter(state=Grant.State.SENT).exists() and pay_list.state == PayList.State.SENT:
        pay_list.settle()
        pay_list.save(update_fields=["state"])
    record("funds.pay_list.answered", pay_list, actor=by, now=now, answers=len(answers), state=pay_list.state)
    return pay_list


RESULT = {True: Grant.State.PAID, False: Grant.State.FAILED}


def checked(answers: list[Answer], sent: dict[str, Grant], now) -> list[Answer]:
    """The answers that are news. Raises Faulty for those that cannot be true."""
    seen, news, faults = set(), [], []
    for answer in answers:
        grant = sent.get(answer.reference)
        if fault := fault_of(answer, grant, seen, now):
            faults.append(RowFault(answer.line, *fault))
        elif grant.state == Grant.State.SENT:
            news.append(answer)
        seen.add(answer.reference)
    if faults:
        raise Faulty(faults)
    return news


def fault_of(answer: Answer, grant: Grant | None, seen: set[str], now) -> tuple[str, str] | None:
    """Field and words of what is wrong with an answer."""
    if grant is None or grant.account_id is None:
        return "reference", _("this payment is not on the list.")
    if answer.reference in seen:
        return "reference", _("this payment stands there twice.")
    if answer.amount != grant.amount:
        told = {"theirs": yuan(answer.amount), "ours": yuan(grant.amount)}
        return "amount", _("the amount is %(theirs)s, ours is %(ours)s.") % told
    if answer.day > timezone.localdate(now):
        return "day", _("the day lies in the future.")
    if grant.state != Grant.State.SENT and grant.state != RESULT[answer.is_paid]:
        return "result", _("the bank answered differently before.")
    if not answer.is_paid and not answer.reason:
        return "reason", _("say why the payment failed.")
    return None


def take(pay_list: PayList, grant: Grant, answer: Answer, by, now) -> list[Voucher]:
    """Note what the bank said of a payment; one that failed goes back. Returns the vouchers of that."""
    grant.bank_day, grant.reason = answer.day, answer.reason[:200]
    if answer.is_paid:
        grant.pay()
        return []
    grant.fail()
    day = max(answer.day, pay_list.voucher.happened_on)
    about = {"words": f"银行退回：{grant.reference} {grant.reason}", "paper": pay_list.number, "happened_on": day}
    postings = pay_list.voucher.postings.filter(into=grant.account).order_by("pk")
    return [give_back(posting, by=by, now=now, **about) for posting in postings]


def sums(pay_list: PayList) -> dict[str, int]:
    """State of a payment → fen."""
    rows = pay_list.grants.order_by().values_list("state").annotate(sum=Sum("amount"))
    return dict(rows)
