"""What citizens type: an order, what they say of the answer, number and code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField
from complaints.actions import Contact, Filing
from complaints.flow import MOST_FILES
from complaints.forms.fields import ACCEPTED, LONG, AboutField, categories, text_field, towns, units
from complaints.models import Kind, Visit
from records import query
from records.fields import CodeField, FilesField, RowField

# Which kind fits: what stands on the page of the choice, in this order.
KINDS = [
    (
        Kind.CONSULTATION,
        "info",
        _("I want to know something: rules, procedures, where to go. Answered in three days."),
    ),
    (
        Kind.COMPLAINT,
        "warn",
        _("Something is wrong around me: noise, rubbish, a shop, a road. Answered in five days."),
    ),
    (Kind.SUGGESTION, "edit", _("I have an idea how the county could do better.")),
    (Kind.REPORT, "flag", _("Somebody breaks the law: unlicensed business, pollution, officials who take gifts.")),
    (Kind.EFFICIENCY, "clock", _("An office was slow, rude or sent me from door to door.")),
    (Kind.BUSINESS, "building", _("My firm met an obstacle: permits, inspections, charges, payments owed.")),
    (
        Kind.PETITION,
        "doc",
        _("A matter of long standing that needs a written decision (petition by the regulations)."),
    ),
    (Kind.DISCLOSURE, "eye", _("I apply for government information to be disclosed to me.")),
]
AGAINST = (Kind.EFFICIENCY, Kind.REPORT)  # these ask whom they are about


class OrderForm(forms.Form):
    """An order of a named person. Which of the two units is asked for depends on the kind."""

    title = CleanCharField(label=_("In one sentence"), max_length=100)
    text = text_field(_("What happened, and what do you ask for?"), rows=7, most=LONG)
    category = RowField(label=_("What is it about?"), required=False)
    area = RowField(label=_("Town or street"), required=False)
    place = CleanCharField(
        label=_("Place of the matter"),
        required=False,
        max_length=200,
        help_text=_("Street and number, village, estate."),
    )
    addressed = RowField(label=_("Which unit do you write to?"), required=False)
    accused = RowField(
        label=_("Which unit do you complain of?"),
        required=False,
        help_text=_("It never gets to handle this, and does not see it."),
    )
    name = PersonNameField(label=_("Your name"))
    telephone = TelephoneField(
        label=_("Your telephone"), landline=True, help_text=_("We call back to ask or to tell.")
    )
    about = AboutField()
    files = FilesField(
        label=_("Pictures and documents"),
        required=False,
        help_text=_("Up to %(count)s files of 10 MB each: PDF, pictures, DOCX, XLSX, OFD.") % {"count": MOST_FILES},
    )
    asked_public = forms.BooleanField(
        label=_("My question and the answer may be published without my name"), required=False
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        against = kind in AGAINST
        self.fields.pop("addressed" if against else "accused")
        self.fields["accused" if against else "addressed"].offer(units(), empty=_("I do not know"))
        rows, groups = categories(confidential=kind == Kind.REPORT)
        self.fields["category"].offer(rows, groups)
        self.fields["area"].offer(towns())
        self.fields["files"].widget.attrs["accept"] = ACCEPTED
        if kind == Kind.EFFICIENCY:
            self.fields["accused"].required = True
        if kind in (Kind.REPORT, Kind.EFFICIENCY):
            self.fields.pop("asked_public")

    def filing(self, channel, **more) -> Filing:
        typed = {
            name: value for name, value in self.cleaned_data.items() if name not in ("files", "name", "telephone")
        }
        contact = Contact(name=self.cleaned_data["name"], telephone=self.cleaned_data["telephone"])
        return Filing(kind=self.kind, channel=channel, contact=contact, **typed, **more)


class QueryForm(query.QueryForm):
    number = CodeField(label=_("Order number"), max_length=40)


class RatingForm(forms.Form):
    """What the complainant says of the answer; a bad grade says why."""

    stars = forms.TypedChoiceField(
        label=_("Are you satisfied with the answer?"),
        choices=Visit.Stars.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five grades.")},
    )
    is_solved = forms.TypedChoiceField(
        label=_("Is the matter solved?"),
        choices=[("", _("no word")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    text = text_field(_("What do you want to say?"), most=1000, required=False)

    def clean(self):
        cleaned = super().clean()
        stars = cleaned.get("stars")
        if stars is not None and stars <= Visit.Stars.BAD and "text" not in self.errors and not cleaned.get("text"):
            self.add_error("text", _("Please say what you are dissatisfied with."))
        return cleaned


class ReasonForm(forms.Form):
    """Why an order is opened again, or withdrawn."""

    reason = text_field(_("Reason"))

    def __init__(self, *args, required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
