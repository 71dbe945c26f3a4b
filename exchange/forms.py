"""What is typed about source systems, their names and what they sent."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, TelephoneField
from accounts.models import Organisation
from approvals.models import Item
from approvals.statistics import open_overdue
from exchange import tokens
from exchange.models import ForeignCase, Problem, SourceSystem


class DeliveryForm(forms.Form):
    """The parameters of a delivery: `?skip_bad=1` takes the good lines in although others are bad."""

    skip_bad = forms.BooleanField(required=False)


class ContactForm(forms.Form):
    """What may change about a source system."""

    contact = CleanCharField(label=_("contact person"), max_length=50)
    telephone = TelephoneField(label=_("telephone"), landline=True)
    quiet_hours = forms.IntegerField(
        label=_("sends at least every (hours)"),
        min_value=1,
        max_value=720,
        initial=24,
        help_text=_("Rest days are left out. Without an event for so long the platform reports a gap."),
    )


class SourceForm(ContactForm):
    """A new source system."""

    code = forms.SlugField(label=_("code"), max_length=30, help_text=_("Small letters, digits and hyphens."))
    name = CleanCharField(label=_("name"), max_length=100)
    organisation = forms.ModelChoiceField(
        label=_("organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("The system may speak for this unit and for everything below it."),
    )

    field_order = ["name", "code", "organisation", "contact", "telephone", "quiet_hours"]

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(path__startswith=actor.watched_path)


class TokenForm(forms.Form):
    days = forms.IntegerField(
        label=_("valid for (days)"), min_value=1, max_value=tokens.MOST_DAYS, initial=tokens.VALID_DAYS
    )


class ReasonForm(forms.Form):
    reason = CleanCharField(label=_("reason"), max_length=300)


class Button(forms.Form):
    """A button and nothing else."""


class ItemMeaningForm(forms.Form):
    """Which item of our catalogue a name means."""

    item = forms.ModelChoiceField(label=_("item of our catalogue"), queryset=Item.objects.none())

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        below = Item.objects.applicable().filter(organisation__path__startswith=source.organisation.path)
        self.fields["item"].queryset = below.order_by("organisation__sort", "code")
        self.fields["item"].label_from_instance = lambda item: f"{item.code} {item.name}"


class UnitMeaningForm(forms.Form):
    """Which unit a name means."""

    organisation = forms.ModelChoiceField(label=_("organisation"), queryset=Organisation.objects.none())

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.within(source.organisation)


MEANINGS = {"item": ItemMeaningForm, "organisation": UnitMeaningForm}


class CursorForm(forms.Form):
    """Where a page of a list begins: rows before this number."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class ProblemFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=Problem.State.choices, empty_label=_("all"))
    source = django_filters.ModelChoiceFilter(
        label=_("Source system"), queryset=SourceSystem.objects.none(), empty_label=_("all")
    )

    class Meta:
        model = Problem
        fields = ["state", "source"]

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["source"].queryset = SourceSystem.objects.visible_to(actor)


class ForeignCaseFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label=_("Case number"), lookup_expr="startswith", max_length=100)
    source = django_filters.ModelChoiceFilter(
        label=_("Source system"), queryset=SourceSystem.objects.all(), empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ForeignCase._meta.get_field("state").choices, empty_label=_("all")
    )
    late = django_filters.BooleanFilter(label=_("Overdue now"), method="overdue", widget=forms.CheckboxInput)

    class Meta:
        model = ForeignCase
        fields = ["number", "source", "state"]

    def __init__(self, *args, actor, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        seen = ForeignCase.objects.visible_to(actor).order_by().values("source").distinct()
        self.filters["source"].queryset = SourceSystem.objects.filter(pk__in=seen)

    def overdue(self, queryset, name, value):
        return queryset.filter(open_overdue(self.today)) if value else queryset
