"""What the bank says: each line is compared with what we ordered; what agrees is booked, the rest waits for a person.

A file that cannot be read, or whose total is not the sum of its lines, is not taken at all. The same file is taken
once. A line that differs is never booked: somebody has to say how it was settled.
"""

import hashlib
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds import clocks
from funds.actions.applying import account_to_pay_from, give_slip
from funds.actions.ledger import Move, Slip, account_of, book
from funds.actions.watching import look_after
from funds.bankfiles import Answer, plain, read_answers
from funds.models import Application, PaymentFile, Refusal, Stage, Statement, StatementLine, Voucher
from funds.permissions import can_settle
from records.actions import as_actor, deed, record
from records.deeds import for_update, may, needed
from records.refusal import Faulty, Refused, RowFault

R = StatementLine.Result
BOOKING = uuid.UUID("6e2f4c1a-7a55-4d0e-9c53-2a1c6f0b8d11")  # names the booking of an application, once for ever
SENT = Application.State.SENT


@deed
def read_statement(organisation, name: str, data: bytes, *, by, now) -> Statement:
    """Take the bank's file. Raises Faulty (nothing is saved) when it cannot be read or does not add up.

    Reading the same file again gives the first statement and books nothing.
    """
    may(can_settle(by, organisation.pk))
    digest = hashlib.sha256(data).hexdigest()
    answers = read_answers(data)
    _check_days(answers, now)
    as_actor(by)
    about = {"name": name[:100], "lines": len(answers), "total": sum(answer.amount for answer in answers)}
    about |= {"read_at": now, "read_by": by.user}
    statement, is_new = Statement.objects.get_or_create(organisation=organisation, digest=digest, defaults=about)
    if not is_new:
        return statement
    _compare_all(statement, answers, by, now)
    counts = {}
    for result in statement.rows.values_list("result", flat=True):
        counts[result] = counts.get(result, 0) + 1
    record("funds.statement.read", statement, actor=by, now=now, digest=digest, results=counts)
    return statement


def _check_days(answers: list[Answer], now):
    ahead = [answer for answer in answers if answer.day > timezone.localdate(now)]
    if ahead:
        raise Faulty([RowFault(answer.line, "日期", _("The day lies in the future.")) for answer in ahead])


def _compare_all(statement: Statement, answers: list[Answer], by, now):
    ordered = _ordered(statement.organisation, answers)
    seen, last = set(), {}
    for answer in answers:
        application = ordered.get(answer.reference)
        again = answer.reference in seen
        disorder = answer.place <= last.get(answer.batch, 0)
        last[answer.batch] = max(answer.place, last.get(answer.batch, 0))
        result, words = _compare(application, answer, again, disorder)
        if result in (R.PAID, R.DISORDER, R.FAILED):
            result, words = _settle(application, answer, result, words, by, now)
        seen.add(answer.reference)
        _note(statement, answer, application, result, words)
    _note_missing(statement, answers, seen)


def _ordered(organisation, answers) -> dict[str, Application]:
    numbers = {answer.reference for answer in answers}
    rows = Application.objects.select_for_update(of=("self",)).filter(number__in=numbers, file__isnull=False)
    related = ["payee", "file", "quota__account__fund__finance", "quota__account__organisation"]
    mine = rows.filter(quota__account__fund__finance=organisation).select_related(*related).order_by("pk")
    return {row.number: row for row in mine}


def _compare(application, answer: Answer, again: bool, disorder: bool) -> tuple[str, str]:
    """(result, words) of a line against our order."""
    if application is None:
        return R.UNKNOWN, _("We have sent no such payment to the bank.")
    if again or application.state != SENT:
        return R.DUPLICATE, _("This payment was answered already; ask the bank whether it paid twice.")
    if differences := _differences(application, answer):
        return R.ALTERED, "；".join(differences)
    if not answer.paid:
        return R.FAILED, answer.reason or _("The bank gave no reason.")
    if disorder:
        return R.DISORDER, _("The line stands in another place than in our file.")
    return R.PAID, ""


def _differences(application: Application, answer: Answer) -> list[str]:
    payee, file = application.payee, application.file
    pairs = [
        (_("batch"), file.number, answer.batch),
        (_("payee"), payee.name, answer.name),
        (_("bank account"), payee.account_number, answer.account_number),
        (_("amount"), plain(application.amount), plain(answer.amount)),
    ]
    told = _("%(what)s: ordered %(ours)s, answered %(theirs)s")
    found = [told % {"what": what, "ours": ours, "theirs": theirs} for what, ours, theirs in pairs if ours != theirs]
    if answer.day < timezone.localdate(file.made_at):
        found.append(_("paid on %(day)s, before it was ordered") % {"day": answer.day})
    return found


def _settle(application, answer: Answer, result, words, by, now) -> tuple[str, str]:
    """Book what was paid; give the unit its application back where the bank did not pay."""
    if result == R.FAILED:
        _fail(application, answer, words, by, now)
        return result, words
    try:
        with transaction.atomic():
            _pay(application, answer, by, now)
    except Refused as refusal:
        application.refresh_from_db(fields=["state"])
        return R.UNBOOKED, str(refusal.message)
    return result, words


def _pay(application: Application, answer: Answer, by, now):
    account = account_to_pay_from(application)
    fund = application.quota.fund
    used = account_of(fund, Stage.USED, payee=application.payee)
    about = {"economic_class": application.economic_class, "paper": application.number}
    key = uuid.uuid5(BOOKING, application.number)
    slip = Slip(fund, Voucher.Kind.USE, answer.day, application.words, key=key, **about)
    application.voucher = book(slip, [Move(account, used, application.amount)], by=by, now=now)
    application.pay()
    application.ended_at = now
    application.save(update_fields=["state", "voucher", "ended_at"])
    clocks.meet(application, clocks.PAYMENT, now)
    record("funds.application.paid", application, actor=by, now=now, voucher=application.voucher.number)
    look_after([application.voucher], now)  # the suspicions ask for the application as well


def _fail(application: Application, answer: Answer, words, by, now):
    application.fail()
    application.save(update_fields=["state"])
    clocks.stop(application, now)
    give_slip(application, Refusal.Kind.BANK, Refusal.Category.PAYEE, words, "", by=by, now=now)


def _note(statement: Statement, answer: Answer, application, result, words) -> StatementLine:
    return StatementLine.objects.create(
        statement=statement,
        line=answer.line,
        reference=answer.reference[:60],
        application=application,
        name=answer.name[:100],
        account_number=answer.account_number[:40],
        amount=answer.amount,
        paid_on=answer.day,
        result=result,
        words=words[:300],
    )


def _note_missing(statement: Statement, answers: list[Answer], seen: set[str]):
    """What we ordered in the batches of this file and the bank does not name."""
    files = PaymentFile.objects.filter(
        number__in={answer.batch for answer in answers}, organisation=statement.organisation
    )
    left = Application.objects.filter(file__in=files, state=SENT).exclude(number__in=seen).select_related("payee")
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            line=0,
            reference=row.number,
            application=row,
            name=row.payee.name,
            account_number=row.payee.account_number,
            amount=row.amount,
            result=R.MISSING,
            words=_("The bank's file says nothing about this payment."),
        )
        for row in left.order_by("line")
    )


@deed
def settle_difference(row: StatementLine, *, by, now, words: str) -> StatementLine:
    """Say how a difference was settled with the bank; somebody other than who read the file does so."""
    row = for_update(row, "statement")
    may(can_settle(by, row.statement.organisation_id))
    if by.user is not None and by.user.pk == row.statement.read_by_id:
        raise Refused("V07", _("Who read the bank's file does not settle its differences."))
    if row.result in StatementLine.AGREED or row.settled_at:
        raise Refused(None, _("There is nothing to settle here."))
    row.settlement = needed(words, "words")
    row.settled_at, row.settled_by = now, by.user
    row.save(update_fields=["settlement", "settled_at", "settled_by"])
    about = {"line": row.line, "reference": row.reference, "result": row.result, "words": row.settlement}
    record("funds.statement.settled", row.statement, actor=by, now=now, **about)
    return row
