"""Rows of lists that the office brings: the tree of indicators, further units of indicators. Each row is a form.

A list has thousands of rows: units and people are looked up in what was read once, not row by row.
"""

from collections import defaultdict

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation, Post
from records.fields import NONE, NamedField, WordField, day_field
from scoring.models import Direction


class Known:
    """The units by every name they have, and who works where."""

    def __init__(self):
        self.units = {}
        for unit in Organisation.objects.order_by("-pk"):
            self.units |= {unit.code: unit, unit.name: unit, unit.short_name: unit}
        self.people = defaultdict(set)
        for post in Post.objects.active().select_related("user"):
            self.people[post.organisation_id, post.user.name].add(post.user)


class KnownUnitField(NamedField):
    default_error_messages = {"unknown": _("No unit of this name is known; choose one from the list.")}
    known = None

    def find(self, text):
        return self.known.units.get(text)


def plain(label, digits=18, **kwargs):
    return forms.DecimalField(label=label, max_digits=digits, decimal_places=4, **kwargs)


class PersonRow(forms.Form):
    """A row that may name a person of its unit."""

    known = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].known = self.known

    def clean(self):
        given = super().clean()
        name, unit = given.get("responsible"), given.get("organisation")
        given["responsible"] = None
        if name and unit:
            people = self.known.people[unit.pk, name]
            if len(people) != 1:
                words = _("Exactly one person of this name must work in the unit; leave it blank otherwise.")
                self.add_error("responsible", words)
            given["responsible"] = next(iter(people), None)
        return given


class IndicatorRow(PersonRow):
    """One indicator; with a unit it is a task. The headers of the file are these labels."""

    code = CleanCharField(label=_("code"), max_length=30)
    parent = CleanCharField(label=_("indicator above"), max_length=30, **NONE)
    name = CleanCharField(label=_("indicator"), max_length=200)
    weight = plain(_("weight"), 7)
    standard = CleanCharField(label=_("standard to be met"), max_length=500, **NONE)
    measure = CleanCharField(label=_("unit of measure"), max_length=20, **NONE)
    direction = WordField(label=_("direction"), choices=Direction.choices, **NONE)
    target = plain(_("target"), **NONE)
    due_on = day_field(_("due on"), **NONE)
    organisation = KnownUnitField(label=_("Unit"), **NONE)
    responsible = CleanCharField(label=_("person responsible"), max_length=50, **NONE)

    def clean_direction(self):
        return self.cleaned_data["direction"] or Direction.RISE


class TaskRow(PersonRow):
    """A further unit of an indicator that was read in before; blanks are as the indicator has them."""

    code = CleanCharField(label=_("code"), max_length=30)
    organisation = KnownUnitField(label=_("Unit"))
    responsible = CleanCharField(label=_("person responsible"), max_length=50, **NONE)
    target = plain(_("target"), **NONE)
    due_on = day_field(_("due on"), **NONE)


FORMS = {"tree": IndicatorRow, "tasks": TaskRow}


def row_form(kind: str) -> type:
    """The form of a row that knows the units and people of today."""
    return type(FORMS[kind].__name__, (FORMS[kind],), {"known": Known()})


EXAMPLES = {
    "tree": [
        {"code": "A", "name": "经济发展", "weight": 40},
        {
            "code": "A1",
            "parent": "A",
            "name": "规模以上工业增加值",
            "weight": 100,
            "standard": "全年完成18亿元，同比增长7%",
            "measure": "亿元",
            "direction": "越多越好",
            "target": 18,
            "due_on": "2026-12-31",
            "organisation": "工信局",
        },
    ],
    "tasks": [{"code": "A1", "organisation": "统计局", "target": 6, "due_on": "2026-12-31"}],
}
