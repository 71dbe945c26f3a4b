"""Is this licence genuine and valid? Anybody may ask, with its number and the code inside its square code."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from approvals.forms.procedures import CheckForm
from approvals.models import Licence
from approvals.standing import shown_holder, standing
from records import query


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def check(request):
    """The form for number and code; the answer when both are right."""
    typed = request.POST if request.method == "POST" else None
    return answer(request, CheckForm(typed))


@login_not_required
@never_cache
@require_safe
def verify(request, number):
    """The address inside the square code: /licences/<number>/?code=…"""
    code = request.GET.get("code", "")
    if not code:
        return answer(request, CheckForm(initial={"number": number}))
    return answer(request, CheckForm({"number": number, "code": code}))


def answer(request, form):
    found = find(request, form) if form.is_bound and form.is_valid() else None
    if found is None:
        return render(request, "approvals/licences/check.html", {"form": form}, status=422 if form.errors else 200)
    tone, words = standing(found, timezone.localdate())
    page = {"licence": found, "tone": tone, "words": words, "holder": shown_holder(found)}
    return render(request, "approvals/licences/found.html", page)


def find(request, form) -> Licence | None:
    """The licence, if the code is right."""
    rows = Licence.objects.select_related("item", "organisation", "replaced_by")
    return query.find(
        form,
        "licence",
        lambda number: rows.filter(number=number).first(),
        lambda number: Licence(number=number).check_code,
        waits=_("Too many wrong tries. Please wait ten minutes."),
        differs=_("Number and code do not belong together. Please compare both with the licence."),
        address=request.META.get("REMOTE_ADDR", ""),
    )
