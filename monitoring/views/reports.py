"""Reports of supervision: the register, the sheet (live or as signed), and the rows behind every number."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation
from monitoring import actions, reports
from monitoring.feed import with_subjects
from monitoring.forms_room import ReasonForm, RecipientsForm, ReportForm, RowsForm
from monitoring.models import Report
from monitoring.permissions import can_watch
from monitoring.permissions_room import can_propose_report, can_sign_report
from monitoring.reports_figures import BY_NAME, FINDINGS, keys, measure, things
from records.refusal import Refused
from records.subjects import subject_of

REGISTER, PAGE = 60, 50


def check(actor):
    if not can_watch(actor):
        raise PermissionDenied


def county_of(actor) -> Organisation:
    return get_object_or_404(Organisation, path=actor.watched_path)


@require_safe
def register(request):
    """What was issued, what waits for a signature, and which report to look at."""
    check(request.actor)
    today = timezone.localdate()
    rows = Report.objects.visible_to(request.actor).select_related("proposed_by", "decided_by").defer("body", "rows")
    kinds = [
        {"kind": kind, "label": Report.Kind(kind).label, "period": reports.last_whole(kind, today)}
        for kind in Report.Kind.values
    ]
    context = {
        "form": ReportForm(initial={"on": today.isoformat()}),
        "kinds": kinds,
        "waiting": rows.filter(state=Report.State.PROPOSED),
        "rows": rows.exclude(state=Report.State.PROPOSED)[:REGISTER],
        "may_propose": can_propose_report(request.actor),
    }
    return render(request, "monitoring/reports.html", context)


def asked(request) -> tuple[ReportForm, str, object]:
    """The form, the kind and the period of the query string; the last whole week without a valid one."""
    today = timezone.localdate()
    form = ReportForm(request.GET or None)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    kind, day = data.get("kind") or Report.Kind.WEEK, data.get("on")
    period = reports.period_of(kind, min(day, today)) if day else reports.last_whole(kind, today)
    if not form.errors:
        form = ReportForm(initial={"kind": kind, "on": period.first.isoformat()})
    return form, kind, period


@require_safe
def draft(request):
    """A report as it would be today: nothing is kept until somebody proposes it."""
    check(request.actor)
    return show_draft(request, *asked(request))


def show_draft(request, form, kind, period, recipients=None, *, status=200):
    today, county = timezone.localdate(), county_of(request.actor)
    content = reports.compose(kind, request.actor.watched_path, period, today)
    if "xlsx" in request.GET:
        return export(kind, period, content.body, content.rows, title_of(kind, period))
    ended = period.last < today
    if recipients is None and ended and can_propose_report(request.actor):
        usual = "\n".join(reports.recipients(kind, county))
        recipients = RecipientsForm(initial={"recipients": usual})
    query = f"?kind={kind}&on={period.first.isoformat()}"
    context = sheet(kind, period, content.body, content.rows) | {
        "form": form,
        "recipients_form": recipients,
        "unfinished": not ended,
        "rows_at": reverse("monitoring:report_draft_rows") + query + "&",
        "today": today,
    }
    return render(request, "monitoring/report.html", context, status=status)


def title_of(kind, period) -> str:
    return f"{Report.Kind(kind).label} {period.first.isoformat()}"


def sheet(kind, period, body, rows) -> dict:
    """What the page shows of a report, frozen or live."""
    shape = reports.SHAPES[kind]
    return {
        "kind": kind,
        "title": shape.title,
        "period": period,
        "body": body,
        "counts": {name: len(keys(rows, name)) for name in shape.figures},
        "rate": reports.rate(rows),
        "columns": [BY_NAME[name] for name in shape.table],
        "lines": table(shape.table, body, rows),
        "totals": [(name, len(keys(rows, name))) for name in shape.table],
        "parts": shape.parts,
    }


def table(names, body, rows) -> list[dict]:
    """One line for each unit, one number for each figure; units without anything are left out."""
    lines = [
        {"code": code, "name": name, "cells": [(figure, len(keys(rows, figure, code))) for figure in names]}
        for code, name in body["units"]
    ]
    return [line for line in lines if any(count for _figure, count in line["cells"])]


@require_POST
def propose(request):
    """Freeze the report and hand it to a second person."""
    if not can_propose_report(request.actor):
        raise PermissionDenied
    form = ReportForm(request.POST)
    if not form.is_valid():
        return redirect("monitoring:reports")
    kind, day = form.cleaned_data["kind"], form.cleaned_data["on"] or timezone.localdate()
    period = reports.period_of(kind, day)
    recipients = RecipientsForm(request.POST)
    if not recipients.is_valid():
        return show_draft(request, form, kind, period, recipients, status=422)
    about = {"kind": kind, "first": period.first, "key": request.POST.get("key"), **recipients.cleaned_data}
    try:
        made = actions.propose_report(county_of(request.actor), by=request.actor, now=timezone.now(), **about)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("monitoring:reports")
    messages.success(request, _("The report is frozen and waits for the signature of another person."))
    return redirect("monitoring:report", made.pk) if made else redirect("monitoring:reports")


def get_report(actor, pk) -> Report:
    related = ["proposed_by", "decided_by", "organisation"]
    return get_object_or_404(Report.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
def report(request, pk):
    """The report as it was frozen."""
    check(request.actor)
    found = get_report(request.actor, pk)
    if "xlsx" in request.GET:
        return export(found.kind, found.period, found.body, found.rows, str(found))
    return show(request, found)


def show(request, found: Report, reason=None, *, status=200):
    may_sign = found.state == Report.State.PROPOSED and can_sign_report(request.actor, found)
    context = sheet(found.kind, found.period, found.body, found.rows) | {
        "report": found,
        "intact": reports.digest(found) == found.digest,
        "may_sign": may_sign,
        "reason": (reason or ReasonForm()) if may_sign else None,
        "rows_at": reverse("monitoring:report_rows", args=[found.pk]) + "?",
        "today": timezone.localdate(found.decided_at or found.proposed_at),
    }
    return render(request, "monitoring/report.html", context, status=status)


@require_POST
def issue(request, pk):
    found = get_report(request.actor, pk)
    try:
        made = actions.issue_report(found, by=request.actor, now=timezone.now(), key=request.POST.get("key"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Issued as %(number)s.") % {"number": made.number})
    return redirect("monitoring:report", pk)


@require_POST
def drop(request, pk):
    found = get_report(request.actor, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        if not can_sign_report(request.actor, found):
            raise PermissionDenied
        return show(request, found, form, status=422)
    try:
        actions.drop_report(
            found, by=request.actor, now=timezone.now(), key=request.POST.get("key"), **form.cleaned_data
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The report has been sent back."))
    return redirect("monitoring:report", pk)


# the rows behind a number


@require_safe
def rows(request, pk):
    """The rows of one number of a frozen report: those that were counted then, as they stand now."""
    check(request.actor)
    found = get_report(request.actor, pk)
    name, unit, page = wanted(request)
    back = reverse("monitoring:report", args=[pk])
    return show_rows(request, name, unit, page, keys(found.rows, name, unit), back, str(found))


@require_safe
def draft_rows(request):
    """The rows of one number of a report that is not frozen."""
    check(request.actor)
    _form, kind, period = asked(request)
    name, unit, page = wanted(request)
    found = measure([name], request.actor.watched_path, period, timezone.localdate())
    back = f"{reverse('monitoring:report_draft')}?kind={kind}&on={period.first.isoformat()}"
    return show_rows(request, name, unit, page, keys(found, name, unit), back, title_of(kind, period))


def wanted(request) -> tuple[str, str, int]:
    form = RowsForm(request.GET)
    if not form.is_valid() or form.cleaned_data["figure"] not in BY_NAME:
        raise Http404
    data = form.cleaned_data
    return data["figure"], data["unit"], data["page"] or 1


def show_rows(request, name, unit, page, chosen, back, title):
    shown = things(name, chosen[(page - 1) * PAGE : page * PAGE])
    is_finding = BY_NAME[name].opens == FINDINGS
    context = {
        "figure": BY_NAME[name],
        "unit": Organisation.objects.filter(code=unit, path__startswith=request.actor.watched_path).first(),
        "count": len(chosen),
        "rows": with_subjects(shown) if is_finding else [{"case": one, "subject": subject_of(one)} for one in shown],
        "is_finding": is_finding,
        "next": page + 1 if page * PAGE < len(chosen) else "",
        "previous": page - 1 if page > 1 else "",
        "back": back,
        "title": title,
        "nav_at": reverse("monitoring:reports"),
    }
    return render(request, "monitoring/report_rows.html", context)


def export(kind, period, body, rows, name):
    """The table of units as a workbook, every figure of the kind a column."""
    names = reports.SHAPES[kind].figures
    header = [_("Unit"), *(str(BY_NAME[figure].label) for figure in names)]
    lines = [[line["name"], *(count for _figure, count in line["cells"])] for line in table(names, body, rows)]
    total = [_("Total"), *(len(keys(rows, figure)) for figure in names)]
    return xlsx_response(name, header, [*lines, total])
