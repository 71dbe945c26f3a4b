"""Form fields for what people type: they clean what is harmless, and name the field and the cure otherwise.

Used by the forms of all apps. A value that leaves these fields has no blanks around it, no NUL, control, bidi or
zero-width signs; rare Han (𠮷) and emoji stay as they are.
"""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

JOINER = "\u200d"  # holds emoji together; invisible anywhere else
LINE_SIGNS = "\n\t"
AFTER_SIGN = _("There is an invisible sign after “%(before)s”. Please delete this part and type it by hand.")
FIRST_SIGN = _("There is an invisible sign at the beginning. Please empty the field and type it by hand.")
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,5})?")
NAME = re.compile(r"[^\W\d_]+(?:[ ·'’.-]?[^\W\d_]+)*·?")
DJANGOS = gettext_noop("This field is required.")  # of every other field: our translation goes before Django's
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z


def is_invisible(text: str, place: int) -> bool:
    """Control, bidi and zero-width signs, lone surrogates and unassigned code points."""
    sign = text[place]
    if sign == JOINER:
        return place == 0 or unicodedata.category(text[place - 1]) not in ("So", "Sk", "Mn")
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")


def refuse_invisible(text: str, allowed="") -> str:
    for place, sign in enumerate(text):
        if sign not in allowed and is_invisible(text, place):
            before = text[max(0, place - 6) : place]
            told = AFTER_SIGN if before else FIRST_SIGN
            raise ValidationError(told, code="invisible", params={"before": before})
    return text


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as plain ones; blanks removed. For numbers, never for names."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


class CleanCharField(forms.CharField):
    """One line of text, or several with multiline=True."""

    default_error_messages = {"required": _("Please fill this in.")}

    def __init__(self, *, multiline=False, **kwargs):
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return text
        if self.multiline:
            return refuse_invisible(text.replace("\r\n", "\n").replace("\r", "\n"), LINE_SIGNS)
        return refuse_invisible(text)


class PersonNameField(CleanCharField):
    """A person's name: Han or other letters, with a middle dot as in 阿依古丽·买买提."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 50)
        super().__init__(**kwargs)

    def to_python(self, value):
        name = super().to_python(value)
        if not name:
            return name
        name = re.sub(r"[•・‧∙⋅．]", "·", re.sub(r"\s+", " ", name))
        if not NAME.fullmatch(name):
            raise ValidationError(
                _("A name has only characters and letters, with “·” between its parts. Please leave out the rest."),
                code="name",
            )
        return name


class TelephoneField(CleanCharField):
    """A mobile number of 11 digits; landline=True also takes 0724-2345678."""

    def __init__(self, *, landline=False, **kwargs):
        self.landline = landline
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=kwargs.pop("max_length", 30), **kwargs)

    def to_python(self, value):
        number = half_width(super().to_python(value) or "")
        number = re.sub(r"^\+?86(?=1)", "", number)
        if MOBILE.fullmatch(number.replace("-", "")):
            return number.replace("-", "")
        if not number or (self.landline and LANDLINE.fullmatch(number)):
            return number
        raise ValidationError(self.cure(), code="telephone")

    def cure(self):
        if self.landline:
            return _("Please give a mobile number of 11 digits or a landline such as 0724-2345678.")
        return _("Please give a mobile number: 11 digits that begin with 13 to 19.")


class IdNumberField(CleanCharField):
    """A citizen identity number of 18 signs after GB 11643-1999; returned with a capital X."""

    WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    CHECK_SIGNS = "10X98765432"

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=kwargs.pop("max_length", 30), **kwargs)

    def to_python(self, value):
        number = half_width(super().to_python(value) or "").upper()
        if number:
            self.check(number)
        return number

    def check(self, number):
        if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
            raise ValidationError(
                _("An identity number has 18 signs: 17 digits and then a digit or X. You gave %(count)s signs."),
                code="length",
                params={"count": len(number)},
            )
        if not is_day(number[6:14]):
            raise ValidationError(
                _("Signs 7 to 14 are the date of birth, but %(part)s is not a date. Please check them."),
                code="birth",
                params={"part": number[6:14]},
            )
        total = sum(int(digit) * weight for digit, weight in zip(number, self.WEIGHTS, strict=False))
        if self.CHECK_SIGNS[total % 11] != number[17]:
            raise ValidationError(
                _("One sign of the identity number is wrong (the last one does not fit). Please check each."),
                code="check",
            )


class CreditCodeField(CleanCharField):
    """A unified social credit code of 18 signs after GB 32100-2015."""

    def __init__(self, **kwargs):
        super().__init__(max_length=kwargs.pop("max_length", 30), **kwargs)

    def to_python(self, value):
        code = half_width(super().to_python(value) or "").upper()
        if code:
            self.check(code)
        return code

    def check(self, code):
        if len(code) != 18 or any(sign not in CREDIT_SIGNS for sign in code):
            raise ValidationError(
                _("A credit code has 18 digits and capital letters without I, O, S, V and Z. Please check it."),
                code="length",
            )
        total = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
        if CREDIT_SIGNS[-total % 31] != code[17]:
            raise ValidationError(
                _("One sign of the credit code is wrong (the last one does not fit). Please check each."), code="check"
            )


def is_day(digits: str) -> bool:
    """Whether YYYYMMDD is a day from 1850 on."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1850
    except ValueError:
        return False
