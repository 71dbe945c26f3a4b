"""The format of sealed bids without a portal: prices as typed, statements, the tool, and what nobody can do to it."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import sealing, statements
from procurement.sealing import Unsealable

NUMBER, CODE, SIZE = "YXJY20260302-0001-5", "91420583MA00000027", 64 * 1024
SAID = {"format": sealing.BID_FORMAT, "tender": NUMBER, "round": 1, "party": CODE, "price": 930_000_000}
VECTORS = json.loads((Path(__file__).parent / "seal_vectors.json").read_text("utf-8"))
ABOUT = {"tender": NUMBER, "round_": 1, "party": CODE}


@pytest.fixture(scope="module")
def bid():
    """(sealed bid, key file as read)."""
    sealed, kept = sealing.seal(sealing.encode(SAID), size=SIZE, **ABOUT)
    return sealed, sealing.read_key(json.dumps(kept))


def test_what_is_sealed_comes_out_again(bid):
    sealed, keys = bid
    sealing.check(sealed, tender=NUMBER, round_=1, size=SIZE)
    assert json.loads(sealing.unseal(sealed, keys["key"])) == SAID


def test_bytes_follow_from_key_salt_secret_and_nonce():
    """The vectors that the browser has to meet as well (tests/browser/test_sealing_pages.py)."""
    for vector in VECTORS:
        parts = {name: bytes.fromhex(vector[name]) for name in ("key", "salt", "withdrawal", "nonce")}
        about = {"tender": vector["tender"], "round_": vector["round"], "party": vector["party"]}
        content = vector["content"].encode()
        sealed, kept = sealing.seal(content, size=vector["size"], secrets=sealing.Secrets(**parts), **about)
        assert (kept["digest"], sealed[:148].hex()) == (vector["digest"], vector["head"])


@pytest.mark.parametrize("place", [0, 9, 41, 73, 105, 137, 149, 60_000, -9, -1])
def test_one_bit_changed_anywhere_is_noticed(bid, place):
    sealed, keys = bid
    place %= len(sealed)
    bent = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    with pytest.raises(Unsealable):
        looked_at(bent, keys)


def looked_at(sealed, keys):
    """Everything that is asked of a bid between the door and the opening."""
    sealing.check(sealed, tender=NUMBER, round_=1, size=SIZE)
    sealing.check_key(sealed, key=keys["key"], salt=keys["salt"], party=CODE)
    return sealing.unseal(sealed, keys["key"])


def test_two_bids_are_equally_long_whatever_they_say():
    short, _kept = sealing.seal(b"x", size=SIZE, **ABOUT)
    long, _kept = sealing.seal(b"x" * 60_000, size=SIZE, **ABOUT)
    assert len(short) == len(long) == len(sealing.cover(NUMBER, 1, SIZE)) == sealing.length(SIZE)


def test_content_larger_than_the_box_is_refused():
    with pytest.raises(Unsealable) as wrong:
        sealing.seal(bytes(SIZE - 7), size=SIZE, **ABOUT)
    assert wrong.value.code == "large"


@given(st.binary(max_size=2000))
def test_random_content_survives(content):
    sealed, kept = sealing.seal(content, size=4096, **ABOUT)
    assert sealing.unseal(sealed, bytes.fromhex(kept["key"])) == content


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("9650000", 965_000_000),
        ("9,650,000.00", 965_000_000),
        ("9650000.5", 965_000_050),
        ("９６５００００．０１", 965_000_001),
        ("¥9650000元", 965_000_000),
        ("0.01", 1),
    ],
)
def test_price_as_people_type_it(typed, fen):
    assert sealing.fen(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("965万", "price_unit"),
        ("965万元", "price_unit"),
        ("1.2亿", "price_unit"),
        ("九百万", "price_unit"),
        ("9650000.001", "price_fen"),
        ("9650000.000", "price_fen"),
        ("0", "price_range"),
        ("0.00", "price_range"),
        ("-1", "price_form"),
        ("1e7", "price_form"),
        ("NaN", "price_form"),
        ("", "price_form"),
        ("=1+1", "price_form"),
        ("9999999999999999", "price_range"),
        ("1" * 400, "price_form"),
    ],
)
def test_price_that_is_none_says_why(typed, code):
    with pytest.raises(Unsealable) as wrong:
        sealing.fen(typed)
    assert wrong.value.code == code


def read(said):
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    return statements.read(content, tender=NUMBER, round_=1, party=CODE)


def test_statement_is_read():
    found = read(
        SAID | {"days": 360, "manager": " 李\u200b明 ", "guarantee": {"account": "6222"}, "devices": {"mac": ["a1"]}}
    )
    assert (found.price, found.days, found.manager) == (930_000_000, 360, "李明")
    assert (found.guarantee["account"], found.devices) == ("6222", {"mac": ["a1"]})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"price": "965万元"}, "price_range"),
        ({"price": 96500000.125}, "price_range"),
        ({"price": -1}, "price_range"),
        ({"price": 0}, "price_range"),
        ({"price": True}, "price_range"),
        ({"price": None}, "price_range"),
        ({"price": 10**16}, "price_range"),
        ({"party": "91420583MA0000003X"}, "bidder"),
        ({"tender": "YXJY20260101-0001-1"}, "tender"),
        ({"round": 2}, "tender"),
        ({"days": "360"}, "content"),
        ({"days": -5}, "content"),
        ({"manager": 5}, "content"),
        ({"devices": [1]}, "content"),
        ({"devices": {"mac": "a1"}}, "content"),
        ({"files": [{"name": "a.pdf", "data": "not base64!"}]}, "content"),
        ({"files": {"name": "a.pdf"}}, "content"),
        ({"guarantee": "BZ1"}, "content"),
        ({"format": "other"}, "content"),
    ],
)
def test_statement_that_is_none_is_refused(changes, code):
    with pytest.raises(Unsealable) as wrong:
        read(SAID | changes)
    assert wrong.value.code == code


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"null", b"7", b"[" * 20_000], ids=range(6))
def test_bytes_that_are_no_statement_are_refused(content):
    with pytest.raises(Unsealable) as wrong:
        read(content)
    assert wrong.value.code == "content"


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"format": "mingjing-bid-key-1"}', "[" * 5000])
def test_what_is_no_key_file_is_refused(text):
    with pytest.raises(Unsealable) as wrong:
        sealing.read_key(text)
    assert wrong.value.code == "keyfile"


def test_equal_devices_have_equal_marks_and_tell_nothing():
    assert sealing.device("mac", "00:1A:2B:3C:4D:5E") == sealing.device("mac", "001a2b3c4d5e")
    assert sealing.device("mac", "001a2b3c4d5e") != sealing.device("cpu", "001a2b3c4d5e")
    assert "1a2b" not in sealing.device("mac", "00:1A:2B:3C:4D:5E")


# The tool of the bidder.


def test_tool_seals_and_opens(tmp_path, capsys):
    bid, paper = tmp_path / "bid.json", tmp_path / "商务标.pdf"
    paper.write_bytes(b"%PDF-1.7 commercial")
    assert sealing.main(["template", str(bid), "--tender", NUMBER]) == 0
    typed = json.loads(bid.read_text("utf-8")) | {"party": CODE, "price": "9,650,000.00"}
    bid.write_text(json.dumps(typed), "utf-8")
    assert sealing.main(["seal", str(bid), "--size", "64", "--file", str(paper)]) == 0
    sealed, keys = tmp_path / "bid.sealed", tmp_path / "bid.key.json"
    sealing.check(sealed.read_bytes(), tender=NUMBER, round_=1, size=SIZE)
    capsys.readouterr()
    assert sealing.main(["open", str(sealed), str(keys)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["price"], found["files"]) == (965_000_000, [{"name": "商务标.pdf", "data": "19 字节"}])


@pytest.mark.parametrize(
    ("price", "code", "words"), [("965万元", 1, "万元"), ("9650000.001", 1, "两位小数"), (None, 2, "无法读取")]
)
def test_tool_says_what_is_wrong(tmp_path, capsys, price, code, words):
    bid = tmp_path / "bid.json"
    bid.write_text(
        json.dumps({"tender": NUMBER, "round": 1, "party": CODE, "price": price}) if price else "{", "utf-8"
    )
    assert sealing.main(["seal", str(bid), "--size", "64"]) == code
    assert words in capsys.readouterr().err
    assert not (tmp_path / "bid.sealed").exists()


def test_tool_is_one_file_without_the_portal():
    """Whoever downloads it needs Python and cryptography, nothing of ours."""
    words = Path(sealing.__file__).read_text("utf-8")
    imported = {
        line.split()[1].partition(".")[0] for line in words.splitlines() if line.startswith(("import ", "from "))
    }
    assert imported - sys.stdlib_module_names == {"cryptography"}
