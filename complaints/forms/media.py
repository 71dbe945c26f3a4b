"""What is typed about programmes, calls and promises."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from complaints.actions.media import Filmed, Said
from complaints.actions.promises import Pledge
from complaints.forms.fields import categories, day_field, text_field, units
from complaints.models import Call, Episode, Programme
from records.fields import RowField

ALL = [("", _("all"))]
STEPS = 3  # of a road map, on one page
CHOOSE = {"required": _("Please choose one."), "invalid_choice": _("Please choose one.")}
MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"]


def moment_field(label, **kwargs):
    """A day with its hour, within the years that such a thing can have."""
    return forms.DateTimeField(
        label=label,
        input_formats=MOMENT,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Please give a time such as 2026-03-12 09:30."),
            "invalid": _("Please give a time such as 2026-03-12 09:30."),
        },
        **kwargs,
    )


def needed_day(label, **kwargs):
    """A date that must be given."""
    field = day_field(label)
    field.required, field.help_text = True, kwargs.get("help_text", "")
    field.error_messages["required"] = _("Please give a date such as 2026-03-12.")
    return field


def unit_field(label, **kwargs):
    return RowField(label=label, error_messages=CHOOSE, **kwargs)


class EpisodeForm(forms.Form):
    """The next episode of a programme."""

    programme = RowField(label=_("Programme"), error_messages=CHOOSE)
    airs_at = moment_field(_("On the air at"))
    organisation = unit_field(_("Unit on the air"))
    guest = CleanCharField(label=_("Who answers"), max_length=50, help_text=_("Post and name, as they are announced."))
    is_head = forms.TypedChoiceField(
        label=_("Is it the head of the unit?"),
        choices=[("yes", _("the head in person")), ("no", _("somebody stands in"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages=CHOOSE,
    )
    stands_in_because = CleanCharField(
        label=_("Why the head does not come"), max_length=200, required=False, help_text=_("It is published.")
    )
    host = CleanCharField(label=_("Host"), max_length=50, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer(Programme.objects.filter(is_active=True))
        self.fields["organisation"].offer(units())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_head") is False and not cleaned.get("stands_in_because"):
            self.add_error("stands_in_because", _("Say why the head of the unit does not come."))
        return cleaned

    def arguments(self) -> dict:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "programme"}
        return {"said": Said(**typed)}


class AirForm(forms.Form):
    recording = CleanCharField(
        label=_("Where the recording is"), max_length=200, required=False, help_text=_("Number of the tape or file.")
    )

    def arguments(self) -> dict:
        return self.cleaned_data


class CallForm(forms.Form):
    """A call, while it is on the air: the question, then Enter. With an answer it was settled on the spot."""

    question = text_field(_("Question"), rows=2, most=2000)
    nick = CleanCharField(label=_("Caller (nick name only)"), max_length=30, required=False)
    place = CleanCharField(label=_("Where"), max_length=200, required=False)
    category = RowField(label=_("Category"), required=False)
    answer = text_field(_("Answer, if it was given on the spot"), rows=2, most=2000, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].offer(*categories(confidential=False), empty=_("not named"))

    def arguments(self) -> dict:
        return self.cleaned_data


class FootageForm(forms.Form):
    title = CleanCharField(label=_("What was filmed"), max_length=100)
    medium = CleanCharField(label=_("Who filmed"), max_length=100)
    filmed_on = needed_day(_("Filmed on"))
    place = CleanCharField(label=_("Where"), max_length=200)
    reference = CleanCharField(label=_("Where the material lies"), max_length=200)
    organisation = unit_field(_("Unit shown"), help_text=_("It never gets to handle this, and does not see it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(units())

    def arguments(self) -> dict:
        return {"filmed": Filmed(**self.cleaned_data)}


class AnswerForm(forms.Form):
    answer = text_field(_("Answer"), most=2000)

    def arguments(self) -> dict:
        return self.cleaned_data


class TakeForm(forms.Form):
    """What was said on the air, if anything."""

    answer = text_field(_("What was said on the air"), rows=2, most=2000, required=False)

    def arguments(self) -> dict:
        return self.cleaned_data


class PledgeForm(forms.Form):
    """What is promised, with a road map of up to three steps."""

    words = text_field(_("What is promised"), rows=2, most=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, STEPS + 1):
            about = {"number": number}
            step = CleanCharField(label=_("Step %(number)s") % about, max_length=200, required=number == 1)
            self.fields[f"step_{number}"] = step
            day = needed_day(_("Step %(number)s by") % about)
            day.required = number == 1
            day.validators = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]
            self.fields[f"day_{number}"] = day

    def clean(self):
        cleaned = super().clean()
        for number in range(2, STEPS + 1):
            step, day = cleaned.get(f"step_{number}"), cleaned.get(f"day_{number}")
            if step and not day and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", _("By when is this step done?"))
            if day and not step:
                self.add_error(f"step_{number}", _("What is done by this day?"))
        return cleaned

    @property
    def pledge(self) -> Pledge:
        typed = self.cleaned_data
        numbers = range(1, STEPS + 1)
        pairs = [(typed.get(f"step_{n}"), typed.get(f"day_{n}")) for n in numbers]
        return Pledge(typed["words"], tuple((words, day) for words, day in pairs if words and day))

    def arguments(self) -> dict:
        return {"pledge": self.pledge}


class PromiseForm(PledgeForm):
    """A promise on the air, and what was said around it."""

    answer = text_field(_("What was said on the air"), rows=2, most=2000, required=False)

    def arguments(self) -> dict:
        return super().arguments() | {"answer": self.cleaned_data["answer"]}


class ProofForm(forms.Form):
    proof = text_field(_("What shows that it is done"), rows=2, help_text=_("Everybody can read it."))

    def arguments(self) -> dict:
        return self.cleaned_data


class EpisodesForm(forms.Form):
    """How the episodes are narrowed; every field may be empty."""

    programme = RowField(label=_("Programme"), required=False)
    unit = RowField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ALL, *Episode.State.choices])
    since = day_field(_("First day"))
    until = day_field(_("Last day"))
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)

    LOOKUPS = {
        "programme": "programme",
        "unit": "organisation",
        "state": "state",
        "since": "airs_at__date__gte",
        "until": "airs_at__date__lte",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer(Programme.objects.all(), empty=_("all"))
        self.fields["unit"].offer(units(), empty=_("all"))


class PromisesForm(forms.Form):
    """How promises are narrowed."""

    standing = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*ALL, ("running", _("on schedule")), ("late", _("behind schedule")), ("kept", _("promise kept"))],
    )
    unit = RowField(label=_("Unit"), required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)

    LOOKUPS = {"unit": "organisation"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units(), empty=_("all"))


CALL_TONES = {
    Call.Outcome.WAITING: "warn",
    Call.Outcome.AT_ONCE: "done",
    Call.Outcome.PROMISED: "ok",
    Call.Outcome.TAKEN: "info",
}
