"""What is typed on the pages of red flags: filters, deeds on a suspicion, parameters, the library of behaviour."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import CleanCharField
from procurement.evidence import KINDS, Asked
from procurement.flags import BY_CODE, RULES
from procurement.models import Behaviour, FactKey, Family, Flag, Severity, Trade

ALL = ("", gettext_lazy("all"))
LEAST = 3  # meetings of a pair that the evidence pages show
STANDING = [
    ("open", gettext_lazy("still open")),
    ("resting", gettext_lazy("leads of history, not taken up")),
    *Flag.State.choices,
    ("lapsed", gettext_lazy("lapsed")),
]


def day_field(label):
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}))


class FlagFilterForm(forms.Form):
    """How the register is narrowed; every field may be empty. Without a state: what the facts still show."""

    q = CleanCharField(label=gettext_lazy("Tender number, title or firm"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ALL, *STANDING])
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False, choices=[ALL, *Severity.choices])
    family = forms.ChoiceField(label=gettext_lazy("Family"), required=False, choices=[ALL, *Family.choices])
    code = forms.ChoiceField(
        label=gettext_lazy("Flag"),
        required=False,
        choices=lambda: [ALL, *((r.code, f"{r.code} {r.name}") for r in RULES)],
    )
    since = day_field(gettext_lazy("Raised from"))
    until = day_field(gettext_lazy("to"))
    group = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in getattr(self, "cleaned_data", {}).items() if name != "export")


def text_field(label):
    return CleanCharField(label=label, max_length=3000, widget=forms.Textarea({"rows": 4}))


class AskForm(forms.Form):
    text = text_field(gettext_lazy("What is to be explained, and by whom"))

    def arguments(self) -> dict:
        return {"text": self.cleaned_data["text"]}


class ExplainForm(AskForm):
    text = text_field(gettext_lazy("The explanation, and who gave it"))


class ProposeForm(AskForm):
    end = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[
            ("dismissed", gettext_lazy("dismissed: the suspicion is explained")),
            ("verified", gettext_lazy("verified: it is true; a yellow card follows")),
            ("transferred", gettext_lazy("transferred to another authority")),
        ],
    )
    text = text_field(gettext_lazy("Reason"))
    alike = forms.BooleanField(
        label=gettext_lazy("the same for all open suspicions about the same firms under this flag"), required=False
    )
    field_order = ["end", "text", "alike"]

    def arguments(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("end", "text", "alike")}


class DecideForm(AskForm):
    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("I agree")), ("no", gettext_lazy("send back"))],
        coerce=lambda value: value == "yes",
    )
    text = text_field(gettext_lazy("Reason"))
    field_order = ["agrees", "text"]

    def arguments(self) -> dict:
        return {"agrees": self.cleaned_data["agrees"], "text": self.cleaned_data["text"]}


class EvidenceForm(forms.Form):
    """The span of the evidence pages; by default the twelve months up to today."""

    since = day_field(gettext_lazy("From"))
    until = day_field(gettext_lazy("To"))
    trade = forms.ChoiceField(label=gettext_lazy("Trade"), required=False, choices=[ALL, *Trade.choices])
    least = forms.IntegerField(label=gettext_lazy("met at least"), required=False, min_value=1, max_value=1000)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned

    @classmethod
    def of(cls, query):
        """The form as asked for; what is not asked for shows what it is taken as."""
        today = timezone.localdate()
        usual = {"since": f"{today - timedelta(days=365)}", "until": f"{today}", "least": f"{LEAST}"}
        return cls(usual | query.dict())

    def asked(self, kind: str) -> Asked:
        """What a page of this kind shows; fields that are wrong count as empty."""
        assert kind in KINDS  # noqa: S101 -- the address takes no other
        said = self.cleaned_data if self.is_valid() else {}
        today = timezone.localdate()
        until = said.get("until") or today
        since = said.get("since") or until - timedelta(days=365)
        return Asked(kind, since, until, said.get("trade") or "", said.get("least") or LEAST)


class ParametersForm(forms.Form):
    """One field for each parameter of a flag."""

    def __init__(self, data=None, *, code: str, current: dict, is_on: bool = True, **more):
        super().__init__(data, **more)
        self.names = []
        for parameter in BY_CODE[code].parameters:
            self.fields[parameter.name] = forms.IntegerField(
                label=parameter.words,
                initial=current[parameter.name],
                min_value=parameter.low,
                max_value=parameter.high,
                help_text=_("in hundredths of a percent: 100 is 1 %") if parameter.unit else "",
            )
            self.names.append(parameter.name)
        self.fields["is_on"] = forms.BooleanField(label=_("look for this flag"), required=False, initial=is_on)
        self.fields["reason"] = CleanCharField(label=_("Reason"), max_length=300)

    def arguments(self) -> dict:
        said = self.cleaned_data
        parameters = {name: said[name] for name in self.names}
        return {"parameters": parameters, "is_on": said["is_on"], "reason": said["reason"]}


class BehaviourForm(forms.Form):
    """A mark for the library, by hand."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of mark"), choices=FactKey.Kind.choices)
    value = CleanCharField(
        label=gettext_lazy("The mark itself"),
        max_length=200,
        help_text=gettext_lazy("credit code of the firm, account, telephone, number of the device, name …"),
    )
    shown = CleanCharField(label=gettext_lazy("What people read"), max_length=100)
    standing = forms.ChoiceField(label=gettext_lazy("Standing"), choices=Behaviour.Standing.choices)
    reason = CleanCharField(label=gettext_lazy("Reason"), max_length=300)


class ReasonForm(forms.Form):
    reason = CleanCharField(label=gettext_lazy("Reason"), max_length=300)
