"""What stands in the address of a board: which unit, which cell of its table."""

from django import forms

from monitoring.figures import IN_HAND_STATES
from monitoring.models import CARD_LEVELS


class PlaceForm(forms.Form):
    """`at` is the code of the unit to which a board is narrowed; empty for everything one watches."""

    at = forms.SlugField(required=False, max_length=30)


class CellForm(PlaceForm):
    """One cell of the table of open cases: its step, or all of the unit; perhaps only what carries a card."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *((state, "") for state in IN_HAND_STATES)])
    card = forms.ChoiceField(required=False, choices=[("", ""), ("any", ""), *((level, "") for level in CARD_LEVELS)])
