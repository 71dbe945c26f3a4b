"""What everybody may read: the works for the people with their standard and progress, the major projects by stage."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, When
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects import album, figures
from projects.forms.desk import OpenFilter
from projects.models import Project, Stage
from projects.tables import standings
from projects.views.common import today
from records.models import Attachment
from records.paging import sliced
from records.views import shown_small

SIZE = 24
PEOPLE_FIRST = Case(When(kind=Project.Kind.PEOPLE, then=0), When(kind=Project.Kind.MAJOR, then=1), default=2)


def open_projects():
    """Plans that were approved and are not suspended from view."""
    return Project.objects.in_force()


@login_not_required
@require_safe
def projects(request):
    """Works for the people first; to be narrowed by name and kind."""
    form = OpenFilter(request.GET)
    form.is_valid()
    asked = {lookup: form.cleaned_data.get(name) for name, lookup in (("q", "name__icontains"), ("kind", "kind"))}
    rows = open_projects().filter(**{lookup: value for lookup, value in asked.items() if value})
    part = sliced(rows.order_by(PEOPLE_FIRST, "-year", "code"), request.GET, SIZE)
    people = open_projects().filter(kind=Project.Kind.PEOPLE)
    page = {
        "form": form,
        "page": part,
        "cards": [card(row) for row in shown(part.rows)],
        "is_narrowed": any(asked.values()),
        "people": people.count(),
        "people_done": people.filter(state__in=Project.ENDED).count(),
        "majors": open_projects().exclude(kind=Project.Kind.PEOPLE).count(),
    }
    return render(request, "projects/public/list.html", page)


def shown(rows) -> list:
    """The standings in the order of the rows."""
    found = {
        one.project.pk: one for one in standings(open_projects().filter(pk__in=[row.pk for row in rows]), today())
    }
    return [found[row.pk] for row in rows]


def card(one) -> dict:
    return {"one": one, "project": one.project, "stage": stage_of(one), "tone": tone_of(one)}


def stage_of(one) -> str:
    """The stage of the first node that is not done; nothing where all are."""
    node = next((node for node in one.nodes if node.done_on is None), None)
    return Stage(node.stage).label if node else ""


def tone_of(one) -> str:
    """Colour of the bar: a node that is late or behind, or none."""
    return "warn" if one.light in (figures.RED, figures.YELLOW) else "ok"


@login_not_required
@require_safe
def project(request, code):
    row = get_object_or_404(open_projects().select_related("organisation"), code=code)
    [one] = shown([row])
    page = card(one) | {"album": album.shown_months(row)}
    return render(request, "projects/public/project.html", page)


@login_not_required
@require_safe
def photo(request, token):
    """A small photograph of an accepted report; anything else does not exist."""
    picture = get_object_or_404(Attachment, token=token)
    if not album.is_public(picture):
        raise Http404
    return shown_small(picture)
