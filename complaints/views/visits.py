"""Visits to firms: the list of a quarter with its coverage, the plan out of a workbook, one visit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from complaints import coverage
from complaints.actions import visits as actions
from complaints.forms import meetings as forms
from complaints.models import FirmVisit
from complaints.models.visits import quarter_of
from complaints.permissions_meetings import can_plan_visits, can_see_visits, can_visit
from complaints.views.common import only
from complaints.views.meetings import Table, listing, narrowed
from records import workbook
from records.desk import attempt
from records.refusal import Refused


def lamp(visit: FirmVisit, today):
    if visit.visited_on is not None:
        late = visit.visited_on > visit.until_on
        return ("warn", _("visited late")) if late else ("done", _("visited"))
    return ("over", _("behind schedule")) if visit.until_on < today else ("ok", _("not visited yet"))


TABLE = Table(
    title=_("Visits to firms"),
    columns=[
        (_("Credit code"), lambda row: row.firm_code),
        (_("Firm"), lambda row: row.firm_name),
        (_("Visiting unit"), lambda row: row.organisation.short_name),
        (_("Who visits"), lambda row: row.visitor or "—"),
        (_("Visited on"), lambda row: row.visited_on.isoformat() if row.visited_on else "—"),
        (_("The firm is"), lambda row: row.get_mood_display() or "—"),
    ],
    lamp=lamp,
    link=lambda row: reverse("complaints:visit", args=[row.pk]),
    nothing=_("Nothing is planned for this quarter."),
)
STANDINGS = {
    "planned": lambda rows, today: rows.filter(visited_on=None),
    "late": lambda rows, today: rows.overdue(today),
    "visited": lambda rows, today: rows.visited(),
}


@require_safe
@only(can_see_visits)
def visits(request):
    """The plan of a quarter and how far it is; for who watches, unit by unit."""
    today = timezone.localdate()
    year, quarter = forms.QuarterForm(request.GET).chosen(today)
    form = forms.VisitsForm(request.GET)
    seen = FirmVisit.objects.visible_to(request.actor)
    rows = narrowed(seen.of_quarter(year, quarter), form).select_related("organisation")
    sums, problems = coverage.total(rows, today), coverage.problems(seen, year)
    by_unit = coverage.by_unit(seen.of_quarter(year, quarter), today)
    if chosen := form.cleaned_data.get("standing"):
        rows = STANDINGS[chosen](rows, today)
    tiles = [
        (sums.planned, _("firms in the plan"), "info"),
        (sums.rate_in_words, _("visited"), "ok"),
        (sums.overdue, _("behind schedule"), "over" if sums.overdue else "ok"),
        (problems.named, _("difficulties this year, at least 40 a year"), "ok" if problems.are_enough else "warn"),
        (problems.answered, _("of them answered"), "ok"),
    ]
    add = [("complaints:plan_visits", _("Plan a quarter"))] if can_plan_visits(request.actor) else []
    more = {
        "tiles": tiles,
        "add": add,
        "quarter": (year, quarter),
        "quarters": coverage.quarters()[:8],
        "by_unit": by_unit if len(by_unit) > 1 else [],
        "template": "complaints/meetings/visits.html",
    }
    return listing(request, TABLE, rows, form, **more)


@require_http_methods(["GET", "POST"])
@only(can_plan_visits)
def plan(request):
    """The firms of a quarter out of a workbook; every fault with its row and column, all rows or none."""
    today = timezone.localdate()
    year, quarter = quarter_of(today)
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.PlanForm(*bound, initial={"year": year, "quarter": quarter})
    faults = []
    if form.is_valid():
        firms, faults = planned(request, form)
        if firms:
            messages.success(request, _("%(count)s firms stand in the plan.") % {"count": len(firms)})
            chosen = form.cleaned_data
            address = reverse("complaints:visits")
            return redirect(f"{address}?year={chosen['year']}&quarter={chosen['quarter']}")
    about = {
        "form": form,
        "title": _("Plan a quarter"),
        "back": reverse("complaints:visits"),
        "faults": faults,
        "pattern": reverse("complaints:visits_pattern"),
    }
    return render(request, "complaints/meetings/form.html", about, status=422 if form.is_bound else 200)


def planned(request, form):
    """The firms that stand in the plan now, or the faults of the workbook."""
    book = forms.book_of_units()
    try:
        found = workbook.read(form.cleaned_data["file"], lambda row: forms.FirmForm(row, book=book))
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return None, []
    if found.faults:
        return None, found.faults
    firms = [actions.Firm(**row) for _number, row in found.rows]
    about = {"year": form.cleaned_data["year"], "quarter": form.cleaned_data["quarter"], "firms": firms}
    done = attempt(request, form, actions.plan, request.actor.organisation, **about)
    return done and firms, []


@require_safe
@only(can_plan_visits)
def pattern(request):
    """An empty workbook with the right headers."""
    return xlsx_response(str(_("Plan of visits")), [bound.label for bound in forms.FirmForm(book={})], [])


def page(request, visit: FirmVisit, form=None, status=200):
    mine = can_visit(request.actor, visit) and visit.visited_on is None
    about = {
        "visit": visit,
        "state": lamp(visit, timezone.localdate()),
        "form": form or (forms.VisitForm(initial={"visited_on": timezone.localdate()}) if mine else None),
        "problems": visit.problems.select_related("order__organisation"),
        "earlier": earlier(request.actor, visit),
    }
    return render(request, "complaints/meetings/visit.html", about, status=status)


def earlier(actor, visit: FirmVisit):
    """What the same firm said in other quarters."""
    rows = FirmVisit.objects.visible_to(actor).visited().filter(firm_code=visit.firm_code).exclude(pk=visit.pk)
    return rows.order_by("-visited_on")[:4]


@require_http_methods(["GET", "POST"])
@only(can_see_visits)
def visit(request, pk):
    """One firm of the plan; the unit that visits notes what it heard."""
    rows = FirmVisit.objects.visible_to(request.actor).select_related("organisation", "planned_by", "noted_by")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "GET":
        return page(request, found)
    if not can_visit(request.actor, found):
        raise PermissionDenied(_("A visit is noted by the unit that visits."))
    form = forms.VisitForm(request.POST)
    if form.is_valid() and attempt(request, form, actions.visit, found, **form.arguments()) is not None:
        messages.success(request, _("The visit is noted; each difficulty is an order now."))
        return redirect("complaints:visit", pk)
    return page(request, found, form, status=422)
