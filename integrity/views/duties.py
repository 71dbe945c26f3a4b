"""The separation matrix with those who hold two duties now; the ledger of a power."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from integrity import ledger as reading
from integrity.forms import desk as forms
from integrity.models import Separation
from integrity.permissions import can_read_ledger, can_read_separation, watches
from integrity.separation import clashes
from integrity.verbs import in_words
from integrity.views.common import only, today
from powers.models import Power
from records.desk import MOST, Table, exported, listing, local
from records.fields import ListFilter
from records.paging import sliced
from records.subjects import described

SHOWN = 40  # entries of a page


@require_safe
@only(can_read_separation)
def separation(request):
    """Which duties are not one person's, and who has both now."""
    county = get_object_or_404(Organisation, path=request.actor.watched_path)
    form = ListFilter(request.GET)
    form.is_valid()
    found = clashes(county, today())
    lines = [
        [
            one.person.name,
            one.organisation.short_name,
            f"{one.separation.first}：{one.first}",
            f"{one.separation.second}：{one.second}",
            one.separation.basis,
        ]
        for one in found
    ]
    heads = [_("Name"), _("Unit"), _("first duty"), _("second duty"), _("basis")]
    if kind := form.cleaned_data.get("export"):
        return exported(_("Duties that exclude each other"), kind, heads, lines)
    rules = [
        [rule.first.name, rule.second.name, where(rule), rule.basis] for rule in Separation.objects.in_force(today())
    ]
    page = {
        "title": _("Separation of duties"),
        "found": len(found),
        "tables": [
            (_("People who have both now"), [(head, False) for head in heads], lines),
            (
                _("Pairs of duties"),
                [(head, False) for head in (heads[2], heads[3], _("where it holds"), heads[4])],
                rules,
            ),
        ],
        "nav_at": reverse("integrity:separation"),
    }
    return render(request, "integrity/separation.html", page)


def where(rule: Separation) -> str:
    if rule.first.is_step:
        return _("in the course of one power")
    return _("within one unit") if rule.same_unit else _("everywhere")


POWERS = Table(
    title=gettext_lazy("Ledgers of powers"),
    columns=[
        (gettext_lazy("Name of the power"), lambda row: row.name),
        (gettext_lazy("code"), lambda row: row.code),
        (gettext_lazy("kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("Unit"), lambda row: row.list.organisation.short_name),
    ],
    lamp=lambda row: ("ok", _("power list in force")),
    link=lambda row: reverse("integrity:ledger", args=[row.pk]),
    nothing=gettext_lazy("No power list is in force yet."),
)


def may_open(actor) -> bool:
    return watches(actor) or (actor.post is not None and can_read_ledger(actor, actor.organisation))


@require_safe
@only(may_open)
def powers(request):
    """The powers whose ledger may be read."""
    rows = Power.objects.in_force().visible_to(request.actor).select_related("list__organisation")
    if not watches(request.actor):
        rows = rows.filter(list__organisation=request.actor.organisation)
    return listing(request, POWERS, rows, forms.PowersFilter(request.GET))


@require_safe
@only(may_open)
def ledger(request, pk):
    """Every entry of the record about one power: its items, their cases, who and when; to be filtered by days."""
    power = get_object_or_404(Power.objects.select_related("list__organisation"), pk=pk)
    if not can_read_ledger(request.actor, power.list.organisation):
        raise Http404
    form = forms.LedgerFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    found = reading.entries(power, asked.get("since"), asked.get("until"))
    heads = [_("time"), _("what was recorded"), _("about"), _("who"), _("Unit")]
    if kind := asked.get("export"):
        return exported(f"{_('Ledger of the power')} {power.code}", kind, heads, lines(found[:MOST]))
    part = sliced(found, request.GET, SHOWN)
    page = {
        "power": power,
        "form": form,
        "heads": heads,
        "lines": lines(part.rows),
        "page": part,
        "items": reading.items(power).order_by("-pk"),
        "cases": reading.cases(power).count(),
        "nav_at": reverse("integrity:powers"),
    }
    return render(request, "integrity/ledger.html", page)


def lines(entries) -> list[list]:
    """Entries in words; the things they are about are read together."""
    rows = list(entries)
    return [
        [
            local(one.happened_at),
            in_words(one.verb),
            f"{about.kind} {about.number or about.title}".strip(),
            one.actor.name if one.actor else _("the system"),
            one.organisation.short_name if one.organisation else "",
        ]
        for one, about in zip(rows, described(rows), strict=True)
    ]
