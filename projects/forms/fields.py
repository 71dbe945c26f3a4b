"""Words that people type for choices: 重大项目 or major; a person of a unit by name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField


class WordField(CleanCharField):
    """A choice by its words or its code, as it stands in a list."""

    default_error_messages = {"choice": _("Choose one of: %(words)s.")}

    def __init__(self, *, choices, **kwargs):
        self.words = {str(label): value for value, label in choices}
        super().__init__(max_length=kwargs.pop("max_length", 30), **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return text
        found = self.words.get(text) or (text if text in self.words.values() else None)
        if found is None:
            told = {"words": "、".join(self.words)}
            raise forms.ValidationError(self.error_messages["choice"], code="choice", params=told)
        return found


def whole(label, low: int, high: int, **kwargs):
    """A whole number between bounds, typed on a small keyboard."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **kwargs)
