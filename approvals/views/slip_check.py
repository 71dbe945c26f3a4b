"""For firms, without signing in: is this slip valid, and who came without one? Nothing about the sender is kept."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions import slip_reports
from approvals.actions.slips import everybody_named
from approvals.forms.slips import CheckForm, ReportForm
from approvals.models import Slip, SlipReport
from records import query
from records.desk import attempt

SHAPE = re.compile(r"J[BC]\d{8}-\d{4,6}-\d")
State = Slip.State
WORDS = {  # what is said of a slip that does not entitle to an inspection today
    State.APPLIED: _("Not valid: the efficiency office has not approved this inspection yet."),
    State.REFUSED: _("Not valid: the efficiency office refused this inspection."),
    State.CANCELLED: _("Not valid: the unit cancelled this inspection."),
    State.CARRIED_OUT: _("Used: this inspection has been carried out. It does not entitle to another visit."),
}
EARLY = _("Approved, but not valid yet: the inspection may not begin before the first day below.")
LATE = _("Not valid any more: the period is over.")
VALID = _("Valid: these people may inspect today, for what is written below and nothing else.")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def check(request):
    """The form for number and code; it leads to the page that the square code opens."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = (
            "approvals:slip_report_result" if form.cleaned_data["number"].startswith("JB") else "approvals:slip_shown"
        )
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        if SHAPE.fullmatch(number):
            return redirect(f"{reverse(name, args=[number])}?{urlencode({'code': code})}")
        form.add_error("number", _("There is no such number. Please compare it with the slip."))
    return show_form(request, form)


def show_form(request, form, status=None):
    status = status or (422 if form.errors else 200)
    return render(request, "approvals/enforcement/check.html", {"form": form}, status=status)


@login_not_required
@never_cache
@require_safe
def shown(request, number):
    """What the square code on a slip opens: valid or not, who comes, when, what for."""
    found, form = opened(
        Slip.objects.select_related("organisation", "item", "joined__organisation"), number, request.GET
    )
    if found is None:
        return show_form(request, form, 404)
    tone, words = verdict(found, timezone.localdate())
    host = found.joined if found.state == State.MERGED else found
    guests = host.guests.filter(state=State.MERGED).select_related("organisation", "item").order_by("pk")
    about = {
        "slip": found,
        "host": host,
        "visits": [(visit, visit.inspectors.order_by("pk")) for visit in (host, *guests)],
        "people": everybody_named(host),
        "tone": tone,
        "words": words,
    }
    return render(request, "approvals/enforcement/shown.html", about)


def verdict(slip: Slip, today) -> tuple[str, str]:
    """Tone and words for the firm at the door. A joined slip is as good as the one it was joined to."""
    host = slip.joined if slip.state == State.MERGED else slip
    if host.state != State.APPROVED:
        return "done" if host.state == State.CARRIED_OUT else "over", WORDS[host.state]
    if today < host.from_on:
        return "warn", EARLY
    return ("over", LATE) if today > host.until_on else ("ok", VALID)


def opened(rows, number: str, asked: QueryDict):
    """(the paper, the form that holds the reason where there is none)."""
    form = CheckForm({"number": number, "code": asked.get("code", "")})
    if not form.is_valid():
        return None, form
    found = query.find(
        form,
        "slip",
        lambda number: rows.filter(number=number).first(),
        lambda number: rows.model(number=number).check_code,
        waits=_("Too many wrong tries for this number. Please wait ten minutes."),
        differs=_("Number and code do not belong together. A slip that cannot be found here is not valid."),
    )
    return found, form


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def report(request):
    """Somebody came without a slip. Nobody has to sign in or to say who they are."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        unit = typed.pop("organisation")
        made = attempt(request, form, anonymously, unit, **typed)
        if made:
            address = reverse("approvals:slip_report_result", args=[made.number])
            return redirect(f"{address}?{urlencode({'code': made.check_code, 'new': 1})}")
    return render(request, "approvals/enforcement/report.html", {"form": form}, status=422 if form.errors else 200)


def anonymously(unit, *, by, **typed):
    """Whoever is signed in is not handed on."""
    return slip_reports.report(unit, by=slip_reports.ANYBODY, **typed)


@login_not_required
@never_cache
@require_safe
def result(request, number):
    """What became of a report; right after sending, the number and code to keep."""
    found, form = opened(SlipReport.objects.select_related("organisation"), number, request.GET)
    if found is None:
        return show_form(request, form, 404)
    about = {"report": found, "is_new": "new" in request.GET}
    return render(request, "approvals/enforcement/report_result.html", about)
