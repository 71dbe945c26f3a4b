"""Money of trading on pages: fen inside, yuan outside."""

from django import template

from procurement import money

register = template.Library()


@register.filter
def yuan(fen):
    """1,234.56; "" for nothing."""
    return money.yuan(fen)


@register.filter
def wan(fen):
    """Ten thousands of yuan, rounded to whole ones: 1,234."""
    return "" if fen is None else f"{round(fen / 1_000_000):,}"
