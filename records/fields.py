"""Form fields of the desks: money in yuan, days, months, units, rows of the database; what every list and deed asks.

As those of accounts.fields they clean what is harmless, and name the field and the cure otherwise.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, half_width
from accounts.models import Organisation
from records.money import MOST

DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]
MONTHS = ["%Y-%m", "%Y-%m-%d", "%Y/%m", "%Y年%m月", "%Y%m"]
LONG, SHORT = 500, 300  # signs of a text, of a reason
AMOUNT = re.compile(r"\d{1,15}(\.\d{1,2})?")
CHOOSE = _("choose")
ALL = [("", _("all"))]
NONE = {"required": False}
EXPORT = [("xlsx", "xlsx"), ("csv", "csv")]
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def text_field(label, rows=2, most=SHORT, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return CleanCharField(label=label, multiline=True, max_length=most, widget=widget, **kwargs)


def whole(label, low: int, high: int, **kwargs):
    """A whole number between bounds, typed on a small keyboard."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **kwargs)


def day_field(label, **kwargs):
    """A date of our time; people type years that no county has seen."""
    return forms.DateField(
        label=label,
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
        error_messages={"invalid": _("Please give a date such as 2026-03-12.")},
        **kwargs,
    )


def month_field(label, **kwargs):
    """A month; its first day comes out."""
    return forms.DateField(
        label=label,
        input_formats=MONTHS,
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
        error_messages={"invalid": _("Please give a month such as 2026-03.")},
        **kwargs,
    )


class CodeField(CleanCharField):
    """A number or a code as it is printed, typed by hand: in capitals, of half width, and not kept by the browser."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        super().__init__(**{"widget": widget} | kwargs)

    def clean(self, value):
        return half_width(super().clean(value)).upper()


class FenField(CleanCharField):
    """An amount in yuan with at most two decimals; a whole number of fen comes out, `least` or more."""

    least = 1

    default_error_messages = {
        "wan": _("Please give the amount in yuan, not in units of ten thousand: 300万 is 3000000."),
        "invalid": _("Please give an amount in yuan such as 1250000.00, without a sign before it."),
        "decimals": _("Please give at most two decimals: there is nothing smaller than a fen."),
        "zero": _("The amount must be greater than zero."),
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
        if re.fullmatch(r"\d+\.\d{3,}", text, re.ASCII):
            raise forms.ValidationError(self.error_messages["decimals"], code="decimals")
        try:
            whole = int(Decimal(text) * 100) if AMOUNT.fullmatch(text) else None
        except (InvalidOperation, ValueError):
            whole = None
        if whole is None or whole > MOST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if whole < self.least:
            raise forms.ValidationError(self.error_messages["zero"], code="zero")
        return whole

    def prepare_value(self, value):
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value


class MoneyField(FenField):
    """An amount that may be nothing at all."""

    least = 0


class NamedField(CleanCharField):
    """A row of the database that people name: `find(text)` gives it, or None."""

    def __init__(self, **kwargs):
        super().__init__(max_length=kwargs.pop("max_length", 100), **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        found = self.find(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found

    def run_validators(self, value):
        """A row was found: there is no text left to be measured."""

    def find(self, text: str):
        raise NotImplementedError


class UnitField(NamedField):
    """A unit of the county, by its name, short name or code."""

    default_error_messages = {
        "unknown": _("No unit of this name is known; choose one from the list."),
        "ended": _("This unit has ended; choose its successor."),
    }

    def to_python(self, value):
        unit = super().to_python(value)
        if unit is not None and unit.ended_on is not None:
            raise forms.ValidationError(self.error_messages["ended"], code="ended")
        return unit

    def find(self, text):
        for name in ("short_name", "name", "code"):
            if found := Organisation.objects.filter(**{name: text}).first():
                return found
        return None

    def prepare_value(self, value):
        return value.short_name if isinstance(value, Organisation) else value


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


class RowField(forms.ChoiceField):
    """A choice among rows of the database, read once: `offer` gives them."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = {}

    def clean(self, value):
        """The row; None for nothing chosen."""
        return self.rows.get(super().clean(value))

    def offer(self, rows, groups=None, *, empty=CHOOSE, words=str):
        """`groups`: the same rows as groups of a drop-down list."""
        self.rows = {str(row.pk): row for row in rows}
        plain = ((key, words(row)) for key, row in self.rows.items())
        self.choices = [("", empty), *(plain if groups is None else groups)]


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


class SentForm(forms.Form):
    """The key of a form."""

    key = forms.CharField(required=False, max_length=100)

    def clean_key(self):
        """The key as a UUID, or "" for what no page ever gave out; the action then refuses it."""
        try:
            return str(UUID(self.cleaned_data["key"]))
        except ValueError:
            return ""


class PlainForm(forms.Form):
    """A deed that is one button. `files` are the uploads as they were stored."""

    def arguments(self, files=()) -> dict:
        given = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        return given | ({"files": tuple(files)} if "files" in self.fields else {})


class ReasonForm(PlainForm):
    reason = text_field(_("Reason"))


class FileForm(forms.Form):
    """A list that is handed in."""

    file = forms.FileField(
        label=_("Workbook or CSV file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the file.")},
    )


class ListFilter(forms.Form):
    """`LOOKUPS`: field → how it narrows the rows."""

    LOOKUPS = {}
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, **NONE)


def decision(label, choices):
    """One of these, and nothing is chosen beforehand: what has consequences is not decided by the first line."""
    return forms.ChoiceField(label=label, choices=[("", CHOOSE), *choices])


def choice(label, choices):
    return forms.ChoiceField(label=label, choices=[*ALL, *choices], **NONE)
