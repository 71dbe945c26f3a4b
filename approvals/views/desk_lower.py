"""The lists of towns and villages: what they have handed on and keep sight of."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from approvals import queues
from approvals.forms.desk import FilterForm
from approvals.models import Case, Item
from approvals.permissions import can_work
from approvals.places import taken_in_by
from approvals.views.desk import export, only, sheet
from records import paging


@require_safe
@only(can_work)
def sent_up(request):
    """Cases that came through this town or village and lie further up now, newest first."""
    actor, today = request.actor, queues.Today.at(timezone.now())
    items = Item.objects.filter(taken_in_by(actor.organisation)).order_by("name", "code")
    form = FilterForm(request.GET, list(items.values_list("code", "name").distinct()))
    form.is_valid()
    asked = form.cleaned_data
    gone = Case.objects.elsewhere(actor).filter(origin__isnull=False)
    gone = gone.exclude(organisation__in=Organisation.objects.within(actor.organisation))
    fitting = queues.narrowed(gone, asked)
    shown = queues.timed(fitting, today, queues.closed())
    oldest = asked.get("order") == "oldest"
    if asked.get("export"):
        return export(shown.order_by("submitted_at" if oldest else "-submitted_at", "pk"), today)
    found, lines = sheet(shown, asked, today, "submitted_at", descending=not oldest)
    words = _("%(count)s cases") % {"count": paging.capped(fitting.order_by("-submitted_at").values("pk"))}
    page = {
        "form": form,
        "lines": lines,
        "oldest": oldest,
        "pages": {"before": found.before, "after": found.after, "words": words},
        "whole_county": True,  # the unit that has the case now stands in every row
        "sent_up": True,
        "narrowed": any(asked.get(name) for name in ("q", "item", "state", "since", "until")),
    }
    return render(request, "approvals/desk/cases.html", page)
