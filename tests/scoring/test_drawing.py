"""The draw of evaluators: shares, order, and a log that anybody can check."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import drawing

SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), min_size=1, max_size=6)


@given(SIZES, st.data())
def test_shares_make_the_number_and_none_is_further_than_one_from_its_due(sizes, data):
    total = data.draw(st.integers(0, sum(sizes.values())))
    quotas = drawing.allotted(sizes, total)
    whole = sum(sizes.values()) or 1
    assert sum(quotas.values()) == total
    assert all(abs(quotas[name] * whole - size * total) < whole for name, size in sizes.items())
    assert all(quotas[name] <= size for name, size in sizes.items())


def test_no_more_are_drawn_than_the_pool_holds():
    with pytest.raises(ValueError, match="more"):
        drawing.allotted({"a": 2}, 3)


@given(st.sets(st.text("0123456789", min_size=1, max_size=6), max_size=40), st.text(max_size=8))
def test_the_order_holds_everybody_once_whatever_the_order_of_the_list(codes, seed):
    order = drawing.shuffled(seed, "a", sorted(codes))
    assert sorted(order) == sorted(codes)
    assert drawing.shuffled(seed, "a", sorted(codes, reverse=True)) == order


def test_every_place_is_as_likely_as_the_others():
    firsts = [drawing.shuffled(str(seed), "a", ["1", "2", "3", "4"])[0] for seed in range(2000)]
    assert all(400 < firsts.count(code) < 600 for code in "1234")


def log(**changes) -> dict:
    pools = {"a": [f"P{n}" for n in range(6)], "b": ["P7", "P8", "P9"]}
    groups = drawing.drawn("seed", pools, {"a": 2, "b": 1})
    return {"seed": "seed", "proportional": True, "groups": groups} | changes


def test_a_true_log_has_no_fault():
    assert drawing.faults(log()) == []


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("order", lambda group: group["order"][::-1]),
        ("chosen", lambda group: group["order"][2:4]),
        ("size", lambda _g: 9),
    ],
)
def test_a_log_that_was_changed_is_found(place, change):
    told = log()
    told["groups"][0][place] = change(told["groups"][0])
    assert drawing.faults(told) != []


def test_another_seed_is_found():
    assert drawing.faults(log(seed="other")) != []


@pytest.mark.parametrize(("text", "status"), [(json.dumps(log()), 0), (json.dumps(log(seed="x")), 1), ("{", 2)])
def test_the_program_says_whether_the_log_fits(tmp_path, text, status):
    file = tmp_path / "log.json"
    file.write_text(text, "utf-8")
    assert drawing.main([str(file)]) == status
