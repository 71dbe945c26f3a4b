"""Announcements as everybody reads them, their feeds, and the files of what is open."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from disclosure.forms.public import AnnouncementsForm
from disclosure.models import Announcement, LibraryDocument, Publication
from disclosure.views.common import files_of, today
from records.models import Attachment
from records.paging import PAGE_SIZE, sliced
from records.views import deliver

IN_FEED = 30
OPEN = (Announcement, Publication, LibraryDocument)


@login_not_required
@require_safe
def announcements(request):
    """The newest first; to be narrowed by kind and headline."""
    form = AnnouncementsForm(request.GET)
    form.is_valid()
    asked = {"kind": form.cleaned_data.get("kind"), "title__icontains": form.cleaned_data.get("q")}
    rows = Announcement.objects.public().select_related("organisation")
    rows = rows.filter(**{lookup: value for lookup, value in asked.items() if value})
    page = {"form": form, "page": sliced(rows, request.GET, PAGE_SIZE), "is_narrowed": any(asked.values())}
    return render(request, "disclosure/announcements.html", page | {"feeds": FEEDS.items()})


@login_not_required
@require_safe
def announcement(request, pk):
    """One of them; what was withdrawn says so and why, and shows nothing else."""
    rows = Announcement.objects.exclude(state=Announcement.State.DRAFT).select_related("organisation")
    row = get_object_or_404(rows, pk=pk)
    is_open = row.state == Announcement.State.PUBLISHED
    page = {"row": row, "is_open": is_open, "files": files_of(row) if is_open else [], "today": today()}
    return render(request, "disclosure/announcement.html", page, status=200 if is_open else 410)


@login_not_required
@require_safe
def file(request, token):
    """A file of something that is open to everybody; any other does not exist here."""
    found = get_object_or_404(Attachment.objects.select_related("subject_type"), token=token)
    model = found.subject_type.model_class() if found.subject_id else None
    if model not in OPEN or not model.objects.public().filter(pk=found.subject_id).exists():
        raise Http404
    return deliver(found)


FEEDS = {"all": gettext_lazy("All announcements")} | dict(Announcement.Kind.choices)
FEEDS |= {"duties": gettext_lazy("Published by duty")}


@login_not_required
@require_safe
def feed(request, kind):
    """The newest as Atom: announcements of a kind or all of them, or what was published by duty."""
    if kind not in FEEDS:
        raise Http404
    entries = of_duties() if kind == "duties" else of_announcements(kind)
    title = str(FEEDS[kind])
    made = Atom1Feed(title=title, link=request.build_absolute_uri("/"), description=title, language="zh-cn")
    for words, address, text, moment, unit in entries:
        link = request.build_absolute_uri(address)
        made.add_item(words, link, text, author_name=unit, pubdate=moment, updateddate=moment, unique_id=link)
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def of_announcements(kind: str):
    rows = Announcement.objects.public().select_related("organisation")
    rows = rows if kind == "all" else rows.filter(kind=kind)
    for row in rows[:IN_FEED]:
        address = reverse("disclosure:announcement", args=[row.pk])
        yield row.title, address, row.body, row.published_at, row.organisation.name


def of_duties():
    rows = Publication.objects.public().select_related("duty__organisation").order_by("-published_at", "-pk")
    for row in rows[:IN_FEED]:
        address = reverse("disclosure:publication", args=[row.pk])
        yield row.title, address, row.body, row.published_at, row.organisation.name
