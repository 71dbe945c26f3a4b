"""What somebody types whom nobody knows. No name, no telephone: there are no fields for them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from complaints import codes
from complaints.actions import Filing
from complaints.flow import MOST_FILES
from complaints.forms.citizen import RatingForm
from complaints.forms.fields import LONG, categories, text_field, towns, units
from complaints.models import Channel, Kind
from records.fields import FilesField, RowField

OFFERED = [Kind.REPORT, Kind.COMPLAINT, Kind.EFFICIENCY, Kind.SUGGESTION, Kind.CONSULTATION]
PICTURES = ".jpg,.jpeg,.png"


class AnonymousForm(forms.Form):
    """An anonymous order. `puzzle` and `answer` are its price (complaints.puzzle)."""

    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[(kind.value, kind.label) for kind in OFFERED],
        initial=Kind.REPORT,
        widget=forms.RadioSelect,
    )
    title = CleanCharField(label=_("In one sentence"), max_length=100)
    text = text_field(
        _("What happened, and what do you ask for?"),
        rows=8,
        most=LONG,
        help_text=_("Leave out what only you can know, if you want to stay unknown."),
    )
    accused = RowField(
        label=_("Which unit do you complain of?"),
        required=False,
        help_text=_("It never gets to handle this, and does not see it."),
    )
    category = RowField(label=_("What is it about?"), required=False)
    area = RowField(label=_("Town or street"), required=False)
    place = CleanCharField(label=_("Where"), required=False, max_length=200)
    files = FilesField(
        label=_("Pictures"),
        required=False,
        help_text=_("Up to %(count)s pictures (JPG, PNG); place, time and camera are taken out.")
        % {"count": MOST_FILES},
    )
    puzzle = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    answer = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["accused"].offer(units(), empty=_("none, or I do not know"))
        self.fields["category"].offer(*categories())
        self.fields["area"].offer(towns())
        self.fields["files"].widget.attrs["accept"] = PICTURES

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.EFFICIENCY and not cleaned.get("accused"):
            self.add_error("accused", _("Please name the unit that you complain of."))
        if len(cleaned.get("files") or []) > MOST_FILES:
            words = _("At most %(count)s files can be handed in with one order.")
            self.add_error("files", words % {"count": MOST_FILES})
        return cleaned

    def filing(self) -> Filing:
        typed = {name: self.cleaned_data[name] for name in self.fields if name not in ("files", "puzzle", "answer")}
        return Filing(channel=Channel.WEB, **typed)


class CodeForm(forms.Form):
    """The 24 signs, however they are grouped."""

    code = CleanCharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        help_text=_("24 signs in groups of four, with or without hyphens."),
    )

    def clean_code(self):
        code = codes.read(self.cleaned_data["code"])
        if not code:
            words = _("This cannot be a code: a sign is missing or wrong. There is no 0, O, 1, I or L in it.")
            raise forms.ValidationError(words)
        return code


class TalkForm(forms.Form):
    """One message to the other side."""

    text = text_field(_("Your message"), rows=4, most=2000)


class AgainForm(forms.Form):
    """Why it is opened again or withdrawn."""

    reason = text_field(_("Reason"))


DEED_FORMS = {"say": TalkForm, "rate": RatingForm, "reopen": AgainForm, "withdraw": AgainForm}
