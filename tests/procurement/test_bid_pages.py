"""Pages of bids: handing in as nobody, the key at the opening, the opening room, guarantees, auctions."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from deadlines import holds
from procurement import actions, sealing
from procurement.actions import auctioning, boxes, guaranteeing
from procurement.models import Auction, BankLine, Bid, Guarantee, OnSite, Opening, Reveal, SealedBid, Tender
from records.models import Entry
from tests.conftest import at
from tests.gates import signed_in
from tests.procurement.sealing import acting_for, bring, drop, sealed_for
from tests.procurement.selling import STEP, listed, minutes, published

DUE = at("2026-03-23 09:30")
KEY = {"key": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}


@pytest.fixture
def clock(time_machine):
    """`clock("2026-03-20")`: the pages believe that it is this moment."""

    def move(moment):
        time_machine.move_to(at(moment) if isinstance(moment, str) else moment, tick=False)

    return move


@pytest.fixture
def box(course, clock):
    """A tender that takes bids, three days before its deadline."""
    tender = course.to("closing")
    boxes.box_of(tender, at("2026-03-20"), size=64)
    clock("2026-03-20")
    return tender


def address(name, tender):
    return reverse(f"procurement:{name}", args=[tender.number])


def upload(client, tender, sealed, **headers):
    return client.post(address("seal", tender), {"sealed": SimpleUploadedFile("bid.sealed", sealed)}, headers=headers)


def test_bid_is_handed_in_by_nobody(box, firms, bidder):
    """Somebody who is signed in hands in: no cookie is read, none is set, the record names nobody."""
    sealed, keys = sealed_for(box, firms["alpha"])
    client = signed_in(bidder)
    session = client.session.session_key
    answer = upload(client, box, sealed, accept="application/json")
    assert (answer.status_code, answer.json()["digest"]) == (201, keys["digest"])
    assert "sessionid" not in answer.cookies
    assert session not in str(answer.context)
    assert Entry.objects.get(digest=answer.json()["entry"]).actor_id is None


def test_receipt_is_a_page_without_scripts(box, firms):
    sealed, keys = sealed_for(box, firms["alpha"])
    answer = upload(Client(), box, sealed)
    assert answer.status_code == 201
    assert keys["digest"] in answer.content.decode()


@pytest.mark.parametrize("sealed", [b"", b"%PDF-1.7", bytes(200_000)], ids=["empty", "plain", "large"])
def test_file_that_is_no_sealed_bid_is_refused_on_the_page(box, sealed):
    answer = upload(Client(), box, sealed)
    assert answer.status_code == 422
    assert not SealedBid.objects.exists()


def test_late_bid_is_refused_with_both_times(box, firms, clock):
    sealed, _keys = sealed_for(box, firms["alpha"])
    clock(DUE + timedelta(seconds=1))
    answer = upload(Client(), box, sealed, accept="application/json")
    assert answer.status_code == 422
    assert "09:30:00" in answer.json()["error"]
    assert "09:30:01" in answer.json()["error"]


def test_looking_at_the_door_makes_nothing(course, clock):
    tender = course.to("closing")
    clock("2026-03-20")
    assert Client().get(address("seal", tender)).status_code == 200
    assert not tender.boxes.exists()


def test_page_sends_nothing_in_clear(box):
    """The fields of the bid have no names: no form, script or none, can send them."""
    page = Client().get(address("seal", box)).content.decode()
    typed = page[page.index('id="bid-party"') : page.index('id="seal"')]
    assert "name=" not in typed


def test_bid_is_withdrawn_on_the_page(box, firms, clock):
    keys = drop(box, firms["alpha"])
    clock("2026-03-22 18:00")
    wrong = Client().post(address("withdraw_bid", box), {"digest": keys["digest"], "secret": "0" * 32})
    assert (wrong.status_code, SealedBid.objects.get().withdrawn_at) == (422, None)
    right = Client().post(address("withdraw_bid", box), {"digest": keys["digest"], "secret": keys["withdrawal"]})
    assert (right.status_code, SealedBid.objects.get().withdrawn_at) == (200, at("2026-03-22 18:00"))


def test_tool_and_guide_are_for_everybody(db):
    assert Client().get(reverse("procurement:bid_guide")).status_code == 200
    tool = Client().get(reverse("procurement:bid_tool"))
    assert b"".join(tool.streaming_content) == Path(sealing.__file__).read_bytes()


def test_desk_of_a_bidder_shows_open_tenders_and_restrictions(box, firms, bidder, inspector):
    holds.hold(firms["alpha"], "虚假投标，黄牌", by=inspector, now=at("2026-03-19"))
    page = signed_in(bidder).get(reverse("procurement:my_bids")).content.decode()
    assert box.title in page
    assert "虚假投标，黄牌" in page


def key_file(keys):
    return {"key_file": SimpleUploadedFile("a.key.json", json.dumps(keys).encode())}


def test_key_is_brought_on_the_page(course, firms, clock):
    course.to("opening")
    clock("2026-03-23 09:40")
    client, page = signed_in(acting_for(firms["alpha"])), address("my_bid", course.tender)
    assert client.post(page, key_file(course.keys["alpha"]) | KEY).status_code == 302
    assert Reveal.objects.get().party == firms["alpha"]


@pytest.mark.parametrize("spoil", ["other firm", "no json", "other tender"])
def test_key_that_does_not_fit_is_refused_at_its_field(course, firms, clock, spoil):
    course.to("opening")
    clock("2026-03-23 09:40")
    keys = dict(course.keys["alpha"])
    if spoil == "other tender":
        keys["tender"] = "YXJY20260302-0001-5"
    who = firms["beta"] if spoil == "other firm" else firms["alpha"]
    sent = key_file(keys) if spoil != "no json" else {"key_file": SimpleUploadedFile("a.json", b"\xff{")}
    answer = signed_in(acting_for(who)).post(address("my_bid", course.tender), sent | KEY)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["key_file"])
    assert not Reveal.objects.exists()


@pytest.fixture
def revealed(course, clock):
    """Every firm has brought its key; the window has closed."""
    course.to("opening")
    for name, keys in course.keys.items():
        bring(course.tender, course.firms[name], keys)
    clock("2026-03-23 10:31")
    return course.tender


def test_opening_room_takes_a_signature_and_opens(revealed, supervisor, centre_clerk):
    room = address("opening_room", revealed)
    early = signed_in(centre_clerk).post(room, {"deed": "open"})
    assert (early.status_code, Opening.objects.count()) == (422, 0)
    assert signed_in(supervisor).post(room, {"deed": "sign-in"}).status_code == 302
    assert OnSite.objects.get().name == "何建平"
    assert signed_in(centre_clerk).post(room, {"deed": "open"}).status_code == 302
    assert Tender.objects.get().step == "evaluation"
    public = Client().get(address("opening_record", revealed))
    assert "9,150,000.00" in public.content.decode()


def test_nobody_opens_for_another_office(revealed, supervisor, tenderer):
    room = address("opening_room", revealed)
    assert signed_in(supervisor).post(room, {"deed": "open"}).status_code == 403
    assert signed_in(tenderer).post(room, {"deed": "sign-in"}).status_code == 403
    assert signed_in(tenderer).post(room, {"deed": "other"}).status_code == 404


def test_opening_room_shows_no_bidder_before_the_end_of_the_window(revealed, centre_clerk, clock):
    clock("2026-03-23 10:00")
    page = signed_in(centre_clerk).get(address("opening_room", revealed)).content.decode()
    assert "云溪建工" not in page


def test_record_is_not_there_before_the_opening(revealed):
    assert Client().get(address("opening_record", revealed)).status_code == 404


# Guarantees.

LINES = """BZ000027\t云溪建工集团有限公司\t62220027\t190,000.00\t2026-03-20
BZ000035，湖北某某商贸有限公司，62229999，190000，2026-03-20"""


def numbered(firms, text=LINES):
    """The bank's list with the numbers that the bids quote."""
    for key, name in (("000027", "alpha"), ("000035", "beta")):
        text = text.replace(f"BZ{key}", f"BZ{firms[name].code[-6:]}").replace(f"6222{key[-4:]}", account(firms[name]))
    return text


def account(firm):
    return f"6222{firm.code[-4:]}"


@pytest.fixture
def read_out(course, clock):
    tender = course.to("evaluation")
    clock("2026-03-23 11:00")
    return tender


def test_payments_find_their_bids_and_strange_payers_show(read_out, firms, centre_clerk):
    page = address("guarantees", read_out)
    assert signed_in(centre_clerk).post(page, {"payments": numbered(firms)} | KEY).status_code == 302
    rows = signed_in(centre_clerk).get(page).context["rows"]
    found = {row["bid"].party.name[:4]: str(row["problem"]) for row in rows}
    assert found == {
        "云溪建工": "",
        "宏远建设": "保证金不是从投标人自己的账户转出。",
        "湖北长江": "未查到该投标人的保证金到账记录。",
    }


@pytest.mark.parametrize(
    "line",
    [
        "BZ1\t甲\t6222\t19万\t2026-03-20",
        "BZ1\t甲\t6222\t1.234\t2026-03-20",
        "BZ1\t甲\t6222\t190000\t2026-02-30",
        "BZ1\t甲\t6222\t190000",
        "BZ1\t甲\t6222\t190000\t2026-03-25",
        "BZ1\t甲\t6222\t1\t2026-03-20\nBZ1\t乙\t6223\t1\t2026-03-20",
    ],
)
def test_list_with_a_bad_line_is_refused_as_a_whole(read_out, centre_clerk, line):
    sent = {"payments": f"BZ9\t丙\t6222\t190000\t2026-03-20\n{line}"} | KEY
    answer = signed_in(centre_clerk).post(address("guarantees", read_out), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["payments"])
    assert not BankLine.objects.exists()


def test_list_before_the_deadline_is_refused(box, centre_clerk):
    answer = signed_in(centre_clerk).post(address("guarantees", box), {"payments": "BZ1,甲,6222,1,2026-03-20"} | KEY)
    assert (answer.status_code, BankLine.objects.count()) == (422, 0)


def test_last_return_to_the_losers_ends_their_clock(course, firms, clock, centre_clerk):
    course.to("contract")
    clock("2026-04-10 10:00")
    client, page = signed_in(centre_clerk), address("guarantees", course.tender)
    client.post(page, {"payments": numbered(firms)} | KEY)
    course.do("contract", moment="2026-04-10 09:00")
    bid = Bid.objects.get(party=firms["beta"])
    back = reverse("procurement:settle_guarantee", args=[course.tender.number, bid.pk, "return"])
    assert client.post(back, {"reference": ""}).status_code == 422
    assert client.post(back, {"reference": "ZZ-20260410-1", "interest": "35.60"}).status_code == 302
    guarantee = Guarantee.objects.get(bid=bid)
    assert (guarantee.state, guarantee.interest) == ("returned", 3560)
    assert course.tender.awards.get().losers_refunded_at == at("2026-04-10 10:00")


# Auctions.


@pytest.fixture
def auction(hand_in, cast, supervisor_head, centre_clerk, firms):
    return listed(published(hand_in, cast, supervisor_head), centre_clerk, firms)


def test_offer_by_form_and_its_refusal(auction, firms, clock):
    clock(minutes(5))
    page = address("auction", auction.tender)
    alpha, beta = (signed_in(acting_for(firms[name])) for name in ("alpha", "beta"))
    assert alpha.post(page, {"amount": "5000000"} | KEY).status_code == 302
    answer = beta.post(page, {"amount": "500万"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["amount"])
    answer = beta.post(page, {"amount": "5000000"})
    assert "5,100,000.00" in str(answer.context["form"].errors)


def test_strangers_follow_but_do_not_offer(auction, clock, citizen):
    clock(minutes(5))
    page = address("auction", auction.tender)
    assert Client().get(page).status_code == 200
    assert Client().post(page, {"amount": "5000000"}).status_code == 302
    assert signed_in(citizen).post(page, {"amount": "5000000"}).status_code == 403


def test_names_stand_behind_numbers_until_the_end(auction, firms, clock):
    clock(minutes(5))
    signed_in(acting_for(firms["alpha"])).post(address("auction", auction.tender), {"amount": "5000000"})
    page, figures = address("auction", auction.tender), address("auction_state", auction.tender)
    assert "云溪建工" not in Client().get(page).content.decode()
    assert Client().get(figures).json()["offers"] == [
        {"number": 1, "amount": "5,000,000.00", "at": "03-23 09:05:00", "firm": ""}
    ]
    clock(minutes(61))
    auctioning.close_due(minutes(61))
    assert "云溪建工" in Client().get(page).content.decode()


def test_centre_prepares_admits_and_closes(hand_in, cast, supervisor_head, centre_clerk, firms, clock):
    tender = published(hand_in, cast, supervisor_head)
    page, client = address("desk_auction", tender), signed_in(centre_clerk)
    clock("2026-03-20")
    wrong = client.post(page, {"deed": "list", "increment": "0"})
    assert (wrong.status_code, list(wrong.context["forms"]["list"].errors)) == (422, ["increment"])
    assert client.post(page, {"deed": "list", "increment": f"{STEP // 100}"}).status_code == 302
    assert client.post(page, {"deed": "admit", "party": "没有这家"}).status_code == 422
    assert client.post(page, {"deed": "admit", "party": firms["alpha"].code}).status_code == 302
    assert client.post(page, {"deed": "close"}).status_code == 422
    clock(minutes(61))
    assert client.post(page, {"deed": "close"}).status_code == 302
    assert Auction.objects.get().state == "unsold"


def test_register_follows_the_return_of_all_at_once(course, firms, centre_clerk):
    """The centre pays everybody back by one deed: the register holds nothing of the losers any more."""
    course.to("contract")
    lines = [payment(course.tender, firm) for firm in firms.values()]
    guaranteeing.enter_payments(course.tender, lines, by=centre_clerk, now=at("2026-04-09"))
    course.do("contract")
    actions.guarantees_returned(course.tender, by=centre_clerk, now=at("2026-04-14"), whose="losers")
    found = dict(Guarantee.objects.values_list("bid__party__name", "state"))
    assert found == {firms["alpha"].name: "held", firms["beta"].name: "returned", firms["gamma"].name: "returned"}


def payment(tender, firm):
    number = f"BZ{firm.code[-6:]}"
    return guaranteeing.Payment(number, firm.name, account(firm), tender.guarantee, at("2026-03-20").date())
