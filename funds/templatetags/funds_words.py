"""How amounts and tables of funds are shown."""

from django import template

from funds.money import yuan as in_yuan

register = template.Library()


@register.filter
def yuan(fen):
    """1,234,567.89 of so many fen; empty for nothing."""
    return in_yuan(fen)


@register.filter
def beside_headers(row, headers):
    """Each cell with the (header, is a number) of its column."""
    return zip(row, headers, strict=False)


@register.filter
def is_lamp(cell) -> bool:
    """A cell that is ("lamp", tone, words)."""
    return isinstance(cell, tuple) and cell[0] == "lamp"


@register.filter
def is_link(cell) -> bool:
    """A cell that is an (address, words) pair."""
    return isinstance(cell, tuple)
