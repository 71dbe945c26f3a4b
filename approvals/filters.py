"""How the service guide is narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation
from approvals.models import Item

AUDIENCES = [("个人", _("people")), ("企业", _("companies"))]  # as the county writes it in Item.audience


class CleanCharFilter(django_filters.CharFilter):
    field_class = CleanCharField


def themes():
    """The themes in use; asked once for each page."""
    names = Item.objects.published().exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    return [(name, name) for name in names]


def departments(request):
    """Who offers something; the names are all the page needs."""
    return Organisation.objects.filter(items__state="published").distinct().only("name", "sort")


class ItemFilter(django_filters.FilterSet):
    """Search words and four drop-down lists. A wrong value is named at its field and left out of the search."""

    q = CleanCharFilter(label=_("What do you want to get done?"), method="search", max_length=60)
    theme = django_filters.ChoiceFilter(label=_("Theme"), choices=themes, empty_label=_("all themes"))
    organisation = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=departments, empty_label=_("all departments")
    )
    audience = django_filters.ChoiceFilter(
        label=_("For whom"), choices=AUDIENCES, lookup_expr="contains", empty_label=_("everybody")
    )
    handling = django_filters.ChoiceFilter(
        label=_("How fast"), choices=Item.Handling.choices, empty_label=_("promised and immediate")
    )

    class Meta:
        model = Item
        fields = []

    def search(self, items, name, words):
        """Every word must occur in the name, the code, the theme or the resulting document."""
        for word in words.split()[:5]:
            items = items.filter(
                Q(name__icontains=word)
                | Q(code__istartswith=word)
                | Q(theme__icontains=word)
                | Q(certificate__icontains=word)
            )
        return items
