"""Fields that the forms of trading share: money in yuan, days, moments, firms, rows of the database."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, half_width
from procurement.models import Party
from procurement.money import MOST, fen

DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]
LONG, SHORT = 5000, 500  # signs of a text, of a reason
AMOUNT = re.compile(r"\d{1,15}(\.\d{1,2})?")
CHOOSE = _("choose")
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def text_field(label, rows=3, most=SHORT, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return CleanCharField(label=label, multiline=True, max_length=most, widget=widget, **kwargs)


def day_field(label, **kwargs):
    """A date within the years a tender can have."""
    return forms.DateField(
        label=label,
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
        error_messages={"invalid": _("Please give a date such as 2026-03-12.")},
        **kwargs,
    )


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


class MoneyField(CleanCharField):
    """An amount in yuan with at most two decimals; a whole number of fen comes out."""

    default_error_messages = {
        "wan": _("Please give the amount in yuan, not in units of ten thousand: 300万 is 3000000."),
        "invalid": _("Please give an amount in yuan such as 1250000.00, without a sign before it."),
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=kwargs.pop("max_length", 40), widget=kwargs.pop("widget", widget), **kwargs)

    def to_python(self, value):
        text = half_width(super().to_python(value) or "").removesuffix("元").replace(",", "").replace("，", "")
        if not text:
            return None
        if "万" in text or "亿" in text:
            raise forms.ValidationError(self.error_messages["wan"], code="wan")
        return self.amount(text)

    def run_validators(self, value):
        """An amount came out: there is no text left to be measured."""

    def amount(self, text: str) -> int:
        try:
            whole = fen(Decimal(text)) if AMOUNT.fullmatch(text) else None
        except (InvalidOperation, ValueError):
            whole = None
        if whole is None or whole > MOST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return whole

    def prepare_value(self, value):
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value


class PartyField(CleanCharField):
    """A firm, named by its credit code or its full name."""

    default_error_messages = {
        "unknown": _("No firm of this name or credit code is registered. Register it first, or check the spelling.")
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=kwargs.pop("max_length", 100), **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        found = Party.objects.filter(code=half_width(text).upper()).first() or Party.objects.filter(name=text).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found

    def run_validators(self, value):
        """A firm was found: there is no text left to be measured."""


class RowField(forms.ChoiceField):
    """A choice among rows of the database, read once: `offer` gives them."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = {}

    def clean(self, value):
        """The row; None for nothing chosen."""
        return self.rows.get(super().clean(value))

    def offer(self, rows, empty=CHOOSE):
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", empty), *((key, str(row)) for key, row in self.rows.items())]


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """A list of uploads; what each may be is decided where they are stored."""

    widget = FilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]
