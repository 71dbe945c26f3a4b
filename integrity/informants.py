"""Who told a risk, sealed: encrypted at rest with a key outside the database, bound to the number it belongs to."""

from records import envelopes

PURPOSE = "integrity:informant"


def seal(number: str, words: str) -> tuple[str, bytes]:
    """(key id, sealed bytes) of who told it."""
    return envelopes.seal(PURPOSE, words.encode(), f"risk:{number}")


def unseal(number: str, key: str, sealed) -> str:
    """What was sealed. Raises KeyError for a key that is not here, InvalidTag for anything that was changed."""
    return envelopes.unseal(PURPOSE, key, sealed, f"risk:{number}").decode()
