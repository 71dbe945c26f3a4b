"""Who checks what was made of public money, and who brings in movements of other systems."""

from accounts.models import Role
from funds.models import Check, Fund
from funds.permissions import SIGNING, UNIT_ROLES, can_approve, is_auditor, of_finance, visible_funds, whole_funds


def can_check(actor, fund, kind: str) -> bool:
    """Acceptance: the managing department and finance. Audit: the audit office and inspectors, never a unit of it."""
    if kind == Check.Kind.AUDIT:
        return can_audit(actor, fund)
    return actor.holds(*UNIT_ROLES) and actor.works_for(fund.manager_id, fund.finance_id)


def can_audit(actor, fund) -> bool:
    """Inspectors of the county, and its audit office unless it has a part in the fund itself."""
    if is_auditor(actor):
        return whole_funds(Fund.objects.filter(pk=fund.pk), actor).exists()
    return actor.holds(Role.INSPECTOR) and watches(actor, fund)


def can_check_any(actor, fund) -> bool:
    return any(can_check(actor, fund, kind) for kind in Check.Kind)


def can_confirm_check(actor, check: Check) -> bool:
    """Somebody who may sign in the office that checked; an audit also by another of those who supervise."""
    if check.entered_by_id == (actor.user.pk if actor.user else None):
        return False
    if check.kind == Check.Kind.AUDIT and actor.holds(Role.INSPECTOR, Role.LEADER):
        return watches(actor, check.fund)
    return actor.holds(*SIGNING) and actor.works_for(check.organisation_id)


def watches(actor, fund) -> bool:
    return any(unit.path.startswith(actor.watched_path) for unit in (fund.finance, fund.manager))


def reads_voucher(actor, voucher) -> bool:
    """Scans of a voucher are read by whoever may see its fund."""
    return visible_funds(Fund.objects.filter(pk=voucher.fund_id), actor).exists()


def can_deliver(actor, fund) -> bool:
    """Files of movements are read in by the finance bureau of the fund."""
    return of_finance(actor, fund)


def can_book_delivery(actor, delivery) -> bool:
    """A second person of finance who may approve payments."""
    mine = actor.user is not None and delivery.read_by_id == actor.user.pk
    return can_approve(actor, delivery.fund) and not mine


def can_drop_delivery(actor, delivery) -> bool:
    return of_finance(actor, delivery.fund)
