"""The tree is that of RFC 6962, however it was grown."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import merkle

# RFC 6962 test data of the certificate transparency project: leaves and the roots of their first n.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def leaf(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


LEAVES = [leaf(bytes.fromhex(text)) for text in INPUTS]


def grown(leaves):
    return merkle.append(0, [], leaves, keep_from=99)


@pytest.mark.parametrize("size", ROOTS)
def test_published_roots(size):
    assert merkle.root_of(grown(LEAVES[:size])[1]) == ROOTS[size]


def test_empty_tree_has_the_root_of_the_rfc():
    assert merkle.root_of([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(1, 70), st.integers(0, 70))
def test_growing_in_two_rounds_is_growing_in_one(size, first):
    leaves = [leaf(bytes([number])) for number in range(size)]
    begun, frontier, _ = grown(leaves[:first])
    assert merkle.append(begun, frontier, leaves[first:], 99)[:2] == grown(leaves)[:2]


@given(st.integers(1, 70), st.data())
def test_path_of_every_leaf_leads_to_the_root(size, data):
    leaves = [leaf(bytes([number])) for number in range(size)]
    number = data.draw(st.integers(0, size - 1))

    def node(level, position):
        return merkle.root_of(grown(leaves[position << level : (position + 1) << level])[1])

    steps = merkle.path(number, 0, size, node)
    assert merkle.climb(leaves[number].hex(), number, size, steps) == merkle.root_of(grown(leaves)[1])


@pytest.mark.parametrize("steps", [[], ["00" * 32] * 9])
def test_path_of_the_wrong_length_leads_nowhere(steps):
    assert merkle.climb(LEAVES[0].hex(), 0, 8, steps) == ""


def test_kept_nodes_are_the_complete_subtrees():
    nodes = merkle.append(0, [], LEAVES, keep_from=2)[2]
    assert [(level, position) for level, position, _digest in nodes] == [(2, 0), (2, 1), (3, 0)]
