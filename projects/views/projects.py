"""One project: its page with nodes, curves, photographs, problems and visits; entering it and writing its plan."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from projects import album
from projects.actions import entering, following, solving, working
from projects.forms import desk as desk_forms
from projects.forms import projects as forms
from projects.models import Change, Project
from projects.permissions import (
    UNIT_ROLES,
    can_accept,
    can_advance,
    can_approve,
    can_enter,
    can_follow,
    can_plan,
    can_raise,
    can_suspend,
)
from projects.tables import standings, warn_until
from projects.views.common import RELATED, address_of_project, lamp_of, only, only_staff, today, wan
from projects.views.nodes import line_of
from records.desk import NOT_YOUR_DUTY, Deed, denied, detail, new, posted, sent, take, who
from records.fields import PlainForm, ReasonForm
from records.refusal import Refused

S = Project.State
MOST = 30  # lines of a table on the page


def seen_project(actor, code) -> Project:
    return get_object_or_404(Project.objects.visible_to(actor).select_related(*RELATED), code=code)


def deed(form, action, may, states, label, done, icon="check", **more) -> Deed:
    """A deed of these people, offered in these states."""
    return Deed(form, action, lambda actor, row: row.state in states and may(actor, row), label, done, icon, **more)


DEEDS = {
    "submit": deed(
        PlainForm,
        entering.submit,
        can_plan,
        [S.DRAFT],
        gettext_lazy("Submit the plan"),
        gettext_lazy("Submitted; the follow-up office approves it."),
        "up",
    ),
    "approve": deed(
        PlainForm,
        entering.approve,
        can_approve,
        [S.SUBMITTED],
        gettext_lazy("Approve the plan"),
        gettext_lazy("Approved; the clocks of the nodes run."),
        "seal",
    ),
    "return": deed(
        ReasonForm,
        entering.send_back,
        can_approve,
        [S.SUBMITTED],
        gettext_lazy("Send the plan back"),
        gettext_lazy("Sent back with the reason."),
        "down",
        grave=True,
    ),
    "start": deed(
        forms.DayForm,
        working.start,
        can_advance,
        [S.PLANNED],
        gettext_lazy("Tell the start of the works"),
        gettext_lazy("Noted: under construction."),
        "flag",
    ),
    "finish": deed(
        forms.AcceptForm,
        working.finish,
        lambda actor, row: can_accept(actor, row) and not row.nodes.filter(done_on=None).exists(),
        [S.RUNNING],
        gettext_lazy("Accept as finished"),
        gettext_lazy("Accepted as finished."),
        "seal",
    ),
    "produce": deed(
        forms.DayForm,
        working.produce,
        can_advance,
        [S.FINISHED],
        gettext_lazy("Tell the begin of production"),
        gettext_lazy("Noted: in production."),
        "flag",
    ),
    "follow": deed(
        desk_forms.VisitForm,
        following.follow,
        can_follow,
        [S.PLANNED, S.RUNNING, S.SUSPENDED, S.FINISHED],
        gettext_lazy("Enter a follow-up inspection"),
        gettext_lazy("The visit is entered."),
        "search",
        of_row=True,
    ),
    "problem": deed(
        desk_forms.ProblemForm,
        solving.raise_problem,
        can_raise,
        Project.ACTIVE,
        gettext_lazy("Raise a problem"),
        gettext_lazy("Raised; the unit named has it now."),
        "warn",
    ),
    "suspend": deed(
        ReasonForm,
        working.suspend,
        can_suspend,
        Project.ACTIVE,
        gettext_lazy("Suspend the project"),
        gettext_lazy("Suspended; its clocks stand still."),
        "pause",
        grave=True,
    ),
    "resume": deed(
        forms.WordsForm,
        working.resume,
        can_suspend,
        [S.SUSPENDED],
        gettext_lazy("Let it go on"),
        gettext_lazy("It goes on; the days of its nodes have moved."),
        "flag",
    ),
}


@require_safe
@only_staff
def project(request, code):
    return project_page(request, seen_project(request.actor, code))


@require_http_methods(["GET", "POST"])
@only_staff
def project_deed(request, code, deed):
    return take(request, seen_project(request.actor, code), deed, DEEDS, project_page, after)


def after(row):
    """A problem has a page of its own, a visit a place on the page of its project."""
    return row.address if hasattr(row, "address") else row.as_subject().address


def project_page(request, row: Project, refused=None):
    day = today()
    [standing] = standings(Project.objects.filter(pk=row.pk), day)
    about = {
        "title": row.name,
        "lamp": lamp_of(standing.light) if row.state not in Project.BEFORE else ("info", row.get_state_display()),
        "facts": facts(row),
        "standing": standing,
        "nodes": [line_of(node, day, warn_until(day)) for node in row.nodes.select_related("organisation")],
        "is_in_force": row.state not in Project.BEFORE,
        "curves": album.curves(row, standing.nodes, day),
        "album": album.months(row),
        "problems": row.problems.select_related("organisation")[:MOST],
        "followups": row.followups.select_related("organisation", "entered_by", "node")[:MOST],
        "reports": row.reports.all()[:MOST],
        "changes": Change.objects.filter(node__project=row).select_related("node", "proposed_by")[:MOST],
        "warnings": [_("Sent back: %(reason)s") % {"reason": row.reason}]
        if row.state == S.DRAFT and row.reason
        else [],
        "links": links(request.actor, row),
        "back": (reverse("projects:projects"), _("All projects")),
        "deed_address": "projects:project_deed",
        "deed_key": row.code,
        "nav_at": reverse("projects:projects"),
        "template": "projects/desk/project.html",
    }
    return detail(request, row, DEEDS, about, refused)


def links(actor, row: Project) -> list[tuple]:
    found = []
    if row.state == S.DRAFT and can_plan(actor, row):
        found.append((reverse("projects:amend", args=[row.code]), _("Correct the facts")))
        found.append((reverse("projects:plan", args=[row.code]), _("Write the plan")))
    return found


def facts(row: Project) -> list[tuple]:
    return [
        (_("code"), row.code),
        (_("Kind"), f"{row.get_kind_display()} {row.rank}".strip()),
        (_("State"), row.get_state_display() + (f"（{row.reason}）" if row.state == S.SUSPENDED else "")),
        (_("lead unit of the project"), row.organisation.name),
        (_("person responsible"), row.responsible),
        (_("leader responsible for it"), row.leader),
        (_("place"), row.place),
        (_("what is built or done"), row.content),
        (_("standard of completion"), row.standard),
        (_("total investment (ten thousand yuan)"), wan(row.total)),
        (_("planned investment of the year (ten thousand yuan)"), wan(row.year_total)),
        (_("Start: planned / done"), both(row.planned_start, row.started_on)),
        (_("Finish: planned / done"), both(row.planned_finish, row.finished_on)),
        (_("Production: planned / done"), both(row.planned_production, row.produced_on)),
        (_("Plan approved by"), who(row.approved_by, row.approved_at)),
    ]


def both(planned, done) -> str:
    return f"{planned or '—'} / {done or '—'}" if planned or done else ""


# entering


@require_http_methods(["GET", "POST"])
@only(lambda actor: actor.holds(*UNIT_ROLES))
def enter(request):
    """Enter a project of the own unit; the office may name another one."""
    form = forms.EntryForm(request.actor.organisation, *posted(request))
    unit = form.cleaned_data.get("organisation") if form.is_bound and form.is_valid() else None
    if unit is not None and not can_enter(request.actor, unit):
        form.add_error("organisation", str(_("You may enter projects of your own unit only.")))
    return new(
        request,
        form,
        entering.enter,
        unit or request.actor.organisation,
        title=_("Enter a project"),
        back=reverse("projects:projects"),
        saved=_("Entered; now write its plan."),
        after=lambda made: reverse("projects:plan", args=[made.code]),
        nav_at=reverse("projects:projects"),
    )


def why_not_written(actor, row: Project) -> str:
    """Why this actor does not write facts and plan of the project now; empty where they do."""
    if not can_plan(actor, row):
        return str(NOT_YOUR_DUTY)
    return "" if row.state == S.DRAFT else _("The plan is not open for writing.")


@require_http_methods(["GET", "POST"])
@only_staff
def amend(request, code):
    row = seen_project(request.actor, code)
    if reason := why_not_written(request.actor, row):
        return denied(request, reason)
    return new(
        request,
        forms.AmendForm(row, *posted(request)),
        entering.amend,
        row,
        title=_("Correct the facts"),
        back=address_of_project(row),
        saved=_("Corrected."),
        after=address_of_project,
        nav_at=reverse("projects:projects"),
    )


NODE_FIELDS = ["stage", "name", "weight", "starts_on", "planned_on", "organisation"]


@require_http_methods(["GET", "POST"])
@only_staff
def plan(request, code):
    """All nodes of a plan on one page; rows left blank are no nodes."""
    row = seen_project(request.actor, code)
    if reason := why_not_written(request.actor, row):
        return denied(request, reason)
    initial = [
        {name: getattr(node, name) for name in NODE_FIELDS} for node in row.nodes.select_related("organisation")
    ]
    rows, fault = forms.PlanFormSet(*posted(request), initial=initial), ""
    if rows.is_bound and rows.is_valid():
        nodes = [node for node in (form.planned(row.organisation) for form in rows) if node]
        try:
            about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
            entering.write_plan(row, nodes=nodes, **about)
        except Refused as refusal:
            fault = str(refusal.message)
        else:
            messages.success(request, entering.weight_fault(nodes) or _("The plan is written; submit it now."))
            return redirect(address_of_project(row))
    page = {"rows": rows, "row": row, "fault": fault, "nav_at": reverse("projects:projects")}
    return render(request, "projects/desk/plan.html", page, status=422 if rows.is_bound else 200)


# many plans at once


@require_http_methods(["GET", "POST"])
@only_staff
def plans(request):
    """Plans that wait for approval; those that are ticked are approved together, each as if alone."""
    waiting = Project.objects.visible_to(request.actor).filter(state=S.SUBMITTED).select_related("organisation")
    mine = [row for row in waiting.prefetch_related("nodes") if can_approve(request.actor, row)]
    form = forms.PlansForm(mine, *posted(request)[:1])
    if form.is_bound and not mine:
        return denied(request, NOT_YOUR_DUTY)
    if form.is_bound and form.is_valid():
        now = timezone.now()
        approved, faults = approve_all(form.chosen, request.actor, now)
        for name, words in faults:
            messages.error(request, f"{name}：{words}")
        if approved:
            messages.success(request, _("%(count)s plans are approved.") % {"count": approved})
        return redirect("projects:plans")
    page = {"form": form, "mine": mine, "waiting": waiting, "nav_at": reverse("projects:plans")}
    return render(request, "projects/desk/plans.html", page, status=422 if form.is_bound else 200)


def approve_all(rows, actor, now) -> tuple[int, list[tuple]]:
    """How many were approved, and what stood against the others."""
    count, faults = 0, []
    for row in rows:
        try:
            entering.approve(row, by=actor, now=now)
            count += 1
        except Refused as refusal:
            faults.append((row.name, refusal.message))
    return count, faults
