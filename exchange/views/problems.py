"""The lines that could not be taken in, worked off by a person; what names mean, confirmed by another."""

import json

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exchange import actions
from exchange.forms import MEANINGS, Button, ProblemFilter, ReasonForm
from exchange.models import Mapping, Problem, SourceSystem
from exchange.permissions import can_confirm, can_keep, can_watch_sources, can_work_off
from exchange.views.pages import check, do, page_of


@require_safe
def problems(request):
    """What waits, first of all; everything that was solved or discarded on demand."""
    check(can_watch_sources(request.actor))
    asked = request.GET if "state" in request.GET else request.GET | {"state": Problem.State.OPEN}
    seen = Problem.objects.visible_to(request.actor).select_related("source")
    narrowed = ProblemFilter(asked, queryset=seen, actor=request.actor)
    found = narrowed.qs if narrowed.is_valid() else Problem.objects.none()
    proposed = Mapping.objects.filter(
        state=Mapping.State.PROPOSED, source__in=SourceSystem.objects.visible_to(request.actor)
    ).select_related("source", "organisation", "proposed_by")
    rows = [(mapping, can_confirm(request.actor, mapping)) for mapping in proposed]
    context = page_of(request, found) | {"filter": narrowed, "proposed": rows}
    return render(request, "exchange/problems.html", context)


def get_problem(request, pk) -> Problem:
    seen = Problem.objects.visible_to(request.actor).select_related("source__organisation", "decided_by")
    return get_object_or_404(seen, pk=pk)


@require_safe
def problem(request, pk):
    """One line: what was sent, what is wrong, and what may be done about it."""
    check(can_watch_sources(request.actor))
    found = get_problem(request, pk)
    same = Mapping.objects.filter(source=found.source, kind=found.field, name=found.value)
    meaning = same.exclude(state=Mapping.State.REFUSED).select_related("organisation").first()
    waits = found.state == Problem.State.OPEN
    context = {
        "problem": found,
        "shown": pretty(found.line),
        "meaning": meaning,
        "may_confirm": meaning is not None and can_confirm(request.actor, meaning),
        "may_work": waits and can_work_off(request.actor, found),
        "form": meaning_form(request, found) if waits and not meaning else None,
        "reason_form": ReasonForm(),
        "nav_at": reverse("exchange:problems"),
    }
    return render(request, "exchange/problem.html", context)


def pretty(line: str) -> str:
    """The object with one field a line; what is no JSON as it came."""
    try:
        return json.dumps(json.loads(line), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return line


def meaning_form(request, found: Problem, data=None):
    """The form that says what an unknown name means; None where no mapping cures the problem."""
    if not found.value or found.field not in MEANINGS or not can_keep(request.actor):
        return None
    return MEANINGS[found.field](data, source=found.source)


@require_POST
def retry(request, pk):
    check(can_watch_sources(request.actor))
    found = get_problem(request, pk)
    check(can_work_off(request.actor, found))
    back = reverse("exchange:problem", args=[pk])
    return do(request, actions.retry, found, Button(request.POST), done=_("Taken in."), to=back)


@require_POST
def discard(request, pk):
    check(can_watch_sources(request.actor))
    found = get_problem(request, pk)
    check(can_work_off(request.actor, found))
    back = reverse("exchange:problem", args=[pk])
    return do(request, actions.discard, found, ReasonForm(request.POST), done=_("Discarded."), to=back)


@require_POST
def propose(request, pk):
    """Propose what the unknown name of this line means."""
    check(can_keep(request.actor))
    found = get_problem(request, pk)
    form = meaning_form(request, found, request.POST)
    if form is None:
        raise Http404

    def action(source, **about):
        return actions.propose_mapping(source, kind=found.field, name=found.value, **about)

    back = reverse("exchange:problem", args=[pk])
    return do(request, action, found.source, form, done=_("Proposed; an inspector confirms it."), to=back)


def decide(request, pk, action, done):
    seen = SourceSystem.objects.visible_to(request.actor)
    mapping = get_object_or_404(Mapping.objects.select_related("source").filter(source__in=seen), pk=pk)
    return do(request, action, mapping, Button(request.POST), done=done, to=reverse("exchange:problems"))


@require_POST
def confirm(request, pk):
    check(request.actor.holds("inspector"))
    return decide(request, pk, actions.confirm_mapping, _("Confirmed; the lines that waited were tried again."))


@require_POST
def refuse(request, pk):
    check(request.actor.holds("inspector"))
    return decide(request, pk, actions.refuse_mapping, _("Refused."))
