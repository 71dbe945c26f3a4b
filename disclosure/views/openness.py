"""The publication catalogue as everybody reads it: what is owed, by whom, whether it is kept; each piece; the year."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from disclosure import figures
from disclosure.citations import cited
from disclosure.forms.public import YearForm
from disclosure.models import CatalogueEntry, InfoRequest, OpennessCheck, Publication, PublicationDuty
from disclosure.periods import Cycle, period_in_words
from disclosure.permissions import is_office
from disclosure.views.common import files_of, today
from records.desk import exported
from records.paging import PAGE_SIZE, sliced

CHECKS = 8  # quarters of a unit


@login_not_required
@require_safe
def catalogue(request):
    """All lines of the catalogue, and the units with how they keep their duties. ?export gives the units as a file."""
    form = YearForm(request.GET)
    form.is_valid()
    units = figures.of_units(Publication.objects.all(), today())
    if form.cleaned_data.get("export"):
        return exported(_("Publication duties by unit"), form.cleaned_data["export"], heads(), map(cells, units))
    groups: dict[str, list] = {}
    for entry, kept in figures.of_entries(today()):
        groups.setdefault(entry.category, []).append((entry, kept))
    page = {"groups": list(groups.items()), "units": units, "keeps": is_office(request.actor)}
    return render(request, "disclosure/catalogue.html", page)


def heads() -> list[str]:
    return [
        _("Unit"),
        _("duties of publication"),
        _("due"),
        _("on its day"),
        _("late pieces"),
        _("missing pieces"),
        _("on time (%)"),
        _("next due"),
    ]


def cells(row) -> list:
    return [row.name, row.duties, row.due, row.on_time, row.late, row.missing, row.rate, row.next_due]


@login_not_required
@require_safe
def entry(request, code):
    """One line of the catalogue: what was published under it, newest first."""
    row = get_object_or_404(CatalogueEntry.objects.public(), code=code)
    rows = Publication.objects.public().filter(duty__entry=row).select_related("duty__organisation", "duty__entry")
    page = sliced(rows.order_by("-published_on", "-pk"), request.GET, PAGE_SIZE)
    about = {"entry": row, "page": page, "documents": cited(row.basis), "keeps": is_office(request.actor)}
    return render(request, "disclosure/entry.html", about)


@login_not_required
@require_safe
def publication(request, pk):
    """One piece. What was taken back does not exist until it is published anew."""
    rows = Publication.objects.public().select_related("duty__entry", "duty__organisation")
    row = get_object_or_404(rows, pk=pk)
    return render(request, "disclosure/publication.html", {"row": row, "files": files_of(row)})


@login_not_required
@require_safe
def unit(request, code):
    """How one unit keeps its duties: each with its last piece and its next day; the quarterly checks."""
    organisation = get_object_or_404(Organisation, code=code)
    duties = PublicationDuty.objects.active().filter(organisation=organisation).select_related("entry")
    latest: dict[int, Publication] = {}
    owed: dict[int, Publication] = {}
    rows = Publication.objects.filter(duty__in=duties).order_by("period", "pk").select_related("duty__entry")
    for row in rows:
        (latest if row.state == Publication.State.PUBLISHED else owed)[row.duty_id] = row
    day = today()
    lines = [
        (duty, latest.get(duty.pk), owed.get(duty.pk), lamp(owed.get(duty.pk), latest.get(duty.pk), day))
        for duty in duties
    ]
    checks = OpennessCheck.objects.confirmed().filter(organisation=organisation)[:CHECKS]
    shown = [(check, period_in_words(Cycle.QUARTER, check.quarter)) for check in checks]
    [kept] = figures.of_units(rows, day)[:1] or [None]
    page = {"organisation": organisation, "lines": lines, "checks": shown, "kept": kept}
    return render(request, "disclosure/unit_duties.html", page)


def lamp(owed, latest, day) -> tuple[str, str]:
    """What is owed first, else what was published last; nothing was owed yet: quiet."""
    row = owed or latest
    return row.lamp(day) if row else ("info", str(_("nothing due yet")))


@login_not_required
@require_safe
def report(request):
    """The yearly report of openness in figures (条例 第五十条), as a page and as a file."""
    form = YearForm(request.GET)
    form.is_valid()
    year = form.cleaned_data.get("year") or today().year
    found = figures.of_year(year)
    if form.cleaned_data.get("export"):
        name = _("Requests for information %(year)s") % {"year": year}
        return exported(name, form.cleaned_data["export"], report_heads(), report_rows(found))
    page = {"found": found, "form": form, "years": years()}
    return render(request, "disclosure/report.html", page)


def years() -> list[int]:
    """From the first request or publication to this year, newest first."""
    firsts = [
        InfoRequest.objects.order_by("received_at").values_list("received_at__year", flat=True).first(),
        Publication.objects.public().order_by("published_on").values_list("published_on__year", flat=True).first(),
    ]
    first = min(filter(None, firsts), default=today().year)
    return list(range(today().year, first - 1, -1))


def report_heads() -> list[str]:
    return [_("Line of the report"), _("persons"), _("firms and organisations"), _("in all")]


def report_rows(found):
    yield [_("received in the year"), *found.received]
    yield [_("carried over from the year before"), "", "", found.carried_in]
    for words, *numbers in [*found.outcomes, *found.ended]:
        yield [str(words), *numbers]
    yield [_("carried over to the next year"), "", "", found.carried_out]
