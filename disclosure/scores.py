"""Published scores for everybody: rounds of units and market parties, never of persons."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from records.paging import PAGE_SIZE, sliced
from scoring.forms.desk import VersionForm
from scoring.models import Round
from scoring.models.fields import shown
from scoring.standings import places


@login_not_required
@require_safe
def rounds(request):
    """The published rounds, the newest first."""
    page = sliced(Round.objects.public().select_related("scheme"), request.GET, PAGE_SIZE)
    return render(request, "disclosure/rounds.html", {"page": page, "rounds": page.rows})


@login_not_required
@require_safe
def ranking(request, pk):
    """Places, totals and grades of one version, with the reasons of all versions."""
    row = get_object_or_404(Round.objects.public().select_related("scheme", "organisation"), pk=pk)
    publication = VersionForm(request.GET).of(row)
    found = places(row, publication)
    if request.GET.get("export") == "xlsx":
        header = [_("Place"), _("Unit"), _("Total"), _("Bonus"), _("Deductions"), _("Grade")]
        return xlsx_response(str(row), header, map(cells_of, found))
    page = {"round": row, "publication": publication, "places": found, "versions": row.publications.all()}
    return render(request, "disclosure/ranking.html", page)


def cells_of(place) -> list:
    row = place.row
    return [row.place, place.sheet.name, row.total, shown(row.bonus), shown(row.deduction), place.grade]
