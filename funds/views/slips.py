"""Slips (退单): the list, and how many for how much money by unit, month, kind and ground (S1-37)."""

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from funds.forms import desk as forms
from funds.models import Refusal
from funds.money import yuan
from funds.permissions import can_look
from funds.views.common import Table, exported, listing, narrowed, only
from funds.views.quotas import AMOUNT
from records.desk import local

KIND_TONES = {Refusal.Kind.RETURNED: "warn", Refusal.Kind.REFUSED: "over", Refusal.Kind.BANK: "info"}
SLIPS = Table(
    title=gettext_lazy("Slips"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Unit"), lambda row: row.application.quota.organisation.short_name),
        (gettext_lazy("Ground"), lambda row: row.get_category_display()),
        (gettext_lazy("Reason"), lambda row: row.words),
        (gettext_lazy("Day"), lambda row: local(row.given_at)[:10]),
        (AMOUNT, lambda row: yuan(row.amount)),
    ],
    lamp=lambda row: (KIND_TONES[row.kind], row.get_kind_display()),
    link=lambda row: reverse("funds:application", args=[row.application_id]),
    nothing=gettext_lazy("No slip has been given yet."),
    numeric=(AMOUNT,),
)
UNIT = "application__quota__account__organisation__short_name"
SLIP_COUNT = gettext_lazy("Number of slips")
# Heading, what the slips are grouped by, the word of a group.
GROUPS = [
    (gettext_lazy("Slips by unit"), UNIT, str),
    (gettext_lazy("Slips by month"), TruncMonth("given_at"), lambda month: f"{month:%Y-%m}"),
    (gettext_lazy("Slips by kind"), "kind", lambda kind: Refusal.Kind(kind).label),
    (gettext_lazy("Slips by ground"), "category", lambda category: Refusal.Category(category).label),
]


@require_safe
@only(can_look)
def slips(request):
    """How many slips, how much money was refused, and why."""
    related = ["application__quota__account__organisation", "application__quota__account__fund"]
    rows = Refusal.objects.visible_to(request.actor).select_related(*related)
    form = forms.SlipsFilter(request.GET)
    chosen, _asked = narrowed(rows.select_related(None), form)
    return listing(request, SLIPS, rows, form, template="funds/desk/slips.html", **figures(chosen))


def figures(rows) -> dict:
    """Sums of the slips: all, by kind, by ground."""
    counts = {kind: (count, amount) for kind, count, amount in grouped(rows, "kind")}
    kinds = [(kind, *counts.get(kind, (0, 0))) for kind in Refusal.Kind]
    grounds = grouped(rows, "category")
    return {
        "whole": summed(rows),
        "kinds": [(kind.label, count, yuan(amount)) for kind, count, amount in kinds],
        "grounds": [(Refusal.Category(ground).label, count, yuan(amount)) for ground, count, amount in grounds],
    }


def summed(rows: QuerySet) -> dict:
    whole = rows.order_by().aggregate(count=Count("pk"), amount=Sum("amount", default=0))
    return whole | {"amount": yuan(whole["amount"])}


def grouped(rows: QuerySet, by) -> list[tuple]:
    """(group, slips, fen), the largest sum first; months stand in their order."""
    sums = rows.order_by().values(group=F(by) if isinstance(by, str) else by)
    sums = sums.annotate(count=Count("pk"), sum=Sum("amount"))
    order = ["-sum", "group"] if isinstance(by, str) else ["group"]
    return [(row["group"], row["count"], int(row["sum"])) for row in sums.order_by(*order)]


@require_safe
@only(can_look)
def statistics(request):
    """The slips of a time, counted and added up by unit, month, kind and ground; on the page or as a file."""
    form = forms.SlipsFilter(request.GET)
    rows, asked = narrowed(Refusal.objects.visible_to(request.actor), form)
    title = _("Statistics of slips")
    tables = [
        (heading, [(words(group), *sums) for group, *sums in grouped(rows, by)]) for heading, by, words in GROUPS
    ]
    if kind := asked.get("export"):
        lines = [[heading, name, count, yuan(fen)] for heading, found in tables for name, count, fen in found]
        return exported(title, kind, [_("Counted by"), _("Slips of"), SLIP_COUNT, AMOUNT], lines)
    whole = summed(rows)
    page = {
        "title": title,
        "form": form,
        "is_narrowed": any(asked.get(bound.name) for bound in form.visible_fields()),
        "tiles": [(SLIP_COUNT, whole["count"]), (AMOUNT, whole["amount"])],
        "tables": [(heading, headers(heading), cells(found)) for heading, found in tables],
        "back": (reverse("funds:slips"), SLIPS.title),
        "nav_at": reverse("funds:slips"),
    }
    return render(request, "funds/desk/report.html", page)


def headers(heading) -> list[tuple]:
    return [(heading, False), (SLIP_COUNT, True), (AMOUNT, True)]


def cells(found: list[tuple]) -> list[list]:
    return [[name, count, yuan(fen)] for name, count, fen in found]
