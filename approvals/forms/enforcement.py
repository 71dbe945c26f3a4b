"""What is typed about penalties and levies, and how their registers are narrowed."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from approvals.forms.citizen import PersonOrCompanyField
from approvals.forms.desk import DeedForm, day_field
from approvals.forms.ledger import NOT_MONEY, amount_field
from approvals.models import Item, ItemFee, Penalty, Slip
from records import fields

LONG = 4000  # signs


def long_text(label, *, rows=4, most=LONG, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return CleanCharField(label=label, multiline=True, max_length=most, widget=widget, **kwargs)


def needed_day(label, **kwargs):
    """A date that must be given."""
    field = fields.day_field(label, **kwargs)
    field.error_messages["required"] = _("Please give a date such as 2026-03-12.")
    return field


class RegisterForm(forms.Form):
    """How a register is narrowed; every field may be empty."""

    q = CleanCharField(label=_("Number or name"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    since = day_field(_("First day"))
    until = day_field(_("Last day"))
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, data, states):
        super().__init__(data)
        self.fields["state"].choices = [("", _("all")), *states]


class ItemChoice(forms.ModelChoiceField):
    """One power of the unit, in its present version."""

    def __init__(self, kind, label):
        self.kind = kind
        super().__init__(
            Item.objects.none(),
            label=label,
            empty_label=_("please choose"),
            error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
        )

    def offer(self, organisation):
        self.queryset = Item.objects.published().filter(kind=self.kind, organisation=organisation).order_by("code")


class PeopleChoice(forms.ModelMultipleChoiceField):
    """At least two people; checked by the action as well."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "people"})
    default_error_messages = {
        "required": _("Please choose at least two people."),
        "invalid_choice": _("Please choose people of your unit."),
        "invalid_pk_value": _("Please choose people of your unit."),
    }


class PenaltyForm(forms.Form):
    """A new penalty case."""

    item = ItemChoice(Item.Kind.PENALTY, _("Penalty power"))
    slip = forms.ModelChoiceField(
        Slip.objects.none(), label=_("Found by the inspection"), required=False, empty_label=_("not by an inspection")
    )
    party_name = CleanCharField(label=_("Party"), max_length=100, help_text=_("A person, or the full name of a firm."))
    party_id = PersonOrCompanyField(
        label=_("Identity number or credit code"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    party_address = CleanCharField(label=_("Address"), max_length=200, required=False)
    officers = PeopleChoice(None, label=_("The two officers"))
    facts = long_text(_("Facts and evidence"), help_text=_("They are printed in the notice and in the decision."))

    def __init__(self, data, *, organisation, people, slips, initial=None):
        super().__init__(data, initial=initial)
        self.fields["item"].offer(organisation)
        self.fields["officers"].queryset = people
        self.fields["slip"].queryset = slips

    def clean_officers(self):
        officers = self.cleaned_data["officers"]
        if len(officers) != 2:
            raise forms.ValidationError(_("A penalty case is investigated by two officers; please choose two."))
        return officers

    def arguments(self) -> dict:
        typed = self.cleaned_data
        party = {name: typed[name] for name in ("party_name", "party_id", "party_address")}
        return {"party": party} | {name: typed[name] for name in ("officers", "facts", "slip")}


class ProposalForm(DeedForm):
    amount = amount_field(_("Fine (yuan)"), required=False, help_text=_("Leave empty where there is no fine."))
    other_measures = CleanCharField(
        label=_("Other measures"),
        required=False,
        max_length=500,
        help_text=_("For example a warning, confiscation or the revocation of a licence."),
    )
    basis = CleanCharField(label=_("Basis of the penalty"), max_length=500, help_text=_("Law and article."))

    def __init__(self, penalty, *args, **kwargs):
        known = {name: getattr(penalty, name) for name in ("amount", "other_measures", "basis")}
        super().__init__(penalty, *args, initial=known, **kwargs)


class StatementForm(DeedForm):
    statement = long_text(
        _("What the party said"),
        help_text=_("If it had nothing to say, write that down. It is printed in the decision."),
    )
    hearing = forms.ChoiceField(
        label=_("Hearing"),
        required=False,
        choices=[(c.value, c.label) for c in Penalty.Hearing if c != Penalty.Hearing.HELD],
        widget=forms.RadioSelect,
        initial="",
    )
    hearing_on = day_field(_("Day of the hearing, if demanded"))


class HearingForm(DeedForm):
    record_text = long_text(_("Record of the hearing"))


class LegalReviewForm(DeedForm):
    review = long_text(_("Legal review"), help_text=_("Facts, evidence, law, procedure and measure."))


class MeetingForm(DeedForm):
    meeting_on = needed_day(_("Day of the meeting"))
    attendees = CleanCharField(label=_("Present"), max_length=300)
    meeting = long_text(_("Minutes"))


class PenaltyDecisionForm(DeedForm):
    reason = long_text(_("Reasons for the measure"), required=False, most=2000)


class WhyForm(DeedForm):
    reason = long_text(_("Reasons"), most=1000)


class RateChoice(forms.ModelChoiceField):
    """A line of the table of levies that is valid today."""

    def label_from_instance(self, fee):
        unit = f"/{fee.unit}" if fee.unit else ""
        return f"{fee.item.name}　{fee.name}　{fee.amount}元{unit}"


def quantity_field():
    return forms.DecimalField(
        label=_("Quantity"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Times the rate gives the amount, rounded to the fen."),
        error_messages=dict.fromkeys(["invalid", "min_value"], NOT_MONEY)
        | dict.fromkeys(
            ["max_digits", "max_decimal_places", "max_whole_digits"],
            _("At most ten digits before the point and two after it."),
        ),
    )


class LevyForm(forms.Form):
    """A new levy."""

    fee = RateChoice(
        ItemFee.objects.none(),
        label=_("Levy and rate"),
        empty_label=_("please choose"),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    payer_name = CleanCharField(label=_("Payer"), max_length=100)
    payer_id = PersonOrCompanyField(
        label=_("Identity number or credit code"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    period = CleanCharField(
        label=_("Period or occasion"), max_length=100, help_text=_("For example: third quarter of 2026.")
    )
    quantity = quantity_field()
    note = long_text(_("Note"), rows=2, most=1000, required=False)

    def __init__(self, data, *, fees):
        super().__init__(data)
        self.fields["fee"].queryset = fees

    def arguments(self) -> dict:
        typed = self.cleaned_data
        payer = {name: typed[name] for name in ("payer_name", "payer_id")}
        return {"payer": payer} | {name: typed[name] for name in ("fee", "period", "quantity", "note")}


class AssessAgainForm(DeedForm):
    quantity = quantity_field()
    period = CleanCharField(label=_("Period or occasion"), max_length=100)
    note = long_text(_("Note"), rows=2, most=1000, required=False)

    def __init__(self, levy, *args, **kwargs):
        super().__init__(levy, *args, initial={"quantity": levy.quantity, "period": levy.period}, **kwargs)
