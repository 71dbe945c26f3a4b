"""The door of the box: sealing a bid in the browser, handing it in, taking it back. Whoever comes here is nobody:
the middleware has taken out who sends (settings.UNSEEN_PATHS), and no session is ever touched."""

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actor import ROBOT
from procurement import sealing
from procurement.actions import boxes
from procurement.flows import flow_of
from procurement.forms.bids import ReclaimForm, SealedForm, WithdrawForm
from procurement.models import Tender
from procurement.words_bids import WORDS
from records.money import yuan
from records.refusal import Refused

TOOL = "mingjing_bid.py"
IN_BROWSER = ("price_unit", "price_form", "price_fen", "price_range", "large", "content")  # what its script may say


def published(number: str) -> Tender:
    """A tender whose notice is out and that takes sealed bids, or took them."""
    found = get_object_or_404(Tender.objects.exclude(bids_due_at=None).exclude(published_at=None), number=number)
    return found if flow_of(found).has("closing") else get_object_or_404(Tender, pk=None)


def told(receipt: boxes.Receipt) -> dict:
    """The receipt as the browser and the offline tool keep it."""
    return {
        "digest": receipt.digest,
        "received": boxes.moment(receipt.received_at),
        "received_at": receipt.received_at.isoformat(),
        "entry": receipt.entry,
        "proof": reverse("records:receipt", args=[receipt.entry]) if receipt.entry else "",
    }


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def seal(request, number):
    """GET: the page that seals. POST: a sealed bid; 201 with the receipt, 422 with a sentence."""
    tender = published(number)
    box = boxes.numbers(tender, timezone.now())
    if request.method != "POST":
        return page(request, tender, box, SealedForm(most=sealing.length(box.size)))
    form = SealedForm(request.POST, request.FILES, most=sealing.length(box.size))
    receipt = dropped(form, tender)
    if not request.accepts("text/html"):
        return answer(form, receipt)
    return page(request, tender, box, form, receipt=receipt, status=422 if form.errors else 201)


def dropped(form: SealedForm, tender: Tender) -> boxes.Receipt | None:
    """The receipt; None with the reason in the form. The clock is read when the last byte is here."""
    if not form.is_valid():
        return None
    try:
        return boxes.drop(tender, form.cleaned_data["sealed"], by=ROBOT, now=timezone.now())
    except Refused as refusal:
        form.add_error("sealed", str(refusal.message))
        return None


def answer(form: SealedForm, receipt) -> JsonResponse:
    if receipt is None:
        return JsonResponse({"error": next(iter(form.errors.values()))[0]}, status=422)
    return JsonResponse(told(receipt), status=201)


def page(request, tender: Tender, box, form, *, receipt=None, status=200) -> HttpResponse:
    about = {
        "tender": tender,
        "box": box,
        "kib": box.size // boxes.KIB,
        "room": box.size * 3 // 4 // boxes.KIB,  # files grow by a third inside the statement
        "guarantee": yuan(tender.guarantee),
        "suggested": f"BZ{secrets.randbelow(10**12):012d}",  # made up for this page and kept nowhere
        "form": form,
        "open": boxes.takes_bids(tender, timezone.now()),
        "receipt": told(receipt) if receipt else None,
        "words": {code: WORDS[code] for code in IN_BROWSER},
    }
    return render(request, "procurement/bids/seal.html", about, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request, number):
    """Take a bid back with the digest and the secret of its key file."""
    tender = published(number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    done = form.is_bound and form.is_valid() and taken_back(form, tender)
    about = {"tender": tender, "form": form, "done": done}
    return render(request, "procurement/bids/withdraw.html", about, status=422 if form.errors else 200)


def taken_back(form: WithdrawForm, tender: Tender) -> bool:
    typed = form.cleaned_data
    try:
        boxes.withdraw(tender, typed["digest"], bytes.fromhex(typed["secret"]), by=ROBOT, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    return not form.errors


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def reclaim(request, number):
    """Ask for the guarantee of a bid that was taken back, with the same secret."""
    tender = published(number)
    form = ReclaimForm(request.POST if request.method == "POST" else None)
    done = form.is_bound and form.is_valid() and reclaimed(form, tender)
    about = {"tender": tender, "form": form, "done": done, "refund": True}
    return render(request, "procurement/bids/withdraw.html", about, status=422 if form.errors else 200)


def reclaimed(form: ReclaimForm, tender: Tender) -> bool:
    typed = form.cleaned_data
    secret = bytes.fromhex(typed["secret"])
    try:
        boxes.reclaim(tender, typed["digest"], secret, typed["number"], by=ROBOT, now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


@login_not_required
@require_safe
def tool(request):
    """The offline tool, as it lies in this installation."""
    path = settings.BASE_DIR / "procurement" / "sealing.py"
    return FileResponse(path.open("rb"), as_attachment=True, filename=TOOL, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def guide(request):
    return render(request, "procurement/bids/guide.html")
