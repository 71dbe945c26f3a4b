"""Official papers about orders on A4, and the published routes and limits."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from complaints.models import Order, Route, Term
from records.models import Document


@require_safe
def paper(request, pk):
    """One paper, for everybody who may see the order it is about."""
    found = get_object_or_404(Document.objects.select_related("organisation", "subject_type"), pk=pk)
    if found.subject_type.model_class() is not Order:
        raise Http404
    order = get_object_or_404(Order.objects.visible_to(request.actor), pk=found.subject_id)
    name = "desk_order" if request.actor.is_staff_member else "my_order"
    page = {"document": found, "back": reverse(f"complaints:{name}", args=[order.number])}
    return render(request, "complaints/paper.html", page)


@login_not_required
@require_safe
def routes(request):
    """The rules of routing and the limits, as anybody may read them."""
    lines = Route.objects.filter(is_active=True).select_related("category", "organisation").order_by("number")
    return render(
        request, "complaints/routes.html", {"routes": list(lines), "terms": list(Term.objects.order_by("sort"))}
    )
