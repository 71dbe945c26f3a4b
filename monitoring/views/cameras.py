"""Cameras: the points of the halls, one camera or window live, what is kept of it, the log of who looked."""

import functools

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.exports import xlsx_response
from accounts.models import Post, Window
from approvals import attendance
from approvals.models import UNIT_ROLES
from monitoring import forms_inspections as forms
from monitoring.actions import cameras as actions
from monitoring.actions import inspections
from monitoring.models import Camera, Patrol, PatrolNote, Shot, SpotFinding
from monitoring.permissions_inspections import can_patrol, can_plan
from records import paging
from records.desk import attempt
from records.models import Attachment
from records.refusal import Refused

EXPORTED = 20_000  # lines
LATELY = 10  # looks and pictures beside a camera


def plays_cameras(view):
    """The policy of this page lets it talk to the media servers."""

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        answer.plays_cameras = True
        return answer

    return wrapped


def camera_of(request, code: str) -> Camera:
    """403 for those who watch nothing, 404 for a camera that is not theirs."""
    if not can_patrol(request.actor):
        raise PermissionDenied
    return get_object_or_404(
        Camera.objects.visible_to(request.actor).select_related("organisation", "window"), code=code
    )


@require_safe
def cameras(request):
    """Every camera point by hall, with who looked last and what was seen."""
    if not can_patrol(request.actor):
        raise PermissionDenied
    found = Camera.objects.visible_to(request.actor).hanging().select_related("organisation", "window")
    last = {look.camera_id: look for look in lately(found)}
    halls: dict[str, list] = {}
    for camera in found:
        halls.setdefault(camera.hall, []).append((camera, last.get(camera.pk)))
    return render(request, "monitoring/cameras/cameras.html", {"halls": halls})


def lately(cameras) -> list[Patrol]:
    """The last look through each of the cameras."""
    looks = Patrol.objects.filter(camera__in=cameras).order_by("camera_id", "-pk").distinct("camera_id")
    return list(looks.select_related("by").prefetch_related("notes"))


@require_safe
@never_cache
@plays_cameras
def camera(request, code):
    """One camera, live."""
    found = camera_of(request, code)
    return render(request, "monitoring/cameras/camera.html", live(request, [found]) | {"title": found.place})


@require_safe
@never_cache
@plays_cameras
def window(request, number):
    """One window: its cameras live, who sits there today, what spot checks found there."""
    if not can_patrol(request.actor):
        raise PermissionDenied
    watched = Window.objects.filter(organisation__path__startswith=request.actor.watched_path)
    found = get_object_or_404(watched.select_related("organisation"), number=number)
    now = timezone.now()
    today = timezone.localdate(now)
    posts = Post.objects.filter(window=found, role__in=UNIT_ROLES).exclude(ended_on__lt=today)
    about = live(request, list(Camera.objects.visible_to(request.actor).hanging().filter(window=found)))
    about |= {
        "window": found,
        "title": _("Window %(number)s") % {"number": found.number},
        "lines": attendance.of_day(posts, today, now),
        "findings": SpotFinding.objects.visible_to(request.actor).filter(window=found)[:LATELY],
    }
    return render(request, "monitoring/cameras/camera.html", about)


def live(request, cameras: list[Camera]) -> dict:
    """What the page of a camera shows: the first picture plays, the others are one click away."""
    looks = Patrol.objects.filter(camera__in=cameras).select_related("by", "camera").prefetch_related("notes")
    shots = Shot.objects.filter(camera__in=cameras).select_related("camera", "by")[:LATELY]
    return {
        "cameras": cameras,
        "say": forms.SayForm(initial={"kind": PatrolNote.Kind.ORDER}),
        "patrols": looks[:LATELY],
        "shots": with_files(shots),
        "may_keep": can_plan(request.actor),
    }


def with_files(shots) -> list[dict]:
    """Pictures with the file that hangs on each."""
    return [{"shot": shot, "file": Attachment.objects.about(shot).first()} for shot in shots]


@require_POST
@never_cache
def look(request, code):
    """Begin to look: on record first, then the page's own script gets the address of the picture."""
    found = camera_of(request, code)
    patrol = forms.LookForm(request.POST).own(found, request.actor)
    patrol = actions.look(found, by=request.actor, now=timezone.now(), patrol=patrol)
    return JsonResponse({"patrol": patrol.pk, "address": found.stream, "token": found.token})


@require_POST
def leave(request, pk):
    """The picture was closed; a page says so while it goes."""
    if not can_patrol(request.actor):
        raise PermissionDenied
    patrol = get_object_or_404(Patrol.objects.visible_to(request.actor).filter(by=request.actor.user), pk=pk)
    actions.leave(patrol, by=request.actor, now=timezone.now())
    return HttpResponse(status=204)


@require_POST
def say(request, code):
    """What was seen through the camera."""
    found = camera_of(request, code)
    form = forms.SayForm(request.POST)
    if form.is_valid():
        typed = {"kind": form.cleaned_data["kind"], "text": form.cleaned_data["text"]}
        if attempt(request, form, actions.say, found, **typed, patrol=form.own(found, request.actor)):
            messages.success(request, _("What you saw is on record."))
            return redirect("monitoring:camera", code)
    answer = render(
        request,
        "monitoring/cameras/camera.html",
        live(request, [found]) | {"say": form, "title": found.place},
        status=422,
    )
    answer.plays_cameras = True
    return answer


@require_POST
def keep(request, pk):
    """A snapshot or a stretch that the page sends; the answer is the line that the page adds to its list."""
    if not can_patrol(request.actor):
        raise PermissionDenied
    mine = Patrol.objects.visible_to(request.actor).filter(by=request.actor.user)
    patrol = get_object_or_404(mine.select_related("camera__organisation"), pk=pk)
    form = forms.ShotForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(_("The picture did not arrive whole; please take it again."), status=422)
    try:
        shot = actions.keep_shot(patrol, by=request.actor, now=timezone.now(), **form.arguments())
    except Refused as refusal:
        return HttpResponse(str(refusal.message), status=422, content_type="text/plain; charset=utf-8")
    [line] = with_files([shot])
    return render(request, "monitoring/cameras/shot.html", {"line": line}, status=201)


@require_http_methods(["GET", "POST"])
def room_finding(request, code):
    """Write down a finding of the room, with pictures of this camera."""
    found = camera_of(request, code)
    if not can_plan(request.actor):
        raise PermissionDenied
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.RoomFindingForm(*data, camera=found, actor=request.actor, initial=beginning(found, request.GET))
    if form.is_valid() and (made := noted(request, found, form)):
        messages.success(request, _("The finding is written down; a second person tells the unit."))
        return redirect("monitoring:spot_finding", made.pk)
    about = {"form": form, "camera": found}
    return render(request, "monitoring/cameras/finding.html", about, status=422 if form.is_bound else 200)


def beginning(camera: Camera, query) -> dict:
    """The picture that the address names, and its time."""
    asked = forms.ShotChoice(query)
    number = asked.cleaned_data.get("shot") if asked.is_valid() else None
    shot = Shot.objects.filter(pk=number, camera=camera).first() if number else None
    return {"shots": [shot.pk], "found_at": timezone.localtime(shot.taken_at)} if shot else {}


def noted(request, camera: Camera, form) -> SpotFinding | None:
    """The finding, or None with the reason in the form. It belongs to the actor's last look through this camera."""
    patrol = Patrol.objects.filter(camera=camera, by=request.actor.user).first()
    if patrol is None:
        form.add_error(None, _("Look through the camera first."))
        return None
    return attempt(request, form, inspections.note_from_room, patrol, **form.arguments())


@require_safe
def patrols(request):
    """The log (视频巡查): who looked through which camera, when, for how long, and what was seen."""
    if not can_patrol(request.actor):
        raise PermissionDenied
    form = forms.PatrolsForm(request.GET, request.actor)
    form.is_valid()
    found = narrowed(Patrol.objects.visible_to(request.actor), form.cleaned_data)
    found = found.select_related("camera__window", "camera__organisation", "by").prefetch_related("notes")
    if "xlsx" in request.GET:
        return xlsx_response(_("Log of video patrols"), headers(), (cells(look) for look in found[:EXPORTED]))
    part = paging.sliced(found, request.GET, paging.PAGE_SIZE)
    about = {"form": form, "part": part, "rows": part.rows, "is_narrowed": any(form.cleaned_data.values())}
    return render(request, "monitoring/cameras/patrols.html", about)


def headers() -> list[str]:
    return [_("From"), _("Until"), _("Who looked"), _("Camera"), _("Unit"), _("What was seen")]


def cells(look: Patrol) -> list:
    """One look as a line of a workbook."""
    seen = "；".join(f"{note.get_kind_display()}{note.text and '：' + note.text}" for note in look.said)
    return [look.began_at, look.left_at, str(look.by), look.camera.place, look.camera.organisation.short_name, seen]


def narrowed(rows, asked: dict):
    """The filters of the log."""
    limits = {"camera": "camera", "by": "by", "since": "began_at__date__gte", "until": "began_at__date__lte"}
    rows = rows.filter(**{lookup: asked[name] for name, lookup in limits.items() if asked.get(name)})
    if asked.get("kind"):
        rows = rows.filter(Q(pk__in=PatrolNote.objects.filter(kind=asked["kind"]).values("patrol")))
    return rows
