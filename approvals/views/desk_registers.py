"""Registers of paper: what was printed, what was sealed, and that no number of a document is missing."""

from django.contrib import messages
from django.db.models import Count, F, Max, Min, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from approvals import seals as seal_register
from approvals.forms.ledger import KindForm, SealUseForm
from approvals.permissions import can_look, can_work
from approvals.views import registers
from approvals.views.desk import only
from records.actions import note_seal_use
from records.models import Counter, Document, Printing, SealUse
from records.paging import sliced
from records.refusal import Refused

KINDS = dict(Document.Kind.choices)
TABS = [
    ("approvals:printings", gettext_lazy("Print register")),
    ("approvals:seal_uses", gettext_lazy("Seal use")),
    ("approvals:document_numbers", gettext_lazy("Document numbers")),
]
HERE = reverse_lazy("approvals:seal_uses")  # the entry of the side bar for all three
MOST_EXPORTED = 50_000
COLUMNS = {
    "number": F("document__number"),
    "title": F("document__title"),
    "addressee": F("document__addressee"),
    "unit": F("document__organisation__short_name"),
    "who": F("printed_by__name"),
}


@require_safe
@only(can_look)
def printings(request):
    """Who printed which document when and how often, newest first."""
    form = KindForm(request.GET, registers.units(request.actor))
    form.is_valid()
    asked = form.cleaned_data
    seen = registers.scope(request.actor, "document__") & registers.of_unit(asked, "document__")
    found = Printing.objects.filter(seen, registers.within(asked, "printed_at"))
    if asked.get("kind"):
        found = found.filter(document__kind=asked["kind"])
    if text := asked.get("q"):
        found = found.filter(Q(document__number__contains=text) | Q(document__addressee__contains=text))
    rows = found.order_by("-printed_at", "-pk").values("pk", "copies", "printed_at", "document", **COLUMNS)
    if asked.get("export"):
        header = [_("Printed at"), _("Document"), _("Number"), _("Addressee"), _("Unit"), _("Copies"), _("Printed by")]
        names = ["printed_at", "title", "number", "addressee", "unit", "copies", "who"]
        return xlsx_response(_("Print register"), header, ([row[name] for name in names] for row in rows.iterator()))
    page = registers.page_of(rows, asked, "printed_at")
    sums = found.aggregate(count=Count("pk"), copies=Sum("copies"))
    words = _("%(count)s lines, %(copies)s copies") % {"count": sums["count"], "copies": sums["copies"] or 0}
    context = {
        "form": form,
        "tabs": TABS,
        "nav_at": HERE,
        "rows": page.rows,
        "narrowed": registers.narrowed(asked),
        "pages": {"before": page.before, "after": page.after, "words": words},
        "many_units": "organisation" in form.fields,
    }
    return render(request, "approvals/desk/printings.html", context)


def sealed(actor, asked: dict):
    """The sealed documents and the seal uses on paper that somebody may see and asked for."""
    seen = registers.scope(actor) & registers.of_unit(asked)
    documents = Document.objects.filter(seen, registers.within(asked, "issued_at"), kind__in=Document.SEALED)
    uses = SealUse.objects.filter(seen, registers.within(asked, "used_at"))
    if text := asked.get("q"):
        documents = documents.filter(Q(number__contains=text) | Q(addressee__contains=text))
        uses = uses.filter(purpose__contains=text)
    if asked.get("kind"):
        documents, uses = documents.filter(kind=asked["kind"]), uses.none()
    return documents, uses


@require_safe
@only(can_look)
def seals(request):
    """Every use of the seal 行政审批专用章: on documents of the portal and on other paper, newest first."""
    kinds = [(kind, KINDS[kind]) for kind in Document.SEALED]
    form = KindForm(request.GET, registers.units(request.actor), kinds)
    form.is_valid()
    asked = form.cleaned_data
    documents, uses = sealed(request.actor, asked)
    lines = seal_register.register(documents, uses)
    if asked.get("export"):
        header = [
            _("Seal used at"),
            _("Sealed for"),
            _("Number"),
            _("Addressee"),
            _("Unit"),
            _("Copies"),
            _("Sealed by"),
        ]
        names = ["at", "what", "label", "whom", "unit", "sheets", "who"]
        return xlsx_response(_("Seal use"), header, ([line[name] for name in names] for line in lines[:MOST_EXPORTED]))
    return render(request, "approvals/desk/seals.html", seals_page(request, form, lines, documents, uses))


def seals_page(request, form, lines, documents, uses, typed=None) -> dict:
    """The register with its sums per kind; `typed` is the refused form for paper."""
    counts = seal_register.count_by_kind(documents)
    paper = uses.aggregate(count=Count("pk"), copies=Sum("copies"))
    return {
        "form": form,
        "tabs": TABS,
        "nav_at": HERE,
        "page": sliced(lines, request.GET, registers.ON_A_PAGE),
        "narrowed": registers.narrowed(form.cleaned_data),
        "counts": [(KINDS[kind], counts[kind]) for kind in Document.SEALED if kind in counts],
        "total": sum(counts.values()),
        "paper": paper,
        "seal_form": typed or (SealUseForm() if can_work(request.actor) else None),
        "many_units": "organisation" in form.fields,
    }


@require_http_methods(["GET", "POST"])
@only(can_work)
def seal_paper(request):
    """A manual line: the seal on paper that is no document of the portal."""
    if request.method == "GET":
        return redirect("approvals:seal_uses")
    typed = SealUseForm(request.POST)
    if typed.is_valid() and noted(request, typed):
        messages.success(request, _("The use of the seal is in the register."))
        return redirect("approvals:seal_uses")
    form = KindForm({}, registers.units(request.actor))
    form.is_valid()
    documents, uses = sealed(request.actor, {})
    lines = seal_register.register(documents, uses)
    page = seals_page(request, form, lines, documents, uses, typed)
    return render(request, "approvals/desk/seals.html", page, status=422)


def noted(request, typed) -> bool:
    asked = typed.cleaned_data
    about = {"by": request.actor, "now": timezone.now(), "key": asked["key"], "seal": seal_register.SEAL}
    try:
        note_seal_use(purpose=asked["purpose"], copies=asked["copies"], **about)
    except Refused as refusal:
        typed.add_error(None, str(refusal.message))
    return not typed.errors


@require_safe
@only(can_look)
def numbers(request):
    """Per kind and year: first and last number and how many there are. The counter knows a number that was removed."""
    rows = Document.objects.order_by("-year", "kind").values("kind", "year")
    given = {(one.kind, one.year): one.last for one in Counter.objects.filter(kind__startswith="document.")}
    lines = []
    for row in rows.annotate(first=Min("serial"), last=Max("serial"), count=Count("pk")):
        last = max(row["last"], given.get((f"document.{row['kind']}", row["year"]), 0))
        more = {"name": KINDS.get(row["kind"], row["kind"]), "last": last, "missing": last - row["count"]}
        lines.append(row | more)
    if "export" in request.GET:
        header = [_("Kind"), _("Year"), _("First"), _("Last"), _("Count"), _("Missing")]
        names = ["name", "year", "first", "last", "count", "missing"]
        return xlsx_response(_("Document numbers"), header, ([line[name] for name in names] for line in lines))
    return render(request, "approvals/desk/numbers.html", {"tabs": TABS, "nav_at": HERE, "lines": lines})
