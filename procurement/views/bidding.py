"""The bidder's desk: the firms somebody acts for, tenders that take bids, keys at the opening, results, refunds."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from procurement import restrictions
from procurement.actions import revealing
from procurement.actions.boxes import takes_bids
from procurement.flows import flow_of
from procurement.forms.bids import KeyForm
from procurement.models import Auction, Bid, Paper, Party, Prequalification, Reveal, Tender, Trade
from procurement.views.common import blame, is_outsider, only
from records.desk import sent
from records.paging import sliced
from records.refusal import Refused

MOST = 50  # lines of each list
OPENED = 10  # opened bids of one page
SEALED = [Trade.CONSTRUCTION, Trade.PROCUREMENT, Trade.DRUGS]


def my_firms(actor, now) -> list[Party]:
    """The firms this person acts for today; each with its restriction, if one lies on it."""
    today = timezone.localdate(now)
    found = list(Party.objects.of_user(actor.user, today).order_by("pk"))
    for firm in found:
        firm.restriction = restrictions.restriction(firm, today)
    return found


def taking_bids(now):
    """Tenders into whose box a bid may be put now, those that close first on top."""
    rows = Tender.objects.filter(state=Tender.State.RUNNING, trade__in=SEALED, published_at__lte=now)
    return rows.filter(bids_due_at__gt=now).order_by("bids_due_at", "pk")


def opening_now(now):
    """Tenders whose window for the keys is open."""
    rows = Tender.objects.filter(trade__in=SEALED, step="opening", bids_due_at__lte=now).order_by("bids_due_at", "pk")
    return [row for row in rows if revealing.is_window_open(row, now)]


@require_safe
@only(is_outsider)
def my_bids(request):
    """Everything of a bidder on one page. What lies sealed in a box is not here: nobody knows whose it is."""
    now = timezone.now()
    firms = my_firms(request.actor, now)
    mine = Bid.objects.filter(party__in=firms).select_related("tender", "party", "guarantee").order_by("-pk")
    about = {
        "firms": firms,
        "opening": opening_now(now),
        "taking": list(taking_bids(now).select_related("tenderer_organisation", "tenderer_party")[:MOST]),
        "page": sliced(mine, request.GET, OPENED),
        "auctions": list(auctions_of(firms)[:MOST]),
        "prequalifications": list(under_way(now)[:MOST]),
        "papers": list(papers_of(firms)[:MOST]),
    }
    return render(request, "procurement/bids/mine.html", about)


def under_way(now):
    """Prequalifications to which a firm may apply now."""
    rows = Prequalification.objects.filter(state=Prequalification.State.OPEN, due_at__gt=now)
    return rows.select_related("tender").order_by("due_at", "pk")


def papers_of(firms):
    """Letters to these firms, newest first."""
    return Paper.objects.filter(party__in=firms).select_related("tender", "document").order_by("-pk")


def auctions_of(firms):
    rows = Auction.objects.filter(paddles__party__in=firms).select_related("tender").distinct()
    return rows.order_by("-starts_at", "-pk")


def seen(number: str) -> Tender:
    """A published tender with sealed bids, as everybody may see it."""
    rows = Tender.objects.exclude(published_at=None).exclude(bids_due_at=None).filter(trade__in=SEALED)
    return get_object_or_404(rows.select_related("supervisor", "centre", "agent"), number=number)


@never_cache
@require_http_methods(["GET", "POST"])
@only(is_outsider)
def my_bid(request, number):
    """One tender for a bidder: seal and hand in, bring the key in its window, then the result."""
    tender, now = seen(number), timezone.now()
    form = KeyForm(request.POST, request.FILES) if request.method == "POST" else KeyForm()
    if form.is_bound and form.is_valid():
        try:
            if brought(request, tender, form, now):
                messages.success(request, _("The key is here. Nothing is opened before the window has closed."))
                return redirect("procurement:my_bid", number)
        except PermissionDenied:
            form.add_error("key_file", _("You do not act for the firm of this key file."))
    return render(request, "procurement/bids/bid.html", facts(request, tender, form, now), status=status_of(form))


def status_of(form) -> int:
    return 422 if form.errors else 200


def brought(request, tender: Tender, form: KeyForm, now) -> bool:
    try:
        key = sent(request)
        revealing.reveal(tender, form.cleaned_data["key_file"], by=request.actor, now=now, key=key or None)
    except Refused as refusal:
        blame(form, refusal)
    return not form.errors


def facts(request, tender: Tender, form: KeyForm, now) -> dict:
    firms = my_firms(request.actor, now)
    closes = revealing.closes_at(tender)
    mine = Reveal.objects.filter(sealed_bid__box__tender=tender, sealed_bid__box__round=tender.round, party__in=firms)
    return {
        "tender": tender,
        "flow": flow_of(tender),
        "form": form,
        "firms": firms,
        "takes": takes_bids(tender, now),
        "window": revealing.is_window_open(tender, now),
        "closes": closes,
        "waiting": closes is not None and now >= closes and tender.opened_at is None,
        "reveals": mine.select_related("party", "sealed_bid"),
        "bids": Bid.objects.filter(tender=tender, round=tender.round, party__in=firms).select_related(
            "party", "guarantee", "sealed_bid"
        ),
        "papers": papers_of(firms).filter(tender=tender),
        "award": tender.awards.filter(round=tender.round).select_related("winner").first(),
    }
