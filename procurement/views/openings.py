"""The day of the opening: the room of the centre and of who watches, the record for everybody, the guarantees."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deadlines.models import Deadline
from procurement.actions import guaranteeing, opening, revealing
from procurement.forms.bids import KeepForm, LetterForm, PaymentsForm, ReturnForm, WithdrawnForm
from procurement.models import Bid, Guarantee, OnSite, Opening, Tender, WithdrawnGuarantee
from procurement.permissions import can_look, is_centre, is_supervisor
from procurement.views.common import NOT_YOUR_DUTY, blame, only
from records.desk import denied, sent
from records.refusal import Refused

DEEDS = {"sign-in": opening.sign_in, "open": opening.open_bids}
DONE = {
    "sign-in": gettext_lazy("You have signed in to this opening."),
    "open": gettext_lazy("The opening is over; the record is written."),
}


def seen(actor, number: str) -> Tender:
    rows = Tender.objects.visible_to(actor).select_related("centre", "supervisor", "tenderer_organisation", "agent")
    return get_object_or_404(rows, number=number)


@require_http_methods(["GET", "POST"])
@only(can_look)
def room(request, number):
    """The opening of a tender: the window, who watches, and nothing of the bids before they are opened."""
    tender, now = seen(request.actor, number), timezone.now()
    refused = ""
    if request.method == "POST":
        name = request.POST.get("deed", "")
        if name not in DEEDS:
            raise Http404
        if not may(request.actor, tender, name):
            return denied(request, NOT_YOUR_DUTY)
        refused = done(request, tender, name, now)
        if not refused:
            return redirect("procurement:opening_room", number)
    about = facts(request.actor, tender, now) | {"refused": refused}
    return render(request, "procurement/bids/room.html", about, status=422 if refused else 200)


def may(actor, tender: Tender, name: str) -> bool:
    return is_supervisor(actor, tender) if name == "sign-in" else is_centre(actor, tender)


def done(request, tender: Tender, name: str, now) -> str:
    """Why it was refused; "" when it was done."""
    try:
        DEEDS[name](tender, by=request.actor, now=now, key=sent(request) or None)
    except Refused as refusal:
        return str(refusal.message)
    messages.success(request, DONE[name])
    return ""


def facts(actor, tender: Tender, now) -> dict:
    closes = revealing.closes_at(tender)
    watched = OnSite.objects.filter(tender=tender, round=tender.round).select_related("organisation")
    owed = tender.step == opening.STEP and tender.state == Tender.State.RUNNING
    signed = any(row.user_id == actor.user.pk for row in watched)
    return {
        "tender": tender,
        "closes": closes,
        "window": revealing.is_window_open(tender, now),
        "closed": closes is not None and now >= closes,
        "owed": owed,
        "watched": watched,
        "made": Opening.objects.filter(tender=tender, round=tender.round).first(),
        "may_sign": owed and not signed and is_supervisor(actor, tender),
        "may_open": owed and closes is not None and now >= closes and is_centre(actor, tender),
        "is_centre": is_centre(actor, tender),
        "nav_at": "/desk/tenders/",
    }


@login_not_required
@require_safe
def record(request, number):
    """开标记录 of the latest round, for everybody."""
    rows = Opening.objects.select_related("tender__centre", "opened_by").filter(tender__number=number)
    made = rows.order_by("-round").first()
    if made is None:
        raise Http404
    return render(
        request, "procurement/bids/record.html", {"made": made, "record": made.record, "tender": made.tender}
    )


# Guarantees.


@require_http_methods(["GET", "POST"])
@only(can_look)
def guarantees(request, number):
    """The register of guarantees of a tender: what arrived, whose it is, what went back."""
    tender, now = seen(request.actor, number), timezone.now()
    if request.method == "POST" and not is_centre(request.actor, tender):
        return denied(request, NOT_YOUR_DUTY)
    form = PaymentsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and entered(request, tender, form, now):
        return redirect("procurement:guarantees", number)
    return register(request, tender, now, form)


def entered(request, tender: Tender, form: PaymentsForm, now) -> bool:
    try:
        rows = form.cleaned_data["payments"]
        guaranteeing.enter_payments(tender, rows, by=request.actor, now=now, key=sent(request) or None)
    except Refused as refusal:
        blame(form, refusal)
    return not form.errors


def register(request, tender: Tender, now, form, given=None, status=200):
    bids = Bid.objects.filter(tender=tender, round=tender.round).select_related("party", "guarantee__line")
    award = tender.awards.filter(round=tender.round).first()
    rows = [line(bid, tender, award) for bid in bids]
    about = {
        "tender": tender,
        "rows": rows,
        "form": form,
        "given": given,
        "passed": tender.bids_due_at is not None and now >= tender.bids_due_at,
        "loose": loose(tender),
        "withdrawn": withdrawn(request.actor, tender),
        "may": is_centre(request.actor, tender),
        "forms": {"return": ReturnForm(auto_id="r_%s"), "keep": KeepForm(), "letter": LetterForm()},
        "nav_at": "/desk/tenders/",
    }
    return render(request, "procurement/bids/guarantees.html", about, status=422 if form.errors else status)


def loose(tender: Tender) -> list:
    """Payments that belong to no opened bid; before the opening they would be a list of bidders."""
    if tender.opened_at is None:
        return []
    return list(tender.bank_lines.filter(round=tender.round, guarantee=None).order_by("number"))


def withdrawn(actor, tender: Tender) -> list:
    """What whoever took a bid back wants returned: for the centre alone, others would see that somebody did."""
    rows = WithdrawnGuarantee.objects.filter(sealed_bid__box__tender=tender).order_by("pk")
    clock = "trade:withdrawn_refund"
    return [
        {"row": row, "due": Deadline.objects.about(row).filter(name=clock).first()}
        for row in (rows if is_centre(actor, tender) or tender.opened_at else ())
    ]


def line(bid: Bid, tender: Tender, award) -> dict:
    guarantee = getattr(bid, "guarantee", None)
    won = award is not None and award.winner_id == bid.party_id
    return {
        "bid": bid,
        "guarantee": guarantee,
        "problem": guaranteeing.problem(bid, guarantee, tender),
        "won": won,
        "held": guarantee is not None and guarantee.state == Guarantee.State.HELD,
        "owed": award is not None and guarantee is not None and guarantee.state == Guarantee.State.HELD,
    }


SETTLING = {
    "return": (ReturnForm, guaranteeing.give_back),
    "keep": (KeepForm, guaranteeing.keep_back),
    "letter": (LetterForm, guaranteeing.note_letter),
}


@require_POST
@only(can_look)
def settle(request, number, pk, deed):
    """Return a guarantee, keep it with a reason, or write a letter of guarantee down; `pk` is that of the bid."""
    tender, now = seen(request.actor, number), timezone.now()
    if not is_centre(request.actor, tender):
        return denied(request, NOT_YOUR_DUTY)
    bid = get_object_or_404(Bid.objects.filter(tender=tender), pk=pk)
    kind, action = SETTLING.get(deed, (None, None))
    thing = bid if deed == "letter" else getattr(bid, "guarantee", None)
    if kind is None or thing is None:
        raise Http404
    form = kind(request.POST)
    if form.is_valid() and settled(request, action, thing, form, now):
        messages.success(request, _("It is written down."))
        return redirect("procurement:guarantees", number)
    given = {"bid": bid, "deed": deed, "form": form}
    return register(request, tender, now, PaymentsForm(), given, status=422)


@require_POST
@only(can_look)
def return_withdrawn(request, number, pk):
    """Write down that the guarantee of a withdrawn bid went back; `pk` is that of the refund."""
    tender, now = seen(request.actor, number), timezone.now()
    if not is_centre(request.actor, tender):
        return denied(request, NOT_YOUR_DUTY)
    refund = get_object_or_404(WithdrawnGuarantee.objects.filter(sealed_bid__box__tender=tender), pk=pk)
    form = WithdrawnForm(request.POST)
    if form.is_valid() and settled(request, guaranteeing.give_back_withdrawn, refund, form, now):
        messages.success(request, _("It is written down."))
        return redirect("procurement:guarantees", number)
    return register(request, tender, now, PaymentsForm(), {"form": form}, status=422)


def settled(request, action, thing, form, now) -> bool:
    typed = {name: value for name, value in form.cleaned_data.items() if value is not None}
    try:
        action(thing, by=request.actor, now=now, key=sent(request) or None, **typed)
    except Refused as refusal:
        blame(form, refusal)
    return not form.errors
