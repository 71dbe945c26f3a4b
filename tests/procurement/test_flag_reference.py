"""The SQL of the red flags against an independent reference, and the recheck of events against the full run."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement.actions import facts
from procurement.facts.plain import Bid, Change, Complaint, TenderFacts, Who
from procurement.facts.store import store
from procurement.flags import BY_CODE
from procurement.flags.look import defaults, look_at_all
from procurement.models import FactParty, FactTender, Flag
from tests.procurement.market import NOW
from tests.procurement.reference import REFERENCE

pytestmark = pytest.mark.django_db(transaction=False)
FIRST = date(2024, 2, 27)  # windows cross a leap day
DAYS = [FIRST + timedelta(days=days) for days in (0, 1, 30, 181, 183, 365, 366, 367, 400)]
PRICES = [8_000_000, 9_000_000, 9_900_000, 9_910_000, 9_920_000, 10_000_000, 11_000_000, 12_100_000]
FIRMS = {
    code: Who(code, code, founded) for code, founded in zip("ABCDE", [None, FIRST, DAYS[3], None, None], strict=True)
}
EXPERTS = [Who(code) for code in ("e1", "e2", "e3", "e4")]
marks = st.dictionaries(st.sampled_from(["mac", "account", "address"]), st.sampled_from([["1"], ["2"]]), max_size=2)


@st.composite
def bids(draw):
    if draw(st.integers(0, 4)) == 0:
        return None
    codes = draw(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=5, unique=True))
    scored = draw(st.booleans())
    scores = st.fixed_dictionaries({who.code: st.sampled_from([5000, 6800, 7000, 9200]) for who in EXPERTS})
    return tuple(
        Bid(
            FIRMS[code],
            draw(st.sampled_from([*PRICES, None])),
            keys=draw(marks),
            scores=draw(scores) if scored else {},
        )
        for code in codes
    )


@st.composite
def tenders(draw, number=0):
    offered = draw(bids())
    day = draw(st.sampled_from(DAYS))
    winner = draw(st.sampled_from([*(bid.party for bid in offered), None])) if offered else None
    amount = st.sampled_from([*PRICES, None])
    buyer = Who(draw(st.sampled_from(["T1", "T2"])))
    filed = st.builds(
        Complaint, st.sampled_from([Who("G1"), Who("G2"), Who("G3")]), st.just("agent"), st.sampled_from(DAYS)
    )
    return TenderFacts(
        f"t{number}",
        f"t{number}",
        day,
        matter=draw(st.sampled_from(["works", "works", "rights"])),
        method=draw(st.sampled_from(["open", "direct"])),
        project=draw(st.sampled_from(["", "P"])),
        buyer=buyer,
        agent=draw(st.sampled_from([None, Who("G1"), Who("G2")])),
        winner=winner,
        control_price=draw(amount),
        award_amount=draw(amount),
        award_days=draw(st.sampled_from([None, 90])),
        contract_amount=draw(amount),
        contract_days=draw(st.sampled_from([None, 90, 100])),
        bids=offered,
        pool=draw(st.sampled_from([None, 10, 40])),
        seats=3,
        experts=tuple(draw(st.lists(st.sampled_from(EXPERTS), max_size=3, unique=True))),
        complaints=tuple(draw(st.lists(filed, max_size=3))),
        changes=tuple(draw(st.lists(st.builds(Change, st.sampled_from(DAYS)), max_size=2))),
    )


@st.composite
def markets(draw):
    """Up to nine tenders of two tenderers and five firms; in every second market one firm wins most of them."""
    made = [draw(tenders(number)) for number in range(draw(st.integers(1, 9)))]
    if draw(st.booleans()):
        everyone = tuple(Bid(FIRMS[code], draw(st.sampled_from(PRICES))) for code in "ABC")
        made = [
            TenderFacts(**{**vars(t), "bids": everyone, "winner": FIRMS["A"]}) if draw(st.integers(0, 3)) else t
            for t in made
        ]
    return made


def found() -> dict[str, list]:
    """What the SQL finds, in the form of the reference."""
    ocids = dict(FactTender.objects.values_list("pk", "ocid"))
    people = dict(FactParty.objects.values_list("pk", "code"))
    return {
        code: sorted(
            (
                ocids[row.tender],
                tuple(sorted(people[pk] for pk in row.parties)),
                row.severity,
                row.value,
                row.group_size,
            )
            for row in rows
        )
        for code, rows in look_at_all(defaults()).items()
    }


def undone(test):
    """Each example of hypothesis begins with empty tables."""

    def run(*args, **kwargs):
        with transaction.atomic():
            told = test(*args, **kwargs)
            transaction.set_rollback(True)
        return told

    return run


@pytest.mark.usefixtures("db")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(markets())
def test_sql_agrees_with_the_reference(market):
    by_sql, expected = undone(looked_at)(market)
    assert by_sql == expected


def looked_at(market):
    store(market, NOW)
    sql = found()
    expected = {code: sorted(function(market)) for code, function in REFERENCE.items()}
    return {code: sql[code] for code in REFERENCE}, expected


@pytest.mark.usefixtures("db")
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(markets(), st.randoms(use_true_random=False), st.data())
def test_rechecks_of_events_end_where_the_full_run_does(market, random, data):
    step_by_step, at_once = undone(followed)(market, random, data)
    assert step_by_step == at_once


def followed(market, random, data):
    """In any order, in steps: first without bids, then whole, then with another winner."""
    events = [TenderFacts(**{**vars(t), "bids": None, "winner": None, "experts": ()}) for t in market] + list(market)
    random.shuffle(events)
    last = market[data.draw(st.integers(0, len(market) - 1))]
    for event in [*events, *market, TenderFacts(**{**vars(last), "winner": None, "complaints": ()})]:
        facts.put([event], now=NOW)
    rows = Flag.objects.current().values_list("code", "fact", "topic", "severity", "value", "group_size")
    whole = {
        (code, row.tender, row.topic, row.severity, row.value, row.group_size)
        for code, every in look_at_all(defaults()).items()
        for row in every
    }
    return set(rows), whole


def test_every_rule_has_a_reference_or_an_example():
    without = {"RF-02", "RF-04", "RF-12", "RF-17", "RF-18", "BL-01"}  # of the same text as another, or with own tests
    assert set(BY_CODE) == set(REFERENCE) | without
