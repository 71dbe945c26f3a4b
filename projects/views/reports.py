"""The monthly report of a project: written by the lead unit, read by the follow-up office; problems beside it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from projects import clocks
from projects.actions import reporting, solving
from projects.forms import desk as forms
from projects.models import MonthlyReport, Problem, Stage
from projects.permissions import can_confirm, can_judge, can_report, can_solve
from projects.views.common import address, address_of_project, only_staff, percent, wan
from records.desk import Deed, detail, local, take, who
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from records.thumbnails import is_picture

R, P = MonthlyReport.State, Problem.State

REPORT_DEEDS = {
    "submit": Deed(
        forms.ReportForm,
        reporting.submit,
        lambda actor, row: row.state in MonthlyReport.OWED and can_report(actor, row),
        gettext_lazy("Hand in the report"),
        gettext_lazy("Handed in; the follow-up office reads it."),
        "up",
        of_row=True,
    ),
    "accept": Deed(
        PlainForm,
        reporting.accept,
        lambda actor, row: row.state == R.SUBMITTED and can_judge(actor, row),
        gettext_lazy("Accept the report"),
        gettext_lazy("Accepted; what it says of the nodes counts."),
        "check",
    ),
    "return": Deed(
        ReasonForm,
        reporting.send_back,
        lambda actor, row: row.state == R.SUBMITTED and can_judge(actor, row),
        gettext_lazy("Send the report back"),
        gettext_lazy("Sent back with the reason."),
        "down",
        grave=True,
    ),
}


def seen_report(actor, pk) -> MonthlyReport:
    rows = MonthlyReport.objects.visible_to(actor)
    related = ["project__organisation__parent", "project__responsible", "submitted_by", "decided_by"]
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_safe
@only_staff
def report(request, pk):
    return report_page(request, seen_report(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def report_deed(request, pk, deed):
    return take(request, seen_report(request.actor, pk), deed, REPORT_DEEDS, report_page, address("report"))


def report_page(request, row: MonthlyReport, refused=None):
    files = list(Attachment.objects.about(row))
    about = {
        "title": _("%(project)s: report of %(month)s") % {"project": row.project.name, "month": f"{row.month:%Y-%m}"},
        "lamp": (row.tone, row.get_state_display()),
        "facts": report_facts(row),
        "files": [file for file in files if not is_picture(file)],
        "pictures": [file for file in files if is_picture(file)],
        "tables": report_tables(row),
        "warnings": [_("Sent back: %(reason)s") % {"reason": row.reason}] if row.state == R.RETURNED else [],
        "clocks": owed_by(row, clocks.REPORT),
        "back": (reverse("projects:reports"), _("Monthly reports")),
        "links": [(address_of_project(row.project), _("The project"))],
        "deed_address": "projects:report_deed",
        "nav_at": reverse("projects:reports"),
        "template": "projects/desk/node.html",
    }
    return detail(request, row, REPORT_DEEDS, about, refused)


def owed_by(row, name: str) -> list[str]:
    """By when it is owed, in words; nothing where no clock runs."""
    clock = clocks.running(row, name)
    return [_("due on %(day)s") % {"day": clock.due_on}] if clock else []


def report_facts(row: MonthlyReport) -> list[tuple]:
    return [
        (_("Project"), row.project.name),
        (_("Month"), f"{row.month:%Y-%m}"),
        (_("lead unit of the project"), row.project.organisation.name),
        (_("investment (ten thousand yuan)"), "" if row.investment is None else wan(row.investment)),
        *((stage.label, row.words.get(stage.value, "")) for stage in Stage),
        (_("Handed in by"), who(row.submitted_by, row.submitted_at)),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
    ]


def report_tables(row: MonthlyReport) -> list[tuple]:
    shares = row.shares.select_related("node__organisation")
    if not shares:
        return []
    lines = [
        [(one.node.address, one.node.name), one.node.organisation.short_name, one.node.planned_on, percent(one.share)]
        for one in shares
    ]
    heads = [(_("Node"), False), (_("Unit"), False), (_("due on"), False), (_("done (percent)"), True)]
    return [(_("How far the nodes are"), heads, lines)]


# problems

PROBLEM_DEEDS = {
    "solve": Deed(
        forms.SolveForm,
        solving.solve,
        lambda actor, row: row.state in Problem.OWED and can_solve(actor, row),
        gettext_lazy("Tell that it is solved"),
        gettext_lazy("Noted; somebody else confirms it."),
        "check",
    ),
    "confirm": Deed(
        PlainForm,
        solving.confirm,
        lambda actor, row: row.state == P.SOLVED and can_confirm(actor, row),
        gettext_lazy("Confirm that it is solved"),
        gettext_lazy("Confirmed."),
        "seal",
    ),
    "reopen": Deed(
        forms.ReopenForm,
        solving.reopen,
        lambda actor, row: row.state == P.SOLVED and can_confirm(actor, row),
        gettext_lazy("Not solved: open it again"),
        gettext_lazy("Open again, with a new day."),
        "warn",
        grave=True,
    ),
}


def seen_problem(actor, pk) -> Problem:
    related = ["project__organisation__parent", "organisation", "raised_by", "solved_by", "decided_by"]
    return get_object_or_404(Problem.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_staff
def problem(request, pk):
    return problem_page(request, seen_problem(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def problem_deed(request, pk, deed):
    return take(request, seen_problem(request.actor, pk), deed, PROBLEM_DEEDS, problem_page, address("problem"))


def problem_page(request, row: Problem, refused=None):
    about = {
        "title": _("Problem: %(words)s") % {"words": row.words[:30]},
        "lamp": (row.tone, row.get_state_display()),
        "facts": problem_facts(row),
        "clocks": owed_by(row, clocks.PROBLEM),
        "back": (reverse("projects:problems"), _("Problems")),
        "links": [(address_of_project(row.project), _("The project"))],
        "deed_address": "projects:problem_deed",
        "nav_at": reverse("projects:problems"),
    }
    return detail(request, row, PROBLEM_DEEDS, about, refused)


def problem_facts(row: Problem) -> list[tuple]:
    return [
        (_("Project"), row.project.name),
        (_("stage"), row.get_stage_display()),
        (_("problem"), row.words),
        (_("unit that solves it"), row.organisation.name),
        (_("to be solved by"), row.due_on),
        (_("Raised by"), f"{row.raised_by} {local(row.raised_at)}"),
        (_("how it was solved"), row.answer),
        (_("Told by"), who(row.solved_by, row.solved_at)),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
        (_("Reason"), row.reason),
    ]
