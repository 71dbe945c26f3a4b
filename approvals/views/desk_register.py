"""Registration at the window: choose the item, type the applicant, tick the papers."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals import actions
from approvals.forms.desk import ItemSearchForm, PapersForm, WindowApplicantForm
from approvals.forms.extras import window_question
from approvals.models import Item
from approvals.permissions import can_register
from approvals.places import taken_in_by
from approvals.views.desk import only
from records.attachments import store
from records.desk import sent
from records.refusal import Refused

ITEMS = 60  # an organisation has at most some dozens of items
NOT_YOUR_WINDOW = gettext_lazy("Applications on paper are registered by the window clerks of the unit in charge.")


@require_http_methods(["GET", "POST"])
@only(can_register, NOT_YOUR_WINDOW)
def register(request):
    """Step one lists the items of the unit; with ?item=… the form of that item follows."""
    asked = ItemSearchForm(request.GET)
    asked.full_clean()
    items = Item.objects.applicable().filter(taken_in_by(request.actor.organisation))
    code = asked.cleaned_data.get("item")
    if not code:
        return choose(request, asked, items)
    item = items.filter(code=code).prefetch_related("documents").first()
    if item is None:
        raise Http404
    return window(request, item)


def choose(request, asked, items):
    text = asked.cleaned_data.get("q", "")
    found = items.filter(Q(name__icontains=text) | Q(code__istartswith=text)).order_by("-popularity", "code")
    return render(request, "approvals/desk/choose.html", {"form": asked, "items": found[:ITEMS]})


def window(request, item):
    """The form of one item; sent, it becomes a case that waits for acceptance."""
    documents, today = item.documents.all(), timezone.localdate()
    if request.method == "GET":
        return page(request, item, WindowApplicantForm(), window_question(item, today), PapersForm(documents))
    applicant, extra = WindowApplicantForm(request.POST), window_question(item, today, request.POST)
    papers = PapersForm(documents, request.POST, request.FILES)
    if applicant.is_valid() & extra.is_valid() & papers.is_valid():  # all speak: every error is named at once
        now, by = timezone.now(), request.actor
        materials = papers.handed_in(lambda scan: store(scan, by=by, now=now, kind="material"))
        more = {"materials": materials, "now": now} | extra.cleaned_data
        case = received(request, item, applicant, more) if papers.is_valid() else None
        if case is not None:
            return redirect("approvals:workbench", case.number)
    return page(request, item, applicant, extra, papers, status=422)


def received(request, item, form, more):
    """The case, or None with the reason in the form."""
    key = sent(request)
    applicant = actions.Applicant(**form.cleaned_data)
    try:
        case = actions.apply(item, by=request.actor, applicant=applicant, key=key, **more)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None
    if case is None:  # the key belongs to another form
        form.add_error(None, _("This form has expired; please open it again."))
        return None
    messages.success(request, _("Registered as %(number)s.") % {"number": case.number})
    return case


def page(request, item, applicant, extra, papers, *, status=200):
    about = {"item": item, "applicant": applicant, "extra": extra, "papers": papers}
    return render(request, "approvals/desk/register.html", about, status=status)
