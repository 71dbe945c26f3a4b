"""Fields that the forms of trading share: money in yuan, days, moments, firms, rows of the database."""

from functools import partial

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import half_width
from procurement.models import Party
from records import fields
from records.fields import FIRST, LAST, NamedField

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]
LONG, SHORT = 5000, 500  # signs of a text, of a reason


text_field = partial(fields.text_field, rows=3, most=SHORT)


class MomentField(forms.DateTimeField):
    """A day with its time, in local time."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        wrong = {"invalid": _("Please give a day and a time such as 2026-03-12 09:30.")}
        super().__init__(input_formats=MOMENTS, widget=widget, error_messages=wrong, **kwargs)

    def to_python(self, value):
        moment = super().to_python(value)
        if moment is not None and not FIRST <= timezone.localdate(moment) <= LAST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class PartyField(NamedField):
    """A firm, named by its credit code or its full name."""

    default_error_messages = {
        "unknown": _("No firm of this name or credit code is registered. Register it first, or check the spelling.")
    }

    def find(self, text):
        return Party.objects.filter(code=half_width(text).upper()).first() or Party.objects.filter(name=text).first()
