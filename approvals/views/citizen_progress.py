"""Checking progress without signing in: case number and query code, as printed on the receipt."""

import hmac
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
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
from records.masks import masked

WRONG_TRIES, FOR_SECONDS = 10, 600  # of one address and of one number; 32 ** 8 codes cannot be guessed at this pace


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def check(request):
    """The form, or the progress of the case: state and dates, no personal data."""
    form = ProgressForm(typed(request))
    found = find(request, form) if form.is_bound and form.is_valid() else None
    if found is None:
        return render(request, "approvals/citizen/progress.html", {"form": form}, status=422 if form.errors else 200)
    more = {"rating": rating_of(found), "may_rate": is_rateable(found), "code": form.cleaned_data["code"]}
    return render(request, "approvals/citizen/progress_found.html", shown(found) | more)


def typed(request):
    """A sent form, or the two values inside the square code."""
    if request.method == "POST":
        return request.POST
    return request.GET if "number" in request.GET or "code" in request.GET else None


def find(request, form) -> Case | None:
    """The case, if the code is right. Unknown number and wrong code look and take the same."""
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    keys = [
        f"progress:ip:{request.META.get('REMOTE_ADDR', '')}",
        f"progress:number:{sha256(number.encode()).hexdigest()}",
    ]
    if any(tries >= WRONG_TRIES for tries in cache.get_many(keys).values()):
        form.add_error(None, _("Too many wrong tries. Please wait ten minutes, or sign in to see your cases."))
        return None
    found = progress.for_show(Case.objects.filter(number=number)).first()
    right = hmac.compare_digest(code.encode(), Case(number=number).query_code.encode())
    if found is not None and right:
        return found
    for key in keys:
        count_wrong(key)
    form.add_error(None, _("Number and code do not belong together. Please compare both with your receipt."))
    return None


def count_wrong(key):
    """One more wrong try; forgotten ten minutes after the first."""
    if cache.add(key, 1, FOR_SECONDS):
        return
    try:
        cache.incr(key)
    except ValueError:  # it expired between the two
        cache.add(key, 1, FOR_SECONDS)


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
