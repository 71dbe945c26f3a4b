"""The analyses of integrity: drafted from figures, edited, signed by two, on A4 and as a workbook."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from integrity.actions import analysing
from integrity.figures import NUMBERS, SCORE
from integrity.forms import desk as forms
from integrity.models import Analysis
from integrity.models.reports import before, quarter_of
from integrity.permissions import can_countersign, can_sign, is_discipline, watches
from integrity.views.common import address, only, today
from records.desk import Deed, Table, detail, exported, listing, local, new, posted, take, who
from records.fields import ListFilter, PlainForm

State = Analysis.State
only_watching = only(watches)
ON_PAPER = 30  # units
MOVING = ("yellow", "red", "complaints", "proven", "trades", "money", "alarms", "open")  # worth a line on paper

ANALYSES = Table(
    title=gettext_lazy("Analyses of integrity"),
    columns=[
        (gettext_lazy("Quarter"), lambda row: row.period),
        (gettext_lazy("drafted at"), lambda row: local(row.drafted_at)),
        (gettext_lazy("Drafted by"), lambda row: str(row.drafted_by)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("analysis"),
    nothing=gettext_lazy("No quarter was analysed yet."),
)


@require_safe
@only_watching
def analyses(request):
    rows = Analysis.objects.visible_to(request.actor).select_related("drafted_by")
    add = [(reverse("integrity:draft"), _("Draft an analysis"))] if is_discipline(request.actor) else []
    return listing(request, ANALYSES, rows, forms.AnalysesFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(is_discipline)
def draft(request):
    county = Organisation.objects.get(path=request.actor.watched_path)
    form = forms.QuarterForm(*posted(request))
    year, quarter = before(*quarter_of(today()))
    form.initial = {"year": year, "quarter": quarter}
    about = {
        "title": _("Draft an analysis"),
        "lead": _("The figures are taken now and stay; the sentences are drafted from them and can be edited."),
        "back": reverse("integrity:analyses"),
        "saved": _("Drafted; edit the sentences and sign."),
        "after": address("analysis"),
        "nav_at": reverse("integrity:analyses"),
    }
    return new(request, form, analysing.draft, county, **about)


DEEDS = {
    "edit": Deed(
        forms.SentencesForm,
        analysing.edit,
        lambda actor, row: row.state == State.DRAFT and can_sign(actor, row),
        gettext_lazy("Edit the sentences"),
        gettext_lazy("Saved."),
        "edit",
        of_row=True,
    ),
    "sign": Deed(
        PlainForm,
        analysing.sign,
        lambda actor, row: row.state == State.DRAFT and can_sign(actor, row),
        gettext_lazy("Sign the analysis"),
        gettext_lazy("Signed; another person countersigns."),
        "check",
    ),
    "countersign": Deed(
        PlainForm,
        analysing.countersign,
        lambda actor, row: row.state == State.SIGNED and can_countersign(actor, row),
        gettext_lazy("Countersign the analysis"),
        gettext_lazy("The analysis is final."),
        "seal",
    ),
    "reopen": Deed(
        PlainForm,
        analysing.reopen,
        lambda actor, row: row.state == State.SIGNED and can_sign(actor, row),
        gettext_lazy("Take the signature back"),
        gettext_lazy("The analysis can be edited again."),
        "down",
    ),
}


def seen(actor, pk) -> Analysis:
    related = ["county", "office", "drafted_by", "signed_by", "ended_by"]
    return get_object_or_404(Analysis.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_watching
def analysis(request, pk):
    row = seen(request.actor, pk)
    form = ListFilter(request.GET)
    if form.is_valid() and form.cleaned_data["export"]:
        heads = [head for head, _right in heads_of()]
        return exported(
            _("Analysis %(period)s") % {"period": row.period}, form.cleaned_data["export"], heads, lines(row)
        )
    return page(request, row)


@require_http_methods(["GET", "POST"])
@only_watching
def analysis_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, page, address("analysis"))


def page(request, row: Analysis, refused=None):
    here = reverse("integrity:analysis", args=[row.pk])
    about = {
        "title": _("Analysis %(period)s") % {"period": row.period},
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("sentences"), row.words),
            (_("Drafted by"), who(row.drafted_by, row.drafted_at)),
            (_("Signed by"), who(row.signed_by, row.signed_at)),
            (_("Countersigned by"), who(row.ended_by, row.ended_at)),
        ],
        "tables": [(_("The units, beside the quarter before"), heads_of(), lines(row))],
        "back": (reverse("integrity:analyses"), _("Analyses of integrity")),
        "links": [
            (reverse("integrity:analysis_paper", args=[row.pk]), _("On paper")),
            (f"{here}?export=xlsx", _("Export to Excel")),
        ],
        "deed_address": "integrity:analysis_deed",
        "nav_at": reverse("integrity:analyses"),
    }
    return detail(request, row, DEEDS, about, refused)


def heads_of() -> list[tuple]:
    return [(_("Unit"), False), *((words, True) for words in NUMBERS.values()), (SCORE, True)]


def lines(row: Analysis) -> list[list]:
    """One line a unit and one for all: each number with its change to the quarter before."""
    county = {"name": _("together"), "now": row.figures["now"], "before": row.figures["before"]}
    return [
        [
            line["name"],
            *(beside(line["now"][key], line["before"][key]) for key in NUMBERS),
            line["now"].get("score", ""),
        ]
        for line in [*row.figures["units"], county]
    ]


def beside(now: int, then: int) -> str:
    """7 (+2): the number and how it changed."""
    return f"{now} ({now - then:+d})" if now != then else str(now)


@require_safe
@only_watching
def paper(request, pk):
    """The analysis on A4."""
    row = seen(request.actor, pk)
    shown = ["yellow", "red", "complaints", "proven", "trades", "money", "a", "b", "c", "alarms", "open"]
    table = [
        (line["name"], [beside(line["now"][key], line["before"][key]) for key in shown])
        for line in row.figures["units"][:ON_PAPER]
        if any(line["now"][key] or line["before"][key] for key in MOVING)
    ]
    page = {
        "row": row,
        "paragraphs": row.words.splitlines(),
        "heads": [NUMBERS[key] for key in shown],
        "table": table,
    }
    return render(request, "integrity/analysis_paper.html", page)
