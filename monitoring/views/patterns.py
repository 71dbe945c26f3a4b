"""Patterns around the limits as distributions: all five at a glance, then one by unit, person and case."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation, User
from approvals.models import Case
from approvals.statistics import Period
from monitoring.forms_room import PatternForm
from monitoring.gaming import BY_CODE, PATTERNS, Distribution, Share, distribution
from monitoring.permissions import can_watch
from records.subjects import subject_of

DAYS = 90  # looked at without being asked for other days
LISTED = 100  # marked observations on the page; the workbook has all


@dataclass
class Asked:
    """What the query string asks for."""

    form: PatternForm
    period: Period
    unit: Organisation | None
    scope: str


def asked(request) -> Asked:
    """The last ninety days of all units, unless something valid was typed."""
    actor, today = request.actor, timezone.localdate()
    units = Organisation.objects.filter(path__startswith=actor.watched_path).exclude(level=Organisation.Level.COUNTY)
    typed = request.GET.keys() & PatternForm.base_fields.keys()
    form = PatternForm(units.order_by("sort", "pk"), request.GET if typed else None)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    last = data.get("until") or today
    first = data.get("since") or last - timedelta(days=DAYS - 1)
    unit = data.get("unit")
    shown = {"since": first.isoformat(), "until": last.isoformat(), "unit": unit.code if unit else ""}
    form = form if form.errors else PatternForm(form.units, initial=shown)
    return Asked(form, Period(min(first, last), last), unit, unit.path if unit else actor.watched_path)


def check(actor):
    if not can_watch(actor):
        raise PermissionDenied


@require_safe
def patterns(request):
    """All patterns of a period."""
    check(request.actor)
    about = asked(request)
    found = [(pattern, distribution(pattern, about.scope, about.period).total) for pattern in PATTERNS]
    context = {"form": about.form, "period": about.period, "found": found}
    return render(request, "monitoring/patterns.html", context)


@require_safe
def pattern(request, code):
    """One pattern: units against the whole, persons of a unit, and the observations that are marked."""
    check(request.actor)
    if code not in BY_CODE:
        raise Http404
    about = asked(request)
    found = distribution(BY_CODE[code], about.scope, about.period)
    if "xlsx" in request.GET:
        return export(BY_CODE[code], found)
    units, people = names(found)
    context = {
        "pattern": BY_CODE[code],
        "form": about.form,
        "period": about.period,
        "total": found.total,
        "units": ordered((units.get(pk), share) for pk, share in found.units.items()),
        "persons": persons(found, people) if about.unit else [],
        "rows": list(rows(found, units, people, LISTED)),
        "listed": LISTED,
        "unit": about.unit,
    }
    return render(request, "monitoring/pattern.html", context)


def names(found: Distribution) -> tuple[dict, dict]:
    """Units and people by key: two queries."""
    people = {person for _unit, person in found.persons if person}
    return Organisation.objects.in_bulk(found.units), User.objects.in_bulk(people)


def ordered(pairs) -> list[tuple[object, Share]]:
    """The largest share of marked observations first; where there are too few to say anything last."""
    return sorted(pairs, key=lambda pair: (pair[1].is_small, -(pair[1].rate or 0), -pair[1].seen))


def persons(found: Distribution, people: dict) -> list[tuple[str, Share]]:
    return ordered((person_name(people, pk), share) for (_unit, pk), share in found.persons.items())


def person_name(people: dict, pk) -> str:
    return people[pk].name if pk in people else _("nobody named")


def rows(found: Distribution, units: dict, people: dict, limit: int | None = None):
    """The marked observations, newest first, with their cases."""
    shown = sorted(found.marked, key=lambda one: (one.on, one.cases), reverse=True)[:limit]
    wanted = {pk for one in shown for pk in one.cases}
    cases = {case.pk: subject_of(case) for case in Case.objects.filter(pk__in=wanted).select_related("item")}
    for one in shown:
        yield {
            "on": one.on,
            "unit": units.get(one.unit),
            "person": person_name(people, one.person),
            "value": one.value,
            "cases": [cases[pk] for pk in one.cases if pk in cases],
        }


def export(chosen, found: Distribution):
    """Every marked observation, one line for each of its cases."""
    header = [_("Day"), _("Unit"), _("Person"), _("Case number"), _("Item")]
    lines = (
        [row["on"], row["unit"].name, row["person"], subject.number, subject.title]
        for row in rows(found, *names(found))
        for subject in row["cases"]
    )
    return xlsx_response(str(chosen.title), header, lines)
