"""What people do who act for firms: tenders they run as agents or tenderers, objections and complaints as bidders."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import queues
from procurement.actions import complaining, objecting
from procurement.forms.desk import DisputeForm, FilterForm, OwnApplicationForm, firms_of
from procurement.models import BidComplaint, Inquiry, Objection, Tender
from procurement.views import bench
from procurement.views.common import NOT_YOUR_DUTY, blame, is_outsider, only
from procurement.views.desk import handed_in, listed
from records.desk import denied, sent
from records.refusal import Refused


def own_firms(request):
    return firms_of(request.actor, timezone.localdate())


@require_safe
@only(is_outsider)
def tenders(request):
    """The tenders of my firms, those in which something is up to me first; and my objections and complaints."""
    firms, form = own_firms(request), FilterForm(request.GET)
    form.is_valid()
    mine = queues.timed(Tender.objects.visible_to(request.actor), queues.turn_of_firms(firms))
    rows = queues.narrowed(mine, form.cleaned_data).order_by("-turn", "-applied_at", "-pk")
    about = {"party__in": firms}
    page = listed(request, rows, form) | {
        "firms": firms,
        "objections": Objection.objects.filter(**about).select_related("tender", "party").order_by("-pk")[:20],
        "inquiries": Inquiry.objects.filter(**about).select_related("tender", "party").order_by("-pk")[:20],
        "complaints": BidComplaint.objects.filter(**about).select_related("tender", "party").order_by("-pk")[:20],
    }
    return render(request, "procurement/my/tenders.html", page)


@require_safe
@only(is_outsider)
def tender(request, number):
    return bench.show(request, bench.seen_tender(request.actor, number))


@require_http_methods(["GET", "POST"])
@only(is_outsider)
def deed(request, number, deed):
    return bench.do(request, number, deed)


@require_http_methods(["GET", "POST"])
@only(is_outsider)
def new(request):
    """A firm hands in what it wants traded, such as the sale of its property."""
    form = OwnApplicationForm(request.POST if request.method == "POST" else None, firms=own_firms(request))
    if form.is_valid():
        answer = handed_in(request, form, None)
        if answer is not None:
            return answer
    page = {"form": form, "base": "portal.html"}
    return render(request, "procurement/new.html", page, status=422 if form.is_bound else 200)


def disputable(number: str) -> Tender:
    """A tender that is public; nothing else can be objected to from outside."""
    return get_object_or_404(Tender.objects.filter(notices__isnull=False).distinct(), number=number)


@require_http_methods(["GET", "POST"])
@only(is_outsider)
def object_to(request, number):
    """异议／质疑: to the tenderer."""
    return dispute(request, number, complains=False)


@require_http_methods(["GET", "POST"])
@only(is_outsider)
def complain(request, number):
    """投诉: to the supervising department."""
    return dispute(request, number, complains=True)


DISPUTES = {"objection": (Objection, objecting.withdraw), "complaint": (BidComplaint, complaining.withdraw)}


@require_POST
@only(is_outsider)
def take_back(request, kind, pk):
    """Whoever objected or complained takes it back while it is open."""
    model, action = DISPUTES.get(kind) or (None, None)
    if model is None:
        raise Http404
    row = get_object_or_404(model.objects.filter(party__in=own_firms(request)).select_related("tender"), pk=pk)
    try:
        action(row, by=request.actor, now=timezone.now(), key=sent(request))
        messages.success(request, _("Withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("procurement:my_tenders")


def dispute(request, number, *, complains):
    tender, firms = disputable(number), own_firms(request)
    form = DisputeForm(request.POST if request.method == "POST" else None, firms=firms, complains=complains)
    if form.is_valid():
        answer = disputed(request, tender, form, complains)
        if answer is not None:
            return answer
    page = {"form": form, "tender": tender, "complains": complains, "firms": firms}
    return render(request, "procurement/my/dispute.html", page, status=422 if form.is_bound else 200)


def disputed(request, tender: Tender, form, complains):
    action = complaining.file if complains else objecting.lodge
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request)}
    try:
        action(tender, **form.cleaned_data, **about)
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        blame(form, refusal)
        return None
    messages.success(request, _("Handed in. The answer appears on this page."))
    return redirect("procurement:my_tenders")
