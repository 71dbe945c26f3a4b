"""The service guide: what can be applied for, with the six facts the law wants open."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.filters import ItemFilter
from approvals.models import Item
from approvals.paging import sliced
from deadlines import calendar as calendars
from deadlines.plan import plan

ON_A_PAGE = 24


@login_not_required
@require_safe
def items(request):
    """Search and filters; the most wanted first."""
    offered = Item.objects.published().select_related("organisation").order_by("-popularity", "code")
    narrowed = ItemFilter(request.GET, queryset=offered, request=request)
    page = sliced(narrowed.qs, request.GET, ON_A_PAGE)
    asked = any(request.GET.get(name) for name in narrowed.filters)
    return render(request, "approvals/citizen/items.html", {"filter": narrowed, "page": page, "asked": asked})


@login_not_required
@require_safe
def item(request, code):
    """One item: basis, conditions, documents, course, limits, fees; window, telephone and a date."""
    related = ["documents", "steps", "fees", "windows"]
    offered = Item.objects.published().select_related("organisation").prefetch_related(*related)
    found = get_object_or_404(offered, code=code)
    today = timezone.localdate()
    dates = plan(calendars.calendar(), today, found.limits)
    return render(request, "approvals/citizen/item.html", {"item": found, "today": today, "dates": dates})
