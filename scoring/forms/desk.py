"""What the office of appraisal types: rounds, points, decisions; and what units write about their scores."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
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
    text_field,
)
from scoring.actions.marks import Wish
from scoring.calculate import DEDUCTIONS
from scoring.freeze import canonical, recomputed
from scoring.models import Consequence, Demand, Item, Kind, Mark, Review, Round, Scheme
from scoring.models.fields import shown
from scoring.participants import participants

GROUNDS = {
    "late": _("good, but late"),
    "poor": _("in time, but poor"),
    "late_and_poor": _("late and poor"),
    "incident": _("incident, violation or grave mistake"),
}


def points_field(label=None, **more):
    """Points with at most two decimals."""
    label = label or _("Points")
    return forms.DecimalField(label=label, min_value=0, max_value=1000, max_digits=7, decimal_places=2, **more)


def files_field():
    return FilesField(label=_("Evidence (papers)"), **NONE)


class RoundsFilter(ListFilter):
    LOOKUPS = {"about": "scheme__about", "state": "state", "code": "code"}
    about = choice(_("Who is scored"), Scheme.About.choices)
    state = choice(_("State"), Round.State.choices)
    code = forms.SlugField(widget=forms.HiddenInput, **NONE)


class SchemesFilter(ListFilter):
    LOOKUPS = {"about": "about", "state": "state"}
    about = choice(_("Who is scored"), Scheme.About.choices)
    state = choice(_("State"), Scheme.State.choices)


class ReviewsFilter(ListFilter):
    LOOKUPS = {"state": "state"}
    state = choice(_("State"), Review.State.choices)


class ConsequencesFilter(ListFilter):
    LOOKUPS = {"kind": "kind", "state": "state", "round": "publication__round"}
    kind = choice(_("Kind"), Kind.choices)
    state = choice(_("State"), Consequence.State.choices)
    round = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31, **NONE)


class ConfirmForm(PlainForm):
    """A plain yes; of a proposal about a person what it asks for."""

    demand = forms.ChoiceField(label=_("Proposal"), choices=Demand, widget=forms.RadioSelect)

    def __init__(self, row: Consequence, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if row.kind != Kind.TRANSFER:
            del self.fields["demand"]


class SchemeForm(forms.Form):
    """Which scheme a round is opened for."""

    scheme = RowField(label=_("Scheme"))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].offer(Scheme.objects.in_force(today), words=lambda row: row.name)


class RoundForm(PlainForm):
    """A period and who takes part."""

    name = CleanCharField(label=_("Name of the period"), max_length=60, help_text=_("such as 2026年上半年"))
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    subjects = forms.MultipleChoiceField(
        label=_("Who takes part"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Nobody takes part in this round.")},
    )

    def __init__(self, scheme, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {one.key: one for one in participants(scheme)}
        self.fields["subjects"].choices = [(key, one.name) for key, one in self.offered.items()]
        self.fields["subjects"].initial = list(self.offered)

    def arguments(self, files=()) -> dict:
        given = super().arguments(files)
        return given | {"subjects": [self.offered[key].as_row() for key in given["subjects"]]}


class WishForm(PlainForm):
    """One reason on a sheet; the subclass says of which kind."""

    KIND = ""
    words = text_field(_("Reason"))
    files = files_field()

    def __init__(self, sheet, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet

    def arguments(self, files=()) -> dict:
        given = super().arguments(files)
        return {"files": given.pop("files"), "wish": Wish(self.KIND, **given)}


def in_words(item: Item) -> str:
    """An item as a list names it, with its points and how they are lost or earned."""
    how = _("earned") if item.earns else item.get_rule_display()
    return f"{item.code} {item.text[:40]}（{shown(item.points)}，{how}）"


class ItemForm(WishForm):
    """Points of an item: what is lost or earned by judgement, or how many were counted where a rule says the rest."""

    KIND = Mark.Kind.PART
    item = RowField(label=_("Score item"))
    points = points_field(help_text=_("for items by judgement: what is lost, or given if earned"), **NONE)
    count = forms.IntegerField(
        label=_("Number counted"),
        min_value=0,
        max_value=100_000,
        help_text=_("for items with a rule: how many are missing, or how many there are"),
        **NONE,
    )
    field_order = ["item", "points", "count", "words", "files"]

    def __init__(self, sheet, *args, **kwargs):
        super().__init__(sheet, *args, **kwargs)
        items = Item.objects.filter(category__scheme=sheet.round.scheme_id).select_related("category")
        self.fields["item"].offer(items.order_by("category__number", "number"), words=in_words)


class BonusForm(WishForm):
    KIND = Mark.Kind.BONUS
    points = points_field()
    field_order = ["points", "words", "files"]


def grounds_of(scheme: Scheme) -> dict[str, str]:
    """Key → words with the points, of the grounds of deductions in this scheme."""
    ranges = scheme.parameters.get("deductions", DEDUCTIONS)
    names = scheme.parameters.get("grounds", {})
    told = {}
    for key, (least, most) in ranges.items():
        name = names.get(key) or GROUNDS.get(key, key)
        told[key] = f"{name}（{least}）" if least == most else f"{name}（{least}–{most}）"
    return told


class DeductionForm(WishForm):
    KIND = Mark.Kind.DEDUCTION
    ground = forms.ChoiceField(label=_("Ground"))
    points = points_field()
    field_order = ["ground", "points", "words", "files"]

    def __init__(self, sheet, *args, **kwargs):
        super().__init__(sheet, *args, **kwargs)
        self.fields["ground"].choices = [("", CHOOSE), *grounds_of(sheet.round.scheme).items()]


class ZeroForm(WishForm):
    KIND = Mark.Kind.ZERO
    category = RowField(label=_("Category"))
    field_order = ["category", "words", "files"]

    def __init__(self, sheet, *args, **kwargs):
        super().__init__(sheet, *args, **kwargs)
        self.fields["category"].offer(sheet.round.scheme.categories.order_by("number"))


class TieForm(PlainForm):
    """The grades of units that are equal at a border, and what the meeting said (SCO-09)."""

    words = text_field(_("What the meeting decided"))

    def __init__(self, round, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = {sheet.pk: sheet.name for sheet in round.sheets.all()}
        choices = [("", CHOOSE), *enumerate(round.scheme.grade_names)]
        self.sheets = [row.sheet for row in equals(round)]
        for key in self.sheets:
            field = forms.TypedChoiceField(label=names[key], choices=choices, coerce=int)
            self.fields[f"sheet_{key}"] = field
        self.order_fields([f"sheet_{key}" for key in self.sheets])

    def arguments(self, files=()) -> dict:
        grades = {key: self.cleaned_data[f"sheet_{key}"] for key in self.sheets}
        return {"grades": grades, "words": self.cleaned_data["words"]}


def equals(round: Round) -> list:
    """Rows of units that are equal at a border of two grades, and that nobody has ordered."""
    newest = round.newest
    text = newest.inputs if newest else canonical(round)
    return [row for row in recomputed(text) if row.grade is None]


class ReviewForm(PlainForm):
    """What a unit contests."""

    mark = RowField(label=_("Line"), help_text=_("leave empty where something is missing"), **NONE)
    grounds = text_field(_("What is wrong, and why"), rows=4, most=LONG)
    files = files_field()

    def __init__(self, sheet, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = sheet.marks.counting().select_related("item__category", "category")
        words = lambda row: f"{row.get_kind_display()} {shown(row.points)} {row.words}"[:80]  # noqa: E731
        self.fields["mark"].offer(lines, empty=_("no line: something is missing"), words=words)


class AnswerForm(PlainForm):
    """What should come out of a review."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", CHOOSE), *Review.Outcome.choices])
    points = points_field(
        _("Points instead"), help_text=_("when accepted: what the line is worth then; without a line a bonus"), **NONE
    )
    opinion = text_field(_("Reason"), rows=4, most=LONG)


class RectifiedForm(PlainForm):
    words = text_field(_("What was done"), rows=4, most=LONG)
    files = files_field()


class VersionForm(forms.Form):
    """?version=N of a round that was published."""

    version = forms.IntegerField(min_value=1, max_value=10_000, **NONE)

    def of(self, round):
        """The publication asked for, else the newest; None before the first."""
        number = self.cleaned_data.get("version") if self.is_valid() else None
        found = round.publications.filter(number=number).first() if number else None
        return found or round.newest


class GuessForm(forms.Form):
    """Other weights. The fields come from the scheme; their sum must be the usual one."""

    def __init__(self, weights, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual = weights
        for key, (name, points) in weights.items():
            self.fields[f"w{key}"] = points_field(name, initial=shown(points))
        self.fields["no_bonus"] = forms.BooleanField(label=_("without bonus"), **NONE)
        self.fields["no_deductions"] = forms.BooleanField(label=_("without deductions"), **NONE)

    def weights(self) -> dict[str, Decimal]:
        return {key: self.cleaned_data[f"w{key}"] for key in self.usual}

    def clean(self):
        data = super().clean()
        if any(f"w{key}" not in data for key in self.usual):
            return data
        whole, given = sum(points for _name, points in self.usual.values()), sum(self.weights().values())
        if whole != given:
            told = _("The weights make %(given)s, not %(whole)s.")
            raise forms.ValidationError(told % {"given": shown(given), "whole": shown(whole)})
        return data
