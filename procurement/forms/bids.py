"""What is typed or handed in around bids: sealed files, keys, withdrawals, payments, offers."""

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from procurement import sealing
from procurement.actions.guaranteeing import Payment
from procurement.forms.fields import LONG, MomentField, PartyField, text_field
from procurement.words_bids import in_words
from records.fields import MoneyField, day_field

DIGEST = RegexValidator(r"\A[0-9a-f]{64}\Z", _("A digest has 64 signs: digits and the letters a to f."))
SECRET = RegexValidator(r"\A[0-9a-f]{32}\Z", _("The withdrawal secret has 32 signs: digits and the letters a to f."))
LONGEST_KEY = 20_000  # bytes of a key file
KEEP = {"autocomplete": "off", "spellcheck": "false"}


class SealedForm(forms.Form):
    """A sealed bid; `most` is how many bytes one of this box has. Nothing of it is read before it is measured."""

    sealed = forms.FileField(label=_("Sealed bid"), allow_empty_file=True)

    def __init__(self, *args, most: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_sealed(self) -> bytes:
        given = self.cleaned_data["sealed"]
        if given.size > self.most:
            raise forms.ValidationError(in_words(sealing.Unsealable("size")))
        return given.read(self.most + 1)


class WithdrawForm(forms.Form):
    digest = CleanCharField(
        label=_("Digest of the bid"), max_length=64, validators=[DIGEST], widget=forms.TextInput(attrs=KEEP)
    )
    secret = CleanCharField(
        label=_("Withdrawal secret"),
        help_text=_("Both stand in the key file, as digest and withdrawal. The key itself is never sent."),
        max_length=32,
        validators=[SECRET],
        widget=forms.TextInput(attrs=KEEP),
    )


class ReclaimForm(WithdrawForm):
    """The guarantee of a bid that was taken back."""

    number = CleanCharField(
        label=_("Number under which the guarantee was paid"),
        help_text=_("The centre sends the money back to the account it came from; it learns this number only."),
        max_length=60,
        widget=forms.TextInput(attrs=KEEP),
    )


class KeyForm(forms.Form):
    """The key file; what comes out is what `sealing.read_key` made of it."""

    key_file = forms.FileField(label=_("Key file"), help_text=_("The .key.json file that was saved when sealing."))

    def clean_key_file(self) -> dict:
        given = self.cleaned_data["key_file"]
        try:
            if given.size > LONGEST_KEY:
                raise sealing.Unsealable("keyfile")
            return sealing.read_key(given.read(LONGEST_KEY).decode("utf-8-sig", "replace"))
        except sealing.Unsealable as wrong:
            raise forms.ValidationError(in_words(wrong)) from None


class PaymentsForm(forms.Form):
    """The bank's list, a payment a line."""

    payments = text_field(
        _("Payments"),
        rows=8,
        most=LONG * 4,
        help_text=_("One a line, as copied from a table or with commas: number, payer, account, amount in yuan, day."),
    )

    def clean_payments(self) -> list[Payment]:
        lines = [line for line in self.cleaned_data["payments"].splitlines() if line.strip()]
        found = [self.payment(number, line) for number, line in enumerate(lines, 1)]
        numbers = [row.number for row in found]
        for number in numbers:
            if numbers.count(number) > 1:
                raise forms.ValidationError(_("Number %(number)s stands in the list already.") % {"number": number})
        return found

    def payment(self, number: int, line: str) -> Payment:
        cells = line.split("\t") if "\t" in line else re.split("[,，]", line)
        cells = [cell.strip() for cell in cells]
        try:
            code, payer, account, amount, day = cells
            about = {"amount": MoneyField().clean(amount), "paid_on": day_field("").clean(day)}
        except ValueError:
            words = _("Line %(line)s: five values are needed, this line has %(found)s.")
            raise forms.ValidationError(words % {"line": number, "found": len(cells)}) from None
        except forms.ValidationError as wrong:
            words = _("Line %(line)s: %(wrong)s")
            raise forms.ValidationError(words % {"line": number, "wrong": wrong.messages[0]}) from None
        return Payment(code[:60], payer[:100], account[:60], **about)


class ReturnForm(forms.Form):
    reference = CleanCharField(label=_("Number of the transfer"), max_length=60)
    interest = MoneyField(label=_("Interest (yuan)"), required=False)


class WithdrawnForm(forms.Form):
    reference = CleanCharField(label=_("Number of the transfer"), max_length=60)


class KeepForm(forms.Form):
    reason = text_field(_("Why it is not returned"), rows=2, most=300)


class LetterForm(forms.Form):
    amount = MoneyField(label=_("Amount of the letter of guarantee (yuan)"))


class OfferForm(forms.Form):
    amount = MoneyField(label=_("Your offer (yuan)"))


class ListingForm(forms.Form):
    increment = MoneyField(label=_("Smallest step (yuan)"))
    reserve = MoneyField(
        label=_("Reserve price (yuan)"), required=False, help_text=_("Nobody sees it before the end.")
    )
    ends_at = MomentField(label=_("End"), required=False, help_text=_("Empty: as long as the rules say."))
    extension = forms.IntegerField(
        label=_("Extension after a late offer (seconds)"), required=False, min_value=30, max_value=3600
    )


class AdmitForm(forms.Form):
    party = PartyField(label=_("Firm"), help_text=_("Its full name or its credit code."))
