"""Numbers that people type on a small keyboard."""

from django import forms


def whole(label, low: int, high: int, **kwargs):
    """A whole number between bounds, typed on a small keyboard."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **kwargs)
