"""What is typed about subsidies: lists and their rows, objections, rosters, payment lists, and what citizens ask."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, IdNumberField, PersonNameField, half_width
from accounts.models import Organisation
from funds.actions.checking import Entry
from funds.actions.granting import Answer
from funds.actions.listing import MOST_AREA, Row
from funds.models import PayList, Programme, Roll, Roster
from records.fields import (
    ALL,
    EXPORT,
    LONG,
    NONE,
    FenField,
    FileForm,
    PlainForm,
    RowField,
    day_field,
    month_field,
    text_field,
)

RESULTS = {"成功": True, "失败": False}


class BankNumberField(CleanCharField):
    """The number of a bank account or card: digits, however they were grouped."""

    def to_python(self, value):
        number = half_width(super().to_python(value) or "").replace("-", "")
        if number and not (number.isascii() and number.isdigit() and 8 <= len(number) <= 30):
            raise forms.ValidationError(_("A bank account has 8 to 30 digits."), code="account")
        return number


class AreaField(forms.DecimalField):
    def __init__(self, **kwargs):
        about = {"max_digits": 8, "decimal_places": 2, "min_value": Decimal("0.01"), "max_value": MOST_AREA}
        wrong = {"invalid": _("Give the area as a number such as 3.55.")}
        super().__init__(error_messages=wrong, **about | kwargs)


class RowForm(PlainForm):
    """One recipient, typed or as a row of a file."""

    name = PersonNameField(label=_("Name"))
    number = IdNumberField(label=_("Identity number"))
    area = AreaField(label=_("Area"), **NONE)
    amount = FenField(label=_("Amount (yuan)"), **NONE)
    bank = CleanCharField(label=_("Bank"), max_length=100)
    account = BankNumberField(label=_("Bank account"), max_length=40)
    holder = PersonNameField(label=_("Holder of the account"), **NONE)

    def row(self) -> Row:
        return row_of(self.cleaned_data)

    def arguments(self, files=()) -> dict:
        return {"rows": [self.row()]}


def row_of(cleaned: dict) -> Row:
    return Row(**cleaned)  # a form without an area leaves it out


class RollForm(PlainForm):
    """A new list: programme, village, period."""

    programme = RowField(label=_("Subsidy programme"))
    village = RowField(label=_("Village"))
    period = month_field(_("Month of the period"))

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer(Programme.objects.filter(is_open=True))
        villages = Organisation.objects.filter(
            level=Organisation.Level.VILLAGE, path__startswith=actor.organisation.path
        )
        self.fields["village"].offer(villages.order_by("sort", "pk"), words=lambda unit: unit.short_name)

    def arguments(self, files=()) -> dict:
        return {"village": self.cleaned_data["village"], "period": self.cleaned_data["period"]}


class RollsFilter(forms.Form):
    LOOKUPS = {"state": "state", "programme": "programme", "period": "period"}
    state = forms.ChoiceField(label=_("State"), choices=[*ALL, *Roll.State.choices], required=False)
    programme = RowField(label=_("Subsidy programme"), required=False)
    period = month_field(_("Period paid for"), required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer(Programme.objects.all(), empty=_("all"))


class WordsForm(PlainForm):
    words = text_field(_("Reason"))


class ObjectionForm(PlainForm):
    words = text_field(_("Objection"), most=1000)
    by_whom = CleanCharField(label=_("Raised by (may stay empty)"), max_length=50, **NONE)
    line = RowField(label=_("About which row"), **NONE)


class AnswerForm(PlainForm):
    is_upheld = forms.TypedChoiceField(
        label=_("Decision on the objection"),
        choices=[("", _("choose")), ("yes", _("right: the row is struck off")), ("no", _("not right"))],
        coerce=lambda value: value == "yes",
    )
    answer = text_field(_("Answer"), most=1000)


class RosterForm(FileForm):
    kind = forms.ChoiceField(label=_("Roster"), choices=[("", _("choose")), *Roster.choices])
    source = CleanCharField(label=_("Office the roster comes from"), max_length=LONG // 3)

    field_order = ["kind", "source", "file"]


class RosterRowForm(forms.Form):
    name = PersonNameField(label=_("Name"))
    number = IdNumberField(label=_("Identity number"))
    day = day_field(_("Day of death"), required=False)
    words = CleanCharField(label=_("Unit, relation or household"), max_length=100, required=False)

    def __init__(self, *args, kind=Roster.DECEASED, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self):
        cleaned = super().clean()
        if self.kind == Roster.DECEASED and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Give the day of the death."))
        if self.kind != Roster.DECEASED and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please fill this in."))
        return cleaned


def entry_of(cleaned: dict) -> Entry:
    return Entry(**cleaned)


class PayListForm(PlainForm):
    programme = RowField(label=_("Subsidy programme"))
    period = month_field(_("Month of the period"))

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer(Programme.objects.filter(fund__finance__in=actor.units))

    def arguments(self, files=()) -> dict:
        return {"period": self.cleaned_data["period"]}


class PayListsFilter(forms.Form):
    LOOKUPS = {"state": "state"}
    state = forms.ChoiceField(label=_("State"), choices=[*ALL, *PayList.State.choices], required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, required=False)


class BankRowForm(forms.Form):
    """A line of the bank's answer."""

    reference = CleanCharField(label=_("Reference"), max_length=50)
    amount = FenField(label=_("Amount (yuan)"))
    result = CleanCharField(label=_("Result"), max_length=4)
    day = day_field(_("Day"))
    reason = CleanCharField(label=_("Reason"), max_length=200, required=False)

    def clean_result(self):
        if self.cleaned_data["result"] not in RESULTS:
            raise forms.ValidationError(_("Only “成功” or “失败” may stand here."))
        return RESULTS[self.cleaned_data["result"]]


def answer_of(line: int, cleaned: dict) -> Answer:
    facts = {name: cleaned[name] for name in ("reference", "amount", "day", "reason")}
    return Answer(line=line, is_paid=cleaned["result"], **facts)


class ClaimForm(PlainForm):
    """A citizen shows to be a recipient: name, identity number, and the bank account that the money goes to."""

    name = PersonNameField(label=_("Name"))
    number = IdNumberField(label=_("Identity number"))
    account = BankNumberField(label=_("Bank account"), max_length=40, help_text=_("All digits, as on your card."))
