"""Bids in a real browser: sealed and handed in, the key brought, opened; the same bytes as the offline tool makes."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actor import ROBOT
from procurement import rounds
from procurement.actions import auctioning, boxes, opening
from procurement.models import Bid, Reveal, SealedBid, Tender
from tests.gates import NARROW, PHONE, faults, overflow, too_small, visit
from tests.procurement.conftest import (  # noqa: F401 - fixtures
    agent,
    agent_firm,
    bidder,
    cast,
    centre,
    centre_clerk,
    centre_head,
    course,
    firms,
    hand_in,
    purchaser,
    supervisor,
    supervisor_head,
    tenderer,
)
from tests.procurement.sealing import acting_for, bring, drop
from tests.procurement.selling import START, STEP, listed, published

VECTORS = json.loads((Path(__file__).parents[1] / "procurement" / "seal_vectors.json").read_text("utf-8"))
SEAL = """async (vector) => {
  const { seal, bytes, hex } = window.mingjingSeal;
  const secrets = {};
  for (const name of ["key", "salt", "withdrawal", "nonce"]) secrets[name] = bytes(vector[name]);
  const about = { tender: vector.tender, round: vector.round, party: vector.party, size: vector.size, secrets };
  const made = await seal(new TextEncoder().encode(vector.content), about);
  return [made.kept.digest, hex(made.sealed.slice(0, 148))];
}"""
PRICES = [("9,650,000.00", 965000000), ("9650000.5元", 965000050), ("965万", "price_unit"), ("1.234", "price_fen")]
FEN = "(typed) => { try { return window.mingjingSeal.fen(typed); } catch (wrong) { return wrong.message; } }"


@pytest.fixture
def box(course):  # noqa: F811
    """A tender whose deadline is in an hour of the real clock."""
    tender = course.to("closing")
    Tender.objects.filter(pk=tender.pk).update(bids_due_at=timezone.now() + timedelta(hours=1))
    tender.refresh_from_db()
    boxes.box_of(tender, timezone.now(), size=64)
    return tender


def door(live_server, tender):
    return f"{live_server.url}/sealed/{tender.number}/"


def test_browser_and_tool_make_the_same_bytes(browser, live_server, box):
    with visit(browser, door(live_server, box)) as seen:
        for vector in VECTORS:
            assert seen.page.evaluate(SEAL, vector) == [vector["digest"], vector["head"]]
        assert [seen.page.evaluate(FEN, typed) for typed, _fen in PRICES] == [fen for _typed, fen in PRICES]


def filled(page, firm):
    page.fill("#bid-party", firm.code)
    page.fill("#bid-price", "965万元")
    page.click("#seal")
    page.wait_for_selector("#sealing-status.over")
    assert "万元" in page.inner_text("#sealing-status")
    page.fill("#bid-price", "9,650,000.00")
    page.fill("#bid-manager", "周建国")
    page.set_input_files(
        "#bid-files", {"name": "商务标.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 bid"}
    )
    page.click("#seal")
    page.wait_for_selector("#step-key:not([hidden])")


def test_bid_is_sealed_handed_in_revealed_and_opened(browser, live_server, box, firms, cast, tmp_path):  # noqa: F811
    """On a telephone, from the empty form to the price that is read out."""
    sent = []
    with visit(browser, door(live_server, box), size=PHONE) as seen:
        seen.page.on("request", lambda request: sent.append((request.url, request.post_data_buffer or b"")))
        filled(seen.page, firms["alpha"])
        with seen.page.expect_download() as download:
            seen.page.click("#key-file")
        keys = tmp_path / "bid.key.json"
        download.value.save_as(keys)
        seen.page.click("#send")
        seen.page.wait_for_selector("#receipt:not([hidden])")
        assert seen.page.inner_text("#receipt-digest") == json.loads(keys.read_text("utf-8"))["digest"]
        assert faults(seen) == []
    everything = b"".join(body for _url, body in sent)
    for word in (firms["alpha"].code, "9650000", "965000000", "周建国", "商务标"):
        assert word.encode() not in everything
    others = {name: drop(box, firms[name], moment=timezone.now()) for name in ("beta", "gamma")}
    close(box)
    with visit(browser, f"{live_server.url}/my/bids/{box.number}/", actor=acting_for(firms["alpha"])) as seen:
        seen.page.set_input_files("#id_key_file", keys)
        seen.page.click("main form button[type=submit]")
        seen.page.wait_for_selector(".note.ok")
    assert Reveal.objects.get().party == firms["alpha"]
    for name, kept in others.items():
        bring(box, firms[name], kept, moment=timezone.now())
    about = {"now": timezone.now() + timedelta(minutes=61)}
    opening.sign_in(box, by=cast["supervisor"], **about)
    opening.open_bids(box, by=cast["centre"], **about)
    bid = Bid.objects.get(party=firms["alpha"])
    assert (bid.price, bid.manager, bid.state) == (965_000_000, "周建国", "valid")


def close(box):
    """The deadline has just passed."""
    Tender.objects.filter(pk=box.pk).update(bids_due_at=timezone.now() - timedelta(seconds=1))
    box.refresh_from_db()
    assert rounds.close_boxes(timezone.now()) == 1


def test_bid_is_withdrawn_with_its_key_file(browser, live_server, box, firms, tmp_path):  # noqa: F811
    keys = drop(box, firms["alpha"], moment=timezone.now())
    file = tmp_path / "a.key.json"
    file.write_text(json.dumps(keys), "utf-8")
    with visit(browser, f"{door(live_server, box)}withdraw/") as seen:
        seen.page.set_input_files("#withdraw-file", file)
        expect(seen.page.locator("#id_secret")).to_have_value(keys["withdrawal"])
        seen.page.click("main form button[type=submit]")
        seen.page.wait_for_selector(".note.ok")
        assert faults(seen) == []
    assert SealedBid.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("path", ["", "withdraw/", "guarantee/"])
def test_doors_of_the_box_pass_the_gates(browser, live_server, box, path):
    with visit(browser, door(live_server, box) + path) as seen:
        assert faults(seen) == []
    with visit(browser, door(live_server, box) + path, size=NARROW) as seen:
        assert overflow(seen.page) == 0
    with visit(browser, door(live_server, box) + path, size=PHONE, elder=True) as seen:
        assert too_small(seen.page, 60) == []


@pytest.mark.parametrize("who", ["bidder", "centre", "public"])
def test_pages_around_an_opening_pass_the_gates(browser, live_server, course, bidder, who):  # noqa: F811
    tender = course.to("evaluation")
    paths = {
        "bidder": ["/my/bids/", f"/my/bids/{tender.number}/"],
        "centre": [f"/desk/tenders/{tender.number}/opening/", f"/desk/tenders/{tender.number}/guarantees/"],
        "public": [f"/tenders/{tender.number}/opening/", "/sealed/guide/"],
    }
    actor = {"bidder": bidder, "centre": course.cast["centre"], "public": None}[who]
    for path in paths[who]:
        with visit(browser, live_server.url + path, actor=actor) as seen:
            assert (path, faults(seen)) == (path, [])
        with visit(browser, live_server.url + path, actor=actor, size=NARROW) as seen:
            assert (path, overflow(seen.page)) == (path, 0)


@pytest.fixture
def auction(hand_in, cast, supervisor_head, centre_clerk, firms):  # noqa: F811
    """An auction that runs for another hour of the real clock."""
    found = listed(published(hand_in, cast, supervisor_head), centre_clerk, firms)
    now = timezone.now()
    type(found).objects.filter(pk=found.pk).update(ends_at=now + timedelta(hours=1))
    return found


def test_auction_runs_in_the_browser(browser, live_server, auction, firms):  # noqa: F811
    """An offer by form; another firm's offer appears by itself."""
    page = f"{live_server.url}/auctions/{auction.tender.number}/"
    with visit(browser, page, actor=acting_for(firms["alpha"]), size=PHONE) as seen:
        seen.page.fill("[name=amount]", "5000000")
        seen.page.click("main form button[type=submit]")
        seen.page.wait_for_selector(".note.ok")
        assert "5,000,000.00" in seen.page.inner_text("[data-highest]")
        auctioning.offer(auction, amount=START + STEP, by=acting_for(firms["beta"]), now=timezone.now())
        expect(seen.page.locator("[data-highest]")).to_have_text("5,100,000.00", timeout=15_000)
        assert "云溪建工" not in seen.page.inner_text("[data-offers]")
        assert [fault for fault in faults(seen) if "WebSocket" not in fault] == []
    with visit(browser, page, size=NARROW, scripts=False) as seen:
        assert overflow(seen.page) == 0
    auctioning.close(auction, by=ROBOT, now=timezone.now() + timedelta(hours=2))
