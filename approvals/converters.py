"""What may stand in an address in the place of a code."""

from django.urls import register_converter


class PlainCode:
    """A case number or the code of an item; odd signs never reach the database."""

    regex = r"[A-Za-z0-9._-]{1,30}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PlainCode, "plaincode")
