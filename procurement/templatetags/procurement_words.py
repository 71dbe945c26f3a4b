"""Money of trading on pages: fen inside, yuan outside."""

from django import template

from procurement import money

register = template.Library()


@register.filter
def yuan(fen):
    """1,234.56; "" for nothing."""
    return money.yuan(fen)
