"""Accepting several cases of the queue at once: one page to confirm, one form, one list of what became of each."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from approvals.actions import batch
from approvals.forms.hall import BatchForm
from approvals.models import Case
from approvals.permissions import can_register
from approvals.views.desk import only
from records.desk import sent

RELATED = ["item", "organisation", "clock", "step_clock"]


@require_http_methods(["GET", "POST"])
@only(can_register)
def accept(request):
    """GET asks, POST does. The same form twice changes nothing and shows the same list."""
    form = BatchForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return render(
            request, "approvals/desk/batch.html", {"form": form}, status=422 if request.method == "POST" else 200
        )
    cases = Case.objects.listed_for(request.actor).filter(number__in=form.cleaned_data["case"])
    cases = list(cases.select_related(*RELATED).order_by("submitted_at", "pk"))
    if request.method == "POST" and (key := sent(request)):
        outcomes = batch.accept_many(cases, by=request.actor, now=timezone.now(), key=key)
        return render(request, "approvals/desk/batch_done.html", {"outcomes": outcomes})
    missing = batch.lacking([case.pk for case in cases])
    lines = [(case, batch.hindrance(case, request.actor, missing.get(case.pk, []))) for case in cases]
    ready = [case for case, why in lines if not why]
    page = {"form": form, "lines": lines, "ready": ready, "expired": request.method == "POST"}
    return render(request, "approvals/desk/batch.html", page, status=422 if page["expired"] else 200)
