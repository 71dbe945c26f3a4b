"""What may stand in an address in the place of a tender number."""

from django.urls import register_converter

from procurement.numbers import PATTERN


class TenderNumber:
    """Odd signs never reach the database."""

    regex = PATTERN.pattern

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(TenderNumber, "tendernumber")
