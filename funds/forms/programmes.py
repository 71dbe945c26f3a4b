"""What is typed about programmes of subsidies, their terms, and the working days of a step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from funds.actions.programmes import MOST_DAYS, Wish
from funds.actions.terms import CODES
from funds.models import Fund, Programme, ProgrammeVersion
from funds.models.programmes import TERMS
from records.fields import (
    ALL,
    EXPORT,
    NONE,
    FenField,
    PlainForm,
    RowField,
    UnitField,
    day_field,
    month_field,
    text_field,
)

OLDEST, MOST_MONTHS = 150, 12


def number_field(label, most: int, least=0, **kwargs):
    return forms.IntegerField(label=label, min_value=least, max_value=most, **kwargs)


class TermsForm(PlainForm):
    """The terms of a programme, and from which period on they hold."""

    way = forms.ChoiceField(label=_("Way of reckoning"), choices=Programme.Way)
    rate = FenField(label=_("Rate (yuan)"), help_text=_("a person and period, or a unit of area"))
    area_unit = CleanCharField(label=_("Unit of area"), max_length=10, initial="亩", **NONE)
    basis = CleanCharField(label=_("basis"), max_length=300)
    youngest = number_field(_("Youngest age"), OLDEST, **NONE)
    oldest = number_field(_("Oldest age"), OLDEST, **NONE)
    bars_employees = forms.BooleanField(label=_("Not for public employees"), initial=True, **NONE)
    exclusive = forms.MultipleChoiceField(
        label=_("Not together with"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("choose none or several"),
        **NONE,
    )
    publicity_days = number_field(_("Working days of publicity"), MOST_DAYS, 1, initial=7)
    stop_months = number_field(_("Months still paid after the month of death"), MOST_MONTHS, initial=0)
    economic_class = CleanCharField(label=_("Economic class"), max_length=10, initial="30305")
    is_open = forms.BooleanField(label=_("Lists are taken"), initial=True, **NONE)
    valid_from = month_field(_("Valid from the period of this month"))
    reason = text_field(_("Reason"))

    def __init__(self, *args, own: Programme | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        others = Programme.objects.exclude(pk=own.pk if own else None)
        self.programmes = {other.code: other for other in others}
        self.fields["exclusive"].choices = [(code, other.name) for code, other in self.programmes.items()]
        if not self.programmes:
            del self.fields["exclusive"]

    def wish(self) -> Wish:
        typed = self.cleaned_data
        facts = {name: typed[name] for name in (*TERMS, "valid_from")}
        return Wish(**facts, exclusive=[self.programmes[code] for code in typed.get("exclusive", ())])

    def arguments(self, files=()) -> dict:
        return {"wish": self.wish(), "reason": self.cleaned_data["reason"]}


def initial_of(programme: Programme) -> dict:
    """The standing terms, to be changed where they differ."""
    return {name: getattr(programme, name) for name in TERMS} | {
        "exclusive": list(programme.exclusive.values_list("code", flat=True))
    }


class ProgrammeForm(TermsForm):
    """A new programme of a fund."""

    NAMES = ["code", "name", "manager", "period"]

    fund = RowField(label=_("Fund"))
    code = forms.SlugField(label=_("Code"), max_length=30, help_text=_("letters and digits, such as dibao"))
    name = CleanCharField(label=_("Name of the programme"), max_length=100)
    manager = UnitField(label=_("managing department"))
    period = forms.ChoiceField(label=_("How often"), choices=Programme.Period)

    field_order = ["fund", "code", "name", "manager", "period"]

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].offer(Fund.objects.visible_to(actor).filter(measure=Fund.Measure.MONEY).order_by("code"))
        self.fields["manager"].widget.attrs["list"] = "units"

    def arguments(self, files=()) -> dict:
        return super().arguments(files) | {name: self.cleaned_data[name] for name in self.NAMES}


class VersionsFilter(forms.Form):
    LOOKUPS = {"state": "state", "programme": "code"}
    state = forms.ChoiceField(label=_("State"), choices=[*ALL, *ProgrammeVersion.State.choices], required=False)
    programme = forms.SlugField(widget=forms.HiddenInput, required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)


class ProgrammesFilter(forms.Form):
    LOOKUPS = {"q": "name__icontains"}
    q = CleanCharField(label=_("Name of the programme"), max_length=100, required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)


class TermForm(PlainForm):
    """Working days of a step, from a day on."""

    code = forms.ChoiceField(label=_("Step"), choices=list(CODES.items()))
    days = number_field(_("Term (working days)"), MOST_DAYS, 1)
    since = day_field(_("valid from"))
    basis = CleanCharField(label=_("basis"), max_length=200)
