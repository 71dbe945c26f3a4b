"""The same matter twice: orders of one unit whose words are alike, found by trigrams (pg_trgm) on Chinese text.

A title of Chinese has no blanks, so it is one word to pg_trgm; `word_similarity` asks how much of the shorter text
stands in the longer one. Only what may be shown to strangers is ever offered to them, by its masked title.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.functions import Greatest

from complaints.models import Kind, Order
from records.masks import without_numbers

DAYS = 90
ALIKE = 0.4  # share of the trigrams; 小区夜间施工扰民 and 阳光小区夜间施工噪音扰民 have 0.5, other matters below 0.3
MOST = 5
SHORTEST = 4  # signs; shorter titles say too little
OPEN_TO_ALL = [Kind.CONSULTATION, Kind.SUGGESTION, Kind.COMPLAINT]  # never reports, never complaints about officials


class Holds(Func):
    """How much of the second text stands in the first."""

    function = "word_similarity"
    output_field = FloatField()
    arity = 2


@dataclass(frozen=True)
class Alike:
    """An order about the same matter, as strangers may see it."""

    order: Order
    title: str
    state: str
    share: int  # per cent


def joinable(orders: QuerySet) -> QuerySet:
    """What strangers may see and join: open, ordinary, not confidential, complaining of no office."""
    return orders.filter(
        kind__in=OPEN_TO_ALL, is_confidential=False, accused=None, parent=None, closed_at=None, merged_into=None
    )


def ranked(orders: QuerySet, title: str, now: datetime) -> QuerySet:
    """The orders of the last ninety days that say about the same, the most alike first."""
    share = Greatest(
        TrigramWordSimilarity(title, "title"), Holds(F("title"), Value(title)), TrigramWordSimilarity(title, "text")
    )
    recent = orders.filter(received_at__gt=now - timedelta(days=DAYS))
    return recent.annotate(share=share).filter(share__gte=ALIKE).order_by("-share", "-pk")


def offered(title: str, *, now: datetime, unit=None, area=None) -> list[Alike]:
    """What somebody is shown before sending: the same unit, or the same town where no unit is known yet."""
    if len(title) < SHORTEST:
        return []
    rows = joinable(Order.objects.all())
    if unit is not None:
        rows = rows.filter(organisation=unit) | rows.filter(addressed=unit)
    elif area is not None:
        rows = rows.filter(area=area)
    return [shown(order) for order in ranked(rows, title, now)[:MOST]]


def shown(order: Order) -> Alike:
    return Alike(order, without_numbers(order.title), str(order.get_state_display()), round(order.share * 100))


def hints(order: Order, actor, now: datetime) -> list[Order]:
    """For the hotline office: other orders that this post may see and that say the same, to be merged perhaps."""
    rows = Order.objects.visible_to(actor).filter(parent=None, merged_into=None).exclude(pk=order.pk)
    if order.organisation_id:
        rows = rows.filter(organisation=order.organisation)
    elif order.category_id:
        rows = rows.filter(category=order.category)
    return list(ranked(rows, order.title, now).select_related("organisation")[:MOST])
