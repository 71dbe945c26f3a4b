"""The weekly and monthly circular of the hall as an A4 page, for heads, leaders and inspectors."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Role
from approvals import circular as circulars
from approvals.forms.ledger import ReportForm
from approvals.views.desk import only

NOT_YOURS = gettext_lazy("The circular is written for heads of units, leaders and the discipline office.")


def can_read(actor) -> bool:
    return actor.holds(Role.HEAD, Role.LEADER, Role.INSPECTOR)


@require_safe
@only(can_read, NOT_YOURS)
def circular(request):
    """The last whole week, or the week or month that contains the chosen day. Everybody reads that of the county."""
    today = timezone.localdate()
    form = ReportForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    kind = asked.get("period") or circulars.WEEK
    day = asked.get("on")
    period = circulars.PERIODS[kind](min(day, today)) if day else circulars.last_whole(kind, today)
    scope = request.actor.organisation.path.split("/")[0] + "/"
    page = circulars.make(scope, kind, period, today)
    if "export" in request.GET:
        return export(page)
    form.initial = {"period": kind, "on": period.first}
    context = {"form": form, "circular": page, "kind": kind, "today": today, "unfinished": period.last >= today}
    return render(request, "approvals/desk/circular.html", context)


def export(page):
    """The table of halls as a spreadsheet."""
    header = [
        _("Hall"),
        _("Windows"),
        _("Accepted"),
        _("Finished"),
        _("On-time rate"),
        _("Early rate"),
        _("Days saved"),
    ]
    rows = [
        [hall.name, hall.windows, line.accepted, line.finished, line.on_time_rate, line.early_rate, line.saved]
        for hall in page.halls
        for line in [hall.figures]
    ]
    return xlsx_response(page.number, header, rows)
