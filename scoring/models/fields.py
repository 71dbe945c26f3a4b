"""Columns that many tables of scoring have."""

from decimal import Decimal

from django.conf import settings
from django.db import models


def points_field(label, **more):
    """Points with four places: weighted parts stay exact, only totals are rounded."""
    return models.DecimalField(label, max_digits=9, decimal_places=4, **more)


def person(label=None, **more):
    """Who did it; the robot is nobody."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=label,
        **more,
    )


def unit(label, related_name="+", **more):
    return models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name=related_name, verbose_name=label, **more
    )


def shown(number) -> str:
    """Points without needless zeros."""
    return f"{Decimal(number).normalize():f}"
