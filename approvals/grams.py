"""Finding a case by part of a name, by its number or by a telephone, each through an index.

Names are cut into pieces of one and two signs, because most Chinese words that people search for have two signs and
pieces of three would not find them. The pieces are never stored in the table: the index is over the function.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Right
from django.db.models.lookups import Exact

PIECES = ArrayField(TextField())
MOST_PIECES = 30  # a longer search text is found by its beginning and compared as a whole afterwards
TAIL = 4  # signs of a telephone number that people remember


class Grams(Func):
    """The pieces of a name: approvals_grams() of the migration that made the index."""

    function = "approvals_grams"
    output_field = PIECES
    arity = 1


def pieces(text: str) -> list[str]:
    """The pieces that a name containing `text` must have: those of two signs, or the single sign."""
    text = text.lower()
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    return list(dict.fromkeys(pairs or [text]))[:MOST_PIECES]


def with_name(text: str) -> Q:
    """Part of the applicant's name."""
    among = ArrayContains(Grams(F("applicant_name")), Value(pieces(text), PIECES))
    return Q(among) & Q(applicant_name__icontains=text)


def with_telephone(text: str) -> Q:
    """The telephone number or its end, from four digits on."""
    return Q(Exact(Right(F("telephone"), TAIL), Value(text[-TAIL:]))) & Q(telephone__endswith=text)


def named(text: str) -> Q:
    """Number from its beginning, part of the applicant's name, the telephone or its end."""
    found = Q(number__startswith=text.upper()) | with_name(text)
    if text.replace("-", "").isdecimal() and len(text) >= TAIL:
        found |= with_telephone(text)
    return found
