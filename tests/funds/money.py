"""Money for tests: a fund with what it was given, and moves in one word."""

from datetime import date

from django.db import transaction

from accounts.models import Organisation
from funds import actions
from funds.actions.ledger import Move, Slip, account_of, book
from funds.models import Fund, Kind, Payee, Stage, Voucher
from tests.conftest import at

YUAN = 100  # fen
DAY = date(2026, 3, 2)
NOW = at("2026-03-02 10:00")
END = at("2026-12-31 10:00")


def make_fund(finance, manager=None, code="FP01", **about) -> Fund:
    """A poverty fund of 2026; travel and office costs are not among its classes."""
    words = {
        "name": "2026年产业扶贫资金",
        "kind": Kind.POVERTY,
        "year": 2026,
        "basis": "财农〔2026〕12号",
        "purpose": "产业扶贫项目补助",
        "classes": ["30310", "31005"],
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "created_at": NOW,
    }
    return Fund.objects.create(code=code, finance=finance, manager=manager or finance, **words | about)


def held(fund):
    return account_of(fund, Stage.HELD, organisation=fund.finance)


def allocated(fund, unit, project="产业路"):
    return account_of(fund, Stage.ALLOCATED, organisation=unit, project=project)


def disbursed(fund, unit, project="产业路"):
    return account_of(fund, Stage.DISBURSED, organisation=unit, project=project)


def payee(name="云溪县鑫达建筑有限公司", number="6222000000000001") -> Payee:
    about = {"sort": Payee.Sort.FIRM, "name": name, "bank": "农业银行", "entered_at": NOW}
    return Payee.objects.get_or_create(identity=f"91{name}", account_number=number, defaults=about)[0]


def used(fund, firm=None):
    return account_of(fund, Stage.USED, payee=firm or payee())


def move(kind, one, other, amount, *, by, day=DAY, now=END, key=None, words="拨款"):
    """One move of so many yuan, booked as if all had agreed."""
    with transaction.atomic():
        slip = Slip(one.fund, kind, day, words, key=key)
        return book(slip, [Move(one, other, int(amount * YUAN))], by=by, now=now)


def arrive(fund, yuan, *, by, day=DAY, now=END, key=None) -> Voucher:
    about = {"giver": "省财政厅", "happened_on": day, "words": "上级补助", "key": key}
    return actions.arrive(fund, by=by, now=now, amount=int(yuan * YUAN), **about)


def town(county, code="chengguan", name="城关镇") -> Organisation:
    about = {"name": f"{name}人民政府", "short_name": name, "level": Organisation.Level.TOWN, "parent": county}
    return Organisation.objects.get_or_create(code=code, defaults=about)[0]
