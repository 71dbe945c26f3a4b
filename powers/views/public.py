"""What everybody may read: the power lists of units and villages with the five facts and flow charts. No risk points,
no names of people."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from powers import wording
from powers.forms.desk import OpenFilter
from powers.models import Power, PowerKind, PowerList
from records.desk import MOST, exported
from records.paging import sliced

ON_A_PAGE = 30


def in_force():
    rows = Power.objects.in_force().select_related("list__organisation")
    return rows.order_by("list__organisation__sort", "list__organisation", "number")


def searched(rows, words: str):
    """In name, code and basis; the name of a unit finds all of its powers."""
    unit = Q(list__organisation__short_name__icontains=words) | Q(list__organisation__name__icontains=words)
    return rows.filter(Q(name__icontains=words) | Q(code__icontains=words) | Q(basis__icontains=words) | unit)


@login_not_required
@require_safe
def lists(request):
    """The units with their lists; a search gives powers. ?export gives the whole list as a file."""
    form = OpenFilter(request.GET)
    form.is_valid()
    words, kind = form.cleaned_data.get("q"), form.cleaned_data.get("kind")
    rows = in_force()
    rows = rows.filter(kind=kind) if kind else rows
    rows = searched(rows, words) if words else rows
    if form.cleaned_data.get("export"):
        return file_of(rows, form.cleaned_data["export"])
    asked = bool(words or kind)
    units = PowerList.objects.published().filter(kind=PowerList.Kind.UNIT).select_related("organisation")
    page = {
        "form": form,
        "asked": asked,
        "page": sliced(rows, request.GET, ON_A_PAGE) if asked else None,
        "units": [] if asked else units.annotate(size=Count("powers")).order_by("organisation__sort", "organisation"),
        "kinds": kinds(),
        "villages": PowerList.objects.published().filter(kind=PowerList.Kind.VILLAGE).count(),
    }
    return render(request, "powers/public/lists.html", page)


def kinds() -> list[tuple]:
    """How many powers of each kind the units have."""
    rows = Power.objects.in_force().filter(list__kind=PowerList.Kind.UNIT).order_by()
    counts = dict(rows.values_list("kind").annotate(Count("pk")))
    return [(kind.value, kind.label, counts[kind.value]) for kind in PowerKind if kind.value in counts]


HEADS = [
    _("Unit"),
    _("code"),
    _("Name of the power"),
    _("Kind"),
    _("basis"),
    _("object of the power"),
    _("procedure"),
    _("limit"),
    _("result of the power"),
    _("Steps"),
]


def file_of(rows, kind: str):
    """The open data of the lists: everything that the pages show."""
    lines = (
        [
            power.organisation.name,
            power.code,
            power.name,
            power.get_kind_display(),
            *(getattr(power, name) for name in Power.FACTS),
            wording.text_of(power.steps.all()),
        ]
        for power in rows.prefetch_related("steps")[:MOST]
    )
    return exported(_("Power lists"), kind, HEADS, lines)


@login_not_required
@require_safe
def villages(request):
    """Villages and communities by their towns."""
    rows = PowerList.objects.published().filter(kind=PowerList.Kind.VILLAGE)
    rows = rows.select_related("organisation__parent").annotate(size=Count("powers"))
    towns = {}
    for row in rows.order_by("organisation__sort", "organisation"):
        towns.setdefault(row.organisation.parent, []).append(row)
    return render(request, "powers/public/villages.html", {"towns": list(towns.items())})


def heirs_of(code: str):
    """The unit that carries on what one of this code did."""
    ended = get_object_or_404(Organisation, code=code)
    return Organisation.objects.existing().answering_for(ended.pk)


@login_not_required
@require_safe
def unit(request, code):
    """The list of one unit or village, by kind; of a unit that has ended, once it is taken over, its successor's."""
    rows = PowerList.objects.published().select_related("organisation")
    row = rows.filter(organisation__code=code).first()
    if row is None:
        heir = get_object_or_404(rows, organisation__in=heirs_of(code))
        return redirect("powers:unit", heir.organisation.code)
    groups: dict[str, list] = {}
    for power in row.powers.all():
        groups.setdefault(power.get_kind_display(), []).append(power)
    form = OpenFilter(request.GET)
    if form.is_valid() and form.cleaned_data["export"]:
        return file_of(in_force().filter(list=row), form.cleaned_data["export"])
    page = {"row": row, "groups": list(groups.items()), "count": sum(map(len, groups.values()))}
    return render(request, "powers/public/unit.html", page)


@login_not_required
@require_safe
def power(request, code):
    """One power: the five facts, the flow chart, its posts, what it is used for, and where to complain."""
    rows = in_force().prefetch_related("steps")
    row = get_object_or_404(rows, code=code)
    facts = [(Power._meta.get_field(name).verbose_name, getattr(row, name)) for name in Power.FACTS]
    return render(request, "powers/public/power.html", {"power": row, "facts": facts, "steps": list(row.steps.all())})
