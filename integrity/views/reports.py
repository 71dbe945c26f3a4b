"""Quarterly self-reports: the list, the statement of a unit, the summary of the year on screen and as a file."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from integrity import clocks, figures
from integrity.actions import reporting
from integrity.forms import desk as forms
from integrity.forms.fields import QUARTERS
from integrity.models import SelfReport
from integrity.permissions import can_read_report, can_report, watches
from integrity.views.common import address, only, only_staff, owed, today, which
from records.desk import Deed, Table, detail, exported, listing, local, take, who
from records.fields import PlainForm
from records.models import Attachment

State = SelfReport.State
KEPT = {
    "a": gettext_lazy("risk points A"),
    "b": gettext_lazy("risk points B"),
    "c": gettext_lazy("risk points C"),
    "alarms": gettext_lazy("alarms given"),
    "open": gettext_lazy("risk orders open"),
    "unanswered": gettext_lazy("reminders not answered"),
}

REPORTS = Table(
    title=gettext_lazy("Quarterly self-reports"),
    columns=[
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("Quarter"), lambda row: row.period),
        (gettext_lazy("due on"), lambda row: row.due_on.isoformat()),
        (gettext_lazy("self-report handed in at"), lambda row: local(row.submitted_at)),
    ],
    lamp=lambda row: lamp(row, today()),
    link=lambda row: row.address,
    nothing=gettext_lazy("No self-report was asked for yet."),
)


def lamp(row: SelfReport, day) -> tuple:
    if figures.is_missing(row, day):
        return "over", _("report missing")
    return row.tone, row.get_state_display()


@require_safe
@only_staff
def reports(request):
    form = forms.ReportsFilter(request.GET)
    rows = SelfReport.objects.visible_to(request.actor).select_related("organisation")
    ways = [(reverse("integrity:year"), _("Summary of the year"))] if watches(request.actor) else []
    return listing(request, REPORTS, rows.missing(today()) if which(form) else rows, form, ways=ways)


DEEDS = {
    "submit": Deed(
        forms.ReportForm,
        reporting.submit,
        lambda actor, row: row.state in SelfReport.OWED and can_report(actor, row),
        gettext_lazy("Hand in the self-report"),
        gettext_lazy("Handed in; the discipline office reads it."),
        "up",
        of_row=True,
    ),
    "accept": Deed(
        PlainForm,
        reporting.accept,
        lambda actor, row: row.state == State.SUBMITTED and can_read_report(actor, row),
        gettext_lazy("Accept the self-report"),
        gettext_lazy("The report is accepted."),
        "check",
    ),
    "return": Deed(
        forms.WhyForm,
        reporting.send_back,
        lambda actor, row: row.state == State.SUBMITTED and can_read_report(actor, row),
        gettext_lazy("Send the self-report back"),
        gettext_lazy("Sent back; another one is owed."),
        "down",
        grave=True,
    ),
}


def seen(actor, pk) -> SelfReport:
    related = ["organisation__parent", "submitted_by", "decided_by"]
    return get_object_or_404(SelfReport.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_staff
def report(request, pk):
    return page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def report_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, page, address("report"))


def page(request, row: SelfReport, refused=None):
    warnings = [_("Sent back: %(reason)s") % {"reason": row.reason}] if row.state == State.RETURNED else []
    if row.reminded_at and row.state in SelfReport.OWED:
        warnings.append(
            _("Missing since the end of the quarter; reminded at %(at)s.") % {"at": local(row.reminded_at)}
        )
    about = {
        "title": _("Self-report %(period)s of %(unit)s") % {"period": row.period, "unit": row.organisation.short_name},
        "lamp": lamp(row, today()),
        "facts": facts(row),
        "files": Attachment.objects.filter(subject_type__model="selfreport", subject_id=row.pk),
        "warnings": warnings,
        "clocks": owed(row, clocks.REPORT),
        "back": (reverse("integrity:reports"), _("Quarterly self-reports")),
        "deed_address": "integrity:report_deed",
        "nav_at": reverse("integrity:reports"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: SelfReport) -> list[tuple]:
    kept = [(words, row.figures[key]) for key, words in KEPT.items() if key in row.figures]
    return [
        (_("Unit"), row.organisation.name),
        (_("Quarter"), row.period),
        (_("due on"), row.due_on),
        (_("risks that were resolved"), row.resolved),
        (_("assessment of the leading group"), row.assessment),
        (_("problems that remain"), row.problems),
        (_("next steps"), row.steps),
        *kept,
        (_("Handed in by"), who(row.submitted_by, row.submitted_at)),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
    ]


@require_safe
@only(watches)
def year(request):
    """Unit by quarter: handed in, late, missing. INT-07: a report that never came stays missing here."""
    form, day = forms.YearForm(request.GET), today()
    form.is_valid()
    chosen = form.cleaned_data.get("year") or day.year
    lines = figures.year_of(SelfReport.objects.visible_to(request.actor), chosen, day)
    title = _("Self-reports of %(year)s") % {"year": chosen}
    if kind := form.cleaned_data.get("export"):
        heads = [_("Unit"), *dict(QUARTERS).values(), _("report missing")]
        rows = [[unit.name, *(cell(one, day)[1] for one in four), missing] for unit, four, missing in lines]
        return exported(title, kind, heads, rows)
    page = {
        "title": title,
        "form": forms.YearForm(initial={"year": chosen}),
        "lines": [
            (unit, [(one, *cell(one, day), QUARTERS[at][1]) for at, one in enumerate(four)], missing)
            for unit, four, missing in lines
        ],
        "quarters": dict(QUARTERS).values(),
        "missing": sum(missing for _unit, _four, missing in lines),
        "nav_at": reverse("integrity:reports"),
    }
    return render(request, "integrity/year.html", page)


def cell(row: SelfReport | None, day) -> tuple:
    """Tone and words of one quarter of one unit."""
    if row is None:
        return "", "—"
    if row.submitted_at and row.state not in SelfReport.OWED and timezone.localdate(row.submitted_at) > row.due_on:
        return "warn", _("handed in late")
    return lamp(row, day)
