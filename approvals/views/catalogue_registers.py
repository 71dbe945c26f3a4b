"""Two registers of the catalogue: what is in the hall and what is not yet, and what the clean-up decided."""

from django.db.models import Count, F, Max, Q, Sum
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from approvals.forms.catalogue import RoundForm
from approvals.models import CleanUp, Item
from approvals.permissions import can_see_catalogue
from approvals.views.catalogue import NOT_FOR_YOU
from approvals.views.desk import only

FIGURES = ("links", "documents", "days")
CLEANED = [
    gettext_lazy("Round of clean-up"),
    gettext_lazy("Code"),
    gettext_lazy("Item"),
    gettext_lazy("Unit"),
    gettext_lazy("Decision of the clean-up"),
    gettext_lazy("Reason"),
    gettext_lazy("Document it rests on"),
    gettext_lazy("Decided on"),
    gettext_lazy("Links before"),
    gettext_lazy("Links after"),
    gettext_lazy("Documents before"),
    gettext_lazy("Documents after"),
    gettext_lazy("Working days before"),
    gettext_lazy("Working days after"),
]
OUTSIDE = [
    gettext_lazy("Code"),
    gettext_lazy("Item"),
    gettext_lazy("Unit"),
    gettext_lazy("Why not in the hall"),
    gettext_lazy("Planned to enter on"),
    gettext_lazy("State"),
]


@require_safe
@only(can_see_catalogue, NOT_FOR_YOU)
def hall(request):
    """Everything applied for belongs into the hall; what is not there yet says why and when it comes (seed S1-57)."""
    today = timezone.localdate()
    offered = Item.objects.applicable().kept_by(request.actor)
    outside = list(offered.filter(in_hall=False).select_related("organisation").order_by("entering_on", "code"))
    rows = [{"item": item, "late": item.entering_on is not None and item.entering_on < today} for item in outside]
    if request.GET.get("export"):
        lines = ([r["item"].code, r["item"].name, r["item"].organisation.name, *why(r)] for r in rows)
        return xlsx_response(f"{_('Items outside the hall')}-{today.isoformat()}", OUTSIDE, lines)
    units = offered.values("organisation__name").annotate(
        all=Count("pk"), inside=Count("pk", filter=Q(in_hall=True)), outside=Count("pk", filter=Q(in_hall=False))
    )
    units = list(units.order_by("-outside", "organisation__sort"))
    sums = {name: sum(unit[name] for unit in units) for name in ("all", "inside", "outside")}
    return render(request, "approvals/catalogue/hall.html", {"rows": rows, "units": units, "sums": sums})


def why(row) -> list:
    item = row["item"]
    state = _("planned date passed") if row["late"] else _("planned")
    return [item.outside_reason, item.entering_on.isoformat() if item.entering_on else "", state]


@require_safe
@only(can_see_catalogue, NOT_FOR_YOU)
def cleanups(request):
    """What was kept, merged and cancelled, and what people save by it; sums for each round."""
    visible = CleanUp.objects.filter(item__in=Item.objects.kept_by(request.actor))
    sums = list(rounds(visible))
    form = RoundForm([row["round"] for row in sums], request.GET)
    lines = visible.select_related("item__organisation", "after", "decided_by", "proposed_by")
    if chosen := form.chosen():
        lines = lines.filter(round=chosen)
    if request.GET.get("export"):
        return xlsx_response(f"{_('Register of the clean-up')}-{timezone.localdate()}", CLEANED, map(line, lines))
    total = {name: sum(row[name] for row in sums) for name in ("all", *FIGURES)}
    page = {"rounds": sums, "lines": list(lines[:200]), "form": form, "total": total}
    return render(request, "approvals/catalogue/cleanups.html", page)


def rounds(visible):
    """For each round: how many decisions of each kind, and the links, documents and working days saved."""
    kinds = {kind.value: Count("pk", filter=Q(decision=kind)) for kind in CleanUp.Decision}
    saved = {name: Sum(F(f"{name}_before") - F(f"{name}_after")) for name in FIGURES}
    return visible.values("round").annotate(all=Count("pk"), last=Max("decided_on"), **kinds, **saved).order_by("last")


def line(found: CleanUp) -> list:
    item = found.item
    about = [found.round, item.code, item.name, item.organisation.name, found.get_decision_display()]
    figures = [getattr(found, f"{name}_{when}") for name in FIGURES for when in ("before", "after")]
    return [*about, found.reason, found.basis, found.decided_on.isoformat(), *figures]
