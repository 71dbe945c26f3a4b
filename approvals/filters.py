"""How the service guide is narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation
from approvals.models import Item

POWERS = [(kind.value, kind.label) for kind in Item.Kind if kind not in (*Item.APPLIED_FOR, Item.Kind.NON_PERMIT)]
AUDIENCES = [("个人", _("people")), ("企业", _("companies"))]  # as the county writes it in Item.audience


COURSES = {
    "joint": (_("joint items"), Q(is_joint=True)),
    "first_review": (_("with first review below"), ~Q(first_review="")),
    "renewal": (_("renewals"), ~Q(renews="")),
    "site_check": (_("with site check"), Q(needs_site_check=True)),
}


def courses():
    """The kinds of course by name, for a drop-down list."""
    return [(name, label) for name, (label, _rows) in COURSES.items()]


class CleanCharFilter(django_filters.CharFilter):
    field_class = CleanCharField


def themes():
    """The themes in use; asked once for each page."""
    names = Item.objects.published().exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    return [(name, name) for name in names]


def departments(request):
    """Who offers something; the names are all the page needs."""
    return Organisation.objects.filter(items__state="published").distinct().only("name", "sort")


class ItemSearch(django_filters.FilterSet):
    """Words that narrow any list of items. A wrong value is named at its field and left out of the search."""

    q = CleanCharFilter(label=_("What do you want to get done?"), method="search", max_length=60)

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


class ItemFilter(ItemSearch):
    """The public guide: search words and drop-down lists."""

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
    level = django_filters.ChoiceFilter(
        label=_("Handled at level"), choices=Item.Level.choices, empty_label=_("at all levels")
    )
    course = django_filters.ChoiceFilter(
        label=_("Kind of course"), choices=courses, method="of_course", empty_label=_("all")
    )
    powers = django_filters.ChoiceFilter(
        label=_("Power kind"), choices=POWERS, method="of_kind", empty_label=_("what people can apply for")
    )

    def of_kind(self, items, name, kind):
        """Without this filter the guide shows what can be applied for; the view narrows that."""
        return items.filter(kind=kind)

    def of_course(self, items, name, course):
        return items.filter(COURSES[course][1])


STATES = [("in_force", _("in force")), ("draft", _("draft waiting")), ("gone", _("merged or cancelled"))]
HALL = [("in", _("in the hall")), ("outside", _("outside the hall"))]


class CatalogueFilter(ItemSearch):
    """The catalogue of the staff: one line for each code."""

    organisation = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=departments, empty_label=_("all units"))
    kind = django_filters.ChoiceFilter(label=_("Power kind"), choices=Item.Kind.choices, empty_label=_("all"))
    course = django_filters.ChoiceFilter(
        label=_("Kind of course"),
        choices=courses,
        method="of_course",
        empty_label=_("all"),
    )
    hall = django_filters.ChoiceFilter(label=_("Hall"), choices=HALL, method="of_hall", empty_label=_("all"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="of_state", empty_label=_("all"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["q"].label = _("Name or code of the item")

    def of_course(self, items, name, course):
        return items.filter(COURSES[course][1])

    def of_hall(self, items, name, where):
        return items.filter(in_hall=where == "in")

    def of_state(self, items, name, state):
        wanted = {
            "in_force": Q(state=Item.State.PUBLISHED),
            "draft": Q(has_draft=True),
            "gone": Q(state__in=[Item.State.RETIRED, Item.State.CANCELLED]),
        }
        return items.filter(wanted[state])
