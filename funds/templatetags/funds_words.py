"""How amounts and tables of funds are shown."""

from django import template

from funds.money import yuan as in_yuan

register = template.Library()
SHORT, LONG = 20, 28  # Latin signs


@register.filter
def yuan(fen):
    """1,234,567.89 of so many fen; empty for nothing."""
    return in_yuan(fen)


@register.filter
def counted_in(amount, fund):
    """An amount of this fund in a column of yuan; pieces with their unit."""
    return fund.shown(amount)


@register.filter
def beside_headers(row, headers):
    """Each cell with the (header, is a number) of its column."""
    return zip(row, headers, strict=False)


@register.filter
def fit(cell) -> str:
    """How a cell behaves: a short one is not broken, a long one is, and has a line of its own on a telephone."""
    words = str(cell[-1] if isinstance(cell, tuple) else cell)
    width = sum(1 + (sign > "\u2e7f") for sign in words)  # Chinese signs are twice as wide
    return "" if width <= SHORT else "wrap c-wide" if width > LONG else "wrap"


@register.filter
def is_lamp(cell) -> bool:
    """A cell that is ("lamp", tone, words)."""
    return isinstance(cell, tuple) and cell[0] == "lamp"


@register.filter
def is_link(cell) -> bool:
    """A cell that is an (address, words) pair."""
    return isinstance(cell, tuple)
