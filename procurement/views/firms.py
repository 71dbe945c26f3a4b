"""The register of market parties at the desk of the centre, and who may act for each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import actions
from procurement.forms.desk import FirmFilterForm, FirmForm, OwnRepresentativeForm, RepresentativeForm
from procurement.models import Party, Representative
from procurement.permissions import can_look, can_register_party
from procurement.restrictions import restriction
from procurement.views.common import NOT_YOUR_DUTY, blame, is_outsider, only
from records.desk import denied, sent
from records.paging import PAGE_SIZE, sliced
from records.refusal import Refused


@require_safe
@only(can_look)
def firms(request):
    form = FirmFilterForm(request.GET)
    form.is_valid()
    asked, rows = form.cleaned_data, Party.objects.order_by("-registered_at", "-pk")
    if asked.get("q"):
        rows = rows.filter(Q(name__icontains=asked["q"]) | Q(code__istartswith=asked["q"]))
    if asked.get("business"):
        rows = rows.doing(asked["business"])
    page = {"form": form, "page": sliced(rows, request.GET, PAGE_SIZE), "may": can_register_party(request.actor)}
    return render(request, "procurement/desk/firms.html", page)


@require_http_methods(["GET", "POST"])
@only(can_register_party, NOT_YOUR_DUTY)
def new(request):
    form = FirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        about = {"by": request.actor, "now": timezone.now(), "key": sent(request)}
        try:
            made = actions.register_party(request.actor.organisation, form.firm(), **about)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The firm stands in the register."))
            return redirect("procurement:firm", made.pk)
    return render(request, "procurement/desk/firm_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@only(can_look)
def firm(request, pk):
    """One firm with the people who act for it; the centre enters another."""
    found = get_object_or_404(Party, pk=pk)
    form = RepresentativeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not can_register_party(request.actor):
            return denied(request, NOT_YOUR_DUTY)
        if form.is_valid() and represented(request, found, form):
            return redirect("procurement:firm", found.pk)
    rows = found.representatives.select_related("user").order_by("pk")
    page = {"firm": found, "form": form, "rows": rows, "may": can_register_party(request.actor)}
    return render(request, "procurement/desk/firm.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@only(is_outsider)
def my_firm(request, pk):
    """One of my firms: who acts for it; whoever does may name others and end it for them."""
    now = timezone.now()
    found = get_object_or_404(Party.objects.of_user(request.actor.user, timezone.localdate(now)), pk=pk)
    form = OwnRepresentativeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and represented(request, found, form):
        return redirect("procurement:my_firm", found.pk)
    rows = list(found.representatives.select_related("user").order_by("until", "pk"))
    page = {"firm": found, "form": form, "rows": rows, "restriction": restriction(found, timezone.localdate(now))}
    page["may_end"] = sum(row.until is None for row in rows) > 1  # the last one stays
    return render(request, "procurement/my/firm.html", page, status=422 if form.errors else 200)


@require_POST
@only(is_outsider)
def my_end(request, pk):
    """Somebody acts for one of my firms no longer; perhaps it is me."""
    firms = Party.objects.of_user(request.actor.user, timezone.localdate())
    row = get_object_or_404(Representative.objects.filter(party__in=firms).select_related("party"), pk=pk)
    ended(request, row)
    return redirect("procurement:my_firm", row.party_id)


def represented(request, party: Party, form) -> bool:
    """Enter the person; False where the action refused and the form says why."""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request)}
    try:
        actions.represent(party, form.user, title=form.cleaned_data["title"], **about)
    except Refused as refusal:
        blame(form, refusal)
        return False
    messages.success(request, _("This person may act for the firm from today on."))
    return True


@require_POST
@only(can_register_party, NOT_YOUR_DUTY)
def end(request, pk):
    """Somebody acts for the firm no longer."""
    row = get_object_or_404(Representative.objects.select_related("party"), pk=pk)
    ended(request, row)
    return redirect("procurement:firm", row.party_id)


def ended(request, row: Representative):
    try:
        actions.end_representation(row, by=request.actor, now=timezone.now(), key=sent(request))
        messages.success(request, _("The last day is today."))
    except (Refused, PermissionDenied) as refusal:
        messages.error(request, str(getattr(refusal, "message", "") or refusal))
