"""What applicants say of the service, and what units do about bad ratings."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from approvals.forms.desk import CursorField
from approvals.models import Rating
from approvals.ratings import ASPECTS

STARS = sorted(Rating.Stars.choices, reverse=True)  # the best first
NOTE = 2000  # signs
PERIODS = [(90, _("last 90 days")), (30, _("last 30 days")), (365, _("last 365 days"))]


class RatingForm(forms.Form):
    """Five stars with words, the aspects of the way of applying, and a comment; only the stars are needed."""

    stars = forms.TypedChoiceField(
        label=_("How was it, all in all?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one to five stars."),
            "invalid_choice": _("Please choose one to five stars."),
        },
    )
    comment = CleanCharField(
        label=_("In your own words"),
        multiline=True,
        max_length=1000,
        required=False,
        help_text=_("What was good, what should be better? Names and numbers are hidden before it is published."),
    )

    def __init__(self, channel, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [code for code, _words in ASPECTS[channel]]
        for code, words in ASPECTS[channel]:
            self.fields[code] = forms.TypedChoiceField(
                label=words, choices=[("", _("no answer")), *STARS], coerce=int, required=False, empty_value=None
            )
        self.order_fields(["stars", *self.codes, "comment"])

    def arguments(self) -> dict:
        """What the action takes."""
        typed = self.cleaned_data
        aspects = {code: typed[code] for code in self.codes if typed[code]}
        return {"stars": typed["stars"], "aspects": aspects, "comment": typed["comment"]}


def note(label, hint):
    return CleanCharField(label=label, multiline=True, max_length=NOTE, help_text=hint)


class ContactForm(forms.Form):
    contact_note = note(
        _("What did the applicant say?"), _("Whom you reached, when, and what the complaint is about.")
    )


class RectifyForm(forms.Form):
    rectification = note(_("What was put right?"), _("What was wrong, what you did about it, and how it stays right."))


class VisitForm(forms.Form):
    visit_note = note(_("What does the applicant say now?"), _("The visit back is made by another person."))
    is_satisfied_now = forms.TypedChoiceField(
        label=_("Is the applicant satisfied now?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose yes or no.")},
    )


class PeriodForm(forms.Form):
    """?days=90 and ?unit=scjg; anything else is the first period and the whole county."""

    days = forms.TypedChoiceField(label=_("Period"), choices=PERIODS, coerce=int, required=False)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=30)

    def asked(self) -> tuple[int, str]:
        self.full_clean()
        return self.cleaned_data.get("days") or PERIODS[0][0], self.cleaned_data.get("unit") or ""


SHOWN = [
    ("", _("given by people")),
    ("open", _("bad, to be followed up")),
    ("bad", _("all bad ratings")),
    ("all", _("all")),
    ("default", _("by default")),
]


class RatingFilterForm(PeriodForm):
    """How the unit's list of ratings is narrowed."""

    show = forms.ChoiceField(label=_("Ratings"), choices=SHOWN, required=False)
    stars = forms.TypedChoiceField(
        label=_("Stars"), choices=[("", _("all")), *STARS], coerce=int, required=False, empty_value=None
    )
    after = CursorField(required=False)
    before = CursorField(required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after"].kind = self.fields["before"].kind = datetime
