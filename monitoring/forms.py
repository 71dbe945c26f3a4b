"""How the pages of supervision are asked."""

from django import forms


class Empty(forms.Form):
    """A button and nothing else."""


class CursorForm(forms.Form):
    """Where a page of the register begins: findings before this number."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
