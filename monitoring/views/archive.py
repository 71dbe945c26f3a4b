"""Efficiency archives: the list of units, the archive of a unit or a person on screen, on A4 and as a workbook."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation, User
from monitoring import archive
from monitoring.actions.archive import propose_line, refuse_line, sign_line
from monitoring.forms_notices import LineForm, WhyForm, YearForm, units_of
from monitoring.models import ArchiveLine, LineKind
from monitoring.permissions_notices import (
    asks_for_correction,
    can_draft,
    can_instruct,
    can_propose_line,
    can_read_archive_of_person,
    can_read_archive_of_unit,
    can_sign_line,
)
from records.desk import attempt
from records.refusal import Refused


@require_safe
def archives(request):
    """The units whose archives may be read, and the lines that wait for a signature."""
    if not (can_draft(request.actor) or can_instruct(request.actor)):
        raise PermissionDenied
    units = list(units_of(request.actor).filter(level=Organisation.Level.DEPARTMENT))
    waiting = ArchiveLine.objects.filter(
        state=ArchiveLine.State.PROPOSED, organisation__path__startswith=request.actor.watched_path
    )
    lines = waiting.select_related("organisation", "person", "proposed_by").order_by("pk")[: archive.MOST]
    return render(request, "monitoring/archive/index.html", {"units": units, "lines": lines})


def scope_of(request, organisation, person=None) -> tuple[archive.Scope, YearForm]:
    """The archive of the asked year; this year where none or a wrong one is asked."""
    form = YearForm(request.GET, timezone.localdate())
    chosen = form.cleaned_data["year"] if form.is_valid() else None
    form.initial = {"year": chosen or timezone.localdate().year}
    return archive.Scope(organisation, archive.year(form.initial["year"]), person), form


@require_http_methods(["GET", "POST"])
def unit_archive(request, code):
    """The archive of a unit, and the people in it."""
    organisation = get_object_or_404(Organisation, code=code)
    if not can_read_archive_of_unit(request.actor, organisation):
        raise Http404
    return answer(request, organisation, None)


@require_http_methods(["GET", "POST"])
def person_archive(request, code, pk):
    """The archive of one person in one unit."""
    organisation = get_object_or_404(Organisation, code=code)
    person = get_object_or_404(User.objects.filter(posts__organisation=organisation).distinct(), pk=pk)
    if not can_read_archive_of_person(request.actor, person, organisation):
        raise Http404
    return answer(request, organisation, person)


@require_safe
def my_archive(request):
    """The way to one's own archive."""
    if not request.actor.is_staff_member:
        raise PermissionDenied
    return redirect("monitoring:person_archive", request.actor.organisation.code, request.actor.user.pk)


def answer(request, organisation, person):
    """The page; with ?xlsx a workbook, with ?print the A4 sheet; a POST proposes a line."""
    scope, years = scope_of(request, organisation, person)
    kinds = archive.read(scope, timezone.now())
    if "xlsx" in request.GET:
        return workbook(scope, kinds)
    about = {"scope": scope, "years": years, "kinds": named(kinds), "title": title_of(scope)}
    if "print" in request.GET:
        return render(request, "monitoring/archive/paper.html", about | {"today": timezone.localdate()})
    return show(request, scope, kinds, about)


def named(kinds) -> list[dict]:
    """Every kind with its words and its lines, in the order of the paper."""
    return [{"kind": kind, "label": LineKind(kind).label, "lines": lines} for kind, lines in kinds.items()]


def title_of(scope) -> str:
    return scope.person.name if scope.person else scope.organisation.name


def show(request, scope, kinds, about: dict):
    actor = request.actor
    form, status = None, 200
    if can_propose_line(actor, scope.person, scope.organisation):
        must = asks_for_correction(actor, scope.person, scope.organisation)
        lines = [line for lines in kinds.values() for line in lines]
        form = LineForm(request.POST if request.method == "POST" else None, lines=lines, must_correct=must)
        if form.is_valid() and proposed(request, scope, form):
            messages.success(request, _("The line is proposed; a second person signs it."))
            return redirect(request.get_full_path())
        status = 422 if request.method == "POST" else 200
    elif request.method == "POST":
        raise PermissionDenied
    about |= {
        "form": form,
        "people": archive.people_of(scope.organisation) if scope.person is None else [],
        "waiting": [(line, can_sign_line(actor, line)) for line in archive.waiting(scope)],
        "watches": can_draft(actor) or can_instruct(actor),
        "is_own": scope.person == actor.user,
    }
    return render(request, "monitoring/archive/archive.html", about, status=status)


def proposed(request, scope, form):
    return attempt(request, form, propose_line, scope.organisation, person=scope.person, **form.cleaned_data)


def workbook(scope, kinds):
    """The archive as a workbook; a correction is a row of its own under its line."""
    header = [_("Kind of line"), _("When it was"), _("What is noted"), _("Document or source")]
    return xlsx_response(
        _("Efficiency archive") + f"-{title_of(scope)}-{scope.period.first.year}", header, rows(kinds)
    )


def rows(kinds):
    for kind, lines in kinds.items():
        for line in lines:
            yield [LineKind(kind).label, line.on, line.text, line.source]
            for made in line.corrections:
                yield [_("Correction"), made.happened_on, made.text, made.source]


@require_POST
def sign(request, pk, verdict):
    """The second signature under a line, or the refusal with its reason."""
    line = get_object_or_404(ArchiveLine.objects.select_related("organisation", "person"), pk=pk)
    if not can_read_archive_of_person(request.actor, line.person or User(), line.organisation):
        raise Http404
    try:
        act(request, line, verdict)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The line is signed.") if verdict == "sign" else _("The line is not accepted."))
    return redirect(place_of(line))


def act(request, line, verdict):
    about = {"by": request.actor, "now": timezone.now(), "key": request.POST.get("key")}
    if verdict == "sign":
        return sign_line(line, **about)
    form = WhyForm(line, request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return refuse_line(line, reason=reason, **about)


def place_of(line) -> str:
    """The archive that the line belongs to."""
    if line.person_id:
        return reverse("monitoring:person_archive", args=[line.organisation.code, line.person_id])
    return reverse("monitoring:unit_archive", args=[line.organisation.code])
