"""What the staff types about the catalogue: versions to compare, reasons of the clean-up, the workbook to read in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from approvals.actions.catalogue import Note
from approvals.models import CleanUp, Item


class VersionsForm(forms.Form):
    """?a=1&b=2: the two versions to compare; anything else is the newest and the one before."""

    a = forms.TypedChoiceField(label=_("Version on the left"), coerce=int, required=False, empty_value=None)
    b = forms.TypedChoiceField(label=_("Version on the right"), coerce=int, required=False, empty_value=None)
    all = forms.BooleanField(label=_("show what is the same, too"), required=False)

    def __init__(self, versions: list[Item], *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("version %(number)s (%(state)s)")
        choices = [
            (item.version, words % {"number": item.version, "state": item.get_state_display()}) for item in versions
        ]
        for name in ("a", "b"):
            self.fields[name].choices = choices


class NoteForm(forms.Form):
    """Why, for the register of the clean-up."""

    round = CleanCharField(label=_("Round of clean-up"), max_length=50)
    reason = CleanCharField(label=_("Reason"), max_length=300, multiline=True)
    basis = CleanCharField(label=_("Document it rests on"), max_length=200)

    def note(self) -> Note:
        return Note(**{name: self.cleaned_data[name] for name in ("round", "reason", "basis")})


class PublishForm(NoteForm):
    """Putting into force; with the three fields the change goes into the register of the clean-up as well."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        self.fields["reason"].widget = forms.TextInput()
        self.fields["round"].help_text = _("Only for a change that belongs to a round of the clean-up.")

    def clean(self):
        values = super().clean()
        if any(values.get(name) for name in self.fields):
            for name in self.fields:
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in."))
        return values

    def arguments(self) -> dict:
        return {"note": self.note() if self.cleaned_data["round"] else None}


class ProposeForm(NoteForm):
    """What the system administrator proposes for an item in force."""

    decision = forms.ChoiceField(label=_("Decision of the clean-up"), choices=CleanUp.Decision.choices)
    into = CleanCharField(
        label=_("Merged into the item with the code"),
        max_length=30,
        required=False,
        help_text=_("Only where two items become one."),
    )
    field_order = ["decision", "into", "round", "reason", "basis"]

    def clean_into(self):
        code = self.cleaned_data["into"]
        if not code:
            return None
        if (found := Item.objects.published().filter(code=code).first()) is None:
            raise forms.ValidationError(_("There is no item in force with this code."))
        return found

    def arguments(self) -> dict:
        return {"decision": self.cleaned_data["decision"], "into": self.cleaned_data["into"], "note": self.note()}


class DeedForm(forms.Form):
    """A deed that needs no words."""

    def arguments(self) -> dict:
        return {}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_("The exported workbook with your changes; the sheets and headers stay as they are."),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("The file is empty. Please choose it again."),
        },
    )


class ConfirmForm(forms.Form):
    """Which checked workbook is to be taken over."""

    token = forms.UUIDField()


class RoundForm(forms.Form):
    """?round=…: one round of the clean-up."""

    round = forms.ChoiceField(label=_("Round of clean-up"), required=False)

    def __init__(self, rounds: list[str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [("", _("all")), *((name, name) for name in rounds)]

    def chosen(self) -> str:
        return self.cleaned_data["round"] if self.is_valid() else ""
