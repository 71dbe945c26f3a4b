"""The first page of indicators for a unit and for the office; the review desk; units, one unit, one person."""

from urllib.parse import urlencode

from django import forms as django_forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation, User
from records.desk import blame, exported, posted
from records.paging import sliced
from records.queues import heaps
from records.refusal import Refused
from scoring import ranking
from scoring.actions.indicators import delays
from scoring.forms import indicators as forms
from scoring.models import GoalDocument, Task
from scoring.permissions import UNIT_ROLES, appraises
from scoring.permissions.indicators import can_urge, sees_county
from scoring.queues import indicators as queues
from scoring.views.indicators.common import RELATED, only, only_staff, standing, today

SHOWN = 15  # tasks on a desk
MOST = 45  # …on the page of a unit, in a part of the review desk: a page has 1,500 nodes at most
READ = 400  # tasks among which the most urgent are looked for
UNITS = 45  # on a page of the ranking


def standings(rows, day, most=MOST) -> list:
    """The tasks of this QuerySet with how they stand, the most urgent lights first."""
    places = {"over": 0, "warn": 1, "ok": 2, "done": 3}
    found = [standing(task, day) for task in rows.measured().select_related(*RELATED).order_by("due_on", "pk")[:READ]]
    return sorted(found, key=lambda how: places[how.light])[:most]


@require_safe
@only_staff
def desk(request):
    """What waits, my tasks with their bars, and for those who watch the county the units."""
    day, actor = today(), request.actor
    year = ranking.newest_year(day)
    own = Task.objects.running().filter(organisation__in=actor.units, state=Task.State.OPEN)
    page = {
        "heaps": heaps(queues.TILES, actor, day),
        "tasks": standings(own, day, SHOWN) if actor.holds(*UNIT_ROLES) else [],
        "units": ranking.units(ranking.documents(year), day)[-SHOWN:] if sees_county(actor) else [],
        "is_office": appraises(actor),
        "year": year,
    }
    return render(request, "scoring/indicators/desk.html", page)


class TicksForm(django_forms.Form):
    """Tasks that get a notice of delay."""

    tasks = django_forms.MultipleChoiceField(
        label=gettext_lazy("Tasks"), error_messages={"required": gettext_lazy("Tick at least one task.")}
    )

    def __init__(self, rows, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.task.pk): row.task for row in rows}
        self.fields["tasks"].choices = [(key, str(row)) for key, row in self.rows.items()]


@require_http_methods(["GET", "POST"])
@only(appraises)
def review(request):
    """What the office judges: ratings, reviews to be signed; tasks behind their time, to be ticked for a notice."""
    day = today()
    seen = Task.objects.visible_to(request.actor).running()
    behind = standings(queues.untold(request.actor, day), day)
    form = TicksForm(behind, *posted(request))
    if form.is_bound and form.is_valid() and issued(request, form):
        return redirect("scoring:goal_review")
    page = {
        "form": form,
        "behind": behind,
        "may_urge": any(can_urge(request.actor, how.task) for how in behind),
        "rated": standings(seen.filter(state=Task.State.SELF_RATED), day),
        "reviewed": standings(seen.filter(state=Task.State.REVIEWED), day),
    }
    return render(request, "scoring/indicators/review.html", page, status=422 if form.is_bound else 200)


def issued(request, form) -> bool:
    """Issue a notice for each ticked task; False, with the reason in the form, where one was refused."""
    now, count = timezone.now(), 0
    for key in form.cleaned_data["tasks"]:
        try:
            delays.issue(form.rows[key], by=request.actor, now=now)
            count += 1
        except Refused as refusal:
            blame(form, refusal)
    if count:
        messages.success(request, _("%(count)s notices are issued.") % {"count": count})
    return not form.errors


HEADS = [
    gettext_lazy("Place"),
    gettext_lazy("Unit"),
    gettext_lazy("tasks"),
    gettext_lazy("done (percent)"),
    gettext_lazy("due by now"),
    gettext_lazy("done in time"),
    gettext_lazy("implementation rate (percent)"),
    gettext_lazy("not done in time"),
    gettext_lazy("points of the reviews"),
]


@require_safe
@only(sees_county)
def units(request):
    """Completion and implementation rates of all units, of a year or of one document."""
    day = today()
    seen = GoalDocument.objects.visible_to(request.actor).exclude(state__in=GoalDocument.UNSAID)
    form = forms.YearForm(seen, request.GET)
    form.is_valid()
    asked = form.cleaned_data
    year = asked.get("year") or ranking.newest_year(day)
    keys = [int(asked["document"])] if asked.get("document") else ranking.documents(year)
    rows = ranking.units(keys, day)
    if asked.get("export"):
        return exported(_("Implementation rates"), asked["export"], HEADS, [cells(row) for row in rows])
    _tasks, due, kept, rate = ranking.together(rows)
    part = sliced(rows, request.GET, UNITS)
    page = {
        "form": forms.YearForm(seen, initial={"year": year, "document": asked.get("document")}),
        "rows": part.rows,
        "page": part,
        "heads": HEADS,
        "sums": [
            (_("Units"), len(rows)),
            (_("tasks"), _tasks),
            (_("due by now"), due),
            (_("done in time"), kept),
            (_("implementation rate (percent)"), rate if rate is not None else "—"),
        ],
        "year": year,
    }
    return render(request, "scoring/indicators/units.html", page)


def cells(row) -> list:
    points = None if row.points is None else round(row.points, 2)
    return [row.place, row.name, row.tasks, row.completion, row.due, row.kept, row.rate, row.late, points]


@require_safe
@only_staff
def unit(request, code):
    """All tasks of one unit, with its place."""
    day = today()
    organisation = get_object_or_404(Organisation, code=code)
    rows = Task.objects.visible_to(request.actor).running().filter(organisation=organisation)
    if not (rows.exists() or sees_county(request.actor) or request.actor.works_for(organisation.pk)):
        return redirect("scoring:indicators")
    units = ranking.units(ranking.documents(ranking.newest_year(day)), day)
    place = next((row for row in units if row.key == organisation.pk), None)
    page = {
        "title": organisation.name,
        "tasks": standings(rows, day),
        "place": place,
        "more": urlencode({"unit": organisation.short_name}),
        "back": reverse("scoring:goal_units") if sees_county(request.actor) else reverse("scoring:indicators"),
    }
    return render(request, "scoring/indicators/unit.html", page)


@require_safe
@only_staff
def person(request, pk):
    """All tasks for which one person answers, as far as they may be seen."""
    who = get_object_or_404(User, pk=pk, is_citizen=False)
    rows = Task.objects.visible_to(request.actor).running().filter(responsible=who)
    if not rows.exists():
        return redirect("scoring:indicators")
    page = {
        "title": who.name,
        "tasks": standings(rows, today()),
        "place": None,
        "more": urlencode({"person": who.name}),
        "back": reverse("scoring:indicators"),
    }
    return render(request, "scoring/indicators/unit.html", page)
