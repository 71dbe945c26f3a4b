"""What is typed about rules: drafts with the parameters of their rule, back-tests, endings, rule sets."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation
from monitoring.models import Level, RuleVersion
from monitoring.rules.base import Rule
from records.parameters import Parameter

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
BEFORE = "parameter_"  # of the names of fields that are parameters


def day(label, **more) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    limits = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    return forms.DateField(label=label, widget=widget, validators=limits, **more)


def field_of(parameter: Parameter) -> forms.Field:
    if parameter.is_switch:
        return forms.BooleanField(label=parameter.words, required=False)
    return forms.IntegerField(
        label=parameter.words,
        min_value=parameter.low,
        max_value=parameter.high,
        help_text=_("from %(low)s to %(high)s") % {"low": parameter.low, "high": parameter.high},
    )


class DraftForm(forms.Form):
    """A version of one rule. Its fields follow the parameters that the rule knows."""

    name = CleanCharField(label=_("name"), max_length=100)
    level = forms.ChoiceField(label=_("level"))
    law = CleanCharField(label=_("basis"), max_length=300, help_text=_("the article, or the number of the document"))
    reason = CleanCharField(label=_("reason for its making"), max_length=300)
    valid_from = day(_("valid from"), help_text=_("at the earliest the day on which it is signed"))

    def __init__(self, rule: Rule, *args, version: RuleVersion | None = None, **kwargs):
        initial = {"initial": self.taken_from(rule, version)} if version else {}
        super().__init__(*args, **initial, **kwargs)
        self.rule = rule
        self.fields["level"].choices = [(level, level.label) for level in map(Level, rule.levels)]
        for parameter in rule.parameters:
            self.fields[BEFORE + parameter.name] = field_of(parameter)
        self.order_fields(["name", "level", *(BEFORE + one.name for one in rule.parameters)])

    @staticmethod
    def taken_from(rule: Rule, version: RuleVersion) -> dict:
        """What the form begins with: the version that is changed or followed."""
        texts = {name: getattr(version, name) for name in ("name", "level", "law", "reason")}
        values = {one.name: version.parameters.get(one.name, one.default) for one in rule.parameters}
        day_of_draft = {"valid_from": version.valid_from} if version.is_draft else {}
        return texts | day_of_draft | {BEFORE + name: value for name, value in values.items()}

    @property
    def content(self) -> dict:
        """What the action is called with."""
        data = dict(self.cleaned_data)
        parameters = {one.name: data.pop(BEFORE + one.name) for one in self.rule.parameters}
        return data | {"parameters": parameters}

    def blame(self, field: str | None, message):
        """Show a refusal of the action at the field it is about."""
        named = field if field in self.fields else BEFORE + str(field)
        self.add_error(named if named in self.fields else None, message)


class PeriodForm(forms.Form):
    """Over which days, and of which unit, a draft is tried."""

    first = day(_("from"))
    last = day(_("to"))
    organisation = forms.ModelChoiceField(
        label=_("unit"), queryset=Organisation.objects.none(), required=False, empty_label=_("all units")
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        below = Organisation.objects.filter(path__startswith=actor.watched_path)
        self.fields["organisation"].queryset = below.exclude(level=Organisation.Level.COUNTY).order_by("sort", "pk")


class EndForm(forms.Form):
    reason = CleanCharField(label=_("Why the rule ends"), max_length=300)


class RowsForm(forms.Form):
    """Which rows of a back-test are shown."""

    SHOWN = [("", _("all")), ("new", _("only by the draft")), ("gone", _("only as issued")), ("both", _("both"))]

    what = forms.ChoiceField(label=_("shown"), choices=SHOWN, required=False)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    person = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
