"""Whatever is booked in whatever order: the ledger says what a few lines of Python say. It finds ten planted bugs.

`FUNDS_EXAMPLES=500 FUNDS_STEPS=50` makes it long; the ordinary run is short.
"""

import os
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from funds.actions import ledger
from funds.actions.ledger import account_of
from funds.models import Stage
from funds.proof import first_fault
from tests.conftest import at
from tests.funds.ledger_machine import LedgerMachine
from tests.funds.money import payee, town

pytestmark = pytest.mark.django_db
GUARDS = import_module("funds.migrations.0002_guards")
EXAMPLES, STEPS = int(os.environ.get("FUNDS_EXAMPLES", 25)), int(os.environ.get("FUNDS_STEPS", 30))
ABOUT = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": False}


@pytest.fixture
def world(fund, finance, bureau, other_bureau, county, cashier, treasurer):
    """A fund with one giver and eight places, two of each stage."""
    account_of(fund, Stage.OUTSIDE, name="省财政厅")
    for unit in (finance, town(county)):
        account_of(fund, Stage.HELD, organisation=unit)
    for stage in (Stage.ALLOCATED, Stage.DISBURSED):
        for unit in (bureau, other_bureau):
            account_of(fund, stage, organisation=unit, project="产业路")
    for number in ("6222000000000001", "6222000000000002"):
        account_of(fund, Stage.USED, payee=payee("鑫达建筑" + number[-1], number))
    return SimpleNamespace(fund=fund, cashier=cashier, treasurer=treasurer, now=at("2026-12-31"))


def run(world, **about):
    machine = type("Machine", (LedgerMachine,), {"world": world})
    run_state_machine_as_test(machine, settings=settings(**ABOUT | about))


def test_ledger_says_what_it_should(world):
    run(world, max_examples=EXAMPLES, stateful_step_count=STEPS)  # asks after every step
    assert first_fault() is None


def sql(text, old, new):
    """The function of the database with a bug in it."""

    def plant(_monkeypatch):
        assert old in text
        with connection.cursor() as cursor:
            cursor.execute(text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(old, new))

    return plant


def newest_first(monkeypatch):
    text = ledger.ENOUGH.replace("OVER (ORDER BY posting_id)", "OVER (ORDER BY posting_id DESC)")
    monkeypatch.setattr(ledger, "ENOUGH", text.replace("ORDER BY posting_id\n", "ORDER BY posting_id DESC\n"))


def any_posting_goes_back(monkeypatch):
    real = ledger._lots
    monkeypatch.setattr(ledger, "_lots", lambda account, amount, parent: real(account, amount, None))


def no_stage_is_asked(monkeypatch):
    monkeypatch.setattr(ledger, "_follows", lambda kind, one, other: True)


def key_is_forgotten(monkeypatch):
    real = ledger.book
    bare = ledger.Slip.__dataclass_fields__

    def book(slip, moves, **about):
        facts = {name: getattr(slip, name) for name in bare} | {"key": None}
        return real(ledger.Slip(**facts), moves, **about)

    monkeypatch.setattr("tests.funds.ledger_machine.book", book)


def half_is_enough(monkeypatch):
    """Where not all of a payment is there, what is there is booked."""
    cut, lots = ledger._cut, ledger._lots

    def some(account, amount, parent):
        there = parent.lot.rest if parent else ledger.balance(account)
        return lots(account, min(amount, there) or amount, parent)

    def what_is_there(move, left):
        amount = min(move.amount, sum(lot[-1] for lot in left))
        return cut(ledger.Move(move.out_of, move.into, amount), left) if amount else []

    monkeypatch.setattr(ledger, "_lots", some)
    monkeypatch.setattr(ledger, "_cut", what_is_there)


def a_fen_is_lost(monkeypatch):
    real = ledger._cut

    def cut(move, lots):
        *rows, (parent, one, other, amount) = real(move, lots)
        return [*rows, (parent, one, other, max(1, amount - (amount % 7 == 0)))]

    monkeypatch.setattr(ledger, "_cut", cut)


def closed_is_open(monkeypatch):
    monkeypatch.setattr(ledger, "_check_day", lambda slip, closed, now: None)
    sql(GUARDS.VOUCHER, "until >= NEW.happened_on", "until > NEW.happened_on")(monkeypatch)


BUGS = {
    "the newest money goes first": newest_first,
    "a return takes any money": any_posting_goes_back,
    "stages are left out": no_stage_is_asked,
    "the same key is booked twice": key_is_forgotten,
    "half a payment is booked": half_is_enough,
    "a fen is lost": a_fen_is_lost,
    "the last day of a closed period is open": closed_is_open,
    "money forgets its source": sql(GUARDS.POST, "NEW.source_id := lot.source_id", "NEW.source_id := NEW.parent_id"),
    "money stays where it was taken": sql(GUARDS.POST, "SET rest = rest - NEW.amount", "SET rest = rest"),
    "money moves before it came": sql(GUARDS.POST, "lot.since > voucher.happened_on", "false"),
}


@pytest.mark.parametrize("bug", BUGS)
def test_planted_bug_is_found(world, monkeypatch, bug):
    BUGS[bug](monkeypatch)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(
            world,
            max_examples=400,  # the first one that fails ends it
            stateful_step_count=40,
            derandomize=True,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        )
