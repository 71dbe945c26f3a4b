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


class SubjectForm(forms.Form):
    """At most one of these says what it is about."""

    finding = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    notice = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    case = forms.CharField(required=False, max_length=40)
    order = forms.CharField(required=False, max_length=40)
    unit = forms.CharField(required=False, max_length=30)


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
    return FINDERS[next(iter(named))](next(iter(named.values())), actor) if named else Chosen()


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


FINDERS = {"finding": by_finding, "notice": by_notice, "case": by_case, "order": by_order, "unit": by_unit}


def first(rows):
    found = rows.first()
    if found is None:
        raise Http404
    return found
