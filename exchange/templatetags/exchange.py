"""Events in words inside a template."""

from django import template

from exchange.words import TYPES

register = template.Library()


@register.simple_tag
def event_words(event):
    """What kind of event it was; its code where we have no words for it."""
    return TYPES.get(event.type, event.type)
