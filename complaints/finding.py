"""Finding public answers by what people type, through an index.

Texts are cut into pieces of one and two signs, because most Chinese words that people search for have two signs. The
pieces are never stored: the index is over the function `complaints_pieces` of the database.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains, ArrayOverlap
from django.db.models import F, Func, IntegerField, QuerySet, TextField, Value

PIECES = ArrayField(TextField())
MOST_PIECES = 30  # a longer question is judged by its beginning
ENOUGH = 0.5  # share of the pieces of a question that a text found by likeness has
EMPTY_WORDS = [
    "怎么办理",
    "怎么办",
    "怎么",
    "如何",
    "请问",
    "哪里",
    "什么",
    "需要",
    "可以",
    "是否",
    "多少",
    "办理",
    "吗",
    "呢",
    "的",
]


class Pieces(Func):
    """The pieces of a text: complaints_pieces() of the migration that made the index."""

    function = "complaints_pieces"
    output_field = PIECES
    arity = 1


class Shared(Func):
    """How many of the pieces asked for stand in the text."""

    function = "complaints_shared"
    output_field = IntegerField()
    arity = 2


def pieces(text: str) -> list[str]:
    """The pieces of two signs of one word; the sign itself where it is one."""
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    return list(dict.fromkeys(pairs or [text]))


def asked_for(text: str) -> list[str]:
    """The pieces of what was typed, word by word; words that every question has are left out where others remain."""
    text = text.lower()
    plain = text
    for word in EMPTY_WORDS:
        plain = plain.replace(word, " ")
    words = plain.split() or text.split()
    return list(dict.fromkeys(piece for word in words for piece in pieces(word)))[:MOST_PIECES]


def matching(rows: QuerySet, text: str) -> QuerySet:
    """The rows whose `search` text has the words typed, or at least half of their pieces; the most alike first."""
    wanted = asked_for(text)
    if not wanted:
        return rows.annotate(shared=Value(0))
    cut, given = Pieces(F("search")), Value(wanted, PIECES)
    near = rows.filter(ArrayContains(cut, given) if len(wanted) == 1 else ArrayOverlap(cut, given))
    least = max(1, round(len(wanted) * ENOUGH))
    return near.annotate(shared=Shared(F("search"), given)).filter(shared__gte=least)


def search_text(*parts: str) -> str:
    """What a row is found by."""
    return "\n".join(part for part in parts if part).lower()
