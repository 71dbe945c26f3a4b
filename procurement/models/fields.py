"""Fields that every model of trading uses: money in whole fen, people, units, firms."""

from functools import partial

from django.db import models
from django.db.models import Q

from records import columns


def money(words, **more):
    """An amount in whole fen; empty where none was stated."""
    return models.BigIntegerField(words, **({"null": True, "blank": True} | more))


def not_negative(name: str, *fields: str) -> models.CheckConstraint:
    condition = Q()
    for field in fields:
        condition &= Q(**{field: None}) | Q(**{f"{field}__gte": 0})
    return models.CheckConstraint(condition=condition, name=name)


unit = partial(columns.unit, db_index=False)


def firm(words, **more):
    more = {"null": True, "blank": True, "related_name": "+"} | more
    return models.ForeignKey("procurement.Party", on_delete=models.PROTECT, verbose_name=words, **more)
