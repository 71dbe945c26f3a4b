"""How a person wants to be told besides the inbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import refuse_invisible


class WaysForm(forms.Form):
    """Ways and the e-mail address. The telephone number is that of the account."""

    by_sms = forms.BooleanField(label=_("Tell me by SMS"), required=False)
    by_email = forms.BooleanField(label=_("Tell me by e-mail"), required=False)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=254, help_text=_("Leave it empty if you have none.")
    )

    def clean_email(self):
        return refuse_invisible(self.cleaned_data["email"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("by_email") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give an address, or choose not to be told by e-mail."))
        return cleaned


class PageForm(forms.Form):
    """?before=N: messages older than number N; anything else is the newest page. ?unread=1: only those."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    unread = forms.BooleanField(required=False)
