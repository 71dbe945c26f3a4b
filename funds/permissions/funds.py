"""Who may do what with public funds. The action asks once; the page asks the same question to show the button."""

from django.db.models import Q

from accounts.models import Organisation, Role

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
SIGNING = [Role.REVIEWER, Role.APPROVER, Role.HEAD]
DECIDING = [Role.APPROVER, Role.HEAD]


def of_finance(actor, fund) -> bool:
    """Does this person work for the finance bureau that keeps the ledger of the fund?"""
    return actor.holds(*UNIT_ROLES) and actor.works_for(fund.finance_id)


def can_book(actor, fund) -> bool:
    """Arrivals and corrections are written by the finance bureau; the robot books what others have decided."""
    return actor.user is None or of_finance(actor, fund)


def can_close(actor, fund) -> bool:
    return actor.holds(*DECIDING) and actor.works_for(fund.finance_id)


def can_look(actor) -> bool:
    """Who may open the desks of public funds at all; what they see there is another question."""
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.LEADER)


def is_finance(actor) -> bool:
    """Does this person work in an office whose main business are public funds?"""
    return actor.holds(*UNIT_ROLES) and actor.organisation.business == Organisation.Business.FUNDS


def is_auditor(actor) -> bool:
    """Does this person work in an audit office (审计局)? It reads all funds of its county and audits them."""
    return actor.holds(*UNIT_ROLES) and actor.organisation.business == Organisation.Business.AUDIT


def watches_funds(actor) -> bool:
    """Those who read the funds of others: supervision, leaders, the audit office."""
    return actor.holds(Role.INSPECTOR, Role.LEADER) or is_auditor(actor)


def can_open_fund(actor) -> bool:
    return actor.holds(*SIGNING) and is_finance(actor)


def can_register_payee(actor) -> bool:
    return actor.holds(*UNIT_ROLES)


def can_propose(actor, fund, kind: str) -> bool:
    """The managing department distributes; what leaves the allocations again is proposed by finance itself."""
    managing = kind in ("share", "allocate") and actor.holds(*UNIT_ROLES) and actor.works_for(fund.manager_id)
    return managing or of_finance(actor, fund)


def can_decide(actor, fund) -> bool:
    """Finance decides what is distributed and disbursed, and the plans; never who proposed it."""
    return actor.holds(*SIGNING) and actor.works_for(fund.finance_id)


def can_spend(actor, quota) -> bool:
    """Plans and applications come from the unit to which the quota belongs."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(quota.account.organisation_id)


def can_audit(actor, fund) -> bool:
    return actor.holds(*SIGNING) and actor.works_for(fund.finance_id)


def can_approve(actor, fund) -> bool:
    return actor.holds(*DECIDING) and actor.works_for(fund.finance_id)


def can_propose_term(actor) -> bool:
    """How long a step may take is proposed by finance."""
    return is_finance(actor)


def can_sign_term(actor) -> bool:
    """Somebody else of finance who may approve; never who proposed it."""
    return is_finance(actor) and actor.holds(*DECIDING)


def can_settle(actor, organisation_id) -> bool:
    """Payment files and the bank's answers belong to the people of that finance bureau."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(organisation_id)


def reads_papers(actor, thing) -> bool:
    """Scans of vouchers are read by whoever may see the proposal or the application they belong to."""
    return type(thing).objects.visible_to(actor).filter(pk=thing.pk).exists()


def whole_funds(funds, actor):
    """The funds whose every unit this person may see: they keep, manage or watch them.

    An audit office has no such look at a fund from which it gets money itself.
    """
    if is_auditor(actor):
        return funds.filter(of_county(actor)).exclude(of_units(actor.units))
    if watches_funds(actor):
        return visible_funds(funds, actor)
    if not actor.holds(*UNIT_ROLES):
        return funds.none()
    return funds.filter(Q(finance__in=actor.units) | Q(manager__in=actor.units))


def visible_funds(funds, actor):
    """The funds this person may see with all their postings."""
    if watches_funds(actor):
        return funds.filter(of_county(actor))
    return funds.filter(of_units(actor.units)) if actor.holds(*UNIT_ROLES) else funds.none()


def of_county(actor) -> Q:
    """The funds of all offices that this person watches."""
    path = actor.watched_path
    return Q(finance__path__startswith=path) | Q(manager__path__startswith=path)


def of_units(own: list[int]) -> Q:
    """The funds that concern a unit: it keeps or manages them, or money of them lies with it."""
    return Q(finance__in=own) | Q(manager__in=own) | Q(pk__in=_with_account_of(own))


def _with_account_of(own: list[int]):
    from funds.models import Account

    return Account.objects.filter(organisation__in=own).values("fund")
