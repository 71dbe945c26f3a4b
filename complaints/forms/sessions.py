"""What is typed about sessions by video."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField
from complaints.actions.recordings import LONGEST_PART, MOST_PARTS
from complaints.actions.sessions import MOST_SLOTS, Offer
from complaints.forms.fields import categories, day_field, text_field, units
from complaints.forms.media import ALL, PledgeForm, moment_field
from complaints.models import Category, Session
from records.fields import RowField

LONGEST = 6 * 3600 * 1000  # milliseconds


class OfferForm(forms.Form):
    """Hours in a row."""

    starts_at = moment_field(_("First hour begins"))
    minutes = forms.TypedChoiceField(
        label=_("Minutes each"), choices=[(n, str(n)) for n in (15, 20, 30, 45, 60)], coerce=int, initial=30
    )
    count = forms.IntegerField(label=_("How many in a row"), min_value=1, max_value=MOST_SLOTS, initial=4)
    capacity = forms.IntegerField(
        label=_("People at a time"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("As many as can be received side by side."),
    )
    category = RowField(label=_("About"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].offer(*categories(confidential=False), empty=_("anything"))

    def arguments(self) -> dict:
        return {"offered": Offer(**self.cleaned_data)}


class SlotsForm(forms.Form):
    """How the free hours are narrowed: by unit, category, day."""

    unit = RowField(label=_("Unit"), required=False)
    category = RowField(label=_("Category"), required=False)
    day = day_field(_("Day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units(), empty=_("all"))
        tops = [row for row in Category.objects.offered().order_by("sort", "pk") if not row.is_confidential]
        self.fields["category"].offer([row for row in tops if row.level == 1], empty=_("all"))


class BookForm(forms.Form):
    name = PersonNameField(label=_("Name"))
    telephone = TelephoneField(
        label=_("Telephone"), landline=True, help_text=_("The unit calls it when picture or sound fail.")
    )
    matter = text_field(_("What do you want to talk about?"), help_text=_("The unit prepares itself for it."))

    def arguments(self) -> dict:
        return self.cleaned_data


class MinutesForm(forms.Form):
    """The record of a session."""

    question = text_field(_("What was asked"), rows=3, most=2000)
    answer = text_field(_("What was answered"), rows=4, most=4000)

    def arguments(self) -> dict:
        return self.cleaned_data


class PromisedForm(MinutesForm, PledgeForm):
    """The record of a session that ended with a promise."""

    field_order = ["question", "answer", "words"]

    def arguments(self) -> dict:
        typed = self.cleaned_data
        return {"question": typed["question"], "answer": typed["answer"], "pledge": self.pledge}


class SignForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_("Is the record right?"),
        choices=[("yes", _("yes, I sign it")), ("no", _("no, something is wrong"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    remark = text_field(_("What is not right?"), rows=2, required=False)

    def arguments(self) -> dict:
        return self.cleaned_data


class PartForm(forms.Form):
    """A piece of a recording as the page sends it: milliseconds since the beginning, seconds of the piece."""

    file = forms.FileField()
    recording = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    number = forms.IntegerField(min_value=1, max_value=MOST_PARTS)
    after = forms.IntegerField(min_value=0, max_value=LONGEST)
    seconds = forms.IntegerField(min_value=0, max_value=LONGEST_PART)

    def arguments(self) -> dict:
        typed = self.cleaned_data
        after = timedelta(milliseconds=typed["after"])
        return {"file": typed["file"], "number": typed["number"], "after": after, "seconds": typed["seconds"]}


class SessionsForm(forms.Form):
    """How the sessions are narrowed; every field may be empty."""

    q = CleanCharField(label=_("Number or name"), required=False, max_length=100)
    unit = RowField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ALL, *Session.State.choices])
    since = day_field(_("First day"))
    until = day_field(_("Last day"))
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)

    LOOKUPS = {
        "unit": "slot__organisation",
        "state": "state",
        "since": "slot__starts_at__date__gte",
        "until": "slot__starts_at__date__lte",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units(), empty=_("all"))
