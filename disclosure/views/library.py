"""The library and the lessons of integrity, as everybody reads them; the page of a unit; two statements."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from approvals.models import Item
from disclosure.citations import citing
from disclosure.forms.public import LessonsForm, LibraryForm, QuizForm, VersionForm
from disclosure.models import Announcement, Lesson, LibraryDocument, Publication
from disclosure.permissions import is_office
from disclosure.views.common import files_of
from powers.models import Power
from records.paging import PAGE_SIZE, sliced

OF_UNIT = 8  # lines of each kind on the page of a unit


@login_not_required
@require_safe
def library(request):
    """Documents by kind and title; to be narrowed."""
    form = LibraryForm(request.GET)
    form.is_valid()
    words, rows = form.cleaned_data.get("q"), LibraryDocument.objects.public()
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(issuer__icontains=words))
    asked = {name: form.cleaned_data[name] for name in ("kind", "state") if form.cleaned_data.get(name)}
    page = sliced(rows.filter(**asked), request.GET, PAGE_SIZE)
    return render(
        request, "disclosure/library.html", {"form": form, "page": page, "is_narrowed": bool(words or asked)}
    )


@login_not_required
@require_safe
def document(request, code):
    """One document, what it replaced, and what cites it."""
    row = get_object_or_404(LibraryDocument.objects.public().select_related("replaced_by"), code=code)
    page = {"row": row, "citing": citing(row), "files": files_of(row), "replaces": list(row.replaces.all())}
    return render(request, "disclosure/document.html", page)


@login_not_required
@require_safe
def lessons(request):
    """The lessons by level."""
    form = LessonsForm(request.GET)
    form.is_valid()
    rows = Lesson.objects.public()
    level = form.cleaned_data.get("level")
    groups: dict[str, list] = {}
    for row in rows.filter(level=level) if level else rows:
        groups.setdefault(row.get_level_display(), []).append(row)
    page = {"form": form, "groups": list(groups.items()), "keeps": is_office(request.actor)}
    return render(request, "disclosure/lessons.html", page)


@login_not_required
@require_safe
def lesson(request, code):
    """One lesson; the answers to its quiz come in the address, the result is shown, nothing is kept.

    The address names the version that was answered: its questions judge the answers, also when a later one is open.
    """
    rows = Lesson.objects.filter(code=code)
    latest = rows.public().first()
    row = answered(rows, latest, request)
    if latest is None or (row is not None and row.state == Lesson.State.WITHDRAWN):
        row = row or get_object_or_404(rows.filter(state=Lesson.State.WITHDRAWN).order_by("-version")[:1])
        return render(request, "disclosure/lesson_withdrawn.html", {"row": row, "latest": latest}, status=410)
    return lesson_page(request, row or latest, request.GET if row else None, latest=latest)


def answered(rows, latest, request) -> Lesson | None:
    """The version that the address answers; None where it answers none that was ever open to everybody."""
    form = VersionForm(request.GET)
    form.is_valid()
    version = form.cleaned_data.get("v") if "v" in request.GET else latest and latest.version
    row = rows.shown_once().filter(version=version).first()
    return row if row is not None and has_answers(row, request) else None


def has_answers(row: Lesson, request) -> bool:
    return any(name in request.GET for name in QuizForm(row).questions)


def lesson_page(request, row: Lesson, given, **about):
    """A lesson with its quiz, or with the result where there are answers (`given`, else None)."""
    form, results = QuizForm(row, given), []
    if form.is_bound and form.is_valid():
        chosen = [form.cleaned_data[f"a{number}"] for number in range(len(row.quiz))]
        results = [
            (one, one["options"][one["right"]], mine == one["right"])
            for one, mine in zip(row.quiz, chosen, strict=True)
        ]
    page = {"row": row, "form": form, "results": results, "right": sum(right for *_rest, right in results)}
    return render(request, "disclosure/lesson.html", page | about)


@login_not_required
@require_safe
def unit(request, code):
    """Everything open about one unit: where it is, its items and powers, what it announced and published."""
    row = get_object_or_404(Organisation.objects.select_related("parent"), code=code)
    published = Publication.objects.public().filter(duty__organisation=row).select_related("duty__entry")
    items = Item.objects.applicable().filter(organisation=row).order_by("-popularity", "code")
    powers = Power.objects.in_force().filter(list__organisation__in=row.units).order_by("number")
    page = {
        "row": row,
        "items": items[:OF_UNIT],
        "item_count": items.count(),
        "powers": powers[:OF_UNIT],
        "power_count": powers.count(),
        "news": Announcement.objects.public().filter(organisation=row)[:OF_UNIT],
        "published": published.order_by("-published_at", "-pk")[:OF_UNIT],
        "windows": row.windows.all(),
        "heir": row.ended_on and Organisation.objects.existing().filter(stands_for__contains=[row.pk]).first(),
    }
    return render(request, "disclosure/unit.html", page)


@login_not_required
@require_safe
def accessibility(request):
    """What is done so that everybody can use the portal, and whom to tell where it fails."""
    return render(request, "disclosure/accessibility.html")


@login_not_required
@require_safe
def method(request):
    """How satisfaction is measured, counted and kept honest; beside scoring's page of ratings."""
    return render(request, "disclosure/method.html")
