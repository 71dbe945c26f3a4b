"""Which approved applications go into the next file to the bank."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """Ticked applications; `ready` are those that may be paid."""

    applications = forms.MultipleChoiceField(
        label=_("Payment applications"),
        error_messages={
            "required": _("Tick at least one application."),
            "invalid_choice": _("One of the applications was sent by somebody else meanwhile; look again."),
        },
    )

    def __init__(self, ready, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in ready}
        self.fields["applications"].choices = [(key, row.number) for key, row in self.rows.items()]

    def arguments(self, files=()) -> dict:
        return {"applications": [self.rows[key] for key in self.cleaned_data["applications"]]}
