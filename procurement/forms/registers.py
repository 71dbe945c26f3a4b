"""What is typed into the registers: applications, certificates, relations, points, charges, answers, filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, CreditCodeField, PersonNameField, TelephoneField
from accounts.models import Organisation
from procurement.actions import Firm
from procurement.actions.conduct import Charge
from procurement.actions.entering import Certificate
from procurement.actions.pool import Person
from procurement.forms.desk import FirmForm
from procurement.forms.fields import LONG, PartyField, text_field
from procurement.models import (
    Business,
    CreditRecord,
    Deduction,
    Expert,
    Grade,
    Misconduct,
    OpenKind,
    Registration,
    Regulator,
    Relation,
    Repair,
    Speciality,
    Tender,
)
from records import fields
from records.fields import ALL, NONE, FilesField, NamedField, PlainForm, RowField, UnitField, day_field


class ReasonForm(PlainForm):
    reason = text_field(_("Reason"), rows=2)


class OpinionForm(PlainForm):
    opinion = text_field(_("Opinion"), rows=2, **NONE)


class ListFilter(fields.ListFilter):
    LOOKUPS = {"q": "name__icontains", "state": "state"}
    q = CleanCharField(label=_("Name"), max_length=100, **NONE)


def state_field(choices):
    return forms.ChoiceField(label=_("State"), choices=[*ALL, *choices], **NONE)


class RegistrationsForm(ListFilter):
    state = state_field(Registration.State.choices)


class ExpertsForm(ListFilter):
    LOOKUPS = ListFilter.LOOKUPS | {"speciality": "specialities__code"}
    state = state_field(Expert.State.choices)
    speciality = forms.ChoiceField(label=_("Speciality"), **NONE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["speciality"].choices = [*ALL, *Speciality.objects.values_list("code", "name")]


class MisconductsForm(ListFilter):
    LOOKUPS = {"q": "act__icontains", "state": "state", "grade": "grade"}
    q = CleanCharField(label=_("bad behaviour"), max_length=100, **NONE)
    state = state_field(Misconduct.State.choices)
    grade = forms.ChoiceField(label=_("Grade"), choices=[*ALL, *Grade.choices], **NONE)


class OpenRecordsForm(ListFilter):
    LOOKUPS = {"q": "title__icontains", "kind": "kind"}
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ALL, *OpenKind.choices], **NONE)


class OwnFirmForm(FirmForm):
    """A firm registers itself: with its papers, by the person who will act for it."""

    title = CleanCharField(label=_("Your title in the firm"), max_length=50, **NONE)
    qualifications = text_field(_("Qualifications, one a line"), rows=3, most=1000, **NONE)
    papers = FilesField(
        label=_("Business licence and letter of authority"),
        error_messages={"required": _("Add the business licence and the letter of authority.")},
    )

    def arguments(self) -> dict:
        names = ("code", "name", "legal_representative", "founded_on", "address", "telephone")
        same = {name: self.cleaned_data[name] for name in names}
        firm = Firm(**same, businesses=tuple(self.cleaned_data["businesses"]))
        return {"firm": firm} | {name: self.cleaned_data[name] for name in ("title", "qualifications", "papers")}


class FirmRowForm(forms.Form):
    """One row of a workbook of firms; the labels are the headers."""

    code = CreditCodeField(label=_("Unified social credit code"))
    name = CleanCharField(label=_("Full name of the firm"), max_length=100)
    legal_representative = PersonNameField(label=_("Legal representative"))
    founded_on = day_field(_("Founded on"))
    address = CleanCharField(label=_("Address"), max_length=200, **NONE)
    telephone = TelephoneField(label=_("Telephone"), landline=True, **NONE)
    businesses = CleanCharField(label=_("Businesses"), max_length=60)

    def __init__(self, *args, known=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known if known is not None else {"code": set(), "name": set()}

    def new(self, name: str):
        """The value, unless another row or the register has it."""
        typed = self.cleaned_data[name]
        if typed in self.known[name]:
            raise forms.ValidationError(
                _("“%(typed)s” is registered already, or stands twice in the file."), "twice", {"typed": typed}
            )
        self.known[name].add(typed)
        return typed

    def clean_code(self):
        return self.new("code")

    def clean_name(self):
        return self.new("name")

    def clean_businesses(self):
        words = {str(label): value for value, label in Business.choices}
        typed = [part for part in self.cleaned_data["businesses"].replace("，", "、").split("、") if part]
        unknown = [part for part in typed if part not in words]
        if unknown:
            raise forms.ValidationError(
                _("“%(typed)s” is not known here. Take: %(words)s."),
                "unknown",
                {"typed": "、".join(unknown), "words": "、".join(words)},
            )
        return tuple(words[part] for part in typed)


class CertificateForm(PlainForm):
    name = CleanCharField(label=_("qualification"), max_length=100)
    level = CleanCharField(label=_("grade"), max_length=20, **NONE)
    number = CleanCharField(label=_("number of the certificate"), max_length=60)
    issued_by = CleanCharField(label=_("issued by"), max_length=100, **NONE)
    valid_from = day_field(_("valid from"))
    valid_until = day_field(_("valid until"), **NONE)

    def arguments(self):
        return {"certificate": Certificate(**self.cleaned_data)}


class PractitionerForm(PlainForm):
    name = PersonNameField(label=_("Name"))
    profession = CleanCharField(label=_("Profession"), max_length=50)
    number = CleanCharField(label=_("number of the certificate"), max_length=60)
    valid_until = day_field(_("valid until"), **NONE)


class OwnershipForm(PlainForm):
    child = PartyField(label=_("subsidiary"), help_text=_("Full name or credit code."))
    share = forms.DecimalField(
        label=_("share (percent)"), min_value=0, max_value=100, max_digits=5, decimal_places=2, **NONE
    )


class CreditRecordForm(PlainForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=CreditRecord.Kind.choices)
    text = text_field(_("what is recorded"), rows=2)
    decided_by = CleanCharField(label=_("decided by"), max_length=100)
    number = CleanCharField(label=_("number of the document"), max_length=100, **NONE)
    decided_on = day_field(_("decided on"))
    shown_until = day_field(_("shown until"), **NONE)


class SpecialitiesField(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs):
        super().__init__(queryset=Speciality.objects.all(), widget=forms.CheckboxSelectMultiple, **kwargs)


class ExpertForm(PlainForm):
    name = PersonNameField(label=_("Name"))
    telephone = TelephoneField(
        label=_("Mobile number of the account"), help_text=_("Who has no account of the portal cannot be drawn.")
    )
    employer_name = CleanCharField(
        label=_("employer"), max_length=100, help_text=_("Full name: recusal is computed from it.")
    )
    rank = CleanCharField(label=_("professional rank"), max_length=50, **NONE)
    specialities = SpecialitiesField(
        label=_("specialities"), error_messages={"required": _("Choose one speciality at least.")}
    )

    def arguments(self):
        typed = dict(self.cleaned_data) | {"specialities": tuple(self.cleaned_data["specialities"])}
        return {"person": Person(**typed)}


class OfficeField(UnitField):
    default_error_messages = {"unknown": _("No office of this name is known.")}


class RelationForm(PlainForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Relation.Kind.choices)
    party = PartyField(label=_("Firm"), help_text=_("Full name or credit code."), **NONE)
    organisation = OfficeField(label=_("Office"), max_length=100, **NONE)
    note = text_field(_("additional words"), rows=2, most=300, **NONE)


class TenderField(NamedField):
    """A tender by its number."""

    default_error_messages = {"unknown": _("No tender has this number.")}

    def find(self, text):
        return Tender.objects.filter(number=text).first()


class DeductionForm(PlainForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=Deduction.Reason.choices)
    tender = TenderField(label=_("Tender number"), max_length=30, **NONE)
    happened_on = day_field(_("Date"))
    note = text_field(_("what happened"), rows=2)


class ChargeForm(PlainForm):
    """Bad behaviour is proposed."""

    party = PartyField(label=_("Firm"), help_text=_("Full name or credit code."), **NONE)
    expert = CleanCharField(label=_("Expert (number in the pool)"), max_length=20, **NONE)
    tender = TenderField(label=_("Tender number"), max_length=30, **NONE)
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    act = CleanCharField(label=_("bad behaviour"), max_length=200)
    facts = text_field(_("facts and evidence"), rows=5, most=3000)
    law = CleanCharField(label=_("law"), max_length=300)
    organisation = RowField(label=_("deciding department"), error_messages={"required": _("Choose the department.")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=Regulator.objects.values("organisation"))
        self.fields["organisation"].offer(rows.order_by("sort", "pk"))

    def clean_expert(self):
        code = self.cleaned_data["expert"]
        found = Expert.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("No expert of the pool has this number."))
        return found

    def arguments(self) -> dict:
        names = ("grade", "act", "facts", "law", "party", "expert", "tender")
        return {"charge": Charge(**{name: self.cleaned_data[name] for name in names})}


class StatementForm(PlainForm):
    text = text_field(_("What you have to say"), rows=5, most=3000)


class DecisionForm(PlainForm):
    is_proven = forms.TypedChoiceField(
        label=_("Is it proven?"),
        choices=[("", _("choose")), ("yes", _("yes, restrict and publish")), ("no", _("no, drop it"))],
        coerce=lambda value: value == "yes",
    )
    decision = text_field(_("Decision and its ground"), rows=4, most=1000)


class RepairForm(PlainForm):
    kind = forms.ChoiceField(label=_("what is asked"), choices=Repair.Kind.choices)
    text = text_field(_("grounds"), rows=4, most=3000)


class RepairAnswerForm(PlainForm):
    is_granted = forms.TypedChoiceField(
        label=_("Is it granted?"),
        choices=[("", _("choose")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
    )
    text = text_field(_("answer"), rows=3, most=1000)


class OpenRecordForm(PlainForm):
    """Of the seven kinds those that offices publish themselves; the others follow from the registers."""

    OWN = [OpenKind.APPROVAL, OpenKind.BUILDING, OpenKind.LAND, OpenKind.MINING]
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind.label) for kind in OWN])
    title = CleanCharField(label=_("Title"), max_length=200)
    number = CleanCharField(label=_("number of the document"), max_length=100, **NONE)
    happened_on = day_field(_("Date"))
    party = PartyField(label=_("Firm"), help_text=_("Full name or credit code."), **NONE)
    text = text_field(_("text"), rows=5, most=LONG, **NONE)
