"""What is typed at the desks of powers: powers with their steps, people at posts, risk points, the ten clears."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Post, User
from powers import wording
from powers.actions.lists import Facts, Step
from powers.actions.points import Found, Measure
from powers.levels import Factors
from powers.models import Clears, Level, Power, PowerKind, PowerList, RiskPoint, VillageKind
from records import subjects
from records.fields import (
    CHOOSE,
    LONG,
    NONE,
    FilesField,
    ListFilter,
    PlainForm,
    RowField,
    choice,
    day_field,
    decision,
    text_field,
)

CODE = _("Letters, digits and hyphens, such as XK-SCJG-001.")
STEPS = _("One step a line, as 审核：审批股股长（2个工作日）")
UNREADABLE = _("“%(step)s” is no step: write name：post（limit）, one step a line.")


def people_of(organisation):
    """Who works in the unit, for a choice."""
    return User.objects.filter(pk__in=Post.objects.active().answering_for(organisation.pk).values("user"))


class StepsField(CleanCharField):
    """Steps in words, one a line; a list of dicts comes out."""

    def __init__(self, **kwargs):
        super().__init__(multiline=True, max_length=1500, help_text=kwargs.pop("help_text", STEPS), **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return []
        try:
            return wording.steps_of(text)
        except ValueError as unreadable:
            raise forms.ValidationError(UNREADABLE, code="steps", params={"step": unreadable}) from None

    def run_validators(self, value):
        """Steps came out: there is no text left to be measured."""


def code_field():
    return forms.SlugField(label=_("code"), max_length=40, help_text=CODE, error_messages={"invalid": CODE})


class PowerForm(PlainForm):
    """A power of a draft: the five facts and its steps. Steps that keep their name keep hint and people."""

    code = code_field()
    name = CleanCharField(label=_("Name of the power"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    basis = text_field(_("basis"), rows=3, most=1000)
    object = CleanCharField(label=_("object of the power"), max_length=300)
    procedure = text_field(_("procedure"), rows=3, most=1000)
    limit = CleanCharField(label=_("limit"), max_length=200)
    result = CleanCharField(label=_("result of the power"), max_length=300)
    discretion = text_field(_("discretion"), rows=2, most=LONG, **NONE)
    steps = StepsField(label=_("Steps"))

    def __init__(self, power_list: PowerList, power: Power | None, *args, **kwargs):
        if power is not None:
            initial = {name: getattr(power, name) for name in Facts.__dataclass_fields__}
            kwargs["initial"] = initial | {"steps": wording.text_of(power.steps.all()).replace("；", "\n")}
        super().__init__(*args, **kwargs)
        self.old = {step.name: step for step in power.steps.all()} if power else {}
        self.fields["kind"].choices = [("", CHOOSE), *(VillageKind if power_list.is_village else PowerKind).choices]
        if power is not None:
            self.fields["code"].disabled = True

    def arguments(self, files=()) -> dict:
        given = dict(self.cleaned_data)
        steps = [self.step(one) for one in given.pop("steps")]
        return {"facts": Facts(**given), "steps": steps}

    def step(self, given: dict) -> Step:
        old = self.old.get(given["name"])
        kept = {"hint": old.hint, "holder": old.holder, "deputy": old.deputy} if old else {}
        return Step(**given, **kept)


class DeclareForm(PlainForm):
    words = text_field(_("What was cleared up"), rows=3, most=LONG)


class OpinionForm(PlainForm):
    opinion = text_field(_("Opinion"))


class StaffForm(PlainForm):
    """Who holds the post of a step, and who stands in (A/B)."""

    holder = RowField(label=_("holder (A)"), **NONE)
    deputy = RowField(label=_("deputy (B)"), **NONE)

    def __init__(self, step, *args, **kwargs):
        initial = {"holder": step.holder_id, "deputy": step.deputy_id}
        super().__init__(*args, initial=initial, **kwargs)
        people = list(people_of(step.power.organisation).order_by("pk"))
        for name in ("holder", "deputy"):
            self.fields[name].offer(people, empty=_("nobody named yet"))


class FoundForm(PlainForm):
    """A risk point at a power that is in force."""

    step = RowField(label=_("step"), **NONE)
    post = CleanCharField(label=_("post"), max_length=50)
    person = RowField(label=_("person at the post"), **NONE)
    kind = decision(_("kind of risk"), RiskPoint.Kind.choices)
    finder = decision(_("how it was found"), RiskPoint.Finder.choices)
    number = CleanCharField(
        label=_("Number of the case or paper behind it"),
        max_length=60,
        help_text=_("where it comes from data"),
        **NONE,
    )
    source = CleanCharField(label=_("source"), max_length=200, **NONE)
    charge = forms.ChoiceField(label=_("who has charge of it"), choices=RiskPoint.Charge)
    description = text_field(_("risk"), rows=3, most=LONG)

    def __init__(self, power, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = lambda step: f"{step.number} {step.name}（{step.post}）"  # noqa: E731
        self.fields["step"].offer(power.steps.all(), empty=_("the whole power"), words=words)
        self.fields["person"].offer(people_of(power.organisation).order_by("pk"), empty=_("nobody named yet"))

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number and subjects.numbered(number) is None:
            raise forms.ValidationError(_("Nothing has this number; check it, or say the source in words."))
        return number

    def arguments(self, files=()) -> dict:
        given = dict(self.cleaned_data)
        number = given.pop("number")
        return {"found": Found(**given, evidence=subjects.numbered(number) if number else None)}


def factor_field(label, help_text):
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=1, max_value=5, widget=widget, help_text=help_text)


class FactorsForm(PlainForm):
    probability = factor_field(_("probability"), _("1 hardly ever … 5 very likely"))
    harm = factor_field(_("harm"), _("1 small … 5 very great"))
    frequency = factor_field(_("frequency of use"), _("1 seldom … 5 every day"))
    discretion = factor_field(_("room for discretion"), _("1 none … 5 very wide"))

    def __init__(self, point, *args, **kwargs):
        initial = {name: getattr(point, name) for name in Factors.__dataclass_fields__}
        super().__init__(*args, initial=initial | self.more(point), **kwargs)

    def more(self, point) -> dict:
        return {}

    @property
    def factors(self) -> Factors:
        return Factors(**{name: self.cleaned_data[name] for name in Factors.__dataclass_fields__})


class AssessForm(FactorsForm):
    """The four factors, who has charge, and the measure."""

    charge = forms.ChoiceField(label=_("who has charge of it"), choices=RiskPoint.Charge)
    measure = text_field(_("measure against it"), rows=3, most=LONG)
    measure_due_on = day_field(_("measure due on"), **NONE)

    def more(self, point) -> dict:
        names = ("charge", "measure", "measure_due_on")
        return {name: getattr(point, name) for name in names}

    def arguments(self, files=()) -> dict:
        measure = Measure(self.cleaned_data["measure"], self.cleaned_data["measure_due_on"])
        return {"factors": self.factors, "measure": measure, "charge": self.cleaned_data["charge"]}


class LookAgainForm(FactorsForm):
    words = text_field(_("What the review found"), rows=3, most=LONG)

    def arguments(self, files=()) -> dict:
        return {"factors": self.factors, "words": self.cleaned_data["words"]}


class DecideForm(PlainForm):
    """The level as a person decides it; what was computed is only the proposal."""

    level = forms.ChoiceField(label=_("level"), choices=Level)
    reason = text_field(_("Reason"))

    def __init__(self, point, *args, **kwargs):
        super().__init__(*args, initial={"level": point.level or point.proposed}, **kwargs)
        told = {"level": point.get_proposed_display()}
        self.fields["level"].help_text = gettext("proposed: %(level)s") % told


class DecideAllForm(PlainForm):
    """All points of a filtered list that wait, each as it was proposed."""

    reason = text_field(_("Reason"))


class WordsForm(PlainForm):
    words = text_field(_("Words"), rows=3, most=LONG)


class SayForm(PlainForm):
    """One of the ten clears."""

    number = forms.TypedChoiceField(label=_("point"), choices=Clears, coerce=int)
    words = text_field(_("what was made clear"), rows=3, most=1000)
    evidence = CleanCharField(label=_("evidence"), max_length=300, help_text=_("number and name of the paper"))
    files = FilesField(label=_("Papers"), **NONE)


class ConfirmForm(forms.Form):
    """Which of the clears is confirmed."""

    clear = forms.IntegerField(min_value=1, max_value=2**62)


class ListsFilter(ListFilter):
    LOOKUPS = {"unit": "organisation__short_name__icontains", "kind": "kind", "state": "state"}
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    kind = choice(_("Kind"), PowerList.Kind.choices)
    state = choice(_("State"), PowerList.State.choices)


class PowersFilter(ListFilter):
    LOOKUPS = {
        "q": "name__icontains",
        "code": "code__icontains",
        "unit": "list__organisation__short_name__icontains",
        "kind": "kind",
    }
    q = CleanCharField(label=_("Name of the power"), max_length=100, **NONE)
    code = CleanCharField(label=_("code"), max_length=40, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    kind = choice(_("Kind"), Power.KINDS)


WHICH = [
    ("review", _("review is due")),
    ("late", _("measure overdue")),
    ("unlisted", _("power no longer in the list")),
]


class PointsFilter(ListFilter):
    LOOKUPS = {
        "unit": "organisation__short_name__icontains",
        "level": "level",
        "state": "state",
        "kind": "kind",
        "finder": "finder",
        "stage": "step__stage",
    }
    which = choice(_("What waits"), WHICH)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    level = choice(_("level"), Level.choices)
    state = choice(_("State"), RiskPoint.State.choices)
    kind = choice(_("kind of risk"), RiskPoint.Kind.choices)
    finder = choice(_("how it was found"), RiskPoint.Finder.choices)
    stage = forms.CharField(widget=forms.HiddenInput, max_length=10, **NONE)


class ExportForm(forms.Form):
    """Whether a page of figures is asked for as a file."""

    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)


class OpenFilter(forms.Form):
    """How the public pages are searched."""

    q = CleanCharField(label=_("Name, code or law"), max_length=60, **NONE)
    kind = choice(_("Kind"), PowerKind.choices)
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)
