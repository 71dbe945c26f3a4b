"""Money of trading on pages: fen inside, yuan outside."""

from django import template

from records.money import yuan

register = template.Library()


register.filter("yuan", yuan)  # fen → 1,234.56; "" for nothing


@register.filter
def wan(fen):
    """Ten thousands of yuan, rounded to whole ones: 1,234."""
    return "" if fen is None else f"{round(fen / 1_000_000):,}"
