"""What may stand in an address in the place of a tender number."""

from django.urls import register_converter

from procurement.models import OpenKind, Trade
from procurement.numbers import PATTERN


class TenderNumber:
    """Odd signs never reach the database."""

    regex = PATTERN.pattern

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(TenderNumber, "tendernumber")


class OneOf:
    """One of a few known words."""

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class OneTrade(OneOf):
    regex = "|".join(Trade.values)


class OneKind(OneOf):
    regex = "|".join(OpenKind.values)


class OneParty(OneOf):
    regex = "bidders|agents|tenderers|experts"


register_converter(OneTrade, "trade")
register_converter(OneKind, "openkind")
register_converter(OneParty, "party")
