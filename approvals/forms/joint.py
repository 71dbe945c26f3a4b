"""What is typed about opinions, first reviews and longer terms, and how the lists of both are narrowed."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from approvals.flow import EXTENSION_DAYS, JOINT_EXTENSION_DAYS
from approvals.forms.desk import CursorField, DeedForm, SearchForm, text_field
from approvals.models import Branch, ExtensionRequest

AGREES = [("yes", _("agree")), ("no", _("disagree"))]


class OpinionForm(DeedForm):
    """The reviewer's proposal; a disagreement is not sent without its reasons."""

    agrees = forms.ChoiceField(
        label=_("Opinion of the unit"),
        choices=AGREES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether your unit agrees or disagrees.")},
    )
    opinion = text_field(
        _("Opinion and reasons"),
        required=False,
        help_text=_("Needed for a disagreement: it closes the case, and the reasons stand in the decision."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("agrees") == "no" and "opinion" not in self.errors and not cleaned.get("opinion"):
            self.add_error("opinion", _("A disagreement must give its reasons: they stand in the decision."))
        return cleaned

    def arguments(self):
        return {"agrees": self.cleaned_data["agrees"] == "yes", "opinion": self.cleaned_data["opinion"]}


class ReturnForm(DeedForm):
    reason = text_field(_("What has to be changed"))


class FirstReviewForm(DeedForm):
    opinion = text_field(_("Opinion of the first review"), help_text=_("The unit above decides on it."))


class GovernmentForm(DeedForm):
    """What the government tells the head who asked."""

    reason = text_field(_("Reasons"), help_text=_("The unit that asked reads them."))


class LongerForm(DeedForm):
    """Days and reasons of an extension: ten for one unit, fifteen in a joint case (行政许可法 第四十二条)."""

    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=JOINT_EXTENSION_DAYS)
    reason = text_field(_("Reasons"), help_text=_("They are printed in the letter to the applicant."))

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        asked = (
            case.extension_requests.filter(state=ExtensionRequest.State.OPEN).first() if case.item.is_joint else None
        )
        days, most = self.fields["days"], JOINT_EXTENSION_DAYS if case.item.is_joint else EXTENSION_DAYS
        days.max_value = days.widget.attrs["max"] = most
        days.validators.append(MaxValueValidator(most))
        self.initial = {"days": asked.days if asked else most, "reason": asked.reason if asked else ""}


class OpinionFilterForm(SearchForm):
    """How the list of opinions is narrowed; every field may be empty."""

    state = forms.ChoiceField(label=_("Opinion"), required=False, choices=[("", _("all")), *Branch.State.choices])
    show = forms.ChoiceField(required=False, choices=[("", ""), ("all", "")], widget=forms.HiddenInput)
    after = CursorField(required=False)
    before = CursorField(required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, data):
        super().__init__(data)
        self.fields["after"].kind = self.fields["before"].kind = date


class RequestFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *ExtensionRequest.State.choices]
    )
