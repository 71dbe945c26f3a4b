"""What citizens type besides applications: messages to the window and appointments."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField


class MessageForm(forms.Form):
    """One message about a case."""

    text = CleanCharField(
        label=_("Your message"),
        multiline=True,
        max_length=1000,
        error_messages={"required": _("Please write something.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SlotForm(forms.Form):
    """?day=2026-11-23&at=0930; what no link of the page carries counts as not chosen."""

    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    at = forms.TimeField(required=False, input_formats=["%H%M"])

    def chosen(self):
        """The day and the moment, each None where it was not chosen."""
        self.full_clean()
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("at")
        return day, timezone.make_aware(datetime.combine(day, clock)) if day and clock else None


class AppointmentForm(forms.Form):
    """Who comes."""

    name = PersonNameField(label=_("Name of the person who comes"))
    telephone = TelephoneField(label=_("Mobile number"), help_text=_("The window calls here if something changes."))


class ItemNameForm(forms.Form):
    """?q=… narrows the list of items."""

    q = CleanCharField(label=_("Which item do you come for?"), required=False, max_length=50)

    def text(self) -> str:
        self.full_clean()
        return self.cleaned_data.get("q") or ""


class DayForm(forms.Form):
    """?day=…&q=… of the window's list of appointments."""

    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Please give a date such as 2026-03-12.")},
    )
    q = CleanCharField(label=_("Appointment number"), required=False, max_length=60)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and not 2000 <= day.year <= 2100:
            raise ValidationError(_("Please give a date such as 2026-03-12."))
        return day
