"""The page of an auction: everybody follows it, admitted firms offer on it, the centre prepares and closes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from procurement import selling
from procurement.actions import auctioning
from procurement.forms.bids import AdmitForm, ListingForm, OfferForm
from procurement.models import Auction, Tender
from procurement.permissions import can_look, is_centre
from procurement.views.common import NOT_YOUR_DUTY, blame, only
from records.desk import denied, sent
from records.refusal import Refused


def latest(number: str) -> Auction:
    rows = Auction.objects.select_related("tender__centre", "tender__supervisor", "winner")
    found = rows.filter(tender__number=number).order_by("-round").first()
    if found is None:
        raise Http404
    return found


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def auction(request, number):
    """The lot, its offers under numbers, and the form of an admitted firm. Works without scripts."""
    found, now = latest(number), timezone.now()
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        if request.actor.user is None:
            return redirect_to_login(request.path)
        if form.is_valid() and offered(request, found, form, now):
            messages.success(request, _("Your offer is the highest now."))
            return redirect("procurement:auction", number)
        found = latest(number)
    about = selling.state(found, request.actor, timezone.now()) | {"auction": found, "form": form}
    return render(request, "procurement/bids/auction.html", about, status=422 if form.errors else 200)


def offered(request, found: Auction, form: OfferForm, now) -> bool:
    try:
        key = sent(request) or None
        auctioning.offer(found, amount=form.cleaned_data["amount"], by=request.actor, now=now, key=key)
    except Refused as refusal:
        blame(form, refusal)
    return not form.errors


@login_not_required
@never_cache
@require_safe
def state(request, number):
    """The figures of the page as JSON, for its script: the same for everybody but for whose offer is the highest."""
    return JsonResponse(selling.figures(latest(number), request.actor, timezone.now()))


# The centre.

CENTRE_DEEDS = ("list", "admit", "close")


@require_http_methods(["GET", "POST"])
@only(can_look)
def desk_auction(request, number):
    """Prepare the auction of a lot, admit firms, close it when its end has come."""
    rows = Tender.objects.visible_to(request.actor).select_related("centre", "supervisor")
    tender, now = get_object_or_404(rows, number=number), timezone.now()
    found = Auction.objects.filter(tender=tender, round=tender.round).select_related("winner").first()
    forms = {"list": ListingForm(), "admit": AdmitForm()}
    if request.method == "POST":
        if not is_centre(request.actor, tender):
            return denied(request, NOT_YOUR_DUTY)
        if carried_out(request, tender, found, forms, now):
            return redirect("procurement:desk_auction", number)
    about = desk_facts(request.actor, tender, found, now) | {"forms": forms}
    wrong = any(form.errors for form in forms.values())
    return render(request, "procurement/bids/desk_auction.html", about, status=422 if wrong else 200)


def carried_out(request, tender: Tender, found: Auction | None, forms: dict, now) -> bool:
    """Do what the button says; what speaks against it stands in its form afterwards."""
    name = request.POST.get("deed", "")
    if name not in CENTRE_DEEDS or (found is None) != (name == "list"):
        raise Http404
    forms["list" if name == "list" else "admit"] = form = bound(name, request.POST)
    if name != "close" and not form.is_valid():
        return False
    about = {"by": request.actor, "now": now, "key": sent(request) or None}
    try:
        if name == "list":
            auctioning.list_lot(tender, auctioning.Terms(**form.cleaned_data), **about)
        elif name == "admit":
            auctioning.admit(found, form.cleaned_data["party"], **about)
        else:
            auctioning.close(found, **about)
    except Refused as refusal:
        blame(form, refusal)
        return False
    return True


def bound(name: str, data):
    if name == "list":
        return ListingForm(data)
    form = AdmitForm(data)
    if name == "close":
        form.fields["party"].required = False
        form.is_valid()
    return form


def desk_facts(actor, tender: Tender, found: Auction | None, now) -> dict:
    return {
        "tender": tender,
        "auction": found,
        "paddles": list(found.paddles.select_related("party")) if found else [],
        "offers": selling.rows(found) if found else [],
        "ended": found is not None and now >= found.ends_at,
        "over": found is not None and found.state != Auction.State.RUNNING,
        "may": is_centre(actor, tender),
        "nav_at": "/desk/tenders/",
    }
