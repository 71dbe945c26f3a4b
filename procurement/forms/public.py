"""How people narrow what is public of trading."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from procurement.models import Notice, OpenKind, Tender, Trade
from records.fields import ALL, EXPORT, NONE, day_field, month_field


class ListForm(forms.Form):
    """What every public list has; a field that is wrong narrows nothing and says so."""

    q = CleanCharField(label=_("Number, project or firm"), max_length=100, **NONE)
    trade = forms.ChoiceField(label=_("Trade"), choices=[*ALL, *Trade.choices], **NONE)
    month = month_field(_("Month"), required=False)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, **NONE)

    @property
    def asked(self) -> dict:
        self.is_valid()
        return self.cleaned_data

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in self.asked.items() if name != "export")

    @property
    def shown(self):
        return self.visible_fields()


class NoticesForm(ListForm):
    kind = forms.ChoiceField(label=_("Notice"), choices=[*ALL, *Notice.Kind.choices], **NONE)
    state = forms.ChoiceField(label=_("State"), choices=[*ALL, *Tender.State.choices], **NONE)
    place = CleanCharField(label=_("Place of the opening"), max_length=50, **NONE)
    field_order = ["q", "kind", "trade", "state", "place", "month"]


class FiguresForm(forms.Form):
    """The table of figures."""

    BY = [("trade", _("Trade")), ("month", _("Month")), ("tenderer", _("Tenderer"))]

    by = forms.ChoiceField(label=_("Grouped"), choices=BY, **NONE)
    trade = forms.ChoiceField(label=_("Trade"), choices=[*ALL, *Trade.choices], **NONE)
    since = day_field(_("From"), **NONE)
    until = day_field(_("Until"), **NONE)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, **NONE)

    def clean(self):
        typed = super().clean()
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return typed


class CreditForm(forms.Form):
    """Search over the seven kinds of project and credit information."""

    q = CleanCharField(label=_("Name, code or number"), max_length=100, **NONE)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ALL, *OpenKind.choices], **NONE)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, **NONE)
