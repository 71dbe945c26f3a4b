"""What a notice, an instruction or an inquiry is to be about, as an address names it: ?finding=7, ?case=…, ?unit=…"""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.http import Http404

from accounts.models import Organisation
from approvals.models import Case
from complaints.models import Order
from monitoring.letters_notices import about_in_words
from monitoring.models import Card, Finding, Notice
from projects.models import Project


class SubjectForm(forms.Form):
    """At most one of these says what it is about."""

    def __init__(self, query):
        super().__init__(query)
        self.fields |= {name: make() for name, (make, _find) in FINDERS.items()}


def key_field():
    return forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


def number_field():
    return forms.CharField(required=False, max_length=40)


@dataclass(frozen=True)
class Chosen:
    """The thing, the unit that answers for it, and the finding, card and notice behind it, where there are any."""

    thing: models.Model | None = None
    organisation: Organisation | None = None
    finding: Finding | None = None
    card: Card | None = None
    notice: Notice | None = None

    @property
    def words(self) -> str:
        """What the thing is called on paper."""
        return about_in_words(self.thing) if self.thing else ""


def chosen_subject(query, actor) -> Chosen:
    """What the address names, if this actor watches it; 404 for a stranger's as for an absent one."""
    form = SubjectForm(query)
    if not form.is_valid():
        raise Http404
    named = {name: value for name, value in form.cleaned_data.items() if value}
    for name, value in named.items():
        return FINDERS[name][1](value, actor)
    return Chosen()


def by_finding(key, actor) -> Chosen:
    rows = Finding.objects.visible_to(actor).select_related("organisation", "rule", "card")
    finding = first(rows.filter(pk=key))
    return Chosen(finding.subject, finding.organisation, finding, getattr(finding, "card", None))


def by_notice(key, actor) -> Chosen:
    rows = Notice.objects.visible_to(actor).select_related("organisation", "finding", "card")
    notice = first(rows.filter(pk=key))
    return Chosen(notice.subject, notice.organisation, notice.finding, notice.card, notice)


def by_case(number, actor) -> Chosen:
    case = first(Case.objects.visible_to(actor).select_related("organisation", "item").filter(number=number))
    return Chosen(case, case.organisation)


def by_order(number, actor) -> Chosen:
    """An order; the unit is the one that is complained of, else the one that has it."""
    rows = Order.objects.visible_to(actor).select_related("organisation", "accused")
    order = first(rows.filter(number=number))
    return Chosen(order, order.accused or order.organisation)


def by_unit(code, actor) -> Chosen:
    unit = first(Organisation.objects.filter(code=code, path__startswith=actor.watched_path))
    return Chosen(unit, unit)


def by_project(code, actor) -> Chosen:
    project = first(Project.objects.visible_to(actor).select_related("organisation").filter(code=code))
    return Chosen(project, project.organisation)


# Name in an address → the field that reads it, who finds the thing. Apps above this one add theirs when they start.
FINDERS = {
    "finding": (key_field, by_finding),
    "notice": (key_field, by_notice),
    "case": (number_field, by_case),
    "order": (number_field, by_order),
    "unit": (number_field, by_unit),
    "project": (number_field, by_project),
}


def first(rows):
    found = rows.first()
    if found is None:
        raise Http404
    return found
