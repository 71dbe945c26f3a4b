"""What is typed around sealed identities and transfers between discipline organs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField
from accounts.models import Organisation, Role
from complaints.forms.fields import text_field
from complaints.models import Opening, Organ
from records.fields import RowField


class IdentityForm(forms.Form):
    """Why somebody has to know who wrote."""

    reason = text_field(_("Why has the identity to be known?"), rows=3)


class OpinionForm(forms.Form):
    """The word of the second person."""

    opinion = text_field(_("Opinion"), rows=2, required=False)


class OpeningFilter(forms.Form):
    """?state=asked narrows the list."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Opening.State.choices])


class OrganForm(forms.Form):
    """A discipline organ with the person in charge, under real names."""

    name = CleanCharField(label=_("Name of the organ"), max_length=100)
    level = forms.ChoiceField(label=_("administrative level"), choices=Organ.Level.choices)
    organisation = RowField(
        label=_("Unit of this portal"), required=False, help_text=_("Empty: a body outside, such as that of the city.")
    )
    head_name = PersonNameField(label=_("Person in charge"))
    head_duty = CleanCharField(label=_("Duty"), max_length=50)
    telephone = TelephoneField(label=_("Telephone"), landline=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        free = Organisation.objects.filter(organ=None, posts__role=Role.INSPECTOR).distinct()
        self.fields["organisation"].offer(free.order_by("sort", "pk"), empty=_("outside of this portal"))

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Organ.objects.filter(name=name).exists():
            raise forms.ValidationError(_("An organ with this name is registered already."))
        return name

    def clean_telephone(self):
        if not self.cleaned_data["telephone"]:
            raise forms.ValidationError(_("Please fill this in."))
        return self.cleaned_data["telephone"]


class TransferForm(forms.Form):
    """To which organ, and why."""

    organ = RowField(label=_("Discipline organ"), error_messages={"required": _("Choose the organ that receives it.")})
    reason = text_field(_("Why is it the other organ's matter?"), rows=3)

    def __init__(self, *args, own=None, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organ.objects.in_use().exclude(organisation=own) if own else Organ.objects.in_use()
        self.fields["organ"].offer(others)


class AnswerForm(forms.Form):
    """What the other organ said: receipt, or return with the reason."""

    answer = text_field(_("Word of the receipt, or why it is returned"), rows=2, required=False)
