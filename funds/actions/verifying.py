"""Acceptance and audit: entered by one person who did not use the money, confirmed by a second one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.actions.common import positive
from funds.actions.ledger import FUNDS
from funds.models import Account, Application, Check, Fund, Proposal, Voucher
from funds.money import yuan
from funds.numbers import next_paper
from funds.permissions.checks import can_check, can_confirm_check
from records.actions import SAME_PERSON, as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Finding:
    """What a check says: of a project (the allocated account), of a voucher, or of the whole fund. Amounts in fen."""

    kind: str
    result: str
    amount: int
    checked_on: date
    conclusion: str
    questioned: int = 0
    account: Account | None = None
    voucher: Voucher | None = None
    paper: str = ""
    files: Sequence = ()


@deed(makes=True)
def check(fund: Fund, finding: Finding, *, by, now) -> Check:
    """Enter an acceptance check or an audit. Nothing is public before a second person confirms it."""
    may(can_check(by, fund, finding.kind))
    _check_place(fund, finding)
    _check_amounts(fund, finding, now)
    _check_person(fund, finding, by)
    as_actor(by)
    row = Check.objects.create(
        number=next_paper(finding.kind, now),
        fund=fund,
        kind=finding.kind,
        account=finding.account,
        voucher=finding.voucher,
        organisation=by.organisation,
        checked_on=finding.checked_on,
        amount=finding.amount,
        questioned=finding.questioned,
        result=finding.result,
        conclusion=needed(finding.conclusion, "conclusion"),
        paper=finding.paper,
        entered_at=now,
        entered_by=by.user,
    )
    bind(finding.files, row, by=by, now=now)
    record("funds.check.entered", row, actor=by, now=now, kind=row.kind, amount=row.amount, questioned=row.questioned)
    return row


def _check_place(fund: Fund, finding: Finding):
    for field in ("account", "voucher"):
        place = getattr(finding, field)
        if place is not None and place.fund_id != fund.pk:
            raise Refused(FUNDS, _("This belongs to another fund."), field=field)


def _check_amounts(fund: Fund, finding: Finding, now):
    positive(finding.amount)
    if finding.checked_on > timezone.localdate(now):
        raise Refused(None, _("The day lies in the future."), field="checked_on")
    if finding.questioned > finding.amount:
        raise Refused(None, _("No more can be questioned than was checked."), field="questioned")
    if finding.questioned and finding.result == Check.Result.GOOD:
        raise Refused(None, _("Where an amount is questioned, the result is not “in order”."), field="result")
    most = _most(fund, finding)
    if finding.amount > most:
        told = _("No more than %(most)s went there; check the amount.") % {"most": yuan(most)}
        raise Refused(FUNDS, told, field="amount")


def _most(fund: Fund, finding: Finding) -> int:
    """What can have been checked: the voucher, all that the project got, or all that arrived."""
    if finding.voucher:
        return finding.voucher.amount
    if finding.account:
        return sum(finding.account.lots.values_list("posting__amount", flat=True))
    arrived = Voucher.objects.filter(fund=fund, kind=Voucher.Kind.ARRIVE)
    return sum(arrived.values_list("amount", flat=True))


def _check_person(fund: Fund, finding: Finding, by):
    """Raise Refused (V07) for somebody who asked for, or agreed to, the money that is checked (S3-11)."""
    if by.user.pk in users_of(fund, finding.account, finding.voucher):
        words = _("You had a part in using this money yourself: somebody else has to check it.")
        raise Refused(SAME_PERSON, words)


def users_of(fund: Fund, account: Account | None, voucher: Voucher | None) -> set[int]:
    """Who wrote and signed the applications and proposals by which the money was used."""
    applications = Application.objects.filter(quota__account__fund=fund)
    proposals = Proposal.objects.filter(fund=fund)
    if account:
        applications = applications.filter(quota__account=account)
        proposals = proposals.filter(lines__into=account)
    if voucher:
        applications, proposals = applications.filter(voucher=voucher), proposals.filter(voucher=voucher)
    signed = applications.values_list("submitted_by", "audited_by", "approved_by")
    found = {person for row in signed for person in row}
    found |= {person for row in proposals.values_list("proposed_by", "decided_by") for person in row}
    return found - {None}


def _locked(row: Check) -> Check:
    return for_update(row, "fund__finance", "fund__manager")


@deed
def confirm_check(row: Check, *, by, now) -> Check:
    """A second person stands for it: now it is public with the fund."""
    row = _locked(row)
    another(by, row.entered_by_id)
    may(can_confirm_check(by, row))
    row.confirm()
    _decided(row, by, now)
    record("funds.check.confirmed", row, actor=by, now=now, result=row.result)
    return row


@deed
def refuse_check(row: Check, *, by, now, reason: str) -> Check:
    """The second person does not agree, with the reason."""
    row = _locked(row)
    another(by, row.entered_by_id)
    may(can_confirm_check(by, row))
    row.refuse()
    _decided(row, by, now, needed(reason, "reason"))
    record("funds.check.refused", row, actor=by, now=now, reason=row.reason)
    return row


@deed
def withdraw_check(row: Check, *, by, now) -> Check:
    row = _locked(row)
    may(by.user is not None and by.user.pk == row.entered_by_id)
    row.withdraw()
    _decided(row, by, now)
    record("funds.check.withdrawn", row, actor=by, now=now)
    return row


def _decided(row: Check, by, now, reason=""):
    as_actor(by)
    row.decided_by, row.decided_at, row.reason = by.user, now, reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
