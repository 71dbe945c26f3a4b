"""Reports on duty and integrity: what I owe, what the discipline office reads, one report, a person's archive."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from records import desk
from records.actions import look
from records.desk import Deed, Table, detail, listing, new, posted, take
from records.models import Attachment
from scoring.actions import duty
from scoring.forms import duty as forms
from scoring.models import DutyReport, DutyYear
from scoring.permissions.surveys import calls_for_reports, evaluates, owes
from scoring.views.common import address, deed_of
from scoring.views.surveys.common import OF_POSTS, due

S = DutyReport.State
ONLY_DISCIPLINE = gettext_lazy("Only the discipline office calls for these reports.")
REPORTS = Table(
    title=gettext_lazy("Duty reports"),
    columns=[
        (gettext_lazy("Year"), lambda row: str(row.year)),
        (gettext_lazy("Who reports"), lambda row: row.person.name),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("Duty"), lambda row: row.duty),
        (gettext_lazy("Due on"), lambda row: row.year.due_on.isoformat()),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("duty_report"),
    nothing=gettext_lazy("No report is owed by you, and none is yours to read."),
)
RELATED = ["year__organisation", "person", "organisation", "evaluated_by"]


def staff_only(view):
    return desk.only(lambda actor: actor.is_staff_member, OF_POSTS)(view)


@require_safe
@staff_only
def reports(request):
    """One's own reports; for the discipline people also those of the units they watch."""
    rows = DutyReport.objects.visible_to(request.actor).select_related(*RELATED)
    add = [(reverse("scoring:call_duty"), _("Call for reports"))] if calls_for_reports(request.actor) else []
    return listing(request, REPORTS, rows, forms.ReportsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@desk.only(calls_for_reports, ONLY_DISCIPLINE)
def call(request):
    back = reverse("scoring:duty_reports")
    return new(
        request,
        forms.CallForm(request.actor.watched_path, *posted(request), initial={"year": timezone.localdate().year}),
        duty.call,
        request.actor.organisation,
        title=_("Call for reports"),
        back=back,
        saved=_("Called for; every one owes a report until that day."),
        after=lambda made: f"{back}?year={made.year}" if isinstance(made, DutyYear) else back,
        nav_at=back,
    )


DEEDS = {
    "submit": Deed(
        forms.SubmitForm,
        duty.submit,
        lambda actor, row: owes(actor, row) and row.state in (S.OWED, S.AGAIN),
        gettext_lazy("Hand in the duty report"),
        gettext_lazy("Handed in."),
        "exit",
    ),
    "evaluate": Deed(
        forms.EvaluateForm,
        duty.evaluate,
        lambda actor, row: row.state == S.SUBMITTED and evaluates(actor, row),
        gettext_lazy("Evaluate"),
        gettext_lazy("Evaluated."),
        "check",
    ),
    "talk": Deed(
        forms.TalkForm,
        duty.hold_talk,
        lambda actor, row: row.state == S.TALK and evaluates(actor, row),
        gettext_lazy("Write down the talk"),
        gettext_lazy("Written down; the report is handed in once more."),
        "edit",
    ),
}


def report_page(request, row: DutyReport, refused=None):
    clock = due(duty.running(row))
    about = {
        "title": f"{row.year} {row.person.name}",
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("Unit"), row.organisation.name),
            (_("Duty"), row.duty),
            (_("What has to be in it"), row.year.words),
            (_("Due on"), row.year.due_on),
            (_("Handed in at"), deed_of(row.person, row.submitted_at)),
            (_("Summary of the report"), row.words),
            (_("Evaluation"), row.evaluation),
            (_("Evaluated by"), deed_of(row.evaluated_by, row.evaluated_at)),
        ],
        "clocks": [clock] if clock else [],
        "tables": [talks_table(row)] if row.talks.exists() else [],
        "files": Attachment.objects.about(row).order_by("pk"),
        "links": [(reverse("scoring:duty_archive", args=[row.person_id]), _("Archive of the person"))],
        "back": (reverse("scoring:duty_reports"), REPORTS.title),
        "deed_address": "scoring:duty_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:duty_reports"),
    }
    return detail(request, row, DEEDS, about, refused)


def talks_table(row: DutyReport) -> tuple:
    columns = [(_("Day"), False), (_("Place of the talk"), False), (_("Content"), False)]
    columns += [(_("What the person commits to"), False), (_("Written down by"), False)]
    rows = [
        [f"{talk.held_on}", talk.place, talk.content, talk.commitments, deed_of(talk.written_by, talk.written_at)]
        for talk in row.talks.select_related("written_by")
    ]
    return _("Talks"), columns, rows


def seen(actor, pk) -> DutyReport:
    return get_object_or_404(DutyReport.objects.visible_to(actor).select_related(*RELATED), pk=pk)


def noted(request, row: DutyReport):
    """Every look of somebody else is noted."""
    if not owes(request.actor, row):
        look(row, request.actor, timezone.now())


@never_cache
@require_safe
@staff_only
def report(request, pk):
    row = seen(request.actor, pk)
    noted(request, row)
    return report_page(request, row)


@require_http_methods(["GET", "POST"])
@staff_only
def report_deed(request, pk, deed):
    row = seen(request.actor, pk)
    if request.method == "GET":
        noted(request, row)
    return take(request, row, deed, DEEDS, report_page, address("duty_report"))


@never_cache
@require_safe
@staff_only
def archive(request, pk):
    """All years of one person (个人廉政档案), for the same readers; each look is noted with every report."""
    rows = list(DutyReport.objects.visible_to(request.actor).filter(person=pk).select_related(*RELATED))
    if not rows:
        raise Http404
    for row in rows:
        noted(request, row)
    person = get_object_or_404(User, pk=pk)
    columns = [(_("Year"), False), (_("Unit"), False), (_("Evaluation"), False), (_("State"), False)]
    lines = [
        [
            (reverse("scoring:duty_report", args=[row.pk]), str(row.year)),
            row.organisation.short_name,
            row.evaluation or "—",
            ("lamp", row.tone, row.get_state_display()),
        ]
        for row in rows
    ]
    tables = [(_("Duty reports"), columns, lines)]
    tables += [talks_table(row) for row in rows if row.talks.exists()]
    about = {
        "title": _("Archive of %(person)s") % {"person": person.name},
        "facts": [(_("Unit"), rows[0].organisation.name), (_("Duty"), rows[0].duty)],
        "tables": tables,
        "back": (reverse("scoring:duty_reports"), REPORTS.title),
        "nav_at": reverse("scoring:duty_reports"),
    }
    return detail(request, rows[0], {}, about)
