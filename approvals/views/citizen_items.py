"""The service guide: what can be applied for, with the six facts the law wants open, and the powers of the office."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.filters import ItemFilter
from approvals.models import Item
from deadlines import calendar as calendars
from deadlines.plan import plan
from powers.models import Power
from records.models import Attachment
from records.paging import sliced
from records.views import deliver

ON_A_PAGE = 24


@login_not_required
@require_safe
def items(request):
    """Search and filters; the most wanted first. Without the filter of powers: what can be applied for."""
    offered = Item.objects.open_to_all().select_related("organisation").order_by("-popularity", "code")
    narrowed = ItemFilter(request.GET, queryset=offered, request=request)
    rows = narrowed.qs
    if not narrowed.form.cleaned_data.get("powers"):
        rows = rows.filter(kind__in=Item.APPLIED_FOR)
    page = sliced(rows, request.GET, ON_A_PAGE)
    asked = any(request.GET.get(name) for name in narrowed.filters)
    return render(request, "approvals/citizen/items.html", {"filter": narrowed, "page": page, "asked": asked})


@login_not_required
@require_safe
def item(request, code):
    """One item: basis, conditions, documents, course, limits, fees; where, by whom, and a date."""
    related = ["documents__sample", "documents__blank_form", "steps", "fees", "windows", "branches__organisation"]
    offered = Item.objects.open_to_all().select_related("organisation").prefetch_related(*related)
    found = get_object_or_404(offered, code=code)
    today = timezone.localdate()
    page = {
        "item": found,
        "today": today,
        "dates": plan(calendars.calendar(), today, found.limits),
        "applied_for": found.kind in Item.APPLIED_FOR,
        "fees": [fee for fee in found.fees.all() if is_charged(fee, today)],
        "power": Power.objects.in_force().filter(code=found.power_code).first() if found.power_code else None,
        "renewed": Item.objects.published().filter(code=found.renews).first() if found.renews else None,
        "renewal": Item.objects.published().filter(renews=found.code).first() if found.validity_years else None,
    }
    return render(request, "approvals/citizen/item.html", page)


def is_charged(fee, today) -> bool:
    """Is this fee valid today?"""
    return (fee.valid_from is None or fee.valid_from <= today) and (fee.valid_to is None or today <= fee.valid_to)


@login_not_required
@require_safe
def form(request, code, token):
    """A filled-in sample or a blank form, for everybody; those of a draft do not exist yet."""
    shown = Item.objects.open_to_all().filter(code=code)
    of_item = Q(documents__sample__token=token) | Q(documents__blank_form__token=token)
    if not shown.filter(of_item).exists():
        raise Http404
    return deliver(get_object_or_404(Attachment, token=token))
