"""What is typed around money, papers and reports: charges, refunds, copies, seal use, periods."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation
from approvals import tariff
from approvals.forms.desk import CursorField, DeedForm, day_field
from approvals.models import ItemFee
from approvals.money import FEN, MOST
from records.fields import SentForm
from records.models import Document

NOT_MONEY = _("Give an amount in yuan with at most two decimals, for example 50.00.")
MOST_COPIES = 99
MOST_QUANTITY = 999_999


def amount_field(label, **kwargs):
    """An amount in yuan, fen-exact."""
    errors = dict.fromkeys(["invalid", "min_value", "max_value", "max_digits", "max_decimal_places"], NOT_MONEY)
    attributes = {"inputmode": "decimal", "autocomplete": "off"}
    widget = forms.TextInput(attrs=attributes)
    return forms.DecimalField(
        label=label,
        min_value=FEN,
        max_value=MOST,
        max_digits=12,
        decimal_places=2,
        widget=widget,
        error_messages=errors | {"max_whole_digits": NOT_MONEY},
        **kwargs,
    )


class FeeChoice(forms.ModelChoiceField):
    """A line of the fee table with its rate."""

    def label_from_instance(self, fee):
        return tariff.in_words([fee])


class ChargeForm(DeedForm):
    """What is taken at the window. The action holds it against the table of the day once more."""

    fee = FeeChoice(
        queryset=ItemFee.objects.none(), label=_("Fee after the table of today"), required=False, empty_label="—"
    )
    quantity = forms.DecimalField(
        label=_("Quantity"), initial=1, min_value=FEN, max_value=MOST_QUANTITY, max_digits=12, decimal_places=2
    )
    amount = amount_field(
        _("Amount taken (yuan)"),
        required=False,
        help_text=_("Leave empty to take what the table says. Less is possible when it was reduced, more is not."),
    )

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        fees = tariff.table(case.item, timezone.localdate())
        self.fields["fee"].queryset = fees
        self.fields["fee"].initial = fees.first()


class RefundForm(SentForm):
    amount = amount_field(_("Amount to refund (yuan)"))
    reason = CleanCharField(label=_("Reason"), max_length=300)


class CopiesForm(SentForm):
    copies = forms.IntegerField(
        label=_("Copies"),
        initial=1,
        min_value=1,
        max_value=MOST_COPIES,
        widget=forms.NumberInput(attrs={"class": "few"}),
    )


class PeriodForm(forms.Form):
    """From and to, both included."""

    since = day_field(_("From"))
    until = day_field(_("to"))

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned


class RegisterForm(PeriodForm):
    """How a register is narrowed: days, unit, search words, a place in the list, export."""

    q = CleanCharField(label=_("Number or name"), required=False, max_length=100)
    organisation = forms.ChoiceField(label=_("Unit"), required=False)
    after = CursorField(required=False)
    before = CursorField(required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, data, units=()):
        super().__init__(data)
        self.fields["organisation"].choices = [("", _("all")), *units]
        if not units:
            del self.fields["organisation"]
        self.fields["after"].kind = self.fields["before"].kind = datetime


class KindForm(RegisterForm):
    """A register of documents: of one kind, if asked."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data, units=(), kinds=Document.Kind.choices):
        super().__init__(data, units)
        self.fields["kind"].choices = [("", _("all")), *kinds]


class SealUseForm(SentForm):
    """The seal on paper that is no document of this portal."""

    purpose = CleanCharField(label=_("Sealed for"), max_length=300)
    copies = forms.IntegerField(label=_("Copies"), initial=1, min_value=1, max_value=MOST_COPIES)


class StatisticsForm(PeriodForm):
    """The period and by what the cases are grouped; a single unit begins with its items."""

    BY = [
        ("unit", _("by unit")),
        ("item", _("by item")),
        ("window", _("by window")),
        ("person", _("by person")),
        ("month", _("by month")),
    ]
    by = forms.ChoiceField(label=_("Grouped"), required=False, choices=BY)
    organisation = forms.ChoiceField(label=_("Unit"), required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, data, units=()):
        super().__init__(data)
        self.fields["organisation"].choices = [("", _("all")), *units]
        if not units:
            del self.fields["organisation"]
            self.fields["by"].choices = self.BY[1:] + self.BY[:1]


class ReportForm(forms.Form):
    """Which circular: the week or the month that contains a day."""

    PERIODS = [("week", _("weekly report")), ("month", _("monthly report"))]
    period = forms.ChoiceField(label=_("Report"), required=False, choices=PERIODS)
    on = day_field(_("that contains the day"))


class ResultsForm(PeriodForm):
    """How the public narrows the list of decisions."""

    KINDS = [("permit", _("administrative permit")), ("penalty", _("administrative penalty"))]
    q = CleanCharField(label=_("Firm, item or number"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *KINDS])
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.filter(items__isnull=False).distinct(),
        label=_("Unit"),
        required=False,
        empty_label=_("all"),
    )
    after = CursorField(required=False)
    before = CursorField(required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", ""), ("csv", "")])
    field_order = ["q", "kind", "organisation", "since", "until"]
