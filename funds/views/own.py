"""Subsidies for the people: what is on show, and what a citizen was paid."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import claiming
from funds.forms import subsidies as forms
from funds.models import Grant, OwnRecords, Roll, RollLine
from funds.money import yuan
from funds.views.common import blame, denied, posted, sent
from records.paging import PAGE_SIZE, sliced
from records.refusal import Refused


@login_not_required
@require_safe
def shown(request):
    """The lists that are on show today, of all villages."""
    today = timezone.localdate()
    rolls = Roll.objects.on_show(today).select_related("programme", "village__parent").order_by("shown_until", "pk")
    return render(request, "funds/subsidies/shown.html", {"page": sliced(rolls, request.GET, PAGE_SIZE)})


@login_not_required
@require_safe
def shown_roll(request, number):
    """One list during its publicity: masked names, no numbers, the amounts."""
    rolls = Roll.objects.on_show(timezone.localdate()).select_related("programme__manager", "village__parent")
    roll = get_object_or_404(rolls, number=number)
    lines = list(roll.lines.filter(state__in=RollLine.LIVE).select_related("recipient").order_by("pk"))
    terms = roll.programme.at(roll.period)
    page = {"roll": roll, "lines": [(line, yuan(line.amount)) for line in lines]}
    page |= {
        "total": yuan(sum(line.amount for line in lines)),
        "has_area": terms.way == "area",
        "rate": terms.rate_in_words(),
    }
    return render(request, "funds/subsidies/shown_roll.html", page)


@require_http_methods(["GET", "POST"])
def mine(request):
    """A citizen's own payments; before that, name, number and account have to agree with a list."""
    if not request.user.is_citizen:
        return denied(request, _("Subsidies are shown to the people who get them, signed in as citizens."))
    form = forms.ClaimForm(*posted(request))
    if form.is_bound and form.is_valid():
        try:
            claiming.claim(by=request.actor, now=timezone.now(), key=sent(request) or None, **form.cleaned_data)
            messages.success(request, _("These are your subsidies."))
            return redirect("funds:my_subsidies")
        except Refused as refusal:
            blame(form, refusal)
    part = sliced(claiming.own_grants(request.user), request.GET, PAGE_SIZE)
    page = {"form": form, "page": part, "grants": [(grant, yuan(grant.amount), sum_of(grant)) for grant in part.rows]}
    page |= {"is_joined": OwnRecords.objects.filter(user=request.user).exists()}
    return render(request, "funds/subsidies/mine.html", page, status=422 if form.is_bound else 200)


def sum_of(grant: Grant) -> str:
    """3.55 亩 × 100.10 元, or that the amount is fixed."""
    line = grant.line
    return f"{line.area} {line.programme.area_unit} × {yuan(line.rate)} 元" if line.area else _("fixed amount")
