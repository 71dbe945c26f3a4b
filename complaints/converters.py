"""What may stand in an address in the place of an order number."""

from django.urls import register_converter

from complaints.numbers import PATTERN


class OrderNumber:
    """Odd signs never reach the database."""

    regex = PATTERN.pattern

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(OrderNumber, "ordernumber")
