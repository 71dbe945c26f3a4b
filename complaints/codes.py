"""The code of an anonymous complainant: 24 signs, shown once, kept only as a keyed digest.

23 signs of 31 hold 113.9 bits; the last one is a check sign that finds every wrong sign and every exchange of two
neighbours, so that a mistyped code is told apart from an unknown one without a look into the database.
"""

import secrets

from complaints import pepper

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime; none that could be mistaken: no 0 O 1 I L
LENGTH, GROUP = 24, 4
USE = "code"


def check_sign(stem: str) -> str:
    """The sign that belongs behind these 23."""
    return SIGNS[sum(place * (SIGNS.index(sign) + 1) for place, sign in enumerate(stem, 1)) % len(SIGNS)]


def new_code(salt: str = "") -> str:
    """A code from the generator of the system; from the salt of a form, so that a form sent twice gives the same."""
    number = int.from_bytes(pepper.digest("salt", salt) if salt else secrets.token_bytes(32), "big")
    stem = ""
    for _place in range(LENGTH - 1):
        number, rest = divmod(number, len(SIGNS))
        stem += SIGNS[rest]
    return stem + check_sign(stem)


def read(text: str) -> str:
    """The code as typed, in capitals without blanks and hyphens; "" for what can be no code."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH or any(sign not in SIGNS for sign in signs):
        return ""
    return signs if check_sign(signs[:-1]) == signs[-1] else ""


def printed(code: str) -> str:
    """ABCD-EFGH-… for eyes and paper."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def mark(code: str) -> str:
    """What the database keeps of a code."""
    return pepper.mark(USE, code)
