"""Looking for suspicions: about what was just booked, and about everything once a day."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from funds.actions.flags import search
from funds.actions.ledger import Move, Slip, book
from funds.detectors import RULES
from funds.detectors.look import parameters_of
from funds.models import Account, Application, FlagRound, FundFlag, Payee, Posting, Stage, Voucher

SEARCHED = [rule.code for rule in RULES if rule.sql]
OF_VOUCHERS, OF_ACCOUNTS = ["FF-02", "FF-03"], ["FF-01", "FF-04", "FF-05"]
OF_PAYEES, OF_APPLICATIONS = "FF-06", "FF-15"


def post(slip: Slip, moves: Iterable[Move], *, by, now) -> Voucher:
    """Book, and look at what was booked: the door to the ledger for every deed that moves money on."""
    voucher = book(slip, moves, by=by, now=now)
    look_after([voucher], now)
    return voucher


def look_after(booked: Iterable[Voucher], now):
    """Search about what was booked: itself, what it gives back, its payees, and the accounts under suspicion."""
    vouchers = {pk for voucher in booked for pk in (voucher.pk, voucher.reverses_id)} - {None}
    subjects = dict.fromkeys(OF_VOUCHERS, vouchers)
    subjects |= dict.fromkeys(OF_ACCOUNTS, suspected(Account, touched(vouchers)))
    subjects[OF_PAYEES] = payees(vouchers, now)
    subjects[OF_APPLICATIONS] = suspected(Application, applications(vouchers))
    search([code for code in SEARCHED if subjects[code]], now, subjects)


def applications(vouchers: set[int]) -> set[int]:
    return set(Application.objects.filter(voucher__in=vouchers).values_list("pk", flat=True))


def touched(vouchers: set[int]) -> set[int]:
    """Where money left or came; of a project also its allocation, whose progress counts what the unit holds."""
    postings = Posting.objects.filter(voucher__in=vouchers)
    pairs = postings.order_by().values_list("out_of", "into").distinct()
    found = {account for pair in pairs for account in pair}
    spent = Account.objects.filter(pk__in=found, stage=Stage.DISBURSED)
    for account in spent:
        same = {"fund": account.fund_id, "organisation": account.organisation_id, "project": account.project}
        found |= set(Account.objects.filter(stage=Stage.ALLOCATED, **same).values_list("pk", flat=True))
    return found


def suspected(model, ids: set[int]) -> set[int]:
    """Those about which a suspicion stands: time alone raises these, a booking only ends or changes them."""
    kind = ContentType.objects.get_for_model(model)
    flags = FundFlag.objects.current().filter(subject_type=kind, subject_id__in=ids, state__in=FundFlag.OPEN)
    return set(flags.values_list("subject_id", flat=True))


def payees(vouchers: set[int], now) -> set[int]:
    """Firms and offices to whom these vouchers paid nearly the limit of approval, under all their bank accounts."""
    limits = parameters_of(OF_PAYEES, timezone.localdate(now))
    paid = Posting.objects.filter(voucher__in=vouchers, into__stage=Stage.USED)
    sums = paid.order_by().values("voucher", "into__payee__identity").annotate(sum=Sum("amount"))
    near = sums.filter(sum__gte=limits["limit"] * limits["share"]).exclude(into__payee__sort=Payee.Sort.PERSON)
    names = {row["into__payee__identity"] for row in near}
    return set(Payee.objects.filter(identity__in=names).values_list("pk", flat=True)) if names else set()


def run(now) -> bool:
    """Search everything once a day. Returns whether it was done now. Safe to run late or twice."""
    with transaction.atomic():
        _day, fresh = FlagRound.objects.get_or_create(day=timezone.localdate(now), defaults={"looked_at": now})
        if fresh:
            search(SEARCHED, now)
    return fresh
