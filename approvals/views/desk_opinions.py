"""Joint cases at the desk: the opinions a unit is asked for, and the requests for a longer term."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from approvals import opinions
from approvals.forms.joint import OpinionFilterForm, RequestFilterForm
from approvals.models import Branch, ExtensionRequest
from approvals.permissions import can_look, can_see_requests
from approvals.queues import Today
from approvals.views.desk import only
from records import keyset, paging

NOT_YOUR_REQUESTS = gettext_lazy("Requests for a longer term are for heads of units and for those who lead or watch.")
EXPORT = {  # key of a line → header
    "number": gettext_lazy("Case number"),
    "item": gettext_lazy("Item"),
    "applicant": gettext_lazy("Applicant"),
    "lead": gettext_lazy("Leading unit"),
    "unit": gettext_lazy("Unit asked"),
    "part_name": gettext_lazy("Asked about"),
    "asked": gettext_lazy("Asked at"),
    "due": gettext_lazy("Due on"),
    "words": gettext_lazy("Time left"),
    "state": gettext_lazy("Opinion"),
    "opinion": gettext_lazy("Opinion and reasons"),
    "people": gettext_lazy("Written and signed by"),
    "answered": gettext_lazy("Answered at"),
    "used": gettext_lazy("Used / limit (working days)"),
}


@require_safe
@only(can_look)
def listed(request):
    """What waits for this post, least time left first; with ?show=all everything the unit was ever asked."""
    actor, today = request.actor, Today.at(timezone.now())
    form = OpinionFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    everything = bool(asked.get("show") or asked.get("state"))
    branches = Branch.objects.visible_to(actor) if everything else Branch.objects.waiting_for(actor)
    shown = opinions.values(opinions.narrowed(branches, asked))
    if asked.get("export"):
        return export(shown.order_by("due", "pk"), today)
    cursors = {"after": asked.get("after"), "before": asked.get("before")}
    found = keyset.page(shown, "due", size=paging.PAGE_SIZE, descending=everything, **cursors)
    words = _("%(count)s opinions") % {"count": paging.capped(shown.order_by())}
    page = {
        "form": form,
        "everything": everything,
        "lines": [opinions.line(row, today) for row in found.rows],
        "pages": {"before": found.before, "after": found.after, "words": words},
        "narrowed": bool(asked.get("q") or asked.get("state")),
    }
    return render(request, "approvals/desk/opinions.html", page)


def export(rows, today):
    """Every opinion of the filtered list as a spreadsheet."""
    lines = (opinions.line(row, today) for row in rows.iterator(chunk_size=2000))
    name = f"{_('Opinions in joint cases')}-{today.day.isoformat()}"
    return xlsx_response(name, EXPORT.values(), ([line[key] for key in EXPORT] for line in lines))


@require_safe
@only(can_see_requests, NOT_YOUR_REQUESTS)
def requests(request):
    """Who asked the government for a longer term, and what it answered; what is open comes first."""
    form = RequestFilterForm(request.GET)
    form.is_valid()
    related = ["case__item", "case__organisation", "case__clock", "asked_by", "answered_by"]
    rows = ExtensionRequest.objects.visible_to(request.actor).select_related(*related).opened_first()
    if state := form.cleaned_data.get("state"):
        rows = rows.filter(state=state)
    page = paging.sliced(rows, request.GET, paging.PAGE_SIZE)
    about = {"form": form, "page": page, "lines": opinions.requests(page.rows), "narrowed": bool(state)}
    return render(request, "approvals/desk/requests.html", about)
