"""How one cell of the catalogue's workbook is read and written. Plain values; a wrong one raises ValidationError."""

import re
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.fields import CleanCharField, half_width

DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d"]
YES, NO = "是", "否"
GUARDED = re.compile(r"'(?=[\s\u3000]*[=+\-@＝＋－＠|%])")  # what accounts.exports puts before text like a formula


class Cell:
    """Reads through a form field, so that a cell and a form refuse the same things."""

    def __init__(self, field: forms.Field):
        self.field = field

    def read(self, value):
        return self.field.clean(text_of(value))

    def write(self, value):
        return "" if value is None else value


class Text(Cell):
    def __init__(self, most: int, required=False):
        super().__init__(CleanCharField(max_length=most, required=required))


class Code(Text):
    """A code: full-width signs become plain ones, blanks go."""

    SIGNS = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")

    def read(self, value):
        code = super().read(half_width(text_of(value)))
        if code and not self.SIGNS.fullmatch(code):
            raise ValidationError(_("A code has only letters, digits and “-”."))
        return code


class Lines(Cell):
    """Several sentences in one cell, one a line."""

    def __init__(self, most: int):
        super().__init__(CleanCharField(max_length=most, required=False, multiline=True))

    def read(self, value):
        return [line.strip(" \u3000") for line in super().read(value).split("\n") if line.strip(" \u3000")]

    def write(self, value):
        return "\n".join(value)


class Number(Cell):
    def __init__(self, most: int, *, required=True, least=0):
        field = forms.IntegerField(min_value=least, max_value=most, required=required)
        field.error_messages["invalid"] = gettext_lazy("Write a whole number.")
        super().__init__(field)

    def read(self, value):
        return super().read(half_width(text_of(value)))


class Money(Cell):
    def __init__(self):
        field = forms.DecimalField(min_value=0, max_digits=12, decimal_places=2)
        field.error_messages["invalid"] = gettext_lazy("Write yuan as a plain number, such as 1200.50.")
        super().__init__(field)

    def read(self, value):
        return super().read(half_width(text_of(value)))

    def write(self, value):
        return f"{value:.2f}"


class Day(Cell):
    def __init__(self):
        super().__init__(forms.DateField(input_formats=DATES, required=False))
        self.field.error_messages["invalid"] = gettext_lazy("Write a date such as 2026-03-12.")

    def read(self, value):
        if isinstance(value, int | float) and not isinstance(value, bool) and value < 10_000_000:
            raise ValidationError(self.field.error_messages["invalid"])
        day = super().read(half_width(text_of(value)))
        if day and not 1950 <= day.year <= 2100:
            raise ValidationError(_("The year of this date cannot be right."))
        return day

    def write(self, value):
        return value.isoformat() if value else ""


class YesNo(Cell):
    def __init__(self):
        super().__init__(CleanCharField(required=True))

    def read(self, value):
        word = super().read(value)
        if word not in (YES, NO):
            raise ValidationError(_("Write 是 or 否."))
        return word == YES

    def write(self, value):
        return YES if value else NO


class Choice(Cell):
    """One of the choices of a model field, by its Chinese word or its value."""

    def __init__(self, choices, blank=False):
        super().__init__(CleanCharField(required=not blank))
        self.choices = choices

    def words(self) -> dict[str, str]:
        with override("zh-hans"):
            return {str(label): value for value, label in self.choices}

    def read(self, value):
        word, words = super().read(value), self.words()
        if word in words.values() or word in words:
            return words.get(word, word)
        known = "、".join(label for label in words if label)
        raise ValidationError(
            _("“%(word)s” is not known here. Write one of: %(known)s") % {"word": word, "known": known}
        )

    def write(self, value):
        return next(label for label, known in self.words().items() if known == value)


class Known(Cell):
    """A row of another table by its code or its name; `book` is filled before reading."""

    def __init__(self):
        super().__init__(CleanCharField())
        self.book: dict[str, object] = {}

    def read(self, value):
        word = super().read(value)
        if word not in self.book:
            raise ValidationError(_("There is no unit “%(word)s”. Write its full name or its code.") % {"word": word})
        return self.book[word]

    def write(self, value):
        return value.name


def text_of(value) -> str:
    """A cell as text: whole numbers without “.0”, dates as dates, blanks of every width taken off the ends."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return str(Decimal(repr(value))) if value == value and abs(value) != float("inf") else str(value)
    return GUARDED.sub("", str(value).strip(" \u3000\t\r\n\xa0"), count=1)
