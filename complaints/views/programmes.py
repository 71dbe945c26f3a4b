"""Programmes on the air: what everybody may read, and the desk of those who make them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import airtime
from complaints.actions import media as actions
from complaints.forms import media as forms
from complaints.models import Call, Episode, Footage, Promise
from complaints.permissions_meetings import can_make_programmes, can_see_programmes
from complaints.views.common import only
from complaints.views.meetings import Table, listing, narrowed, plain
from records.desk import Deed, attempt, panels, take
from records.fields import ReasonForm

NOT_FOR_YOU = _("Programmes are kept by the hotline office and the discipline office.")
State = Episode.State
TONES = {State.PLANNED: "info", State.AIRED: "ok", State.CLOSED: "done", State.CANCELLED: "done"}
SHOWN = 12  # episodes, promises on the public page


def lamp(episode: Episode, today):
    """The state; an episode whose promises are late is red until they are kept."""
    if episode.state == State.AIRED and getattr(episode, "late", 0):
        return "over", _("promises late")
    return TONES[episode.state], episode.get_state_display()


TABLE = Table(
    title=_("Media programmes"),
    columns=[
        (_("Episode"), lambda row: row.number),
        (_("Programme"), lambda row: row.programme.name),
        (_("On the air at"), lambda row: f"{timezone.localtime(row.airs_at):%Y-%m-%d %H:%M}"),
        (_("Unit on the air"), lambda row: row.organisation.short_name),
        (_("Who answers"), lambda row: row.guest if row.is_head else f"{row.guest}（{row.stands_in_because}）"),
        (_("Calls"), lambda row: row.asked),
    ],
    lamp=lamp,
    link=lambda row: reverse("complaints:episode", args=[row.pk]),
)


def counted(rows, today):
    """With the number of calls and of promises that are late."""
    late = Q(calls__order__promise__in=Promise.objects.late(today))
    return rows.select_related("programme", "organisation").annotate(
        asked=Count("calls", distinct=True), late=Count("calls", filter=late, distinct=True)
    )


# for everybody


@require_safe
@login_not_required
def programmes(request):
    """What was asked on the air, and which promises were kept."""
    today, series = timezone.localdate(), Episode.objects.all()
    promises = Promise.objects.filter(order__media_call__isnull=False)
    about = {
        "total": airtime.total(series),
        "by_programme": airtime.grouped(series, "programme__name"),
        "by_unit": airtime.grouped(series, "organisation__short_name")[:SHOWN],
        "kept": promises.kept().count(),
        "running": promises.running(today).count(),
        "late": promises.late(today).count(),
        "promises": [told(promise, today) for promise in with_steps(promises)[:SHOWN]],
        "episodes": counted(series.exclude(state=State.CANCELLED), today)[:SHOWN],
    }
    return render(request, "complaints/meetings/programmes.html", about)


def with_steps(promises):
    return promises.select_related("organisation", "order").prefetch_related("milestones__clock")


def told(promise: Promise, today) -> dict:
    """A promise with the state of each step."""
    steps = [(step, step_lamp(step, today)) for step in promise.milestones.all()]
    return {"promise": promise, "lamp": promise_lamp(promise, [state for _step, state in steps]), "steps": steps}


def step_lamp(step, today):
    if step.done_at is not None:
        late = timezone.localdate(step.done_at) > step.clock.due_on
        return ("warn", _("done late")) if late else ("done", _("done"))
    return ("over", _("behind schedule")) if step.clock.due_on < today else ("ok", _("on schedule"))


def promise_lamp(promise: Promise, states):
    if promise.kept_at is not None:
        return "done", _("promise kept")
    return (
        ("over", _("behind schedule")) if any(tone == "over" for tone, _words in states) else ("ok", _("on schedule"))
    )


@require_safe
@login_not_required
def broadcast(request, pk):
    """One episode for everybody: questions, answers, promises. Callers are nick names."""
    episode = get_object_or_404(Episode.objects.select_related("programme", "organisation"), pk=pk)
    if episode.state == State.CANCELLED:
        raise Http404
    return render(request, "complaints/meetings/broadcast.html", shown(episode))


def shown(episode: Episode) -> dict:
    """The calls of an episode with what came of each."""
    today = timezone.localdate()
    rows = episode.calls.select_related("order__promise__organisation", "category", "order")
    calls = list(rows.prefetch_related("order__promise__milestones__clock"))
    return {
        "episode": episode,
        "calls": [call_line(call, today) for call in calls],
        "sums": airtime.total(Episode.objects.filter(pk=episode.pk)),
    }


def call_line(call: Call, today) -> dict:
    promise = getattr(call.order, "promise", None) if call.order else None
    state = forms.CALL_TONES[call.outcome], call.get_outcome_display()
    if call.order and call.order.replied_at:
        state = "done", _("answered in writing")
    return {"call": call, "lamp": state, "promise": told(promise, today) if promise else None}


# for those who make programmes, and for the units on the air


@require_safe
@only(can_see_programmes, NOT_FOR_YOU)
def desk(request):
    """All episodes, with the figures of what is shown."""
    form = forms.EpisodesForm(request.GET)
    seen = Episode.objects.visible_to(request.actor)
    rows = narrowed(seen, form)
    sums = airtime.total(Episode.objects.filter(pk__in=rows.values("pk")))
    add = [("complaints:new_episode", _("Plan an episode"))] if can_make_programmes(request.actor) else []
    tiles = [
        (sums.episodes, _("episodes on the air"), "info"),
        (sums.asked, _("calls"), "info"),
        (sums.answered_in_words, _("answer rate"), "ok"),
        (sums.settled_in_words, _("handling rate"), "ok"),
    ]
    more = {"tiles": tiles, "add": add, "public": reverse("complaints:programmes")}
    return listing(request, TABLE, counted(rows, timezone.localdate()), form, **more)


@require_http_methods(["GET", "POST"])
@only(can_make_programmes, NOT_FOR_YOU)
def new(request):
    """Plan the next episode."""
    form = forms.EpisodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = attempt(request, form, actions.plan, form.cleaned_data["programme"], **form.arguments())
        if made is not None:
            return redirect("complaints:episode", made.pk)
    about = {"form": form, "title": _("Plan an episode"), "back": reverse("complaints:desk_programmes")}
    return render(request, "complaints/meetings/form.html", about, status=422 if form.is_bound else 200)


def makes(*states):
    """A deed of those who make programmes, in these states of the episode."""
    return lambda actor, episode: can_make_programmes(actor) and episode.state in states


DEEDS = {
    "air": Deed(
        forms.AirForm,
        actions.air,
        makes(State.PLANNED),
        _("Now on the air"),
        _("On the air; note the calls."),
        "phone",
    ),
    "close": plain(
        actions.close, _("Everything is settled"), _("The episode is closed."), makes(State.AIRED), icon="check"
    ),
    "footage": Deed(
        forms.FootageForm,
        actions.note_footage,
        makes(State.AIRED),
        _("Secret filming"),
        _("Noted; it is an order past the unit shown."),
        "eye",
    ),
    "cancel": Deed(
        ReasonForm,
        actions.cancel,
        makes(State.PLANNED),
        _("Cancel the episode"),
        _("The episode is cancelled."),
        "stop",
        grave=True,
    ),
}


def seen(actor, pk) -> Episode:
    rows = Episode.objects.visible_to(actor).select_related("programme", "organisation", "planned_by")
    return get_object_or_404(rows, pk=pk)


def page(request, episode: Episode, refused=None, status=200, call_form=None):
    """One episode: the fast form while it is on the air, the calls, what is left to do."""
    makes_it = can_make_programmes(request.actor)
    noting = makes_it and episode.state == State.AIRED
    about = shown(episode) | {
        "state": lamp(episode, timezone.localdate()),
        "noting": noting,
        "call_form": call_form or (forms.CallForm() if noting else None),
        "panels": panels(request, episode, DEEDS, refused),
        "deed_address": "complaints:episode_deed",
        "deed_key": episode.pk,
        "makes": makes_it,
        "footage": Footage.objects.filter(episode=episode).select_related("organisation", "order") if makes_it else [],
    }
    return render(request, "complaints/meetings/episode.html", about, status=422 if refused else status)


@require_http_methods(["GET", "POST"])
@only(can_see_programmes, NOT_FOR_YOU)
def episode(request, pk):
    """The page; a POST is a call that was noted."""
    found = seen(request.actor, pk)
    if request.method == "GET":
        return page(request, found)
    if not can_make_programmes(request.actor):
        raise PermissionDenied(NOT_FOR_YOU)
    form = forms.CallForm(request.POST)
    if form.is_valid() and attempt(request, form, actions.note_call, found, **form.arguments()) is not None:
        messages.success(request, _("The call is noted."))
        return redirect("complaints:episode", pk)
    return page(request, found, call_form=form, status=422)


@require_http_methods(["GET", "POST"])
@only(can_see_programmes, NOT_FOR_YOU)
def deed(request, pk, deed):
    """One deed of an episode."""
    found = seen(request.actor, pk)
    return take(request, found, deed, DEEDS, page, lambda thing: reverse("complaints:episode", args=[thing.pk]))


CALL_DEEDS = {
    "answer": (forms.AnswerForm, actions.answer_call, _("Answered on the spot")),
    "promise": (forms.PromiseForm, actions.promise_call, _("Promised, with a road map")),
    "take": (forms.TakeForm, actions.take_call, _("Taken along as an order")),
}


@require_http_methods(["GET", "POST"])
@only(can_make_programmes, NOT_FOR_YOU)
def call(request, pk, deed):
    """What came of a call: an answer, a promise with its road map, or an order."""
    rows = Call.objects.filter(episode__in=Episode.objects.visible_to(request.actor))
    found = get_object_or_404(rows.select_related("episode__programme", "episode__organisation"), pk=pk)
    if deed not in CALL_DEEDS:
        raise Http404
    make_form, action, title = CALL_DEEDS[deed]
    form = make_form(request.POST if request.method == "POST" else None)
    back = reverse("complaints:episode", args=[found.episode_id])
    if form.is_valid() and attempt(request, form, action, found, **form.arguments()) is not None:
        messages.success(request, _("The call is settled."))
        return redirect(back)
    about = {"form": form, "title": title, "back": back, "told": found.question, "asker": found.nick}
    return render(request, "complaints/meetings/form.html", about, status=422 if form.is_bound else 200)
