"""Integrity and conduct archives of people: found by unit or name, read by few, every look on record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation, Post, User
from integrity import archive as reading
from integrity.actions import noting
from integrity.forms import desk as forms
from integrity.models import ArchiveNote, NoteKind
from integrity.permissions import (
    can_propose_note,
    can_read_archive,
    can_sign_note,
    disciplines,
    is_discipline,
    speaks_for,
)
from integrity.views.common import only, only_staff, today
from records.actions import look
from records.desk import done, posted, sent
from records.models import Look
from records.refusal import Refused

FOUND = 50  # people in a list
LOOKS = 20


def may_search(actor) -> bool:
    """The discipline office, and the supervision contact of a unit for its own people."""
    contact = actor.is_staff_member and actor.post.is_contact and speaks_for(actor, actor.organisation.pk)
    return is_discipline(actor) or contact


@require_safe
@only(may_search)
def archives(request):
    """The people whose archive this actor may read, and the lines that wait for a signature."""
    actor, form = request.actor, forms.PeopleForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    posts = Post.objects.active().filter(organisation__path__startswith=actor.watched_path)
    if not is_discipline(actor):
        posts = posts.filter(organisation=actor.organisation)
    if asked.get("unit"):
        posts = posts.filter(organisation=asked["unit"])
    if asked.get("q"):
        posts = posts.filter(user__name__icontains=asked["q"])
    is_asked = bool(asked.get("unit") or asked.get("q")) or not is_discipline(actor)
    rows = posts.select_related("user", "organisation").order_by("organisation__sort", "organisation", "pk")
    waiting = ArchiveNote.objects.filter(
        state=ArchiveNote.State.PROPOSED, organisation__path__startswith=actor.watched_path
    ).select_related("person", "organisation")
    page = {
        "form": form,
        "is_asked": is_asked,
        "posts": rows[:FOUND] if is_asked else [],
        "waiting": waiting.order_by("pk")[:FOUND] if is_discipline(actor) else [],
    }
    return render(request, "integrity/archives.html", page)


@require_safe
@only_staff
def mine(request):
    return redirect("integrity:archive", request.actor.organisation.code, request.actor.user.pk)


@require_http_methods(["GET", "POST"])
@only_staff
def archive(request, code, pk):
    """Both archives of one person in one year; ?print on A4, ?xlsx as a workbook; a POST proposes a line."""
    organisation = get_object_or_404(Organisation, code=code)
    person = get_object_or_404(User.objects.filter(posts__organisation=organisation).distinct(), pk=pk)
    if not can_read_archive(request.actor, person, organisation):
        raise Http404
    if request.actor.user != person:
        look(person, request.actor, timezone.now())
    years = forms.YearForm(request.GET)
    years.is_valid()
    scope = reading.Scope(person, organisation, years.cleaned_data.get("year") or today().year)
    lines = reading.read(scope)
    if "xlsx" in request.GET:
        return workbook(scope, lines)
    about = {
        "scope": scope,
        "years": forms.YearForm(initial={"year": scope.year}),
        "archives": reading.by_archive(lines),
        "title": person.name,
    }
    if "print" in request.GET:
        return render(request, "integrity/archive_paper.html", about | {"today": today()})
    return show(request, scope, lines, about)


def show(request, scope, lines, about: dict):
    """The page with the lines that wait, who looked, and the form for a line."""
    actor = request.actor
    form, status = None, 200
    if can_propose_note(actor, scope.person, scope.organisation):
        must = not disciplines(actor, scope.organisation) or actor.user == scope.person
        form = forms.NoteForm(lines, must, *posted(request))
        if form.is_bound and form.is_valid() and proposed(request, scope, form):
            messages.success(request, _("The line is proposed; a second person signs it."))
            return redirect(request.get_full_path())
        status = 422 if form.is_bound else 200
    elif request.method == "POST":
        raise PermissionDenied
    about |= {
        "form": form,
        "waiting": [(note, can_sign_note(actor, note)) for note in reading.waiting(scope)],
        "looks": looks(scope.person),
        "watches": is_discipline(actor),
        "nav_at": reverse("integrity:my_archive") if actor.user == scope.person else reverse("integrity:archives"),
    }
    return render(request, "integrity/archive.html", about, status=status)


def proposed(request, scope, form):
    def action(person, *, by, now, key, noted):
        about = {"by": by, "now": now, "key": key, "noted": noted}
        return noting.propose(person, organisation=scope.organisation, **about)

    return done(request, form, action, scope.person)


def looks(person: User):
    """Who looked into the archive last; the person concerned sees it too."""
    rows = Look.objects.filter(subject_type__app_label="accounts", subject_type__model="user", subject_id=person.pk)
    return rows.select_related("user", "post__organisation").order_by("-pk")[:LOOKS]


def workbook(scope, lines):
    """One row a line; a correction is a row of its own under its line."""
    header = [_("Kind of line"), _("When it was"), _("What is noted"), _("Document or source")]
    name = f"{_('Integrity and conduct archive')}-{scope.person.name}-{scope.year}"
    return xlsx_response(name, header, rows(lines))


def rows(lines):
    for line in lines:
        yield [NoteKind(line.kind).label, line.on, line.text, line.source]
        for made in line.corrections:
            yield [_("Correction"), made.happened_on, made.words, made.source]


@require_POST
@only_staff
def note_deed(request, pk, deed):
    """The second signature under a line, or the refusal with its reason."""
    note = get_object_or_404(ArchiveNote.objects.select_related("organisation__parent", "person"), pk=pk)
    if not can_read_archive(request.actor, note.person, note.organisation):
        raise Http404
    form = forms.WhyForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request)}
    try:
        noting.decide(note, signed=deed == "sign", reason=reason, **about)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The line is signed.") if deed == "sign" else _("The line is not accepted."))
    return redirect("integrity:archive", note.organisation.code, note.person_id)
