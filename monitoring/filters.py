"""How the register of findings is narrowed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from monitoring.models import Card, Finding, Level, RuleVersion


class FindingFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices, empty_label=_("all levels"))
    organisation = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=Organisation.objects.none(), empty_label=_("all units")
    )
    state = django_filters.ChoiceFilter(
        label=_("Answer"), field_name="card__state", choices=Card.State.choices, empty_label=_("all")
    )
    code = django_filters.ChoiceFilter(label=_("Rule"), empty_label=_("all rules"))
    since = django_filters.DateFilter(
        label=_("From"), field_name="issued_at", lookup_expr="date__gte", widget=forms.DateInput({"type": "date"})
    )
    until = django_filters.DateFilter(
        label=_("To"), field_name="issued_at", lookup_expr="date__lte", widget=forms.DateInput({"type": "date"})
    )

    class Meta:
        model = Finding
        fields = ["level", "code", "organisation", "state", "since", "until"]

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        below = Organisation.objects.filter(path__startswith=actor.watched_path)
        self.filters["organisation"].queryset = below.exclude(level=Organisation.Level.COUNTY)
        newest_last = RuleVersion.objects.order_by("code", "version").values_list("code", "name")
        self.filters["code"].extra["choices"] = [(code, f"{code} {name}") for code, name in dict(newest_last).items()]
