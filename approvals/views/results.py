"""Decisions for everybody to read (双公示): a list with filters, and the same as open data."""

import csv
from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.decorators import login_not_required
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import export_cell, xlsx_response
from approvals import results as public
from approvals.forms.ledger import ResultsForm
from approvals.views import registers
from records.models import Document

MOST_EXPORTED = 20_000
CHUNK = 500
ROW = ["pk", "number", "kind", "subject_id", "issued_at"]
RESULTS = {
    Document.Kind.GRANTED: ("done", gettext_lazy("granted")),
    Document.Kind.DENIED: ("over", gettext_lazy("denied")),
    Document.Kind.PENALTY: ("warn", gettext_lazy("penalty")),
}
KINDS = {"permit": gettext_lazy("administrative permit"), "penalty": gettext_lazy("administrative penalty")}


KINDS = dict(ResultsForm.KINDS)


def found_for(asked: dict):
    """The public decisions that the form asks for, newest first."""
    kinds = {"permit": public.PERMITS, "penalty": [Document.Kind.PENALTY]}.get(asked.get("kind"), public.PUBLIC)
    rows = public.published(kinds).filter(registers.within(asked, "issued_at"))
    if asked.get("organisation"):
        rows = rows.filter(organisation=asked["organisation"])
    if asked.get("q"):
        rows = rows.filter(public.named(asked["q"]))
    return rows.order_by("-issued_at", "-pk").values(*ROW)


@login_not_required
@require_safe
def results(request):
    """Who got which permit or penalty from whom and when. Persons are masked, firms stand in full."""
    form = ResultsForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = found_for(asked)
    if asked.get("export"):
        return EXPORTS[asked["export"]](table(rows))
    page = registers.page_of(rows, asked, "issued_at")
    context = {
        "form": form,
        "lines": [(line, *RESULTS[line.result]) for line in public.lines(page.rows)],
        "pages": {"before": page.before, "after": page.after},
        "narrowed": registers.narrowed(asked),
    }
    return render(request, "approvals/citizen/results.html", context)


def table(rows) -> Iterator[list]:
    """The rows of the open data, in pieces."""
    found = rows[:MOST_EXPORTED].iterator(chunk_size=CHUNK)
    while piece := list(islice(found, CHUNK)):
        for line in public.lines(piece):
            result = line.what or str(RESULTS[line.result][1])
            yield [line.number, str(KINDS[line.kind]), line.item, line.name, line.unit, line.on, result]


def header() -> list[str]:
    return [_("Decision number"), _("Kind"), _("Item"), _("Party"), _("Unit"), _("Decided on"), _("Result")]


def as_xlsx(lines):
    return xlsx_response(_("Published decisions"), header(), lines)


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value):
        return value


def as_csv(lines):
    """UTF-8 with a byte order mark, so that spreadsheets read the Chinese."""
    writer = csv.writer(Echo())
    text = (writer.writerow([export_cell(value) for value in line]) for line in (header(), *lines))
    answer = StreamingHttpResponse((f"\ufeff{line}" if not n else line for n, line in enumerate(text)))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="results.csv"'
    return answer


EXPORTS = {"xlsx": as_xlsx, "csv": as_csv}
