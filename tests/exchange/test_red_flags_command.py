"""`red_flags --ocds FILE --json`: what it prints, what it survives, and that nothing is saved."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exchange.ocds import lines as lines_module
from procurement.models import FactTender, Flag
from tests.exchange.releases import bid, release, write

pytestmark = pytest.mark.django_db
CLOSE = {"A": 98.01, "B": 98.06, "C": 97.99, "D": 98.02}


@pytest.fixture
def flags(tmp_path, capsys):
    """The lines for these rows, as objects."""

    def run(*rows, **options):
        path = write(tmp_path / "file.jsonl", *rows)
        call_command("red_flags", ocds=path, json=True, **options)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_line_has_every_key_of_the_contract(flags):
    [line] = flags(release("o1", bids=CLOSE))
    assert {key: line[key] for key in line if key != "explanation"} == {
        "ocid": "o1",
        "flag": "RF-06",
        "severity": "medium",
        "buyer": "T",
        "parties": ["C", "A", "D", "B"],
        "value": 0.026,
        "threshold": 0.5,
        "group_size": 4,
    }


def test_nothing_is_saved(flags):
    flags(release(bids=CLOSE))
    assert (FactTender.objects.count(), Flag.objects.count()) == (0, 0)


def test_what_is_saved_already_is_no_part_of_the_comparison(flags, tmp_path):
    rows = [release(f"s{n}", bids={"A": 90, "B": 95, "C": 99 + n}, winner="A") for n in range(3)]
    call_command("import_ocds", write(tmp_path / "saved.jsonl", *rows), stdout=StringIO())
    assert [line["flag"] for line in flags(release("o", bids={"A": 90, "B": 95, "C": 99.7}, winner="A"))] == []


GOOD = release("good", bids=CLOSE)
TOLERATED = {
    "null bids": release() | {"bids": None},
    "bids of a wrong type": release() | {"bids": {"details": "none"}},
    "a bid that is null": release() | {"bids": {"details": [None, 3, "x"]}},
    "tender is a list": release() | {"tender": []},
    "unknown status": release(bids=[bid("A", 5, status="dreamt")]),
    "amount is an object": release(bids=[bid("A", {"x": 1})]),
    "amount is true": release(bids=[bid("A", True)]),
    "amount negative": release(bids=[bid("A", -5)]),
    "amount immense": release(bids=[bid("A", 10**40)]),
    "other currency": release(bids=[bid("A", 5), bid("B", 5, currency="USD")]),
    "bidder without id": release(bids=[bid(None, 5)]),
    "dates of no calendar": release(tender={"tenderPeriod": {"startDate": "2026-02-30", "endDate": "9999-99-99"}}),
    "unknown fields": release(extra={"deep": [{"x": None}]}),
    "no buyer": release(buyer=None),
    "NUL in a name": release(parties=[{"id": "A", "name": "a\u0000b"}], bids={"A": 5}),
}


@pytest.mark.parametrize("row", TOLERATED.values(), ids=TOLERATED)
def test_odd_values_never_stop_the_others(flags, row):
    assert [line["ocid"] for line in flags(GOOD, row) if line["ocid"] == "good"] == ["good"]


REFUSED = {
    "no JSON": ("{", "-: "),
    "no object": ("[1]", "-: "),
    "NaN": ('{"ocid": NaN}', "-: "),
    "no OCID": ({"tender": {}}, "ocid: "),
    "OCID is a number": ({"ocid": 7}, "ocid: "),
    "OCID twice": (GOOD, "ocid: "),
    "not UTF-8": (b'{"ocid": "\xff"}', "-: "),
}


@pytest.mark.parametrize(("row", "where"), REFUSED.values(), ids=REFUSED)
def test_bad_line_is_named_with_its_number(flags, row, where):
    with pytest.raises(CommandError) as error:
        flags(GOOD, row)
    assert f"file.jsonl: 2: {where}" in str(error.value)
    assert error.value.returncode == 2


def test_line_that_is_too_long_is_not_held(flags, monkeypatch):
    monkeypatch.setattr(lines_module, "MOST_BYTES", 2000)
    with pytest.raises(CommandError, match="file.jsonl: 1: -: "):
        flags(b'{"ocid": "' + b"x" * 50_000 + b'"}', GOOD)


def test_bad_lines_can_be_left_out(flags):
    assert [line["ocid"] for line in flags("{", GOOD, skip_bad=True)] == ["good"]


def test_amounts_written_as_text_are_read(flags):
    texts = {code: str(price) for code, price in CLOSE.items()}
    assert [line["value"] for line in flags(release(bids=texts))] == [0.026]


def test_found_flags_can_fail_the_command(flags):
    with pytest.raises(CommandError) as error:
        flags(GOOD, fail=True)
    assert error.value.returncode == 1


def test_missing_file_is_one_line(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("red_flags", ocds=tmp_path / "none.jsonl")
    assert error.value.returncode == 2


def test_short_period_is_a_flag_of_the_law(flags):
    """招标投标法 第二十四条: from 2026-03-02 it may end on 2026-03-23 (2026-03-22 is a Sunday)."""
    span = {"startDate": "2026-03-02T09:00:00+08:00", "endDate": "2026-03-20T09:30:00+08:00"}
    [line] = flags(release("o1", tender={"tenderPeriod": span}))
    assert (line["flag"], line["value"], line["threshold"]) == ("RF-17", 18, 21)
