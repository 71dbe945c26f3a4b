"""Envelopes: read with a key from outside the database, at the place they are bound to, and nowhere else."""

import pytest
from cryptography.exceptions import InvalidTag

from complaints import identity
from funds import persons
from procurement import veil
from records import envelopes

NEW, OLD = "2026a:" + "ab" * 32, "2025a:" + "cd" * 32


def test_first_key_seals_and_all_open(settings):
    settings.IDENTITY_KEYS = [OLD]
    name, sealed = envelopes.seal("test", b"110105", "place:1")
    settings.IDENTITY_KEYS = [NEW, OLD]
    assert (name, envelopes.unseal("test", name, sealed, "place:1")) == ("2025a", b"110105")
    assert envelopes.seal("test", b"", "")[0] == "2026a"


def test_county_without_keys_has_one_for_every_purpose(settings):
    settings.IDENTITY_KEYS = []
    name, sealed = envelopes.seal("one", b"secret", "place:1")
    assert name == "s1"
    with pytest.raises(InvalidTag):
        envelopes.unseal("other", name, sealed, "place:1")


def test_envelope_does_not_open_at_another_place():
    name, sealed = envelopes.seal("test", b"secret", "place:1")
    with pytest.raises(InvalidTag):
        envelopes.unseal("test", name, sealed, "place:2")


def test_key_that_was_taken_away_is_missed(settings):
    settings.IDENTITY_KEYS = [OLD]
    name, sealed = envelopes.seal("test", b"secret", "place:1")
    settings.IDENTITY_KEYS = [NEW]
    with pytest.raises(KeyError):
        envelopes.unseal("test", name, sealed, "place:1")


# Sealed under this SECRET_KEY without keys of its own: what lies in the database of a county stays readable.
OLD_SECRET = "kept-since-the-first-release"
VECTORS = [
    "e417d344013a57dee65e63775df971a34496f1623d1097da74d2b637f9b68681f0a9a45d5d900c49d257cf004bb5e73859",
    "9c6b8f2dbc92e09402fa3119f1189449978ed90ae8d1e5c5e36eadd23e989592225963bfb95a21417b6031f01ce8",
    "2c7c9c0b98b2b69383e22678efbb7818d581688c0eb478120ac03ab7c52ccae16b56db37215b79e268",
]


def test_what_was_sealed_before_still_opens(settings):
    settings.SECRET_KEY, settings.IDENTITY_KEYS = OLD_SECRET, []
    order, person, seat = (bytes.fromhex(text) for text in VECTORS)
    assert identity.unseal(7, "s1", order) == {"name": "张建国"}
    mark = persons.digest(persons.PERSON, "11010519491231002X")
    assert persons.unseal(mark, "s1", person) == "11010519491231002X"
    assert veil.unseal("s1", "seat:7:2", seat) == ["程立平"]
