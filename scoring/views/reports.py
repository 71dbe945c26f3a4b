"""The ranked report of a round: places with arrows, the slope from the round before, what other weights would do."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from scoring.forms.desk import GuessForm, VersionForm
from scoring.models import Round
from scoring.models.fields import shown
from scoring.standings import Guess, Place, guessed, lined, places, slopes, told_of, weighable
from scoring.views.common import staff_only


@require_safe
@staff_only
def report(request, pk):
    """On screen as on A4; `?xlsx` is the file, other weights show what would be and are never saved."""
    row = get_object_or_404(Round.objects.visible_to(request.actor).select_related("scheme", "organisation"), pk=pk)
    publication = VersionForm(request.GET).of(row)
    text = told_of(row, publication)
    found = places(row, publication, text)
    if "xlsx" in request.GET:
        return xlsx_response(str(row), *as_file(row, found))
    form, guess = guess_of(request, row)
    page = {
        "round": row,
        "publication": publication,
        "places": found,
        "categories": row.scheme.categories.order_by("number") if row.scheme.formula == "sum" else [],
        "slopes": slopes(found),
        "before": row.before(),
        "form": form,
        "guess": beside(found, lined(row, text, guessed(text, row.scheme, guess))) if guess else None,
        "versions": row.publications.all(),
    }
    return render(request, "scoring/report.html", page)


def guess_of(request, row: Round) -> tuple[GuessForm | None, Guess | None]:
    """The form of weights, and what was asked for; no form where months are averaged."""
    weights = weighable(row.scheme)
    if not weights:
        return None, None
    asked = any(name.startswith(("w", "no_")) for name in request.GET)
    form = GuessForm(weights, request.GET if asked else None)
    if not (form.is_bound and form.is_valid()):
        return form, None
    data = form.cleaned_data
    return form, Guess(form.weights(), not data["no_bonus"], not data["no_deductions"])


def beside(found: list[Place], guessed_places: list[Place]) -> list[dict]:
    """Each line of the guess with the place that it has in truth."""
    truth = {place.sheet.pk: place.row for place in found}
    return [
        {
            "sheet": place.sheet,
            "place": place.row.place,
            "total": place.row.total,
            "was": truth[place.sheet.pk].place,
            "was_total": truth[place.sheet.pk].total,
            "climbed": truth[place.sheet.pk].place - place.row.place,
            "dropped": place.row.place - truth[place.sheet.pk].place,
        }
        for place in guessed_places
    ]


def as_file(row: Round, found: list[Place]) -> tuple[list, list]:
    groups = list(row.scheme.categories.order_by("number")) if row.scheme.formula == "sum" else []
    header = [_("Place"), _("Unit or person"), _("Total"), *(group.name for group in groups), _("Bonus")]
    header += [_("Deductions"), _("Grade"), _("Place before")]
    lines = [
        [
            *(place.row.place, place.sheet.name, place.row.total),
            *(shown(place.categories.get(str(group.number), 0)) for group in groups),
            *(shown(place.row.bonus), shown(place.row.deduction), place.grade, place.before),
        ]
        for place in found
    ]
    return header, lines
