"""The page of a slip and the screen of a meeting. Whoever opens the page of a slip is nobody: the middleware has
taken out who sends (settings.UNSEEN_PATHS), no session is touched, nothing is written but the vote."""

import hmac

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from complaints.budget import spent
from records.refusal import Refused
from scoring import pool
from scoring.actions.surveys import votes
from scoring.forms.surveys import BallotForm
from scoring.models import SurveyMeeting
from scoring.surveys import live

WRONG_A_MINUTE = 60  # wrong slips of the whole portal; right ones are never slowed down
REFRESH = 5  # seconds between two looks of the screen


@login_not_required
@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "POST"])
def ballot(request, token):
    """GET the slip; POST the vote. What cannot be used says why, and never what anybody voted."""
    slip, fault = votes.fault_of(token)
    if slip is None:
        return unknown(request, fault)
    if fault:
        return refused(request, fault, 409)
    survey = slip.meeting.survey
    form = BallotForm(survey, *([request.POST] if request.method == "POST" else []))
    if form.is_bound and form.is_valid():
        try:
            votes.cast(token, *form.vote())
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return render(request, "scoring/surveys/voted.html", {"survey": survey}, status=201)
    page = {"form": form, "survey": survey, "meeting": slip.meeting}
    return render(request, "scoring/surveys/ballot.html", page, status=422 if form.is_bound else 200)


def unknown(request, fault: str):
    """Somebody guesses, or the code was read badly."""
    if spent("slips", timezone.now(), WRONG_A_MINUTE):
        return refused(request, _("Too many wrong slips at the moment. Please wait a minute and scan again."), 429)
    return refused(request, fault, 404)


def refused(request, words: str, status: int):
    return render(request, "scoring/surveys/no_vote.html", {"words": words}, status=status)


@login_not_required
@never_cache
@require_safe
def screen(request, pk, secret):
    """For the wall of the room: how many slips are in, and the answers in full batches. Looks again by itself."""
    if not hmac.compare_digest(secret.encode(), pool.screen_secret(pk).encode()):
        raise Http404
    meeting = get_object_or_404(SurveyMeeting.objects.select_related("survey__organisation"), pk=pk)
    page = {"meeting": meeting, "survey": meeting.survey, "live": live(meeting), "states": SurveyMeeting.State}
    answer = render(request, "scoring/surveys/screen.html", page)
    if meeting.state != SurveyMeeting.State.PUBLISHED:
        answer.headers["Refresh"] = str(REFRESH)
    return answer
