"""Checking progress without signing in: case number and query code, as printed on the receipt."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from approvals import progress, story
from approvals.forms.citizen import ProgressForm
from approvals.models import Case
from approvals.ratings import is_rateable, rating_of
from records import query
from records.masks import masked


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def check(request):
    """The form, or the progress of the case: state and dates, no personal data."""
    form = ProgressForm(query.typed(request))
    found = find(request, form) if form.is_bound and form.is_valid() else None
    if found is None:
        return render(request, "approvals/citizen/progress.html", {"form": form}, status=422 if form.errors else 200)
    more = {"rating": rating_of(found), "may_rate": is_rateable(found), "code": form.cleaned_data["code"]}
    return render(request, "approvals/citizen/progress_found.html", shown(found) | more)


def find(request, form) -> Case | None:
    """The case, if the code is right."""
    return query.find(
        form,
        "progress",
        lambda number: progress.for_show(Case.objects.filter(number=number)).first(),
        waits=_("Too many wrong tries. Please wait ten minutes, or sign in to see your cases."),
        address=request.META.get("REMOTE_ADDR", ""),
    )


def shown(found: Case) -> dict:
    """What everybody with the receipt in hand may see: nobody is named."""
    today = timezone.localdate()
    points = story.timeline(found)
    tone, words = progress.lamp(found, today)
    return {
        "case": found,
        "today": today,
        "masked": masked(found.applicant_name),
        "tone": tone,
        "words": words,
        "dial": progress.dial(found, today),
        "limits": progress.limits(found, today),
        "points": points,
        "changed_at": story.last_change(points),
        "next": story.next_thing(found),
    }
