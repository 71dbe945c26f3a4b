"""What is typed in the room: notes on faults, the duty log, reports and patterns."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation, User
from monitoring.models import DutyNote, Report

MOST_RECIPIENTS, LONGEST_RECIPIENT = 30, 60
LAST_PAGE = 10_000
MOST_BYTES = 100_000


def day(label, **kwargs):
    """A date within the years there can be figures of."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    limits = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]
    return forms.DateField(label=label, required=False, widget=widget, validators=limits, **kwargs)


class FaultNoteForm(forms.Form):
    note = CleanCharField(label=_("What was checked or done"), max_length=500)


class DutyNoteForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=DutyNote.Kind)
    text = CleanCharField(label=_("What happened"), max_length=500)


class Colleague(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return user.name


class HandOverForm(forms.Form):
    """The end of a turn; without a successor the room is empty."""

    successor = Colleague(
        label=_("Who takes over"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody: the room closes for today"),
    )
    handover = CleanCharField(
        label=_("What is handed over"),
        max_length=2000,
        multiline=True,
        help_text=_("What is open, who was told, what the next one has to look after."),
    )

    def __init__(self, colleagues, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = colleagues


class ReportForm(forms.Form):
    """Which report, of the week or month that contains a day."""

    kind = forms.ChoiceField(label=_("Kind of report"), choices=Report.Kind)
    on = day(_("Day in the period"))


class RecipientsForm(forms.Form):
    """The distribution list, one recipient a line."""

    recipients = CleanCharField(
        label=_("Distribution list"),
        max_length=2000,
        multiline=True,
        help_text=_("One recipient a line."),
    )

    def clean_recipients(self):
        lines = [line.strip() for line in self.cleaned_data["recipients"].split("\n") if line.strip()]
        if len(lines) > MOST_RECIPIENTS or any(len(line) > LONGEST_RECIPIENT for line in lines):
            raise forms.ValidationError(
                _("At most %(count)s recipients of at most %(length)s signs each."),
                params={"count": MOST_RECIPIENTS, "length": LONGEST_RECIPIENT},
            )
        return list(dict.fromkeys(lines))


class ReasonForm(forms.Form):
    reason = CleanCharField(label=_("Reason"), max_length=500)


class RowsForm(forms.Form):
    """Which number of a report is opened, and which page of its rows."""

    figure = forms.SlugField(max_length=30)
    unit = forms.SlugField(required=False, max_length=30)
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)


class PatternForm(forms.Form):
    """The period and the unit of a page of patterns."""

    since = day(_("From"))
    until = day(_("To"))
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("all units"),
    )

    def __init__(self, units, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = self.units = units

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("The end lies before the beginning."))
        return data


class NoticeFileForm(forms.Form):
    """The notice of the State Council as the data file that `workdays import` reads."""

    file = forms.FileField(
        label=_("Notice as a JSON file"),
        help_text=_("Year, source and the days that are named: date, working or not, name of the holiday."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("A notice of one year has less than 100 kB. Is this the right file?"))
        return file
