"""Columns that many models use: whole fen, people who did a deed, units."""

from django.conf import settings
from django.db import models


def fen(words, **more):
    """An amount in whole fen (of goods: in whole pieces)."""
    return models.BigIntegerField(words, **more)


def person(**more):
    """Who did a deed; not indexed, because it changes with the deeds."""
    more = {"null": True, "related_name": "+", "db_index": False} | more
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, **more)


def unit(words, **more):
    more = {"null": True, "blank": True, "related_name": "+"} | more
    return models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, verbose_name=words, **more)
