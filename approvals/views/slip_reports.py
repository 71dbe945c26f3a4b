"""Reports of inspections without a slip, as the efficiency office works on them."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions import slip_reports as actions
from approvals.forms import slips as forms
from approvals.models import Slip, SlipReport
from approvals.permissions_enforcement import NOT_YOUR_DUTY, can_judge_reports
from approvals.views import bench
from approvals.views.deeds import Deed
from approvals.views.desk import only
from approvals.views.slips import period

State = SlipReport.State
TONES = {State.REPORTED: "warn", State.CONFIRMED: "over", State.DISMISSED: "done"}
DEEDS = {
    "confirm": Deed(
        forms.NoteForm,
        actions.confirm,
        _("Confirm: there was no slip"),
        _("Confirmed. The next round of supervision hands out the yellow card."),
        "warn",
    ),
    "dismiss": Deed(forms.NoteForm, actions.dismiss, _("Not confirmed"), _("Closed without a finding.")),
}
STORY = {
    "approvals.slip_report.reported": _("Reported"),
    "approvals.slip_report.confirmed": _("Confirmed by the efficiency office"),
    "approvals.slip_report.dismissed": _("Not confirmed"),
}


def facts(report):
    handled = timezone.localdate(report.handled_at).isoformat() if report.handled_at else ""
    return [
        (_("Who came"), report.organisation),
        (_("Firm"), report.firm_name),
        (_("When"), report.happened_on.isoformat()),
        (_("Telephone for questions"), report.contact or _("not given")),
        (_("Reported at"), timezone.localdate(report.reported_at).isoformat()),
        (_("Handled by"), report.handled_by),
        (_("Handled on"), handled),
    ]


def notes(report, actor):
    """Slips that the unit had for that day: perhaps one of them covers the visit."""
    that_day = {"from_on__lte": report.happened_on, "until_on__gte": report.happened_on}
    known = Slip.objects.filter(organisation=report.organisation, state__in=Slip.COUNTING, **that_day)
    found = [
        {"tone": "info", "text": f"{slip.firm_name}　{period(slip)}", "number": slip.number, "pk": slip.pk}
        for slip in known.order_by("pk")[:10]
    ]
    if not found:
        return [{"tone": "warn", "text": _("The unit had no slip for that day."), "url": "", "link": ""}]
    return [note | {"url": reverse("approvals:slip", args=[note["pk"]]), "link": note["number"]} for note in found]


NOUN = bench.Noun(
    model=SlipReport,
    name="approvals:slip_report",
    register="approvals:slip_reports",
    title=_("Reports: inspected without a slip"),
    deeds=DEEDS,
    story=STORY,
    lamp=lambda report, today: (TONES[report.state], report.get_state_display()),
    facts=facts,
    texts=lambda report: [(_("What happened?"), report.what), (_("Result"), report.note)],
    columns=[
        (_("Number"), lambda report: report.number),
        (_("Firm"), lambda report: report.firm_name),
        (_("Who came"), lambda report: report.organisation.short_name),
        (_("When"), lambda report: report.happened_on),
        (_("Reported at"), lambda report: timezone.localdate(report.reported_at)),
        (_("State"), lambda report: report.get_state_display()),
    ],
    searched=["number__icontains", "firm_name__icontains"],
    dated="reported_at",
    related=["handled_by"],
    notes=notes,
)


@require_safe
@only(can_judge_reports, NOT_YOUR_DUTY)
def reports(request):
    """The register; badge: what nobody has looked into."""
    waiting = SlipReport.objects.visible_to(request.actor).filter(state=State.REPORTED).count()
    return bench.register(request, NOUN, nav_counts={"approvals:slip_reports": waiting})


@require_safe
@only(can_judge_reports, NOT_YOUR_DUTY)
def report(request, pk):
    """One report."""
    return bench.page(request, NOUN, bench.seen(NOUN, request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_judge_reports, NOT_YOUR_DUTY)
def deed(request, pk, deed):
    """Confirm or dismiss."""
    return bench.take(request, NOUN, bench.seen(NOUN, request.actor, pk), deed)
