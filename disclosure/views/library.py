"""The library and the lessons of integrity, as everybody reads them; the page of a unit; two statements."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from approvals.models import Item
from disclosure.citations import citing
from disclosure.forms.public import LessonsForm, LibraryForm, QuizForm
from disclosure.models import Announcement, Lesson, LibraryDocument, Publication
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
    rows = Lesson.objects.all()
    level = form.cleaned_data.get("level")
    groups: dict[str, list] = {}
    for row in rows.filter(level=level) if level else rows:
        groups.setdefault(row.get_level_display(), []).append(row)
    return render(request, "disclosure/lessons.html", {"form": form, "groups": list(groups.items())})


@login_not_required
@require_safe
def lesson(request, code):
    """One lesson; the answers to its quiz come in the address, the result is shown, nothing is kept."""
    row = get_object_or_404(Lesson, code=code)
    given = request.GET if any(name in request.GET for name in QuizForm(row).fields) else None
    form, results = QuizForm(row, given), []
    if form.is_bound and form.is_valid():
        chosen = [form.cleaned_data[f"a{number}"] for number in range(len(row.quiz))]
        results = [
            (one, one["options"][one["right"]], mine == one["right"])
            for one, mine in zip(row.quiz, chosen, strict=True)
        ]
    page = {"row": row, "form": form, "results": results, "right": sum(right for *_rest, right in results)}
    return render(request, "disclosure/lesson.html", page)


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
