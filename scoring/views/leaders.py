"""What leaders read."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation, Role
from approvals.models import Case, ExtensionRequest
from monitoring.figures import Period, open_overdue
from monitoring.models import Finding
from monitoring.permissions_notices import can_instruct
from records.actions import look
from records.desk import exported
from records.paging import sliced
from scoring.forms.leaders import PeriodForm
from scoring.leading import GROUPS, Asked, overview
from scoring.report import report

LISTED = 200  # cases shown on one drill-down page
SHOWN = {"goals": 5}  # rows of a group on the one page; of the others three
FEW, PAGE = 3, 36  # …and on one page of all rows of a group


def check_read(actor):
    if not actor.holds(Role.LEADER, Role.INSPECTOR):
        raise PermissionDenied


def asked_period(request, today) -> tuple[PeriodForm, Period]:
    """The period of the query string; this month up to today where it is empty or wrong (the form says what)."""
    form = PeriodForm(request.GET if request.GET.keys() & PeriodForm.base_fields.keys() else None)
    valid = form.is_bound and form.is_valid()
    since, until = (form.cleaned_data.get(name) if valid else None for name in ("since", "until"))
    until = until or today
    since = since or min(until, today).replace(day=1)
    period = Period(min(since, until), until)
    form.initial = {"since": period.first.isoformat(), "until": period.last.isoformat()}
    return form, period


@require_safe
def leaders(request):
    """The one page: four groups, counted now; on paper as on screen."""
    check_read(request.actor)
    now = timezone.now()
    today = timezone.localdate(now)
    form, period = asked_period(request, today)
    asked = ExtensionRequest.objects.visible_to(request.actor).filter(state=ExtensionRequest.State.OPEN)
    groups = overview(request.actor.watched_path, period, today)
    page = {
        "form": form,
        "period": period,
        "now": now,
        "groups": [(one, one.rows[: SHOWN.get(one.code, FEW)]) for one in groups],
        "asked": asked.count(),
        "may_instruct": can_instruct(request.actor),
    }
    return render(request, "scoring/leaders.html", page)


@require_safe
def group(request, code):
    """All rows of one of the four groups."""
    check_read(request.actor)
    if code not in GROUPS:
        raise Http404
    today = timezone.localdate()
    form, period = asked_period(request, today)
    found = GROUPS[code](Asked(request.actor.watched_path, period, today), each=True)
    if request.GET.get("export") in ("xlsx", "csv"):
        rows = [[row.name, *row.cells] for row in found.rows]
        return exported(found.title, request.GET["export"], [_("Name"), *found.heads], rows)
    part = sliced(found.lines, request.GET, PAGE)
    page = {"form": form, "period": period, "group": found, "page": part, "may_instruct": can_instruct(request.actor)}
    return render(request, "scoring/group.html", page)


@require_safe
def punctuality(request):
    """Ranked units of a period, on screen as on paper."""
    check_read(request.actor)
    today = timezone.localdate()
    form, period = asked_period(request, today)
    page = report(request.actor.watched_path, period, today)
    if "xlsx" in request.GET:
        return export(page)
    return render(request, "scoring/punctuality.html", {"form": form, "report": page, "today": today})


def export(page):
    header = [
        _("Place"),
        _("Unit"),
        _("Cases accepted"),
        _("Cases finished"),
        _("On time (percent)"),
        _("Early (percent)"),
    ]
    header += [_("Open past the promise"), _("Pre-warnings"), _("Yellow"), _("Red"), _("Place before")]
    rows = [
        [
            unit.rank,
            unit.organisation.name,
            unit.accepted,
            unit.finished,
            unit.on_time_rate,
            unit.early_rate,
            unit.open_overdue,
            unit.warnings,
            unit.yellow,
            unit.red,
            unit.rank_before,
        ]
        for unit in page.units
    ]
    return xlsx_response(_("Ranking of units"), header, rows)


@require_safe
def unit(request, code):
    """One unit of the ranking: the cases behind its figures, the worst first."""
    check_read(request.actor)
    scope = request.actor.watched_path
    organisation = get_object_or_404(Organisation, code=code, path__startswith=scope)
    today = timezone.localdate()
    form, period = asked_period(request, today)
    page = report(scope, period, today)
    figures = next((u for u in [*page.units, *page.idle] if u.organisation == organisation), None)
    asked = Asked(organisation.path, period, today)
    context = {
        "organisation": organisation,
        "form": form,
        "groups": [GROUPS["goals"](asked, each=True), GROUPS["satisfaction"](asked)],
        "may_instruct": can_instruct(request.actor),
        "period": period,
        "figures": figures,
        "cases": case_rows(organisation, period, today),
        "listed": LISTED,
    }
    return render(request, "scoring/unit.html", context)


def case_rows(organisation, period: Period, today) -> list[dict]:
    """The unit's cases that were late or carded in the period, then those still open past their promise."""
    kind = ContentType.objects.get_for_model(Case)
    findings = Finding.objects.filter(period.within("issued_at"), organisation=organisation, subject_type=kind)
    cards = findings.counting_cards().order_by("-counted")  # red is read last and stays
    levels = dict(cards.values_list("subject_id", "counted"))
    overdue = Q(organisation=organisation) & open_overdue(min(today, period.last))
    cases = Case.objects.filter(Q(pk__in=levels) | overdue).select_related("item", "clock")  # also what others lead
    return [
        {"case": case, "level": levels.get(case.pk)} for case in cases.order_by("clock__overdue_on", "pk")[:LISTED]
    ]


@require_safe
def case(request, number):
    """The single case, read only, with every finding about it. The applicant sees that somebody looked."""
    check_read(request.actor)
    related = ["item", "organisation", "clock", "clerk", "reviewer", "approver"]
    found = get_object_or_404(Case.objects.visible_to(request.actor).select_related(*related), number=number)
    look(found, request.actor, timezone.now())
    findings = Finding.objects.about(found).select_related("rule", "card", "responsible").order_by("pk")
    return render(request, "scoring/case.html", {"case": found, "findings": findings})
