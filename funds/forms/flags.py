"""What is typed on the pages of suspicions: filters, deeds, parameters."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import CleanCharField
from funds.detectors import BY_CODE, RULES
from funds.models import Fund, FundFlag, Level
from records.fields import NONE, ListFilter, PlainForm, choice, day_field, text_field

MOST = 3000  # signs of an explanation
STATES = [("open_all", gettext_lazy("still open")), *FundFlag.State.choices, ("lapsed", gettext_lazy("lapsed"))]


def codes() -> list[tuple]:
    return [("", _("all")), *((rule.code, f"{rule.code} {rule.name}") for rule in RULES)]


class FlagsFilter(ListFilter):
    """`state` is read by the page: beside the states it knows what is open and what has lapsed."""

    LOOKUPS = {
        "code": "code",
        "level": "level",
        "fund": "fund__code",
        "since": "raised_at__date__gte",
        "until": "raised_at__date__lte",
    }
    state = choice(gettext_lazy("State"), STATES)
    code = forms.ChoiceField(label=gettext_lazy("Flag"), choices=codes, **NONE)
    level = choice(gettext_lazy("level"), Level.choices)
    fund = forms.ChoiceField(label=gettext_lazy("Fund"), **NONE)
    since = day_field(gettext_lazy("from"), **NONE)
    until = day_field(gettext_lazy("until"), **NONE)

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        funds = Fund.objects.visible_to(actor).values_list("code", "name")
        self.fields["fund"].choices = [("", _("all")), *funds]


class AskForm(PlainForm):
    text = text_field(gettext_lazy("What is to be explained, and by whom"), rows=4, most=MOST)


class ExplainForm(PlainForm):
    text = text_field(gettext_lazy("The explanation, and who gave it"), rows=4, most=MOST)


class ProposeForm(PlainForm):
    end = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[
            (FundFlag.State.DISMISSED, gettext_lazy("dismissed: the suspicion is explained")),
            (FundFlag.State.VERIFIED, gettext_lazy("verified: it is true; a yellow card follows")),
            (FundFlag.State.TRANSFERRED, gettext_lazy("transferred to another authority")),
        ],
    )
    text = text_field(gettext_lazy("Reason"), rows=4, most=MOST)


class DecideForm(PlainForm):
    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Decision of the second person"),
        choices=[("yes", gettext_lazy("I agree")), ("no", gettext_lazy("send back"))],
        coerce=lambda value: value == "yes",
    )
    text = text_field(gettext_lazy("Reason"), rows=4, most=MOST)


class ParametersForm(PlainForm):
    """One field for each parameter of a detector."""

    def __init__(self, code: str, current: dict, is_on: bool, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = []
        for parameter in BY_CODE[code].parameters:
            self.fields[parameter.name] = forms.IntegerField(
                label=parameter.words,
                initial=current[parameter.name],
                min_value=parameter.low,
                max_value=parameter.high,
            )
            self.names.append(parameter.name)
        self.fields["is_on"] = forms.BooleanField(label=_("look for this flag"), required=False, initial=is_on)
        self.fields["valid_from"] = day_field(_("valid from"), **NONE)
        self.fields["reason"] = CleanCharField(label=_("Reason"), max_length=300)

    def arguments(self, files=()) -> dict:
        said = self.cleaned_data
        parameters = {name: said[name] for name in self.names}
        return {"parameters": parameters, **{name: said[name] for name in ("is_on", "valid_from", "reason")}}
