"""The pool of evaluators at the desk: list, one more, a list read in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from records.actions import look
from records.desk import Deed, Table, blame, detail, listing, pattern, posted, read_in, sent, take
from records.fields import FileForm, ReasonForm
from records.refusal import Refused
from scoring import pool as sealed
from scoring.actions.surveys import pool
from scoring.forms import surveys as forms
from scoring.models import Evaluator
from scoring.views.common import address, deed_of
from scoring.views.surveys.common import office_only

EVALUATORS = Table(
    title=gettext_lazy("Pool of evaluators"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Category"), lambda row: row.category.name),
        (gettext_lazy("Added on"), lambda row: timezone.localdate(row.added_at).isoformat()),
    ],
    lamp=lambda row: ("quiet", _("taken out")) if row.ended_at else ("ok", _("in the pool")),
    link=address("evaluator"),
    nothing=gettext_lazy("Nobody stands in the pool yet. Add people one by one, or read in a list."),
)
EXAMPLE = {"category": "企业代表", "name": "张三", "telephone": "13800000000"}


@require_safe
@office_only
def evaluators(request):
    rows = Evaluator.objects.select_related("category")
    add = [
        (reverse("scoring:new_evaluator"), _("Add an evaluator")),
        (reverse("scoring:import_evaluators"), _("Read in evaluators")),
    ]
    return listing(request, EVALUATORS, rows, forms.EvaluatorsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@office_only
def new_evaluator(request):
    form = forms.EvaluatorForm(*posted(request))
    back = reverse("scoring:evaluators")
    if form.is_bound and form.is_valid():
        try:
            pool.add(forms.person_of(form.cleaned_data), by=request.actor, now=timezone.now(), key=sent(request))
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Added; name and telephone lie sealed."))
            return redirect(back)
    page = {"form": form, "title": _("Add an evaluator"), "back": back, "nav_at": back}
    return render(request, "records/desk/form.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office_only
def import_evaluators(request):
    """All rows of the file, or none; each fault with its row and column."""

    def take_in(rows, **about) -> int | None:
        return pool.take_in([(number, forms.person_of(given)) for number, given in rows], **about)

    back = reverse("scoring:evaluators")
    page = {"title": _("Read in evaluators"), "saved": _("%(count)s people are in the pool now."), "back": back}
    page |= {"pattern": reverse("scoring:evaluators_pattern"), "nav_at": back}
    page["template"] = "scoring/surveys/import.html"
    return read_in(request, FileForm(*posted(request)), forms.EvaluatorRowForm, take_in, **page)


@require_safe
@office_only
def evaluators_pattern(request):
    """An empty list with its headers and one example."""
    return pattern(_("Evaluators: pattern"), forms.EvaluatorRowForm, EXAMPLE)


DEEDS = {
    "end": Deed(
        ReasonForm,
        pool.end,
        lambda actor, row: row.ended_at is None,
        gettext_lazy("Take out of the pool of evaluators"),
        gettext_lazy("Taken out of the pool."),
        "stop",
        grave=True,
    ),
}


def evaluator_page(request, row: Evaluator, refused=None):
    person = sealed.unseal(row)
    about = {
        "title": row.number,
        "lamp": EVALUATORS.lamp(row),
        "facts": [
            (_("Category"), row.category.name),
            (_("Name"), person["name"]),
            (_("Telephone"), person["telephone"]),
            (_("Added by"), deed_of(row.added_by, row.added_at)),
            (_("Taken out by"), deed_of(row.ended_by, row.ended_at)),
            (_("Reason"), row.reason),
        ],
        "back": (reverse("scoring:evaluators"), EVALUATORS.title),
        "deed_address": "scoring:evaluator_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:evaluators"),
    }
    return detail(request, row, DEEDS, about, refused)


@never_cache
@require_safe
@office_only
def evaluator(request, pk):
    """Name and telephone are opened; that somebody looked is noted."""
    row = get_object_or_404(Evaluator.objects.select_related("category"), pk=pk)
    look(row, request.actor, timezone.now())
    return evaluator_page(request, row)


@require_http_methods(["GET", "POST"])
@office_only
def evaluator_deed(request, pk, deed):
    row = get_object_or_404(Evaluator.objects.select_related("category"), pk=pk)
    return take(request, row, deed, DEEDS, evaluator_page, address("evaluator"))
