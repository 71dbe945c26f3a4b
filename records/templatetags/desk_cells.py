"""How cells of the tables of desks are shown: text, a link (address, words), a lamp ("lamp", tone, words)."""

from django import template

from records.money import yuan

register = template.Library()
SHORT, LONG = 20, 28  # Latin signs
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


@register.filter
def fit(cell) -> str:
    """How a cell behaves: a short one is not broken, a long one is, and has a line of its own on a telephone."""
    words = str(cell[-1] if isinstance(cell, tuple) else cell)
    width = sum(1 + (sign > "\u2e7f") for sign in words)  # Chinese signs are twice as wide
    return "" if width <= SHORT else "wrap c-wide" if width > LONG else "wrap"
