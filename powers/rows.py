"""Rows of lists that are read in: powers with their steps, and risk points. Each row is a form.

Units, powers and people are read once for a whole file: 4,136 points are one file.
"""

from collections import defaultdict
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation, Post
from powers.forms.desk import CODE, StepsField
from powers.models import Level, Power, PowerStep, RiskPoint
from records.fields import NONE, NamedField, WordField, day_field

STEPS = _("受理：窗口人员；审核：审批股股长（2个工作日）")


class Book:
    """What the cells of a file name."""

    @cached_property
    def units(self) -> dict[str, Organisation]:
        rows = list(Organisation.objects.select_related("parent").order_by("-pk"))
        return {getattr(row, name): row for name in ("code", "name", "short_name") for row in rows}

    @cached_property
    def powers(self) -> dict[str, Power]:
        rows = Power.objects.in_force().select_related("list__organisation")
        return {row.code: row for row in rows}

    @cached_property
    def steps(self) -> dict[tuple[int, int], PowerStep]:
        return {(row.power_id, row.number): row for row in PowerStep.objects.in_force()}

    @cached_property
    def people(self) -> dict[tuple[int, str], set]:
        found = defaultdict(set)
        for post in Post.objects.active().select_related("user", "organisation"):
            for unit in post.organisation.units:
                found[unit, post.user.name].add(post.user)
        return found


class BookField(NamedField):
    """A row that the book of the file knows by its words."""

    default_error_messages = {"unknown": _("No unit of this name is known; choose one from the list.")}

    def __init__(self, *, page: str, **kwargs):
        super().__init__(**kwargs)
        self.page, self.book = page, Book()

    def find(self, text):
        return getattr(self.book, self.page).get(text)


class BookForm(forms.Form):
    """A row beside its book. Called with the cells alone it has a book of its own."""

    def __init__(self, *args, book: Book | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.book = book or Book()
        for field in self.fields.values():
            if isinstance(field, BookField):
                field.book = self.book


class PowerRow(BookForm):
    """One power. The headers of the file are these labels."""

    organisation = BookField(page="units", label=_("Unit"))
    code = forms.SlugField(label=_("code"), max_length=40, error_messages={"invalid": CODE})
    name = CleanCharField(label=_("Name of the power"), max_length=200)
    kind = WordField(label=_("Kind"), choices=Power.KINDS)
    basis = CleanCharField(label=_("basis"), max_length=1000)
    object = CleanCharField(label=_("object of the power"), max_length=300)
    procedure = CleanCharField(label=_("procedure"), max_length=1000)
    limit = CleanCharField(label=_("limit"), max_length=200)
    result = CleanCharField(label=_("result of the power"), max_length=300)
    discretion = CleanCharField(label=_("discretion"), max_length=500, **NONE)
    steps = StepsField(label=_("Steps"), help_text=STEPS)


def scale(label):
    return forms.IntegerField(label=label, min_value=1, max_value=5)


class PointRow(BookForm):
    """One risk point of a power that is in force."""

    organisation = BookField(page="units", label=_("Unit"))
    power = BookField(
        page="powers",
        label=_("code of the power"),
        error_messages={"unknown": _("No power in force has this code; publish the power list first.")},
    )
    step = forms.IntegerField(label=_("number of the step"), min_value=1, max_value=99, **NONE)
    post = CleanCharField(label=_("post"), max_length=50)
    person_name = CleanCharField(label=_("person at the post"), max_length=50, **NONE)
    kind = WordField(label=_("kind of risk"), choices=RiskPoint.Kind.choices)
    finder = WordField(label=_("how it was found"), choices=RiskPoint.Finder.choices)
    source = CleanCharField(label=_("source"), max_length=200, **NONE)
    description = CleanCharField(label=_("risk"), max_length=500)
    charge = WordField(label=_("who has charge of it"), choices=RiskPoint.Charge.choices)
    probability = scale(_("probability"))
    harm = scale(_("harm"))
    frequency = scale(_("frequency of use"))
    discretion = scale(_("room for discretion"))
    level = WordField(label=_("proposed level"), choices=[(one.value, one.value) for one in Level], **NONE)
    measure = CleanCharField(label=_("measure against it"), max_length=500)
    measure_due_on = day_field(_("measure due on"), **NONE)

    def clean(self):
        """The power is one of the unit, the step one of the power, the person somebody of the unit where known."""
        given = super().clean()
        unit, power = given.get("organisation"), given.get("power")
        if unit and power and power.list.organisation_id not in unit.units:
            self.add_error("power", _("This code belongs to another unit."))
        if power and given.get("step"):
            given["step"] = self.book.steps.get((power.pk, given["step"]))
            if given["step"] is None:
                self.add_error("step", _("The power has no step of this number."))
        if given.get("finder") in RiskPoint.DATA and not given.get("source"):
            self.add_error("source", _("Say where the point was seen."))
        people = self.book.people.get((unit.pk, given.get("person_name"))) if unit else None
        given["person"] = next(iter(people)) if people and len(people) == 1 else None
        return given


FORMS = {"powers": PowerRow, "points": PointRow}


def reader(kind: str):
    """One form and one book for all rows of a file: making thousands of forms takes longer than asking them."""
    form = FORMS[kind]({}, book=Book())

    def ask(values: dict) -> forms.Form:
        form.data, form._errors = values, None
        return form

    return ask


EXAMPLES = {
    "powers": {
        "organisation": "市场监管局",
        "code": "XK-SCJG-001",
        "name": "食品经营许可",
        "kind": "行政许可",
        "basis": "《中华人民共和国食品安全法》第三十五条",
        "object": "食品经营者",
        "procedure": "申请、受理、审核、审批、送达",
        "limit": "7个工作日（法定20个工作日）",
        "result": "食品经营许可证",
        "discretion": "现场核查结论的认定",
        "steps": "受理：窗口人员（当日）；审核：审批股股长（4个工作日）；审批：分管副局长（2个工作日）",
    },
    "points": {
        "organisation": "市场监管局",
        "power": "XK-SCJG-001",
        "step": 2,
        "post": "审批股股长",
        "kind": "业务操作",
        "finder": "自己找",
        "description": "现场核查走过场，降低标准通过审核",
        "charge": "分管领导负责",
        "probability": 3,
        "harm": 4,
        "frequency": 4,
        "discretion": 2,
        "measure": "两人核查并全程录像，股务会集体研究",
        "measure_due_on": "2026-12-31",
    },
}
