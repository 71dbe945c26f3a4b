"""Writing to the government: which kind fits, then one form; number and query code at the end."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints import actions, routing, similar
from complaints.forms.citizen import KINDS, OrderForm
from complaints.forms.fields import AboutField
from complaints.models import Channel, Kind, Order, Term
from records.attachments import store
from records.desk import is_known, sent
from records.models import Attachment
from records.refusal import Refused

UPLOAD = "order"  # the kind of uploads that wait for their form


@login_not_required
@require_safe
def choose(request):
    """Plain words for each kind."""
    rows = [(kind, icon, words) for kind, icon, words in KINDS]
    return render(request, "complaints/citizen/choose.html", {"rows": rows, "terms": terms()})


def terms():
    """The published limits, as the page of the choice shows them."""
    return list(Term.objects.order_by("sort", "pk"))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request, kind):
    """The form of one kind. Somebody without an account gets the receipt as the answer, nowhere else."""
    if kind not in Kind.values:
        raise Http404
    if request.actor.is_staff_member:
        return redirect("complaints:register")
    form = OrderForm(*typed(request), kind=kind, initial=known(request))
    kept = keep(request, form) if form.is_bound else []
    alike = similar_to(request, form) if form.is_bound and form.is_valid() else []
    if form.is_bound and form.is_valid() and not alike and (order := received(request, form, kept)):
        return done(request, order)
    page = {
        "alike": alike,
        "form": form,
        "kind": Kind(kind),
        "kept": kept,
        "term": routing.term_of(Order(kind=kind, channel="web")),
    }
    return render(request, "complaints/citizen/new.html", page, status=422 if form.errors else 200)


def known(request) -> dict:
    """What the form need not ask: who it is, and the case or window whose page led here (?about=number)."""
    told = {}
    if request.user.is_authenticated:
        told = {"name": request.user.name, "telephone": request.user.telephone}
    try:
        things = AboutField().clean(request.GET.get("about"))
    except ValidationError:
        return told
    for thing in things:
        told |= {"about": request.GET["about"], "accused": thing.organisation_id, "addressed": thing.organisation_id}
    return told


def similar_to(request, form) -> list:
    """Orders that say the same, shown once before sending; whoever sends on all the same has read them."""
    if "anyway" in request.POST or is_known(request.actor, sent(request)):
        return []
    wanted = form.cleaned_data
    about = {"unit": wanted.get("addressed"), "area": wanted.get("area")}
    return similar.offered(wanted["title"], now=timezone.now(), **about)


def typed(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def keep(request, form) -> list[Attachment]:
    """The files of this form: those that came before and still stand, and those that came now, stored at once.

    A file that cannot be taken is named at its field; the others stay, whatever else is wrong.
    """
    waiting = Attachment.objects.unbound().filter(kind=UPLOAD, uploader=request.actor.user)
    kept = list(waiting.filter(token__in=tokens(request.POST.getlist("kept"))).order_by("pk"))
    form.is_valid()
    for upload in request.FILES.getlist("files"):
        try:
            kept.append(store(upload, by=request.actor, now=timezone.now(), kind=UPLOAD))
        except Refused as refusal:
            form.add_error("files", f"{upload.name}：{refusal.message}")
    return kept


def tokens(texts) -> list[str]:
    """Those that may be tokens at all."""
    return [text for text in texts if len(text) == 36 and all(sign in "0123456789abcdef-" for sign in text)]


def received(request, form, files) -> Order | None:
    """The order, or None with the reason in the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or str(uuid4())}
    try:
        order = actions.receive(form.filing(Channel.WEB), files=files, **about)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None
    if not isinstance(order, Order):  # the key belongs to another form
        form.add_error(None, _("This form has expired; please open it again."))
        return None
    return order


def done(request, order: Order):
    """The receipt: an own page for an account; for everybody else it is the answer to the form."""
    if request.user.is_authenticated:
        return redirect("complaints:receipt", order.number)
    return render(request, "complaints/citizen/receipt.html", receipt_of(request, order))


def receipt_of(request, order: Order) -> dict:
    """What stands on a receipt."""
    return {"order": order, "query_url": query_url(request, order)}


def query_url(request, order: Order) -> str:
    """The address inside the square code: number and query code, no sign-in."""
    asked = urlencode({"number": order.number, "code": order.query_code})
    return request.build_absolute_uri(f"{reverse('complaints:query')}?{asked}")
