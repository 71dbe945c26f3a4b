"""What a unit types into an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField


class AnswerForm(forms.Form):
    cause = CleanCharField(label=_("How it came to this"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    measure = CleanCharField(label=_("What was done about it"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class Empty(forms.Form):
    """A button and nothing else."""


class CursorForm(forms.Form):
    """Where a page of the register begins: findings before this number."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
