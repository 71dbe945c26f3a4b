"""项目信息和信用信息公开 (seed S0-16): seven kinds of information, with a page of credit for each firm and person."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from procurement.figures import awards
from procurement.forms.public import CreditForm
from procurement.models import (
    Misconduct,
    Notice,
    OpenKind,
    OpenRecord,
    Party,
    Practitioner,
    Tender,
)
from procurement.restrictions import restriction
from procurement.views.public import Row, with_labels
from records.desk import MOST, exported
from records.paging import PAGE_SIZE, sliced

LATEST = 8  # lines of each kind on the first page of a search


def record_line(row: OpenRecord) -> Row:
    address = reverse("procurement:open_record", args=[row.pk])
    return Row(row.title, address, row.number, [row.organisation.short_name, row.happened_on])


def records_of(kind: str):
    def rows(words: str):
        found = OpenRecord.objects.public().filter(kind=kind).select_related("organisation")
        return found.filter(Q(title__icontains=words) | Q(number__icontains=words)) if words else found

    return rows


def approvals(words: str):
    """Project approvals: what offices published, and those of the tenders in trading."""
    return records_of(OpenKind.APPROVAL)(words)


def buildings(words: str):
    """Management of construction: results and contracts of construction tenders."""
    kinds = [Notice.Kind.CANDIDATES, Notice.Kind.RESULT, Notice.Kind.CONTRACT]
    rows = Notice.objects.public(timezone.now()).filter(tender__trade="construction", kind__in=kinds)
    rows = rows.select_related("tender__tenderer_organisation", "tender__tenderer_party")
    return (rows.filter(title__icontains=words) if words else rows).order_by("-published_at", "-pk")


def building_line(row: Notice) -> Row:
    address = reverse("procurement:public_tender", args=[row.tender.number])
    day = timezone.localdate(row.published_at)
    return Row(row.title, address, row.tender.number, [row.tender.tenderer_name, day])


def firms(words: str):
    rows = Party.objects.order_by("name")
    return rows.filter(Q(name__icontains=words) | Q(code__istartswith=words)) if words else rows


def firm_line(row: Party) -> Row:
    address = reverse("procurement:credit_firm", args=[row.code])
    return Row(row.name, address, row.code, [row.legal_representative, row.founded_on])


def people(words: str):
    rows = Practitioner.objects.select_related("party").order_by("name", "pk")
    return rows.filter(Q(name=words) | Q(number=words) | Q(party__name__icontains=words)) if words else rows


def person_line(row: Practitioner) -> Row:
    address = reverse("procurement:credit_person", args=[row.pk])
    return Row(row.name, address, row.number, [f"{row.profession}，{row.party.name}", row.valid_until or "—"])


def credits(words: str):
    """Decisions on bad behaviour within their time of publication."""
    rows = Misconduct.objects.public(timezone.localdate()).exclude(party=None).select_related("party")
    return (rows.filter(party__name__icontains=words) if words else rows).order_by("-decided_at", "-pk")


def credit_line(row: Misconduct) -> Row:
    address = reverse("procurement:credit_firm", args=[row.party.code])
    return Row(row.party.name, address, f"{row.number}　{row.act}", [row.get_grade_display(), row.until_on])


SHOWN = {  # kind → rows by words, line, header of the two cells
    OpenKind.APPROVAL: (approvals, record_line, (gettext_lazy("Office"), gettext_lazy("Date"))),
    OpenKind.BUILDING: (buildings, building_line, (gettext_lazy("Tenderer"), gettext_lazy("Date"))),
    OpenKind.FIRM: (firms, firm_line, (gettext_lazy("Legal representative"), gettext_lazy("Founded on"))),
    OpenKind.PEOPLE: (people, person_line, (gettext_lazy("Profession and firm"), gettext_lazy("Valid until"))),
    OpenKind.LAND: (records_of(OpenKind.LAND), record_line, (gettext_lazy("Office"), gettext_lazy("Date"))),
    OpenKind.MINING: (records_of(OpenKind.MINING), record_line, (gettext_lazy("Office"), gettext_lazy("Date"))),
    OpenKind.CREDIT: (credits, credit_line, (gettext_lazy("Grade"), gettext_lazy("Restricted until"))),
}


@login_not_required
@require_safe
def home(request):
    """The seven kinds with how much there is of each; a search looks into all of them."""
    form = CreditForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("q", "")
    parts = []
    for kind, (rows, line, headers) in SHOWN.items():
        found = rows(words)
        lines = [line(row) for row in found[:LATEST]] if words else []
        parts.append({"kind": kind, "count": found.count(), "lines": lines, "headers": headers})
    return render(request, "procurement/public/credit.html", {"form": form, "parts": parts, "words": words})


@login_not_required
@require_safe
def kind(request, kind):
    """Everything of one kind."""
    form = CreditForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows, line, headers = SHOWN[OpenKind(kind)]
    found, title = rows(asked.get("q", "")), OpenKind(kind).label
    if asked.get("export"):
        told = (line(row) for row in found[:MOST])
        lines = ([row.title, row.about, *row.cells] for row in told)
        return exported(title, asked["export"], [_("Title"), _("number"), *headers], lines)
    part = sliced(found, request.GET, PAGE_SIZE)
    lines = with_labels([line(row) for row in part.rows], headers)
    page = {"form": form, "title": title, "page": part, "lines": lines, "headers": [_("Title"), *headers]}
    return render(request, "procurement/public/credit_kind.html", page | {"kind": kind})


@login_not_required
@require_safe
def open_record(request, pk):
    found = get_object_or_404(OpenRecord.objects.public().select_related("organisation", "party"), pk=pk)
    return render(request, "procurement/public/open_record.html", {"row": found})


@login_not_required
@require_safe
def firm(request, code):
    """The credit page of a firm: who it is, what it may do, what it won, what is recorded against it."""
    found, today = get_object_or_404(Party, code=code), timezone.localdate()
    shown = Q(shown_until=None) | Q(shown_until__gte=today)
    won = awards(None, None).filter(winner=found).select_related("tender").order_by("-determined_on", "-pk")
    counts = found.bids.aggregate(bids=Count("pk"))
    page = {
        "firm": found,
        "restriction": restriction(found, today),
        "qualifications": found.qualifications.all(),
        "practitioners": found.practitioners.all()[:50],
        "credit_records": found.credit_records.filter(shown),
        "misconducts": Misconduct.objects.public(today).filter(party=found),
        "won": won[:10],
        "counts": counts | {"won": won.count(), "handled": Tender.objects.filter(agent=found).count()},
    }
    return render(request, "procurement/public/firm.html", page)


@login_not_required
@require_safe
def practitioner(request, pk):
    found = get_object_or_404(Practitioner.objects.select_related("party"), pk=pk)
    return render(request, "procurement/public/person.html", {"person": found})
