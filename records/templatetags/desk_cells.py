"""How cells of the tables of desks are shown: text, a link (address, words), a lamp ("lamp", tone, words)."""

from django import template

from records.money import yuan

register = template.Library()
register.filter("yuan", yuan)  # fen → 1,234,567.89; "" for nothing


@register.filter
def beside_headers(row, headers):
    """Each cell with the (header, is a number) of its column."""
    return zip(row, headers, strict=False)


@register.filter
def is_lamp(cell) -> bool:
    return isinstance(cell, tuple) and cell[0] == "lamp"


@register.filter
def is_link(cell) -> bool:
    return isinstance(cell, tuple)
