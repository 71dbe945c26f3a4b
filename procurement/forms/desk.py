"""What the desks type besides the steps: applications, firms, filters, a form for each deed beside the course."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, CreditCodeField, PersonNameField, TelephoneField
from accounts.models import User
from procurement.actions import Application, Firm
from procurement.forms.fields import LONG, MomentField, text_field
from procurement.forms.steps import methods_of
from procurement.models import (
    Against,
    BidComplaint,
    Business,
    Matter,
    Method,
    Party,
    Regulator,
    Tender,
    Trade,
)
from records.fields import ALL, NONE, MoneyField, RowField, day_field


class FilterForm(forms.Form):
    """How a list of tenders is narrowed; every field may be empty."""

    q = CleanCharField(label=_("Number, project or tenderer"), required=False, max_length=100)
    trade = forms.ChoiceField(label=_("Trade"), required=False, choices=[*ALL, *Trade.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ALL, *Tender.State.choices])
    method = forms.ChoiceField(label=_("Method"), required=False, choices=[*ALL, *Method.choices])
    since = day_field(_("Handed in from"), **NONE)
    until = day_field(_("to"), **NONE)
    tile = forms.SlugField(required=False, widget=forms.HiddenInput)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)

    def clean(self):
        typed = super().clean()
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return typed

    @property
    def is_narrowed(self) -> bool:
        typed = getattr(self, "cleaned_data", {})
        return any(value for name, value in typed.items() if name != "export")


class FirmFilterForm(forms.Form):
    q = CleanCharField(label=_("Name or credit code"), required=False, max_length=100)
    business = forms.ChoiceField(label=_("Business"), required=False, choices=[*ALL, *Business.choices])


class FirmForm(forms.Form):
    """A firm that enters the register."""

    code = CreditCodeField(label=_("Unified social credit code"))
    name = CleanCharField(label=_("Full name of the firm"), max_length=100)
    legal_representative = PersonNameField(label=_("Legal representative"))
    founded_on = day_field(_("Founded on"))
    address = CleanCharField(label=_("Address"), max_length=200, **NONE)
    telephone = TelephoneField(label=_("Telephone"), landline=True, **NONE)
    businesses = forms.MultipleChoiceField(
        label=_("Businesses"),
        choices=Business.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Business.BIDDER],
        error_messages={"required": _("Choose at least one.")},
    )

    def firm(self) -> Firm:
        return Firm(**(self.cleaned_data | {"businesses": tuple(self.cleaned_data["businesses"])}))


class RepresentativeForm(forms.Form):
    """Somebody with an account of the portal who may act for a firm."""

    telephone = TelephoneField(label=_("Mobile number of the account"))
    title = CleanCharField(label=_("Position in the firm"), max_length=50, **NONE)

    def clean_telephone(self):
        number = self.cleaned_data["telephone"]
        self.user = User.objects.filter(username=number, is_citizen=True).first()
        if self.user is None:
            raise forms.ValidationError(_("There is no account with this number yet; the person creates it first."))
        return number


class OwnRepresentativeForm(RepresentativeForm):
    """Named by the firm itself: with the name as well, so that no number can be tried for the name behind it."""

    name = PersonNameField(label=_("Name of the person"))
    field_order = ["name", "telephone", "title"]

    def clean_telephone(self):
        number = self.cleaned_data["telephone"]
        about = {"username": number, "name": self.cleaned_data.get("name"), "is_citizen": True}
        self.user = User.objects.filter(**about).first()
        if self.user is None:
            words = _("No account has this number and this name. The person creates one first; check both.")
            raise forms.ValidationError(words)
        return number


class ApplicationForm(forms.Form):
    """What a tenderer hands in. Office or firm is whoever hands it in."""

    trade = forms.ChoiceField(label=_("Trade"), choices=Trade.choices)
    project_number = CleanCharField(
        label=_("Project number"), max_length=60, help_text=_("Lots of one project have the same number.")
    )
    project_name = CleanCharField(label=_("Project"), max_length=200)
    lot = CleanCharField(label=_("Lot"), max_length=50, **NONE)
    matter = forms.ChoiceField(label=_("Kind of subject"), choices=Matter.choices)
    method = forms.ChoiceField(label=_("Method applied for"), choices=Method.choices)
    summary = text_field(_("What is traded"), rows=5, most=3000)
    approval_number = CleanCharField(label=_("Number of the project approval"), max_length=100)
    funds_source = CleanCharField(label=_("Source of the funds"), max_length=200, **NONE)
    is_state_funded = forms.BooleanField(label=_("State money is in it"), required=False, initial=True)
    estimate = MoneyField(label=_("Estimate (yuan)"), **NONE)
    budget = MoneyField(label=_("Approved budget (yuan)"), **NONE)
    start_price = MoneyField(
        label=_("Starting price (yuan)"), help_text=_("Only where something is sold: land, property rights."), **NONE
    )
    regulator = RowField(label=_("Supervising department"), error_messages={"required": _("Choose the department.")})
    papers = text_field(
        _("Papers handed over"), rows=4, help_text=_("One a line: the approval, the proof of the funds, the design.")
    )

    def __init__(self, *args, own=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Regulator.objects.select_related("centre__organisation", "organisation").order_by("trade", "pk")
        self.fields["regulator"].offer([row for row in rows if row.organisation_id != getattr(own, "pk", None)])
        self.fields["regulator"].choices = [
            ("", _("choose")),
            *(
                (key, f"{Trade(row.trade).label}：{row.organisation}")
                for key, row in self.fields["regulator"].rows.items()
            ),
        ]

    def clean_papers(self):
        return tuple(line.strip() for line in self.cleaned_data["papers"].splitlines() if line.strip())

    def clean(self):
        typed = super().clean()
        chosen = typed.get("regulator")
        if chosen and chosen.trade != typed.get("trade"):
            self.add_error("regulator", _("This department supervises another trade."))
        sells = typed.get("trade") in (Trade.LAND, Trade.PROPERTY)
        if sells and not typed.get("start_price") and not self.has_error("start_price"):
            self.add_error("start_price", _("Give the starting price."))
        if not sells and not typed.get("estimate") and not self.has_error("estimate"):
            self.add_error("estimate", _("Give the estimate: the threshold is looked up with it."))
        return typed

    def application(self, **tenderer) -> Application:
        typed = dict(self.cleaned_data)
        chosen = typed.pop("regulator")
        return Application(centre=chosen.centre.organisation, supervisor=chosen.organisation, **typed, **tenderer)


class OwnApplicationForm(ApplicationForm):
    """Handed in by somebody who acts for firms: for which one?"""

    firm = RowField(label=_("For the firm"), error_messages={"required": _("Choose the firm.")})
    field_order = ["firm"]

    def __init__(self, *args, firms=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["firm"].offer(firms)

    def application(self, **tenderer):
        self.cleaned_data = dict(self.cleaned_data)
        return super().application(tenderer_party=self.cleaned_data.pop("firm"), **tenderer)


# one form for each deed beside the course


class DeedForm(forms.Form):
    """`arguments` go to the action as they are."""

    def __init__(self, thing, *args, deed="", **kwargs):
        super().__init__(*args, auto_id=f"id_{deed}_%s", **kwargs)
        self.thing = thing
        self.prepare()

    def prepare(self):
        """What depends on the thing."""

    def arguments(self) -> dict:
        return self.cleaned_data


class OpinionForm(DeedForm):
    opinion = text_field(_("Opinion"), rows=2)


class ReasonForm(DeedForm):
    reason = text_field(_("Reason"), help_text=_("It is made public where the tender is."))


class ReissueForm(DeedForm):
    method = forms.ChoiceField(label=_("Method of the new round"), required=False)
    ground = text_field(_("Ground of the law for another method"), rows=2, **NONE)

    def prepare(self):
        self.fields["method"].choices = [("", _("as before")), *methods_of(self.thing)]


class ClarifyForm(DeedForm):
    question = text_field(_("Question (who asked is not named)"), rows=2, most=3000, **NONE)
    text = text_field(_("Answer or change"), rows=4, most=LONG)
    changes_bids = forms.BooleanField(label=_("It may change what bids say"), required=False, initial=True)
    deadline = MomentField(label=_("New deadline, where it has to move"), **NONE)


class ReportForm(DeedForm):
    text = text_field(_("Written report on the tender"), rows=6, most=LONG)


class SupplementForm(DeedForm):
    amount = MoneyField(label=_("Amount added (yuan)"))
    reason = text_field(_("Reason"), rows=2)
    signed_on = day_field(_("Signed on"))


class AnswerForm(DeedForm):
    text = text_field(_("Answer"), rows=5, most=LONG)
    is_upheld = forms.TypedChoiceField(
        label=_("Does the objection hold?"),
        choices=[("", _("choose")), ("yes", _("yes, it is corrected")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
    )


class AcceptForm(DeedForm):
    suspends = forms.BooleanField(label=_("The tender stands still until the decision"), required=False)


class RefusalForm(DeedForm):
    reason = text_field(_("Why it is not accepted"))


class TestsForm(DeedForm):
    reason = text_field(_("What is tested, and by whom"), rows=2)
    days = forms.IntegerField(label=_("Days expected"), min_value=1, max_value=365)


class DecisionForm(DeedForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("choose")), *BidComplaint.Outcome.choices])
    text = text_field(_("Decision and its ground"), rows=6, most=LONG)


class DisputeForm(forms.Form):
    """An objection or a complaint of a firm."""

    party = RowField(label=_("For the firm"), error_messages={"required": _("Choose the firm.")})
    against = forms.ChoiceField(label=_("What the objection is about"), choices=[("", _("choose")), *Against.choices])
    knew_on = day_field(_("Since when you know of it"), **NONE)
    text = text_field(_("What is wrong, and what you ask for"), rows=6, most=LONG)

    def __init__(self, *args, firms=(), complains=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].offer(firms)
        self.fields["knew_on"].required = complains
        if len(firms) == 1:
            self.initial.setdefault("party", str(firms[0].pk))


def firms_of(actor, today) -> list[Party]:
    """The firms this person acts for today."""
    return list(Party.objects.of_user(actor.user, today).order_by("name"))
