"""How amounts and tables of funds are shown."""

from django import template

from records.templatetags import desk_cells

register = template.Library()
register.filters |= desk_cells.register.filters


@register.filter
def counted_in(amount, fund):
    """An amount of this fund in a column of yuan; pieces with their unit."""
    return fund.shown(amount)
