"""The first page of the morning, and the lists: announcements, publications, duties, checks, requests, the library."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from deadlines.models import Deadline
from disclosure import figures, queues
from disclosure.clocks import ANSWER
from disclosure.forms import desk as forms
from disclosure.models import (
    Announcement,
    InfoRequest,
    LibraryDocument,
    OpennessCheck,
    Publication,
    PublicationDuty,
)
from disclosure.periods import Cycle, period_in_words
from disclosure.permissions import UNIT_ROLES, is_office, sees_county
from disclosure.views import openness
from disclosure.views.common import only_staff, today
from records.desk import Table, exported, listing, local
from records.queues import heaps

COMING = 10  # pieces on the desk


@require_safe
@only_staff
def desk(request):
    """What waits, what comes next, how the units keep their duties."""
    actor, day = request.actor, today()
    coming = Publication.objects.visible_to(actor).owed().select_related("duty__entry", "duty__organisation")
    kept = figures.of_units(Publication.objects.visible_to(actor), day)
    own = [row for row in kept if actor.organisation is not None and row.code == actor.organisation.code]
    worst = sorted(kept, key=lambda row: (-row.missing, -row.late, row.name))[:COMING]
    page = {
        "heaps": heaps(queues.TILES, actor, day),
        "coming": [(row, row.lamp(day)) for row in coming.order_by("due_on", "pk")[:COMING]],
        "kept": worst if sees_county(actor) else own,
        "may_write": actor.holds(*UNIT_ROLES),
        "is_office": is_office(actor),
    }
    return render(request, "disclosure/desk/desk.html", page)


def plus(request, name: str, words, allowed: bool) -> list:
    return [(reverse(f"disclosure:{name}"), words)] if allowed else []


ANNOUNCEMENTS = Table(
    title=_("Announcements"),
    columns=[
        (_("Headline"), lambda row: row.title),
        (_("Kind"), lambda row: row.get_kind_display()),
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("time of writing"), lambda row: local(row.drafted_at)),
        (_("published at"), lambda row: local(row.published_at)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=_("Nothing was announced yet."),
)


@require_safe
@only_staff
def announcements(request):
    rows = Announcement.objects.visible_to(request.actor).select_related("organisation").order_by("-drafted_at", "-pk")
    add = plus(request, "new_announcement", _("Write an announcement"), request.actor.holds(*UNIT_ROLES))
    return listing(request, ANNOUNCEMENTS, rows, forms.AnnouncementsFilter(request.GET), add=add)


PUBLICATIONS = Table(
    title=_("Publications by duty"),
    columns=[
        (_("Line of the catalogue"), lambda row: row.duty.entry.name),
        (_("period"), lambda row: row.period_words),
        (_("Unit"), lambda row: row.duty.organisation.short_name),
        (_("to be published by"), lambda row: row.due_on.isoformat()),
        (_("published on"), lambda row: row.published_on.isoformat() if row.published_on else ""),
        (_("Headline"), lambda row: row.title),
    ],
    lamp=lambda row: row.lamp(today()),
    link=lambda row: row.address,
    nothing=_("Nothing is owed yet: the openness office enters the duties of the units."),
)


@require_safe
@only_staff
def publications(request):
    """What is owed and what was published; ?which= narrows to what waits."""
    form = forms.PublicationsFilter(request.GET)
    form.is_valid()
    rows = Publication.objects.visible_to(request.actor).select_related("duty__entry", "duty__organisation")
    which = {"owed": rows.owed, "late": lambda: rows.late(today())}.get(form.cleaned_data.get("which"), lambda: rows)()
    return listing(request, PUBLICATIONS, which.order_by("due_on", "pk"), form)


DUTIES = Table(
    title=_("Publication duties"),
    columns=[
        (_("Line of the catalogue"), lambda row: row.entry.name),
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("cycle of publication"), lambda row: row.entry.get_cycle_display()),
        (_("basis"), lambda row: row.entry.basis),
        (_("last published"), lambda row: row.last_on.isoformat() if row.last_on else ""),
    ],
    lamp=lambda row: ("ok", _("owed")) if row.ended_on is None else ("done", _("not owed any more")),
    link=lambda row: row.address,
    nothing=_("No duty is entered yet."),
)


@require_safe
@only_staff
def duties(request):
    rows = PublicationDuty.objects.visible_to(request.actor).select_related("entry", "organisation")
    add = plus(request, "new_duty", _("Enter a duty"), is_office(request.actor))
    add += plus(request, "import_duties", _("Read in duties"), is_office(request.actor))
    ways = [
        (reverse("disclosure:compliance"), _("By unit")),
        (reverse("disclosure:lines"), _("Publication catalogue")),
    ]
    return listing(request, DUTIES, rows, forms.DutiesFilter(request.GET), add=add, ways=ways)


@require_safe
@only_staff
def compliance(request):
    """How each unit keeps its duties; ?export gives it as a file."""
    form = forms.ListFilter(request.GET)
    form.is_valid()
    kept = figures.of_units(Publication.objects.visible_to(request.actor), today())
    heads = [
        _("Unit"),
        _("duties of publication"),
        _("due"),
        _("on its day"),
        _("late pieces"),
        _("missing pieces"),
        _("on time (%)"),
        _("next due"),
    ]
    if form.cleaned_data.get("export"):
        return exported(_("Publication duties by unit"), form.cleaned_data["export"], heads, map(openness.cells, kept))
    return render(request, "disclosure/desk/compliance.html", {"kept": kept, "heads": heads})


CHECKS = Table(
    title=_("Openness checks"),
    columns=[
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("quarter"), lambda row: period_in_words(Cycle.QUARTER, row.quarter)),
        (_("points reached"), lambda row: row.total),
        (_("to be put right by"), lambda row: row.rectify_by.isoformat() if row.rectify_by else ""),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=_("No unit was checked yet."),
    numeric=(_("points reached"),),
)


@require_safe
@only_staff
def checks(request):
    rows = OpennessCheck.objects.visible_to(request.actor).select_related("organisation")
    add = plus(request, "new_check", _("Write a check"), is_office(request.actor))
    ways = [(reverse("disclosure:sheets"), _("Sheets of the checks"))]
    return listing(request, CHECKS, rows, forms.ChecksFilter(request.GET), add=add, ways=ways)


REQUESTS = Table(
    title=_("Information requests"),
    columns=[
        (_("request number"), lambda row: row[0].number),
        (_("information that is wanted"), lambda row: row[0].content[:40]),
        (_("Unit"), lambda row: row[0].organisation.short_name),
        (_("received at"), lambda row: local(row[0].received_at)),
        (_("Answer owed by"), lambda row: row[1].due_on.isoformat() if row[1] else ""),
    ],
    lamp=lambda row: (row[0].tone, row[0].get_state_display()),
    link=lambda row: row[0].address,
    nothing=_("Nobody has asked for information yet."),
)


@require_safe
@only_staff
def requests(request):
    form = forms.RequestsFilter(request.GET)
    form.is_valid()
    rows = InfoRequest.objects.visible_to(request.actor).select_related("organisation")
    rows = rows.open() if form.cleaned_data.get("which") else rows
    return listing(request, REQUESTS, rows, form, computed=with_clocks)


def with_clocks(part) -> list[tuple]:
    """Each request with its last clock; one query for the page."""
    rows = list(part)
    kind = ContentType.objects.get_for_model(InfoRequest)
    clocks = Deadline.objects.filter(subject_type=kind, subject_id__in=[row.pk for row in rows], name=ANSWER)
    last = {clock.subject_id: clock for clock in clocks.order_by("round")}
    return [(row, last.get(row.pk)) for row in rows]


DOCUMENTS = Table(
    title=_("Library"),
    columns=[
        (_("headline"), lambda row: row.title),
        (_("document number"), lambda row: row.number),
        (_("issuing body"), lambda row: row.issuer),
        (_("Kind"), lambda row: row.get_kind_display()),
        (_("in force since"), lambda row: row.in_force_on.isoformat() if row.in_force_on else ""),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=_("The library is empty."),
)


@require_safe
@only_staff
def documents(request):
    rows = LibraryDocument.objects.visible_to(request.actor)
    add = plus(request, "new_document", _("Enter a document"), is_office(request.actor))
    return listing(request, DOCUMENTS, rows, forms.DocumentsFilter(request.GET), add=add)
