"""The period a leader asks for."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

FIRST = date(2000, 1, 1)  # nothing was recorded before


class PeriodForm(forms.Form):
    """From and to, both included; empty fields mean the month up to today."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}))

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        for name in ("since", "until"):
            if data.get(name) and data[name] < FIRST:
                self.add_error(name, _("Choose a day after 1 January 2000."))
        if since and until and since > until:
            self.add_error("until", _("The end must not lie before the beginning."))
        return data
