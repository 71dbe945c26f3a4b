"""The site search: words without cutting Chinese into words, ranked, grouped by kind, the hits marked."""

import re
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, F, Func, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from disclosure.models import Indexed

MOST_WORDS = 5
IN_GROUP = 5  # of each kind on the first page
AROUND = 40  # signs of the text shown before and after a hit
CUT = re.compile(r"[\s!-/:-@\[-`{-~　，。；：、！？“”‘’（）《》〈〉【】〔〕…—·]+")  # as disclosure_grams cuts
K = Indexed.Kind
ADDRESSES = {
    K.ITEM: "approvals:item",
    K.POWER: "powers:public_power",
    K.ANNOUNCEMENT: "disclosure:announcement",
    K.PUBLICATION: "disclosure:publication",
    K.DOCUMENT: "disclosure:document",
    K.LESSON: "disclosure:lesson",
    K.TENDER: "procurement:public_tender",
    K.PROJECT: "projects:public_project",
    K.UNIT: "disclosure:unit",
}
PLACES = Case(*[When(kind=kind, then=Value(place)) for place, kind in enumerate(ADDRESSES)])


@dataclass(frozen=True)
class Hit:
    """One line of the answer; `title` and `around` have their hits marked."""

    address: str
    title: str
    around: str
    unit: str


@dataclass(frozen=True)
class Group:
    kind: str
    label: str
    count: int
    hits: list[Hit]


def words_of(text: str) -> list[str]:
    """What is searched for: at most five words, without punctuation."""
    return [word for word in CUT.split(text.lower()) if word][:MOST_WORDS]


def found(words: list[str]):
    """The rows in which every word occurs, best first: whole title, its beginning, in the title, in the text."""
    rows = Indexed.objects.all()
    for word in words:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
        if len(word) > 1:  # the index finds pairs of signs; a single one is looked for in the titles
            grams = Func(Value(word), function="disclosure_grams", output_field=ArrayField(models.TextField()))
            rows = rows.filter(grams__contains=grams)
        else:
            rows = rows.filter(title__icontains=word)
    in_title = Q()
    for word in words:
        in_title &= Q(title__icontains=word)
    whole = " ".join(words)
    rank = Case(
        When(title__iexact=whole, then=Value(0)),
        When(key__iexact=whole, then=Value(0)),
        When(title__istartswith=whole, then=Value(1)),
        When(in_title, then=Value(2)),
        default=Value(3),
    )
    return rows.annotate(rank=rank, place=PLACES)


ORDER = ("rank", "-weight", "title", "pk")


def groups(words: list[str]) -> list[Group]:
    """The first hits of each kind, with how many there are; the kind with the best hit first."""
    if not words:
        return []
    rows = found(words)
    counts = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    order = [F("rank").asc(), F("weight").desc(), F("title").asc(), F("pk").asc()]
    numbered = rows.annotate(nth=Window(RowNumber(), partition_by=[F("kind")], order_by=order))
    shown = numbered.filter(nth__lte=IN_GROUP).select_related("organisation").order_by("place", "nth")
    by_kind: dict[str, list] = {}
    for row in shown:
        by_kind.setdefault(row.kind, []).append(row)
    best = sorted(by_kind.items(), key=lambda pair: pair[1][0].rank)
    return [
        Group(kind, K(kind).label, counts[kind], [hit(row, words) for row in found_rows]) for kind, found_rows in best
    ]


def of_kind(words: list[str], kind: str):
    """All hits of one kind, to be paged."""
    return found(words).filter(kind=kind).select_related("organisation").order_by(*ORDER)


def hit(row: Indexed, words: list[str]) -> Hit:
    address = reverse(ADDRESSES[row.kind], args=[row.key])
    unit = row.organisation.short_name if row.organisation and row.kind != K.UNIT else ""
    return Hit(address, marked(row.title, words), marked(around(row.text, words), words), unit)


def around(text: str, words: list[str]) -> str:
    """The part of the text around the first hit; its beginning where the hit is in the title alone."""
    text = " ".join(text.split())
    places = [place for word in words if (place := text.lower().find(word)) >= 0]
    first = max(0, min(places, default=0) - AROUND)
    part = text[first : first + 2 * AROUND + 20]
    return f"{'…' if first else ''}{part}{'…' if len(text) > first + len(part) else ''}"


def marked(text: str, words: list[str]):
    """The text with every hit inside <mark>."""
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    parts, last = [], 0
    for match in pattern.finditer(text):
        parts += [(False, text[last : match.start()]), (True, match.group())]
        last = match.end()
    parts.append((False, text[last:]))
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for hit, part in parts)
    )
