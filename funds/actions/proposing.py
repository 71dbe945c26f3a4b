"""Proposals: the managing department or finance says who is to get how much, finance decides, the ledger follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.actions.common import positive
from funds.actions.ledger import FUNDS, Move, Slip, account_of, balance
from funds.actions.watching import post
from funds.models import Account, Fund, Line, Posting, Proposal, Quota, Stage
from funds.money import yuan
from funds.numbers import next_paper
from funds.permissions import can_decide, can_propose
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

K = Proposal.Kind
TAKES = {K.SHARE: Stage.HELD, K.ALLOCATE: Stage.HELD, K.DISBURSE: Stage.ALLOCATED}
BRINGS = {K.SHARE: Stage.HELD, K.ALLOCATE: Stage.ALLOCATED, K.DISBURSE: Stage.DISBURSED}


@dataclass(frozen=True)
class Share:
    """A line as it is asked for: so much (fen) out of an account to a unit, for a project where it is allocated."""

    out_of: Account
    organisation: object = None
    amount: int = 0
    project: str = ""


@dataclass(frozen=True)
class Draft:
    """What a proposal says beside its lines. `total` is what its paper says: the lines must add up to it."""

    kind: str
    total: int
    words: str
    happens_on: date
    paper: str = ""
    files: Sequence = ()


@deed(makes=True)
def propose(fund: Fund, draft: Draft, shares: Sequence[Share], *, by, now) -> Proposal:
    """Propose a sharing out, an allocation or a disbursement. Nothing moves before another person agrees."""
    may(can_propose(by, fund, draft.kind))
    _check_sum(draft, [share.amount for share in shares])
    rows = [_line(fund, draft, number, share) for number, share in enumerate(shares, 1)]
    _check_balance(rows)
    return _made(fund, draft, rows, by, now)


@deed(makes=True)
def propose_return(
    posting: Posting, *, by, now, words: str, happens_on: date, amount: int | None = None, paper="", files=()
) -> Proposal:
    """Propose that money goes back to where this posting took it; without an amount all of it (冲正)."""
    fund = posting.voucher.fund
    may(can_propose(by, fund, K.RETURN))
    amount = posting.amount if amount is None else positive(amount)
    left = posting.lot.rest
    if amount > left:
        told = _("Only %(left)s of this posting still lie there.") % {"left": yuan(left)}
        raise Refused(FUNDS, told, field="amount")
    line = Line(out_of=posting.into, into=posting.out_of, posting=posting, amount=amount)
    draft = Draft(K.RETURN, amount, words, happens_on, paper, files)
    return _made(fund, draft, [line], by, now)


def _check_sum(draft: Draft, amounts: list[int]):
    """Raise Refused unless there are lines, each of something, that add up to the total of the paper."""
    if not amounts:
        raise Refused(None, _("Write at least one line."))
    for number, amount in enumerate(amounts, 1):
        if amount is None or amount <= 0:
            told = _("Line %(line)s: the amount must be greater than zero.") % {"line": number}
            raise Refused(None, told, field=f"amount_{number}")
    if sum(amounts) != draft.total:
        told = _("The lines add up to %(sum)s, the total says %(total)s; the difference is %(difference)s.")
        sums = {"sum": sum(amounts), "total": draft.total, "difference": draft.total - sum(amounts)}
        raise Refused(None, told % {name: yuan(fen) for name, fen in sums.items()}, field="total")


def _line(fund: Fund, draft: Draft, number: int, share: Share) -> Line:
    """The line with the account it brings to, made if it is the first time."""
    if share.out_of.fund_id != fund.pk or share.out_of.stage != TAKES[draft.kind]:
        raise Refused(FUNDS, _("This money cannot be taken from there."), field=f"out_of_{number}")
    project = share.out_of.project
    organisation = share.out_of.organisation
    if draft.kind in (K.SHARE, K.ALLOCATE):
        organisation = share.organisation
        project = share.project.strip() if draft.kind == K.ALLOCATE else ""
        if organisation is None:
            raise Refused(None, _("Choose the unit."), field=f"organisation_{number}")
    if draft.kind == K.ALLOCATE:
        needed(project, f"project_{number}", _("Name the project: the quota belongs to it."))
    into = account_of(fund, BRINGS[draft.kind], organisation=organisation, project=project)
    if into == share.out_of:
        raise Refused(None, _("The money lies there already; choose another unit."), field=f"organisation_{number}")
    return Line(out_of=share.out_of, into=into, amount=share.amount)


def _check_balance(rows: list[Line]):
    """More than lies there is refused at once, not only when it is decided."""
    asked = {}
    for row in rows:
        asked[row.out_of] = asked.get(row.out_of, 0) + row.amount
    for account, amount in asked.items():
        there = balance(account)
        if amount > there:
            told = _("“%(account)s” holds %(there)s; %(missing)s are missing.")
            about = {"account": account, "there": yuan(there), "missing": yuan(amount - there)}
            raise Refused(FUNDS, told % about, field="total")


def _made(fund, draft: Draft, rows: list[Line], by, now) -> Proposal:
    if draft.happens_on > timezone.localdate(now):
        raise Refused(None, _("The day lies in the future."), field="happened_on")
    as_actor(by)
    proposal = Proposal.objects.create(
        number=next_paper("proposal", now),
        fund=fund,
        kind=draft.kind,
        total=sum(row.amount for row in rows),
        words=needed(draft.words, "words"),
        paper=draft.paper,
        happens_on=draft.happens_on,
        organisation=by.organisation or fund.finance,
        proposed_at=now,
        proposed_by=by.user,
    )
    for row in rows:
        row.proposal = proposal
    Line.objects.bulk_create(rows)
    bind(draft.files, proposal, by=by, now=now)
    record("funds.proposal.proposed", proposal, actor=by, now=now, total=proposal.total, lines=len(rows))
    return proposal


def _locked(proposal: Proposal) -> Proposal:
    return for_update(proposal, "fund__finance")


@deed
def approve_proposal(proposal: Proposal, *, by, now) -> Proposal:
    """Agree: the voucher is booked in the same transaction, and each allocation gets its quota."""
    proposal = _locked(proposal)
    may(can_decide(by, proposal.fund))
    another(by, proposal.proposed_by_id)
    proposal.approve()
    lines = list(proposal.lines.select_related("out_of", "into", "posting__voucher"))
    proposal.voucher = post(_slip(proposal, lines), [Move(x.out_of, x.into, x.amount) for x in lines], by=by, now=now)
    _decided(proposal, by, now)
    if proposal.kind == K.ALLOCATE:
        _open_quotas(lines, by, now)
    record("funds.proposal.approved", proposal, actor=by, now=now, voucher=proposal.voucher.number)
    return proposal


def _slip(proposal: Proposal, lines: list[Line]) -> Slip:
    about = {"words": proposal.words, "paper": proposal.paper or proposal.number}
    if proposal.kind == K.RETURN:
        [line] = lines
        voucher = line.posting.voucher
        about |= {"reverses": voucher, "parents": {line.out_of_id: line.posting}}
        about |= {"economic_class": voucher.economic_class}
    return Slip(proposal.fund, proposal.kind, proposal.happens_on, **about)


def _open_quotas(lines: list[Line], by, now):
    for line in lines:
        if not Quota.objects.filter(account=line.into).exists():
            quota = Quota.objects.create(account=line.into, code=next_paper("quota", now), opened_at=now)
            record("funds.quota.opened", quota, actor=by, now=now, code=quota.code, account=line.into_id)


def _decided(proposal: Proposal, by, now, reason=""):
    as_actor(by)
    proposal.decided_by, proposal.decided_at, proposal.reason = by.user, now, reason
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason", "voucher"])


@deed
def refuse_proposal(proposal: Proposal, *, by, now, reason: str) -> Proposal:
    """Say no, with the reason."""
    proposal = _locked(proposal)
    may(can_decide(by, proposal.fund))
    another(by, proposal.proposed_by_id)
    proposal.refuse()
    _decided(proposal, by, now, needed(reason, "reason"))
    record("funds.proposal.refused", proposal, actor=by, now=now, reason=proposal.reason)
    return proposal


@deed
def withdraw_proposal(proposal: Proposal, *, by, now) -> Proposal:
    """Who proposed takes it back while nobody has decided."""
    proposal = _locked(proposal)
    may(by.user is not None and by.user.pk == proposal.proposed_by_id)
    proposal.withdraw()
    _decided(proposal, by, now)
    record("funds.proposal.withdrawn", proposal, actor=by, now=now)
    return proposal
