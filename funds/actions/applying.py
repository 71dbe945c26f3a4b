"""Payment applications: the unit asks, finance audits, another person of finance approves, or gives a slip."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from deadlines import holds
from funds import clocks
from funds.actions.common import positive
from funds.actions.ledger import FUNDS, account_of, balance
from funds.actions.planning import lock_quota
from funds.models import Account, Application, Payee, Plan, Quota, Refusal, Stage
from funds.money import yuan
from funds.numbers import next_paper
from funds.permissions import can_approve, can_audit, can_spend
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, may, needed
from records.refusal import Refused

RELATED = ["quota__account__fund__finance", "quota__account__organisation", "payee"]


@dataclass(frozen=True)
class Wish:
    """What the unit asks for. `amount` in fen; `month` any day of the month of the plan."""

    month: date
    payee: Payee
    amount: int
    economic_class: str
    words: str
    kind: str = Application.Kind.DIRECT
    contract_number: str = ""
    about: object = None  # the contract, where another register of ours holds it
    files: tuple = ()

    def facts(self) -> dict:
        plain = ("payee", "amount", "economic_class", "words", "kind", "contract_number", "about")
        return {name: getattr(self, name) for name in plain} | {"month": self.month.replace(day=1)}


@deed(makes=True)
def write(quota: Quota, wish: Wish, *, by, now) -> Application:
    """Write an application; it waits as a draft until it is submitted."""
    quota = lock_quota(quota)
    may(can_spend(by, quota))
    _check_wish(wish)
    as_actor(by)
    number = next_paper("application", now)
    about = {"submitted_by": by.user, "written_at": now}
    application = Application.objects.create(quota=quota, number=number, **wish.facts(), **about)
    bind(wish.files, application, by=by, now=now)
    record("funds.application.written", application, actor=by, now=now, amount=wish.amount)
    return application


def _check_wish(wish: Wish):
    positive(wish.amount)
    needed(wish.words, "words")
    needed(wish.economic_class, "economic_class")


@deed
def rewrite(application: Application, wish: Wish, *, by, now) -> Application:
    """Put a draft, or one that came back, right."""
    application = lock_application(application)
    may(can_spend(by, application.quota))
    if application.state not in Application.EDITABLE:
        raise Refused(None, _("This application is with the finance bureau and cannot be changed now."))
    _check_wish(wish)
    facts = wish.facts()
    for name, value in facts.items():
        setattr(application, name, value)
    as_actor(by)
    names = [name for name in facts if name != "about"]
    application.save(update_fields=[*names, "about_type", "about_id"])
    bind(wish.files, application, by=by, now=now)
    record("funds.application.rewritten", application, actor=by, now=now, amount=wish.amount)
    return application


def lock_application(application: Application, now=None) -> Application:
    """The application and its quota, locked in this order; with the time: Refused where supervision holds it."""
    lock_quota(application.quota)
    rows = Application.objects.select_for_update(of=("self",)).select_related(*RELATED)
    locked = rows.get(pk=application.pk)
    if now is not None:
        holds.check(locked, now)
    return locked


@deed
def submit(application: Application, *, by, now) -> Application:
    """Hand it to finance. Raises Refused (V31) above the plan of the month or what lies in the account."""
    application = lock_application(application, now)
    may(can_spend(by, application.quota))
    application.submit()
    check_plan(application)
    check_cover(application)
    application.round += 1
    application.submitted_at, application.submitted_by = now, by.user
    application.audited_at = application.audited_by = application.approved_at = application.approved_by = None
    application.file = application.line = None
    as_actor(by)
    names = ["state", "round", "submitted_at", "submitted_by", "file", "line"]
    application.save(update_fields=[*names, "audited_at", "audited_by", "approved_at", "approved_by"])
    clocks.start(application, clocks.AUDIT, now)
    record("funds.application.submitted", application, actor=by, now=now, round=application.round)
    return application


def check_plan(application: Application):
    """All payments of a month stay within its approved plans."""
    quota, month = application.quota, application.month
    planned = Plan.objects.approved().filter(quota=quota, month=month).total()
    others = quota.applications.standing().filter(month=month).exclude(pk=application.pk).total()
    if others + application.amount > planned:
        told = _("The plan of %(month)s is %(planned)s, %(asked)s are asked for already; %(over)s are too much.")
        sums = {"planned": planned, "asked": others, "over": others + application.amount - planned}
        about = {name: yuan(fen) for name, fen in sums.items()} | {"month": f"{month:%Y-%m}"}
        raise Refused(FUNDS, told % about, field="amount")


def account_to_pay_from(application: Application) -> Account:
    """直接支付 pays from the allocation, 授权支付 from what was disbursed to the unit for the same project."""
    account = application.quota.account
    if application.kind == Application.Kind.DIRECT:
        return account
    return account_of(account.fund, Stage.DISBURSED, organisation=account.organisation, project=account.project)


def check_cover(application: Application):
    """What is asked for, with everything under way, is there."""
    account = account_to_pay_from(application)
    others = Application.objects.underway().filter(quota=application.quota, kind=application.kind)
    asked, there = others.exclude(pk=application.pk).total(), balance(account)
    if asked + application.amount > there:
        told = _("“%(account)s” holds %(there)s, %(asked)s of it are asked for already; %(over)s are too much.")
        sums = {"there": there, "asked": asked, "over": asked + application.amount - there}
        about = {name: yuan(fen) for name, fen in sums.items()} | {"account": account}
        raise Refused(FUNDS, told % about, field="amount")


@deed
def audit(application: Application, *, by, now, opinion="") -> Application:
    """A second person, of finance, has checked amount, plan, class, contract and papers."""
    application = lock_application(application, now)
    may(can_audit(by, application.quota.fund))
    another(by, application.submitted_by_id)
    application.audit()
    check_plan(application)
    check_cover(application)
    application.audited_at, application.audited_by, application.opinion = now, by.user, opinion
    as_actor(by)
    application.save(update_fields=["state", "audited_at", "audited_by", "opinion"])
    record("funds.application.audited", application, actor=by, now=now, opinion=opinion)
    return application


@deed
def approve(application: Application, *, by, now) -> Application:
    """A third person agrees: it may be paid, and the clock of the payment runs."""
    application = lock_application(application, now)
    may(can_approve(by, application.quota.fund))
    another(by, application.submitted_by_id, application.audited_by_id)
    application.approve()
    application.approved_at, application.approved_by = now, by.user
    as_actor(by)
    application.save(update_fields=["state", "approved_at", "approved_by"])
    clocks.meet(application, clocks.AUDIT, now)
    clocks.start(application, clocks.PAYMENT, now)
    record("funds.application.approved", application, actor=by, now=now, amount=application.amount)
    return application


def give_slip(application: Application, kind, category, words: str, law: str, *, by, now) -> Refusal:
    """The slip: numbered, with ground, words and rule; it stays when the application is put right later."""
    slip = Refusal.objects.create(
        number=next_paper("slip", now),
        application=application,
        kind=kind,
        category=category,
        words=needed(words, "words"),
        law=law,
        amount=application.amount,
        given_at=now,
        given_by=by.user,
    )
    about = {"slip": slip.number, "kind": kind, "category": category, "amount": slip.amount}
    record("funds.application.slip", application, actor=by, now=now, **about)
    return slip


def _decline(application: Application, kind, category, words, law, by, now) -> Application:
    application = lock_application(application, now)
    fund = application.quota.fund
    may(can_audit(by, fund) if application.state == Application.State.SUBMITTED else can_approve(by, fund))
    another(by, application.submitted_by_id)
    if kind == Refusal.Kind.RETURNED:
        application.send_back()
    else:
        application.refuse()
        application.ended_at = now
    as_actor(by)
    application.save(update_fields=["state", "ended_at"])
    clocks.meet(application, clocks.AUDIT, now)
    give_slip(application, kind, category, words, law, by=by, now=now)
    return application


@deed
def send_back(application: Application, *, by, now, category: str, words: str, law="") -> Application:
    """Back to the unit with a slip; it may put it right."""
    return _decline(application, Refusal.Kind.RETURNED, category, words, law, by, now)


@deed
def refuse(application: Application, *, by, now, category: str, words: str, law="") -> Application:
    """Refused for good, with a slip."""
    return _decline(application, Refusal.Kind.REFUSED, category, words, law, by, now)


@deed
def withdraw(application: Application, *, by, now) -> Application:
    """The unit does not want it any more; possible until finance has audited it."""
    application = lock_application(application)
    may(can_spend(by, application.quota))
    application.withdraw()
    application.ended_at = now
    as_actor(by)
    application.save(update_fields=["state", "ended_at"])
    clocks.stop(application, now)
    record("funds.application.withdrawn", application, actor=by, now=now)
    return application


@deed(makes=True)
def register_payee(organisation, *, by, now, sort, name, identity, bank, account_number) -> Payee:
    """A payee enters the list with one bank account; another account of the same firm is another line."""
    may(by.works_for(organisation.pk))
    if Payee.objects.filter(identity=identity, account_number=account_number).exists():
        told = _("This payee with this bank account is in the list already.")
        raise Refused(None, told, field="account_number")
    about = {"bank": bank, "account_number": account_number, "entered_at": now}
    payee = Payee.objects.create(sort=sort, name=needed(name, "name"), identity=identity, **about)
    record("funds.payee.registered", payee, actor=by, now=now, name=payee.name)
    return payee
