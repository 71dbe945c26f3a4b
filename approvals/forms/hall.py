"""What is typed about the hall: absences, deputies, representatives, the day and month of the attendance, batches."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.actions.batch import MOST
from approvals.forms.desk import day_field, text_field
from approvals.numbers import PATTERN

FIRST_MONTH = 2000


class PersonField(forms.ModelChoiceField):
    """Somebody of the unit, chosen from a list."""

    def __init__(self, label, **kwargs):
        super().__init__(User.objects.none(), label=label, empty_label=_("please choose"), **kwargs)


class DutyForm(forms.Form):
    """A deed on a post; `arguments` go to the action as they are."""

    def __init__(self, colleagues, *args, deed="", **kwargs):
        super().__init__(*args, auto_id=f"id_{deed}_%s", **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = colleagues

    def arguments(self) -> dict:
        return self.cleaned_data


class AwayForm(DutyForm):
    until = day_field(_("Away up to and including"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True


class DeputyForm(DutyForm):
    deputy = PersonField(_("Deputy (B post)"))


class HandOverForm(DutyForm):
    to = PersonField(_("Hand over to"), help_text=_("Every running clock under this name in the unit goes along."))


class RepresentativeForm(DutyForm):
    user = PersonField(_("Chief representative"))
    mandate = text_field(
        _("Powers given"), help_text=_("For instance: accepting, reviewing and deciding in the hall.")
    )
    reason = text_field(_("Reason of the change"), required=False, help_text=_("Needed when somebody is replaced."))


class DayForm(forms.Form):
    """Which day, and which hall of it."""

    day = day_field(_("Day"))
    hall = forms.CharField(label=_("Hall"), required=False, max_length=100)

    def __init__(self, data, halls):
        super().__init__(data)
        self.fields["hall"] = hall_field(halls)


class MonthForm(forms.Form):
    """Which month (2026-03), and which hall."""

    month = forms.RegexField(
        label=_("Month"),
        regex=r"^20\d{2}-(0[1-9]|1[0-2])$",
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
        error_messages={"invalid": _("Please give a month such as 2026-03.")},
    )
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, data, halls):
        super().__init__(data)
        self.fields["hall"] = hall_field(halls)

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"]
        return date.fromisoformat(f"{text}-01") if text else None


def hall_field(halls):
    choices = [("", _("all")), *((hall, hall) for hall in halls)]
    return forms.ChoiceField(label=_("Hall"), required=False, choices=choices)


class NumbersField(forms.Field):
    """Case numbers, one checkbox each."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": _("Choose at least one case.")}

    def clean(self, value):
        numbers = list(dict.fromkeys(value or []))
        if not numbers:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(numbers) > MOST:
            raise ValidationError(_("At most %(count)s cases at once."), code="many", params={"count": MOST})
        if not all(PATTERN.match(number) for number in numbers):
            raise ValidationError(_("One of the numbers is no case number; please choose again."), code="number")
        return numbers


class BatchForm(forms.Form):
    """The cases ticked in the queue."""

    case = NumbersField()
