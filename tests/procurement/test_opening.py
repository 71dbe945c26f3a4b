"""The opening: when it may be, who watches, what is read out, which bids are void and why."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from deadlines import holds
from procurement import openings
from procurement.actions import opening
from procurement.models import Bid, Flag, Opening, SealedBid, Tender
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.conftest import make_party
from tests.procurement.sealing import bring, drop, opened, statement


@pytest.fixture
def make_fourth(db):
    return make_party("seller", "湖北江汉建筑有限公司")


def test_all_bids_are_opened_and_read_out(course, firms):
    course.to("evaluation")
    rows = list(Bid.objects.values_list("party", "price", "state"))
    assert rows == [
        (firms[name].pk, price, "valid")
        for name, price in {"alpha": 900_000_000, "beta": 915_000_000, "gamma": 930_000_000}.items()
    ]
    record = Opening.objects.get().record
    assert [(row["party"], row["price"]) for row in record["bids"]] == [
        ("云溪建工集团有限公司", "9,000,000.00"),
        ("宏远建设有限公司", "9,150,000.00"),
        ("湖北长江路桥有限公司", "9,300,000.00"),
    ]
    assert {row["digest"] for row in record["bids"]} <= set(record["box"])
    assert record["watched"] == ["何建平（云溪县住房和城乡建设局）"]


def test_record_of_the_opening_is_bound_to_an_entry(course):
    course.to("evaluation")
    made = Opening.objects.get()
    entry = Entry.objects.about(made).get(verb="procurement.opening.recorded")
    assert entry.body["digest"] == openings.digest_of(made.record)


def ready(course):
    course.to("opening")
    for name, keys in course.keys.items():
        bring(course.tender, course.firms[name], keys)
    return {"centre": course.cast["centre"], "supervisor": course.cast["supervisor"]}


def test_nothing_is_opened_before_the_window_has_closed(course):
    people = ready(course)
    with pytest.raises(Refused, match="10:30:00"):
        opened(course.tender, now=at("2026-03-23 10:29"), **people)
    assert not Bid.objects.exists()
    assert Anomaly.objects.get().code == "V18"


def test_nothing_is_opened_without_somebody_of_the_department(course):
    people = ready(course)
    with pytest.raises(Refused):
        opening.open_bids(course.tender, by=people["centre"], now=at("2026-03-23 10:35"))
    assert not Opening.objects.exists()


def test_the_centre_does_not_watch_itself(course, centre_head):
    course.to("opening")
    with pytest.raises(PermissionDenied):
        opening.sign_in(course.tender, by=centre_head, now=at("2026-03-23 09:32"))


def test_no_show_gives_up_that_bid_only(course, make_fourth):
    """A fourth firm handed in and stays away: the three others are opened."""
    course.to("closing")
    drop(course.tender, make_fourth)
    course.do("closing")
    course.do("opening")
    assert (SealedBid.objects.count(), Bid.objects.count()) == (4, 3)


def test_two_firms_are_too_few_and_nothing_is_opened(course):
    """招标投标法实施条例 第四十四条; RF-11."""
    course.to("opening")
    del course.keys["gamma"]
    tender = course.do("opening")
    assert (tender.state, Bid.objects.count()) == (Tender.State.FAILED, 0)
    assert Opening.objects.get().record["bids"] == []


def test_two_bids_of_one_firm_are_void(course, firms):
    course.to("closing")
    second = drop(course.tender, firms["alpha"], 890_000_000)
    course.do("closing")
    bring(course.tender, firms["alpha"], second)
    course.do("opening")
    found = Bid.objects.filter(party=firms["alpha"]).values_list("state", flat=True)
    assert list(found) == ["void", "void"]
    assert Bid.objects.valid().count() == 2


def test_bid_of_a_restricted_firm_is_void(course, firms, inspector):
    course.to("opening")
    holds.hold(firms["beta"], "围标串标，红牌", by=inspector, now=at("2026-03-22"))
    course.do("opening")
    assert list(Bid.objects.filter(state="void").values_list("party", flat=True)) == [firms["beta"].pk]


def test_content_that_is_no_bid_is_void_with_its_reason(course, firms):
    """Gamma sealed a price in 万元 with a tool of its own; the others are opened as usual."""
    course.to("closing")
    said = statement(course.tender, firms["gamma"], 930_000_000)
    keys = drop(course.tender, firms["gamma"], content=json.dumps(said | {"price": "965万元"}).encode())
    course.do("closing")
    course.keys["gamma"] = keys
    course.do("opening")
    bid = Bid.objects.get(party=firms["gamma"])
    assert (bid.state, bid.price) == ("void", None)
    assert bid.reason
    assert Bid.objects.valid().count() == 2


def test_ciphertext_that_was_swapped_in_the_database_is_void(course, firms):
    """A superuser without triggers puts gamma's ciphertext into alpha's row: alpha's key does not open it."""
    course.to("opening")
    for name, keys in course.keys.items():
        bring(course.tender, firms[name], keys)
    rows = {name: SealedBid.objects.get(digest=keys["digest"]) for name, keys in course.keys.items()}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE procurement_sealedbid SET sealed = %s WHERE id = %s",
            [bytes(rows["gamma"].sealed), rows["alpha"].pk],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    course.do("opening")
    bid = Bid.objects.get(party=firms["alpha"])
    assert (bid.state, bid.reason) == ("void", "密文与回执不符：收到之后被改动或者调换。")


def test_guarantees_from_one_account_are_suspected_at_once(course, firms):
    """PRO-34: the opening itself raises the suspicion; the bids stay valid, people decide."""
    course.to("closing")
    one = {"number": "BZ1", "payer": "湖北某某商贸有限公司", "account": "6222021703"}
    keys = {
        name: drop(course.tender, firms[name], 900_000_000 + place * 7_000_000, guarantee=one | {"number": name})
        for place, name in enumerate(("alpha", "beta"))
    }
    course.do("closing")
    course.keys |= keys
    course.do("opening")
    assert "RF-03" in Flag.objects.filter(fact__tender=course.tender).values_list("code", flat=True)
    assert Bid.objects.valid().count() == 3
