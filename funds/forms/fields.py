"""The payee as people name it: by bank account, by name or by code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import half_width
from funds.models import Payee
from records.fields import NamedField


class PayeeField(NamedField):
    """A payee of the list: by bank account, or by name or code where there is only one account."""

    default_error_messages = {
        "unknown": _("No payee has this bank account or name. Enter it in the list of payees first."),
        "several": _("This payee has several bank accounts: give the number of the account."),
    }

    def find(self, text):
        number = half_width(text)
        if found := Payee.objects.filter(account_number=number).first():
            return found
        rows = list(Payee.objects.filter(name=text)[:2] or Payee.objects.filter(identity=number.upper())[:2])
        if len(rows) > 1:
            raise forms.ValidationError(self.error_messages["several"], code="several")
        return rows[0] if rows else None

    def prepare_value(self, value):
        return value.account_number if isinstance(value, Payee) else value
