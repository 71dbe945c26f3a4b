"""Spot checks: register and plan, the page of a check with deeds and report, findings and how they were put right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from approvals.views.bench import Noun, seen
from approvals.views.deeds import Deed
from monitoring import forms_inspections as forms
from monitoring import forms_notices as words
from monitoring import letters_inspections as letters
from monitoring.actions import inspections as actions
from monitoring.models import Inspection, SpotFinding
from monitoring.permissions import can_watch
from monitoring.permissions_inspections import can_plan, can_read_findings
from monitoring.views import folders
from records import paging
from records.desk import attempt, local
from records.models import Attachment

EXPORTED = 20_000  # lines
TONES = {
    Inspection.State.PLANNED: "info",
    Inspection.State.APPROVED: "ok",
    Inspection.State.DROPPED: "done",
    Inspection.State.CONCLUDED: "done",
    SpotFinding.State.NOTED: "info",
    SpotFinding.State.ISSUED: "ok",
    SpotFinding.State.REPORTED: "warn",
    SpotFinding.State.RETURNED: "warn",
    SpotFinding.State.SETTLED: "done",
}


def lamp(thing, today):
    """The state; red when something is owed and its day is over."""
    if is_late(thing, today):
        return "over", _("not put right in time")
    return TONES[thing.state], thing.get_state_display()


def is_late(thing, today) -> bool:
    return isinstance(thing, SpotFinding) and thing.state in SpotFinding.OWED and thing.clock.due_on < today


def facts_of_check(check: Inspection):
    return [
        (_("How it is carried out"), gettext("in secret") if check.secret else gettext("openly")),
        (_("Days of the check"), f"{check.first_day} — {check.last_day}"),
        (_("Places"), check.places),
        (_("Units to be checked"), "、".join(unit.short_name for unit in check.units.order_by("sort", "pk"))),
        (_("Inspectors"), "、".join(user.name for user in check.inspectors.order_by("pk"))),
        (_("Planned by"), f"{check.planned_by}　{local(check.planned_at)}"),
        (_("Approved by"), f"{check.approved_by}　{local(check.approved_at)}" if check.approved_by else ""),
    ]


def facts_of_finding(finding: SpotFinding):
    owed = finding.state in SpotFinding.OWED
    return [
        (_("Unit"), finding.organisation.name),
        (_("Person responsible"), finding.responsible),
        (_("Where it was found"), finding.place),
        (_("Window"), finding.window),
        (_("Found at"), local(finding.found_at)),
        (_("Comes from"), gettext("video patrol") if finding.patrol_id else gettext("spot check")),
        (_("Basis"), finding.basis),
        (_("Term (working days)"), finding.days),
        (_("To be put right by"), f"{finding.clock.due_on}" if owed else ""),
        (_("Noted by"), finding.noted_by),
        (_("Told to the unit"), f"{finding.issued_by}　{local(finding.issued_at)}" if finding.issued_by else ""),
    ]


CHECK = Noun(
    model=Inspection,
    name="monitoring:inspection",
    register="monitoring:inspections",
    title=_("Spot checks"),
    deeds={
        "approve": Deed(words.SignForm, actions.approve, _("Approve the plan"), _("The check is under way.")),
        "note": Deed(
            forms.NoteForm,
            actions.note,
            _("Write down a finding"),
            _("The finding is written down; a second person tells the unit."),
            icon="edit",
        ),
        "conclude": Deed(
            forms.ConcludeForm, actions.conclude, _("Conclude with the report"), _("The check is concluded.")
        ),
        "drop": Deed(words.WhyForm, actions.drop, _("Call the check off"), _("The check is called off."), icon="stop"),
    },
    story={
        "monitoring.inspection.planned": _("Check planned"),
        "monitoring.inspection.approved": _("Plan approved"),
        "monitoring.inspection.dropped": _("Check called off"),
        "monitoring.inspection.concluded": _("Check concluded"),
    },
    lamp=lamp,
    facts=facts_of_check,
    texts=lambda check: [(_("What is looked at"), check.focus), (_("Report of the check"), check.result)],
    columns=[],
    searched=["matter__icontains"],
    dated="planned_at",
    related=["planned_by", "approved_by"],
)
FINDING = Noun(
    model=SpotFinding,
    name="monitoring:spot_finding",
    register="monitoring:spot_findings",
    title=_("Findings of spot checks"),
    deeds={
        "issue": Deed(
            words.SignForm, actions.issue, _("Sign and tell the unit"), _("The unit is told; its term runs.")
        ),
        "hang": Deed(forms.HangForm, actions.hang, _("Add pictures"), _("The pictures are added."), icon="plus"),
        "drop": Deed(words.WhyForm, actions.drop, _("Do not follow up"), _("Not followed up."), icon="stop"),
        "report": Deed(
            forms.RectifyForm,
            actions.report,
            _("Report what was put right"),
            _("The report is on its way; supervision takes a second look."),
            icon="edit",
        ),
        "settle": Deed(words.VerdictForm, actions.settle, _("Put right: settle"), _("The finding is settled.")),
        "send_back": Deed(
            words.SendBackForm,
            actions.send_back,
            _("Not put right: send back"),
            _("Sent back with a new term."),
            "down",
        ),
    },
    story={
        "monitoring.spot_finding.noted": _("Finding noted"),
        "monitoring.spot_finding.pictured": _("Pictures added"),
        "monitoring.spot_finding.dropped": _("Not followed up"),
        "monitoring.spot_finding.issued": _("Unit told"),
        "monitoring.spot_finding.reported": _("Unit reported"),
        "monitoring.spot_finding.sent_back": _("Sent back"),
        "monitoring.spot_finding.settled": _("Finding settled"),
    },
    lamp=lamp,
    facts=facts_of_finding,
    texts=lambda found: [
        (_("Facts found"), found.facts),
        (_("What has to be put right"), found.demand),
        (_("Reasons"), found.reason),
    ],
    columns=[
        (_("Found at"), lambda found: found.found_at),
        (_("Unit"), lambda found: found.organisation.short_name),
        (_("Where it was found"), lambda found: found.place),
        (_("Kind of finding"), lambda found: found.get_kind_display()),
        (_("Facts found"), lambda found: found.facts),
        (_("Person responsible"), lambda found: str(found.responsible or "")),
        (_("To be put right by"), lambda found: found.clock.due_on if found.clock else None),
        (_("State"), lambda found: found.get_state_display()),
    ],
    searched=["place__icontains"],
    dated="found_at",
    related=["clock", "window", "responsible", "noted_by", "issued_by", "inspection"],
)


@require_safe
def register(request):
    """The checks this actor may know of; of concluded secret ones the report."""
    if not can_watch(request.actor):
        raise PermissionDenied
    rows = Inspection.objects.reported_to(request.actor).select_related("planned_by").prefetch_related("inspectors")
    part, today = paging.sliced(rows, request.GET, paging.PAGE_SIZE), timezone.localdate()
    own = Inspection.objects.visible_to(request.actor).filter(pk__in=[check.pk for check in part.rows])
    open_to = set(own.values_list("pk", flat=True))
    about = {
        "part": part,
        "rows": [(check, lamp(check, today), address_of(check, open_to)) for check in part.rows],
        "may_plan": can_plan(request.actor),
    }
    return render(request, "monitoring/inspections/register.html", about)


def address_of(check: Inspection, open_to: set[int]) -> str:
    name = "inspection" if check.pk in open_to else "inspection_report"
    return reverse(f"monitoring:{name}", args=[check.pk])


@require_http_methods(["GET", "POST"])
def new(request):
    """Plan a check."""
    if not can_plan(request.actor):
        raise PermissionDenied
    form = forms.PlanForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("units", "inspectors")}
        made = attempt(request, form, actions.plan, request.actor.organisation, said=form.said, **typed)
        if made:
            messages.success(request, _("The plan is written; a second person approves it."))
            return redirect("monitoring:inspection", made.pk)
    about = {"form": form, "register": reverse("monitoring:inspections")}
    return render(request, "monitoring/inspections/new.html", about, status=422 if form.is_bound else 200)


def show_check(request, noun, check: Inspection, chosen="", form=None, *, status=200):
    today = timezone.localdate()
    found = SpotFinding.objects.visible_to(request.actor).filter(inspection=check)
    rows = [(one, lamp(one, today)) for one in found.select_related("organisation", "clock")]
    return folders.page(request, noun, check, chosen, form, status=status, rows=rows)


@require_safe
def inspection(request, pk):
    """One check, its findings, and what may be done now."""
    return show_check(request, CHECK, seen(CHECK, request.actor, pk))


@require_http_methods(["GET", "POST"])
def inspection_deed(request, pk, deed):
    """One deed on one check."""
    return folders.take(request, CHECK, seen(CHECK, request.actor, pk), deed, show_check)


@require_safe
def report(request, pk):
    """The report on paper: what was looked at, what was found, how far it was put right."""
    if not can_watch(request.actor):
        raise Http404
    rows = Inspection.objects.reported_to(request.actor).filter(state=Inspection.State.CONCLUDED)
    check = get_object_or_404(rows.select_related("organisation", "ended_by"), pk=pk)
    found = check.findings.exclude(state=SpotFinding.State.DROPPED).select_related("organisation").order_by("found_at")
    about = {"check": check, "heading": letters.title(check), "paragraphs": letters.paragraphs(check, list(found))}
    return render(request, "monitoring/inspections/report.html", about)


@require_safe
def findings(request):
    """What spot checks and video patrols found: all of it for those who watch, its own for a unit."""
    if not can_read_findings(request.actor):
        raise PermissionDenied
    form = forms.RegisterForm(request.GET)
    form.is_valid()
    asked, today = form.cleaned_data, timezone.localdate()
    limits = {"state": "state", "kind": "kind", "since": "found_at__date__gte", "until": "found_at__date__lte"}
    rows = SpotFinding.objects.visible_to(request.actor).select_related("organisation", *FINDING.related)
    rows = rows.filter(**{lookup: asked[name] for name, lookup in limits.items() if asked.get(name)})
    if "xlsx" in request.GET:
        lines = ([cell(one) for _header, cell in FINDING.columns] for one in rows[:EXPORTED])
        return xlsx_response(gettext("Findings of spot checks"), [header for header, _cell in FINDING.columns], lines)
    part = paging.sliced(rows, request.GET, paging.PAGE_SIZE)
    about = {
        "form": form,
        "part": part,
        "rows": [(one, lamp(one, today)) for one in part.rows],
        "is_narrowed": any(asked.values()),
    }
    return render(request, "monitoring/inspections/findings.html", about)


def show_finding(request, noun, found: SpotFinding, chosen="", form=None, *, status=200):
    said = found.rectifications.select_related("reported_by", "verdict__verified_by")
    about = {
        "pictures": list(Attachment.objects.about(found)),
        "said": [{"said": one, "files": list(Attachment.objects.about(one)), "verdict": verdict(one)} for one in said],
        "may_watch": can_plan(request.actor) and bool(found.issued_at),
    }
    return folders.page(request, noun, found, chosen, form, status=status, **about)


def verdict(said):
    return getattr(said, "verdict", None)


@require_safe
def finding(request, pk):
    """One finding with its pictures, what the unit did, and what may be done now."""
    return show_finding(request, FINDING, seen(FINDING, request.actor, pk))


@require_http_methods(["GET", "POST"])
def finding_deed(request, pk, deed):
    """One deed on one finding."""
    return folders.take(request, FINDING, seen(FINDING, request.actor, pk), deed, show_finding)
