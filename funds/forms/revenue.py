"""What is typed about non-tax revenue: fees, hand-overs, the bank's lists, filters."""

from collections import Counter

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from funds.actions.collecting import BankLine, above_standard
from funds.models import BankAccount, BankEntry, Collection, FeeMatter, Purse
from records.fields import ALL, EXPORT, NONE, FenField, FileForm, PlainForm, RowField, day_field

MOST_PIECES = 9_999
WAYS = {"收入": BankEntry.Way.IN, "支出": BankEntry.Way.OUT}


def accounts_of(organisation):
    """Where the fees of a unit can come in."""
    return BankAccount.objects.exclude(sort="own") | BankAccount.objects.filter(organisation=organisation)


class FeeForm(PlainForm):
    """A fee that was paid. Without an account it was taken in cash."""

    matter = RowField(label=_("Fee"))
    ticket = CleanCharField(label=_("Ticket number"), max_length=40)
    payer = CleanCharField(label=_("Payer"), max_length=100)
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST_PIECES, initial=1)
    amount = FenField(label=_("Amount (yuan)"))
    collected_on = day_field(_("Day"))
    account = RowField(label=_("Onto which account"), **NONE)

    def __init__(self, organisation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["matter"].offer(FeeMatter.objects.filter(organisation=organisation, is_open=True), words=in_words)
        self.fields["account"].offer(accounts_of(organisation), empty=_("cash"))
        self.fields["collected_on"].initial = timezone.localdate()

    def arguments(self, files=()) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "matter"}


def in_words(matter: FeeMatter) -> str:
    return f"{matter.name}（{matter.standard_words}）" if matter.standard_words else matter.name


class FeeRowForm(forms.Form):
    """A row of a file of fees; what a unit may charge and where it goes is read once for all rows."""

    matter = CleanCharField(label=_("Code or name of the fee"), max_length=200)
    ticket = CleanCharField(label=_("Ticket number"), max_length=40)
    payer = CleanCharField(label=_("Payer"), max_length=100)
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST_PIECES, required=False)
    amount = FenField(label=_("Amount (yuan)"))
    collected_on = day_field(_("Day"))
    account = CleanCharField(label=_("Bank account (empty: cash)"), max_length=40, required=False)

    def __init__(self, *args, matters=(), accounts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.matters = by_code_or_name(matters)
        self.accounts = {account.number: account for account in accounts}

    def clean_matter(self):
        return found_in(
            self.matters, self.cleaned_data["matter"], _("Your unit has no such fee; copy its code or name.")
        )

    def clean_account(self):
        number = self.cleaned_data["account"]
        return found_in(self.accounts, number, _("Fees do not go onto this account.")) if number else None

    def clean_pieces(self):
        return self.cleaned_data["pieces"] or 1

    def clean(self):
        cleaned = super().clean()
        facts = [cleaned[name] for name in ("matter", "amount", "pieces") if name in cleaned]
        if len(facts) == 3 and (words := above_standard(*facts)):
            self.add_error("amount", words)
        return cleaned


def by_code_or_name(matters) -> dict[str, FeeMatter]:
    """The fees under their codes, and under names that only one of them has."""
    names = Counter(matter.name for matter in matters)
    named = {matter.name: matter for matter in matters if names[matter.name] == 1}
    return named | {matter.code: matter for matter in matters}


def found_in(rows: dict, key: str, words):
    if key not in rows:
        raise forms.ValidationError(words)
    return rows[key]


class HandOverForm(PlainForm):
    amount = FenField(label=_("Amount (yuan)"))
    handed_on = day_field(_("Day"))
    paper = CleanCharField(label=_("Number of the payment slip"), max_length=40)
    account = RowField(label=_("Onto which account"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].offer(BankAccount.objects.exclude(sort="own"))


class FeesFilter(forms.Form):
    LOOKUPS = {"state": "state", "ticket": "ticket", "first": "collected_on__gte", "last": "collected_on__lte"}
    state = forms.ChoiceField(label=_("State"), choices=[*ALL, *Collection.State.choices], required=False)
    ticket = CleanCharField(label=_("Ticket number"), max_length=40, required=False)
    first = day_field(_("From"), required=False)
    last = day_field(_("Until"), required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)


class PursesFilter(forms.Form):
    LOOKUPS = {"state": "state"}
    state = forms.ChoiceField(label=_("State"), choices=[*ALL, *Purse.State.choices], required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)


class UnconfirmedFilter(forms.Form):
    LOOKUPS = {"unit": "organisation__short_name__icontains", "ticket": "ticket"}
    unit = CleanCharField(label=_("Unit"), max_length=50, required=False)
    ticket = CleanCharField(label=_("Ticket number"), max_length=40, required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)


class DifferencesFilter(forms.Form):
    LOOKUPS = {"result": "result", "account": "bank_day__account"}
    result = forms.ChoiceField(label=_("Result"), choices=[*ALL, *BankEntry.Result.choices], required=False)
    account = RowField(label=_("Bank account"), required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].offer(BankAccount.objects.all(), empty=_("all"))


class BankDayForm(FileForm):
    account = RowField(label=_("Bank account"))
    day = day_field(_("Day"))

    field_order = ["account", "day", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].offer(BankAccount.objects.all())


class BankLineForm(forms.Form):
    """A line of the bank's daily list."""

    way = CleanCharField(label=_("Receipt or expense"), max_length=4)
    ticket = CleanCharField(label=_("Ticket number"), max_length=40, required=False)
    payer = CleanCharField(label=_("Other side"), max_length=100, required=False)
    amount = FenField(label=_("Amount (yuan)"))
    words = CleanCharField(label=_("Purpose"), max_length=200, required=False)

    def clean_way(self):
        if self.cleaned_data["way"] not in WAYS:
            raise forms.ValidationError(_("Only “收入” or “支出” may stand here."))
        return WAYS[self.cleaned_data["way"]]


def bank_line(number: int, cleaned: dict) -> BankLine:
    return BankLine(line=number, **cleaned)
