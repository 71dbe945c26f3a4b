"""How amounts and tables of funds are shown."""

from django import template

from records.templatetags import desk_cells

register = template.Library()
register.filters |= desk_cells.register.filters
SHORT, LONG = 20, 28  # Latin signs


@register.filter
def counted_in(amount, fund):
    """An amount of this fund in a column of yuan; pieces with their unit."""
    return fund.shown(amount)


@register.filter
def fit(cell) -> str:
    """How a cell behaves: a short one is not broken, a long one is, and has a line of its own on a telephone."""
    words = str(cell[-1] if isinstance(cell, tuple) else cell)
    width = sum(1 + (sign > "\u2e7f") for sign in words)  # Chinese signs are twice as wide
    return "" if width <= SHORT else "wrap c-wide" if width > LONG else "wrap"
