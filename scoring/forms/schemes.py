"""The draft of a scheme: its head, its categories and items, and the numbers of its rules as people write them."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from records.fields import NONE, day_field
from scoring.actions.schemes import Parts
from scoring.evidence import SOURCES
from scoring.forms.desk import points_field
from scoring.models import TERMS, Item, Scheme
from scoring.models.fields import shown

COMMAS = re.compile(r"[,，、;；\s]+")
TERM_NAMES = {
    "ask": _("Working days to ask for a review"),
    "decide": _("Working days to decide a review"),
    "change": _("Working days to change the score"),
    "rectify": _("Working days to rectify"),
}


class ListField(CleanCharField):
    """Several values between commas: 90、80."""

    default_error_messages = {"number": _("Write numbers between commas, such as 90,80.")}

    def __init__(self, *, kind=str, **kwargs):
        self.kind = kind
        super().__init__(max_length=kwargs.pop("max_length", 300), **kwargs)

    def to_python(self, value):
        parts = [part for part in COMMAS.split(super().to_python(value) or "") if part]
        try:
            found = [self.kind(part) for part in parts]
        except (ValueError, InvalidOperation):
            raise forms.ValidationError(self.error_messages["number"], code="number") from None
        if any(isinstance(one, Decimal) and not 0 <= one <= 1000 for one in found):
            raise forms.ValidationError(self.error_messages["number"], code="number")
        return found

    def run_validators(self, value):
        """A list came out: there is no text left to be measured."""

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "、".join(shown(one) if isinstance(one, Decimal) else str(one) for one in value)


class WeightsField(CleanCharField):
    """Item and weight in percent, a pair a line: 1.1 40."""

    default_error_messages = {"pairs": _("Write the item and its weight on each line, such as 1.1 40.")}

    def __init__(self, **kwargs):
        super().__init__(max_length=1000, multiline=True, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value):
        pairs = [line.split() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        try:
            return {code: float(Decimal(weight)) for code, weight in pairs}
        except (ValueError, InvalidOperation):
            raise forms.ValidationError(self.error_messages["pairs"], code="pairs") from None

    def run_validators(self, value):
        """Pairs came out."""

    def prepare_value(self, value):
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{code} {shown(Decimal(str(weight)))}" for code, weight in value.items())


class HeadForm(forms.ModelForm):
    """What stands above the items, and the parameters that people change most."""

    quotas = ListField(
        label=_("Places of each grade"), kind=int, help_text=_("how many of each grade, best first"), **NONE
    )
    limits = ListField(label=_("Limits"), kind=Decimal, help_text=_("least points of each grade, falling"), **NONE)
    grade_names = ListField(label=_("Names of the grades"))
    weights = WeightsField(label=_("Weights"), help_text=_("of weighted rounds; they make 100"), **NONE)
    bonus_cap = points_field(_("A bonus gives at most"), **NONE)
    valid_from = day_field(_("Valid from"))

    class Meta:
        model = Scheme
        fields = ["name", "cadence", "base", "grading", "quotas", "limits", "grade_names", "basis", "valid_from"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parameters = self.instance.parameters
        self.initial |= {"weights": parameters.get("weights", {}), "bonus_cap": parameters.get("bonus_cap")}
        for name, words in TERM_NAMES.items():
            self.fields[f"term_{name}"] = forms.IntegerField(label=words, min_value=1, max_value=250)
            self.initial[f"term_{name}"] = self.instance.term(name)
        if self.instance.formula != Scheme.Formula.MIXED:
            del self.fields["weights"]

    def clean(self):
        data = super().clean()
        names, limits = data.get("grade_names", []), data.get("limits", [])
        if limits != sorted(limits, reverse=True):
            self.add_error("limits", _("The limits fall from the best grade to the last."))
        wanted = len(data.get("quotas", [])) if data.get("grading") == Scheme.Grading.QUOTA else len(limits) + 1
        if names and len(names) != wanted:
            self.add_error("grade_names", _("These grades need %(count)s names.") % {"count": wanted})
        return data

    def about(self) -> dict:
        """The columns of the scheme as they should be."""
        data = self.cleaned_data
        parameters = dict(self.instance.parameters)
        parameters["terms"] = {name: data[f"term_{name}"] for name in TERMS}
        if "weights" in self.fields:
            parameters["weights"] = data["weights"]
        if data["bonus_cap"] is not None:
            parameters["bonus_cap"] = float(data["bonus_cap"])
        else:
            parameters.pop("bonus_cap", None)
        return {name: data[name] for name in self.Meta.fields} | {"parameters": parameters}


class CategoryForm(forms.Form):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    name = CleanCharField(label=_("Category"), max_length=100)
    points = points_field()


class LineForm(forms.Form):
    """One item of a scheme."""

    category = forms.IntegerField(label=_("Category"), min_value=1, max_value=99)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    text = CleanCharField(label=_("Score item"), max_length=300, widget=forms.Textarea(attrs={"rows": 1, "cols": 30}))
    points = points_field()
    earns = forms.BooleanField(label=_("earned"), **NONE)
    rule = forms.ChoiceField(label=_("Rule"), choices=Item.Rule)
    each = points_field(_("for each"), **NONE)
    least = forms.IntegerField(label=_("at least"), min_value=1, max_value=10_000, **NONE)
    source = CleanCharField(label=_("Fed by"), max_length=100, **NONE)

    def clean_points(self):
        if not self.cleaned_data["points"]:
            raise forms.ValidationError(_("An item is worth something."))
        return self.cleaned_data["points"]

    def clean_source(self):
        """Names of sources between blanks. Raises ValidationError that names the unknown one."""
        text = self.cleaned_data["source"] or ""
        for name in text.split():
            if name.partition(":")[0] not in SOURCES:
                raise forms.ValidationError(_("There is no source “%(name)s”.") % {"name": name[:30]})
        return text

    def clean(self):
        data = super().clean()
        if data.get("rule") == Item.Rule.MISSING and not data.get("each"):
            self.add_error("each", _("Say how many points each missing one costs."))
        if data.get("rule") == Item.Rule.AT_LEAST and not data.get("least"):
            self.add_error("least", _("Say how many are asked for."))
        return data


class OnceSet(forms.BaseFormSet):
    """Rows of which the key may stand once; an empty row at the end is no row."""

    KEY = ("number",)

    def clean(self):
        seen = set()
        for form in self.forms:
            if form.has_changed() and form.is_valid():
                key = tuple(form.cleaned_data[name] for name in self.KEY)
                if key in seen:
                    form.add_error(self.KEY[-1], _("This number stands twice."))
                seen.add(key)

    def rows(self) -> list[dict]:
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


class OnceInCategory(OnceSet):
    KEY = ("category", "number")


SPARE = {"max_num": 200, "validate_max": True, "can_delete": True}
CategorySet = forms.formset_factory(CategoryForm, formset=OnceSet, extra=1, **SPARE)
LineSet = forms.formset_factory(LineForm, formset=OnceInCategory, extra=2, **SPARE)


def typed(rows: list[dict]) -> list[dict]:
    """As people type it: 2.5, not 2.5000."""
    return [
        {name: shown(value) if isinstance(value, Decimal) else value for name, value in row.items()} for row in rows
    ]


class DraftForms:
    """The three forms of one page; every error stands at its field."""

    def __init__(self, scheme: Scheme, parts: Parts, data=None):
        self.head = HeadForm(data, instance=scheme)
        self.categories = CategorySet(data, prefix="c", initial=typed(parts.categories))
        self.lines = LineSet(data, prefix="i", initial=typed(parts.items))

    def is_valid(self) -> bool:
        right = [self.head.is_valid(), self.categories.is_valid(), self.lines.is_valid()]
        return all(right) and self.has_places()

    def has_places(self) -> bool:
        """Every item stands in a category that is listed."""
        known = {row["number"] for row in self.categories.rows()}
        lost = [form for form in self.lines.forms if form.cleaned_data and not form.cleaned_data["DELETE"]]
        lost = [form for form in lost if form.cleaned_data["category"] not in known]
        for form in lost:
            form.add_error("category", _("There is no category of this number."))
        return not lost

    def parts(self) -> Parts:
        return Parts(self.categories.rows(), self.lines.rows())
