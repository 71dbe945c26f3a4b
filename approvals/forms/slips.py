"""What is typed about inspections of firms: slips, their course, the firm's check and its report."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, CreditCodeField, TelephoneField
from accounts.models import Organisation
from approvals.actions.slips import everybody_named
from approvals.enforcement import near
from approvals.forms.desk import DeedForm
from approvals.forms.enforcement import ItemChoice, PeopleChoice, long_text, needed_day
from approvals.models import Item, Slip
from records.fields import CodeField

ALONE = "alone"


def join_words(slip) -> str:
    """One visit of the firm that this one could join."""
    about = {"unit": slip.organisation.short_name, "start": slip.from_on, "end": slip.until_on, "number": slip.number}
    return _("together with %(unit)s, %(start)s to %(end)s (%(number)s)") % about


class OpenChoice(forms.ChoiceField):
    """A question whose answers are known only after the other fields have been read."""

    widget = forms.RadioSelect

    def valid_value(self, value):
        return True


class SlipForm(forms.Form):
    """A new slip. Where other visits of the firm are near, the second sending says whether to join one of them."""

    item = ItemChoice(Item.Kind.INSPECTION, _("Inspection"))
    firm_name = CleanCharField(label=_("Firm"), max_length=100)
    firm_code = CreditCodeField(
        label=_("Credit code of the firm"),
        help_text=_("18 signs, on the business licence."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    firm_address = CleanCharField(label=_("Address"), max_length=200, required=False)
    purpose = long_text(_("What is inspected"), rows=3, most=1000, help_text=_("It is printed on the slip."))
    inspectors = PeopleChoice(None, label=_("Inspectors"), help_text=_("At least two; only they may enter the firm."))
    from_on = needed_day(_("First day"))
    until_on = needed_day(_("Last day"))
    join = OpenChoice(label=_("Together with another unit?"), required=False)
    warned = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, organisation, people, initial=None):
        super().__init__(data, initial=initial)
        self.fields["item"].offer(organisation)
        self.fields["inspectors"].queryset = people
        self.unit, self.near = organisation, []

    def clean(self):
        """Look for other visits of the firm before the answer to the question about joining is read."""
        typed = super().clean()
        if all(typed.get(name) for name in ("firm_code", "from_on", "until_on")):
            self.near = list(near(typed["firm_code"], typed["from_on"], typed["until_on"]))
        self.fields["join"].choices = [*((slip.pk, join_words(slip)) for slip in self.hosts), (ALONE, _("go alone"))]
        self.fields["join"].required = bool(self.hosts)  # how it is shown; `chosen` has the last word
        return typed

    @property
    def hosts(self) -> list:
        """The visits of other units that this one could join."""
        return [slip for slip in self.near if slip.organisation_id != self.unit.pk]

    def chosen(self):
        """The visit to join, None for going alone; False while the question is open."""
        answer = self.data.get("join", "")
        if not self.hosts or answer == ALONE:
            return None
        return next((slip for slip in self.hosts if str(slip.pk) == answer), False)

    def arguments(self) -> dict:
        return {"inspectors": self.cleaned_data["inspectors"], "join": self.chosen() or None}

    def visit(self) -> dict:
        names = ("firm_name", "firm_code", "firm_address", "purpose", "from_on", "until_on")
        return {name: self.cleaned_data[name] for name in names}


class SlipNumberForm(forms.Form):
    slip = CleanCharField(max_length=60)


class SlipChoice(forms.ModelChoiceField):
    """Another approved visit of the same firm."""

    def label_from_instance(self, slip):
        return f"{slip.number}　{slip.organisation.short_name}　{slip.from_on:%m-%d}—{slip.until_on:%m-%d}"


class ApproveSlipForm(DeedForm):
    reason = long_text(
        _("Reason for the exception"),
        rows=2,
        most=1000,
        required=False,
        help_text=_("Needed beyond the yearly limits."),
    )


class MergeForm(DeedForm):
    into = SlipChoice(
        Slip.objects.none(),
        label=_("Join to this inspection"),
        empty_label=_("please choose"),
        error_messages={
            "required": _("Only an approved inspection of the same firm can take in another one."),
            "invalid_choice": _("Only an approved inspection of the same firm can take in another one."),
        },
    )
    reason = long_text(_("Note"), rows=2, most=1000, required=False)

    def __init__(self, slip, *args, **kwargs):
        super().__init__(slip, *args, initial={"into": slip.joined_id}, **kwargs)
        hosts = Slip.objects.of_firm(slip.firm_code).filter(state=Slip.State.APPROVED).exclude(pk=slip.pk)
        self.fields["into"].queryset = hosts.select_related("organisation").order_by("from_on", "pk")


class CarryOutForm(DeedForm):
    on = needed_day(_("Day of the inspection"))
    inspectors = PeopleChoice(None, label=_("Who was there"))
    has_problems = forms.TypedChoiceField(
        label=_("Were problems found?"),
        choices=[("no", _("no problems")), ("yes", _("problems found"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    result = long_text(_("Result"))

    def __init__(self, slip, *args, **kwargs):
        super().__init__(slip, *args, **kwargs)
        self.fields["inspectors"].queryset = everybody_named(slip)


class NoteForm(DeedForm):
    note = long_text(_("What was found out"), most=2000, help_text=_("Whoever reported can read it."))


class CheckForm(forms.Form):
    """Number and code of a slip or of a report, as typed or as inside the square code."""

    is_question = True  # nothing is handed in with it

    number = CodeField(
        label=_("Slip number or report number"),
        max_length=40,
        help_text=_("It looks like JC20261113-0007-4."),
    )
    code = CodeField(
        label=_("Check code"),
        max_length=40,
        help_text=_("Eight letters and digits, below the square code."),
    )


class MonthForm(forms.Form):
    """?month=2026-11; anything else is the present month."""

    month = forms.DateField(
        required=False,
        input_formats=["%Y-%m"],
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))],
    )


class ReportForm(forms.Form):
    """What a firm tells about an inspection without a slip; without a name if it likes."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which unit came?"),
        empty_label=_("please choose"),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    firm_name = CleanCharField(label=_("Which firm was inspected?"), max_length=100)
    happened_on = needed_day(_("When was it?"))
    what = long_text(
        _("What happened?"),
        most=2000,
        help_text=_("Who came, what they wanted, what they did. Please leave out what you do not want to be known."),
    )
    contact = TelephoneField(
        label=_("Telephone for questions"),
        landline=True,
        required=False,
        help_text=_("You need not give it. Only the efficiency office sees it."),
    )

    def __init__(self, data=None):
        super().__init__(data)
        units = Organisation.objects.filter(level__in=[Organisation.Level.DEPARTMENT, Organisation.Level.TOWN])
        self.fields["organisation"].queryset = units.order_by("sort", "pk")
